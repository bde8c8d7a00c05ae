"""Expected starts and finishes by locality, for the agenda item with figures: only for children the reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_months, getdate

from ppoc.database.dates import NO_DATE
from ppoc.plans.predictions import LISTED_STATUSES

PLAN = ["name", "locality", "status", "predicted_start", "predicted_finish", "actual_start", "actual_finish"]


@dataclass
class Expected:
	"""The figures of one locality: what is expected from this meeting to the next, and what is overdue."""

	locality: str
	starts: int = 0
	starts_overdue: int = 0
	finishes: int = 0
	finishes_overdue: int = 0
	barriers: list[tuple[str, int]] = field(default_factory=list)


def expected(
	plans: Iterable[Mapping[str, Any]], barriers: Mapping[str, list[str]], span: tuple[date, date]
) -> list[Expected]:
	"""Returns the figures by locality, sorted by name.

	Args:
		plans: the listed plans.
		barriers: plan → categories of its open barriers.
		span: the day of the meeting and that of the next one.
	"""
	found: dict[str, Expected] = {}
	counts: dict[str, Counter[str]] = {}
	for plan in plans:
		row = found.setdefault(plan["locality"] or "", Expected(plan["locality"] or ""))
		counts.setdefault(row.locality, Counter()).update(barriers.get(plan["name"], []))
		if not plan["actual_start"]:
			row.starts += _within(plan["predicted_start"], span)
			row.starts_overdue += _before(plan["predicted_start"], span)
		if not plan["actual_finish"]:
			row.finishes += _within(plan["predicted_finish"], span)
			row.finishes_overdue += _before(plan["predicted_finish"], span)
	for row in found.values():
		row.barriers = sorted(counts[row.locality].items(), key=lambda pair: (-pair[1], pair[0]))
	return [found[locality] for locality in sorted(found)]


def expected_for(meeting: Document, user: str) -> list[Expected]:
	"""Returns the figures that this reader may see, on the day of the meeting."""
	if not frappe.has_permission("Permanence Plan", "read", user=user):
		return []
	day = getdate(meeting.meeting_date)
	until = getdate(meeting.next_meeting_date) if meeting.next_meeting_date else getdate(add_months(day, 1))
	filters: dict[str, Any] = {"status": ["in", LISTED_STATUSES]}
	held_by = frappe.get_cached_value("Forum", meeting.forum, "held_by")
	if held_by != "Authority":
		filters["locality"] = meeting.locality
	if held_by == "Team":
		filters["team"] = meeting.team
	plans = frappe.get_list("Permanence Plan", filters=filters, fields=PLAN, limit=0, user=user)
	return expected(plans, _barriers([plan.name for plan in plans]), (day, until))


def _barriers(plans: list[str]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = {}
	for row in frappe.get_all(
		"Plan Barrier",
		filters={
			"parenttype": "Permanence Plan",
			"parent": ["in", plans or [""]],
			"resolved_on": NO_DATE,
		},
		fields=["parent", "category"],
		limit=0,
	):
		found.setdefault(row.parent, []).append(row.category or "Other")
	return found


def _within(day: date | None, span: tuple[date, date]) -> bool:
	return bool(day) and span[0] <= getdate(day) <= span[1]


def _before(day: date | None, span: tuple[date, date]) -> bool:
	return bool(day) and getdate(day) < span[0]
