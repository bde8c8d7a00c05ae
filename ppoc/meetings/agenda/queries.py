"""Runs agenda queries as SQL: an administrator's filters, always limited to the meeting's own team or locality.

Values are always bound, fields and operators come from a checked list (see `filters`), and the limit to the
meeting's children is added here to every query with "and". So no filter can reach beyond the team.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import formatdate
from pypika.terms import Criterion, ExistsCriterion, Field

from ppoc.meetings.agenda.filling import Found
from ppoc.meetings.agenda.filters import HAS_NO, OPEN, RELATED, Filter, fill_in, parse

MOST_ROWS = 1000
"""An item with more children than this has a mistake in its filters."""


@dataclass(frozen=True)
class MeetingArea:
	"""Whose children a meeting discusses; both blank means the whole authority's."""

	locality: str = ""
	team: str = ""


NOT_TEXT = ("Date", "Datetime", "Time", "Int", "Check", "Float", "Currency", "Percent")
"""Types that are blank only as null: PostgreSQL cannot compare them with an empty text."""

COMPARE: dict[str, Callable[[Field, Any], Criterion]] = {
	"=": lambda field, value: field == value,
	"!=": lambda field, value: (field != value) | field.isnull(),
	">": lambda field, value: field > value,
	">=": lambda field, value: field >= value,
	"<": lambda field, value: field < value,
	"<=": lambda field, value: field <= value,
	"in": lambda field, value: field.isin(value),
	"not in": lambda field, value: field.notin(value) | field.isnull(),
	"like": lambda field, value: field.like(value),
	"not like": lambda field, value: field.not_like(value) | field.isnull(),
	"between": lambda field, value: field.between(value[0], value[1]),
}


def children_of_item(item: str, query: Any, facts: dict[str, Any], scope: MeetingArea) -> list[Found]:
	"""Returns the children that one agenda item's query finds now, in its order; one statement.

	Args:
		item: the item's key.
		query: the Agenda Query, as a document or its values.
		facts: the values of the tokens.
	"""
	meta = frappe.get_meta(query.subject)
	filters = fill_in(parse(query.filters, fields_of(query.subject), related_fields()), facts)
	rows = _run(query.subject, filters, query.ordered_by or "", scope)
	by_plan = query.subject == "Permanence Plan"
	found, seen = [], set()
	for row in rows:
		key = (row.child, row.plan if by_plan else "")
		if key in seen:
			continue
		seen.add(key)
		group = row.sibling_group if row.discuss_together else ""
		why = _why(meta, query.ordered_by, row.ordered_by)
		found.append(Found(item, row.child, row.plan or "", by_plan, group or "", why))
	return found


def fields_of(doctype: str) -> dict[str, str]:
	"""Returns field → type, to check filters against."""
	return {field.fieldname: field.fieldtype for field in frappe.get_meta(doctype).fields}


def related_fields() -> dict[str, dict[str, str]]:
	"""Returns the same for the child's records that filters may ask about."""
	return {doctype: fields_of(doctype) for doctype in RELATED}


def _run(subject: str, filters: list[Filter], ordered_by: str, scope: MeetingArea) -> list[frappe._dict]:
	child, group = frappe.qb.DocType("Child"), frappe.qb.DocType("Sibling Group")
	table = child if subject == "Child" else frappe.qb.DocType(subject)
	query = frappe.qb.from_(child)
	if subject != "Child":
		query = query.join(table).on(table.child == child.name)
	query = query.left_join(group).on(group.name == child.sibling_group)
	plan = {"Permanence Plan": table.name, "Action": table.plan}.get(subject)
	order = table[ordered_by] if ordered_by else child.full_name
	query = query.select(
		child.name.as_("child"), child.sibling_group, group.discuss_together, order.as_("ordered_by")
	)
	if plan is not None:
		query = query.select(plan.as_("plan"))
	query = query.where(child.merged_into.isnull() | (child.merged_into == "")).where(
		child.date_of_death.isnull()
	)
	if scope.team:
		query = query.where(child.team == scope.team)
	if scope.locality:
		query = query.where(child.locality == scope.locality)
	for condition in filters:
		if condition.field in RELATED:
			query = query.where(_related(child, condition))
		else:
			query = query.where(_condition(table, condition, subject))
	return (
		query.orderby(order).orderby(child.full_name).orderby(child.name).limit(MOST_ROWS).run(as_dict=True)
	)


def _related(child: Any, condition: Filter) -> Criterion:
	"""Returns the condition that the child has, or has no, such record."""
	one = frappe.qb.DocType(condition.field).as_("one")
	query = frappe.qb.from_(one).select(one.name).where(one.child == child.name)
	if condition.operator == OPEN:
		begins, ends = condition.value
		end = frappe.qb.DocType(condition.field).as_("later")
		ended = frappe.qb.from_(end).select(end.name).where(end.child == one.child)
		ended = ended.where(end.event_type.isin(ends) & (end.event_date >= one.event_date))
		return ExistsCriterion(
			query.where(one.event_type.isin(begins)).where(ExistsCriterion(ended).negate())
		)
	for each in condition.value:
		query = query.where(_condition(one, each, condition.field))
	exists = ExistsCriterion(query)
	return exists.negate() if condition.operator == HAS_NO else exists


def _condition(table: Any, condition: Filter, subject: str) -> Criterion:
	field = table[condition.field]
	if condition.operator == "is":
		known = frappe.get_meta(subject).get_field(condition.field)
		is_text = known is None or known.fieldtype not in NOT_TEXT
		blank = field.isnull() | (field == "") if is_text else field.isnull()
		return blank if condition.value == "not set" else blank.negate()
	return COMPARE[condition.operator](field, condition.value)


def _why(meta: Any, ordered_by: str | None, value: Any) -> str:
	"""Returns the fact that puts the child here, e.g. "Joined Team On: 03-05-2026"."""
	field = meta.get_field(ordered_by) if ordered_by else None
	if not field or value in (None, ""):
		return ""
	return f"{field.label}: {formatdate(value) if field.fieldtype == 'Date' else value}"
