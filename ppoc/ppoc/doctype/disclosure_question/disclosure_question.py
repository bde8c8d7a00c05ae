"""Disclosure Question."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DisclosureQuestion(CaseRow):
	"""A question to the person who asks for a record."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.Literal["Identity", "Scope"]
		asked_on: DF.Date
		note: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		settled_on: DF.Date | None
	# end: auto-generated types
