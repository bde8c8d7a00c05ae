"""RAG Override."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class RAGOverride(CaseRow):
	"""A rating set by a person; written by ppoc/plans/rag/overrides.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		lifted_by: DF.Link | None
		lifted_on: DF.Date | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rating: DF.Literal["Red", "Amber", "Green"]
		reason: DF.SmallText
		set_by: DF.Link | None
		set_on: DF.Date | None
		until: DF.Date
	# end: auto-generated types
