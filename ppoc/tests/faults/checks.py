"""Counts what is wrong on the site after a fault. Runs inside the site; see `inside`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
from frappe.utils import add_days, getdate, now_datetime, nowdate

from ppoc.access.audit import collecting, guarding, sealing_database
from ppoc.imports import runs as import_runs
from ppoc.imports import staging
from ppoc.meetings.emails import nightly as emails
from ppoc.meetings.emails.recipients import attendees_of, people
from ppoc.site_check import interrupted_work
from ppoc.tests.faults.kinds import AUDIT, DOUBLED, HALF_DONE, JOBS, LOST, Fault
from ppoc.timescales.nightly import run_pass
from ppoc.timescales.packs.database import shipped_folder

FOR_LATER = -30


def clock() -> str:
	"""Returns the site's time."""
	return str(now_datetime())


def audit_faults() -> list[Fault]:
	"""Brings what waits into the trail, seals it, and returns what is wrong with it."""
	guarding.guard()
	collecting.collect()
	sealing_database.seal_everything()
	return [(AUDIT, str(fault)) for fault in sealing_database.faults()]


def orphans() -> list[Fault]:
	"""Returns rows of tables whose record is not there."""
	found: list[Fault] = []
	for table in frappe.get_all("DocType", {"istable": 1, "is_virtual": 0}, pluck="name"):
		for parent in frappe.db.sql(f"select distinct parenttype from `tab{table}`", pluck=True):
			if not parent or not frappe.db.table_exists(parent):
				continue
			rows = frappe.db.sql(
				f"select row.name from `tab{table}` row left join `tab{parent}` doc on doc.name = row.parent"
				" where row.parenttype = %s and doc.name is null",
				parent,
				pluck=True,
			)
			found += [(HALF_DONE, f"{table} {name}: its {parent} is not there") for name in rows]
	return found


def values(asked: list[list[str]]) -> list[Any]:
	"""Returns a field of each of these records."""
	return [frappe.db.get_value(doctype, name, field) for doctype, name, field in asked]


def not_on_record(saved: list[list[Any]]) -> list[Fault]:
	"""Returns which records the audit trail has fewer changes of than were acknowledged."""
	found: list[Fault] = []
	for doctype, name, times in saved:
		known = frappe.db.count("Audit Entry", {"record_type": doctype, "record": name, "outcome": "Changed"})
		if known < times:
			found.append(
				(LOST, f"{doctype} {name}: {times} changes were acknowledged, {known} are on record")
			)
	return found


def predictions(plan: str) -> dict[str, Any]:
	"""Returns the predicted start of a plan, and all days to which it was moved."""
	filters = {"parent": plan, "parenttype": "Permanence Plan"}
	history = frappe.get_all("Prediction Change", filters, pluck="became", order_by="idx asc")
	return {
		"predicted_start": str(frappe.db.get_value("Permanence Plan", plan, "predicted_start")),
		"history": [str(day) for day in history],
	}


def meeting_status(meeting: str) -> str:
	"""Returns the status of a meeting."""
	return frappe.db.get_value("Meeting", meeting, "status")


def night_of_emails() -> None:
	"""Does what the night does for emails that a lost job left unsent, and has the queue sent."""
	from frappe.email.queue import flush

	minutes_later()
	emails.send_missed()
	frappe.db.commit()
	flush()


def send_queue() -> None:
	"""Has the emails sent that wait in the queue."""
	from frappe.email.queue import flush

	flush()


def minutes_later() -> None:
	"""Does what the job of every five minutes does a while later, when nothing goes on any more."""
	interrupted_work.SENDING_MINUTES = interrupted_work.BEGUN_MINUTES = 0
	interrupted_work.look()


def letters(meeting: str, kind: str) -> tuple[list[str], list[dict[str, Any]]]:
	"""Returns who should have this email of a meeting, and what the queue has of it."""
	doc = frappe.get_doc("Meeting", meeting)
	owners = frappe.get_all("Action", {"set_in": meeting}, pluck="action_owner")
	expected = {person.email for person in people([*attendees_of(doc), *owners])}
	queue, to = frappe.qb.DocType("Email Queue"), frappe.qb.DocType("Email Queue Recipient")
	rows = (
		frappe.qb.from_(queue)
		.join(to)
		.on(to.parent == queue.name)
		.select(to.recipient, queue.message_id, queue.status, queue.error, queue.message)
		.where((queue.reference_doctype == "Meeting") & (queue.reference_name == meeting))
		.run(as_dict=True)
	)
	return sorted(expected), [row for row in rows if f"Subject: {kind}" in row.pop("message")]


def waiting_letters(meeting: str) -> int:
	"""Returns how many emails of a meeting are still to be sent."""
	of = {"reference_doctype": "Meeting", "reference_name": meeting}
	return frappe.db.count("Email Queue", {**of, "status": ["in", ["Not Sent", "Partially Sent"]]})


def closing_faults(
	meeting: str, plans: dict[str, str], talks: dict[str, str], modified: str
) -> Iterator[Fault]:
	"""Yields what closing left undone, or did although the meeting is not closed."""
	doc = frappe.get_doc("Meeting", meeting)
	events = frappe.get_all("Care Event", {"meeting": meeting, "child": ["in", list(plans)]}, pluck="child")
	said = frappe.get_all("Permanence Plan", {"name": ["in", list(plans.values())]}, ["child", "progress"])
	written = [row.child for row in said if row.progress == f"Said of {row.child}"]
	barriers = frappe.get_all("Plan Barrier", {"parent": ["in", list(plans.values())]}, pluck="parent")
	told = {"Care Event": sorted(events), "progress": sorted(written), "barriers": sorted(barriers)}
	whole = {"Care Event": sorted(plans), "progress": sorted(plans), "barriers": sorted(plans.values())}
	if doc.status != "Held" or not doc.closing_summary or told != whole:
		yield HALF_DONE, f"{meeting}: {doc.status}, “{doc.closing_summary}”, {told} instead of {whole}"


def load_faults(runs: list[str], acknowledged: str, team: str, expected: dict[str, int]) -> Iterator[Fault]:
	"""Yields what a load lost, doubled or left half done."""
	import_runs.tidy_up()
	states = dict(frappe.get_all("Import Run", {"name": ["in", runs]}, ["name", "status"], as_list=True))
	if acknowledged and states.get(acknowledged) != "Loaded":
		yield LOST, f"{acknowledged} was acknowledged as loaded and is {states.get(acknowledged)}"
	for run, status in states.items():
		rows = frappe.db.count("Care Episode", {"import_run": run}) + frappe.db.count(
			"Care Event", {"import_run": run}
		)
		if status != "Loaded" and rows:
			yield HALF_DONE, f"{run} is {status} and left {rows} rows"
		if status not in ("Previewed", "Loading") and run in staging.runs_held():
			yield HALF_DONE, f"{run} is {status} and its files are still there"
	children = frappe.get_all("Child", {"team": team}, pluck="name")
	for doctype, number in expected.items():
		there = (
			len(children)
			if doctype == "Child"
			else frappe.db.count(doctype, {"child": ["in", children or [""]]})
		)
		if there != number:
			yield (LOST if there < number else HALF_DONE), f"{runs}: {there} {doctype} instead of {number}"


def pack(folder: str) -> dict[str, int]:
	"""Returns how many records a pack has, and how many of them are there; the log of the pack counts as one."""
	from ppoc.timescales.packs.reading import read_pack as read

	found = read(shipped_folder(folder))
	applied = frappe.parse_json(frappe.db.get_value("Practice Pack", found.name, "applied") or "[]")
	there = sum(bool(frappe.db.exists(*key.split(": ", 1))) for key in applied)
	wanted = len(applied) or len(found.records)
	return {"all": wanted + 1, "there": there + bool(frappe.db.exists("Practice Pack", found.name))}


def next_night(methods: list[str]) -> None:
	"""Does the jobs of the following night, one after the other."""
	for method in methods:
		frappe.get_attr(method)()
		frappe.db.commit()


def night_faults(
	began: str, meeting: str, plans: dict[str, str], schedule: str, team: str, **_: Any
) -> Iterator[Fault]:
	"""Yields what two nights have left undone or did twice."""
	log = frappe.get_doc("Timescale Pass", run_pass())
	if log.changed:
		yield LOST, f"due dates of {log.changed} children were out of date after the night"
	rows = frappe.get_all("Timescale", {"child": ["in", list(plans)]}, pluck="child")
	if set(rows) != set(plans):
		yield LOST, f"children without due dates: {set(plans) - set(rows)}"
	if running := frappe.get_all("Timescale Pass", {"status": "Running"}, pluck="name"):
		yield HALF_DONE, f"passes that are said to be running: {running}"
	begun = frappe.get_all(
		"Scheduled Job Log",
		{"creation": [">=", began], "status": ["not in", ["Complete", "Failed"]]},
		pluck="scheduled_job_type",
	)
	if begun:
		yield JOBS, f"neither done nor said to have failed: {begun}"
	days = frappe.get_all("Meeting", {"schedule": schedule}, pluck="meeting_date")
	if len(days) != len(set(days)):
		yield HALF_DONE, f"meetings of {schedule} were proposed twice: {sorted(map(str, days))}"
	if not days:
		yield LOST, f"no meeting of {schedule} was proposed"
	digests = frappe.get_all("Due Dates Digest", {"digest_date": getdate()}, pluck="user")
	if len(digests) != len(set(digests)):
		yield DOUBLED, f"somebody was told twice of due dates: {sorted(digests)}"


def put_away() -> None:
	"""Takes what this seed has made out of the way of the next nights."""
	day = add_days(nowdate(), FOR_LATER)
	frappe.db.sql("update `tabMeeting` set meeting_date = %s where meeting_date >= %s", (day, nowdate()))
	frappe.db.sql("update `tabForum Schedule` set active = 0")
