"""The dates that a rule counts from, each with the versions that it had: planned, moved, held. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from ppoc.timescales.calendars import FIRST_DAY
from ppoc.timescales.history import known_on, moved_to
from ppoc.timescales.models import Count, Event, EventType, Start

if TYPE_CHECKING:
	from ppoc.timescales.ruling import Ruling


@dataclass(eq=False, slots=True)
class Version:
	"""One date that a start had for a time.

	Attributes:
		known: the day from which it counts.
		event: the event that gives it, or None for another rule's due date.
		ends: what closes it, or None.
		vanishes: once closed, nothing remains of it unless it was met or missed before.
		provisional: it is planned, and the rule counts from what will take its place.
		follows: the version that it replaces.
		moved: it is a new date for the same; otherwise what was planned has happened.
		slot: tells apart the starts of a group.
	"""

	start: Start
	known: date
	event: Event | None = None
	ends: Event | None = None
	vanishes: bool = False
	provisional: bool = False
	follows: Version | None = None
	moved: bool = False
	slot: int = 0

	@property
	def waits(self) -> bool:
		"""Whether the rule counts on from what is only planned yet."""
		return self.provisional and not self.start.count.before


@dataclass(eq=False, slots=True)
class Slot:
	"""A start with its versions in the order in which they were known."""

	period: int
	versions: list[Version] = field(default_factory=list)

	def __post_init__(self) -> None:
		for version in self.versions:
			version.slot = id(self)

	@classmethod
	def of(cls, period: int, *versions: Version) -> Slot:
		"""Makes a slot of these versions."""
		return cls(period, list(versions))

	@property
	def order(self) -> tuple[int, date, str, str]:
		"""Sorts by period, day and cause."""
		start = self.versions[-1].start
		return (self.period, start.on, start.cause, start.cause_name)

	@property
	def known(self) -> tuple[date, date, str]:
		"""Sorts by the day on which it was first known."""
		first = self.versions[0]
		return (first.known, first.start.on, first.start.cause_name)


def slots_of_happened(ruling: Ruling, count: Count) -> list[Slot]:
	"""Returns a slot for each event, and for each that is only planned yet if the row says which of them it means."""
	kind = ruling.shape.kinds[count]
	events = ruling.history.by_type.get(count.event_type, [])
	plan = ruling.shape.plans.get(count, "")
	planned = ruling.history.by_type.get(plan, []) if plan else []
	if not planned:
		return [
			Slot.of(ruling.period_of(event, kind), _held_version(ruling, count, event)) for event in events
		]
	became = ruling.history.became(plan, frozenset((count.event_type,)))
	moved = moved_to(planned) if ruling.history.types[plan].one_at_a_time else {}
	own: dict[Event | None, list[Event]] = {}
	for one in planned:
		if one not in moved:
			following = became.get(one) or next((event for event in events if event.on >= one.on), None)
			own.setdefault(following, []).append(one)
	found = [slot for event in events for slot in _held(ruling, count, event, own.get(event, []), kind)]
	for one in own.get(None, []):
		period = ruling.period_of(one, ruling.history.types[plan])
		found.append(Slot.of(period, _planned_version(ruling, count, one)))
	return found


def _held_version(ruling: Ruling, count: Count, event: Event) -> Version:
	return Version(ruling.start(count, event.on, event.type, event.name), event.on, event)


def _held(
	ruling: Ruling, count: Count, event: Event, planned: Sequence[Event], kind: EventType
) -> list[Slot]:
	"""Returns the slot of an event with the dates that were planned for it; in periods of their own, if they were
	planned before something ended the rule."""
	period = ruling.period_of(event, kind)
	held = _held_version(ruling, count, event)
	versions, found = [], []
	for one in planned:
		if known_on(one) < event.on:
			before = _planned_version(ruling, count, one)
			earlier = ruling.period_of(one, ruling.history.types[one.type])
			if earlier == period:
				versions.append(before)
			else:
				found.append(Slot.of(earlier, before))
	return [*found, Slot.of(period, *sorted(versions, key=lambda one: one.known), held)]


def _planned_version(ruling: Ruling, count: Count, planned: Event) -> Version:
	start = ruling.start(count, planned.on, planned.type, planned.name)
	return Version(start, known_on(planned), planned, provisional=True)


def slots_of_planned(ruling: Ruling, count: Count) -> list[Slot]:
	"""Returns a slot for each planned date; of a type of which there is one at a time, for all versions of a date."""
	kind = ruling.shape.kinds[count]
	events = ruling.history.by_type.get(count.event_type, [])
	if not events:
		return []
	closed = ruling.history.became(count.event_type, ruling.shape.closing)
	periods = {event: ruling.period_of(event, kind) for event in events}
	versions = {
		event: Version(
			ruling.start(count, event.on, event.type, event.name),
			known_on(event),
			event,
			ends=closed.get(event),
		)
		for event in events
	}
	if not kind.one_at_a_time:
		return [Slot.of(periods[event], version) for event, version in versions.items()]
	return _chained(versions, periods)


def _chained(versions: dict[Event, Version], periods: dict[Event, int]) -> list[Slot]:
	replaced: set[Event] = set()
	before: dict[Event, Event] = {}
	for period in set(periods.values()):
		for old, new in moved_to([event for event in versions if periods[event] == period]).items():
			replaced.add(old)
			before[new] = old
	found = []
	for event in versions:
		if event in replaced:
			continue
		chain = [event]
		while chain[0] in before:
			chain.insert(0, before[chain[0]])
		for old, new in pairwise(chain):
			versions[new].follows, versions[new].moved = versions[old], True
		found.append(Slot.of(periods[event], *(versions[one] for one in chain)))
	return found


def known_in_order(group: Sequence[Slot]) -> Iterable[tuple[date, list[Version]]]:
	"""Yields the versions of a group by the day on which they were known."""
	if len(group) == 1 and len(group[0].versions) == 1:
		return [(group[0].versions[0].known, group[0].versions)]
	versions = sorted((one for slot in group for one in slot.versions), key=lambda one: one.known)
	return [(day, list(found)) for day, found in groupby(versions, key=lambda one: one.known)]


# each start has its own satisfying event


def allotted(ruling: Ruling, versions: Sequence[Version]) -> dict[Event | None, list[Event]]:
	"""Returns the events that satisfy each start, where one event satisfies only one of them.

	Events are given out in order, and only to starts that were known; one that nobody was waiting for goes to the start
	that was recorded first afterwards. So an event or a start that is recorded later changes nothing.
	"""
	found: dict[Event | None, list[Event]] = {}
	for hit in ruling.hits:
		version = _wanted(ruling, hit, versions, found)
		if version:
			found.setdefault(version.event, []).append(hit)
	return found


def _wanted(
	ruling: Ruling, hit: Event, versions: Sequence[Version], found: dict[Event | None, list[Event]]
) -> Version | None:
	period = ruling.period_on(hit.on, begins=False)
	here = [one for one in versions if one.event and one.event != hit and _same(ruling, one.event, hit)]
	if ruling.rule.same_meeting and hit.meeting:
		own = [one for one in here if one.event and one.event.meeting == hit.meeting]
		here = own or here  # a start that was typed without a meeting only gets what has no start of its own
	here = [one for one in here if _may_have(ruling, one, hit, period)]
	known = [one for one in here if one.known <= hit.on and not _over(one, hit, versions)]
	waiting = [one for one in known if one.event not in found]
	ahead = [one for one in (known if _counts_back(known) else waiting) if _opens(ruling, one) <= hit.on]
	if _counts_back(known):
		coming = [one for one in ahead if one.start.on >= hit.on]
		if coming:
			return min(coming, key=_by_day)
		if waiting:
			return max(waiting, key=_by_day)
	elif ahead:
		return min(ahead, key=_by_day)
	later = [
		one
		for one in here
		if one.known > hit.on
		and one.event not in found
		and _opens(ruling, one) <= hit.on
		and not _between(ruling, hit.on, one.known)
	]
	return min(later, key=lambda one: (one.known, *_by_day(one)), default=None)


def _counts_back(versions: Sequence[Version]) -> bool:
	return any(one.start.count.before for one in versions)


def _by_day(version: Version) -> tuple[date, str]:
	return (version.start.on, version.start.cause_name)


def _same(ruling: Ruling, start: Event, hit: Event) -> bool:
	"""Returns whether an event may belong to the meeting of a start; one that was typed by hand may belong to any."""
	if not ruling.rule.same_meeting or not hit.meeting:
		return True
	return start.meeting in ("", hit.meeting)


def _may_have(ruling: Ruling, version: Version, hit: Event, period: int) -> bool:
	"""Returns whether a start is of the same period, and open on the day."""
	event = version.event
	assert event
	kind = ruling.shape.kinds[version.start.count]
	return ruling.period_of(event, kind) == period or (
		# a start on the day that ended a period, and what followed on that day
		version.start.on == hit.on
	)


def _over(version: Version, hit: Event, versions: Sequence[Version]) -> bool:
	"""Returns whether a start was closed or moved before a day."""
	if version.ends and version.ends.on < hit.on:
		return True
	return any(one.follows is version and one.known <= hit.on for one in versions)


def _opens(ruling: Ruling, version: Version) -> date:
	if version.start.count.before:
		return FIRST_DAY
	return version.start.on - timedelta(days=ruling.rule.early_days)


def _between(ruling: Ruling, since: date, until: date) -> bool:
	"""Returns whether a planned date was closed from one day to another; what was done before belongs to that one."""
	return any(since <= stop.on <= until for stop in ruling.history.of(ruling.shape.closing))
