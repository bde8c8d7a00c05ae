"""The site that the fixtures give: set up, served to this machine alone, and put back."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import frappe
import pytest

from trial_host.inside.database_snapshot import DatabaseSnapshot
from trial_host.inside.pytest_live import Server, wait_until
from trial_host.inside.pytest_site import Trial

if TYPE_CHECKING:
	from playwright.sync_api import Browser

NOTE = "left by the first test"


@pytest.fixture
def connected(bench: Trial, committed: None) -> Iterator[None]:
	"""A connection as Administrator; what it commits is put back."""
	frappe.init(site=bench.site, sites_path=str(bench.sites), force=True)
	frappe.connect()
	yield
	frappe.destroy()


def get(url: str) -> tuple[int, dict[str, str], bytes]:
	try:
		with build_opener(ProxyHandler({})).open(url, timeout=30) as response:
			return response.status, dict(response.headers), response.read()
	except HTTPError as error:
		return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_put_back(connected: None, time: str):
	assert not frappe.db.exists("ToDo", {"description": NOTE})
	frappe.get_doc({"doctype": "ToDo", "description": NOTE}).insert()
	frappe.db.commit()
	frappe.db.rollback()
	assert frappe.db.exists("ToDo", {"description": NOTE})


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_new_table_and_a_new_column_are_put_back(connected: None, time: str):
	assert "shoe_size" not in frappe.db.get_table_columns("ToDo")
	assert not frappe.db.sql("show tables like 'shoes'")
	frappe.db.sql_ddl("create table shoes (size int)")
	frappe.db.sql_ddl("alter table tabToDo add column shoe_size int")


def test_the_site_is_set_up_for_england(connected: None):
	settings = frappe.get_doc("System Settings")
	assert (settings.country, settings.time_zone, settings.language) == (
		"United Kingdom",
		"Europe/London",
		"en",
	)
	assert frappe.db.get_default("currency") == "GBP"
	assert not settings.enable_scheduler


@pytest.fixture
def base_url(committed: None, server: Server) -> str:
	return str(server.base_url)


def test_assets_are_served_for_good(base_url: str, bench: Trial):
	bundles = json.loads((bench.sites / "assets" / "assets.json").read_text())
	status, headers, body = get(base_url + bundles["desk.bundle.js"])
	assert status == 200
	assert "immutable" in headers["Cache-Control"]
	assert b"frappe" in body


@pytest.mark.parametrize(
	"path",
	[
		"/assets/../common_site_config.json",
		"/assets/%2e%2e/common_site_config.json",
		"/files/../../private/files/x",
		"/files/..%2f..%2fsite_config.json",
		"/assets/%00",
		"/assets/%zz",
	],
)
def test_nothing_outside_the_public_folders_is_served(base_url: str, path: str):
	status, _, body = get(base_url + path)
	assert status in {400, 403, 404}
	assert b"db_password" not in body


def test_a_page_uploaded_by_a_user_is_not_run(base_url: str, bench: Trial):
	file = bench.sites / bench.site / "public" / "files" / "page.html"
	file.write_text("<script>alert(1)</script>")
	_, headers, _ = get(f"{base_url}/files/page.html")
	file.unlink()
	assert headers["Content-Disposition"] == "attachment"
	assert headers["X-Content-Type-Options"] == "nosniff"


def test_every_listener_is_on_loopback(base_url: str):
	"""Only this machine reaches the trial: its own address on the network gets no answer."""
	port = int(base_url.rpartition(":")[2])
	outside = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
	for address in outside - {"127.0.0.1", "127.0.1.1"}:
		with socket.socket() as probe:
			probe.settimeout(2)
			assert probe.connect_ex((address, port)) != 0


def test_the_realtime_server_admits_nobody_without_a_session(base_url: str, browser: Browser):
	page = browser.new_page(base_url=base_url)
	page.goto("/login")
	message = page.evaluate(
		"""async () => {
			const name = Object.keys(window).length && frappe.boot?.sitename;
			const answer = await fetch("/socket.io/?EIO=4&transport=polling");
			const { sid } = JSON.parse((await answer.text()).slice(1));
			const url = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
			await fetch(url, { method: "POST", body: "40/another.site," });
			return (await fetch(url)).text();
		}"""
	)
	page.close()
	assert "Invalid namespace" in message


def test_a_connection_that_is_open_still_is_noticed_before_tables_are_put_back(
	connected: None, database_snapshot: DatabaseSnapshot
):
	frappe.db.sql("select 1")
	assert database_snapshot.in_use()
	frappe.db.close()  # the database takes a moment to notice
	wait_until(lambda: not database_snapshot.in_use(), "a closed connection is still counted")
	frappe.connect()


def test_logs_are_kept_in_the_trials_folder(connected: None, bench: Trial):
	assert Path(frappe.utils.get_bench_path()) == bench.folder / "bench"
