"""Timescale Duty."""

from __future__ import annotations

from frappe.model.document import Document


class TimescaleDuty(Document):
	"""What is to be done in time, whichever pack says when."""
