"""What the tests' own fixtures promise: nothing of a test is left, whoever brings the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
import redis
from frappe.utils.background_jobs import get_queue

from ppoc.tests.contract import Bench

NOTE = "left by the first test"


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


def test_queued_mail_is_sent_and_kept(site: str, mails: Any):
	frappe.sendmail(recipients=["a@example.org", "b@example.org"], subject="Agenda", message="<p>Today</p>")
	assert [message["Subject"] for message in mails.send_queued()] == ["Agenda", "Agenda"]
	assert "Today" in mails.to("b@example.org")[0].get_body(("plain",)).get_content()


def test_an_attachment_survives_the_mail_catcher(site: str, mails: Any):
	attached = {"fname": "list.csv", "fcontent": "a,b\n1,2\n"}
	frappe.sendmail(recipients=["a@example.org"], subject="List", message="see", attachments=[attached])
	(part,) = list(mails.send_queued()[0].iter_attachments())
	assert (part.get_filename(), part.get_content().strip().splitlines()) == ("list.csv", ["a,b", "1,2"])


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


def test_background_jobs_run_and_settle(site: str, committed: None, server: Any):
	frappe.enqueue("frappe.client.insert", doc={"doctype": "ToDo", "description": "by the worker"})
	frappe.db.commit()
	server.settle()
	frappe.db.rollback()
	assert frappe.db.exists("ToDo", {"description": "by the worker"})


def test_jobs_of_a_test_without_the_server_wait_for_no_worker(site: str, bench: Bench):
	"""The worker of the test before is still there."""
	bench_settings = json.loads((bench.sites / "common_site_config.json").read_text())
	frappe.enqueue("frappe.client.insert", doc={"doctype": "ToDo", "description": "by nobody"})
	with redis.from_url(bench_settings["redis_queue"]) as watched:
		unfinished = [
			key for key in watched.keys("rq:job:*") if watched.hget(key, "status") in (b"queued", b"started")
		]
	assert not unfinished
	assert get_queue("default").count == 1
