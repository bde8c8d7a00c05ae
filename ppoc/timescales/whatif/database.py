"""Reads what is compared: rules and forums in force, those of a pack, and the children that the user may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count

from ppoc.access.rules import localities_of, sees_all
from ppoc.access.scoped_query import scoped
from ppoc.timescales.calendars import Calendar
from ppoc.timescales.models import Rule
from ppoc.timescales.pack_rules import pack_event_types, pack_rules, records_of
from ppoc.timescales.packs.database import folders, shipped_folder
from ppoc.timescales.packs.reading import read_head
from ppoc.timescales.rows import Subject
from ppoc.timescales.rules_database import CHILD, event_types, rules_in_force, rules_of
from ppoc.timescales.subjects_database import (
	CHILD_COLUMNS,
	Places,
	child_subjects,
	events_of,
	types_to_read,
)
from ppoc.timescales.whatif.meeting_workload import A_MONTH, LOCALITY, TEAM, ServiceSize
from ppoc.timescales.whatif.scenarios import ForumPlan, Member, Scenario, ScenarioRule

BATCH = 1000
OF_TEAM = {
	"Team Manager": "team_manager",
	"Practice Supervisor": "practice_supervisor",
	"Team Coordinator": "team_coordinator",
}
FORUM_FIELDS = (
	"name", "forum_name", "pack", "held_by", "every", "interval", "duration_minutes", "slot_minutes", "event_type",
	"directly_before", "before_every_nth",
)  # fmt: skip


@dataclass(frozen=True)
class ComparedArea:
	"""The locality or team that the comparison is limited to."""

	locality: str = ""
	team: str = ""


# ways of working


def in_force(place: ComparedArea) -> Scenario:
	"""Returns the rules in force, and the forums that have a schedule."""
	schedules = _schedules(place)
	forums = _forums(frappe.get_all("Forum", {"active": 1}, list(FORUM_FIELDS)), _members(), schedules)
	return Scenario(
		rules=_with_duties(rules_in_force(CHILD).engine.rules),
		types=event_types(),
		forums=tuple(forum for forum in forums if forum.places),
	)


def of_pack(folder: str) -> tuple[str, Scenario]:
	"""Returns a pack's name, rules and forums: as they are on the site or, if it was never applied, in the folder."""
	name = str(read_head(shipped_folder(folder))["name"])
	return name, _of_site(name) if frappe.db.exists("Practice Pack", name) else _of_folder(folder, name)


def packs() -> list[dict[str, str]]:
	"""Returns the packs that come with the app and have rules for children."""
	found = []
	for folder in folders():
		if any(rule.record.get("applies_to", CHILD) == CHILD for rule in pack_rules(shipped_folder(folder))):
			head = read_head(shipped_folder(folder))
			found.append({"folder": folder, "name": head["name"], "description": head.get("description", "")})
	return found


def changed_rule(doc: Document) -> ScenarioRule:
	"""Returns a rule as it is on its form."""
	done_by = tuple(row.event_type for row in doc.satisfied_by)
	return ScenarioRule(doc.as_rule(), doc.duty, doc.duty_role or "", doc.pack or "", done_by)


def _of_site(pack: str) -> Scenario:
	rows = frappe.get_all("Timescale Rule", {"pack": pack, "applies_to": CHILD, "enabled": 1}, ["*"])
	forums = _forums(frappe.get_all("Forum", {"pack": pack, "active": 1}, list(FORUM_FIELDS)), _members())
	return Scenario(_with_duties(rules_of(rows)), event_types(), tuple(forums))


def _of_folder(folder: str, pack: str) -> Scenario:
	path = shipped_folder(folder)
	rules = tuple(
		ScenarioRule(
			one.rule,
			one.record["duty"],
			one.record.get("duty_role", ""),
			pack,
			tuple(row["event_type"] for row in one.record["satisfied_by"]),
		)
		for one in pack_rules(path)
		if one.record.get("applies_to", CHILD) == CHILD and one.record.get("enabled")
	)
	records = [frappe._dict(row, pack=pack) for row in records_of(path) if row["doctype"] == "Forum"]
	members = {row.forum_name: [frappe._dict(member) for member in row.members] for row in records}
	return Scenario(rules, pack_event_types(), tuple(_forums(records, members)))


def _with_duties(rules: Iterable[Rule]) -> tuple[ScenarioRule, ...]:
	rules = list(rules)
	names = [rule.name for rule in rules] or [""]
	fields = ["name", "duty", "duty_role", "pack"]
	rows = {row.name: row for row in frappe.get_all("Timescale Rule", {"name": ["in", names]}, fields)}
	done_by = defaultdict(list)
	for event in frappe.get_all(
		"Timescale Rule Event",
		filters={"parenttype": "Timescale Rule", "parentfield": "satisfied_by", "parent": ["in", names]},
		fields=["parent", "event_type"],
		order_by="idx asc",
	):
		done_by[event.parent].append(event.event_type)
	return tuple(
		ScenarioRule(rule, row.duty, row.duty_role or "", row.pack or "", tuple(done_by[rule.name]))
		for rule in rules
		if (row := rows.get(rule.name))
	)


# forums


def _forums(
	rows: Iterable[Any], members: dict[str, list[Any]], places: dict[str, int] | None = None
) -> list[ForumPlan]:
	rows = list(rows)
	by_name = {row.forum_name: row for row in rows}
	return [
		ForumPlan(
			name=row.forum_name,
			pack=row.pack or "",
			held_by=row.held_by or TEAM,
			a_month=_a_month(row, by_name),
			minutes=row.duration_minutes or 0,
			slot_minutes=row.slot_minutes or 0,
			event_type=row.event_type or "",
			members=tuple(
				Member(member.role or member.post, member.attends or "Always")
				for member in members.get(row.forum_name, ())
				if member.role or member.post
			),
			places=None if places is None else places.get(row.forum_name, 0),
		)
		for row in rows
	]


def _a_month(row: Any, by_name: dict[str, Any]) -> float:
	host = by_name.get(row.directly_before or "")
	if host is not None and host is not row:
		return _a_month(host, by_name) / (row.before_every_nth or 1)
	return A_MONTH.get(row.every, 0.0) / (row.interval or 1)


def _members() -> dict[str, list[Any]]:
	found = defaultdict(list)
	for row in frappe.get_all(
		"Forum Member",
		filters={"parenttype": "Forum"},
		fields=["parent", "role", "post", "attends"],
		order_by="idx asc",
	):
		found[row.parent].append(row)
	return found


def _schedules(place: ComparedArea) -> dict[str, int]:
	"""Returns forum → number of places where it sits, limited to the teams and localities compared."""
	rows = frappe.get_all("Forum Schedule", {"active": 1}, ["forum", "locality", "team"])
	teams, localities = _places(place)
	found: dict[str, int] = defaultdict(int)
	for row in rows:
		if (not row.team or row.team in teams) and (not row.locality or row.locality in localities):
			found[row.forum] += 1
	return found


def service(place: ComparedArea) -> ServiceSize:
	"""Counts teams, localities and people, limited to the teams and localities compared."""
	teams, localities = _places(place)
	worker = frappe.qb.DocType("Worker")
	query = (
		frappe.qb.from_(worker).where(worker.active == 1).groupby(worker.job).select(worker.job, Count("*"))
	)
	near = (
		worker.locality.isnull() | (worker.locality == "") | worker.locality.isin(sorted(localities) or [""])
	)
	workers = {job: number for job, number in query.where(near).run() if job}
	return ServiceSize(
		teams=len(teams),
		localities=len(localities),
		of_team=frozenset(OF_TEAM),
		of_locality=frozenset({"Head of Service"}),
		workers=workers,
	)


def _places(place: ComparedArea) -> tuple[set[str], set[str]]:
	"""Returns the active teams and localities that the user has access to, limited to the place."""
	user = frappe.session.user
	filters: dict[str, Any] = {"active": 1}
	if place.team:
		filters["name"] = place.team
	rows = frappe.get_all("Team", filters, ["name", "locality"])
	localities = set(frappe.get_all("Locality", {"active": 1}, pluck="name"))
	if not sees_all(user):
		localities &= localities_of(user)
	if place.locality:
		localities &= {place.locality}
	teams = {row.name for row in rows if row.locality in localities}
	return teams, {row.locality for row in rows if row.name in teams} if place.team else localities


# children


def how_many(place: ComparedArea) -> int:
	"""Counts the children to compare."""
	return int(_children(place).select(Count("*")).run()[0][0])


def children_after(
	place: ComparedArea, after: str, types: Iterable[str], today: date
) -> tuple[list[tuple[Subject, Calendar]], str]:
	"""Returns the next children by name with their calendars, and the name to start after next time, or ""."""
	child = frappe.qb.DocType(CHILD)
	query = _children(place).where(child.name > after).orderby(child.name).limit(BATCH)
	rows = query.select(*(child[column] for column in CHILD_COLUMNS)).run()
	events = events_of([row[0] for row in rows], types_to_read(types))
	subjects = child_subjects(rows, events, Places(), today)
	return [(one, one.days) for one in subjects], rows[-1][0] if len(rows) == BATCH else ""


def _children(place: ComparedArea) -> Any:
	child, query = scoped(CHILD)
	query = query.where(child.merged_into.isnull() | (child.merged_into == ""))
	for field in (LOCALITY, TEAM):
		if value := getattr(place, field.lower()):
			query = query.where(child[field.lower()] == value)
	return query
