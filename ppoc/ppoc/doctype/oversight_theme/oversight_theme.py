"""Oversight Theme."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class OversightTheme(CaseRow):
	"""One theme of a quarter: a category of barrier with its numbers, or a theme that the chair names."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		category: DF.Link | None
		comment: DF.SmallText | None
		kind: DF.Literal["Drift and delay", "Progress", "Tracking"]
		open_before: DF.Int
		open_now: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		raised: DF.Int
		resolved: DF.Int
		theme: DF.Data
	# end: auto-generated types
