"""The check that every call on a meeting begins with."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.model.workflow import get_transitions, get_workflow_name

from ppoc.meeting_statuses import CLOSABLE


def meeting_for(name: str, ptype: str = "read", for_update: bool = False) -> Document:
	"""The meeting, if the session's user may do this with it; locked for the transaction where asked.

	Raises:
		frappe.PermissionError: the user may not.
	"""
	meeting = frappe.get_doc("Meeting", name, for_update=for_update)
	meeting.check_permission(ptype)
	return meeting


def may_close(meeting: Document) -> bool:
	"""Whether the session's user may take this meeting to Held now, by the workflow that the authority has."""
	if not meeting.has_permission("write"):
		return False
	if not get_workflow_name("Meeting"):
		return meeting.status in CLOSABLE
	return any(step["next_state"] == "Held" for step in get_transitions(meeting))
