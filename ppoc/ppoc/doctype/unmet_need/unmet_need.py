"""Unmet Need."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import UnmetNeedError


class UnmetNeed(Document):
	"""A need that nobody could meet: evidence for the sufficiency strategy."""

	def validate(self) -> None:
		"""Sets the place it belongs to, and requires an outcome when it is closed."""
		source = ("Child", self.child) if self.child else ("Meeting", self.meeting)
		if source[1]:
			self.locality = frappe.db.get_value(*source, "locality")
		if self.meeting and not self.forum:
			self.forum = frappe.db.get_value("Meeting", self.meeting, "forum")
		if not self.locality:
			frappe.throw(
				_("Where is the gap? Name a locality, a child or a meeting."),
				UnmetNeedError,
				title=_("Unmet Need"),
			)
		if self.status != "Open" and not (self.outcome or "").strip():
			frappe.throw(_("Say what was done about it."), UnmetNeedError, title=_("Unmet Need"))
