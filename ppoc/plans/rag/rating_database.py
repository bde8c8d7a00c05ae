"""Reads and writes ratings: the facts of many plans in one query, the differences in a few statements.

Saving a record rates the plans of one child; the hourly pass rates all. Nothing is locked: two people who save at
the same moment may each miss the other's change, and the next pass picks it up.
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
from ppoc.plans.rag.rating import UNRATED, Rated, RatingOverride, RatingRule, rated
from ppoc.timescales.conditions import parse
from ppoc.timescales.rules_database import remembered

PLAN, RULE, FACTS, OVERRIDE = "Permanence Plan", "RAG Rule", "RAG Facts", "RAG Override"
COMPUTED = ("rag", "rag_reason", "rag_since", "rag_by_hand_until")
CHUNK = 200

Row = dict[str, Any]


def known_facts() -> dict[str, str]:
	"""Returns the facts that a rule may use, with their labels."""
	return {field.fieldname: field.label for field in frappe.get_meta(FACTS).fields}


def rules_in_force() -> list[RatingRule]:
	"""Returns the enabled rules, read again only if the setup has changed."""
	return remembered("RAG rules", read_rules)


def read_rules() -> list[RatingRule]:
	"""Reads the enabled rules in the order in which to give their reasons, in the language of the site."""
	language = frappe.db.get_default("lang") or "en"
	rows = frappe.get_all(
		RULE,
		filters={"enabled": 1},
		fields=["name", "rating", "reason", "conditions"],
		order_by="position asc, name asc",
	)
	return [
		RatingRule(row.name, row.rating, _(row.reason, lang=language), parse(row.conditions)) for row in rows
	]


# rating


def rate_children(children: Iterable[str | None], today: date | None = None) -> int:
	"""Rates the plans of these children and writes what differs. Returns the number of plans that changed."""
	names = sorted({child for child in children if child})
	today = today or getdate()
	rows = _rows(_of_children(len(names)), names, today) if names else []
	return len(write(differing(rows, today), today))


def rate_all(today: date | None = None, batch: int = 2000) -> int:
	"""Rates every plan in batches and writes what differs. Returns the number of plans that changed."""
	today, changed, last = today or getdate(), 0, ""
	rules = read_rules()
	while rows := _rows(_after(), [last, batch], today):
		if stale := differing(rows, today, rules):
			frappe.db.commit()  # the plans to write are read again just before
			names = sorted(stale)
			for start in range(0, len(names), CHUNK):
				changed += _rate_plans(names[start : start + CHUNK], today, rules)
		last = rows[-1]["name"]
	return changed


@begins_again(waits=True)
def rate_later(children: list[str]) -> None:
	"""Runs as the job that `due_dates_changed` enqueues."""
	rate_children(children)
	frappe.db.commit()


@begins_again(waits=True)
def _rate_plans(names: list[str], today: date, rules: list[RatingRule]) -> int:
	anew = differing(_rows(_of_plans(len(names)), names, today), today, rules)
	written = write(anew, today)
	frappe.db.commit()
	return len(written)


def differing(
	rows: Sequence[Row], today: date, rules: list[RatingRule] | None = None
) -> dict[str, tuple[Row, Rated]]:
	"""Returns the plans whose stored rating differs from their rating now."""
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
	"""Formats a fact for a reason."""
	if isinstance(value, date):
		return str(formatdate(value))
	return _(value) if isinstance(value, str) else str(value or 0)


def overrides(plans: Sequence[str], today: date) -> dict[str, RatingOverride]:
	"""Returns plan → the override that is in force."""
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
		plan: RatingOverride(rating, until, words.format(by or "", formatdate(until), reason))
		for plan, rating, until, reason, by in query.run()
	}


def write(found: Mapping[str, tuple[Row, Rated]], today: date) -> dict[str, Row]:
	"""Writes ratings in a few statements without touching the plans' timestamps. Returns what was written."""
	written: dict[str, Row] = {
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
	"""Writes the few different dates, each with one statement for all plans that have it."""
	by_day: dict[date | None, list[str]] = defaultdict(list)
	for name, day in days.items():
		by_day[day].append(name)
	plan = frappe.qb.DocType(PLAN)
	for day, names in by_day.items():
		frappe.qb.update(plan).set(plan[field], day).where(plan.name.isin(names)).run()


@built_once
def _texts(names: int) -> Any:
	"""Builds the update. Rating and reason are never NULL, so that every database knows the type of the cases."""
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
	"""Selects open plans, and closed plans that still have a rating, with everything that rules may use. The statement
	takes today's date twice before its other values."""
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
	"""Leaves it to a job to rate the plans of these children, where a rating differs.

	Rating here could deadlock: whoever saves a plan locks it and then waits for its child, which the caller has locked.
	"""
	today, names = getdate(), sorted(children)
	if names and differing(_rows(_of_children(len(names)), names, today), today):
		frappe.enqueue("ppoc.plans.rag.rating_database.rate_later", children=names, enqueue_after_commit=True)


RATINGS = Computation(rate_children, turn=4)
RATINGS_SOON = Computation(rate_soon, turn=5)


def plan_changed(doc: Document) -> None:
	"""Rates a Permanence Plan that was saved or deleted, and the child's other plans, whose contingency it may be."""
	if put_off(RATINGS, [doc.child]):
		return
	today = getdate()
	written = write(differing(_rows(_of_children(1), [doc.child], today), today), today)
	doc.update(written.get(doc.name, {}))


def work_changed(doc: Document) -> None:
	"""Rates the plans of the present and the former child after an Action or Escalation was saved or deleted."""
	before = doc.get_doc_before_save()
	asked = ("child", "plan", "status", "due_on" if doc.doctype == "Action" else "answer_due")
	if before and all(str(before.get(field) or "") == str(doc.get(field) or "") for field in asked):
		return
	children = {doc.child, before.child if before else None} - {None}
	if not put_off(RATINGS, children):
		rate_children(children)


def due_dates_changed(doc: Document) -> None:
	"""Enqueues a rating if ratings may differ after a Child or Care Event was saved and its due dates were computed.

	It does not rate at once, because that could deadlock: saving a plan locks the plan and then waits for its child,
	which the save of a child or event has locked.
	"""
	before = doc.get_doc_before_save()
	if doc.doctype == "Child":
		children = {doc.name} if before else set()
	else:
		children = {doc.child, before.child if before else None} - {None}
	if not put_off(RATINGS_SOON, children):
		rate_soon(children)


def keep_computed(doc: Document) -> None:
	"""Keeps a Permanence Plan's ratings as stored, whatever a user or a form loaded earlier sends."""
	before = doc.get_doc_before_save()
	for field in COMPUTED:
		doc.set(field, before.get(field) if before else None)
