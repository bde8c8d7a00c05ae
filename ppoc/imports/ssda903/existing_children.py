"""Reads the site's records of the children in a return, in bulk."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe

from ppoc.access.rules import may_see_children
from ppoc.children.duplicates.matching import Identity
from ppoc.children.identifiers import HeldIDs, id_key
from ppoc.database.rows import chunks
from ppoc.imports.another_person import person_of
from ppoc.imports.site_links import ids_on_site
from ppoc.imports.ssda903.changes import FIELD_WORDS, StoredChild, WorkersByID
from ppoc.imports.ssda903.events import CareEvent
from ppoc.imports.ssda903.timeline import EPISODE_FIELDS, Episode

SOURCE = "ssda903:"


@dataclass
class ExistingChildren:
	"""The site's records of the children in a return.

	Attributes:
		children: those the user may see, by the return's ID.
		names: their record names, by the return's ID.
		hidden: IDs of children that the user may not see.
		merged: IDs of records that were merged into another, with that other's name.
		episode_names, event_names: record names by child and key.
		people: who the visible children are, by the return's ID.
		unclear: IDs that could be one of several held ones, with those.
		all_names: the names of all records that the return is about.
	"""

	children: dict[str, StoredChild] = field(default_factory=dict)
	names: dict[str, str] = field(default_factory=dict)
	hidden: set[str] = field(default_factory=set)
	merged: dict[str, str] = field(default_factory=dict)
	episode_names: dict[tuple[str, str], str] = field(default_factory=dict)
	event_names: dict[tuple[str, str], str] = field(default_factory=dict)
	people: dict[str, Identity] = field(default_factory=dict)
	unclear: dict[str, list[str]] = field(default_factory=dict)
	all_names: frozenset[str] = frozenset()


def held_children(child_ids: Collection[str], user: str) -> ExistingChildren:
	"""Reads the site's records of some children.

	Args:
		child_ids: IDs as in the return.
		user: the user who loads; for children that this user may not see, only the ID is returned.

	Returns:
		The records.
	"""
	held = ExistingChildren()
	ids, held.unclear = ids_on_site(child_ids, user)
	held.all_names = frozenset(ids)
	rows = _children(ids)
	seen = may_see_children(user, [row.name for row in rows])
	for row in rows:
		if row.name not in seen:
			held.hidden.add(ids[row.name])
		elif row.merged_into:
			held.merged[ids[row.name]] = row.merged_into
	live = {row.name: row for row in rows if row.name in seen and not row.merged_into}
	episodes, events = _episodes(live, held), _events(live, held)
	for name, row in live.items():
		child_id = ids[name]
		held.names[child_id] = name
		held.people[child_id] = person_of(name, row)
		held.merged.pop(child_id, None)
		held.hidden.discard(child_id)
		fields = {fieldname: row[fieldname] for fieldname in FIELD_WORDS}
		held.children[child_id] = StoredChild(
			fields, tuple(episodes[name]), tuple(events[name]), bool(row.care_facts_by_hand)
		)
	return held


def _children(names: Iterable[str]) -> list[Any]:
	fields = ["name", "child_id", "merged_into", "care_facts_by_hand", *FIELD_WORDS]
	return [
		row
		for some in chunks(names)
		for row in frappe.get_all("Child", filters={"name": ["in", some]}, fields=fields, order_by="name asc")
	]


def _episodes(children: Iterable[str], held: ExistingChildren) -> dict[str, list[Episode]]:
	found: dict[str, list[Episode]] = defaultdict(list)
	fields = ["name", "child", *EPISODE_FIELDS]
	for some in chunks(children):
		for row in frappe.get_all(
			"Care Episode", filters={"child": ["in", some]}, fields=fields, order_by="name asc"
		):
			values: dict[str, Any] = {name: row[name] or None for name in EPISODE_FIELDS}
			episode = Episode(**values)
			found[row.child].append(episode)
			held.episode_names[row.child, episode.key] = row.name
	return found


def _events(children: Iterable[str], held: ExistingChildren) -> dict[str, list[CareEvent]]:
	found: dict[str, list[CareEvent]] = defaultdict(list)
	fields = ["name", "child", "event_type", "event_date", "details", "source_key"]
	for some in chunks(children):
		filters = {"child": ["in", some], "source_key": ["like", SOURCE + "%"]}
		for row in frappe.get_all("Care Event", filters=filters, fields=fields, order_by="name asc"):
			event = CareEvent(row.event_type, row.event_date, row.details or "", row.source_key)
			found[row.child].append(event)
			held.event_names[row.child, event.source_key] = row.name
	return found


def looked_after_by_returns(user: str, until: date) -> list[Any]:
	"""Returns the children with episodes who are looked after, as far as a user may see them.

	Args:
		user: the user who loads.
		until: children whose care began later are left out.

	Returns:
		Name and ID of each.
	"""
	rows = frappe.get_all(
		"Child",
		filters={"looked_after": 1, "merged_into": ["is", "not set"]},
		fields=["name", "child_id", "care_started_on"],
		order_by="child_id asc",
	)
	rows = [row for row in rows if not row.care_started_on or row.care_started_on <= until]
	with_episodes = {
		name
		for some in chunks(row.name for row in rows)
		for name in frappe.get_all("Care Episode", {"child": ["in", some]}, pluck="child", distinct=True)
	}
	seen = may_see_children(user, sorted(with_episodes))
	return [row for row in rows if row.name in with_episodes and row.name in seen]


def routes_by_reason() -> dict[str, str]:
	"""Returns the route out of care for each reason for the end of an episode, from the authority's routes."""
	return _routes_by("end_reasons")


def routes_by_placement() -> dict[str, str]:
	"""Returns the route that a child has reached in each kind of placement, from the authority's routes."""
	return _routes_by("placements")


def _routes_by(field: str) -> dict[str, str]:
	rows = frappe.get_all("Route", {"active": 1}, ["name", field], order_by="position asc")
	return {code: row.name for row in rows for code in (row[field] or "").upper().replace(",", " ").split()}


def workers_by_id() -> WorkersByID:
	"""Returns the workers by their ID in the case system; an ID that two of them have stands for nobody."""
	rows = frappe.get_all("Worker", fields=["name", "worker_name", "worker_id", "active"])
	times = Counter(id_key(row.worker_id) for row in rows if row.worker_id)
	ids = HeldIDs((row.worker_id, row.name) for row in rows if times[id_key(row.worker_id)] == 1)
	names = {row.name: row.worker_name for row in rows}
	return WorkersByID(ids, names, frozenset(row.name for row in rows if row.active))


def latest_year_loaded(kind: str) -> int | None:
	"""Returns the latest year of any return loaded so far, or None."""
	runs = frappe.get_all("Import Run", filters={"kind": kind, "status": "Loaded"}, pluck="summary")
	return max((json.loads(summary or "{}").get("year") or 0 for summary in runs), default=0) or None
