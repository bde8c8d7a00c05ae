"""The nightly pass recomputes the due dates of all children, meetings and schedules, batch by batch.

Each batch is one transaction. If a pass is killed, every child is as it was before or after its batch, and the next
pass catches up, because it checks every child and writes only what differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import add_days, getdate, now_datetime
from frappe.utils.synchronization import filelock

from ppoc.database.jobs import enqueue_once
from ppoc.database.retry import begins_again
from ppoc.timescales.calendars import FIRST_DAY, LAST_DAY
from ppoc.timescales.recompute_database import (
	recompute_children,
	recompute_meetings,
	recompute_schedules,
	stale_children,
)
from ppoc.timescales.rules_database import CHILD, RuleSet, forget_setup, rules_in_force, setup_changed
from ppoc.timescales.subjects_database import Places, child_batches

BATCH = 5000
LONGEST_WAIT = 20 * 60
"""Seconds that a pass waits for another to end: of two at once, the one that read older rules could write last."""
JOB = "ppoc_timescale_pass"
MEETING_DAYS = 120
"""The due dates of meetings older than this are settled."""


def recompute_all() -> None:
	"""Runs daily."""
	run_pass()


def recompute_soon(doc: Document, deleted: bool = False, always: bool = False) -> None:
	"""Enqueues a pass after a rule, a choice between packs, a team or a locality has changed.

	A new team or locality has no children yet, and a rule that was and stays disabled changes no date. With `always`, a
	new record matters too: a closed day moves dates as soon as it is entered.
	"""
	setup_changed()
	before = doc.get_doc_before_save()
	is_rule = doc.doctype == "Timescale Rule"
	concerned = doc.enabled or (before and before.enabled) if is_rule else before or deleted or always
	if concerned:
		enqueue_once("ppoc.timescales.nightly.run_pass", JOB)


def run_pass(today: date | None = None, batch: int = BATCH) -> str:
	"""Checks every child, and writes the due dates that differ.

	Returns:
		The name of the Timescale Pass, which is its log.

	Raises:
		LockTimeoutError: another pass did not end in time. The next one catches up.
	"""
	with filelock(JOB, timeout=LONGEST_WAIT):
		return _pass(today or getdate(), batch)


def _pass(today: date, batch: int) -> str:
	log = _begin()
	forget_setup()
	rules, places = rules_in_force(CHILD), Places()
	total = frappe.db.count(CHILD)
	for rows in child_batches(batch):
		changed = _pass_batch(rows, rules, places, today)
		log.db_set(
			{
				"looked_at": log.looked_at + len(rows),
				"changed": log.changed + changed,
				"last_child": rows[-1][0],
			},
			update_modified=False,
		)
		frappe.db.commit()
		_tell(log, total)
	_pass_meetings(today)
	log.db_set({"finished_on": now_datetime(), "status": "Done", "faults": _faults()}, update_modified=False)
	frappe.db.commit()
	return str(log.name)


@begins_again(waits=True)
def _pass_batch(rows: Sequence[Any], rules: RuleSet, places: Places, today: date) -> int:
	stale = stale_children(rows, rules, places, today)
	frappe.db.commit()  # the rows to write are read again, with the children locked
	return recompute_children(stale, rules, today)


@begins_again(waits=True)
def _pass_meetings(today: date) -> None:
	recompute_meetings(_recent_meetings(today), today)
	recompute_schedules(frappe.get_all("Forum Schedule", pluck="name"), today)
	frappe.db.commit()


def _begin() -> Document:
	"""Creates the log. Only one pass runs at a time, so an unfinished earlier one is marked as broken off."""
	table = frappe.qb.DocType("Timescale Pass")
	frappe.qb.update(table).set(table.status, "Interrupted").where(table.status == "Running").run()
	log = frappe.get_doc(
		{
			"doctype": "Timescale Pass",
			"started_on": now_datetime(),
			"status": "Running",
			"looked_at": 0,
			"changed": 0,
		}
	).insert(ignore_permissions=True)  # the log of a job
	frappe.db.commit()
	return log


def _tell(log: Document, total: int) -> None:
	"""Publishes the progress, for anybody who has the log open."""
	frappe.publish_realtime(
		"progress",
		{
			"progress": [log.looked_at, total],
			"title": _("Due dates"),
			"doctype": log.doctype,
			"docname": log.name,
		},
		doctype=log.doctype,
		docname=log.name,
	)


def _recent_meetings(today: date) -> list[str]:
	return frappe.get_all(
		"Meeting", filters={"meeting_date": [">=", add_days(today, -MEETING_DAYS)]}, pluck="name"
	)


def _faults() -> str:
	"""Counts events with impossible dates, by type, which no rule counts from; a filtered list shows them."""
	event = frappe.qb.DocType("Care Event")
	rows = (
		frappe.qb.from_(event)
		.select(event.event_type, Count(event.name))
		.where((event.event_date < FIRST_DAY) | (event.event_date > LAST_DAY))
		.groupby(event.event_type)
		.orderby(event.event_type)
		.run()
	)
	return "\n".join(f"{kind}: {number} not between {FIRST_DAY} and {LAST_DAY}" for kind, number in rows)
