"""Effectiveness Frequency."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class EffectivenessFrequency(CaseRow):
	"""How often a forum was due since the last review, and how often it was held."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		cancelled: DF.Int
		expected: DF.Int
		forum: DF.Link | None
		held: DF.Int
		last_held: DF.Date | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rhythm: DF.Data | None
	# end: auto-generated types
