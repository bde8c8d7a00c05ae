"""Computes averages and previous scores for Effectiveness Reviews saved before the app stored them."""

from __future__ import annotations

import frappe

from ppoc.reporting.effectiveness.database import REVIEW, SCORE

KEPT = ("previous_review", "scored", "average_score", "meetings_score", "panel_score")


def execute() -> None:
	"""Computes reviews without counted scores as saving them would."""
	for name in frappe.get_all(REVIEW, filters={"scored": 0}, pluck="name", order_by="review_date asc"):
		review = frappe.get_doc(REVIEW, name)
		review.compare()
		values = {field: review.get(field) for field in KEPT}
		frappe.db.set_value(REVIEW, name, values, update_modified=False)
		for row in review.scores:
			frappe.db.set_value(SCORE, row.name, "previous_score", row.previous_score, update_modified=False)
