"""The chair authorises what a sitting decided and recommended, within the hours set by its forum (D4.3).

One step covers the whole sitting: its requests are authorised, and each child who was discussed gets the
event that meets the due date.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_name
from frappe.utils import now_datetime, nowdate

from ppoc.access.rules import may_see_children, worker_of
from ppoc.exceptions import StaleMeetingError, WrongDeciderError
from ppoc.meeting_statuses import HELD
from ppoc.meetings.guards import meeting_for
from ppoc.timescales.recompute_database import gathered


@frappe.whitelist(methods=["GET"])
def may_authorise(meeting: str) -> bool:
	"""Returns whether this sitting waits for an authorisation that the session's user may give."""
	doc = meeting_for(meeting)
	return _waits(doc) and doc.has_permission("write") and _is_chair(doc)


@frappe.whitelist(methods=["POST"])
def authorise_meeting(meeting: str, modified: str) -> dict[str, Any]:
	"""Authorises what the sitting decided about the children that the session's user may see.

	Args:
		modified: the meeting's timestamp when it was read.

	Returns:
		`requests` and `children`: how many were authorised.

	Raises:
		PermissionError: the user may not change the meeting.
		StaleMeetingError: the meeting has changed since it was read.
		WrongDeciderError: it does not wait for authorisation, or the user is not the chair.
	"""
	doc = meeting_for(meeting, "write", for_update=True)
	if str(doc.modified) != modified:
		frappe.throw(
			_("The meeting has changed since you looked at it. Check it again."),
			StaleMeetingError,
			title=_("Meeting Changed"),
		)
	if not _waits(doc) or not _is_chair(doc):
		frappe.throw(
			_("The chair authorises decisions once, after a meeting of a forum that asks for it."),
			WrongDeciderError,
			title=_("Not to Be Authorised"),
		)
	with gathered():
		requests = _authorise_requests(doc)
		children = _note_children(doc)
	doc.update({"authorised_by": frappe.session.user, "authorised_on": now_datetime()})
	doc.flags.authorising = True
	doc.save()
	return {"requests": requests, "children": children}


def _waits(doc: Document) -> bool:
	return doc.status in HELD and bool(doc.authorise_by) and not doc.authorised_on


def _is_chair(doc: Document) -> bool:
	"""Returns whether the user is the chair, or has a role that authorises requests in the authority's workflow."""
	worker = worker_of(frappe.session.user)
	return bool(doc.chair and worker == doc.chair) or bool(_roles() & set(frappe.get_roles()))


def _roles() -> set[str]:
	workflow = get_workflow_name("Panel Decision")
	steps = {"parent": workflow or "", "parenttype": "Workflow", "next_state": "Authorised"}
	# a setting that names roles, no record
	return set(frappe.get_all("Workflow Transition", filters=steps, pluck="allowed"))


def _authorise_requests(doc: Document) -> int:
	"""Authorises the requests that the sitting decided; those agreed along with one are authorised with it."""
	asked = {"meeting": doc.name, "status": "Decided", "agreed_with": ["is", "not set"]}
	names = frappe.get_list("Panel Decision", filters=asked, pluck="name", limit=0)
	for name in names:
		request = frappe.get_doc("Panel Decision", name)
		request.status = "Authorised"
		request.save()
	return len(names)


def _note_children(doc: Document) -> int:
	"""Records the forum's event for each child who was discussed, unless a request has done so already."""
	talks = {"meeting": doc.name, "state": "Done"}
	# narrowed to what the user may see in the next line
	discussed = set(frappe.get_all("Meeting Discussion", filters=talks, pluck="child"))
	seen = sorted(may_see_children(frappe.session.user, sorted(discussed)))
	event_type = frappe.get_cached_value("Forum", doc.forum, "authorised_event_type")
	if not event_type:
		return len(seen)
	there = {"meeting": doc.name, "event_type": event_type, "child": ["in", seen or [""]]}
	# of children whom the user may see, to note none twice
	noted = set(frappe.get_all("Care Event", filters=there, pluck="child"))
	for child in seen:
		if child not in noted:
			event = frappe.new_doc("Care Event")
			event.update(
				{"child": child, "event_type": event_type, "event_date": nowdate(), "meeting": doc.name}
			)
			event.flags.ignore_permissions = True  # it follows from a step that the chair may take
			event.insert()
	return len(seen)
