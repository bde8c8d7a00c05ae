"""Timescale Rule Count."""

from __future__ import annotations

from frappe.model.document import Document


class TimescaleRuleCount(Document):
	"""A date that a rule counts from, and how far."""
