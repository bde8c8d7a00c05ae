"""Disclosure Redaction."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DisclosureRedaction(CaseRow):
	"""Something that is blacked out in what is sent."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		field: DF.Data | None
		kind: DF.Literal["Words everywhere", "A field", "A record", "A file"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.Literal["Another person", "Serious harm", "Legal advice", "Adoption", "Another reason"]
		record: DF.Data | None
		record_type: DF.Data | None
		words: DF.SmallText | None
	# end: auto-generated types
