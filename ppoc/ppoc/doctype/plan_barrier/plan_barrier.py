"""Plan Barrier."""

from __future__ import annotations

from frappe.model.document import Document


class PlanBarrier(Document):
	"""Plan Barrier"""
