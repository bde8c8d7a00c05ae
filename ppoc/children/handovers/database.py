"""Reads who may receive an offered child, and moves the child on acceptance."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate, nowdate

from ppoc.children.handovers.offers import OFFERED, Allocation

HANDOVER = "Handover"


def place_of(child: Any) -> Allocation:
	"""Returns who has the child now."""
	return Allocation(child.locality or "", child.team or "", child.social_worker or "")


def completed(locality: str | None, team: str | None, worker: str | None) -> Allocation:
	"""Returns where an offer goes, and fills in a worker's team and locality and a team's locality."""
	if worker and not team:
		home = frappe.db.get_value("Worker", worker, ["team", "locality"], as_dict=True)
		team, locality = home.team, locality or home.locality
	if team:
		locality = frappe.db.get_value("Team", team, "locality")
	return Allocation(locality or "", team or "", worker or "")


def locked_child(name: str) -> Any:
	"""Reads and locks the child's row, so that two offers of one child take turns."""
	fields = [
		"name",
		"full_name",
		"child_id",
		"locality",
		"team",
		"social_worker",
		"restricted",
		"merged_into",
	]
	return frappe.db.get_value("Child", name, fields, as_dict=True, for_update=True)


def open_offer(child: str, but: str = "") -> str | None:
	"""Returns the name of another unanswered offer of this child, and locks it."""
	found = {"child": child, "status": OFFERED, "name": ["!=", but]}
	return frappe.db.get_value(HANDOVER, found, "name", for_update=True)


def receivers(to: Allocation, child: Any) -> list[str]:
	"""Returns the logins that may accept: the team's manager and supervisor, or only the manager if a worker is named;
	without a team, those of the whole locality. For a restricted child, only people on its list of allowed people."""
	workers = _answering(to)
	users = set(
		frappe.get_all(
			"Worker",
			filters={"name": ["in", sorted(workers) or [""]], "active": 1, "user": ["is", "set"]},
			pluck="user",
		)
	)
	users &= set(
		frappe.get_all("User", filters={"name": ["in", sorted(users) or [""]], "enabled": 1}, pluck="name")
	)
	if child.restricted:
		named = {"parent": child.name, "parenttype": "Child"}
		users &= set(frappe.get_all("Child Allowed Person", filters=named, pluck="user"))
	return sorted(users)


def _answering(to: Allocation) -> set[str]:
	if to.team:
		team = frappe.db.get_value("Team", to.team, ["team_manager", "practice_supervisor"], as_dict=True)
		found = {team.team_manager} if to.worker and team.team_manager else {*team.values()}
	else:
		teams = frappe.get_all(
			"Team",
			filters={"locality": to.locality, "active": 1},
			fields=["team_manager", "practice_supervisor"],
		)
		found = {worker for team in teams for worker in team.values()}
		found.add(frappe.db.get_value("Locality", to.locality, "head_of_service"))
	return {worker for worker in found if worker}


def move(child: str, to: Allocation) -> None:
	"""Moves the child by an ordinary save, so that its history records the move and related records follow."""
	doc = frappe.get_doc("Child", child, for_update=True)
	former, after = doc.social_worker, place_of(doc).goes_to(to)
	if after.worker != former:
		_end_rows_of(doc, former)
	doc.locality, doc.team, doc.social_worker = after.locality, after.team or None, after.worker or None
	doc.flags.ignore_permissions = True  # whoever accepts could not see the child until now
	doc.save()


def _end_rows_of(child: Document, worker: str | None) -> None:
	"""Ends the former worker's rows among the child's workers as of yesterday, and removes those that start later."""
	yesterday = getdate(add_days(nowdate(), -1))
	for row in [row for row in child.workers if worker and row.worker == worker]:
		if row.from_date and getdate(row.from_date) > yesterday:
			child.remove(row)
		elif not row.to_date or getdate(row.to_date) > yesterday:
			row.to_date = yesterday
