"""Finds who attends a meeting: holders of the forum's roles, and workers invited for their own children."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

TEAM_ROLES = {
	"Team Manager": "team_manager",
	"Practice Supervisor": "practice_supervisor",
	"Team Coordinator": "team_coordinator",
}

OWN_CHILDREN_ROLES = {
	"Social Worker": "social_worker",
	"Supervising Social Worker": "supervising_social_worker",
	"Independent Reviewing Officer": "reviewing_officer",
}

OWN, ASKED, THESE = "For their own children", "When asked", "For these items"


def seat_members(meeting: Document, forum: Document) -> None:
	"""Adds the people who hold the forum's roles for this team or locality to a new meeting."""
	seated = {row.worker for row in meeting.attendees}
	services = _services_of(meeting)
	for member in forum.members:
		if not member.role or not _serves(member, services):
			continue
		for worker in _holders(member.role, meeting, forum):
			if worker in seated or member.attends == OWN:
				continue
			seated.add(worker)
			chairs = bool(member.chair) and not any(row.chair for row in meeting.attendees)
			meeting.append(
				"attendees",
				{
					"worker": worker,
					"role": member.role,
					"chair": int(chairs),
					"expected": member.attends,
					"note": ", ".join(lines_of(member.items)) if member.attends == THESE else None,
				},
			)
	_name_chair_and_notes(meeting)


def _services_of(meeting: Document) -> set[str]:
	"""Returns the service of the meeting's team, and the locality, which may be a service of its own."""
	team = frappe.get_cached_value("Team", meeting.team, "service") if meeting.team else ""
	return {name.casefold() for name in (team, meeting.locality) if name}


def _serves(member: Document, services: set[str]) -> bool:
	"""Returns whether this member attends panels of the meeting's service (D1.3)."""
	named = {name.strip().casefold() for name in (member.services or "").split(",") if name.strip()}
	return not named or bool(named & services)


def call_in(meeting: Document, forum: Document, children: list[str]) -> None:
	"""Invites workers for their own children, and removes those who have none on the agenda any more."""
	services = _services_of(meeting)
	roles = {
		m.role: m.attends
		for m in forum.members
		if m.role in OWN_CHILDREN_ROLES and m.attends in (OWN, ASKED) and _serves(m, services)
	}
	if forum.invite_reviewing_officers:
		roles.setdefault("Independent Reviewing Officer", OWN)
	called = _workers_of(children, roles)
	stay = []
	for row in meeting.attendees:
		automatic = row.role in roles and row.expected == roles[row.role] and row.role in OWN_CHILDREN_ROLES
		if not automatic or row.worker in called or row.attendance or row.note:
			stay.append(row)
	if len(stay) != len(meeting.attendees):
		meeting.set("attendees", stay)
	seated = {row.worker for row in meeting.attendees}
	for worker, role in called.items():
		if worker not in seated:
			meeting.append("attendees", {"worker": worker, "role": role, "expected": roles[role]})


def _holders(role: str, meeting: Document, forum: Document) -> list[str]:
	"""Returns the workers who hold a role for the meeting's team, locality or authority."""
	if role in TEAM_ROLES:
		teams = {"active": 1}
		if meeting.team:
			teams["name"] = meeting.team
		elif forum.held_by != "Authority":
			teams["locality"] = meeting.locality
		return _unique(frappe.get_all("Team", filters=teams, pluck=TEAM_ROLES[role], order_by="name asc"))
	if role == "Head of Service":
		localities = {"active": 1} if forum.held_by == "Authority" else {"name": meeting.locality}
		return _unique(
			frappe.get_all("Locality", filters=localities, pluck="head_of_service", order_by="name asc")
		)
	if role in OWN_CHILDREN_ROLES:
		return []
	workers = frappe.get_all(
		"Worker", filters={"job": role, "active": 1}, fields=["name", "locality"], order_by="worker_name asc"
	)
	near = forum.held_by == "Authority"
	return [row.name for row in workers if near or not row.locality or row.locality == meeting.locality]


def _workers_of(children: list[str], roles: dict[str, str]) -> dict[str, str]:
	"""Returns worker → the role in which they are invited, in the order of the roles."""
	if not children or not roles:
		return {}
	fields = [OWN_CHILDREN_ROLES[role] for role in roles]
	rows = frappe.get_all("Child", filters={"name": ["in", children]}, fields=fields)
	active = set(
		frappe.get_all(
			"Worker",
			filters={"name": ["in", _unique(row[f] for row in rows for f in fields) or [""]], "active": 1},
			pluck="name",
		)
	)
	called: dict[str, str] = {}
	for role in roles:
		for row in rows:
			worker = row[OWN_CHILDREN_ROLES[role]]
			if worker in active:
				called.setdefault(worker, role)
	return dict(sorted(called.items(), key=lambda pair: (list(roles).index(pair[1]), pair[0])))


def _name_chair_and_notes(meeting: Document) -> None:
	chair = next((row.worker for row in meeting.attendees if row.chair), None)
	coordinator = next((row.worker for row in meeting.attendees if row.role == "Team Coordinator"), None)
	meeting.chair = meeting.chair or chair
	meeting.note_taker = meeting.note_taker or coordinator


def lines_of(text: str | None) -> list[str]:
	"""Returns the lines of a text that lists one thing per line, without blank ones."""
	return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _unique(workers: Iterable[str | None]) -> list[str]:
	return list(dict.fromkeys(worker for worker in workers if worker))
