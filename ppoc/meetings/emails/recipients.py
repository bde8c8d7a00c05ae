"""Decides who gets a meeting's emails, and which children each of them may read about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import validate_email_address

from ppoc.access.rules import may_see_children, sees_all

OWN_FIELDS = ("social_worker", "supervising_social_worker", "reviewing_officer")


@dataclass(frozen=True)
class Recipient:
	"""A person with an email address.

	Attributes:
		user: the login, "" for none.
	"""

	worker: str
	name: str
	email: str
	user: str


@dataclass(frozen=True)
class Sight:
	"""What one recipient may read.

	Attributes:
		named: children shown by name.
		by_id: children shown only by their ID: the recipient's own, if the recipient has no login that could
			see them.
	"""

	named: frozenset[str] = frozenset()
	by_id: frozenset[str] = frozenset()

	def __contains__(self, child: str) -> bool:
		return child in self.named or child in self.by_id


def attendees_of(meeting: Document) -> list[str]:
	"""Returns the workers who belong to this sitting: expected or present."""
	return [
		row.worker for row in meeting.attendees if row.expected != "When asked" or row.attendance == "Present"
	]


def people(workers: Iterable[str]) -> list[Recipient]:
	"""Returns those of the workers who are active and have a valid address; a login must be enabled."""
	names = list(dict.fromkeys(worker for worker in workers if worker))
	rows = frappe.get_all(
		"Worker",
		filters={"name": ["in", names or [""]], "active": 1},
		fields=["name", "worker_name", "email", "user"],
	)
	logins = [row.user for row in rows if row.user]
	closed = set(frappe.get_all("User", filters={"name": ["in", logins or [""]], "enabled": 0}, pluck="name"))
	found = {row.name: row for row in rows if row.user not in closed}
	return [
		Recipient(row.name, row.worker_name, row.email, row.user or "")
		for row in (found[name] for name in names if name in found)
		if row.email and validate_email_address(row.email)
	]


def sights(recipients: list[Recipient], children: Iterable[str]) -> dict[str, Sight]:
	"""Returns worker → what this recipient may read about these children.

	Somebody with a login reads what the login may see. Somebody without one reads only about the children
	they work with, by ID, and about no restricted child.
	"""
	names = sorted(set(children))
	own = _own_children(names)
	found = {}
	for person in recipients:
		if person.user:
			found[person.worker] = Sight(named=frozenset(may_see_children(person.user, names)))
		else:
			found[person.worker] = Sight(by_id=frozenset(own.get(person.worker, ())))
	return found


def reads_own_actions(person: Recipient) -> bool:
	"""Returns whether an owner may read an action about a child whom they otherwise do not see."""
	return not (person.user and sees_all(person.user))


def unrestricted(children: Iterable[str]) -> set[str]:
	"""Returns those of the children who are not restricted."""
	names = sorted(set(children))
	return set(
		frappe.get_all("Child", filters={"name": ["in", names or [""]], "restricted": 0}, pluck="name")
	)


def expected_names(meeting: Document) -> list[dict[str, str]]:
	"""Returns who would get the Targeted Work email of this meeting."""
	return [{"worker": p.worker, "worker_name": p.name} for p in people(expected_workers(meeting))]


def expected_workers(meeting: Document) -> list[str]:
	"""Returns the attendees and the owners of the actions that the meeting has set and not withdrawn."""
	live = {"set_in": meeting.name, "status": ["!=", "No longer needed"]}
	return [*attendees_of(meeting), *frappe.get_all("Action", filters=live, pluck="action_owner")]


def _own_children(names: list[str]) -> dict[str, set[str]]:
	own: dict[str, set[str]] = {}
	rows = frappe.get_all(
		"Child", filters={"name": ["in", names or [""]], "restricted": 0}, fields=["name", *OWN_FIELDS]
	)
	for row in rows:
		for field in OWN_FIELDS:
			if row[field]:
				own.setdefault(row[field], set()).add(row.name)
	return own
