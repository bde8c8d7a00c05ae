"""Whether a team can start so many assessments in a month."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_first_day, get_last_day

from ppoc.plans.predictions import LISTED_STATUSES


def over_capacity(plan: Document, start: date) -> str:
	"""A sentence when this start takes the team over what it says it can do in that month, else ""."""
	capacity = frappe.db.get_value("Team", plan.team, "monthly_capacity") if plan.team else 0
	if not capacity:
		return ""
	others = frappe.db.count(
		"Permanence Plan",
		{
			"team": plan.team,
			"status": ["in", LISTED_STATUSES],
			"predicted_start": ["between", [get_first_day(start), get_last_day(start)]],
			"name": ["!=", plan.name],
		},
	)
	if others + 1 <= capacity:
		return ""
	return _("{0} would start {1} assessments in {2}; it says it can do {3}.").format(
		plan.team, others + 1, f"{start:%B %Y}", capacity
	)
