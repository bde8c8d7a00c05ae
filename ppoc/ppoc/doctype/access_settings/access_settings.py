"""Access Settings."""

from __future__ import annotations

from frappe.model.document import Document


class AccessSettings(Document):
	"""What managers are told about access that nobody uses."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		email_weekly: DF.Check
		emailed_on: DF.Date | None
	# end: auto-generated types
