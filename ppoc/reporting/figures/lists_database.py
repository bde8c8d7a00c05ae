"""Parts of the queries behind the lists of children, plans and actions.

A plan, an event or a request belongs to its child and is seen by whoever sees that child
(`ppoc.access.scopes`). So these are joined to rows that are already scoped, without a second check. An action
may also belong to another child's plan, so it is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.permissions import get_user_permissions
from frappe.query_builder.builder import Table
from frappe.query_builder.functions import Max
from pypika import Order
from pypika.analytics import Count as CountOver
from pypika.analytics import RowNumber
from pypika.queries import QueryBuilder, Selectable
from pypika.terms import Criterion

from ppoc.access.scoped_query import Row, seen
from ppoc.care_codes import CODED
from ppoc.care_words import care_words
from ppoc.plans.predictions import OPEN_STATUSES

REVIEW_HELD, PLAN_AGREED = "Review held", "Permanence plan agreed"
BLUE, AMBER, RED, GREEN = "#175cd3", "#f5b94a", "#e03636", "#30a66d"


def narrowed(query: QueryBuilder, table: Table, filters: Row, *names: str) -> QueryBuilder:
	"""Returns the query narrowed by the reader's filters; by locality and team unless others are named."""
	for name in names or ("locality", "team"):
		if filters.get(name):
			query = query.where(table[name] == filters[name])
	return query


def unset(column: Any) -> Criterion:
	"""Returns the condition that a column is empty, as a database stores that."""
	return column.isnull() | (column == "")


def next_actions(children: Iterable[str] | None = None) -> Selectable:
	"""Returns child → the next open action (`what`, `due_on`, `action_owner`) and how many are open (`open_actions`).

	For queries that are scoped to children: whoever sees the child sees an action on the child's own plan, or
	on none. Only the other actions are checked, unless Frappe's User Permissions narrow access further.

	Args:
		children: limits the result to these children.
	"""
	action, plan = frappe.qb.DocType("Action"), frappe.qb.DocType("Permanence Plan").as_("its_plan")
	shown = seen("Action")
	if not get_user_permissions(frappe.session.user):
		shown = unset(action.plan) | (plan.child == action.child) | shown
	ranked = (
		frappe.qb.from_(action)
		.left_join(plan)
		.on(plan.name == action.plan)
		.where((action.status == "Open") & shown)
		.select(action.child, action.what, action.due_on, action.action_owner)
		.select(RowNumber().over(action.child).orderby(action.due_on).orderby(action.name).as_("place"))
		.select(CountOver(action.name).over(action.child).as_("open_actions"))
	)
	if children is not None:
		ranked = ranked.where(action.child.isin(list(children)))
	ranked = ranked.as_("ranked")
	first = frappe.qb.from_(ranked).where(ranked.place == 1)
	return first.select(
		ranked.child, ranked.what, ranked.due_on, ranked.action_owner, ranked.open_actions
	).as_("following")


def latest_requests(request_type: str) -> Selectable:
	"""Returns child → the latest request of this type."""
	request = frappe.qb.DocType("Panel Decision")
	ranked = (
		frappe.qb.from_(request)
		.where((request.request_type == request_type) & (request.status != "Withdrawn"))
		.select(request.name, request.child, request.status, request.decision, request.decided_on)
		.select(request.decided_by, request.meeting, request.deadline, request.review)
		.select(
			RowNumber()
			.over(request.child)
			.orderby(request.requested_on, order=Order.desc)
			.orderby(request.name, order=Order.desc)
			.as_("place")
		)
	).as_("ranked")
	return frappe.qb.from_(ranked).where(ranked.place == 1).select(ranked.star).as_("asked")


def second_reviews(until: Any) -> Selectable:
	"""Returns child → the day of its second review (`held_on`), if it has been held."""
	event = frappe.qb.DocType("Care Event")
	ranked = (
		frappe.qb.from_(event)
		.where((event.event_type == REVIEW_HELD) & (event.event_date <= until))
		.select(event.child, event.event_date)
		.select(RowNumber().over(event.child).orderby(event.event_date).orderby(event.name).as_("place"))
	).as_("reviews")
	second = frappe.qb.from_(ranked).where(ranked.place == 2)
	return second.select(ranked.child, ranked.event_date.as_("held_on")).as_("second_review")


def plans_agreed(until: Any) -> Selectable:
	"""Returns child → the last day on which a plan was agreed (`agreed_on`)."""
	event = frappe.qb.DocType("Care Event")
	return (
		frappe.qb.from_(event)
		.where((event.event_type == PLAN_AGREED) & (event.event_date <= until))
		.select(event.child, Max(event.event_date).as_("agreed_on"))
		.groupby(event.child)
	).as_("plan_agreed")


def open_plans(*kinds: str) -> Selectable:
	"""Returns child → one of its open plans of these kinds (`route`)."""
	plan = frappe.qb.DocType("Permanence Plan")
	return (
		frappe.qb.from_(plan)
		.where(plan.status.isin((*OPEN_STATUSES, "Achieved")) & plan.plan_kind.isin(kinds))
		.select(plan.child, Max(plan.route).as_("route"))
		.groupby(plan.child)
	).as_(f"open_{kinds[0].lower()}")


def with_child_name(query: QueryBuilder, table: Table) -> tuple[QueryBuilder, Table]:
	"""Joins the child's record to rows whose readers may not all see the child; it stays empty for those who
	do not."""
	child = frappe.qb.DocType("Child")
	return query.left_join(child).on((child.name == table.child) & seen("Child")), child


GROUPS_IN_WORDS = ("Route", "Barrier")
"""Groups of reports whose names are words; the others are names of places."""


def in_words(rows: Iterable[Row], *names: str) -> None:
	"""Puts choices and codes in the rows into the reader's words; each is looked up once."""
	words: dict[tuple[str, str], str] = {}
	for row in rows:
		for name in names:
			if value := row[name]:
				if (name, value) not in words:
					words[name, value] = care_words(name, value) if name in CODED else _(value)
				row[name] = words[name, value]


def figure(label: str, value: Any, indicator: str = "", datatype: str = "Int") -> Row:
	"""Returns a number of a report's summary."""
	shown = {"label": label, "value": value, "datatype": datatype}
	return {**shown, "indicator": indicator} if indicator else shown


def bars(
	labels: list[str], colours: list[str], datasets: Mapping[str, list[Any]], stacked: bool = False
) -> Row | None:
	"""Returns a bar chart of the labels, or None if there is nothing to draw."""
	if not labels:
		return None
	return {
		"data": {
			"labels": labels,
			"datasets": [{"name": name, "values": values} for name, values in datasets.items()],
		},
		"type": "bar",
		"colors": colours,
		"barOptions": {"stacked": int(stacked)},
	}


def lines(labels: list[str], colours: list[str], datasets: Mapping[str, list[Any]], title: str) -> Row | None:
	"""Returns a line chart of the labels, or None if there is nothing to draw."""
	chart = bars(labels, colours, datasets)
	return chart and {
		"data": chart["data"],
		"type": "line",
		"colors": colours,
		"title": title,
	}
