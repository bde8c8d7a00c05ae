"""Marks Effectiveness Reviews that were followed by a later one: what they planned is no longer due."""

from __future__ import annotations

import frappe

from ppoc.reporting.effectiveness.database import REVIEW, mark_followed


def execute() -> None:
	"""Marks the reviews of every locality."""
	for locality in frappe.get_all(REVIEW, pluck="locality", distinct=True):
		mark_followed(locality)
