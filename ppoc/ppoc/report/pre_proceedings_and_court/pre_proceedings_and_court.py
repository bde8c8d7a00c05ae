"""Pre-Proceedings and Court: every child on the way to court as one sheet, with what has to be known of each.

A child is on it by a decision, until that is taken off the tracker, or by what happened, until it ended. The stages
are those of the law; an authority that records no such event has the decisions alone.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

Row = dict[str, Any]

AGREED, BEGUN = "Pre-proceedings agreed", "Pre-proceedings begun"
ISSUE, ISSUED = "Issue of proceedings agreed", "Proceedings issued"
ENDS = ("Pre-proceedings ended", "Proceedings ended")
STAGES = {
	AGREED: "Pre-proceedings agreed",
	BEGUN: "In pre-proceedings",
	ISSUE: "Issue agreed",
	ISSUED: "In proceedings",
}
"""The event that begins a stage → the stage. The latest one counts; a child may go back to pre-proceedings."""

AHEAD = ("Final evidence due", "Final care plan due", "Final hearing")
"""Dates of the court that are known ahead."""

BY_DECISION = "On the tracker by a decision"
OPEN_PLANS = ("Proposed", "Prioritised", "Assessment started", "Assessment finished")


def execute(filters: dict[str, Any] | None = None) -> tuple[list[Row], list[Row]]:
	"""Columns and rows; every row is one that the reader may see."""
	return get_columns(), get_data(frappe._dict(filters or {}))


def get_columns() -> list[Row]:
	"""Who, where the case is, the dates of the court, what is next, and what nobody has written down."""
	return [
		{"fieldname": "child_name", "label": _("Child"), "fieldtype": "Data", "width": 170},
		{"fieldname": "child", "label": _("Record"), "fieldtype": "Link", "options": "Child", "width": 110},
		{"fieldname": "stage", "label": _("Stage"), "fieldtype": "Data", "width": 160},
		{"fieldname": "since", "label": _("Since"), "fieldtype": "Date", "width": 100},
		{"fieldname": "weeks", "label": _("Weeks"), "fieldtype": "Int", "width": 70},
		{"fieldname": "rag", "label": _("RAG"), "fieldtype": "Data", "width": 80},
		{"fieldname": "rag_reason", "label": _("Why"), "fieldtype": "Data", "width": 300},
		{"fieldname": "missing", "label": _("Still to be recorded"), "fieldtype": "Data", "width": 400},
		{"fieldname": "team", "label": _("Team"), "fieldtype": "Link", "options": "Team", "width": 140},
		{"fieldname": "social_worker", "label": _("Social worker"), "fieldtype": "Data", "width": 140},
		{"fieldname": "legal_status", "label": _("Legal status"), "fieldtype": "Data", "width": 90},
		{"fieldname": "plan", "label": _("Plan"), "fieldtype": "Data", "width": 150},
		{"fieldname": "parallel", "label": _("Parallel or contingency"), "fieldtype": "Data", "width": 150},
		{
			"fieldname": "decision",
			"label": _("Decided in"),
			"fieldtype": "Link",
			"options": "Panel Decision",
			"width": 120,
		},
		{"fieldname": "decided_by", "label": _("Who decided"), "fieldtype": "Data", "width": 140},
		{"fieldname": "decided_on", "label": _("Decided on"), "fieldtype": "Date", "width": 100},
		{"fieldname": "evidence_due", "label": _("Final evidence due"), "fieldtype": "Date", "width": 120},
		{"fieldname": "plan_due", "label": _("Final care plan due"), "fieldtype": "Date", "width": 120},
		{"fieldname": "hearing", "label": _("Final hearing"), "fieldtype": "Date", "width": 110},
		{"fieldname": "last_seen", "label": _("Last at a meeting"), "fieldtype": "Date", "width": 120},
		{"fieldname": "next_action", "label": _("Next action"), "fieldtype": "Data", "width": 240},
		{"fieldname": "next_owner", "label": _("Owner"), "fieldtype": "Data", "width": 130},
		{"fieldname": "next_due", "label": _("Due"), "fieldtype": "Date", "width": 100},
		{"fieldname": "late", "label": _("Late"), "fieldtype": "Data", "width": 80},
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""The rows in a fixed number of permission-checked queries, the longest standing first."""
	decisions, stages = _decisions(), _stages()
	children = _children(filters, sorted({*decisions, *stages}))
	if not children:
		return []
	events, plans, actions = _events(children), _plans(children), _actions(children)
	rows = [
		_row(child, decisions.get(name), stages.get(name), events[name], plans[name], actions[name])
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
	"""Child → the latest decision that put it on a tracker and was not taken off."""
	rows = frappe.get_list(
		"Panel Decision",
		filters={"tracker": ["is", "set"], "off_tracker_on": ["is", "not set"]},
		fields=["name", "child", "request_type", "who_decides", "decided_on"],
		order_by="decided_on asc, creation asc",
		limit_page_length=0,
	)
	return {row.child: row for row in rows}


def _stages() -> dict[str, Row]:
	"""Child → the event that began the stage it is in; nothing where that has ended."""
	rows = frappe.get_list(
		"Care Event",
		filters={"event_type": ["in", [*STAGES, *ENDS]], "event_date": ["<=", nowdate()]},
		fields=["child", "event_type", "event_date"],
		order_by="event_date asc, creation asc",
		limit_page_length=0,
	)
	latest: dict[str, Row] = {}
	for row in rows:
		if row.event_type in ENDS:
			latest.pop(row.child, None)
		elif row.child not in latest or row.event_type != latest[row.child].event_type:
			latest[row.child] = row
	return latest


def _children(filters: frappe._dict, names: list[str]) -> dict[str, Row]:
	if not names:
		return {}
	wanted: dict[str, Any] = {"name": ["in", names], "merged_into": ["is", "not set"]}
	wanted.update({key: filters[key] for key in ("locality", "team") if filters.get(key)})
	rows = frappe.get_list(
		"Child",
		filters=wanted,
		fields=["name", "full_name", "team", "legal_status", "social_worker.worker_name as worker_name"],
		limit_page_length=0,
	)
	return {row.name: row for row in rows}


def _events(children: dict[str, Row]) -> dict[str, dict[str, Any]]:
	"""Child → dates of the court, and the last meeting that talked about the child (under "")."""
	known: dict[str, dict[str, Any]] = defaultdict(dict)
	rows = frappe.get_list(
		"Care Event",
		filters={"child": ["in", sorted(children)]},
		or_filters={"event_type": ["in", list(AHEAD)], "meeting": ["is", "set"]},
		fields=["child", "event_type", "event_date", "meeting"],
		order_by="event_date asc, creation asc",
		limit_page_length=0,
	)
	for row in rows:
		if row.event_type in AHEAD:
			known[row.child][row.event_type] = row.event_date
		elif row.event_date <= getdate(nowdate()):
			known[row.child][""] = row.event_date
	return known


def _plans(children: dict[str, Row]) -> dict[str, Row]:
	"""Child → routes of the open plans, and the rating of the primary one, or else of the first."""
	found: dict[str, Row] = defaultdict(lambda: {"plan": [], "parallel": [], "rated": {}})
	rows = frappe.get_list(
		"Permanence Plan",
		filters={"child": ["in", sorted(children)], "status": ["in", OPEN_PLANS]},
		fields=["child", "route", "plan_kind", "rag", "rag_reason"],
		order_by="creation asc",
		limit_page_length=0,
	)
	for row in rows:
		plans = found[row.child]
		plans["plan" if row.plan_kind == "Primary" else "parallel"].append(_(row.route))
		if row.plan_kind == "Primary" or not plans["rated"]:
			plans["rated"] = row
	return found


def _actions(children: dict[str, Row]) -> dict[str, Row]:
	"""Child → the open action that is due first."""
	first: dict[str, Row] = defaultdict(dict)
	rows = frappe.get_list(
		"Action",
		filters={"child": ["in", sorted(children)], "status": "Open"},
		fields=["child", "what", "due_on", "action_owner.worker_name as owner_name"],
		order_by="due_on desc",
		limit_page_length=0,
	)
	for row in rows:
		first[row.child] = row
	return first


def _row(child: Row, decision: Row | None, stage: Row | None, events: Row, plans: Row, action: Row) -> Row:
	began = stage["event_type"] if stage else ""
	since = stage["event_date"] if stage else (decision or {}).get("decided_on")
	due = action.get("due_on")
	today = getdate(nowdate())
	row = {
		"child": child["name"],
		"child_name": child["full_name"],
		"stage_key": STAGES.get(began, BY_DECISION),
		"stage": _(STAGES.get(began, BY_DECISION)),
		"since": since,
		"weeks": (today - getdate(since)).days // 7 if since else None,
		"rag": plans["rated"].get("rag") or "",
		"rag_reason": plans["rated"].get("rag_reason") or "",
		"team": child["team"],
		"social_worker": child["worker_name"],
		"legal_status": child["legal_status"],
		"plan": ", ".join(plans["plan"]),
		"parallel": ", ".join(plans["parallel"]),
		"decision": (decision or {}).get("name"),
		"decided_by": (decision or {}).get("who_decides"),
		"decided_on": (decision or {}).get("decided_on"),
		"evidence_due": events.get("Final evidence due"),
		"plan_due": events.get("Final care plan due"),
		"hearing": events.get("Final hearing"),
		"last_seen": events.get(""),
		"next_action": action.get("what"),
		"next_owner": action.get("owner_name"),
		"next_due": due,
		"late": _("overdue") if due and getdate(due) < today else "",
	}
	return {**row, "missing": ", ".join(_missing(row, began))}


_NEXT = {
	AGREED: lambda: _("day on which pre-proceedings began"),
	BEGUN: lambda: "",
	ISSUE: lambda: _("day on which proceedings were issued"),
	"": lambda: _("stage, or the day it was taken off the tracker"),
}
"""The event that a stage waits for."""


def _missing(row: Row, began: str) -> list[str]:
	"""What a case at this stage must have and has not."""
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
