"""Forum Member."""

from __future__ import annotations

from frappe.model.document import Document


class ForumMember(Document):
	"""A role or post that attends a forum."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attends: DF.Literal["Always", "For their own children", "For these items", "When asked"]
		chair: DF.Check
		items: DF.SmallText | None
		note: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		post: DF.Data | None
		role: DF.Link | None
		services: DF.Data | None
		vice_chair: DF.Check
	# end: auto-generated types
