"""Checks whether a team can start another assessment in a month."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, get_first_day, get_last_day

from ppoc.plans.predictions import LISTED_STATUSES


def over_capacity(plan: Document, start: date) -> str:
	"""Returns a sentence if this start takes the team over its stated capacity for that month, otherwise "".

	Counts the plans that the user may see, as the report Capacity does. The difference between a full count and the
	plans that one may see would give away that there is a child with a restricted record.
	"""
	capacity = frappe.db.get_value("Team", plan.team, "monthly_capacity") if plan.team else 0
	if not capacity:
		return ""
	others = frappe.get_list(
		"Permanence Plan",
		filters={
			"team": plan.team,
			"status": ["in", LISTED_STATUSES],
			"predicted_start": ["between", [get_first_day(start), get_last_day(start)]],
			"name": ["!=", plan.name],
		},
		pluck="name",
		limit=0,
	)
	starts = len(others) + 1
	if starts <= capacity:
		return ""
	return _(
		"{0} would start {1} assessments in {2}, counting only the plans you can see. It says it can do {3}."
	).format(plan.team, starts, formatdate(start, "MMMM yyyy"), capacity)
