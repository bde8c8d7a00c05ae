"""Works out the facts of a plan that RAG rules use. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ppoc.ages import age_on

WAITING, UNDER_WAY = "Prioritised", "Assessment started"
COUNTS = (
	"open_barriers", "open_actions", "overdue_actions", "open_escalations", "late_escalations", "overdue_timescales",
	"times_moved", "other_plan",
)  # fmt: skip


def facts_of(row: Mapping[str, Any], today: date) -> dict[str, Any]:
	"""Returns the facts under the field names of the DocType RAG Facts.

	Args:
		row: the plan with its child, and counts of its barriers, actions, escalations and meetings.
		today: the current day.
	"""
	waiting = row["status"] == WAITING and not row["actual_start"]
	under_way = row["status"] == UNDER_WAY and not row["actual_finish"]
	return {
		**row,
		**{name: int(row[name] or 0) for name in COUNTS},
		"days_to_start": _until(row["predicted_start"], today) if waiting else None,
		"days_start_missed": _since(row["predicted_start"], today) if waiting else 0,
		"days_finish_missed": _since(row["predicted_finish"], today) if under_way else 0,
		"days_on_list": _since(row["prioritised_on"], today),
		"days_in_assessment": _since(row["actual_start"], today) if under_way else 0,
		"weeks_of_barrier": _since(row["barrier_since"], today) // 7,
		"days_undiscussed": _since(_later(row["discussed_on"], row["prioritised_on"]), today),
		"days_overdue": _since(row["overdue_since"], today),
		"age": age_on(row["date_of_birth"], today),
	}


def _since(day: date | None, today: date) -> int:
	return max((today - day).days, 0) if day else 0


def _until(day: date | None, today: date) -> int | None:
	return (day - today).days if day and day >= today else None


def _later(one: date | None, other: date | None) -> date | None:
	return max(one, other) if one and other else one or other
