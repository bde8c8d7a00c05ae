"""Return Line."""

from __future__ import annotations

from frappe.model.document import Document


class ReturnLine(Document):
	"""What a confirmed fortnightly form said about one child: its own record, so that its permissions follow
	the child."""
