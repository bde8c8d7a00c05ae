"""Timescale Rule Event."""

from __future__ import annotations

from frappe.model.document import Document


class TimescaleRuleEvent(Document):
	"""A type of event that satisfies or stops a rule."""
