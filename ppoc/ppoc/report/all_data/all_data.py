"""All Data: every child on a full care order with the decision on potential and the state of its plan (source 1)."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _

from ppoc.access.scoped_query import Row, scoped
from ppoc.plans.potential.rules import CATEGORIES, NOT_YET
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import BLUE, bars, figure, in_words, narrowed, next_actions, unset


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each child, a chart by category and a summary."""
	rows = get_data(frappe._dict(filters or {}))
	counts = Counter(row["potential"] for row in rows)
	in_words(rows, "potential", "status", "rag", "legal_status", "placement")
	return get_columns(), rows, None, get_chart(counts), get_summary(rows, counts)


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


def get_data(filters: frappe._dict) -> list[Row]:
	"""Returns the children by team and name, in one query."""
	child, query = scoped("Child")
	plan, worker = frappe.qb.DocType("Permanence Plan"), frappe.qb.DocType("Worker")
	officer, following = frappe.qb.DocType("Worker").as_("officer"), next_actions()
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
		.select(plan.status, plan.rag, plan.predicted_start, following.open_actions)
		.select(child.next_due, child.next_due_on, child.overdue_count)
		.orderby(child.team)
		.orderby(child.full_name)
		.orderby(child.name)
	)
	if not filters.other_orders:
		query = query.where(child.on_full_care_order == 1)
	return list(narrowed(query, child, filters, "locality", "team", "potential").run(as_dict=True))


def get_chart(counts: Counter[str]) -> Row | None:
	"""Returns a chart of children by category of potential, in the order of the decision."""
	shown = [name for name in CATEGORIES if counts[name]]
	return bars(
		[_(name) for name in shown], [BLUE], datasets={_("Children"): [counts[name] for name in shown]}
	)


def get_summary(rows: list[Row], counts: Counter[str]) -> list[Row]:
	"""Returns how many there are, not yet categorised, with a current plan, and with an overdue date."""
	waiting = counts[NOT_YET]
	overdue = sum(bool(row["overdue_count"]) for row in rows)
	return [
		figure(_("Children"), len(rows)),
		figure(_("Not yet categorised"), waiting, "Orange" if waiting else ""),
		figure(_("With a current plan"), sum(bool(row["plan"]) for row in rows), "Green"),
		figure(_("With an overdue date"), overdue, "Red" if overdue else ""),
	]
