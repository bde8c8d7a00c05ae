"""Effectiveness Reviews that were followed by a later one say so: what they planned is not due any more."""

from __future__ import annotations

import frappe

from ppoc.reporting.effectiveness.database import REVIEW, mark_followed


def execute() -> None:
	"""Each locality's, once."""
	for locality in frappe.get_all(REVIEW, pluck="locality", distinct=True):
		mark_followed(locality)
