"""Timescale Pass."""

from __future__ import annotations

from frappe.model.document import Document


class TimescalePass(Document):
	"""One computing of all due dates, as the nightly job does it."""
