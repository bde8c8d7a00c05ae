"""Scores of Effectiveness Reviews over time."""

from __future__ import annotations

import frappe
from pypika.queries import QueryBuilder

from ppoc.access.scoped_query import Row, scoped
from ppoc.reporting.figures.date_ranges import place_of

REVIEW, SCORE = "Effectiveness Review", "Effectiveness Score"


def reviews(filters: Row) -> list[Row]:
	"""Returns a row for each review in the period that the reader may see, by locality and day, with the
	previous score."""
	review, query = scoped(REVIEW)
	before, worker = frappe.qb.DocType(REVIEW).as_("before"), frappe.qb.DocType("Worker")
	query = (
		_within(query, filters)
		.left_join(before)
		.on(before.name == review.previous_review)
		.left_join(worker)
		.on(worker.name == review.reviewer)
		.select(
			review.name.as_("review"), review.locality, review.review_date, worker.worker_name.as_("reviewer")
		)
		.select(review.scored, review.average_score, review.meetings_score, review.panel_score)
		.select(before.average_score.as_("before"), review.next_review_on)
		.orderby(review.locality)
		.orderby(review.review_date)
		.orderby(review.name)
	)
	rows = query.run(as_dict=True)
	for row in rows:
		row.change = round(row.average_score - row.before, 2) if row.scored and row.before else None
	return rows


def by_criterion(filters: Row) -> list[Row]:
	"""Returns a row per locality and criterion: first and last score in the period, and the last review's change."""
	review, query = scoped(REVIEW)
	score, criterion = frappe.qb.DocType(SCORE), frappe.qb.DocType("Effectiveness Criterion")
	query = (
		_within(query, filters)
		.join(score)
		.on((score.parent == review.name) & (score.parenttype == REVIEW))
		.left_join(criterion)
		.on(criterion.name == score.criterion)
		.where(score.score.notnull() & (score.score != ""))
		.select(review.name.as_("review"), review.locality, review.review_date, score.section, score.score)
		.select(
			score.criterion.as_("criterion_name"), criterion.criterion, score.previous_score.as_("before")
		)
		.orderby(review.locality)
		.orderby(criterion.number)
		.orderby(review.review_date)
		.orderby(review.name)
	)
	found: dict[tuple[str, str], frappe._dict] = {}
	for row in query.run(as_dict=True):
		key = (row.locality, row.criterion_name)
		row.score = int(row.score)
		row.first_score = found[key].first_score if key in found else row.score
		row.before = row.before or None
		row.change = row.score - row.before if row.before else None
		found[key] = row
	return list(found.values())


def _within(query: QueryBuilder, filters: Row) -> QueryBuilder:
	review = frappe.qb.DocType(REVIEW)
	query = query.where(review.review_date.between(filters["from_date"], filters["to_date"]))
	for name, value in place_of(filters, "locality").items():
		query = query.where(review[name] == value)
	return query
