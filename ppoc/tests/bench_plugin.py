"""Pytest plugin: the test site of an ordinary bench, named by PPOC_TEST_SITE. Start pytest in the bench's `sites`:

    PPOC_TEST_SITE=test.localhost ../env/bin/python -m pytest ../apps/ppoc/ppoc/tests

All that a test writes is rolled back. What only a host of its own can give (data that are put back after a commit, a
server, a browser) is skipped and said so; `./dev test` runs it.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

SITE_VARIABLE = "PPOC_TEST_SITE"
ANSWERS = {
	"language": "English",
	"country": "United Kingdom",
	"timezone": "Europe/London",
	"currency": "GBP",
	"enable_telemetry": 0,
}
SETTINGS = {"language": "en", "country": "United Kingdom", "time_zone": "Europe/London"}


@dataclass(frozen=True)
class OrdinaryBench:
	"""The bench in whose `sites` pytest was started."""

	site: str
	sites: Path
	python: Path = Path(sys.executable)


@pytest.fixture(scope="session")
def bench() -> OrdinaryBench:
	"""The bench, if its site says that it may be tested on."""
	site = os.environ.get(SITE_VARIABLE)
	if not site:
		pytest.fail(
			f"this test needs a site: run it with ./dev test, or name a bench's site in {SITE_VARIABLE}",
			pytrace=False,
		)
	sites = Path.cwd()
	if not (sites / site / "site_config.json").is_file():
		pytest.fail(f"there is no site {site} in {sites}: start pytest in the bench's sites", pytrace=False)
	_check(site, sites)
	return OrdinaryBench(site, sites)


def _check(site: str, sites: Path) -> None:
	"""Tests would otherwise run on the records of a council, or fail one by one for the same reason."""
	import frappe

	frappe.init(site=site, sites_path=str(sites), force=True)
	frappe.connect()
	try:
		if not frappe.conf.allow_tests:
			pytest.fail(f"first allow it: bench --site {site} set-config allow_tests true", pytrace=False)
		if "ppoc" not in frappe.get_installed_apps():
			pytest.fail(f"the app is not there: bench --site {site} install-app ppoc", pytrace=False)
		_set_up()
	finally:
		frappe.destroy()


def _set_up() -> None:
	"""The setup wizard of a new site is gone through, once; a site that is set up stays as it is."""
	import frappe
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	answer = setup_complete(json.dumps(ANSWERS))  # says ok and does nothing where it is complete
	if answer.get("status") != "ok":
		pytest.fail(f"the setup wizard could not be completed: {answer}", pytrace=False)
	frappe.db.commit()
	settings = frappe.get_doc("System Settings")
	other = [
		f"{field}: {settings.get(field)}" for field, value in SETTINGS.items() if settings.get(field) != value
	]
	if other:
		pytest.fail(f"the tests are of an English site, this one has {', '.join(other)}", pytrace=False)


@pytest.fixture
def committed() -> NoReturn:
	"""Nobody here puts a database back."""
	pytest.skip("commits, and an ordinary bench keeps what was committed: ./dev test runs it")


@pytest.fixture
def server() -> NoReturn:
	"""The bench's own server would show what others do."""
	pytest.skip("needs a server of its own: ./dev test runs it")


@pytest.fixture
def mail_folder() -> NoReturn:
	"""The bench's mails would go out."""
	pytest.skip("sends mails, which here would go out: ./dev test runs it")


@pytest.fixture
def browser() -> NoReturn:
	"""Nothing for it to show without a server."""
	pytest.skip("needs a browser on a server of its own: ./dev test runs it")


@pytest.fixture
def stack() -> NoReturn:
	"""Killing the bench's own processes would hurt whoever uses them."""
	pytest.skip("kills processes of a site of its own: ./dev test runs it")


@pytest.fixture
def database_root() -> NoReturn:
	"""The tests are not told the administrator's password."""
	pytest.skip("changes the database server's settings: ./dev test runs it")
