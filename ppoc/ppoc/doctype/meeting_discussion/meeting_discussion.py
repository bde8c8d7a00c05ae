"""Meeting Discussion."""

from __future__ import annotations

from frappe.model.document import Document


class MeetingDiscussion(Document):
	"""What one meeting said about one child."""
