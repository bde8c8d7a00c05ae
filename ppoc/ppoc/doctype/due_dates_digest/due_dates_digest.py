"""Due Dates Digest."""

from __future__ import annotations

from frappe.model.document import Document


class DueDatesDigest(Document):
	"""One user's due dates of one day; the notification “Due dates of the day” sends them."""
