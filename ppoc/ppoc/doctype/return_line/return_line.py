"""Return Line."""

from __future__ import annotations

from frappe.model.document import Document


class ReturnLine(Document):
	"""What a confirmed fortnightly form said of one child: a record of its own, so that it follows the child."""
