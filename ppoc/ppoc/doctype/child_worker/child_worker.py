"""Child Worker."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ChildWorker(CaseRow):
	"""A further worker of a child, from one day to another."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_date: DF.Date | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		part: DF.Data | None
		to_date: DF.Date | None
		worker: DF.Link
	# end: auto-generated types
