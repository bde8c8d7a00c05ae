"""Word We Use: a word of the app and the authority's word for it."""

from __future__ import annotations

from frappe.model.document import Document


class WordWeUse(Document):
	"""A row of Words We Use."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		our_plural: DF.Data | None
		ours: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		plural: DF.Data | None
		word: DF.Data
	# end: auto-generated types
