"""Timescale."""

from __future__ import annotations

from frappe.model.document import Document


class Timescale(Document):
	"""One due date, with its state and its explanation."""
