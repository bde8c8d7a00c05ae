"""Fills an agenda: which child under which item, in which order, at what time. Plain Python.

It compares what each item's query found with what is already on the agenda, and says what to add, what to
keep and what to remove. Nothing that anybody has typed is ever removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

SHARED_PURPOSES = {
	"Categorise": "potential",
	"Progress plan": "plan",
	"Challenge": "challenge",
	"Record": "record",
}
"""Purposes within which a child is discussed once, under the first item that lists it."""

UNPLANNED_MINUTES = 5
"""What a child takes for whom the agenda plans no time."""

Key = tuple[str, str, str]
"""Item, child and plan: together they identify a place on the agenda."""


@dataclass(frozen=True)
class Item:
	"""One agenda item, in the order of the agenda."""

	key: str
	title: str
	purpose: str
	minutes: int = 0
	has_query: bool = True


@dataclass(frozen=True)
class Found:
	"""A child that an item's query found.

	Attributes:
		by_plan: the query is about plans, so that a child with two plans is listed with each.
		sibling_group: the group to discuss together, or "".
	"""

	item: str
	child: str
	plan: str = ""
	by_plan: bool = False
	sibling_group: str = ""
	why: str = ""


@dataclass(frozen=True)
class ListedDiscussion:
	"""A discussion that is already on the agenda."""

	name: str
	item: str
	child: str
	plan: str
	purpose: str
	touched: bool
	position: int = 0
	sibling_group: str = ""


@dataclass(frozen=True)
class Placed:
	"""A place on the agenda: the name of an existing row, or "" for a new one."""

	name: str
	item: str
	purpose: str
	child: str
	plan: str
	why: str
	position: int
	slot: time


@dataclass
class Filling:
	"""What to change on the agenda."""

	placed: list[Placed] = field(default_factory=list)
	remove: list[str] = field(default_factory=list)
	starts: dict[str, time] = field(default_factory=dict)
	minutes_over: int = 0

	@property
	def added(self) -> list[Placed]:
		"""The places that have no row yet."""
		return [place for place in self.placed if not place.name]


@dataclass(frozen=True)
class Clock:
	"""When the meeting begins, how long it is and how long a child's slot is (0: children share the item's time)."""

	day: date
	start: time
	minutes: int
	slot_minutes: int = 0


def fill(
	items: list[Item], found: Iterable[Found], present: Iterable[ListedDiscussion], clock: Clock
) -> Filling:
	"""Returns the new agenda, which keeps what is already there and still wanted."""
	wanted = _without_doubles(items, found)
	rows = {(row.item, row.child, row.plan): row for row in present}
	_give_way(wanted, [row for row in rows.values() if row.touched], items)
	kept = {key: row for key, row in rows.items() if row.touched or key in wanted}
	filling = Filling(remove=sorted(row.name for key, row in rows.items() if key not in kept))
	begins = datetime.combine(clock.day, clock.start)
	children = {item.key: _places(item, wanted, kept, items) for item in items}
	lengths = minutes_of(items, {key: len(places) for key, places in children.items()}, clock)
	for item in items:
		filling.starts[item.key] = begins.time().replace(second=0, microsecond=0)
		for number, one in enumerate(children[item.key]):
			row = kept.get((one.item, one.child, one.plan))
			slot = clock.slot_minutes or lengths[item.key] / len(children[item.key])
			at = (begins + timedelta(minutes=int(slot * number))).time().replace(second=0, microsecond=0)
			position = len(filling.placed) + 1
			filling.placed.append(
				Placed(
					row.name if row else "",
					item.key,
					item.purpose,
					one.child,
					one.plan,
					one.why,
					position,
					at,
				)
			)
		begins += timedelta(minutes=lengths[item.key])
	end = datetime.combine(clock.day, clock.start) + timedelta(minutes=clock.minutes)
	filling.minutes_over = max(0, int((begins - end).total_seconds() // 60))
	return filling


def minutes_of(items: list[Item], children: dict[str, int], clock: Clock) -> dict[str, float]:
	"""Returns how long each item takes.

	An item without minutes of its own shares those of the item about children before it: a panel that looks at
	children for half an hour looks at the new ones within it. If there is no such item, it gets what the agenda
	leaves of the meeting, but some minutes for each child.
	"""
	if clock.slot_minutes:
		return {item.key: max(item.minutes, clock.slot_minutes * children[item.key]) for item in items}
	blocks: list[list[Item]] = []
	for item in items:
		if blocks and not item.minutes and "Talk" not in (item.purpose, blocks[-1][0].purpose):
			blocks[-1].append(item)
		else:
			blocks.append([item])
	left = max(0, clock.minutes - sum(item.minutes for item in items))
	waiting = sum(children[item.key] for block in blocks if not block[0].minutes for item in block)
	lengths: dict[str, float] = {}
	for block in blocks:
		number = sum(children[item.key] for item in block)
		planned = block[0].minutes or max(UNPLANNED_MINUTES * number, left * number / (waiting or 1))
		for item in block:
			share = planned * children[item.key] / number if number else block[0].minutes * (item is block[0])
			lengths[item.key] = share
	return lengths


def _without_doubles(items: list[Item], found: Iterable[Found]) -> dict[Key, Found]:
	"""Returns what was found, each child once among items with the same purpose; the first item wins."""
	order = {item.key: number for number, item in enumerate(items)}
	purpose = {item.key: item.purpose for item in items}
	listed: set[tuple[str, str, str]] = set()
	wanted: dict[Key, Found] = {}
	for one in sorted((f for f in found if f.item in order), key=lambda f: order[f.item]):
		group = SHARED_PURPOSES.get(purpose[one.item], one.item)
		if (group, one.child, one.plan if one.by_plan else "") in listed:
			continue
		listed.update({(group, one.child, one.plan), (group, one.child, "")})
		wanted[(one.item, one.child, one.plan)] = one
	return wanted


def _give_way(wanted: dict[Key, Found], typed: list[ListedDiscussion], items: list[Item]) -> None:
	"""Drops a child from other items with the same purpose if somebody has typed about the child under one item."""
	purpose = {item.key: item.purpose for item in items}
	for row in typed:
		if (row.item, row.child, row.plan) in wanted or row.purpose not in SHARED_PURPOSES:
			continue
		for key, one in list(wanted.items()):
			same_plan = one.plan == row.plan or not one.by_plan
			if one.child == row.child and same_plan and purpose[one.item] == row.purpose:
				del wanted[key]


def _places(
	item: Item, wanted: dict[Key, Found], kept: dict[Key, ListedDiscussion], items: list[Item]
) -> list[Found]:
	"""Returns the children of one item: as found, then typed rows no longer found, with siblings next to each other.

	Typed rows of an item that is no longer on the agenda go under the last item.
	"""
	places = [one for key, one in wanted.items() if key[0] == item.key]
	known = {one.key for one in items}
	for key, row in sorted(kept.items(), key=lambda pair: pair[1].position):
		here = row.item == item.key or (row.item not in known and item is items[-1])
		if here and key not in wanted:
			places.append(Found(row.item, row.child, row.plan, sibling_group=row.sibling_group))
	return _siblings_together(places)


def _siblings_together(places: list[Found]) -> list[Found]:
	ordered: list[Found] = []
	for one in places:
		if one in ordered:
			continue
		ordered.append(one)
		if one.sibling_group:
			ordered.extend(p for p in places if p.sibling_group == one.sibling_group and p not in ordered)
	return ordered
