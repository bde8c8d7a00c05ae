"""Reads children, meetings and schedules in order to explain or simulate due dates: locks and changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from ppoc.timescales.explaining import Source, explanation, no_longer_asked
from ppoc.timescales.models import Rule, Timescale
from ppoc.timescales.nightly import MEETING_DAYS
from ppoc.timescales.rows import SUBJECT_FIELDS, Subject, row_name
from ppoc.timescales.rules_database import CHILD, MEETING, RuleSet, rules_in_force
from ppoc.timescales.subjects_database import (
	CHILD_COLUMNS,
	Places,
	child_rows,
	child_subjects,
	events_between,
	meeting_subjects,
	schedule_subjects,
	types_to_read,
)


def subject_of(doctype: str, name: str, types: Collection[str], today: date) -> Subject | None:
	"""Reads one child, meeting or schedule. The caller has checked that the user may see it."""
	if doctype == CHILD:
		child = frappe.qb.DocType(CHILD)
		columns = [child[column] for column in CHILD_COLUMNS]
		rows = frappe.qb.from_(child).select(*columns).where(child.name == name).run()
		found = child_subjects(rows, events_between(name, name, types_to_read(types)), Places(), today)
	else:
		found = (meeting_subjects if doctype == MEETING else schedule_subjects)([name], Places())
	return found[0] if found else None


def subjects_after(
	doctype: str, after: str, limit: int, types: Collection[str], today: date
) -> tuple[list[Subject], str]:
	"""Reads the next subjects by name; also returns the name of the last one, or "" if there are no more."""
	if doctype == CHILD:
		rows = child_rows(after, limit)
		if not rows:
			return [], ""
		events = events_between(rows[0][0], rows[-1][0], types_to_read(types))
		return child_subjects(rows, events, Places(), today), rows[-1][0] if len(rows) == limit else ""
	names = frappe.get_all(
		doctype, filters=_alive(doctype, today, after), pluck="name", order_by="name asc", limit=limit
	)
	read = meeting_subjects if doctype == MEETING else schedule_subjects
	return read(names, Places()), names[-1] if len(names) == limit else ""


def how_many(doctype: str, today: date) -> int:
	"""Counts the records that `subjects_after` goes through."""
	return frappe.db.count(doctype, _alive(doctype, today))


def _alive(doctype: str, today: date, after: str = "") -> dict[str, Any]:
	filters: dict[str, Any] = {"name": [">", after]}
	if doctype == MEETING:
		filters["meeting_date"] = [">=", add_days(today, -MEETING_DAYS)]
	return filters


def fact_labels() -> dict[str, str]:
	"""Returns the labels of the facts that conditions use."""
	return {field.fieldname: field.label for field in frappe.get_meta("Timescale Facts").fields}


def kind_of(doc: Document) -> str:
	"""Returns the DocType of the record that a Timescale is about."""
	return next((kind for kind, column in SUBJECT_FIELDS.items() if doc.get(column)), CHILD)


def explain_stored(doc: Document) -> list[dict[str, Any]]:
	"""Explains a stored due date, computed afresh. The caller has checked that the user may see it."""
	kind, today = kind_of(doc), getdate()
	rules = rules_in_force(kind)
	subject = subject_of(kind, doc.get(SUBJECT_FIELDS[kind]), rules.engine.types_used, today)
	rule = next((rule for rule in rules.engine.rules if rule.name == doc.rule), None)
	one = _found(subject, rules, doc.name, today) if subject and rule else None
	if not (subject and rule and one):
		return no_longer_asked(doc.rule)
	source = source_of(frappe.get_doc("Timescale Rule", rule.name), subject)
	return explain_computed(one, rule, source, subject, today)


def _found(subject: Subject, rules: RuleSet, name: str, today: date) -> Timescale | None:
	computed = rules.engine.timescales(subject.events, subject.facts, today, subject.days, subject.rhythm)
	return next((one for one in computed if row_name(subject, one.key) == name), None)


def explain_computed(
	one: Timescale, rule: Rule, source: Source, subject: Subject, today: date
) -> list[dict[str, Any]]:
	"""Returns the explanation of a due date that has just been computed."""
	events = {CHILD: "Care Event"}.get(subject.doctype)
	return explanation(one, rule, source, today, subject.days, fact_labels(), events)


def source_of(rule: Document, subject: Subject) -> Source:
	"""Returns where a rule comes from, and whose duty it is for this subject."""
	worker = subject.people.get(rule.duty_role or "")
	return Source(
		duty=rule.duty,
		pack=rule.pack or "",
		place=rule.source or "",
		about=rule.about or "",
		role=rule.duty_role or "",
		responsible=(frappe.db.get_value("Worker", worker, "worker_name") or "") if worker else "",
		escalate_to=rule.escalate_to or "",
	)
