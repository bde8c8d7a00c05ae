"""Reads the values for a fortnightly form, and which form is due, from the timescale rules."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import format_date, getdate, nowdate

from ppoc.meeting_statuses import HELD
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.reporting.fortnightly.periods import ReturnPeriod, period_of
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.models import Offset, State, Unit, chosen

CONFIRMED_EVENT = "Fortnightly form confirmed"
"""The event that a timescale rule on a schedule requires; the engine knows nothing else about the form."""
OPEN_STATES = [State.OVERDUE.value, State.DUE_SOON.value, State.NOT_DUE.value]


def rules() -> list[str]:
	"""Returns the enabled rules that a confirmed form satisfies."""
	asked = frappe.get_all(
		"Timescale Rule Event",
		filters={"event_type": CONFIRMED_EVENT, "parentfield": "satisfied_by"},
		pluck="parent",
	)
	return frappe.get_all("Timescale Rule", {"name": ["in", asked or [""]], "enabled": 1}, pluck="name")


def due_of(schedule: str) -> Any:
	"""Returns the earliest due date for a form of this schedule, with its rule; None if no rule requires one."""
	found = frappe.get_all(
		"Timescale",
		filters={
			"forum_schedule": schedule,
			"rule": ["in", rules() or [""]],
			"state": ["in", OPEN_STATES],
		},
		fields=["due_on", "rule"],
		order_by="due_on asc",
		limit=1,
	)
	return found[0] if found else None


def schedules_due() -> list[str]:
	"""Returns the schedules whose form is due soon or overdue."""
	states = [State.OVERDUE.value, State.DUE_SOON.value]
	found = {"rule": ["in", rules() or [""]], "state": ["in", states], "forum_schedule": ["is", "set"]}
	return sorted(set(frappe.get_all("Timescale", filters=found, pluck="forum_schedule")))


def period_for(schedule: Any, due: Any) -> ReturnPeriod:
	"""Returns the period of the form; without a rule, it starts after the last form."""
	begun = getdate(schedule.first_sitting)
	if not due:
		last = frappe.get_all(
			"Fortnightly Return",
			filters={"forum_schedule": schedule.name},
			order_by="period_end desc",
			limit=1,
			pluck="period_end",
		)
		return period_of(getdate(nowdate()), getdate(last[0]) if last else None, begun)
	rule = frappe.db.get_value(
		"Timescale Rule", due.rule, ["repeats", "repeat_amount", "repeat_unit"], as_dict=True
	)
	one_before = None
	unit = chosen(Unit, rule.repeat_unit)
	if rule.repeats and rule.repeat_amount and unit:
		nation = frappe.db.get_value("Locality", schedule.locality, "nation") or "England"
		offset = Offset(rule.repeat_amount, unit)
		one_before = calendar_here(nation).count(getdate(due.due_on), offset, before=True)
	return period_of(getdate(due.due_on), one_before, begun)


def meetings_text(schedule: Any, period: ReturnPeriod) -> str:
	"""Returns the meetings of the team (or of the locality, if there is no team) in the period, one per line."""
	rows = frappe.get_all(
		"Meeting",
		filters={
			"locality": schedule.locality,
			**({"team": schedule.team} if schedule.team else {}),
			"meeting_date": ["between", [period.first, period.last]],
			"status": ["in", HELD],
		},
		fields=["forum", "meeting_date"],
		order_by="meeting_date asc, forum asc",
	)
	return "\n".join(f"{format_date(row.meeting_date)}: {_(row.forum)}" for row in rows)


def listed_plans(schedule: Any) -> list[Any]:
	"""Returns the plans on the team's lists, for the children that the session's user may see."""
	place = {"team": schedule.team} if schedule.team else {"locality": schedule.locality}
	return frappe.get_list(
		"Permanence Plan",
		filters={**place, "status": ["in", list(LISTED_STATUSES)]},
		fields=[
			*("name as plan", "child", "title", "route", "status as plan_status"),
			*("predicted_start", "actual_start", "times_moved"),
		],
		order_by="route asc, title asc",
		limit=0,
	)
