"""Due Dates Digest."""

from __future__ import annotations

from frappe.model.document import Document


class DueDatesDigest(Document):
	"""One user's due dates of one day; the notification “Due dates of the day” sends them."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		digest_date: DF.Date
		due_soon: DF.Int
		escalated: DF.Int
		lines: DF.HTMLEditor | None
		overdue: DF.Int
		user: DF.Link
	# end: auto-generated types
