"""Effectiveness Criterion."""

from __future__ import annotations

from frappe.model.document import Document


class EffectivenessCriterion(Document):
	"""One thing a meeting is scored on."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		criterion: DF.Data
		description: DF.SmallText | None
		number: DF.Int
		section: DF.Literal["Identification and Mobilisation Meetings", "Permanence Panel"]
	# end: auto-generated types
