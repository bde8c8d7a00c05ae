"""Counts a locality's quarter, in a fixed number of queries.

Everybody in the locality reads the report, including users who may not see a restricted child. So children
with a restricted record are left out of every figure, whoever drafts it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Case, Criterion
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import add_days, getdate, nowdate
from pypika.queries import QueryBuilder

from ppoc.access.scoped_query import scoped
from ppoc.reporting.figures.date_ranges import share_on_time
from ppoc.reporting.figures.paperwork_database import paperwork
from ppoc.reporting.figures.rhythm_kept import by_forum
from ppoc.reporting.figures.rhythm_kept_database import kept_for_reader
from ppoc.reporting.oversight.figures import NO_CATEGORY, Barriers, Due, Figures, Quarter, SittingsHeld

REMOVED = "No longer prioritised"


def figures_of(locality: str, quarter: Quarter) -> Figures:
	"""Returns the figures of a quarter up to its end, or to today if it is not over, from rows that the user
	may see."""
	first, last = quarter.first, min(quarter.last, getdate(nowdate()))
	found = Figures()
	for step, number in _steps(locality, first, last).items():
		setattr(found, step, number)
	found.achieved = _achieved(locality, first, last)
	found.starts, found.finishes = _due(locality, "start", first, last), _due(locality, "finish", first, last)
	found.moved = _moved(locality, first, last)
	found.barriers = _barriers(locality, first, last)
	found.actions = _actions(locality, first, last)
	found.escalated, found.answered = _escalations(locality, first, last)
	found.effectiveness = _effectiveness(locality, last)
	_add_meetings(found, locality, first, last)
	return found


def _plans(locality: str) -> tuple[Any, QueryBuilder]:
	"""Returns the locality's plans, without those of restricted children."""
	plan, query = scoped("Permanence Plan")
	child = frappe.qb.DocType("Child")
	query = query.join(child).on(child.name == plan.child).where(_open(child) & (plan.locality == locality))
	return plan, query


def _open(child: Any) -> Criterion:
	return Coalesce(child.restricted, 0) == 0


def _count(condition: Criterion) -> Any:
	return Sum(Case().when(condition, 1).else_(0))


def _steps(locality: str, first: date, last: date) -> dict[str, int]:
	plan, query = _plans(locality)
	left = plan.removed_on.isnull() | (plan.removed_on > last) | (plan.status != REMOVED)
	not_yet = plan.achieved_on.isnull() | (plan.achieved_on > last)
	steps = {
		"listed": (plan.prioritised_on <= last) & left & not_yet,
		"prioritised": plan.prioritised_on.between(first, last),
		"started": plan.actual_start.between(first, last),
		"finished": plan.actual_finish.between(first, last),
		"removed": plan.removed_on.between(first, last) & (plan.status == REMOVED),
	}
	for name, condition in steps.items():
		query = query.select(_count(condition).as_(name))
	row = query.run(as_dict=True)[0]
	return {name: int(row[name] or 0) for name in steps}


def _achieved(locality: str, first: date, last: date) -> dict[str, int]:
	plan, query = _plans(locality)
	query = query.where(plan.achieved_on.between(first, last)).groupby(plan.route)
	return dict(sorted((route or "", number) for route, number in query.select(plan.route, Count("*")).run()))


def _due(locality: str, what: str, first: date, last: date) -> Due:
	"""Returns plans whose start or finish was predicted for the period, without those no longer prioritised."""
	plan, query = _plans(locality)
	predicted = plan[f"predicted_{what}"]
	done = plan.actual_start if what == "start" else Coalesce(plan.actual_finish, plan.achieved_on)
	by_then = done.notnull() & (done <= last)
	query = query.where(predicted.between(first, last) & ((plan.status != REMOVED) | by_then))
	row = query.select(
		_count(by_then & (done <= predicted)),
		_count(by_then & (done > predicted)),
		_count(done.isnull() | (done > last)),
	).run()[0]
	return Due(*(int(number or 0) for number in row))


def _moved(locality: str, first: date, last: date) -> list[int]:
	plan, query = _plans(locality)
	change = frappe.qb.DocType("Prediction Change")
	rows = (
		query.join(change)
		.on((change.parent == plan.name) & (change.parenttype == "Permanence Plan"))
		.where((change.changed_on >= first) & (change.changed_on < getdate(add_days(last, 1))))
		.where(change.was.notnull() & change.became.notnull() & (change.was != change.became))
		.select(change.was, change.became)
		.run()
	)
	return sorted((getdate(became) - getdate(was)).days for was, became in rows)


def _barriers(locality: str, first: date, last: date) -> dict[str, Barriers]:
	plan, query = _plans(locality)
	barrier = frappe.qb.DocType("Plan Barrier")
	raised = Coalesce(barrier.raised_on, plan.prioritised_on, first)
	stands = (raised <= last) & (barrier.resolved_on.isnull() | (barrier.resolved_on > last))
	on_list = plan.achieved_on.isnull() | (plan.achieved_on > last)
	listed = on_list & ((plan.status != REMOVED) | (plan.removed_on > last))
	held_up = Count(Case().when(stands & listed, plan.name)).distinct()
	rows = (
		query.join(barrier)
		.on((barrier.parent == plan.name) & (barrier.parenttype == "Permanence Plan"))
		.select(Coalesce(barrier.category, ""), held_up)
		.select(_count(raised.between(first, last)), _count(barrier.resolved_on.between(first, last)))
		.groupby(Coalesce(barrier.category, ""))
		.run()
	)
	found: dict[str, Barriers] = {}
	for category, *numbers in rows:
		one = found.setdefault(category or NO_CATEGORY, Barriers())
		for name, number in zip(("open", "raised", "resolved"), numbers, strict=True):
			setattr(one, name, getattr(one, name) + int(number or 0))
	return {name: one for name, one in found.items() if one.open or one.raised or one.resolved}


def _about_open_children(doctype: str, locality: str) -> tuple[Any, QueryBuilder]:
	"""Returns rows of the locality that are about no child, or about one whose record is not restricted."""
	table, query = scoped(doctype)
	child = frappe.qb.DocType("Child")
	query = query.left_join(child).on(child.name == table.child)
	return table, query.where((table.locality == locality) & _open(child))


def _actions(locality: str, first: date, last: date) -> Due:
	action, query = _about_open_children("Action", locality)
	done = action.closed_on.notnull() & (action.closed_on <= last)
	row = (
		query.where(action.due_on.between(first, last))
		.select(_count(done & (action.closed_on <= action.due_on)), _count(done & (action.closed_on > action.due_on)))
		.select(_count(action.closed_on.isnull() | (action.closed_on > last)))
		.run()[0]
	)  # fmt: skip
	return Due(*(int(number or 0) for number in row))


def _escalations(locality: str, first: date, last: date) -> tuple[int, int]:
	escalation, query = _about_open_children("Escalation", locality)
	raised, answered = (
		getattr(escalation, name).between(first, last) for name in ("raised_on", "answered_on")
	)
	row = query.select(_count(raised), _count(answered)).run()[0]
	return int(row[0] or 0), int(row[1] or 0)


def _effectiveness(locality: str, last: date) -> float:
	review, query = scoped("Effectiveness Review")
	rows = (
		query.where((review.locality == locality) & (review.review_date <= last) & (review.scored > 0))
		.select(review.average_score)
		.orderby(review.review_date, order=frappe.qb.desc)
		.limit(1)
		.run()
	)
	return float(rows[0][0]) if rows else 0.0


def _add_meetings(found: Figures, locality: str, first: date, last: date) -> None:
	asked = {"locality": locality}
	found.meetings = [
		SittingsHeld(one.forum, one.expected, one.sat.held)
		for one in by_forum(kept_for_reader(first, last, asked))
		if one.expected or one.sat.held
	]
	papers = paperwork({**asked, "from_date": first, "to_date": last})
	found.agendas_on_time = share_on_time(row["agenda"] for row in papers)
	found.notes_on_time = share_on_time(row["notes"] for row in papers)
