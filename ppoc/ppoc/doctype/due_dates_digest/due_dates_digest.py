"""Due Dates Digest."""

from __future__ import annotations

from frappe.model.document import Document


class DueDatesDigest(Document):
	"""What one person is told in one day about due dates; the notification “Due dates of the day” sends it."""
