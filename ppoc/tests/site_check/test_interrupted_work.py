"""What killed processes have left is settled: emails in doubt, and scheduled jobs that nobody does any more."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.email import queue
from frappe.utils import add_to_date, now_datetime

from ppoc.site_check import interrupted_work

ANN, BEN, CLEO = "ann@example.org", "ben@example.org", "cleo@example.org"
DIGESTS = "ppoc.timescales.digest_database.send_digests"


def sending(minutes_ago: float, **recipients: str) -> Any:
	"""Makes an email that a process began to send, with the state of each recipient."""
	email = frappe.get_doc(
		{"doctype": "Email Queue", "message": "Subject: Agenda", "sender": "a@example.org"}
	)
	addresses = {"ann": ANN, "ben": BEN, "cleo": CLEO}
	email.set_recipients([addresses[name] for name in recipients])
	email.insert()
	then = add_to_date(now_datetime(), minutes=-minutes_ago)
	for row, state in zip(email.recipients, recipients.values(), strict=True):
		row.db_set({"status": state, "modified": then}, update_modified=False)
	email.db_set({"status": "Sending", "modified": then}, update_modified=False)
	return email


def state(doc: Any) -> str:
	return frappe.db.get_value(doc.doctype, doc.name, "status")


def test_an_email_whose_sending_broke_off_is_never_sent_twice_and_says_who_may_have_it(site):
	email = sending(9, ann="Sent", ben="Not Sent", cleo="Not Sent")
	interrupted_work.settle_emails()
	email.reload()
	assert email.status == "Error"
	assert f"{BEN} may have it" in email.error
	assert f"It has not gone to {CLEO}." in email.error
	assert f"It has gone to {ANN}." in email.error
	assert email.name not in [row.name for row in queue.get_queue()]


def test_an_email_that_is_on_its_way_is_left_alone(site):
	email = sending(1, ann="Not Sent")
	long_list = sending(9, ann="Sent", ben="Not Sent")
	long_list.recipients[0].db_set("modified", now_datetime(), update_modified=False)
	interrupted_work.settle_emails()
	assert [state(email), state(long_list)] == ["Sending", "Sending"]


def test_frappes_own_way_of_sending_such_an_email_again_is_replaced(site, monkeypatch):
	monkeypatch.setattr(queue, "retry_sending_emails", lambda: None, raising=False)
	interrupted_work.guard()
	email = sending(60, ann="Not Sent")
	frappe.get_attr("frappe.email.queue.retry_sending_emails")()
	assert state(email) == "Error"


class Begun:
	"""Makes the log of a scheduled job that has begun; what is queued is noted."""

	def __init__(self) -> None:
		self.queued: list[str] = []

	def __call__(self, method: str, minutes_ago: float) -> Any:
		job = frappe.db.get_value("Scheduled Job Type", {"method": method}, "name")
		log = frappe.get_doc({"doctype": "Scheduled Job Log", "scheduled_job_type": job}).insert()
		then = add_to_date(now_datetime(), minutes=-minutes_ago)
		log.db_set({"status": "Start", "creation": then}, update_modified=False)
		return log


@pytest.fixture
def begun(site, monkeypatch):
	made = Begun()
	kind = frappe.get_attr("frappe.core.doctype.scheduled_job_type.scheduled_job_type.ScheduledJobType")
	monkeypatch.setattr(kind, "enqueue", lambda job, force=False: made.queued.append(job.method))
	return made


def test_a_job_of_ours_whose_process_was_killed_is_told_and_begun_again(begun):
	log = begun(DIGESTS, 6)
	interrupted_work.begin_again()
	assert state(log) == "Failed"
	assert "killed" in frappe.db.get_value(log.doctype, log.name, "details")
	assert begun.queued == [DIGESTS]
	interrupted_work.begin_again()
	assert begun.queued == [DIGESTS]


def test_a_job_of_the_platform_is_told_and_left_to_the_platform(begun):
	log = begun("frappe.email.queue.flush", 6)
	interrupted_work.begin_again()
	assert (state(log), begun.queued) == ("Failed", [])


@pytest.mark.parametrize("status", ["queued", "started"])
def test_a_job_that_goes_on_is_left_alone(begun, monkeypatch, status):
	monkeypatch.setattr(interrupted_work, "get_job_status", lambda job_id: status)
	log = begun(DIGESTS, 60)
	interrupted_work.begin_again()
	assert (state(log), begun.queued) == ("Start", [])


def test_a_job_that_ends_its_process_each_time_is_not_begun_for_ever(begun):
	for _ in range(interrupted_work.MOST_BEGINNINGS + 2):
		begun(DIGESTS, 6)
		interrupted_work.begin_again()
	assert len(begun.queued) == interrupted_work.MOST_BEGINNINGS
