"""The site that the fixtures give: isolated tests, a server with live updates, mails, files, and a database that
is put back."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import frappe
import pytest
import redis
from frappe.utils.background_jobs import get_queue

from trial_host.inside.pytest_live import wait_until

NOTE = "left by the first test"


def get(url: str) -> tuple[int, dict[str, str], bytes]:
	try:
		with build_opener(ProxyHandler({})).open(url, timeout=30) as response:
			return response.status, dict(response.headers), response.read()
	except HTTPError as error:
		return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_writes_is_gone_in_the_next(site: str, time: str):
	assert not frappe.db.exists("ToDo", {"description": NOTE})
	frappe.get_doc({"doctype": "ToDo", "description": NOTE}).insert()
	frappe.db.commit()  # held back
	assert frappe.db.exists("ToDo", {"description": NOTE})


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_put_back(site: str, committed: None, time: str):
	assert not frappe.db.exists("ToDo", {"description": NOTE})
	language = frappe.db.get_single_value("System Settings", "language")
	assert language == "en"
	frappe.get_doc({"doctype": "ToDo", "description": NOTE}).insert()
	frappe.db.set_single_value("System Settings", "language", "cy")
	frappe.db.commit()
	frappe.db.rollback()
	assert frappe.db.exists("ToDo", {"description": NOTE})


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_new_column_is_put_back(site: str, committed: None, time: str):
	assert not frappe.db.has_column("ToDo", "shoe_size")
	field = {
		"doctype": "Custom Field",
		"dt": "ToDo",
		"fieldname": "shoe_size",
		"fieldtype": "Int",
		"label": "Shoes",
	}
	frappe.get_doc(field).insert()
	assert "shoe_size" in frappe.db.get_table_columns("ToDo")


def test_a_user_acts_until_the_block_ends(
	site: str, set_user: Callable[[str], Any], user_with: Callable[..., str]
):
	manager = user_with("System Manager")
	with set_user(manager):
		assert frappe.session.user == manager
		assert "System Manager" in frappe.get_roles()
	assert frappe.session.user == "Administrator"


def test_the_site_is_set_up_for_england(site: str):
	settings = frappe.get_doc("System Settings")
	assert (settings.country, settings.time_zone, settings.language) == (
		"United Kingdom",
		"Europe/London",
		"en",
	)
	assert frappe.db.get_default("currency") == "GBP"
	assert not settings.enable_scheduler


def test_queued_mail_is_sent_and_kept(site: str, mails: Any):
	frappe.sendmail(recipients=["a@example.org", "b@example.org"], subject="Agenda", message="<p>Today</p>")
	assert [message["Subject"] for message in mails.send_queued()] == ["Agenda", "Agenda"]
	assert "Today" in mails.to("b@example.org")[0].get_body(("plain",)).get_content()


def test_an_attachment_survives_the_mail_catcher(site: str, mails: Any):
	attached = {"fname": "list.csv", "fcontent": "a,b\n1,2\n"}
	frappe.sendmail(recipients=["a@example.org"], subject="List", message="see", attachments=[attached])
	(part,) = list(mails.send_queued()[0].iter_attachments())
	assert (part.get_filename(), part.get_content().strip().splitlines()) == ("list.csv", ["a,b", "1,2"])


@pytest.fixture
def base_url(site: str, committed: None, server: Any) -> str:
	return str(server.base_url)


def test_assets_are_served_for_good(base_url: str, trial: Any):
	bundles = json.loads((trial.sites / "assets" / "assets.json").read_text())
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


def test_a_page_uploaded_by_a_user_is_not_run(base_url: str, trial: Any):
	file = trial.sites / trial.site / "public" / "files" / "page.html"
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


def test_live_updates_reach_the_user_they_are_for(
	site: str, page: Any, log_in: Callable[[str], None], user_with: Callable[..., str]
):
	user = user_with("System Manager")
	log_in(user)
	page.goto("/app")
	page.wait_for_function("window.frappe?.realtime?.socket?.connected")
	page.evaluate("window.heard = []; frappe.realtime.on('tidings', (d) => window.heard.push(d.n))")
	frappe.publish_realtime("tidings", {"n": 1}, user="Administrator")
	frappe.publish_realtime("tidings", {"n": 2}, user=user)
	page.wait_for_function("window.heard.length > 0")
	assert page.evaluate("window.heard") == [2]


def test_the_realtime_server_admits_nobody_without_a_session(site: str, page: Any):
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
	assert "Invalid namespace" in message


def test_a_connection_that_is_open_still_is_noticed_before_tables_are_put_back(
	site: str, committed: None, before_image: Any
):
	frappe.db.sql("select 1")
	assert before_image.in_use()
	frappe.db.close()  # the database takes a moment to notice
	wait_until(lambda: not before_image.in_use(), "a closed connection is still counted")
	frappe.connect()


def test_background_jobs_run_and_settle(site: str, committed: None, server: Any):
	frappe.enqueue("frappe.client.insert", doc={"doctype": "ToDo", "description": "by the worker"})
	frappe.db.commit()
	server.settle()
	frappe.db.rollback()
	assert frappe.db.exists("ToDo", {"description": "by the worker"})


def test_jobs_of_a_test_without_the_server_wait_for_no_worker(site: str, trial: Any):
	"""The worker of the test before is still there."""
	frappe.enqueue("frappe.client.insert", doc={"doctype": "ToDo", "description": "by nobody"})
	with redis.from_url(f"redis://127.0.0.1:{trial.redis_port}/1") as watched:
		unfinished = [
			key for key in watched.keys("rq:job:*") if watched.hget(key, "status") in (b"queued", b"started")
		]
	assert not unfinished
	assert get_queue("default").count == 1


def test_logs_are_kept_in_the_trials_folder(site: str, trial: Any):
	assert Path(frappe.utils.get_bench_path()) == trial.folder / "bench"
