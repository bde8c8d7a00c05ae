"""Worker."""

from __future__ import annotations

from frappe.model.document import Document


class Worker(Document):
	"""Somebody who works with the children, with or without a login."""
