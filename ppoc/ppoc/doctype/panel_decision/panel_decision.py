"""Panel Decision."""

from __future__ import annotations

from frappe.model.document import Document


class PanelDecision(Document):
	"""A request to a panel, and what was decided."""
