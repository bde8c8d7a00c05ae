"""Looks up the teams, workers, event types and children on the site that a file refers to."""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from ppoc.access.rules import localities_of, may_see_children, sees_all
from ppoc.children.duplicates.matching import PersonIndex, id_key
from ppoc.database.record_difference import Existing
from ppoc.imports.mapping import NameIndex
from ppoc.imports.tracker.owners import PARTS
from ppoc.imports.tracker.planning import person_of


def teams(user: str) -> NameIndex:
	"""Returns the teams of the localities that this user may see."""
	filters: dict[str, object] = {"active": 1}
	if not sees_all(user):
		filters["locality"] = ["in", sorted(localities_of(user)) or [""]]
	names = frappe.get_all("Team", filters=filters, pluck="name")
	return NameIndex((name, name) for name in names)


def workers() -> NameIndex:
	"""Returns workers by name and by their ID in the case system."""
	rows = frappe.get_all("Worker", filters={"active": 1}, fields=["name", "worker_name", "worker_id"])
	by_name = [(row.worker_name, row.name) for row in rows]
	return NameIndex([*by_name, *((row.worker_id, row.name) for row in rows if row.worker_id)])


def event_types() -> NameIndex:
	"""Returns care event types by name."""
	names = frappe.get_all("Care Event Type", filters={"active": 1}, pluck="name")
	return NameIndex((name, name) for name in names)


def localities_of_teams() -> dict[str, str]:
	"""Returns each team's locality."""
	return {row.name: row.locality for row in frappe.get_all("Team", fields=["name", "locality"])}


def people_of_teams() -> dict[str, dict[str, str]]:
	"""Returns each team's manager, supervisor and coordinator by field name."""
	rows = frappe.get_all("Team", fields=["name", *PARTS])
	return {row.name: {part: row[part] or "" for part in PARTS} for row in rows}


class KnownChildren:
	"""The site's children, as far as one user may see them.

	Attributes:
		by_id: records by normalised ID; a merged record's ID returns the record it was merged into.
		hidden: IDs of children that this user may not see.
		people: the visible children, to check for duplicates.
	"""

	def __init__(self, user: str, fields: Iterable[str]) -> None:
		wanted = {"name", "child_id", "merged_into", *fields}
		rows = frappe.get_all("Child", fields=sorted(wanted))
		seen = may_see_children(user, [row.name for row in rows])
		visible = {
			row.name: Existing(row.name, row) for row in rows if row.name in seen and not row.merged_into
		}
		self.by_id: dict[str, Existing] = {}
		self.hidden: frozenset[str] = frozenset(id_key(row.child_id) for row in rows if row.name not in seen)
		for row in rows:
			if row.merged_into in visible:
				self.by_id[id_key(row.child_id)] = visible[row.merged_into]
		for existing in visible.values():
			self.by_id[id_key(str(existing.values["child_id"]))] = existing
		self.people = PersonIndex(person_of(name, existing.values) for name, existing in visible.items())
		self.hidden -= set(self.by_id)

	def names(self) -> list[str]:
		"""Returns the records' names, each once."""
		return sorted({existing.name for existing in self.by_id.values()})
