"""Child Worker."""

from __future__ import annotations

from frappe.model.document import Document


class ChildWorker(Document):
	"""Child Worker"""
