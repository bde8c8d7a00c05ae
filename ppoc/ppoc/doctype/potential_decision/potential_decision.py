"""Potential Decision."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class PotentialDecision(CaseRow):
	"""One decision on a child's potential, with its reason."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		category: DF.Data | None
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		meeting: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rationale: DF.SmallText | None
	# end: auto-generated types
