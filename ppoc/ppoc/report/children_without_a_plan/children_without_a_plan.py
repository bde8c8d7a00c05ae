"""Children without a Plan: no plan, no fallback plan, or none agreed by the second review (source 4, D5.4)."""

from __future__ import annotations

from collections import Counter
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.builder import Table
from frappe.query_builder.functions import Max
from frappe.utils import getdate, nowdate
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ValueWrapper

from ppoc.access.scoped_query import Row, scoped
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import AMBER, BLUE, RED, bars, figure, in_words, narrowed
from ppoc.reporting.figures.plan_gaps_database import GAPS, NO_OTHER, NO_PLAN, SECOND_REVIEW, with_gaps

MOST_TEAMS = 12


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each child with a gap, a chart by team and a summary."""
	rows = get_data(frappe._dict(filters or {}), getdate(nowdate()))
	counts = Counter((row["team"], gap) for row in rows for gap in row["gaps"])
	return get_columns(), rows, None, get_chart(counts), get_summary(rows, counts)


def get_columns() -> list[Column]:
	"""Returns the columns: who, what is missing, for how long."""
	return [
		text("gap", _("What is missing"), 350),
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		link("locality", _("Locality"), "Locality"),
		link("team", _("Team"), "Team", 150),
		text("social_worker", _("Social worker")),
		text("reviewing_officer", _("Reviewing officer")),
		text("legal_status", _("Legal status"), 150),
		day("care_started_on", _("In care since")),
		whole("weeks", _("Weeks in care"), 120),
		day("second_review", _("Second review"), 120),
		day("agreed_on", _("Plan agreed on"), 120),
		text("route", _("Plan"), 150),
		text("other_route", _("Parallel or contingency"), 180),
		text("potential", _("Potential"), 150),
		text("reason", _("Why no plan is agreed"), 320),
		day("reason_written_on", _("Written on"), 120),
		text("reason_read", _("Read by"), 220),
	]


def get_data(filters: frappe._dict, today: date) -> list[Row]:
	"""Returns children in care with a gap: without a plan first, then past their second review, longest in
	care first."""
	rows = list(_query(filters, today).run(as_dict=True))
	words = {gap: _(gap) for gap in GAPS}
	for row in rows:
		found = (row.pop("no_plan"), row.pop("past_review"), row.pop("no_other"))
		row.gaps = [gap for gap, there in zip(GAPS, found, strict=True) if there]
		row.gap = "; ".join(words[gap] for gap in row.gaps)
		row.reason_read = _read_by(row.pop("read_by_officer"), row.pop("read_by_head"))
		row.weeks = (today - row.care_started_on).days // 7 if row.care_started_on else None
	in_words(rows, "route", "potential", "legal_status")
	return rows


def _read_by(officer: str | None, head: str | None) -> str:
	readers = ((officer, _("reviewing officer")), (head, _("head of service")))
	return ", ".join(words for reader, words in readers if reader)


def _query(filters: frappe._dict, today: date) -> QueryBuilder:
	child, query = scoped("Child")
	worker, officer = frappe.qb.DocType("Worker"), frappe.qb.DocType("Worker").as_("officer")
	found = with_gaps(query, child, today)
	no_plan, past_review, no_other = (Case().when(gap, 1).else_(0) for gap in found.gaps.values())
	query = (
		found.query.left_join(worker)
		.on(worker.name == child.social_worker)
		.left_join(officer)
		.on(officer.name == child.reviewing_officer)
		.select(no_plan.as_("no_plan"), past_review.as_("past_review"), no_other.as_("no_other"))
		.select(child.full_name.as_("child_name"), child.name.as_("child"), child.locality)
		.select(child.team, worker.worker_name.as_("social_worker"), child.legal_status)
		.select(officer.worker_name.as_("reviewing_officer"), child.care_started_on)
		.select(found.review.held_on.as_("second_review"), found.agreed.agreed_on, found.primary.route)
		.select(found.other.route.as_("other_route"), child.potential)
		.orderby(no_plan, order=Order.desc)
		.orderby(past_review, order=Order.desc)
		.orderby(child.care_started_on)
		.orderby(child.name)
	)
	if frappe.has_permission("Delay Reason", "read"):
		query = _with_last_reason(query, child)
	else:
		nothing = ("reason", "reason_written_on", "read_by_officer", "read_by_head")
		query = query.select(*(ValueWrapper(None, name) for name in nothing))
	gaps = found.gaps
	query = query.where(gaps[filters.gap] if filters.gap in gaps else Criterion.any(gaps.values()))
	return narrowed(query, child, filters)


def _with_last_reason(query: QueryBuilder, child: Table) -> QueryBuilder:
	"""Joins what was written last of why a child has no agreed plan; who sees the child sees it."""
	written, reason = frappe.qb.DocType("Delay Reason"), frappe.qb.DocType("Delay Reason").as_("last_reason")
	last = (
		frappe.qb.from_(written).select(written.child, Max(written.name).as_("name")).groupby(written.child)
	).as_("last_written")
	return (
		query.left_join(last)
		.on(last.child == child.name)
		.left_join(reason)
		.on(reason.name == last.name)
		.select(reason.reason, reason.written_on.as_("reason_written_on"))
		.select(reason.read_by_officer, reason.read_by_head)
	)


def get_chart(counts: Counter[tuple[str | None, str]]) -> Row | None:
	"""Returns a chart of the teams with most gaps; a child counts once for each gap."""
	teams: Counter[str | None] = Counter()
	for (team, _gap), number in counts.items():
		teams[team] += number
	shown = [team for team, _number in teams.most_common(MOST_TEAMS)]
	return bars(
		[team or _("No team") for team in shown],
		[RED, AMBER, BLUE],
		datasets={_(gap): [counts[team, gap] for team in shown] for gap in GAPS},
	)


def get_summary(rows: list[Row], counts: Counter[tuple[str | None, str]]) -> list[Row]:
	"""Returns how many children there are, and how many have each gap."""
	shades = {NO_PLAN: "Red", SECOND_REVIEW: "Orange", NO_OTHER: "Blue"}
	return [
		figure(_("Children"), len(rows)),
		*(
			figure(_(gap), sum(number for (_team, one), number in counts.items() if one == gap), shades[gap])
			for gap in GAPS
		),
	]
