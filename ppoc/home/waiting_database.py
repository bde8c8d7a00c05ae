"""Reads what is waiting: one query for each duty, over the rows that the reader may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.builder import Table
from frappe.query_builder.functions import Max
from frappe.utils import getdate, nowdate
from pypika.analytics import Count as CountOver
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Field

from ppoc.access import rules as access
from ppoc.access.scoped_query import scoped
from ppoc.home.duties import MONTH, Duty, Filters, Reader
from ppoc.home.waiting import MOST_LINES, Found, Item, Record
from ppoc.meeting_statuses import ENDED
from ppoc.meetings.records.answers import BEFORE
from ppoc.reporting.figures.home_orders_database import MONTHS, at_home
from ppoc.reporting.figures.lists_database import with_child_name
from ppoc.reporting.figures.plan_gaps_database import SECOND_REVIEW, with_gaps
from ppoc.timescales.calendars import months_after
from ppoc.timescales.own_database import own_dates

OWN_CHILD = ("social_worker", "supervising_social_worker", "reviewing_officer")
WRITES_UPDATE = OWN_CHILD[:2]
SUBJECTS = (
	("Child", "child"),
	("Meeting", "meeting"),
	("Fortnightly Return", "form"),
	("Meeting", "sitting"),
	("Forum Schedule", "forum_schedule"),
)
"""What opens for a due date, which is only computed: the first of these that it is about."""
DATES = ("Date", "Datetime")
WORDS = ("Link", "Select")
"""Texts that an administrator has chosen, and so may have a translation."""


def reader_of(user: str) -> Reader:
	"""Returns the person who is logged in. Administrator has every role but no casework."""
	worker = access.worker_of(user) or ""
	roles = frozenset() if user == "Administrator" else frozenset(frappe.get_roles(user))
	places = access.localities_of(user)
	return Reader(user, worker, roles, places, _own_children(worker), getdate(nowdate()))


def found(duty: Duty, reader: Reader) -> Found:
	"""Returns what is waiting by this duty, the most urgent first, in one query; nothing if its records are closed
	to the reader."""
	if not frappe.has_permission(duty.doctype, "read"):
		return Found(duty.key, [], 0)
	rows = _query(duty, reader).run(as_dict=True)
	return Found(duty.key, [_item(duty, row) for row in rows], rows[0].total if rows else 0)


def matching(doctype: str, table: Table, filters: Filters) -> list[Criterion]:
	"""Returns a list's filters as conditions of a query."""
	meta = frappe.get_meta(doctype)
	return [
		OPERATORS[operator](table[field], value, meta.get_field(field).fieldtype)
		for field, (operator, value) in filters.items()
	]


def _is_set(column: Field, wanted: str, fieldtype: str) -> Criterion:
	empty = column.isnull() if fieldtype in DATES else column.isnull() | (column == "")
	return empty.negate() if wanted == "set" else empty


OPERATORS: dict[str, Callable[[Field, Any, str], Criterion]] = {
	"=": lambda column, value, _type: column == value,
	"!=": lambda column, value, _type: column.isnull() | (column != value),
	">": lambda column, value, _type: column > value,
	"in": lambda column, value, _type: column.isin(value),
	"between": lambda column, value, _type: column.between(*value),
	"like": lambda column, value, _type: column.like(value),
	"is": _is_set,
}


def _own_children(worker: str) -> tuple[str, ...]:
	if not worker or not frappe.has_permission("Child", "read"):
		return ()
	child, query = scoped("Child")
	mine = Criterion.any([child[column] == worker for column in OWN_CHILD])
	return tuple(row[0] for row in query.where(mine).select(child.name).orderby(child.name).run())


def _query(duty: Duty, reader: Reader) -> QueryBuilder:
	"""Returns the query for the first rows; each carries how many there are."""
	table, query = scoped(duty.doctype)
	for condition in matching(duty.doctype, table, duty.filters(reader)):
		query = query.where(condition)
	query = _with_what_it_is_about(duty, query, table)
	columns: dict[str, Field] = {}
	if duty.key in BEYOND_LISTS:
		query, columns = BEYOND_LISTS[duty.key](query, table, reader)
	if duty.whose:
		worker = frappe.qb.DocType("Worker")
		query = query.left_join(worker).on(worker.name == table[duty.whose])
		query = query.select(worker.worker_name.as_("whose"))
	for name, column in (("due", duty.due), ("since", duty.since), ("words", duty.text)):
		if column:
			columns.setdefault(column, table[column])
			query = query.select(columns[column].as_(name))
	if day := duty.due or duty.since:
		query = query.orderby(Case().when(columns[day].isnull(), 1).else_(0)).orderby(columns[day])
	return (
		query.select(table.name, CountOver(table.name).over().as_("total"))
		.orderby(table.name)
		.limit(MOST_LINES)
	)


def _with_what_it_is_about(duty: Duty, query: QueryBuilder, table: Table) -> QueryBuilder:
	"""Joins who or what the rows are about. A child whom the reader may not see has no name here."""
	fields = {field.fieldname for field in frappe.get_meta(duty.doctype).fields}
	if duty.doctype == "Child":
		return query.select(table.full_name.as_("child_name"))
	if duty.about:
		return query.select(table[duty.about].as_("about"))
	if "child" in fields:
		query, child = with_child_name(query, table)
		query = query.select(table.child, child.full_name.as_("child_name"))
	if "meeting" in fields and duty.doctype in ("Flag", "Timescale"):
		meeting = frappe.qb.DocType("Meeting").as_("its_meeting")
		query = query.left_join(meeting).on(meeting.name == table.meeting)
		query = query.select(table.meeting, meeting.title.as_("meeting_title"))
	if "forum_schedule" in fields:
		schedule = frappe.qb.DocType("Forum Schedule")
		query = query.left_join(schedule).on(schedule.name == table.forum_schedule)
		query = query.select(table.forum_schedule, schedule.forum)
	if duty.doctype == "Timescale":
		query = _with_what_it_asks_for(query, table)
	return query.select(*[table[field] for field in ("team", "locality") if field in fields])


def _with_what_it_asks_for(query: QueryBuilder, table: Table) -> QueryBuilder:
	"""Joins the fortnightly form or the meeting that a due date of a schedule asks for, so that both are one line."""
	form = frappe.qb.DocType("Fortnightly Return").as_("its_form")
	sitting = frappe.qb.DocType("Meeting").as_("its_sitting")
	return (
		query.left_join(form)
		.on((form.forum_schedule == table.forum_schedule) & (form.due_on == table.due_on))
		.left_join(sitting)
		.on((sitting.schedule == table.forum_schedule) & (sitting.meeting_date == table.due_on))
		.select(form.name.as_("form"), sitting.name.as_("sitting"))
	)


def _own_dates(query: QueryBuilder, table: Table, reader: Reader) -> tuple[QueryBuilder, dict[str, Field]]:
	ways = own_dates(table, reader.user)
	return query.where(Criterion.any(ways) if ways else table.name.isnull()), {}


def _updates(query: QueryBuilder, table: Table, reader: Reader) -> tuple[QueryBuilder, dict[str, Field]]:
	"""Narrows discussions to those whose social worker has not begun to answer what is asked before the meeting."""
	meeting, child, answer = (frappe.qb.DocType(name) for name in ("Meeting", "Child", "Discussion Answer"))
	unwritten = (
		frappe.qb.from_(answer)
		.where((answer.parenttype == "Meeting Discussion") & (answer.entered == BEFORE))
		.groupby(answer.parent)
		.having(Max(answer.typed) == 0)
		.select(answer.parent)
	)
	query = (
		query.join(meeting)
		.on(meeting.name == table.meeting)
		.where(meeting.status.notin(ENDED) & (meeting.meeting_date >= reader.today))
		.where(Criterion.any([child[column] == reader.worker for column in WRITES_UPDATE]))
		.where(table.name.isin(unwritten))
	)
	return query, {"meeting_date": meeting.meeting_date, "meeting_title": meeting.title}


def _unplanned(query: QueryBuilder, table: Table, reader: Reader) -> tuple[QueryBuilder, dict[str, Field]]:
	known = with_gaps(query, table, reader.today)
	return known.query.where(known.gaps[SECOND_REVIEW]), {"held_on": known.review.held_on}


def _home_orders(query: QueryBuilder, table: Table, reader: Reader) -> tuple[QueryBuilder, dict[str, Field]]:
	"""Narrows to children whose care order has not been looked at for nearly six months, and nobody applied."""
	known = at_home(query, table, reader.today)
	ahead = months_after(reader.today + timedelta(days=MONTH), -MONTHS)
	query = known.query.where((known.since <= ahead) & known.applied.on.isnull())
	return query, {"since": known.since}


BEYOND_LISTS = {
	"own_dates": _own_dates,
	"updates": _updates,
	"unplanned": _unplanned,
	"home_orders": _home_orders,
}
"""Duty → what a list cannot ask: the query narrowed, and columns of joined tables."""


def _item(duty: Duty, row: Any) -> Item:
	what = _(duty.says).format(_words(duty, row))
	if row.get("whose"):
		what = _("{0}: {1}").format(row.whose, what)
	due, since = (getdate(row[day]) if row.get(day) else None for day in ("due", "since"))
	return Item(duty.key, _record(duty, row), _about(row), what, due, since)


def _words(duty: Duty, row: Any) -> str:
	if not row.get("words"):
		return ""
	field = frappe.get_meta(duty.doctype).get_field(duty.text)
	return _(row.words) if field and field.fieldtype in WORDS else row.words


def _about(row: Any) -> str:
	schedule = ", ".join(filter(None, (_(row.get("forum") or ""), row.get("team") or row.get("locality"))))
	return row.get("about") or row.get("child_name") or row.get("meeting_title") or schedule


def _record(duty: Duty, row: Any) -> Record:
	if duty.doctype == "Timescale":
		for doctype, column in SUBJECTS:
			if row.get(column):
				return (doctype, row[column])
	return (duty.doctype, row.name)
