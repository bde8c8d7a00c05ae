"""Meeting."""

from __future__ import annotations

from frappe.model.document import Document


class Meeting(Document):
	"""One sitting of a forum."""
