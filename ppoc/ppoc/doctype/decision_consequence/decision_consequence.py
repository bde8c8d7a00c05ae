"""Decision Consequence."""

from __future__ import annotations

from frappe.model.document import Document


class DecisionConsequence(Document):
	"""What starts by itself when a request is listed, decided or authorised."""
