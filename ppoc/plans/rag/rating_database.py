"""Ratings read and written: facts of many plans in one statement, what differs in a few.

A save asks for the plans of one child; the hourly pass goes through all. Nothing is locked: two who save at the same
moment may each miss the other's change, and the next pass finds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Max, Min
from frappe.utils import formatdate, getdate

from ppoc.database.deferral import Computation, put_off
from ppoc.database.retry import begins_again
from ppoc.database.statements import built_once, parameters
from ppoc.plans.predictions import OPEN_STATUSES
from ppoc.plans.rag.facts import facts_of
from ppoc.plans.rag.rating import UNRATED, ByHand, Rated, Rule, rated
from ppoc.timescales.conditions import parse
from ppoc.timescales.rules_database import remembered

PLAN, RULE, FACTS, OVERRIDE = "Permanence Plan", "RAG Rule", "RAG Facts", "RAG Override"
COMPUTED = ("rag", "rag_reason", "rag_since", "rag_by_hand_until")
CHUNK = 200

Row = dict[str, Any]


def known_facts() -> dict[str, str]:
	"""What a rule may ask for, with its words."""
	return {field.fieldname: field.label for field in frappe.get_meta(FACTS).fields}


def rules_in_force() -> list[Rule]:
	"""The enabled rules, read again only when one of them has changed."""
	return remembered("RAG rules", read_rules)


def read_rules() -> list[Rule]:
	"""The enabled rules, in the order in which their reasons are told, in the language of the site."""
	language = frappe.db.get_default("lang") or "en"
	rows = frappe.get_all(
		RULE,
		filters={"enabled": 1},
		fields=["name", "rating", "reason", "conditions"],
		order_by="position asc, name asc",
	)
	return [Rule(row.name, row.rating, _(row.reason, lang=language), parse(row.conditions)) for row in rows]


# rating


def rate_children(children: Iterable[str | None], today: date | None = None) -> int:
	"""Rate the plans of these children and write what differs. Returns how many plans that were."""
	names = sorted({child for child in children if child})
	today = today or getdate()
	rows = _rows(_of_children(len(names)), names, today) if names else []
	return len(write(differing(rows, today), today))


def rate_all(today: date | None = None, batch: int = 2000) -> int:
	"""Rate every plan, so many at a time, and write what differs. Returns how many plans that were."""
	today, changed, last = today or getdate(), 0, ""
	rules = read_rules()
	while rows := _rows(_after(), [last, batch], today):
		if stale := differing(rows, today, rules):
			frappe.db.commit()  # what is written is read anew, just before
			names = sorted(stale)
			for start in range(0, len(names), CHUNK):
				changed += _rate_plans(names[start : start + CHUNK], today, rules)
		last = rows[-1]["name"]
	return changed


@begins_again(waits=True)
def rate_later(children: list[str]) -> None:
	"""The job of `due_dates_changed`."""
	rate_children(children)
	frappe.db.commit()


@begins_again(waits=True)
def _rate_plans(names: list[str], today: date, rules: list[Rule]) -> int:
	anew = differing(_rows(_of_plans(len(names)), names, today), today, rules)
	written = write(anew, today)
	frappe.db.commit()
	return len(written)


def differing(
	rows: Sequence[Row], today: date, rules: list[Rule] | None = None
) -> dict[str, tuple[Row, Rated]]:
	"""Those of these plans whose stored rating is not what they are rated now."""
	if not rows:
		return {}
	rules = rules_in_force() if rules is None else rules
	by_hand = overrides([row["name"] for row in rows], today)
	found = {}
	for row in rows:
		if row["status"] in OPEN_STATUSES:
			now = rated(facts_of(row, today), rules, by_hand.get(row["name"]), told)
		else:
			now = UNRATED
		if now != Rated(row["rag"] or "", row["rag_reason"] or "", row["rag_by_hand_until"]):
			found[row["name"]] = (row, now)
	return found


def told(value: Any) -> str:
	"""A fact as it is written into a reason."""
	if isinstance(value, date):
		return str(formatdate(value))
	return _(value) if isinstance(value, str) else str(value or 0)


def overrides(plans: Sequence[str], today: date) -> dict[str, ByHand]:
	"""Plan → what somebody has set by hand and what counts still."""
	table, user = frappe.qb.DocType(OVERRIDE), frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(table)
		.left_join(user)
		.on(user.name == table.set_by)
		.select(table.parent, table.rating, table.until, table.reason, user.full_name)
		.where((table.parenttype == PLAN) & (table.until >= today) & table.lifted_on.isnull())
		.where(table.parent.isin(plans))
		.orderby(table.parent)
		.orderby(table.idx)
	)
	words = _("Set by hand by {0} until {1}: {2}", lang=frappe.db.get_default("lang") or "en")
	return {
		plan: ByHand(rating, until, words.format(by or "", formatdate(until), reason))
		for plan, rating, until, reason, by in query.run()
	}


def write(found: Mapping[str, tuple[Row, Rated]], today: date) -> dict[str, Row]:
	"""Write ratings in a few statements; nobody's form grows stale by it. Returns what was written."""
	written = {
		name: {
			"rag": now.rating,
			"rag_reason": now.reason,
			"rag_since": _since(row, now, today),
			"rag_by_hand_until": now.by_hand_until,
		}
		for name, (row, now) in found.items()
	}
	names = list(written)
	for start in range(0, len(names), CHUNK):
		some = names[start : start + CHUNK]
		values = [value for field in ("rag", "rag_reason") for n in some for value in (n, written[n][field])]
		frappe.db.sql(_texts(len(some)), [*values, *some])
	for field in ("rag_since", "rag_by_hand_until"):
		_write_days(field, {name: values[field] for name, values in written.items()})
	return written


def _since(row: Row, now: Rated, today: date) -> date | None:
	if now.rating == (row["rag"] or ""):
		return row["rag_since"]
	return today if now.rating else None


def _write_days(field: str, days: Mapping[str, date | None]) -> None:
	"""Dates are few and the same for many: one statement each."""
	by_day: dict[date | None, list[str]] = defaultdict(list)
	for name, day in days.items():
		by_day[day].append(name)
	plan = frappe.qb.DocType(PLAN)
	for day, names in by_day.items():
		frappe.qb.update(plan).set(plan[field], day).where(plan.name.isin(names)).run()


@built_once
def _texts(names: int) -> Any:
	"""Rating and reason are never nothing, so that every database knows what kind of value a case gives."""
	plan = frappe.qb.DocType(PLAN)
	query = frappe.qb.update(plan).where(plan.name.isin(parameters(names)))
	for column in ("rag", "rag_reason"):
		case = Case()
		for name, value in [parameters(2)] * names:
			case = case.when(plan.name == name, value)
		query = query.set(plan[column], case)
	return query


# facts


def _rows(statement: str, which: Collection[Any], today: date) -> list[Row]:
	return list(frappe.db.sql(statement, [today, today, *which], as_dict=True))


@built_once
def _of_children(names: int) -> Any:
	plan = frappe.qb.DocType(PLAN)
	return _facts(plan).where(plan.child.isin(parameters(names)))


@built_once
def _of_plans(names: int) -> Any:
	plan = frappe.qb.DocType(PLAN)
	return _facts(plan).where(plan.name.isin(parameters(names)))


@built_once
def _after() -> Any:
	plan = frappe.qb.DocType(PLAN)
	last, limit = parameters(2)
	return _facts(plan).where(plan.name > last).orderby(plan.name).limit(limit)


def _facts(plan: Any) -> Any:
	"""Open plans, and closed ones that are rated still, with all that rules may ask; today stands twice before the
	statement's other values."""
	child = frappe.qb.DocType("Child")
	query = frappe.qb.from_(plan).left_join(child).on(child.name == plan.child)
	for column in (
		"name", "child", "status", "plan_kind", "route", "locality", "team", "predicted_start", "predicted_finish",
		"actual_start", "actual_finish", "times_moved", "prioritised_on", "case_system_agrees", *COMPUTED,
	):  # fmt: skip
		query = query.select(plan[column])
	for column in ("date_of_birth", "legal_status", "looked_after", "on_full_care_order", "social_worker"):
		query = query.select(child[column])
	query = query.select(child.overdue_count.as_("overdue_timescales"))
	for name, counted in _counted(plan).items():
		query = query.select(counted.as_(name))
	return query.where(plan.status.isin(OPEN_STATUSES) | (plan.rag != ""))


def _counted(plan: Any) -> dict[str, Any]:
	barrier, timescale = (frappe.qb.DocType(d) for d in ("Plan Barrier", "Timescale"))
	action, escalation = (frappe.qb.DocType(d) for d in ("Action", "Escalation"))
	talk, sitting = (frappe.qb.DocType(d) for d in ("Meeting Discussion", "Meeting"))
	other = frappe.qb.DocType(PLAN).as_("other")
	today_1, today_2 = parameters(2)

	def of_plan(table: Any) -> Any:
		mine = (table.plan == plan.name) | table.plan.isnull() | (table.plan == "")
		return frappe.qb.from_(table).where((table.child == plan.child) & mine & (table.status == "Open"))

	barriers = (
		frappe.qb.from_(barrier)
		.where((barrier.parent == plan.name) & (barrier.parenttype == PLAN))
		.where(barrier.resolved_on.isnull())
	)
	actions, escalations = of_plan(action), of_plan(escalation)
	return {
		"open_barriers": barriers.select(Count("*")),
		"barrier_since": barriers.select(Min(barrier.raised_on)),
		"open_actions": actions.select(Count("*")),
		"overdue_actions": actions.where(action.due_on < today_1).select(Count("*")),
		"open_escalations": escalations.select(Count("*")),
		"late_escalations": escalations.where(escalation.answer_due < today_2).select(Count("*")),
		"discussed_on": frappe.qb.from_(talk)
		.join(sitting)
		.on(sitting.name == talk.meeting)
		.where((talk.child == plan.child) & (talk.state == "Done"))
		.select(Max(sitting.meeting_date)),
		"other_plan": frappe.qb.from_(other)
		.where((other.child == plan.child) & (other.name != plan.name))
		.where(other.status.isin(OPEN_STATUSES) & other.plan_kind.isin(["Parallel", "Contingency"]))
		.select(Count("*")),
		"overdue_since": frappe.qb.from_(timescale)
		.where((timescale.child == plan.child) & (timescale.state == "Overdue"))
		.select(Min(timescale.due_on)),
	}


# when records are saved


def rate_soon(children: Collection[str]) -> None:
	"""Leave it to a job to rate the plans of these children, where a rating differs.

	Not here: whoever saves a plan holds it and then waits for its child, whom the caller holds.
	"""
	today, names = getdate(), sorted(children)
	if names and differing(_rows(_of_children(len(names)), names, today), today):
		frappe.enqueue("ppoc.plans.rag.rating_database.rate_later", children=names, enqueue_after_commit=True)


RATINGS = Computation(rate_children, turn=4)
RATINGS_SOON = Computation(rate_soon, turn=5)


def plan_changed(doc: Document, method: str | None = None) -> None:
	"""A doc event of Permanence Plan: it is rated, and so are the child's others where it is their contingency."""
	if put_off(RATINGS, [doc.child]):
		return
	today = getdate()
	written = write(differing(_rows(_of_children(1), [doc.child], today), today), today)
	doc.update(written.get(doc.name, {}))


def work_changed(doc: Document, method: str | None = None) -> None:
	"""A doc event of Action and Escalation: the plans of its child, and of the one that it was about before."""
	before = doc.get_doc_before_save()
	asked = ("child", "plan", "status", "due_on" if doc.doctype == "Action" else "answer_due")
	if before and all(str(before.get(field) or "") == str(doc.get(field) or "") for field in asked):
		return
	children = {doc.child, before.child if before else None} - {None}
	if not put_off(RATINGS, children):
		rate_children(children)


def due_dates_changed(doc: Document, method: str | None = None) -> None:
	"""A doc event of Child and Care Event, after their due dates were computed: a job rates what differs."""
	before = doc.get_doc_before_save()
	if doc.doctype == "Child":
		children = {doc.name} if before else set()
	else:
		children = {doc.child, before.child if before else None} - {None}
	if not put_off(RATINGS_SOON, children):
		rate_soon(children)


def keep_computed(doc: Document, method: str | None = None) -> None:
	"""A doc event of Permanence Plan: ratings are not typed over, nor brought back by a form loaded before."""
	before = doc.get_doc_before_save()
	for field in COMPUTED:
		doc.set(field, before.get(field) if before else None)
