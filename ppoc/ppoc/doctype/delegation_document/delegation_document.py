"""Delegation Document."""

from __future__ import annotations

from frappe.model.document import Document


class DelegationDocument(Document):
	"""A document that a request needs, or may include."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		document: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		required: DF.Check
	# end: auto-generated types
