"""Prediction Change."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class PredictionChange(CaseRow):
	"""One change of a predicted date."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		became: DF.Date | None
		changed_by: DF.Link | None
		changed_on: DF.Datetime | None
		date_field: DF.Data | None
		meeting: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		was: DF.Date | None
	# end: auto-generated types
