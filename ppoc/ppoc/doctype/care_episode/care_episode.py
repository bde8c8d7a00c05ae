"""Care Episode."""

from __future__ import annotations

from frappe.model.document import Document


class CareEpisode(Document):
	"""A spell under one legal status in one placement, as in the SSDA903 return."""
