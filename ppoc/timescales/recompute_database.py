"""Recomputes timescales and writes what differs: for the records that were saved, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder import Case
from frappe.query_builder.functions import Cast_
from frappe.utils import getdate, now_datetime

from ppoc.database.deferral import Computation, Deferral, deferred, put_off
from ppoc.database.statements import built_once, insert_values, parameters
from ppoc.timescales.rows import (
	FIELDS,
	SUBJECT_FIELDS,
	Row,
	Subject,
	changes_on,
	differences,
	next_due,
	rows_of,
)
from ppoc.timescales.rules_database import CHILD, MEETING, SCHEDULE, RuleSet, rules_in_force
from ppoc.timescales.subjects_database import (
	LockedChildren,
	Places,
	child_batches,
	child_subjects,
	events_between,
	locked_child_rows,
	locked_events_of,
	meeting_subjects,
	places_here,
	schedule_subjects,
	stamp_of,
	types_to_read,
)

STANDARD = ("creation", "modified", "modified_by", "owner", "docstatus", "idx")
MARKS = ("next_due_on", "next_due", "overdue_count", "timescales_stamp", "timescales_change_on")
"""The fields of a child's own row that say what is due; they are computed and never typed."""
NO_TEXTS = {"next_due_on": "date", "overdue_count": "integer", "timescales_change_on": "date"}
CHUNK = 500

Mark = tuple[date | None, str | None, int, str, date | None]


def recompute_children(
	names: Iterable[str],
	rules: RuleSet | None = None,
	today: date | None = None,
	held: LockedChildren | None = None,
) -> int:
	"""Computes the due dates of these children, and writes what differs.

	Locks the children first, so that two people who save at the same time take turns. Skips a child whose facts, events
	and rules are unchanged since the last time, and none of whose dates has changed its state.

	Args:
		names: the children.
		rules, today: default to the rules in force and the current day.
		held: the children's rows, if they have been locked and read already.

	Returns:
		The number of children for whom something was written.
	"""
	names = sorted(set(names))
	today = today or getdate()
	changed = 0
	for start in range(0, len(names), CHUNK):
		rows, token = held or locked_child_rows(names[start : start + CHUNK])
		if rows:
			in_force = rules or rules_in_force(CHILD, token or "")
			changed += _recompute_rows(rows, in_force, today, places_here(token or ""))
	return changed


def stale_children(rows: Sequence[Any], rules: RuleSet, places: Places, today: date) -> list[str]:
	"""Returns the children among these rows, sorted by name, whose due dates may differ from what is stored."""
	events = events_between(rows[0][0], rows[-1][0], types_to_read(rules.engine.types_used))
	return [row[0] for row in rows if is_out_of_date(rules, row, events, today, places)]


def recompute_stale(batch: int = 5000) -> int:
	"""Recomputes wherever a bulk write bypassed the records' own hooks. Returns the number of children that changed."""
	return 0 if put_off(STALE) else _recompute_stale(batch)


def _recompute_stale(batch: int = 5000) -> int:
	rules, places, today = rules_in_force(CHILD), places_here(), getdate()
	return sum(
		recompute_children(stale_children(rows, rules, places, today), rules, today)
		for rows in child_batches(batch)
	)


def _recompute_rows(rows: Sequence[Any], rules: RuleSet, today: date, places: Places) -> int:
	events = locked_events_of([row[0] for row in rows], types_to_read(rules.engine.types_used))
	rows = [row for row in rows if is_out_of_date(rules, row, events, today, places)]
	if not rows:
		return 0
	stamps = {row[0]: stamp_of(rules, row, events.get(row[0], ()), places) for row in rows}
	computed = _write_differences(child_subjects(rows, events, places, today), rules, today)
	marks: dict[str, Mark] = {}
	for name, (timescales, change_on) in computed.items():
		coming = next_due(timescales, today)
		marks[name] = (coming.on, coming.what or None, coming.overdue, stamps[name], change_on)
	_mark(marks)
	return len(marks)


def _write_differences(
	subjects: list[Subject], rules: RuleSet, today: date
) -> dict[str, tuple[list[Row], date | None]]:
	"""Computes the subjects and writes what differs from what is stored; returns the results of `compute` by name."""
	stored = _stored(SUBJECT_FIELDS[subjects[0].doctype], [subject.name for subject in subjects])
	computed = {subject.name: compute(subject, rules, today) for subject in subjects}
	write: list[Row] = []
	drop: list[str] = []
	for name, (rows, _change_on) in computed.items():
		new, old = differences(stored.get(name, {}), rows)
		write += new
		drop += old
	_write(write, drop)
	return computed


def is_out_of_date(rules: RuleSet, row: Any, events: dict[str, Any], today: date, places: Places) -> bool:
	"""Returns whether a child's stored due dates may differ from what would be computed."""
	stamp, change_on = row[-2], row[-1]
	if stamp != stamp_of(rules, row, events.get(row[0], ()), places):
		return True
	return bool(change_on and change_on <= today)


def compute(subject: Subject, rules: RuleSet, today: date) -> tuple[list[Row], date | None]:
	"""Returns the rows of one subject, and the day on which one of them changes without any new event."""
	timescales = rules.engine.timescales(subject.events, subject.facts, today, subject.days, subject.rhythm)
	return rows_of(subject, timescales, rules.duties), changes_on(subject, timescales, rules.by_age, today)


def recompute_meetings(names: Collection[str], today: date | None = None) -> None:
	"""Computes the due dates of these meetings: papers, notes, authorisation."""
	if subjects := meeting_subjects(names, places_here()):
		_write_differences(subjects, rules_in_force(MEETING), today or getdate())


def recompute_schedules(names: Collection[str], today: date | None = None) -> None:
	"""Computes the due dates of these schedules: sittings, forms, reports."""
	if subjects := schedule_subjects(names, places_here()):
		_write_differences(subjects, rules_in_force(SCHEDULE), today or getdate())


def _stored(about: str, names: list[str]) -> dict[str, dict[str, str]]:
	"""Returns subject → name → digest, as committed now."""
	found: dict[str, dict[str, str]] = {}
	for subject, name, digest in frappe.db.sql(_stored_rows(about, len(names)), names):
		found.setdefault(subject, {})[name] = digest
	return found


@built_once
def _stored_rows(about: str, names: int) -> Any:
	table = frappe.qb.DocType("Timescale")
	query = frappe.qb.from_(table).select(table[about], table.name, table.digest)
	return query.where(table[about].isin(parameters(names))).for_update()


def _write(rows: list[Row], drop: list[str]) -> None:
	for start in range(0, len(drop), CHUNK):
		some = drop[start : start + CHUNK]
		frappe.db.sql(_dropped_rows(len(some)), some)
	if rows:
		now, user = now_datetime(), frappe.session.user
		standard = (now, now, user, user, 0, 0)
		insert_values("Timescale", [*FIELDS, *STANDARD], [(*row, *standard) for row in rows], instead=True)


@built_once
def _dropped_rows(names: int) -> Any:
	table = frappe.qb.DocType("Timescale")
	return frappe.qb.from_(table).delete().where(table.name.isin(parameters(names)))


def _mark(marks: dict[str, Mark]) -> None:
	"""Writes the `MARKS` of the children in one statement, leaving their timestamps so that open forms stay valid."""
	values = [value for of in zip(*marks.values(), strict=True) for value in _cases(list(marks), of)]
	frappe.db.sql(_marked(len(marks)), [*values, *marks])


def _cases(names: list[str], values: Iterable[Any]) -> Iterator[Any]:
	for name, value in zip(names, values, strict=True):
		yield from (name, value)


@built_once
def _marked(names: int) -> Any:
	child = frappe.qb.DocType(CHILD)
	query = frappe.qb.update(child).where(child.name.isin(parameters(names)))
	for column in MARKS:
		case = Case()
		for name, value in [parameters(2)] * names:
			case = case.when(child.name == name, value)
		# PostgreSQL takes the values of a case for text
		query = query.set(child[column], Cast_(case, NO_TEXTS[column]) if column in NO_TEXTS else case)
	return query


# when records are saved


def recompute_whatever_is_stale(names: Collection[str] = ()) -> None:
	"""Does at the end of a block what `recompute_stale` put off, which knows no names."""
	_recompute_stale()


CHILDREN = Computation(recompute_children, turn=1)
STALE = Computation(recompute_whatever_is_stale, turn=2)
MEETINGS = Computation(recompute_meetings, turn=3)
SCHEDULES = Computation(recompute_schedules, turn=3)


def gathered() -> AbstractContextManager[Deferral]:
	"""Computes the due dates of children whose records are saved inside once, at the end; nothing else is deferred."""
	return deferred(CHILDREN)


def touch(*children: str | None, held: LockedChildren | None = None) -> None:
	"""Recomputes these children after a change, now or, inside `gathered`, at its end."""
	named = {child for child in children if child}
	if not put_off(CHILDREN, named):
		recompute_children(named, held=held)


def lock_child(doc: Document) -> None:
	"""Locks the child before a Care Event is written, so that two people recording one for a child take turns."""
	if doc.child:
		doc.flags.ppoc_child_held = locked_child_rows([doc.child])


def event_changed(doc: Document) -> None:
	"""Recomputes after a Care Event was saved or deleted, also for the child that the event belonged to before."""
	before = doc.get_doc_before_save()
	if before and before.child != doc.child:
		touch(doc.child, before.child)
	else:
		touch(doc.child, held=doc.flags.pop("ppoc_child_held", None))


def child_changed(doc: Document) -> None:
	"""Recomputes after a Child was saved."""
	touch(doc.name)


def meeting_changed(doc: Document) -> None:
	"""Recomputes after a Meeting was saved."""
	_meeting_touched(doc.name)
	if doc.schedule:
		_schedule_touched(doc.schedule)


def schedule_changed(doc: Document) -> None:
	"""Recomputes after a Forum Schedule or a Service Event was saved or deleted."""
	_schedule_touched(doc.name if doc.doctype == SCHEDULE else doc.forum_schedule)


def _meeting_touched(name: str) -> None:
	if not put_off(MEETINGS, [name]):
		recompute_meetings([name])


def _schedule_touched(name: str) -> None:
	if not put_off(SCHEDULES, [name]):
		recompute_schedules([name])


def keep_computed(doc: Document) -> None:
	"""Keeps a Child's computed fields as stored, whatever a user or a form loaded earlier sends."""
	before = doc.get_doc_before_save()
	for name in MARKS:
		doc.set(name, before.get(name) if before else None)


def forget(doc: Document) -> None:
	"""Deletes the due dates of a record that is being deleted."""
	frappe.db.delete("Timescale", {SUBJECT_FIELDS[doc.doctype]: doc.name})
