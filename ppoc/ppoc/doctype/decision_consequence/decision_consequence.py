"""Decision Consequence."""

from __future__ import annotations

from frappe.model.document import Document


class DecisionConsequence(Document):
	"""What starts automatically when a request is listed, decided or authorised."""
