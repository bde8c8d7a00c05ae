"""The endpoint of the dashboard page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, getdate, nowdate

from ppoc.reporting.figures import dashboard as shown
from ppoc.reporting.figures import figures_database as figures

PAGE = "permanence-dashboard"


@frappe.whitelist(methods=["GET"])
def dashboard(locality: str | None = None, team: str | None = None) -> dict[str, Any]:
	"""Returns everything that the dashboard shows, counted now, over what the session's user may see.

	Args:
		locality, team: names that narrow it; counts are 0 for one that the user may not see.

	Returns:
		tiles, categories, cohort, agreement, blockers, standing, over_time and teams: figures with key,
			value, and doctype or report with filters that open the rows counted; push: plans that need
			attention first; from_date and to_date of the panel's months; as_at.

	Raises:
		frappe.PermissionError: the user's roles may not open the page.
	"""
	if not frappe.get_cached_doc("Page", PAGE).is_permitted():
		frappe.throw(
			_("The dashboard is for managers and coordinators. Ask your administrator for the role."),
			frappe.PermissionError,
			title=_("Not open to you"),
		)
	place, today = shown.DashboardArea(locality or "", team or ""), getdate(nowdate())
	first = getdate(add_months(today, -shown.PANEL_MONTHS))
	counts = _counted(place, first, today)
	answer = {
		"tiles": shown.tiles(counts, place, today),
		"categories": shown.categories(counts, place),
		"cohort": shown.cohort(counts, place),
		"agreement": shown.agreement(counts, place),
		"blockers": shown.blockers(counts, place),
		"standing": shown.standing(counts, place, first, today),
		"over_time": shown.over_time(counts, place, today),
		"teams": shown.teams(counts, place, today),
		"push": figures.to_push(place, today),
	}
	return {**_plain(answer), "from_date": first, "to_date": today, "as_at": frappe.utils.now_datetime()}


def _counted(place: shown.DashboardArea, first: Any, today: Any) -> shown.DashboardCounts:
	spans = shown.months(today)
	begins, ends = spans[0][0], spans[-1][1]
	return shown.DashboardCounts(
		potential=figures.children_by_potential(place),
		plans=figures.plan_counts(place, today),
		predicted_starts=figures.by_day(place, "predicted_start", begins, ends),
		starts=figures.by_day(place, "actual_start", begins, ends),
		finishes=figures.by_day(place, "actual_finish", begins, ends),
		start_standing=figures.due_by_standing(place, "start", first, today, today),
		finish_standing=figures.due_by_standing(place, "finish", first, today, today),
		barriers=figures.barriers(place),
		overdue=figures.overdue_by_team(place),
		escalations=figures.open_escalations(place),
	)


def _plain(value: Any) -> Any:
	if isinstance(value, dict):
		return {key: _plain(one) for key, one in value.items()}
	if isinstance(value, list):
		return [_plain(one) for one in value]
	return asdict(value)
