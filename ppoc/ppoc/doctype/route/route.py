"""Route."""

from __future__ import annotations

from frappe.model.document import Document


class Route(Document):
	"""A way to a permanent family."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		end_reasons: DF.Data | None
		outside_care: DF.Check
		placements: DF.Data | None
		plan_code: DF.Literal[
			"",
			"REMAINSUP",
			"RETURN1M",
			"RETURN6M",
			"RETURNEV",
			"LTRELFR",
			"LTFOST18",
			"RESPLMT",
			"SUPPLIV",
			"ADOPTION",
			"OTHERPLN",
		]
		position: DF.Int
		route_name: DF.Data
		short_name: DF.Data
	# end: auto-generated types
