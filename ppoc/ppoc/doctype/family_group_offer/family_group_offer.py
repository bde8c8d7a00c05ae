"""Family Group Offer."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class FamilyGroupOffer(CaseRow):
	"""One person to whom a family group meeting was offered, and the answer."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Literal["", "Accepted", "Declined"]
		answered_on: DF.Date | None
		offered_on: DF.Date
		offered_to: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parental_responsibility: DF.Check
		parenttype: DF.Data
		relation: DF.Literal[
			"",
			"Mother",
			"Father",
			"Other parent",
			"Grandparent",
			"Other relative",
			"Friend of the family",
			"Somebody else",
		]
	# end: auto-generated types
