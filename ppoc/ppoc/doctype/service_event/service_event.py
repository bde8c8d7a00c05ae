"""Service Event."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.recompute_database import schedule_changed


class ServiceEvent(Document):
	"""Something that happened to a forum of a team or locality on a date, such as a quarterly report."""

	def on_update(self) -> None:
		"""The forum's due dates follow."""
		schedule_changed(self)

	def after_delete(self) -> None:
		"""The same when it is deleted."""
		schedule_changed(self)
