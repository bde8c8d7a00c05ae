"""The period that a report covers, and whether something met its due date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, getdate, nowdate

from ppoc.exceptions import ReportTimeError

MONTHS = 3
ON_TIME, LATE, OVERDUE, NOT_DUE = "On time", "Late", "Overdue", "Not due yet"


def with_span(filters: dict[str, Any] | None, months: int = MONTHS) -> frappe._dict:
	"""Returns a report's filters with its first and last day: by default, this many months up to today.

	The defaults are set here and not only in the browser, so that a report sent by email has them too.

	Raises:
		ReportTimeError: the first day is after the last one.
	"""
	given = frappe._dict(filters or {})
	given.to_date = getdate(given.to_date or nowdate())
	given.from_date = getdate(given.from_date or add_months(given.to_date, -months))
	if given.from_date > given.to_date:
		frappe.throw(_("The first day is after the last one."), ReportTimeError, title=_("Time"))
	return given


def place_of(filters: dict[str, Any], *names: str) -> dict[str, str]:
	"""Returns the filters that narrow the place: locality and team, unless others are named."""
	return {name: filters[name] for name in names or ("locality", "team") if filters.get(name)}


def standing(due: date | None, done: date | None, today: date) -> str:
	"""Returns on time, late, overdue or not due yet; "" if nothing is due. Takes either dates or datetimes
	throughout."""
	if not due:
		return ""
	if done:
		return LATE if done > due else ON_TIME
	return OVERDUE if due < today else NOT_DUE


def share_on_time(standings: Iterable[str]) -> float | None:
	"""Returns the percentage done on time of everything that was due by now; None if nothing was."""
	counts = Counter(standings)
	due = counts[ON_TIME] + counts[LATE] + counts[OVERDUE]
	return round(counts[ON_TIME] * 100 / due, 1) if due else None


def percent_of(label: str, share: float | None, good: float = 90) -> dict[str, Any]:
	"""Returns a percentage as a figure of a report's summary."""
	if share is None:
		return {"label": label, "value": _("None due"), "datatype": "Data"}
	return {
		"label": label,
		"value": share,
		"datatype": "Percent",
		"indicator": "Green" if share >= good else "Orange",
	}
