"""Timescale Pass."""

from __future__ import annotations

from frappe.model.document import Document


class TimescalePass(Document):
	"""One computation of all due dates, by the nightly job."""
