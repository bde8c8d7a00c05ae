"""Reads children, meetings and schedules with their events in bulk, for the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

import frappe
from frappe.query_builder import Case
from frappe.utils import getdate

from ppoc.ages import birthday
from ppoc.care_codes import FULL_CARE_ORDER, SHORT_BREAKS
from ppoc.database.statements import built_once, parameters
from ppoc.meeting_statuses import HELD
from ppoc.timescales.calendars import Calendar, CalendarThroughTime
from ppoc.timescales.calendars_database import WorkingDays
from ppoc.timescales.facts import Age, Whether
from ppoc.timescales.models import CHILD_DIED, IN_CARE, ON_ORDER, TURNED_18, Event
from ppoc.timescales.past_facts import past_of, with_past
from ppoc.timescales.rhythms_database import HORIZON, SCHEDULE_FIELDS, days_by_rhythm
from ppoc.timescales.rows import Subject
from ppoc.timescales.rules_database import (
	CHILD,
	MEETING,
	SCHEDULE,
	RuleSet,
	Token,
	remembered,
	setup_key,
	setup_word,
)

MATCHED = ("Matched with long-term carers", "Matched with adopters", "Placed for adoption")
UNMATCHED = ("Adoption placement ended", "Left care")
ACHIEVED = ("Permanence achieved",)
EVER_PERMANENT = (*ACHIEVED, "Previous permanence")
ENTERED, LEFT, ORDERED = "Entered care", "Left care", "Full care order made"
AGREED = ("Permanence plan agreed", "Prioritised", "Decision to place for adoption", *MATCHED, *ACHIEVED)
NOT_AGREED = (
	"No longer prioritised",
	"Adoption decision reversed",
	"Adoption placement ended",
	"Entered care",
)
REOPENED = ("Permanence plan changed", "Entered care")
CHILD_COLUMNS = (
	"name",
	"locality",
	"team",
	"date_of_birth",
	"date_of_death",
	"unborn",
	"looked_after",
	"on_full_care_order",
	"legal_status",
	"placement",
	"placed_with_parents",
	"unaccompanied",
	"potential",
	"current_route",
	"social_worker",
	"supervising_social_worker",
	"reviewing_officer",
	"timescales_past",
	"timescales_stamp",
	"timescales_change_on",
)
STAMPED_COLUMNS = len(CHILD_COLUMNS) - 2
"""The due dates depend on these columns; the last two columns record what they were last computed from."""

# A meeting's events, taken from its own fields: type of event → field with its date.
MEETING_EVENTS = {
	"Meeting date": "meeting_date",
	"Agenda circulated": "circulated_on",
	"Meeting held": "closed_on",
	"Notes issued": "notes_issued_on",
}


class LockedChildren(NamedTuple):
	"""Locked rows of children, and the token of the setup when they were read."""

	rows: Sequence[Sequence[Any]]
	token: Token | None


class Places:
	"""Teams and localities with the people in charge, read once."""

	def __init__(self) -> None:
		fields = ["name", "service", "team_manager", "practice_supervisor", "team_coordinator"]
		self.teams = {row.name: row for row in frappe.get_all("Team", fields=fields)}
		fields = ["name", "head_of_service", "nation"]
		self.localities = {row.name: row for row in frappe.get_all("Locality", fields=fields)}
		self.days = WorkingDays()
		self.stamps: dict[tuple[str | None, str | None], str] = {}

	def nation(self, locality: str | None) -> str:
		"""Returns the nation whose bank holidays apply in the locality."""
		row = self.localities.get(locality or "")
		return (row.nation if row else None) or "England"

	def service(self, team: str | None) -> str:
		"""Returns the service that the team belongs to."""
		row = self.teams.get(team or "")
		return (row.service if row else None) or ""

	def calendar(self, locality: str | None) -> Calendar:
		"""Returns the working days in the locality."""
		return self.days.of(self.nation(locality))

	def calendar_through(self, locality: str | None, past: str | None) -> Calendar:
		"""Returns the working days for a child, also of the nations where its case was held before."""
		now = self.calendar(locality)
		nations = past_of("nation", past)
		if not nations:
			return now
		return CalendarThroughTime(now, [(until, self.days.of(nation)) for until, nation in nations])

	def stamp(self, locality: str | None, team: str | None) -> str:
		"""Returns a text that changes with everything about the team and locality that due dates depend on."""
		key = (locality, team)
		if key not in self.stamps:
			here = (self.nation(locality), self.service(team), self.people(locality, team), self.days.said)
			self.stamps[key] = repr(here)
		return self.stamps[key]

	def people(self, locality: str | None, team: str | None) -> dict[str, str]:
		"""Returns role → Worker for the team and locality."""
		people = {}
		here = self.teams.get(team or "")
		if here:
			people = {
				"Team Manager": here.team_manager,
				"Practice Supervisor": here.practice_supervisor,
				"Team Coordinator": here.team_coordinator,
			}
		place = self.localities.get(locality or "")
		if place:
			people["Head of Service"] = place.head_of_service
		return people


def places_here(token: Token | None = None) -> Places:
	"""Returns the teams and localities, read again only if one of them has changed."""
	return remembered("places", Places, token)


def child_batches(size: int) -> Iterator[Sequence[Sequence[Any]]]:
	"""Yields the rows of all children sorted by name, `size` at a time, in the order of `CHILD_COLUMNS`."""
	last = ""
	while rows := child_rows(last, size):
		yield rows
		last = rows[-1][0]


def child_rows(after: str, limit: int) -> Sequence[Sequence[Any]]:
	"""Returns the rows of the next children by name, in the order of `CHILD_COLUMNS`."""
	child = frappe.qb.DocType("Child")
	return _children(child).where(child.name > after).limit(limit).run()


def locked_child_rows(names: Collection[str]) -> LockedChildren:
	"""Reads the rows of these children as committed now, and locks them until the end of the transaction. Reads the
	setup token in the same query, because every save of an event needs both."""
	rows = frappe.db.sql(_locked_children(len(names)), [*setup_key(), *sorted(names)])
	return LockedChildren([row[:-1] for row in rows], rows[0][-1] if rows else None)


@built_once
def _locked_children(names: int) -> Any:
	child = frappe.qb.DocType("Child")
	return (
		_children(child)
		.select(setup_word(*parameters(2)))
		.where(child.name.isin(parameters(names)))
		.for_update()
	)


def _children(child: Any) -> Any:
	return frappe.qb.from_(child).select(*(child[column] for column in CHILD_COLUMNS)).orderby(child.name)


def events_between(first: str, last: str, types: Collection[str]) -> dict[str, list[tuple[Any, ...]]]:
	"""Returns the events, by child, of the children whose names lie between two names, inclusive."""
	values = [*sorted(types), first, last]
	return _by_child(frappe.db.sql(_events_between(len(types)), values))


def events_of(names: Collection[str], types: Collection[str]) -> dict[str, list[tuple[Any, ...]]]:
	"""Returns the events of these children, by child, for reading only."""
	if not names:
		return {}
	return _by_child(frappe.db.sql(_events_of(len(types), len(names)), [*sorted(types), *sorted(names)]))


def locked_events_of(names: Collection[str], types: Collection[str]) -> dict[str, list[tuple[Any, ...]]]:
	"""Returns and locks the events of these children as committed now, by child: type, day, name, time of recording,
	meeting, whether it was imported."""
	values = [*sorted(types), *sorted(names)]
	return _by_child(frappe.db.sql(_locked_events(len(types), len(names)), values))


@built_once
def _events_between(types: int) -> Any:
	event = frappe.qb.DocType("Care Event")
	first, last = parameters(2)
	return _events(event, types).where(event.child >= first).where(event.child <= last)


@built_once
def _events_of(types: int, names: int) -> Any:
	event = frappe.qb.DocType("Care Event")
	return _events(event, types).where(event.child.isin(parameters(names)))


@built_once
def _locked_events(types: int, names: int) -> Any:
	event = frappe.qb.DocType("Care Event")
	return _events(event, types).where(event.child.isin(parameters(names))).for_update()


def _by_child(rows: Iterable[Sequence[Any]]) -> dict[str, list[tuple[Any, ...]]]:
	found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
	for child, *rest in rows:
		found[child].append(tuple(rest))
	return found


def _events(event: Any, types: int) -> Any:
	return (
		frappe.qb.from_(event)
		.select(event.child, event.event_type, event.event_date, event.name, event.creation)
		.select(event.meeting, Case().when(event.source_key > "", 1).else_(0))
		.where(event.event_type.isin(parameters(types)))
		.orderby(event.child)
		.orderby(event.name)
	)


def types_to_read(named: Iterable[str]) -> frozenset[str]:
	"""Returns the event types that due dates depend on.

	Args:
		named: the types that the rules name. Some of the child's facts depend on others as well.
	"""
	return frozenset(
		(*named, *MATCHED, *UNMATCHED, *EVER_PERMANENT, *REOPENED, *AGREED, *NOT_AGREED, ENTERED, ORDERED)
	)


def stamp_of(rules: RuleSet, row: Sequence[Any], events: Sequence[Any], places: Places) -> str:
	"""Returns a stamp that changes with everything that the child's due dates depend on."""
	said = repr((row[:STAMPED_COLUMNS], events, places.stamp(row[1], row[2])))
	return f"{rules.stamp}{blake2b(said.encode(), digest_size=8).hexdigest()}"


def child_subjects(
	rows: Iterable[Sequence[Any]], events: dict[str, list[tuple[Any, ...]]], places: Places, today: date
) -> list[Subject]:
	"""Makes the engine's subjects from rows and events of children."""
	subjects = []
	rows = list(rows)
	begun = first_days(rows, events)
	for row in rows:
		child = dict(zip(CHILD_COLUMNS[:STAMPED_COLUMNS], row, strict=False))
		born = child["date_of_birth"]
		happened = [
			*(_event(*event) for event in events.get(child["name"], ())),
			*begun.get(child["name"], ()),
			*life_ends(born, child["date_of_death"], today),
		]
		subjects.append(
			Subject(
				doctype=CHILD,
				name=child["name"],
				locality=child["locality"] or "",
				team=child["team"] or "",
				nation=places.nation(child["locality"]),
				events=happened,
				calendar=places.calendar_through(child["locality"], child["timescales_past"]),
				facts=with_past(
					{
						**child,
						"route": child["current_route"],
						"age": Age(born) if born else None,
						"matched": Whether.of(MATCHED, UNMATCHED, happened),
						"plan_agreed": Whether.of(AGREED, NOT_AGREED, happened),
						"permanence_achieved": Whether.of(ACHIEVED, REOPENED, happened),
						"permanence_before": Whether.of(EVER_PERMANENT, (), happened),
						"service": places.service(child["team"]),
					},
					child["timescales_past"],
				),
				people={
					**places.people(child["locality"], child["team"]),
					"Social Worker": child["social_worker"] or "",
					"Supervising Social Worker": child["supervising_social_worker"] or "",
					"Independent Reviewing Officer": child["reviewing_officer"] or "",
				},
				born=born,
			)
		)
	return subjects


def first_days(
	rows: Sequence[Sequence[Any]], events: Mapping[str, Sequence[tuple[Any, ...]]]
) -> dict[str, list[Event]]:
	"""Returns, for children who were in care before their records begin, what stands in for it on the first day.

	A return of one year begins with a change of placement for a child who entered care before. It stays so when the
	child has left, and when a later entry is recorded.
	"""
	on_order = CHILD_COLUMNS.index("on_full_care_order")
	missing = {row[0]: row[on_order] for row in rows if _begins_in_care(row, events.get(row[0], ()))}
	if not missing:
		return {}
	episode = frappe.qb.DocType("Care Episode")
	query = (
		frappe.qb.from_(episode)
		.select(episode.child, episode.started_on, episode.legal_status)
		.where(episode.child.isin(list(missing)))
		.orderby(episode.child)
		.orderby(episode.started_on)
	)
	found: dict[str, list[Event]] = {}
	for child, day, status in query.run():
		if child in found or status in SHORT_BREAKS:
			continue
		found[child] = [Event(IN_CARE, day)]
		ordered = any(event[0] == ORDERED for event in events.get(child, ()))
		if not ordered and (status == FULL_CARE_ORDER or (not status and missing[child])):
			found[child].append(Event(ON_ORDER, day))
	return found


def _begins_in_care(row: Sequence[Any], events: Sequence[tuple[Any, ...]]) -> bool:
	"""Returns whether a child is or was in care though no entry is recorded before."""
	entered = min((event[1] for event in events if event[0] == ENTERED), default=date.max)
	if entered == date.max and row[CHILD_COLUMNS.index("looked_after")]:
		return True
	return any(event[0] == LEFT and event[1] < entered for event in events)


def life_ends(born: date | None, died: date | None, today: date) -> list[Event]:
	"""Returns the events of a child's own record that end every rule: a death, and the 18th birthday from that day."""
	found = [Event(CHILD_DIED, died)] if died and died <= today else []
	if born and birthday(born, 18) <= today:
		found.append(Event(TURNED_18, birthday(born, 18)))
	return found


def _event(kind: str, on: date, name: str, recorded: datetime, meeting: str | None, imported: int) -> Event:
	return Event(kind, on, name, recorded, meeting or "", bool(imported))


def meeting_subjects(names: Collection[str], places: Places) -> list[Subject]:
	"""Makes the engine's subjects from meetings; their events come from the meetings' own fields."""
	if not names:
		return []
	rows = frappe.get_all(
		"Meeting",
		filters={"name": ["in", sorted(names)]},
		fields=[
			*("name", "forum", "locality", "team", "status", "creation", "modified", "chair"),
			*MEETING_EVENTS.values(),
		],
	)
	held_by = dict(frappe.get_all("Forum", fields=["name", "held_by"], as_list=True))
	subjects = []
	for row in rows:
		events = [
			Event(kind, getdate(row[column]), f"{row.name} {kind}", row.creation)
			for kind, column in MEETING_EVENTS.items()
			if row[column]
		]
		if row.status == "Cancelled":
			events.append(Event("Meeting cancelled", getdate(row.modified), f"{row.name} cancelled"))
		facts = {**row, "held_by": held_by.get(row.forum)}
		subjects.append(_placed(MEETING, row, events, facts, places))
	return subjects


def schedule_subjects(names: Collection[str], places: Places) -> list[Subject]:
	"""Makes the engine's subjects from schedules, which begin on their first sitting; each meeting held is an event."""
	if not names:
		return []
	rows = frappe.get_all(
		"Forum Schedule",
		filters={"name": ["in", sorted(names)]},
		fields=[*SCHEDULE_FIELDS, "active", "modified", "chair"],
	)
	held = frappe.get_all(
		"Meeting",
		filters={"schedule": ["in", sorted(names)], "status": ["in", HELD]},
		fields=["name", "schedule", "meeting_date", "rhythm_date"],
	)
	closed = {row.locality: places.calendar(row.locality).closed for row in rows}
	rhythms = days_by_rhythm(rows, getdate() + HORIZON, closed)
	happened = _service_events(rows)
	subjects = []
	for row in rows:
		events = [Event("Schedule begun", getdate(row.first_sitting), f"{row.name} begun")]
		events += [
			Event("Sitting held", m.meeting_date, m.name, slot=m.rhythm_date)
			for m in held
			if m.schedule == row.name
		]
		events += happened.get(row.name, [])
		if not row.active:
			events.append(Event("Schedule ended", getdate(row.modified), f"{row.name} ended"))
		subject = _placed(SCHEDULE, row, events, dict(row), places)
		subject.rhythm = tuple(rhythms.get(row.name, ()))
		subjects.append(subject)
	return subjects


def _service_events(rows: Iterable[Any]) -> dict[str, list[Event]]:
	found: dict[str, list[Event]] = defaultdict(list)
	for event in frappe.get_all(
		"Service Event",
		filters={"forum_schedule": ["in", [row.name for row in rows]]},
		fields=["name", "forum_schedule", "event_type", "event_date", "creation"],
	):
		found[event.forum_schedule].append(
			Event(event.event_type, event.event_date, event.name, event.creation)
		)
	return found


def _placed(doctype: str, row: Any, events: list[Event], facts: dict[str, Any], places: Places) -> Subject:
	return Subject(
		doctype=doctype,
		name=row.name,
		locality=row.locality or "",
		team=row.team or "",
		nation=places.nation(row.locality),
		calendar=places.calendar(row.locality),
		events=events,
		facts={**facts, "service": places.service(row.team)},
		people=places.people(row.locality, row.team),
	)


def known_facts() -> set[str]:
	"""Returns the facts that a rule's conditions may use: the fields of Timescale Facts."""
	return {field.fieldname for field in frappe.get_meta("Timescale Facts").fields}
