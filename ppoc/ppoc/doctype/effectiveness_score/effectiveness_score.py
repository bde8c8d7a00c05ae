"""Effectiveness Score."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class EffectivenessScore(CaseRow):
	"""The score of one criterion."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		criterion: DF.Link
		note: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		previous_score: DF.Int
		score: DF.Literal["", "1", "2", "3", "4", "5"]
		section: DF.Data | None
	# end: auto-generated types
