"""Readiness Check Type."""

from __future__ import annotations

from frappe.model.document import Document


class ReadinessCheckType(Document):
	"""A request type that a readiness check applies to."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		request_type: DF.Link
	# end: auto-generated types
