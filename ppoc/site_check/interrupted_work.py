"""What killed processes have left: emails that may have arrived, and scheduled jobs that nobody does any more.

Frappe 15 leaves both as they are, for ever. Frappe 16 sends the emails again, and the people may get them twice.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime
from frappe.utils.background_jobs import get_job_status

SENDING_MINUTES = 8
"""For so long an email may be on its way; Frappe 16 sends it again after 15."""
BEGUN_MINUTES = 5
MOST_BEGINNINGS = 3
"""How often in a day a job is begun again, in case it is what ends its process."""
OURS = "ppoc."
GOING_ON = ("queued", "started", "deferred", "scheduled")


def look() -> None:
	"""Runs every five minutes."""
	settle_emails()
	begin_again()


def guard(**_options: Any) -> None:
	"""Replaces Frappe 16's own job for such emails, once in each process. Runs before each job."""
	from frappe.email import queue

	if hasattr(queue, "retry_sending_emails"):
		queue.retry_sending_emails = settle_emails


def settle_emails() -> None:
	"""Marks emails as faulty whose sending broke off, and says who has them, may have them and does not have them.

	The mail server may have taken such an email just before, so nobody but a person can say whether it is to be sent
	again.
	"""
	before = add_to_date(now_datetime(), minutes=-SENDING_MINUTES)
	for name in frappe.get_all("Email Queue", {"status": "Sending", "modified": ["<", before]}, pluck="name"):
		email = frappe.get_doc("Email Queue", name, for_update=True)
		latest = max(frappe.utils.get_datetime(row.modified) for row in [email, *email.recipients])
		if email.status == "Sending" and latest < before:
			email.update_status("Error", error=_in_words(email), commit=True)
		frappe.db.commit()  # lets go of the row


def _in_words(email: Any) -> str:
	has = [row.recipient for row in email.recipients if row.is_mail_sent()]
	others = [row.recipient for row in email.recipients if not row.is_mail_sent()]
	words = [
		_("The server stopped while this email was being sent."),
		_("{0} may have it, or may not: ask before you send it again.").format(others[0]) if others else "",
		_("It has not gone to {0}.").format(", ".join(others[1:])) if others[1:] else "",
		_("It has gone to {0}.").format(", ".join(has)) if has else "",
	]
	return " ".join(filter(None, words))


def begin_again() -> None:
	"""Marks scheduled jobs as failed that began and are not done by anybody any more; ours are begun again.

	All of ours may run twice, or late, without harm.
	"""
	now = now_datetime()
	begun = frappe.get_all(
		"Scheduled Job Log",
		filters={
			"status": ["not in", ["Complete", "Failed"]],
			"creation": ["between", [add_to_date(now, days=-1), add_to_date(now, minutes=-BEGUN_MINUTES)]],
		},
		fields=["name", "scheduled_job_type"],
		order_by="creation asc",
	)
	for log in begun:
		job = frappe.get_doc("Scheduled Job Type", log.scheduled_job_type)
		if get_job_status(job.rq_job_id) in GOING_ON:
			continue
		details = _("The process that did this job was killed, or the machine stopped.")
		frappe.db.set_value("Scheduled Job Log", log.name, {"status": "Failed", "details": details})
		frappe.db.commit()  # it is told even if the queue cannot be reached
		if job.method.startswith(OURS) and not job.stopped and _begun_lately(job.name) <= MOST_BEGINNINGS:
			job.enqueue(force=True)


def _begun_lately(job: str) -> int:
	day_ago = add_to_date(now_datetime(), days=-1)
	filters = {"scheduled_job_type": job, "status": "Failed", "creation": [">", day_ago]}
	return frappe.db.count("Scheduled Job Log", filters)
