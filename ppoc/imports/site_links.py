"""Looks up the teams, workers, event types and children on the site that a file refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import frappe

from ppoc.access.rules import localities_of, may_see_children, sees_all
from ppoc.children.duplicates.matching import PersonIndex
from ppoc.children.identifiers import HeldIDs, written_id
from ppoc.database.record_difference import Existing
from ppoc.imports.another_person import person_of
from ppoc.imports.mapping import NameIndex
from ppoc.imports.tracker.owners import PARTS


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


HIDDEN = Existing("", {})
"""Stands for a child whom the user may not see."""


@dataclass(frozen=True)
class FoundByID:
	"""What the IDs of a file stand for on the site.

	Attributes:
		units: the file's records by normalised ID, and every visible record under a key of its own.
		hidden: normalised IDs of records that the user may not see.
		unclear: for each normalised ID that could be one of several held ones, those IDs.
	"""

	units: dict[str, Existing]
	hidden: frozenset[str]
	unclear: dict[str, list[str]]


def found_by_id(entries: Iterable[tuple[str, Existing]], labels: Mapping[str, str]) -> FoundByID:
	"""Finds the records for the IDs of a file.

	Args:
		entries: what is held, as pairs of ID and record (or `HIDDEN`).
		labels: the file's IDs as written, by normalised ID.
	"""
	entries = list(entries)
	ids = HeldIDs(entries)
	found = {key: ids.find(label) for key, label in labels.items()}
	units = {f"={written}": held for written, held in entries if held is not HIDDEN}
	units |= {key: held for key, held in found.items() if held is not None and held is not HIDDEN}
	hidden = frozenset(key for key, held in found.items() if held is HIDDEN)
	unclear = {}
	for key, label in labels.items():
		alike = ids.alike(label)
		seen = [written for written in alike if ids.find(written) is not HIDDEN]
		if alike:
			unclear[key] = seen if len(seen) == len(alike) else [*seen, "…"]
	return FoundByID(units, hidden, unclear)


def ids_on_site(child_ids: Collection[str], user: str) -> tuple[dict[str, str], dict[str, list[str]]]:
	"""Finds the records that the IDs of a file stand for.

	Args:
		child_ids: the IDs as in the file, in capitals.
		user: the user who loads; IDs of children whom this user may not see are not named.

	Returns:
		The file's ID of each record that it is about, by record name; and the IDs that could be one of several held
		ones, with those that the user may see.
	"""
	rows = frappe.get_all("Child", fields=["name", "child_id"], order_by="name asc")
	names: dict[str, list[str]] = defaultdict(list)
	for row in rows:
		names[written_id(row.child_id).upper()].append(row.name)
	ids = HeldIDs((label, label) for label in names)
	found: dict[str, str] = {}
	returned = set(child_ids)
	for child_id in child_ids:
		label = ids.find(child_id)
		if label is not None and (label == child_id or label not in returned):
			found |= dict.fromkeys(names[label], child_id)
	alike = {child_id: labels for child_id in child_ids if (labels := ids.alike(child_id))}
	seen = may_see_children(
		user, [name for labels in alike.values() for label in labels for name in names[label]]
	)
	return found, {
		child_id: [label for label in labels if any(name in seen for name in names[label])]
		for child_id, labels in alike.items()
	}


class KnownChildren:
	"""The site's children, as far as one user may see them.

	Attributes:
		entries: pairs of ID and record; a merged record's ID has the record it was merged into, and the ID of a
			child whom this user may not see has `HIDDEN`.
		people: the visible children, to check for duplicates.
	"""

	def __init__(self, user: str, fields: Iterable[str]) -> None:
		wanted = {"name", "child_id", "merged_into", *fields}
		rows = frappe.get_all("Child", fields=sorted(wanted))
		seen = may_see_children(user, [row.name for row in rows])
		visible = {
			row.name: Existing(row.name, row) for row in rows if row.name in seen and not row.merged_into
		}
		self.entries: list[tuple[str, Existing]] = [
			*((row.child_id or "", HIDDEN) for row in rows if row.name not in seen),
			*((row.child_id or "", visible[row.merged_into]) for row in rows if row.merged_into in visible),
			*((str(existing.values["child_id"] or ""), existing) for existing in visible.values()),
		]
		self.people = PersonIndex(person_of(name, existing.values) for name, existing in visible.items())

	def names(self) -> list[str]:
		"""Returns the records' names, each once."""
		return sorted({existing.name for _written, existing in self.entries if existing is not HIDDEN})
