"""Works out what a return would change, by comparing its children with the site's, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from ppoc.care_codes import SHOWN
from ppoc.children.identifiers import HeldIDs
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.events import (
	ADOPTED_SOURCE,
	ADOPTION_SOURCE,
	EPISODE_SOURCE,
	LIBERTY_SOURCE,
	MISSING_SOURCE,
	ONE_EACH,
	PERMANENCE_SOURCE,
	REVIEW_SOURCE,
	UNACCOMPANIED_SOURCE,
	WORKER_SOURCE,
	CareEvent,
)
from ppoc.imports.ssda903.files import TableName
from ppoc.imports.ssda903.load import Return
from ppoc.imports.ssda903.parse import SocialWorkerRow, words_of
from ppoc.imports.ssda903.side_events import worker_of
from ppoc.imports.ssda903.timeline import Episode, ReturnedChild, care_facts, episode_events
from ppoc.messages import Message, joined

SEX_WORDS = {code: one.meaning for code, one in codes.SEX_MEANING.items()}
FIELD_WORDS = {
	"sex": Message("Sex"),
	"date_of_birth": Message("Date of birth"),
	"unborn": Message("Not yet born"),
	"ethnicity": Message("Ethnicity"),
	"upn": Message("UPN"),
	"mother_of_child": Message("Mother of a child"),
	"looked_after": Message("Looked after"),
	"legal_status": Message("Legal status"),
	"on_full_care_order": Message("On a full care order"),
	"care_started_on": Message("Care started on"),
	"care_ended_on": Message("Care ended on"),
	"placement": Message("Placement"),
	"placement_since": Message("Placement since"),
	"placed_with_parents": Message("Placed with parents"),
	"left_care_by": Message("Left care by"),
	"date_of_death": Message("Date of death"),
	"unaccompanied": Message("Unaccompanied, seeking asylum"),
	"social_worker": Message("Social worker"),
}
EPISODE_WORDS = {
	"reason_new_episode": Message("reason for the episode"),
	"legal_status": Message("legal status"),
	"category_of_need": Message("category of need"),
	"placement": Message("placement"),
	"placement_provider": Message("provider"),
	"ended_on": Message("end"),
	"reason_ended": Message("reason for the end"),
	"reason_placement_change": Message("reason for the move"),
	"home_postcode": Message("home postcode"),
	"placement_postcode": Message("placement postcode"),
	"urn": Message("URN"),
}
YEAR_END_FIELDS = ("ended_on", "reason_ended", "reason_placement_change")
EPISODE_KEY = "episode:"
"""Prefix of the key of an episode among a child's records."""
TABLE_OF_SOURCE = {
	REVIEW_SOURCE: TableName.REVIEWS,
	ADOPTION_SOURCE: TableName.PLACED_FOR_ADOPTION,
	LIBERTY_SOURCE: TableName.DEPRIVATION_OF_LIBERTY,
	MISSING_SOURCE: TableName.MISSING,
	WORKER_SOURCE: TableName.SOCIAL_WORKERS,
}
OF_ONE_YEAR = frozenset({LIBERTY_SOURCE, MISSING_SOURCE, WORKER_SOURCE})
"""Tables that have only what touches the return's year, even in a set of whole histories."""
COUNTED = {
	REVIEW_SOURCE: Message("{0} review(s)"),
	LIBERTY_SOURCE: Message("{0} date(s) of orders that deprive of liberty"),
	MISSING_SOURCE: Message("{0} date(s) of being missing or away"),
	WORKER_SOURCE: Message("{0} social worker(s)"),
}
NAMED = {
	ADOPTION_SOURCE: Message("adoption decisions"),
	PERMANENCE_SOURCE: Message("previous permanence"),
	ADOPTED_SOURCE: Message("the match with adopters"),
	UNACCOMPANIED_SOURCE: Message("the end of being unaccompanied"),
}
YES_OR_NO = frozenset(
	{
		"looked_after",
		"on_full_care_order",
		"placed_with_parents",
		"mother_of_child",
		"unborn",
		"unaccompanied",
	}
)


@dataclass(frozen=True)
class StoredChild:
	"""A child as stored on the site.

	Attributes:
		fields: the values of `FIELD_WORDS`; None, "" and 0 all mean "nothing".
		episodes: the stored episodes.
		events: the stored events that came from a return.
		facts_by_hand: whether people type this child's facts of care themselves.
	"""

	fields: Mapping[str, Any]
	episodes: Sequence[Episode] = ()
	events: Sequence[CareEvent] = ()
	facts_by_hand: bool = False


@dataclass
class ChildPlan:
	"""What loading would do to one child. A plan without sentences changes nothing.

	Attributes:
		child_id: the authority's ID.
		is_new: whether the child is not on the site yet.
		fields: new values of the fields that change.
		episodes_added, episodes_changed, episodes_removed: whole episodes; the changed ones by key.
		events_added, events_changed, events_removed: whole events, identified by their source key.
		sentences: every change in words.
		removals: in words, by key: what the return no longer has. It stays unless a person agrees to its removal.
		unclosed: starts of earlier periods of care that were never closed, though care starts again.
		overlaps: pairs of episodes from different returns that overlap in time.
		unknown_worker: the ID of the child's social worker in the return, if nobody here has it.
		other_worker: the social worker here, who stays, and another one in the return with the row.
	"""

	child_id: str
	is_new: bool = False
	fields: dict[str, Any] = field(default_factory=dict)
	episodes_added: list[Episode] = field(default_factory=list)
	episodes_changed: dict[str, Episode] = field(default_factory=dict)
	episodes_removed: list[Episode] = field(default_factory=list)
	events_added: list[CareEvent] = field(default_factory=list)
	events_changed: list[CareEvent] = field(default_factory=list)
	events_removed: list[CareEvent] = field(default_factory=list)
	sentences: list[str] = field(default_factory=list)
	removals: dict[str, str] = field(default_factory=dict)
	unclosed: list[date] = field(default_factory=list)
	overlaps: list[tuple[Episode, Episode]] = field(default_factory=list)
	unknown_worker: str = ""
	other_worker: tuple[str, str, SocialWorkerRow] | None = None

	@property
	def changes_nothing(self) -> bool:
		"""Returns whether loading leaves the child exactly as it is."""
		return not (self.is_new or self.fields or self.records)

	@property
	def records(self) -> int:
		"""Returns how many episodes and events are added, changed or removed."""
		return sum(
			map(
				len,
				(
					self.episodes_added,
					self.episodes_changed,
					self.episodes_removed,
					self.events_added,
					self.events_changed,
					self.events_removed,
				),
			)
		)


@dataclass(frozen=True)
class WorkersByID:
	"""The site's workers.

	Attributes:
		ids: record names by the worker's ID.
		names: what each is called, by record name.
		active: the records of those who are still here.
	"""

	ids: HeldIDs[str] = field(default_factory=HeldIDs)
	names: Mapping[str, str] = field(default_factory=dict)
	active: frozenset[str] = frozenset()

	def find(self, written: str) -> str:
		"""Returns the record of the worker with an ID, or ""."""
		return self.ids.find(written) or ""


@dataclass(frozen=True)
class ReturnScope:
	"""Which parts of a return count when it is compared with the site.

	Attributes:
		covers: first and last day of the period for which the return is complete.
		tables: the tables that came with it and have rows.
		is_older: whether a return for a later year has been loaded before.
		routes: name of the route out of care for each reason for the end of an episode.
		year_starts: the first day of the return's year.
		workers: the workers whom the return's IDs stand for.
	"""

	covers: tuple[date, date]
	tables: frozenset[TableName]
	is_older: bool = False
	routes: Mapping[str, str] = field(default_factory=lambda: codes.OUT_OF_CARE_ROUTES)
	year_starts: date = date.min
	workers: WorkersByID = field(default_factory=lambda: WorkersByID())

	def includes(self, first: date, last: date | None) -> bool:
		"""Returns whether any day from `first` to `last` (None: still open) is covered."""
		return first <= self.covers[1] and (last is None or last >= self.covers[0])


def scope_of(
	loaded: Return,
	held_year: int | None,
	routes: Mapping[str, str] | None = None,
	workers: WorkersByID | None = None,
) -> ReturnScope:
	"""Returns what a return may change.

	A return is complete for its own year, and says nothing about what came afterwards. If a return for a later year has
	been loaded, it only fills in what is missing.

	Args:
		loaded: the return.
		held_year: the latest year of any return loaded before, or None.
		routes: name of the route out of care for each reason for the end of an episode.
		workers: the workers whom the return's IDs stand for.

	Returns:
		The scope.
	"""
	is_older = held_year is not None and loaded.year < held_year
	known = codes.OUT_OF_CARE_ROUTES if routes is None else routes
	year_starts = date(loaded.year - 1, 4, 1)
	return ReturnScope(loaded.covers, loaded.tables, is_older, known, year_starts, workers or WorkersByID())


def plan_return(
	children: Iterable[ReturnedChild],
	stored: Mapping[str, StoredChild],
	scope: ReturnScope,
	agreed: Mapping[str, Collection[str]] = {},
) -> list[ChildPlan]:
	"""Plans what loading the children of a return would do. Leaves children alone that are not in the return.

	Args:
		children: children that can be loaded.
		stored: the site's children, by ID.
		scope: which parts of the return count.
		agreed: for each child, the keys of the held records whose removal a person has agreed to.

	Returns:
		One plan for each child, including plans that change nothing.
	"""
	return [
		plan_child(child, stored.get(child.child_id), scope, agreed.get(child.child_id, ()))
		for child in children
	]


def plan_child(
	child: ReturnedChild, held: StoredChild | None, scope: ReturnScope, agreed: Collection[str] = ()
) -> ChildPlan:
	"""Plans what loading one child would do.

	What the return no longer has is removed only if a person has agreed to it. Otherwise a review or decision stays
	beside the others; and if an episode would go, or an event that follows from one, all episodes stay as they are,
	because old and new ones together would make a history that nobody has written.

	Args:
		child: the child in the return.
		held: the child on the site, or None.
		scope: which parts of the return count.
		agreed: the keys of the held records whose removal a person has agreed to.

	Returns:
		The plan.
	"""
	whole = _plan(child, held, scope, frozenset())
	kept = whole.removals.keys() - set(agreed)
	if held is None or not kept:
		return whole
	plan = _plan(child, held, scope, frozenset(kept))
	plan.removals = whole.removals
	return plan


def _plan(
	child: ReturnedChild, held: StoredChild | None, scope: ReturnScope, kept: frozenset[str]
) -> ChildPlan:
	"""Plans what loading one child would do if the held records with the keys `kept` stay."""
	plan = ChildPlan(child.child_id, is_new=held is None)
	held = held or StoredChild({})
	waits = any(_is_of_episodes(key) for key in kept)
	episodes = tuple(held.episodes) if waits else _merge_episodes(child.episodes, held.episodes, scope)
	if waits:
		plan.sentences.append(
			Message("The episodes stay as they are until somebody agrees to what would be removed")
		)
	plan.unclosed = [
		one.started_on
		for one in held.episodes
		if child.episodes and earlier_period(one, child.episodes, scope)
	]
	plan.overlaps = _overlaps(episodes, {one.key for one in child.episodes})
	_plan_fields(plan, child, held, episodes, scope)
	_plan_episodes(plan, episodes, held.episodes)
	_plan_events(plan, child, held, episodes, scope, kept)
	if plan.is_new:
		plan.sentences = [_created(plan)]
	return plan


def _is_of_episodes(key: str) -> bool:
	"""Returns whether a key is that of an episode, or of an event that follows from episodes."""
	return key.startswith((EPISODE_KEY, f"ssda903:{EPISODE_SOURCE}:"))


def _merge_episodes(
	returned: Sequence[Episode], held: Sequence[Episode], scope: ReturnScope
) -> tuple[Episode, ...]:
	"""Returns the child's episodes after loading: those in the return, and stored ones that it does not cover.

	A child without any episode in the return keeps all of them: the return then says nothing about them.
	"""
	if not returned:
		return tuple(sorted(held, key=lambda episode: episode.order))
	by_key = {episode.key: episode for episode in held}
	merged = {episode.key: _with_later_end(episode, by_key.get(episode.key), scope) for episode in returned}
	for episode in held:
		covered = scope.includes(episode.started_on, episode.ended_on)
		if episode.key not in merged and (not covered or earlier_period(episode, returned, scope)):
			merged[episode.key] = episode
	return tuple(sorted(merged.values(), key=lambda episode: episode.order))


def _overlaps(episodes: Sequence[Episode], returned: Collection[str]) -> list[tuple[Episode, Episode]]:
	"""Returns the neighbouring episodes that overlap though only one of the two is in the return."""
	return [
		(before, after)
		for before, after in pairwise(episodes)
		if (before.key in returned) != (after.key in returned)
		and before.ended_on is not None
		and before.ended_on > after.started_on
	]


def earlier_period(held: Episode, returned: Sequence[Episode], scope: ReturnScope) -> bool:
	"""Returns whether a held episode that was never closed belongs to a period of care before the one in the return.

	Its end is in a return that was never loaded, so the new start of care says nothing against it.
	"""
	first = returned[0]
	starts_again = first.reason_new_episode == codes.STARTS_CARE and held.started_on < first.started_on
	of_before = held.ended_on is None and held.started_on < scope.year_starts
	return (
		of_before and starts_again and (scope.covers[0] > date.min or first.started_on >= scope.year_starts)
	)


def _with_later_end(episode: Episode, held: Episode | None, scope: ReturnScope) -> Episode:
	"""Returns an episode that an older return leaves open with the end that a later return gave it."""
	ended_later = held is not None and held.ended_on is not None and held.ended_on > scope.covers[1]
	if not scope.is_older or episode.ended_on is not None or not ended_later:
		return episode
	return replace(episode, **{name: getattr(held, name) for name in YEAR_END_FIELDS})


def _plan_fields(
	plan: ChildPlan, child: ReturnedChild, held: StoredChild, episodes: Sequence[Episode], scope: ReturnScope
) -> None:
	wanted: dict[str, Any] = {
		"sex": SEX_WORDS.get(child.sex or ""),
		"date_of_birth": child.date_of_birth,
		"ethnicity": child.ethnicity,
		"upn": child.upn,
		"mother_of_child": None if child.mother is None else int(child.mother),
		"unborn": 0 if held.fields.get("unborn") and child.date_of_birth else None,
		"unaccompanied": _unaccompanied(plan, child, scope),
		"social_worker": _social_worker(plan, child, held, scope),
	}
	wanted = {
		name: value
		for name, value in wanted.items()
		if value not in (None, "") and (name == "unborn" or not (scope.is_older and held.fields.get(name)))
	}
	if episodes and not held.facts_by_hand:
		facts = asdict(care_facts(episodes, scope.routes))
		if facts["looked_after"] and held.fields.get("looked_after") and facts["care_started_on"] is None:
			del facts["care_started_on"]  # the return does not know it, and does not say otherwise
		wanted |= {name: int(value) if isinstance(value, bool) else value for name, value in facts.items()}
	for name, value in wanted.items():
		before = held.fields.get(name)
		if (before or None) != (value or None):
			plan.fields[name] = value
			words = [
				_person(scope, one) if name == "social_worker" else _said(name, one)
				for one in (before, value)
			]
			plan.sentences.append(Message("{0}: {1} → {2}", FIELD_WORDS[name], *words))


def _unaccompanied(plan: ChildPlan, child: ReturnedChild, scope: ReturnScope) -> int | None:
	if child.unaccompanied is None or (scope.is_older and not plan.is_new):
		return None
	return int(child.unaccompanied)


def _person(scope: ReturnScope, worker: Any) -> str:
	return scope.workers.names.get(worker, str(worker)) if worker else Message("blank")


def _social_worker(
	plan: ChildPlan, child: ReturnedChild, held: StoredChild, scope: ReturnScope
) -> str | None:
	"""Returns the worker who has the child by the return, unless the site's worker comes from another source.

	The site's worker is followed up only if it is blank, or is the one whom an earlier return gave.
	"""
	row = child.social_worker
	if row is None:
		return None
	worker = scope.workers.find(row.worker_id or "")
	now = str(held.fields.get("social_worker") or "")
	if worker not in scope.workers.active:
		plan.unknown_worker = row.worker_id or ""
		return None
	earlier = [event for event in held.events if event.source == WORKER_SOURCE]
	last = max(earlier, key=lambda event: event.date, default=None)
	from_return = last is not None and scope.workers.find(worker_of(last.details)) == now
	if not now or worker == now or (from_return and not scope.is_older):
		return worker
	plan.other_worker = (_person(scope, now), _person(scope, worker), row)
	return None


def _said(name: str, value: Any) -> str:
	if name in YES_OR_NO:
		return Message("yes") if value else Message("no")
	if isinstance(value, date):
		return words_of(value)
	if name in SHOWN and value in SHOWN[name]:
		return SHOWN[name][value].meaning
	return str(value) if value else Message("blank")


def _plan_episodes(plan: ChildPlan, wanted: Sequence[Episode], held: Sequence[Episode]) -> None:
	before = {episode.key: episode for episode in held}
	after = {episode.key: episode for episode in wanted}
	for key, episode in after.items():
		if key not in before:
			plan.episodes_added.append(episode)
			plan.sentences.append(
				Message("Episode of {0} added: {1}", words_of(episode.started_on), _in_short(episode))
			)
		elif episode != before[key]:
			plan.episodes_changed[key] = episode
			plan.sentences.append(_episode_changed(before[key], episode))
	for key, episode in before.items():
		if key not in after:
			plan.episodes_removed.append(episode)
			day, what = words_of(episode.started_on), _in_short(episode)
			plan.removals[EPISODE_KEY + key] = Message("Episode of {0} ({1})", day, what)
			said = Message("Episode of {0} removed ({1})", day, what)
			plan.sentences.append(Message("{0}: the return no longer has it", said))


def _episode_changed(before: Episode, after: Episode) -> str:
	changes = joined(
		Message("{0} {1} → {2}", words, _said(name, getattr(before, name)), _said(name, getattr(after, name)))
		for name, words in EPISODE_WORDS.items()
		if getattr(before, name) != getattr(after, name)
	)
	return Message("Episode of {0}: {1}", words_of(after.started_on), changes)


def _in_short(episode: Episode) -> str:
	until = Message("until {0}", words_of(episode.ended_on)) if episode.ended_on else Message("open")
	return joined(part for part in (episode.legal_status, episode.placement, until) if part)


def _plan_events(
	plan: ChildPlan,
	child: ReturnedChild,
	held: StoredChild,
	episodes: Sequence[Episode],
	scope: ReturnScope,
	kept: frozenset[str],
) -> None:
	before = {event.source_key: event for event in held.events}
	after = {
		event.source_key: event for event in (*episode_events(episodes, scope.routes), *child.row_events)
	}
	for key, event in before.items():
		if key not in after and (key in kept or _stays(event, child, scope)):
			after[key] = event
	for key, event in after.items():
		if key not in before:
			plan.events_added.append(event)
			_say(plan, event, Message("added"))
		elif event != before[key] and not (scope.is_older and event.source != EPISODE_SOURCE):
			plan.events_changed.append(event)
			_say(plan, event, Message("changed (it was {0})", _event_in_short(before[key])))
	for key, event in before.items():
		if key not in after:
			plan.events_removed.append(event)
			plan.removals[key] = _event_in_short(event)
			_say(plan, event, Message("removed: the return no longer has it"))


def _stays(event: CareEvent, child: ReturnedChild, scope: ReturnScope) -> bool:
	"""Returns whether a stored event that is not in the return stays, because the return does not cover it."""
	if event.source == EPISODE_SOURCE:
		return False
	if event.source in ONE_EACH:
		return event.source != UNACCOMPANIED_SOURCE or child.unaccompanied is None or scope.is_older
	if TABLE_OF_SOURCE[event.source] not in scope.tables:
		return True
	if event.source not in OF_ONE_YEAR:
		return not scope.includes(event.date, event.date)
	told = any(
		other.row == event.row for other in child.row_events
	)  # the return has its row, without this date
	if told and not scope.is_older:
		return False
	return not (scope.year_starts <= event.date <= scope.covers[1])


def _say(plan: ChildPlan, event: CareEvent, what: str) -> None:
	if event.source != EPISODE_SOURCE:
		plan.sentences.append(Message("{0} {1}", _event_in_short(event), what))


def _event_in_short(event: CareEvent) -> str:
	return f"{event.event_type}, {words_of(event.date)}" + (f", {event.details}" if event.details else "")


def _created(plan: ChildPlan) -> str:
	counts: dict[str, int] = defaultdict(int)
	for event in plan.events_added:
		counts[event.source] += 1
	parts = [Message("{0} episode(s)", len(plan.episodes_added))]
	parts += [Message(words, counts[source]) for source, words in COUNTED.items() if counts[source]]
	parts += [words for source, words in NAMED.items() if counts[source]]
	return Message("Created from the SSDA903 return with {0}", joined(parts))
