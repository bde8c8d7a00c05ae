"""Times in Care: the children behind a figure of a cohort, with what came of each and who had decided it."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.ages import months_between
from ppoc.database.rows import chunks
from ppoc.imports.ssda903.events import PREVIOUS_PERMANENCE
from ppoc.outcomes.cohort_figures import cohorts_asked
from ppoc.outcomes.cohorts import ANY, Followed
from ppoc.outcomes.outcomes_database import children_in_care
from ppoc.outcomes.times_in_care import FOLLOWED, ChildInCare, TimeInCare, times_in_care
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import figure, in_words

REACHED, NOT_REACHED = "Reached", "Not reached"


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, None, list[Row]]:
	"""Returns columns, a row for each time in care, and how many there are."""
	wanted = cohorts_asked(filters)
	rows = get_rows(wanted)
	return get_columns(), rows, None, None, get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: who, when in care, what came of it, who had decided, and whether the child came back."""
	return [
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		link("locality", _("Locality"), "Locality", 150),
		link("team", _("Team"), "Team", 150),
		text("cohort", _("Cohort"), 100),
		day("entered_on", _("Came into care"), 120),
		text("before", _("Permanence before"), 200),
		text("route", _("Permanence by"), 170),
		day("permanent_on", _("Permanence on"), 120),
		whole("months_to_permanence", _("After months"), 110),
		day("left_on", _("Left care"), 110),
		day("back_on", _("Back in care"), 120),
		whole("months_away", _("After months"), 110),
		link("plan", _("Plan"), "Permanence Plan", 130),
		link("decision", _("Last decision before"), "Panel Decision", 150),
		link("meeting", _("Decided at"), "Meeting", 130),
	]


def get_rows(wanted: frappe._dict) -> list[Row]:
	"""Returns the times in care that the filters choose, the earliest first."""
	today = getdate()
	times = times_in_care(children_in_care(wanted, today, (PREVIOUS_PERMANENCE,), plans=True))
	followed = FOLLOWED[wanted.basis](times, wanted.from_date, wanted.to_date, wanted.by, wanted.route or ANY)
	chosen = [one for one in followed if _is_chosen(one, wanted, today)]
	decisions = _decisions({one.member.child.row["name"] for one in chosen})
	rows = [_row(one, decisions) for one in chosen]
	rows.sort(key=lambda row: (row["entered_on"], row["child"]))
	in_words(rows, "route")
	return rows


def _is_chosen(one: Followed[TimeInCare], wanted: frappe._dict, today: Any) -> bool:
	if wanted.cohort and one.cohort != wanted.cohort:
		return False
	if wanted.counted not in ("Followed", REACHED, NOT_REACHED):
		return True
	months = wanted.months_after[0]
	if not one.followed_for(months, today):
		return False
	return wanted.counted == "Followed" or one.reached_within(months) == (wanted.counted == REACHED)


def _row(one: Followed[TimeInCare], decisions: dict[str, list[Row]]) -> Row:
	child, period = one.member
	permanent_on, route = period.permanent_on, _first_route(one.member)
	plan = next((plan for plan in reversed(child.plans) if plan["route"] == route), None)
	known = [
		row
		for row in decisions.get(child.row["name"], [])
		if permanent_on and row["decided_on"] <= permanent_on
	]
	decision = known[-1] if known else {}
	return {
		"child_name": child.row["full_name"],
		"child": child.row["name"],
		"locality": child.row["locality"],
		"team": child.row["team"],
		"cohort": one.cohort,
		"entered_on": period.known_from,
		"before": _permanence_before(child, period.known_from),
		"route": route,
		"permanent_on": permanent_on,
		"months_to_permanence": _months(period.known_from, permanent_on) if period.entered else None,
		"left_on": period.ended_on,
		"back_on": period.back_on,
		"months_away": _months(period.ended_on, period.back_on),
		"plan": plan and plan["name"],
		"decision": decision.get("name"),
		"meeting": decision.get("meeting"),
	}


def _first_route(time: TimeInCare) -> str:
	reached = time.period.reached
	return min(reached, key=lambda route: reached[route], default="")


def _permanence_before(child: ChildInCare, day: Any) -> str:
	told = [event["details"] for event in child.events if event["event_date"] <= day]
	return told[-1] if told else ""


def _months(first: Any, last: Any) -> int | None:
	return months_between(first, last) if first and last else None


def _decisions(children: set[str]) -> dict[str, list[Row]]:
	"""Returns child → the decisions on it that the reader sees, in order."""
	found: dict[str, list[Row]] = {}
	if not frappe.has_permission("Panel Decision", "read"):
		return found
	for some in chunks(sorted(children)):
		decision, query = scoped("Panel Decision")
		query = query.where(decision.child.isin(some) & decision.decided_on.notnull())
		query = query.select(decision.name, decision.child, decision.decided_on, decision.meeting)
		for row in query.orderby(decision.decided_on).orderby(decision.name).run(as_dict=True):
			found.setdefault(row.child, []).append(row)
	return found


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many times in care and children there are, and how many got where."""
	return [
		figure(_("Times in care"), len(rows)),
		figure(_("Children"), len({row["child"] for row in rows})),
		figure(_("With permanence"), sum(bool(row["permanent_on"]) for row in rows)),
		figure(_("Back in care"), sum(bool(row["back_on"]) for row in rows)),
	]
