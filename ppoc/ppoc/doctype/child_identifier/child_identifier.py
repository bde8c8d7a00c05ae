"""Child Identifier."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ChildIdentifier(CaseRow):
	"""A number by which another service knows the child, or knew it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_date: DF.Date | None
		kind: DF.Literal[
			"Former UPN", "Adoption agency number", "Court case number", "Home Office reference", "Other"
		]
		number: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		to_date: DF.Date | None
	# end: auto-generated types
