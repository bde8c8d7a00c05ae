"""My Due Dates: what the reader has to do in time, the most urgent first."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from ppoc.access.scoped_query import scoped
from ppoc.reporting.figures.lists_database import figure, in_words, narrowed
from ppoc.timescales.descriptions import open_words
from ppoc.timescales.models import State
from ppoc.timescales.own_database import own_dates
from ppoc.timescales.rows import OPEN_STATES

Row = dict[str, Any]


def execute(filters: dict[str, Any] | None = None) -> tuple[list[Row], list[Row], None, None, list[Row]]:
	"""Returns columns, rows and a summary; every row is one that the reader may see."""
	rows = get_data(frappe._dict(filters or {}))
	return get_columns(), rows, None, None, get_summary(rows)


def get_columns() -> list[Row]:
	"""Returns the columns: what is due, for whom, and why."""
	return [
		{"fieldname": "due_on", "label": _("Due on"), "fieldtype": "Date", "width": 105},
		{"fieldname": "words", "label": _("Status"), "fieldtype": "Data", "width": 195},
		{"fieldname": "duty", "label": _("Duty"), "fieldtype": "Data", "width": 240},
		{"fieldname": "about", "label": _("About"), "fieldtype": "Data", "width": 250},
		{"fieldname": "why", "label": _("Why"), "fieldtype": "Data", "width": 75},
		{"fieldname": "whose", "label": _("Whose duty"), "fieldtype": "Data", "width": 150},
		{"fieldname": "further", "label": _("Escalation"), "fieldtype": "Data", "width": 300},
		{"fieldname": "team", "label": _("Team"), "fieldtype": "Link", "options": "Team", "width": 130},
		{"fieldname": "child", "label": _("Child"), "fieldtype": "Link", "options": "Child", "width": 110},
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""Returns the reader's own due dates, and those of the reader's roles that name nobody, in one query."""
	today, scale = getdate(nowdate()), frappe.qb.DocType("Timescale")
	mine = own_dates(scale, frappe.session.user)
	if not mine:
		return []
	rows = narrowed(_query(filters).where(Criterion.any(mine)), scale, filters, "locality", "team", "duty")
	found, mine_in_words = list(rows.run(as_dict=True)), _("me")
	stands = open_words(today)
	further = cache(lambda on, to: _further(on, to, today) if on and to else "")
	in_words(found, "duty_role")
	for row in found:
		row.words = stands(State(row.state), row.due_on)
		row.further = further(row.escalate_on, row.escalate_to)
		row.about, row.why = row.child_name or row.meeting_title or _schedule(row), row.name
		row.whose = mine_in_words if row.responsible else row.duty_role or ""
	return found


def _query(filters: frappe._dict) -> QueryBuilder:
	scale, query = scoped("Timescale")
	child, meeting, rhythm = (frappe.qb.DocType(name) for name in ("Child", "Meeting", "Forum Schedule"))
	return (
		query.left_join(child)
		.on(child.name == scale.child)
		.left_join(meeting)
		.on(meeting.name == scale.meeting)
		.left_join(rhythm)
		.on(rhythm.name == scale.forum_schedule)
		.where(scale.state.isin(_states(filters)))
		.select(scale.name, scale.state, scale.due_on, scale.duty, scale.child, scale.meeting)
		.select(child.full_name.as_("child_name"), meeting.title.as_("meeting_title"), scale.forum_schedule)
		.select(scale.responsible, scale.duty_role, scale.team, scale.locality, scale.escalate_on)
		.select(scale.escalate_to, rhythm.forum)
		.orderby(scale.due_on)
		.orderby(scale.duty)
		.orderby(scale.name)
	)


def _states(filters: frappe._dict) -> list[str]:
	return [State.OVERDUE.value] if filters.get("only_overdue") else sorted(OPEN_STATES)


def _schedule(row: Row) -> str:
	"""Returns a forum schedule in words: what meets where."""
	return ", ".join(filter(None, (_(row["forum"] or ""), row["team"] or row["locality"])))


def _further(on: date, to: str, today: date) -> str:
	pattern = _("since {0} with {1}") if on <= today else _("on {0} to {1}")
	return pattern.format(frappe.format(on, "Date"), _(to))


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many are in each state, counted from the rows."""
	counts = Counter(row["state"] for row in rows)
	colours = {State.OVERDUE: "Red", State.DUE_SOON: "Orange", State.NOT_DUE: "Blue"}
	return [figure(_(state.value), counts[state.value], colour) for state, colour in colours.items() if rows]
