"""Endpoints for agendas and for proposing meetings."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import cint

from ppoc.access.records import record_for
from ppoc.meetings.agenda import database, linked_sittings, proposals
from ppoc.meetings.guards import meeting_for
from ppoc.meetings.realtime import tell_meeting

MOST_WEEKS = 52


@frappe.whitelist(methods=["POST"])
def fill_agenda(meeting: str) -> dict[str, int]:
	"""Fills the agenda again; what has been typed stays. Returns the counts of `database.fill_into`.

	Raises:
		PermissionError: the user may not change the meeting.
	"""
	doc = meeting_for(meeting, "write", for_update=True)
	counts = database.fill_into(doc)
	doc.save()
	tell_meeting(meeting, doc, kind="agenda")
	return counts


@frappe.whitelist(methods=["POST"])
def add_child(meeting: str, child: str, item_key: str) -> str:
	"""Adds a child to an agenda item that discusses children; filling the agenda leaves the child there.

	Returns:
		The name of the discussion.

	Raises:
		PermissionError: the user may not change the meeting or may not read the child.
		ForumRuleError: there is no such agenda item.
	"""
	doc = meeting_for(meeting, "write", for_update=True)
	record_for("Child", child)
	return database.add_by_hand(doc, child, item_key)


@frappe.whitelist(methods=["GET"])
def propose(
	schedule: str | None = None, team: str | None = None, locality: str | None = None, weeks: int | str = 8
) -> list[dict[str, Any]]:
	"""Returns the next sittings by the schedules' rhythm that have no meeting yet."""
	frappe.has_permission("Meeting", "read", throw=True)
	return [proposal.as_row() for proposal in _proposals(schedule, team, locality, weeks)]


@frappe.whitelist(methods=["POST"])
def create_proposed(
	schedule: str | None = None, team: str | None = None, locality: str | None = None, weeks: int | str = 8
) -> list[str]:
	"""Creates Proposed meetings for the next sittings and returns their names. A second call creates no duplicates."""
	frappe.has_permission("Meeting", "create", throw=True)
	return proposals.create(_proposals(schedule, team, locality, weeks))


@frappe.whitelist(methods=["GET"])
def waits_for(schedule: str) -> str | None:
	"""Returns the forum whose missing schedule keeps this one from proposing sittings; None if nothing is missing."""
	return linked_sittings.waits_for(record_for("Forum Schedule", schedule))


def _proposals(
	schedule: str | None, team: str | None, locality: str | None, weeks: int | str
) -> list[proposals.Proposal]:
	schedules = proposals.schedules_of(name=schedule, team=team, locality=locality)
	return proposals.propose(schedules, min(max(cint(weeks), 1), MOST_WEEKS))
