"""Puts what is waiting for somebody into order, the most urgent first, and counts what does not fit. Plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MOST_LINES = 10
"""So that the shortcuts below are in sight at 1366 by 768 pixels."""
FAIR_SHARE = 4
"""How many lines a duty may have while others still wait for a place."""
SOON = timedelta(days=7)

Record = tuple[str, str]
"""DocType and name."""


@dataclass(frozen=True)
class Item:
	"""Something that waits.

	Attributes:
		duty: the key of its duty.
		record: what opens: DocType and name.
		about: who or what it is about: a child, a meeting.
		what: what to do, in words.
		due: the day by which, if there is one.
		since: without such a day, since when it waits, if that is known.
	"""

	duty: str
	record: Record
	about: str
	what: str
	due: date | None = None
	since: date | None = None


@dataclass(frozen=True)
class Found:
	"""What is waiting by one duty: its most urgent items, and how many there are altogether."""

	duty: str
	items: list[Item]
	total: int


@dataclass(frozen=True)
class Line:
	"""A line of the list: the most urgent item about a record, and how many others there are about it."""

	item: Item
	others: int = 0


@dataclass(frozen=True)
class WaitingList:
	"""The lines, most urgent first, and duty → how many of its items are in none of them."""

	lines: list[Line]
	rest: dict[str, int]


def waiting_list(found: Iterable[Found], today: date) -> WaitingList:
	"""Returns the list of what is waiting.

	A record is listed once, with what is most urgent about it. A duty with many items leaves room for the others, and
	takes what is left of it.
	"""
	found = list(found)
	about: dict[Record, list[Item]] = defaultdict(list)
	for item in sorted((item for one in found for item in one.items), key=lambda one: urgency(one, today)):
		about[item.record].append(item)
	shown = _chosen([items[0] for items in about.values()])
	said = Counter(item.duty for head in shown for item in about[head.record])
	return WaitingList(
		[
			Line(head, len(about[head.record]) - 1)
			for head in sorted(shown, key=lambda one: urgency(one, today))
		],
		{one.duty: one.total - said[one.duty] for one in found if one.total > said[one.duty]},
	)


def urgency(item: Item, today: date) -> tuple[int, date, str, str]:
	"""Returns what the list is ordered by: overdue longest first, today, the next days, what has no date, later."""
	if item.due is None:
		return (3, item.since or date.max, item.about, item.what)
	if item.due < today:
		step = 0
	elif item.due == today:
		step = 1
	else:
		step = 2 if item.due <= today + SOON else 4
	return (step, item.due, item.about, item.what)


def _chosen(heads: list[Item]) -> list[Item]:
	"""Returns the first lines, of each duty a fair share; places that are left go to the next in order."""
	taken: Counter[str] = Counter()
	fair: list[Item] = []
	over: list[Item] = []
	for head in heads:
		taken[head.duty] += 1
		(fair if taken[head.duty] <= FAIR_SHARE else over).append(head)
	return [*fair[:MOST_LINES], *over[: max(MOST_LINES - len(fair), 0)]]
