"""Pre-Proceedings and Court: every child on the way to court on one sheet, with what has to be known about each.

A child is listed by a decision, until that is taken off the tracker, or by events, until they have ended. The
stages are those of the law; an authority that does not record such events has the decisions only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.care_words import care_words
from ppoc.plans.predictions import OPEN_STATUSES
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import BLUE, bars, figure, narrowed, next_actions, unset

AGREED, BEGUN = "Pre-proceedings agreed", "Pre-proceedings begun"
ISSUE, ISSUED = "Issue of proceedings agreed", "Proceedings issued"
ENDS = ("Pre-proceedings ended", "Proceedings ended")
STAGES = {
	AGREED: "Pre-proceedings agreed",
	BEGUN: "In pre-proceedings",
	ISSUE: "Issue agreed",
	ISSUED: "In proceedings",
}
"""The event that begins a stage → the stage. The latest one counts; a child may return to pre-proceedings."""

AHEAD = ("Final evidence due", "Final care plan due", "Final hearing")
"""Court dates that are known ahead."""

BY_DECISION = "On the tracker by decision"


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, the rows that the reader may see, a chart and a summary."""
	rows = get_data(frappe._dict(filters or {}))
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: who, the stage, court dates, what is next, and what has not been recorded."""
	return [
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 110),
		text("stage", _("Stage"), 160),
		day("since", _("Since"), 100),
		whole("weeks", _("Weeks"), 70),
		text("rag", _("RAG"), 80),
		text("rag_reason", _("Why"), 300),
		text("missing", _("Still to be recorded"), 400),
		link("team", _("Team"), "Team", 140),
		text("social_worker", _("Social worker"), 140),
		text("legal_status", _("Legal status"), 150),
		text("plan", _("Plan"), 150),
		text("parallel", _("Parallel or contingency"), 180),
		link("decision", _("Decided in"), "Panel Decision", 120),
		text("decided_by", _("Who decided"), 140),
		day("decided_on", _("Decided on"), 100),
		day("evidence_due", _("Final evidence due"), 150),
		day("plan_due", _("Final care plan due"), 155),
		day("hearing", _("Final hearing")),
		day("last_seen", _("Last at a meeting"), 140),
		text("next_action", _("Next action"), 240),
		text("next_owner", _("Owner"), 130),
		day("next_due", _("Due"), 100),
		text("late", _("Late"), 80),
	]


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of children by stage, in the order of the law."""
	counts = Counter(row["stage_key"] for row in rows)
	stages = [stage for stage in (*STAGES.values(), BY_DECISION) if counts[stage]]
	return bars(
		[_(stage) for stage in stages], [BLUE], datasets={_("Children"): [counts[stage] for stage in stages]}
	)


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many there are, how many lack something, and how many next actions are overdue."""
	missing, late = sum(bool(row["missing"]) for row in rows), sum(bool(row["late"]) for row in rows)
	return [
		figure(_("Children"), len(rows)),
		figure(_("In proceedings"), sum(row["stage_key"] == STAGES[ISSUED] for row in rows)),
		figure(_("Something still to be recorded"), missing, "Orange" if missing else "Green"),
		figure(_("Next action overdue"), late, "Red" if late else ""),
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""Returns the rows from a fixed number of scoped queries, those listed longest first."""
	decisions, stages = _decisions(), _stages()
	children = _children(filters, {*decisions, *stages})
	if not children:
		return []
	events, plans, today = _events(children), _plans(children), getdate(nowdate())
	rows = [
		_row(child, decisions.get(name), stages.get(name), events[name], plans[name], today)
		for name, child in children.items()
	]
	rows = [
		row
		for row in rows
		if (not filters.stage or row["stage_key"] == filters.stage)
		and (row["missing"] or not filters.only_missing)
	]
	return sorted(rows, key=lambda row: (row["since"] or date.max, row["child_name"]))


def _decisions() -> dict[str, Row]:
	"""Returns child → the latest decision that put it on a tracker and has not been taken off."""
	decision, query = scoped("Panel Decision")
	rows = (
		query.where(~unset(decision.tracker) & decision.off_tracker_on.isnull())
		.select(decision.name, decision.child, decision.who_decides, decision.decided_on)
		.orderby(decision.decided_on)
		.orderby(decision.creation)
		.orderby(decision.name)
	)
	return {row.child: row for row in rows.run(as_dict=True)}


def _stages() -> dict[str, frappe._dict]:
	"""Returns child → the event that began its current stage; children whose stage has ended are left out."""
	event, query = scoped("Care Event")
	rows = (
		query.where(event.event_type.isin((*STAGES, *ENDS)) & (event.event_date <= getdate(nowdate())))
		.select(event.child, event.event_type, event.event_date)
		.orderby(event.event_date)
		.orderby(event.creation)
		.orderby(event.name)
	)
	latest: dict[str, frappe._dict] = {}
	for row in rows.run(as_dict=True):
		if row.event_type in ENDS:
			latest.pop(row.child, None)
		elif row.child not in latest or row.event_type != latest[row.child].event_type:
			latest[row.child] = row
	return latest


def _children(filters: frappe._dict, names: set[str]) -> dict[str, Row]:
	"""Returns child → its details and its next open action, for those of the names that the reader may see."""
	if not names:
		return {}
	child, query = scoped("Child")
	worker, owner = frappe.qb.DocType("Worker"), frappe.qb.DocType("Worker").as_("owner_worker")
	following = next_actions(names)
	query = (
		query.left_join(worker)
		.on(worker.name == child.social_worker)
		.left_join(following)
		.on(following.child == child.name)
		.left_join(owner)
		.on(owner.name == following.action_owner)
		.where(unset(child.merged_into) & child.name.isin(list(names)))
		.select(child.name, child.full_name, child.team, child.legal_status, worker.worker_name)
		.select(following.what, following.due_on, owner.worker_name.as_("owner_name"))
	)
	return {row.name: row for row in narrowed(query, child, filters).run(as_dict=True)}


def _events(children: Iterable[str]) -> dict[str, dict[str, Any]]:
	"""Returns child → court dates, and under "" the last meeting about the child."""
	known: dict[str, dict[str, Any]] = defaultdict(dict)
	event, query = scoped("Care Event")
	rows = (
		query.where(event.event_type.isin(AHEAD) | ~unset(event.meeting))
		.where(event.child.isin(list(children)))
		.select(event.child, event.event_type, event.event_date)
		.orderby(event.event_date)
		.orderby(event.creation)
		.orderby(event.name)
	)
	today = getdate(nowdate())
	for row in rows.run(as_dict=True):
		if row.event_type in AHEAD:
			known[row.child][row.event_type] = row.event_date
		elif row.event_date <= today:
			known[row.child][""] = row.event_date
	return known


def _plans(children: Iterable[str]) -> dict[str, Row]:
	"""Returns child → routes of its open plans, and the rating of the primary plan, or otherwise of the first."""
	found: dict[str, Row] = defaultdict(lambda: {"plan": [], "parallel": [], "rated": {}})
	plan, query = scoped("Permanence Plan")
	rows = (
		query.where(plan.status.isin(OPEN_STATUSES) & plan.child.isin(list(children)))
		.select(plan.child, plan.route, plan.plan_kind, plan.rag, plan.rag_reason)
		.orderby(plan.creation)
		.orderby(plan.name)
	)
	for row in rows.run(as_dict=True):
		plans = found[row.child]
		if row.route:
			plans["plan" if row.plan_kind == "Primary" else "parallel"].append(_(row.route))
		if row.plan_kind == "Primary" or not plans["rated"]:
			plans["rated"] = row
	return found


def _row(child: Row, decision: Row | None, stage: Row | None, events: Row, plans: Row, today: date) -> Row:
	began = stage["event_type"] if stage else ""
	since = stage["event_date"] if stage else (decision or {}).get("decided_on")
	due = child["due_on"]
	row = {
		"child": child["name"],
		"child_name": child["full_name"],
		"stage_key": STAGES.get(began, BY_DECISION),
		"stage": _(STAGES.get(began, BY_DECISION)),
		"since": since,
		"weeks": (today - since).days // 7 if since else None,
		"rag": plans["rated"].get("rag") or "",
		"rag_reason": plans["rated"].get("rag_reason") or "",
		"team": child["team"],
		"social_worker": child["worker_name"],
		"legal_status": care_words("legal_status", child["legal_status"]),
		"plan": ", ".join(plans["plan"]),
		"parallel": ", ".join(plans["parallel"]),
		"decision": (decision or {}).get("name"),
		"decided_by": (decision or {}).get("who_decides"),
		"decided_on": (decision or {}).get("decided_on"),
		"evidence_due": events.get("Final evidence due"),
		"plan_due": events.get("Final care plan due"),
		"hearing": events.get("Final hearing"),
		"last_seen": events.get(""),
		"next_action": child["what"],
		"next_owner": child["owner_name"],
		"next_due": due,
		"late": _("overdue") if due and due < today else "",
	}
	return {**row, "missing": ", ".join(_missing(row, began))}


_NEXT = {
	AGREED: lambda: _("day on which pre-proceedings began"),
	BEGUN: lambda: "",
	ISSUE: lambda: _("day on which proceedings were issued"),
	"": lambda: _("stage, or the day it was taken off the tracker"),
}
"""The event that comes next after a stage."""


def _missing(row: Row, began: str) -> list[str]:
	"""Returns what a case at this stage must have but lacks."""
	asked = [
		(row["social_worker"], _("social worker")),
		(row["plan"], _("plan")),
		(row["parallel"], _("parallel or contingency plan")),
		(row["next_action"], _("open action")),
	]
	if began == ISSUED:
		asked += [
			(row["evidence_due"], _("final evidence due")),
			(row["plan_due"], _("final care plan due")),
			(row["hearing"], _("final hearing")),
		]
	else:
		asked.append((began == BEGUN, _NEXT[began]()))
	return [name for there, name in asked if not there]
