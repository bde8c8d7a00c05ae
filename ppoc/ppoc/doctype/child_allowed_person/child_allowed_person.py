"""Child Allowed Person."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ChildAllowedPerson(CaseRow):
	"""A user who may see a restricted child."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.Data | None
		user: DF.Link
	# end: auto-generated types
