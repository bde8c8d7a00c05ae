"""Care Event Type."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.nightly import recompute_soon


class CareEventType(Document):
	"""A kind of thing that happens to a child on a date."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.timescale_rule_event.timescale_rule_event import TimescaleRuleEvent

		active: DF.Check
		becomes: DF.TableMultiSelect[TimescaleRuleEvent]
		begins: DF.Check
		cancels: DF.Check
		description: DF.SmallText | None
		event_type: DF.Data
		group: DF.Literal["Care", "Legal", "Placement", "Review", "Planning", "Outcome", "Other"]
		icon_colour: DF.Literal["blue", "green", "orange", "red", "gray", "purple"]
		one_at_a_time: DF.Check
		planned: DF.Check
	# end: auto-generated types

	def on_update(self) -> None:
		"""Recomputes the due dates that depend on it, in the background."""
		recompute_soon(self)

	def after_delete(self) -> None:
		"""Recomputes them after it is deleted."""
		recompute_soon(self, deleted=True)
