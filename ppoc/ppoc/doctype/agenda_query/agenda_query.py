"""Agenda Query."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import AgendaFilterError
from ppoc.meetings.agenda.filters import FilterFault, check_order, parse
from ppoc.meetings.agenda.queries import fields_of, related_fields
from ppoc.translating import translated


class AgendaQuery(Document):
	"""Which children an agenda item lists."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		description: DF.SmallText | None
		filters: DF.Code
		ordered_by: DF.Data | None
		query_name: DF.Data
		subject: DF.Literal["Child", "Permanence Plan", "Action", "Panel Decision", "Booking", "Timescale"]
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks that the filters can be used on the subject."""
		fields = fields_of(self.subject)
		try:
			parse(self.filters, fields, related_fields())
			check_order(self.ordered_by or "", fields)
		except FilterFault as fault:
			frappe.throw(
				_("{0}: {1}").format(self.query_name, translated(fault)),
				AgendaFilterError,
				title=_("Filters"),
			)
