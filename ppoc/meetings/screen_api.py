"""Endpoints that the meeting screen polls every few seconds: who else is there, and what others have written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from ppoc.meetings.attendance import ATTENDEE_FIELDS, as_shown
from ppoc.meetings.guards import meeting_for, meeting_head
from ppoc.meetings.presence import arrive, depart, present
from ppoc.meetings.screen_database import rows_of

OVERLAP = timedelta(seconds=5)
"""A transaction commits after the time that it writes, so each poll looks back a little further."""

TOLD_OF_MEETING = ("status", "any_other_business", "next_meeting_date", "closing_summary")


@frappe.whitelist(methods=["POST"])
def meeting_news(
	meeting: str, client: str, since: str | None = None, where: str | None = None
) -> dict[str, Any]:
	"""Returns what happened in the meeting since this window last asked, in a fixed number of statements."""
	doc = meeting_head(meeting)
	now = now_datetime()
	arrive(meeting, client, where)
	talks = _talks(meeting)
	after = get_datetime(since) - OVERLAP if since else None
	changed = _changed(doc, talks, after) if after else []
	rows = rows_of(meeting_for(meeting), frappe.session.user, changed) if changed else None
	return {
		"now": str(now),
		"present": present(meeting, client),
		"agenda": [talk.name for talk in talks],
		"meeting": {"modified": str(doc.modified), **{field: doc.get(field) for field in TOLD_OF_MEETING}},
		"attendees": _attendees(doc, after) if after else None,
		"rows": rows,
		"names": _names(rows) if rows else {},
	}


@frappe.whitelist(methods=["POST"])
def leave_meeting(meeting: str, client: str) -> None:
	"""Records that this window has closed; a user cannot close anybody else's."""
	meeting_for(meeting)
	depart(meeting, client)


def _attendees(meeting: Document, after: datetime) -> list[dict[str, Any]] | None:
	"""Returns the people of the meeting with what was recorded, if it has been saved since."""
	if get_datetime(meeting.modified) < after:
		return None
	rows = frappe.get_all(  # of a meeting that the user may read
		"Meeting Attendee", {"parent": meeting.name}, list(ATTENDEE_FIELDS), order_by="idx asc", limit=0
	)
	return as_shown(rows)


def _talks(meeting: str) -> list[Any]:
	"""Returns every discussion, including restricted ones: `rows_of` decides which texts are sent."""
	fields = ["name", "child", "plan", "modified"]
	# as said above: what is sent is decided by rows_of
	return frappe.get_all("Meeting Discussion", filters={"meeting": meeting}, fields=fields)


def _changed(meeting: Document, talks: list[Any], after: datetime) -> list[str]:
	"""Returns discussions whose own record, plan or actions have changed since. A change to an action about
	no child counts for the first discussion, since the rows of any discussion include those of the meeting as
	a whole."""
	plans = _written("Permanence Plan", "name", [talk.plan for talk in talks if talk.plan], after)
	actions = _written("Action", "child", [talk.child for talk in talks], after)
	changed = [
		talk.name
		for talk in talks
		if get_datetime(talk.modified) >= after or talk.plan in plans or talk.child in actions
	]
	if not changed and talks and _written("Action", "set_in", [meeting.name], after):
		changed = [talks[0].name]
	return changed


def _written(doctype: str, field: str, names: list[str], after: datetime) -> set[str]:
	filters = {field: ["in", names or [""]], "modified": [">=", after]}
	# names to compare with; none of them is sent
	return set(frappe.get_all(doctype, filters=filters, pluck=field, limit=0))


def _names(rows: dict[str, Any]) -> dict[str, str]:
	"""Returns the full names of the users who changed these records last."""
	records = [*rows["discussions"], *rows["plans"].values(), *rows["actions"]]
	users = sorted({record["modified_by"] for record in records if record.get("modified_by")})
	return dict(
		# full names of people who changed records that the user sees
		frappe.get_all(
			"User", filters={"name": ["in", users or [""]]}, fields=["name", "full_name"], as_list=True
		)
	)
