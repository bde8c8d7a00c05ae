"""Why a date is due: each line explains what the engine did, down to the days that were skipped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppoc.timescales.calendars import calendar_of
from ppoc.timescales.descriptions import sentence, state_words
from ppoc.timescales.engine import Engine
from ppoc.timescales.explaining import Source, explanation, skipped_words
from ppoc.timescales.models import Condition, Count, Event, Offset, Pick, Rule, State, Unit

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.requirement("X1.3")]

ENGLAND = calendar_of("England")
LABELS = {"legal_status": "Legal status", "age": "Age in years"}
SOURCE = Source(
	duty="First review",
	pack="A pack",
	place="section 3.3",
	about="Review soon after coming in.",
	role="Social Worker",
	responsible="Sal Worrick",
	escalate_to="Team Manager",
)


def a_rule(*counts: Count, **more: Any) -> Rule:
	return Rule(
		name="First review",
		counts=counts,
		satisfied_by=frozenset({"Review held"}),
		stopped_by=frozenset({"Left care"}),
		**more,
	)


def lines_of(rule: Rule, *events: Event, today: date, step: int = 1) -> dict[str, str]:
	"""Returns label → all words of the line."""
	computed = Engine([rule], {}).timescales(events, {}, today, ENGLAND)
	one = next(one for one in computed if one.step == step)
	lines = explanation(one, rule, SOURCE, today, ENGLAND, LABELS, "Care Event")
	return {line["label"]: " | ".join([line["words"], *line["items"]]) for line in lines}


TEN_WORKING_DAYS = Count("Entered care", offset=Offset(10, Unit.WORKING_DAYS))


def test_the_arithmetic_names_the_weekends_and_the_bank_holidays_that_were_skipped() -> None:
	lines = lines_of(
		a_rule(TEN_WORKING_DAYS), Event("Entered care", date(2026, 3, 30), "E1"), today=date(2026, 4, 1)
	)
	counted = lines["How it is worked out"]
	assert "10 working days after Mon 30 Mar 2026 is Wed 15 Apr 2026." in counted
	assert "Weekends not counted: 4–5 Apr, 11–12 Apr." in counted
	assert "Bank holiday not counted: Good Friday, Fri 3 Apr 2026." in counted
	assert "Easter Monday" in counted
	assert lines["Due on"] == "Wed 15 Apr 2026: Due in 14 days"


def test_rule_source_cause_and_duty_are_named() -> None:
	rule = a_rule(TEN_WORKING_DAYS, escalate_after=Offset(5, Unit.WORKING_DAYS))
	lines = lines_of(rule, Event("Entered care", date(2026, 3, 2), "E1"), today=date(2026, 3, 20))
	assert lines["Source"] == "A pack, section 3.3 | In our words: Review soon after coming in."
	assert lines["Counted from"] == "Entered care on Mon 2 Mar 2026"
	assert lines["Whose duty"] == "Sal Worrick (Social Worker)"
	assert lines["Due on"] == "Mon 16 Mar 2026: Overdue by 4 days"
	assert lines["Still open"].startswith("It is done once this is recorded: Review held.")
	assert "Mon 23 Mar 2026" in lines["Escalation"]
	assert "Team Manager" in lines["Escalation"]


def test_the_date_that_was_not_picked_is_shown_with_how_much_later_it_is() -> None:
	rule = a_rule(
		Count("Entered care", offset=Offset(4, Unit.WEEKS)),
		Count("Proceedings issued", offset=Offset(4, Unit.WEEKS)),
		pick=Pick.SOONER,
	)
	lines = lines_of(
		rule,
		Event("Entered care", date(2026, 3, 2), "E1"),
		Event("Proceedings issued", date(2026, 3, 5), "E2"),
		today=date(2026, 3, 6),
	)
	assert lines["The other date"] == (
		"The earlier date counts. | 4 weeks after Proceedings issued (Thu 5 Mar 2026) would be"
		" Thu 2 Apr 2026, 3 days later."
	)


@pytest.mark.parametrize(
	("met", "said"),
	[(date(2026, 3, 10), "in time"), (date(2026, 3, 18), "2 days late")],
)
def test_what_satisfied_it_is_said_with_the_day_and_whether_it_was_in_time(met: date, said: str) -> None:
	lines = lines_of(
		a_rule(TEN_WORKING_DAYS),
		Event("Entered care", date(2026, 3, 2), "E1"),
		Event("Review held", met, "E2"),
		today=date(2026, 4, 1),
	)
	assert lines["Done by"].startswith("Review held on ")
	assert said in lines["Done by"]
	assert "Escalation" not in lines


def test_what_stopped_it_is_said() -> None:
	lines = lines_of(
		a_rule(TEN_WORKING_DAYS),
		Event("Entered care", date(2026, 3, 2), "E1"),
		Event("Left care", date(2026, 3, 6), "E2"),
		today=date(2026, 4, 1),
	)
	assert lines["Stopped by"].startswith("Left care on Fri 6 Mar 2026.")


def test_a_repetition_says_from_where_it_counts_on() -> None:
	rule = a_rule(TEN_WORKING_DAYS, repeat=Offset(4, Unit.WEEKS))
	lines = lines_of(
		rule,
		Event("Entered care", date(2026, 3, 2), "E1"),
		Event("Review held", date(2026, 3, 12), "E2"),
		today=date(2026, 3, 13),
		step=2,
	)
	assert "4 weeks after Thu 12 Mar 2026 is Thu 9 Apr 2026." in lines["How it is worked out"]
	assert "repetition no. 1, counted from Thu 12 Mar 2026" in lines["Counted from"]


def test_a_month_without_that_day_is_explained_by_its_last_day() -> None:
	rule = a_rule(Count("Entered care", offset=Offset(1, Unit.MONTHS)))
	lines = lines_of(rule, Event("Entered care", date(2026, 1, 31), "E1"), today=date(2026, 2, 2))
	assert "That month has no day 31, so the last day of the month is used." in lines["How it is worked out"]


@given(since=st.dates(date(2020, 1, 1), date(2030, 1, 1)), amount=st.integers(1, 60), before=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_skipped_day_is_said_and_no_other(since: date, amount: int, before: bool) -> None:
	until = ENGLAND.count(since, Offset(amount, Unit.WORKING_DAYS), before)
	first, last = sorted((since, until))
	between = [first + timedelta(days=n) for n in range(1, (last - first).days)]
	skipped = ENGLAND.skipped(since, until)
	assert [day for day, _name in skipped] == [day for day in between if not ENGLAND.is_working(day)]
	said = " ".join(skipped_words(skipped))
	for day in between:
		name = ENGLAND.closed.get(day)
		assert (f"{name}, {day:%a} {day.day} {day:%b} {day.year}" in said) is bool(name)


def test_a_rule_is_one_sentence_after_the_other() -> None:
	rule = a_rule(
		TEN_WORKING_DAYS,
		repeat=Offset(2, Unit.MONTHS),
		conditions=(Condition("legal_status", "in", ["C1", "C2"]), Condition("age", "<", 5)),
		escalate_after=Offset(1, Unit.WORKING_DAYS),
	)
	assert sentence(rule, LABELS, "Social Worker", "Team Manager") == (
		"Due 10 working days after Entered care. Done by: Review held. Then again 2 months after each time it is"
		" done, until: Left care. Applies only if the child is under 5 and the legal status is “Interim care"
		" order” or “Full care order”. Duty of: Social Worker. If it is still open 1 working day after"
		" the due date, it goes to: Team Manager."
	)


@pytest.mark.parametrize(
	("before", "said"),
	[
		((True,), "Moved back to the Tuesday before, unless it is a Tuesday already."),
		((False,), "Moved on to the next Tuesday, unless it is a Tuesday already."),
		((True, False), "a date counted back is moved to the Tuesday before."),
	],
)
def test_a_weekday_is_said_for_the_way_that_the_rule_counts(before: tuple[bool, ...], said: str) -> None:
	counts = [Count("Entered care", offset=Offset(1, Unit.WEEKS), before=one) for one in before]
	assert said in sentence(a_rule(*counts, weekday=1), LABELS)


def test_a_date_of_today_is_due_today() -> None:
	assert state_words(State.DUE_SOON, date(2026, 3, 2), date(2026, 3, 2)) == "Due today"
