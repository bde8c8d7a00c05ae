"""Care Episode."""

from __future__ import annotations

from frappe.model.document import Document


class CareEpisode(Document):
	"""A spell of one legal status in one placement, as the SSDA903 return has it."""
