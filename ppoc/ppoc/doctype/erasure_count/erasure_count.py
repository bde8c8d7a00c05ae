"""Erasure Count."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ErasureCount(CaseRow):
	"""How many records of one kind an erasure removed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		erased: DF.Int
		kind: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reworded: DF.Int
	# end: auto-generated types
