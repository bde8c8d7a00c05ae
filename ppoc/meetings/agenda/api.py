"""What a person may ask of agendas and of the rhythm of meetings."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import cint

from ppoc.access.records import record_for
from ppoc.meetings.agenda import database, proposals
from ppoc.meetings.agenda import linked_sittings as following
from ppoc.meetings.guards import meeting_for
from ppoc.meetings.realtime import tell_meeting

MOST_WEEKS = 52


@frappe.whitelist(methods=["POST"])
def fill_agenda(meeting: str) -> dict[str, int]:
	"""Fill the agenda anew; what has been typed stays."""
	doc = meeting_for(meeting, "write", for_update=True)
	counts = database.fill_into(doc)
	doc.save()
	tell_meeting(meeting, doc, kind="agenda")
	return counts


@frappe.whitelist(methods=["POST"])
def add_child(meeting: str, child: str, item_key: str) -> str:
	"""Put a child on the agenda by hand, under an item that looks at children; filling leaves it there."""
	doc = meeting_for(meeting, "write", for_update=True)
	record_for("Child", child)
	return database.add_by_hand(doc, child, item_key)


@frappe.whitelist(methods=["GET"])
def propose(
	schedule: str | None = None, team: str | None = None, locality: str | None = None, weeks: int | str = 8
) -> list[dict[str, Any]]:
	"""The next sittings by the rhythm of the schedules, those with a meeting left out."""
	frappe.has_permission("Meeting", "read", throw=True)
	return [proposal.as_row() for proposal in _proposals(schedule, team, locality, weeks)]


@frappe.whitelist(methods=["POST"])
def create_proposed(
	schedule: str | None = None, team: str | None = None, locality: str | None = None, weeks: int | str = 8
) -> list[str]:
	"""Make Proposed meetings of the next sittings. Asking twice makes none twice."""
	frappe.has_permission("Meeting", "create", throw=True)
	return proposals.create(_proposals(schedule, team, locality, weeks))


@frappe.whitelist(methods=["GET"])
def waits_for(schedule: str) -> str | None:
	"""The forum whose schedule is missing, so that this schedule proposes no sitting; None if none is."""
	return following.waits_for(record_for("Forum Schedule", schedule))


def _proposals(
	schedule: str | None, team: str | None, locality: str | None, weeks: int | str
) -> list[proposals.Proposal]:
	schedules = proposals.schedules_of(name=schedule, team=team, locality=locality)
	return proposals.propose(schedules, min(max(cint(weeks), 1), MOST_WEEKS))
