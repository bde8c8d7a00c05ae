"""What holds for all of the app's tests. Their fixtures are in `site_fixtures.py`, which pyproject.toml names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from ppoc.tests.contract import Bench

if TYPE_CHECKING:
	from ppoc.tests.at_once import AtOnce

# A busy machine draws and tries examples slowly, which says nothing about the code. Two runs of the same code try
# the same examples; with this variable set, each run tries new ones.
NEW_EXAMPLES = "PPOC_NEW_EXAMPLES" in os.environ
settings.register_profile(
	"ppoc", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not NEW_EXAMPLES
)
settings.load_profile("ppoc")


@pytest.fixture(autouse=True)
def workers_beside(request: pytest.FixtureRequest) -> Iterator[None]:
	"""With a server, its workers save while the test runs, so factories retry as requests do."""
	if "server" not in request.fixturenames:
		yield
		return
	request.getfixturevalue("site")
	import frappe

	frappe.flags.workers_beside = True
	yield
	frappe.flags.workers_beside = False


@pytest.fixture
def at_once(bench: Bench, committed: None, site: str) -> AtOnce:
	"""`at_once(first, second, users=(…))` makes both calls as requests at the very same time."""
	from ppoc.tests.at_once import AtOnce

	return AtOnce(bench)


@pytest.fixture(autouse=True)
def as_in_a_request(request: pytest.FixtureRequest) -> None:
	"""Puts all the app's guards in place, as Frappe does before each request and job; tests save outside of both.

	Otherwise what a test sees would depend on whether an earlier one in its process had made a request.
	"""
	if "site" in request.fixturenames:
		request.getfixturevalue("site")
		import frappe

		for hook in {*frappe.get_hooks("before_request"), *frappe.get_hooks("before_job")}:
			if hook.endswith((".guard", ".take_over")):
				frappe.get_attr(hook)()
		_forget_the_last_request()


def _forget_the_last_request() -> None:
	"""A test that called an endpoint leaves its request behind; the next one saves as a program does."""
	import frappe

	for name in ("request", "ppoc_arguments_wait", "ppoc_entry", "ppoc_loads", "ppoc_saves"):
		if hasattr(frappe.local, name):
			delattr(frappe.local, name)


def pytest_terminal_summary(terminalreporter: Any) -> None:
	"""Ends a run of the trust family with what it counted."""
	counted: dict[str, int] = {}
	for reports in terminalreporter.stats.values():
		for report in reports:
			for name, value in getattr(report, "user_properties", []):
				if name.startswith("trust: ") and getattr(report, "when", "") == "call":
					counted[name] = counted.get(name, 0) + int(value)
	if counted:
		terminalreporter.section("trust")
		for name, value in counted.items():
			terminalreporter.write_line(f"{name.partition(': ')[2]:<40}{value:>10,}")
