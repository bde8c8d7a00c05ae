"""The permission check at the start of every call on a meeting."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_transitions, get_workflow_name

from ppoc.access.platform import called_path
from ppoc.exceptions import UnseenStepError
from ppoc.meeting_statuses import ASKED_FIRST, CLOSABLE

IN_BULK = "bulk_workflow"
"""Part of the names of Frappe's function for a list and of the job that it leaves for more than twenty records."""


def meeting_for(name: str, ptype: str = "read", for_update: bool = False) -> Document:
	"""Returns the meeting if the session's user has the permission `ptype`; locks it if `for_update` is set.

	Raises:
		frappe.PermissionError: the user does not have the permission.
	"""
	meeting = frappe.get_doc("Meeting", name, for_update=for_update)
	meeting.check_permission(ptype)
	return meeting


def meeting_head(name: str) -> Document:
	"""Returns the meeting without its tables, for calls that come every few seconds, if the session's user may read it.

	Raises:
		frappe.DoesNotExistError: there is no such meeting.
		frappe.PermissionError: the user may not read it.
	"""
	row = frappe.db.get_value("Meeting", name, "*", as_dict=True)
	if not row:
		frappe.throw(
			_("There is no Meeting {0}.").format(frappe.bold(frappe.utils.escape_html(str(name)[:140]))),
			frappe.DoesNotExistError,
			title=_("Not found"),
		)
	head = frappe.get_doc({**row, "doctype": "Meeting"})
	head.check_permission("read")
	return head


def may_close(meeting: Document) -> bool:
	"""Returns whether the session's user may take this meeting to Held now, under the authority's workflow."""
	if not meeting.has_permission("write"):
		return False
	if not get_workflow_name("Meeting"):
		return meeting.status in CLOSABLE
	return any(step["next_state"] == "Held" for step in get_transitions(meeting))


def refuse_unseen_step(meeting: Document) -> None:
	"""Refuses a step from the list's menu, where nobody sees who would get which email.

	Raises:
		UnseenStepError: the step sends emails or closes the meeting, and is taken for several meetings at once.
	"""
	if meeting.status in ASKED_FIRST and meeting.has_value_changed("status") and _in_bulk():
		frappe.throw(
			_("Take this step on the form of the meeting. It shows who gets which email before it is sent."),
			UnseenStepError,
			title=_("One Meeting at a Time"),
		)


def _in_bulk() -> bool:
	request, job = getattr(frappe.local, "request", None), getattr(frappe.local, "job", None)
	if request:
		return IN_BULK in called_path(request, frappe.form_dict)
	return job is not None and IN_BULK in str(job.method)
