"""Meeting Discussion."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import MeetingClosedError
from ppoc.meetings.live import tell_meeting

CLOSED = ("Held", "Notes issued", "Cancelled")


class MeetingDiscussion(Document):
	"""What one meeting said about one child.

	It is typed field by field while people talk, so a record that is half typed is saved; what a finished one
	needs is asked for when the meeting is closed.
	"""

	def validate(self) -> None:
		"""A closed meeting's discussions stay as they were when it was closed."""
		status = frappe.db.get_value("Meeting", self.meeting, "status", for_update=True)
		if status in CLOSED:
			frappe.throw(
				_("This meeting is closed ({0}); what was said in it stays as it is.").format(_(status)),
				MeetingClosedError,
				title=_("Meeting Closed"),
			)

	def on_update(self) -> None:
		"""The others in the meeting hear of it."""
		tell_meeting(self.meeting, self, kind="field", discussion=self.name)
