"""All Data: every child on a full care order with the decision on potential and the state of its plan (source 1)."""

from __future__ import annotations

from collections.abc import Collection

import frappe
from frappe import _

from ppoc.access.scoped_query import Row, scoped
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import narrowed, next_actions, unset


def get_columns() -> list[Column]:
	"""Returns the columns: who, where, the decision on potential, the plan, what is next."""
	return [
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		text("child_id", _("ID"), 100),
		day("date_of_birth", _("Date of birth")),
		link("locality", _("Locality"), "Locality"),
		link("team", _("Team"), "Team", 150),
		text("social_worker", _("Social worker")),
		text("reviewing_officer", _("Reviewing officer")),
		text("legal_status", _("Legal status"), 150),
		day("care_started_on", _("In care since")),
		text("placement", _("Placement"), 130),
		day("placement_since", _("Placed since")),
		text("potential", _("Potential"), 160),
		text("potential_rationale", _("Rationale"), 260),
		day("potential_decided_on", _("Decided on")),
		day("potential_review_on", _("Review on")),
		link("plan", _("Plan"), "Permanence Plan", 110),
		text("route", _("List"), 155),
		text("status", _("Status"), 165),
		text("rag", _("RAG"), 70),
		day("predicted_start", _("Predicted start"), 120),
		whole("open_actions", _("Open actions"), 110),
		text("next_due", _("Next due"), 200),
		day("next_due_on", _("Due on")),
		whole("overdue_count", _("Overdue dates"), 120),
	]


def get_data(filters: frappe._dict, children: Collection[str] | None = None) -> list[Row]:
	"""Returns the children by team and name, in one query.

	Args:
		children: limits the rows to these children.
	"""
	child, query = scoped("Child")
	plan, worker = frappe.qb.DocType("Permanence Plan"), frappe.qb.DocType("Worker")
	officer, following = frappe.qb.DocType("Worker").as_("officer"), next_actions(children)
	query = (
		query.left_join(plan)
		.on(plan.name == child.current_plan)
		.left_join(worker)
		.on(worker.name == child.social_worker)
		.left_join(officer)
		.on(officer.name == child.reviewing_officer)
		.left_join(following)
		.on(following.child == child.name)
		.where(unset(child.merged_into))
		.select(child.full_name.as_("child_name"), child.name.as_("child"), child.child_id)
		.select(child.date_of_birth, child.locality, child.team, worker.worker_name.as_("social_worker"))
		.select(officer.worker_name.as_("reviewing_officer"), child.legal_status, child.care_started_on)
		.select(child.placement, child.placement_since, child.potential, child.potential_rationale)
		.select(child.potential_decided_on, child.potential_review_on, plan.name.as_("plan"), plan.route)
		.select(plan.status, plan.rag, plan.predicted_start, plan.actual_start, following.open_actions)
		.select(child.next_due, child.next_due_on, child.overdue_count)
		.orderby(child.team)
		.orderby(child.full_name)
		.orderby(child.name)
	)
	if children is not None:
		query = query.where(child.name.isin(list(children)))
	if not filters.other_orders:
		query = query.where(child.on_full_care_order == 1)
	return list(narrowed(query, child, filters, "locality", "team", "potential").run(as_dict=True))
