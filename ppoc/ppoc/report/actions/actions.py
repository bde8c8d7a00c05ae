"""Actions: what was agreed and who is to do it; open and overdue actions by owner."""

from __future__ import annotations

from collections import Counter
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import BLUE, RED, bars, figure, in_words, narrowed, with_child_name

OPEN = "Open"
MOST_OWNERS = 12


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each action, a chart by owner and a summary; open actions by default."""
	today = getdate(nowdate())
	rows = get_data(frappe._dict(filters or {}), today)
	chart, summary = get_chart(rows), get_summary(rows, today)
	in_words(rows, "status", "priority", "forum")
	return get_columns(), rows, None, chart, summary


def get_columns() -> list[Column]:
	"""Returns the columns: what, for whom, by whom, by when, and how late."""
	return [
		text("what", _("Action"), 320),
		text("owner_name", _("Owner"), 160),
		day("due_on", _("Due")),
		whole("days_late", _("Days late"), 90),
		text("status", _("Status"), 90),
		text("priority", _("Priority"), 90),
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 110),
		link("plan", _("Plan"), "Permanence Plan", 110),
		link("team", _("Team"), "Team", 150),
		text("forum", _("Set in"), 160),
		link("set_in", _("Meeting"), "Meeting", 110),
		day("set_on", _("Set on")),
		whole("times_moved", _("Times moved")),
		day("closed_on", _("Closed on")),
		text("outcome", _("Outcome"), 220),
		link("action", _("Open"), "Action", 110),
	]


def get_data(filters: frappe._dict, today: date) -> list[Row]:
	"""Returns the actions in one query, the earliest due first."""
	action, query = scoped("Action")
	worker = frappe.qb.DocType("Worker")
	query, child = with_child_name(query, action)
	query = (
		query.left_join(worker)
		.on(worker.name == action.action_owner)
		.select(action.name.as_("action"), action.what, worker.worker_name.as_("owner_name"), action.due_on)
		.select(action.status, action.priority, child.full_name.as_("child_name"), child.name.as_("child"))
		.select(action.plan, action.team, action.forum, action.set_in, action.set_on, action.times_moved)
		.select(action.closed_on, action.outcome)
		.orderby(action.due_on)
		.orderby(action.name)
	)
	status = filters.status or OPEN
	if status != "All":
		query = query.where(action.status == status)
	if filters.overdue:
		query = query.where((action.status == OPEN) & (action.due_on < today))
	query = narrowed(query, action, filters, "locality", "team", "action_owner", "forum", "child")
	rows = list(query.run(as_dict=True))
	for row in rows:
		until = today if row.status == OPEN else row.closed_on
		row.days_late = (until - row.due_on).days if until and row.due_on and row.due_on < until else 0
	return rows


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of who has most to do: open actions by owner, overdue ones marked."""
	opened = [row for row in rows if row["status"] == OPEN]
	overdue = Counter(row["owner_name"] for row in opened if row["days_late"])
	in_time = Counter(row["owner_name"] for row in opened if not row["days_late"])
	owners = [name for name, _count in (overdue + in_time).most_common(MOST_OWNERS)]
	return bars(
		[name or _("Nobody") for name in owners],
		[RED, BLUE],
		stacked=True,
		datasets={
			_("Overdue"): [overdue[name] for name in owners],
			_("Not due yet"): [in_time[name] for name in owners],
		},
	)


def get_summary(rows: list[Row], today: date) -> list[Row]:
	"""Returns how many are open, overdue, due soon and without an owner."""
	opened = [row for row in rows if row["status"] == OPEN]
	late = sum(bool(row["days_late"]) for row in opened)
	nobody = sum(not row["owner_name"] for row in opened)
	week = sum(bool(row["due_on"]) and 0 <= (row["due_on"] - today).days <= 7 for row in opened)
	return [
		figure(_("Actions"), len(rows)),
		figure(_("Open"), len(opened)),
		figure(_("Overdue"), late, "Red" if late else "Green"),
		figure(_("Due within 7 days"), week),
		figure(_("Without an owner"), nobody, "Orange" if nobody else ""),
	]
