"""Reads the rows of the inspection's lists: a fixed number of queries for each thousand children the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import frappe
from dateutil.relativedelta import relativedelta
from frappe import _
from frappe.utils import getdate

from ppoc.access.scoped_query import Row
from ppoc.ages import age_on
from ppoc.care_codes import SHOWN
from ppoc.care_words import care_words
from ppoc.database.rows import chunks
from ppoc.imports.ssda903.codes import ABSENCE, ADOPTED
from ppoc.imports.ssda903.episodes_database import episodes_of
from ppoc.imports.ssda903.events import WENT_MISSING
from ppoc.imports.ssda903.timeline import Episode
from ppoc.inspection.adoption import EVENTS, Happened, adoption_history
from ppoc.inspection.care_history import A_YEAR, CareHistory, care_history
from ppoc.inspection.lists import ADOPTION, CHILDREN_IN_CARE, InspectionList
from ppoc.inspection.plan_codes import AgreedPlan, codes_of
from ppoc.meetings.papers.database import worker_names
from ppoc.plans.predictions import OPEN_STATUSES
from ppoc.reporting.figures.children_database import children, events_of
from ppoc.reporting.figures.lists_database import PLAN_AGREED, REVIEW_HELD

SIX_MONTHS = relativedelta(months=6)
PROPOSED = "Proposed"
CHILD = (
	"name", "full_name", "child_id", "sex", "ethnicity", "date_of_birth", "unaccompanied", "locality", "team",
	"social_worker", "looked_after", "legal_status", "care_started_on", "care_ended_on", "placement",
	"placement_since", "adoption_order_on",
)  # fmt: skip


def rows_of(which: InspectionList, on: date, filters: Mapping[str, Any]) -> list[Row]:
	"""Returns the rows of a list.

	Args:
		which: the list.
		on: the day of the inspection.
		filters: may have `locality` and `team`.
	"""
	return ROWS[which.number](on, frappe._dict(filters))


def children_in_care(on: date, filters: frappe._dict) -> list[Row]:
	"""Returns the children who were in care on a day, and those who left care in the six months before it."""
	rows: list[Row] = []
	for some in chunks(children(filters, CHILD)):
		names = [child.name for child in some]
		episodes, plans = episodes_of(names), _agreed_plans(names)
		events = _events(names, (REVIEW_HELD, WENT_MISSING), on)
		for child in some:
			history = care_history(episodes[child.name], on) or _typed(child, on)
			if history and not (history.ended_on and history.ended_on <= on - SIX_MONTHS):
				rows.append(_in_care(child, history, plans[child.name], events[child.name], on))
	return _finished(rows)


def adoption(on: date, filters: frappe._dict) -> list[Row]:
	"""Returns the children with a decision that they should be placed for adoption."""
	rows: list[Row] = []
	for some in chunks(children(filters, CHILD)):
		events = _events([child.name for child in some], EVENTS, on)
		episodes = episodes_of(list(events))
		for child in (child for child in some if child.name in events):
			found = adoption_history(events[child.name], _adopted_on(child, episodes[child.name]), on)
			history = care_history(episodes[child.name], on) or _typed(child, on)
			if found:
				started = {"started_on": history.started_on if history else child.care_started_on}
				rows.append(frappe._dict(_who(child, on), **started, **vars(found)))
	return _finished(rows)


ROWS: dict[int, Callable[[date, frappe._dict], list[Row]]] = {
	CHILDREN_IN_CARE.number: children_in_care,
	ADOPTION.number: adoption,
}


def _events(names: list[str], kinds: Iterable[str], on: date) -> dict[str, list[Happened]]:
	found: defaultdict[str, list[Happened]] = defaultdict(list)
	for child, events in events_of(names, tuple(kinds), on).items():
		found[child] = [Happened(row.event_date, row.event_type, row.details or "") for row in events]
	return found


def _agreed_plans(children: list[str]) -> dict[str, list[AgreedPlan]]:
	"""Returns the primary and parallel plans that are agreed: prioritised or begun, or the child's plan was agreed."""
	codes = dict(frappe.get_all("Route", fields=["name", "plan_code"], as_list=True))
	agreed = set(
		frappe.get_all("Care Event", {"child": ["in", children], "event_type": PLAN_AGREED}, pluck="child")
	)
	filters = {"child": ["in", children], "status": ["in", [*OPEN_STATUSES, "Achieved"]]}
	filters["plan_kind"] = ["in", ["Primary", "Parallel"]]
	fields = ["child", "route", "status", "predicted_finish"]
	found: defaultdict[str, list[AgreedPlan]] = defaultdict(list)
	for plan in frappe.get_all(
		"Permanence Plan", filters, fields, order_by="plan_kind desc, name asc", limit=0
	):
		if plan.status != PROPOSED or plan.child in agreed:
			found[plan.child].append(AgreedPlan(codes.get(plan.route) or "", plan.predicted_finish))
	return found


def _typed(child: frappe._dict, on: date) -> CareHistory | None:
	"""Returns what was typed of a child without episodes from a return."""
	started, ended = child.care_started_on, child.care_ended_on
	if not started or started > on or not (child.looked_after or ended):
		return None
	ended = ended if ended and ended <= on else None
	moved = child.placement_since or started
	latest = Episode(
		started_on=moved, legal_status=child.legal_status, placement=child.placement, ended_on=ended
	)
	return CareHistory(started, ended, "", False, latest, started, moved, None)


def _adopted_on(child: frappe._dict, episodes: list[Episode]) -> date | None:
	ends = [one.ended_on for one in episodes if one.reason_ended in ADOPTED and one.ended_on]
	return child.adoption_order_on or max(ends, default=None)


def _who(child: frappe._dict, on: date) -> Row:
	return {
		"child": child.name,
		"child_name": child.full_name,
		"child_id": child.child_id,
		"sex": _(child.sex) if child.sex else "",
		"ethnicity": coded("ethnicity", child.ethnicity),
		"date_of_birth": child.date_of_birth,
		"age": age_on(child.date_of_birth, on),
		"locality": child.locality,
		"team": child.team,
		"social_worker": child.social_worker,
	}


def _in_care(
	child: frappe._dict,
	history: CareHistory,
	plans: list[AgreedPlan],
	events: list[Happened],
	on: date,
) -> Row:
	latest = history.latest
	missing = [event.details for event in events if event.kind == WENT_MISSING and event.on > on - A_YEAR]
	away = sum(details.startswith(str(ABSENCE["A"].meaning)) for details in missing)
	return frappe._dict(
		_who(child, on),
		unaccompanied=_(("No", "Yes")[bool(child.unaccompanied)]),
		started_on=history.started_on,
		need=coded("category_of_need", latest.category_of_need),
		came_back=_(("No", "Yes")[history.came_back]),
		legal_status_since=history.legal_status_since,
		legal_status=coded("legal_status", latest.legal_status),
		last_review=max((event.on for event in events if event.kind == REVIEW_HELD), default=None),
		plan_code=codes_of(plans, on),
		placements=history.placements,
		ended_on=history.ended_on,
		end_reason=coded("reason_ended", history.end_reason),
		placement_since=history.placement_since,
		placement=coded("placement", latest.placement),
		provider=coded("placement_provider", latest.placement_provider),
		postcode=latest.placement_postcode,
		urn=latest.urn,
		missing=len(missing) - away,
		away=away,
	)


def coded(field: str, code: str | None) -> str:
	"""Returns a code as the lists have it, with its words behind it: "C2 Full care order"."""
	return f"{code} {care_words(field, code)}" if code in SHOWN[field] else code or ""


def _finished(rows: list[Row]) -> list[Row]:
	names = worker_names(row["social_worker"] for row in rows)
	for row in rows:
		row["social_worker"] = names.get(row["social_worker"], "")
	return sorted(rows, key=lambda row: (row["child_name"], row["child"]))


def day_of(filters: Mapping[str, Any]) -> date:
	"""Returns the day of the inspection: the one that was chosen, or today."""
	return getdate(filters.get("on") or None)
