"""The facts of a child's record in words, for questions that are prefilled; read in bulk, each kind once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate
from pypika import Order

from ppoc.care_codes import LEGAL_STATUS
from ppoc.care_words import care_words
from ppoc.meeting_statuses import HELD
from ppoc.meetings.records.answers import LAST_ANSWER
from ppoc.plans.predictions import OPEN_STATUSES

CHILD = (
	"name full_name child_id date_of_birth unborn care_started_on legal_status placement placement_since"
	" social_worker team"
).split()


LAST_ACTIONS = 10
"""At most this many entries, such as actions, are written into an answer."""

Words = dict[str, str]
"""Child → text."""


def facts_of(kinds: set[str], meeting: Document, children: list[str]) -> dict[str, Words]:
	"""Returns, for each kind of fact that prefills a question, the text for each child."""
	if not children:
		return {}
	rows = frappe.get_all("Child", filters={"name": ["in", children]}, fields=CHILD)
	return {kind: FACTS[kind](rows, meeting) for kind in sorted(kinds & FACTS.keys() - {LAST_ANSWER})}


def last_answers(meeting: Document, children: list[str]) -> dict[tuple[str, str], str]:
	"""Returns child and question → the answer at the last held sitting of this forum or another of the same pack."""
	answer, talk, sitting, forum = (
		frappe.qb.DocType(d) for d in ("Discussion Answer", "Meeting Discussion", "Meeting", "Forum")
	)
	same = sitting.forum == meeting.forum
	pack = frappe.get_cached_value("Forum", meeting.forum, "pack")
	if pack:
		same = same | (forum.pack == pack)
	rows = (
		frappe.qb.from_(answer)
		.join(talk)
		.on(talk.name == answer.parent)
		.join(sitting)
		.on(sitting.name == talk.meeting)
		.join(forum)
		.on(forum.name == sitting.forum)
		.select(talk.child, answer.question_key, answer.answer)
		.where(talk.child.isin(children or [""]) & same & sitting.status.isin(HELD))
		.where((sitting.name != meeting.name) & (sitting.meeting_date <= meeting.meeting_date))
		.where(answer.answer.isnotnull() & (answer.answer != "") & (talk.state == "Done"))
		.orderby(sitting.meeting_date)
		.orderby(sitting.start_time)
		.run()
	)
	return {(child, key): text for child, key, text in rows}


def _born(rows: list[Any], _meeting: Document) -> Words:
	return {
		row.name: _joined(row.full_name, _("not yet born") if row.unborn else _day(row.date_of_birth))
		for row in rows
	}


def _born_and_number(rows: list[Any], meeting: Document) -> Words:
	words = _born(rows, meeting)
	return {row.name: _joined(words[row.name], row.child_id) for row in rows}


def _care(rows: list[Any], _meeting: Document) -> Words:
	return {
		row.name: "\n".join(
			filter(
				None,
				[
					_("Entered care: {0}").format(_day(row.care_started_on)) if row.care_started_on else "",
					_("Legal status: {0}").format(_status(row.legal_status)) if row.legal_status else "",
				],
			)
		)
		for row in rows
	}


def _status(code: str) -> str:
	words = care_words("legal_status", code)
	return f"{words} ({code})" if code in LEGAL_STATUS else words


def _worker(rows: list[Any], _meeting: Document) -> Words:
	names = dict(
		frappe.get_all(
			"Worker",
			filters={"name": ["in", sorted({row.social_worker or "" for row in rows})]},
			fields=["name", "worker_name"],
			as_list=True,
		)
	)
	return {row.name: _joined(names.get(row.social_worker or ""), row.team) for row in rows}


def _worker_and_manager(rows: list[Any], _meeting: Document) -> Words:
	teams = frappe.get_all(
		"Team",
		filters={"name": ["in", sorted({row.team or "" for row in rows})]},
		fields=["name", "team_manager.worker_name as manager"],
	)
	managers = {team.name: _("manager {0}").format(team.manager) for team in teams if team.manager}
	words = _worker(rows, _meeting)
	return {row.name: _joined(words[row.name], managers.get(row.team or "")) for row in rows}


def _placement(rows: list[Any], _meeting: Document) -> Words:
	return {
		row.name: _joined(
			row.placement, _("since {0}").format(_day(row.placement_since)) if row.placement_since else ""
		)
		for row in rows
	}


def _plans(kinds: tuple[str, ...]) -> Callable[[list[Any], Document], Words]:
	def read(rows: list[Any], _meeting: Document) -> Words:
		found = frappe.get_all(
			"Permanence Plan",
			filters={
				"child": ["in", [row.name for row in rows]],
				"plan_kind": ["in", kinds],
				"status": ["in", OPEN_STATUSES],
			},
			fields=["child", "route", "plan_kind", "status", "predicted_start", "progress"],
			order_by="creation asc",
		)
		return _lines((row.child, _plan(row)) for row in found)

	return read


def _plan(row: Any) -> str:
	start = _("predicted start {0}").format(_day(row.predicted_start)) if row.predicted_start else ""
	words = _("{0} ({1}): {2}").format(_(row.route), _(row.plan_kind).lower(), _(row.status).lower())
	return _joined(words, start, (row.progress or "").strip())


def _actions(status: str) -> Callable[[list[Any], Document], Words]:
	def read(rows: list[Any], _meeting: Document) -> Words:
		action, worker = frappe.qb.DocType("Action"), frappe.qb.DocType("Worker")
		done = status == "Done"
		found = (
			frappe.qb.from_(action)
			.left_join(worker)
			.on(worker.name == action.action_owner)
			.select(action.child, action.what, action.outcome, action.due_on, action.closed_on)
			.select(worker.worker_name.as_("owner_name"))
			.where(action.child.isin([row.name for row in rows]) & (action.status == status))
			.orderby(action.closed_on if done else action.due_on, order=Order.desc if done else Order.asc)
			.orderby(action.name)
			.run(as_dict=True)
		)
		return _lines((row.child, _done(row) if done else _open(row)) for row in found)

	return read


def _done(row: Any) -> str:
	return _joined(_day(row.closed_on), (row.what or "").strip(), (row.outcome or "").strip())


def _open(row: Any) -> str:
	return _("{0} ({1}, by {2})").format((row.what or "").strip(), row.owner_name or "", _day(row.due_on))


def _barriers(rows: list[Any], _meeting: Document) -> Words:
	barrier, plan = frappe.qb.DocType("Plan Barrier"), frappe.qb.DocType("Permanence Plan")
	found = (
		frappe.qb.from_(barrier)
		.join(plan)
		.on((plan.name == barrier.parent) & (barrier.parenttype == "Permanence Plan"))
		.select(plan.child, barrier.category, barrier.detail)
		.where(plan.child.isin([row.name for row in rows]) & plan.status.isin(OPEN_STATUSES))
		.where(barrier.resolved_on.isnull())
		.orderby(barrier.raised_on)
		.orderby(barrier.name)
		.run(as_dict=True)
	)
	return _lines((row.child, ": ".join(filter(None, [row.category, row.detail]))) for row in found)


def _lines(found: Any) -> Words:
	"""Returns the first lines for each child, one entry per line."""
	lines: dict[str, list[str]] = {}
	for child, words in found:
		if words and len(lines.setdefault(child, [])) < LAST_ACTIONS:
			lines[child].append(words)
	return {child: "\n".join(words) for child, words in lines.items()}


def _joined(*parts: str | None) -> str:
	return ", ".join(part for part in parts if part)


def _day(value: Any) -> str:
	return formatdate(value) if value else ""


FACTS: dict[str, Callable[[list[Any], Document], Words]] = {
	"Name and date of birth": _born,
	"Name, date of birth and reference number": _born_and_number,
	"Entry to care and legal status": _care,
	"Social worker and team": _worker,
	"Social worker, team and manager": _worker_and_manager,
	"Placement": _placement,
	"Current plan": _plans(("Primary",)),
	"Contingency or parallel plan": _plans(("Contingency", "Parallel")),
	"Actions completed": _actions("Done"),
	"Open actions": _actions("Open"),
	"Open barriers": _barriers,
}
"""The facts that can prefill a question besides the last answer, as Record Question offers them."""
