"""After Permanence: children who left care for a family in the last two years, how they are followed, who came back."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.ages import months_between
from ppoc.database.rows import chunks
from ppoc.outcomes.care_periods import CarePeriod
from ppoc.outcomes.outcomes_database import children_in_care
from ppoc.outcomes.times_in_care import ChildInCare
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import figure, in_words
from ppoc.timescales.calendars import months_after
from ppoc.timescales.models import OPEN

MONTHS = (24, 12)
AGREED, REVIEWED, CONTACT = "Support plan agreed", "Support plan reviewed", "Contact after permanence"
TOLD = "Return to care told to the panel"  # untranslated: the name of a record
CONTACTS, REVIEWS = "Contact after permanence", "Review of the support plan"


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, None, list[Row]]:
	"""Returns columns, a row for each child, what the list counts, and a summary."""
	rows = get_rows(frappe._dict(filters or {}), getdate(nowdate()))
	return get_columns(), rows, _definition(), None, get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: who, which permanence, what was done since, and whether the child came back."""
	return [
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 100),
		text("route", _("Permanence by"), 160),
		day("left_on", _("Left care"), 110),
		whole("months", _("Months since"), 115),
		day("contact_on", _("Last contact"), 110),
		day("next_contact_on", _("Next contact due"), 135),
		day("plan_agreed_on", _("Support plan agreed"), 155),
		day("plan_reviewed_on", _("Last reviewed"), 120),
		day("next_review_on", _("Review due"), 110),
		day("back_on", _("Back in care"), 110),
		day("told_on", _("Told to the panel"), 135),
		link("team", _("Team"), "Team", 150),
		link("locality", _("Locality"), "Locality", 150),
	]


def get_rows(filters: frappe._dict, today: date) -> list[Row]:
	"""Returns the children who left care for a family so many months ago or less; who came back first."""
	months = cint(filters.months) if cint(filters.months) in MONTHS else MONTHS[0]
	since = months_after(today, -months)
	rows = [
		_row(child, period, today)
		for child in children_in_care(filters, today, (AGREED, REVIEWED, CONTACT, TOLD))
		for period in child.periods
		if period.left_by and period.ended_on and period.ended_on > since
	]
	due = _due([row["child"] for row in rows])
	for row in rows:
		row["next_contact_on"] = due.get((row["child"], CONTACTS))
		row["next_review_on"] = due.get((row["child"], REVIEWS))
	rows.sort(key=lambda row: (row["back_on"] is None, row["left_on"], row["child"]))
	in_words(rows, "route")
	return rows


def _row(child: ChildInCare, period: CarePeriod, today: date) -> Row:
	left_on = period.ended_on
	assert left_on

	def last(kind: str, since: date) -> date | None:
		days = (event["event_date"] for event in child.events if event["event_type"] == kind)
		return max((day for day in days if day >= since), default=None)

	return {
		"child_name": child.row["full_name"],
		"child": child.row["name"],
		"route": period.left_by,
		"left_on": left_on,
		"months": months_between(left_on, today),
		"contact_on": last(CONTACT, left_on),
		"plan_agreed_on": last(AGREED, period.known_from),
		"plan_reviewed_on": last(REVIEWED, period.known_from),
		"back_on": period.back_on,
		"told_on": last(TOLD, period.back_on) if period.back_on else None,
		"team": child.row["team"],
		"locality": child.row["locality"],
	}


def _due(children: list[str]) -> dict[tuple[str, str], date]:
	"""Returns (child, duty) → the next open due date that the reader sees."""
	found: dict[tuple[str, str], date] = {}
	if not frappe.has_permission("Timescale", "read"):
		return found
	for some in chunks(sorted(set(children))):
		due, query = scoped("Timescale")
		query = query.where(due.child.isin(some) & due.duty.isin((CONTACTS, REVIEWS)))
		query = query.where(due.state.isin([state.value for state in OPEN]))
		for child, duty, due_on in query.select(due.child, due.duty, due.due_on).orderby(due.due_on).run():
			found.setdefault((child, duty), due_on)
	return found


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many are followed, how many have had no contact, and how many are back in care."""
	silent = sum(row["contact_on"] is None and row["back_on"] is None for row in rows)
	back = [row for row in rows if row["back_on"]]
	untold = sum(row["told_on"] is None for row in back)
	return [
		figure(_("Left care for a family"), len(rows)),
		figure(_("No contact since"), silent, "Orange" if silent else ""),
		figure(_("Back in care"), len(back)),
		figure(_("Not told to the panel"), untold, "Red" if untold else ""),
	]


def _definition() -> str:
	return _(
		"Children who left care by a route out of care, in the time chosen. Last contact is the last event Contact"
		" after permanence since then. Due dates come from the rules of the pack After Permanence, where it is in use."
		" Back in care is the first day of the next time in care under the same record. Only children you can see are"
		" counted."
	)
