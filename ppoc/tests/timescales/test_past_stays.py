"""Whatever happens later, what was met or missed stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ppoc.tests.timescales.lives import ENGLAND, RULES, TYPES
from ppoc.timescales.engine import Engine
from ppoc.timescales.facts import Age, Whether
from ppoc.timescales.models import CHILD_DIED, TURNED_18, Event, State
from ppoc.timescales.subjects_database import ACHIEVED, AGREED, MATCHED, NOT_AGREED, REOPENED, UNMATCHED

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
ENGINE = Engine(RULES.values(), TYPES)
KINDS = sorted(
	kind
	for kind in ENGINE.types_used
	if not kind.startswith(("Schedule", "Sitting", "Meeting", "Notes issued"))
)
COMMON = (
	"Entered care", "Left care", "Review planned", "Review held", "Permanency planning meeting planned",
	"Permanency planning meeting held", "Permanence achieved", "Permanence plan changed", "Final hearing",
	"Full care order made", "Placement order made", "Placement order revoked", "Panel papers sent",
	"Permanence panel planned", "Presented to permanence panel", "Panel slot cancelled", "Proceedings issued",
	"Planning minutes on file",
)  # fmt: skip


def facts_of(events):
	happened = [event for event in events if not TYPES.get(event.type, None) or not TYPES[event.type].planned]
	return {
		"age": Age(date(2021, 6, 1)),
		"unborn": False,
		"service": "Permanence and Transition",
		"matched": Whether.of(MATCHED, UNMATCHED, happened),
		"plan_agreed": Whether.of(AGREED, NOT_AGREED, happened),
		"permanence_achieved": Whether.of(ACHIEVED, REOPENED, happened),
		"on_full_care_order": True,
		"potential": "Uncertain",
		"forum": "Permanence Panel",
	}


@st.composite
def an_event(draw, number: int = 0, since: date = FIRST, until: date = LAST):
	kind = draw(st.one_of(st.sampled_from(COMMON), st.sampled_from(KINDS)))
	on = since + timedelta(days=draw(st.integers(0, (until - since).days)))
	recorded = on
	if TYPES.get(kind) and TYPES[kind].planned:
		recorded = since + timedelta(days=draw(st.integers(0, (on - since).days)))
	return Event(
		kind,
		on,
		f"E{number:03d}",
		datetime.combine(recorded, datetime.min.time()) + timedelta(hours=9),
		draw(st.sampled_from(("", "", "M1", "M2"))),
		draw(st.booleans()),
	)


def known_by(event: Event, day: date) -> bool:
	"""Returns whether an event was known at the end of a day: it had happened, or had been planned."""
	planned = TYPES.get(event.type) and TYPES[event.type].planned
	return event.recorded.date() <= day if planned else event.on <= day


@st.composite
def lives(draw):
	number = draw(st.integers(0, 14))
	return [draw(an_event(number)) for number in range(number)]


@settings(max_examples=400, deadline=None)
@given(lives(), st.integers(0, 700), st.integers(0, 60), st.data())
def test_an_event_that_comes_later_changes_nothing_that_was_met_or_missed(events, day, days, data):
	today = FIRST + timedelta(days=day)
	known = [event for event in events if known_by(event, today)]
	later = data.draw(an_event(99, since=today + timedelta(days=1), until=LAST + timedelta(days=400)))
	end = data.draw(st.sampled_from((None, None, CHILD_DIED, TURNED_18)))
	then = today + timedelta(days=1 + days)
	before = ENGINE.timescales(known, facts_of(known), today, ENGLAND)
	more = [
		*known,
		replace(later, recorded=max(later.recorded, datetime.combine(today, datetime.max.time()))),
	]
	if end:
		more.append(Event(end, then))
	after = {one.key: one for one in ENGINE.timescales(more, facts_of(more), then, ENGLAND)}
	for one in before:
		if one.start.count.occurrence > 1 and one.start.cause == "Review planned":
			continue  # if the review before it never takes place, it is not the second one after all
		if one.state in (State.MET, State.MET_LATE, State.MISSED):
			now = after[one.key]
			assert (now.due_on, now.state, now.satisfied) == (one.due_on, one.state, one.satisfied)
		elif one.state is State.OVERDUE:
			now = after[one.key]
			assert now.due_on == one.due_on
			assert now.state in (State.OVERDUE, State.MET_LATE, State.MISSED)


NINE = datetime.min.time().replace(hour=9)
LEFT_ON_THE_DAY_OF_A_PLANNED_REVIEW = [
	Event("Left care", date(2025, 1, 2), "E000", datetime.combine(date(2025, 1, 2), NINE), ""),
	Event("Review planned", date(2025, 1, 2), "E001", datetime.combine(FIRST, NINE), ""),
]


@settings(max_examples=200, deadline=None)
@given(lives(), st.integers(0, 700))
@example(LEFT_ON_THE_DAY_OF_A_PLANNED_REVIEW, 1)
def test_time_alone_changes_nothing_that_was_met_or_missed(events, day):
	today = FIRST + timedelta(days=day)
	known = [event for event in events if known_by(event, today)]
	past = (State.MET, State.MET_LATE, State.MISSED, State.STOPPED)
	before, after = (
		{one.key: one for one in ENGINE.timescales(known, facts_of(known), day, ENGLAND)}
		for day in (today, today + timedelta(days=400))
	)
	for key, one in before.items():
		if one.state in past:
			assert (after[key].state, after[key].due_on) == (one.state, one.due_on)


@settings(max_examples=200, deadline=None)
@given(lives(), st.integers(0, 700), st.randoms())
def test_the_order_of_reading_does_not_matter_and_each_date_has_its_own_key(events, day, chance):
	shuffled = events[:]
	chance.shuffle(shuffled)
	today = FIRST + timedelta(days=day)
	dues = ENGINE.timescales(events, facts_of(events), today, ENGLAND)
	assert dues == ENGINE.timescales(shuffled, facts_of(shuffled), today, ENGLAND)
	assert len({one.key for one in dues}) == len(dues)
