"""Service Event."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.recompute_database import schedule_changed


class ServiceEvent(Document):
	"""Something that happened to a forum of a team or locality on a date, such as a quarterly report."""

	def on_update(self) -> None:
		"""Updates the forum's due dates."""
		schedule_changed(self)

	def after_delete(self) -> None:
		"""Updates them after the event is deleted."""
		schedule_changed(self)
