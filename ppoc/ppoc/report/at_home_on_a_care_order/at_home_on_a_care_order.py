"""At Home on a Care Order: how long, and when somebody last considered whether the order is still needed."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, nowdate
from pypika.queries import QueryBuilder

from ppoc.access.scoped_query import Row, scoped
from ppoc.ages import months_between
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.home_orders_database import MONTHS, at_home, consider_by
from ppoc.reporting.figures.lists_database import figure, narrowed


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, None, list[Row]]:
	"""Returns columns, a row for each child, what the list counts, and a summary."""
	rows = get_data(frappe._dict(filters or {}), getdate(nowdate()))
	return get_columns(), rows, _definition(), None, get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: who, how long at home, what was considered when, and what comes next."""
	return [
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 100),
		text("standing", _("Discharge"), 220),
		day("consider_by", _("Consider by"), 115),
		whole("days_left", _("Days left"), 90),
		whole("months", _("Months at home"), 130),
		day("home_since", _("At home since"), 120),
		day("considered_on", _("Last considered"), 130),
		day("applied_on", _("Application made"), 135),
		day("reviewed_on", _("Last review"), 110),
		day("next_review_on", _("Next review due"), 130),
		text("reviewing_officer", _("Reviewing officer")),
		text("social_worker", _("Social worker")),
		link("team", _("Team"), "Team", 150),
		link("locality", _("Locality"), "Locality"),
	]


def get_data(filters: frappe._dict, today: date) -> list[Row]:
	"""Returns the children at home, those first whose discharge is to be considered first."""
	rows = [_row(row, today) for row in _query(filters, today).run(as_dict=True)]
	rows.sort(key=lambda row: (bool(row["applied_on"]), row["consider_by"] or today, row["child"]))
	return rows


def _query(filters: frappe._dict, today: date) -> QueryBuilder:
	child, query = scoped("Child")
	worker, officer = frappe.qb.DocType("Worker"), frappe.qb.DocType("Worker").as_("officer")
	found = at_home(query, child, today)
	query = (
		found.query.left_join(worker)
		.on(worker.name == child.social_worker)
		.left_join(officer)
		.on(officer.name == child.reviewing_officer)
		.select(child.full_name.as_("child_name"), child.name.as_("child"), child.team, child.locality)
		.select(worker.worker_name.as_("social_worker"), officer.worker_name.as_("reviewing_officer"))
		.select(child.placement_since.as_("home_since"), found.since.as_("since"))
		.select(found.considered.on.as_("considered_on"), found.applied.on.as_("applied_on"))
		.select(found.reviewed.on.as_("reviewed_on"), found.next_review.due_on.as_("next_review_on"))
	)
	return narrowed(query, child, filters)


def _row(row: Row, today: date) -> Row:
	by = consider_by(row.pop("since"))
	since = row["home_since"]
	return {
		**row,
		"consider_by": by,
		"days_left": (by - today).days if by else None,
		"months": months_between(since, today) if since else None,
		"standing": _standing(row, by, today),
	}


def _standing(row: Row, by: date | None, today: date) -> str:
	if row["applied_on"]:
		return _("Application made")
	if by and by < today:
		return _("Not considered for {0} months").format(MONTHS)
	return _("Considered") if row["considered_on"] else _("Not considered yet")


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many there are, how many wait too long, and for how many there is an application."""
	late = sum(not row["applied_on"] and (row["days_left"] or 0) < 0 for row in rows)
	return [
		figure(_("Children at home on a care order"), len(rows)),
		figure(_("Not considered for {0} months").format(MONTHS), late, "Red" if late else ""),
		figure(_("Application made"), sum(bool(row["applied_on"]) for row in rows), "Green"),
	]


def _definition() -> str:
	return _(
		"Children on a full care order whose placement is with their parents. The discharge of the order is to be"
		" considered at a review, at most {0} months after the move home or after it was last considered. Record the"
		" event Discharge of care order considered on the day of the review, and Application to discharge care order"
		" when the application is made. Only children you can see are counted."
	).format(MONTHS)
