"""Effectiveness Criterion."""

from __future__ import annotations

from frappe.model.document import Document


class EffectivenessCriterion(Document):
	"""One thing a meeting is scored on."""
