"""Service Event."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.recompute_database import schedule_changed


class ServiceEvent(Document):
	"""Something that happened to a forum of a team or locality on a date, such as a quarterly report."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		details: DF.SmallText | None
		event_date: DF.Date
		event_type: DF.Link
		forum_schedule: DF.Link
		locality: DF.Link | None
		team: DF.Link | None
	# end: auto-generated types

	def on_update(self) -> None:
		"""Updates the forum's due dates."""
		schedule_changed(self)

	def after_delete(self) -> None:
		"""Updates them after the event is deleted."""
		schedule_changed(self)
