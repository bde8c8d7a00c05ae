"""The order of what is waiting, and what fits on the page; plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ppoc.home.waiting import FAIR_SHARE, MOST_LINES, Found, Item, waiting_list

TODAY = date(2026, 11, 28)


def item(name: str, days: int | None = None, duty: str = "actions", what: str = "ring") -> Item:
	"""Returns something that is due in so many days, or without a day."""
	due = None if days is None else TODAY + timedelta(days=days)
	return Item(duty, ("Action", name), name, what, due)


def found(duty: str, *items: Item, total: int = 0) -> Found:
	return Found(duty, list(items), total or len(items))


def names(found: list[Found]) -> list[str]:
	return [line.item.about for line in waiting_list(found, TODAY).lines]


def test_what_is_overdue_longest_comes_first_and_what_has_no_day_before_what_is_far_off() -> None:
	items = [
		item("in a month", 30),
		item("tomorrow", 1),
		item("no day", None),
		item("overdue", -1),
		item("today", 0),
		item("overdue long", -20),
		replace(item("waits long"), since=TODAY - timedelta(days=90)),
	]
	assert names([found("actions", *items)]) == [
		"overdue long", "overdue", "today", "tomorrow", "waits long", "no day", "in a month",
	]  # fmt: skip


def test_a_duty_with_many_leaves_room_for_the_others() -> None:
	late = [item(f"late {number}", -100 - number) for number in range(MOST_LINES)]
	plans = [item("Ben", None, "undated")]
	listed = waiting_list([found("actions", *late, total=80), found("undated", *plans)], TODAY)
	assert [line.item.about for line in listed.lines][-1] == "Ben"
	assert len(listed.lines) == MOST_LINES
	assert listed.rest == {"actions": 80 - (MOST_LINES - 1)}


def test_no_duty_has_more_than_its_share_while_others_wait() -> None:
	found_by_duty = [
		found(duty, *(item(f"{duty} {number}", -number - later, duty) for number in range(10)))
		for duty, later in (("a", 100), ("b", 0), ("c", 0), ("d", 0))
	]
	listed = waiting_list(found_by_duty, TODAY)
	counts = [sum(line.item.duty == duty for line in listed.lines) for duty in ("a", "b", "c", "d")]
	assert max(counts) == FAIR_SHARE
	assert sum(counts) == MOST_LINES
	assert sum(listed.rest.values()) == 40 - MOST_LINES


def test_a_record_is_listed_once_with_what_is_most_urgent_about_it() -> None:
	late, soon = item("Ben", -3, "dates", what="first review"), item("Ben", 2, what="ring the school")
	listed = waiting_list([found("actions", soon), found("dates", late)], TODAY)
	(line,) = listed.lines
	assert (line.item.what, line.others) == ("first review", 1)
	assert listed.rest == {}


def test_where_nothing_waits_the_list_is_empty() -> None:
	listed = waiting_list([found("actions"), found("dates")], TODAY)
	assert (listed.lines, listed.rest) == ([], {})
