"""Where a family group meeting stands, and what is missing before proceedings. No site."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.plans.family_meetings.stages import (
	ACCEPTED,
	DECLINED,
	FamilyMeeting,
	Gap,
	Offer,
	Stage,
	event_days,
	gaps_before,
)

pytestmark = pytest.mark.requirement("Y2")

MARCH, APRIL, MAY, JUNE = (date(2026, month, 4) for month in (3, 4, 5, 6))
YES = Offer(MARCH, ACCEPTED, APRIL)
NO = Offer(MARCH, DECLINED, APRIL)
OPEN = Offer(MARCH)


@pytest.mark.parametrize(
	("meeting", "stage"),
	[
		(FamilyMeeting((OPEN, NO)), Stage.OFFERED),
		(FamilyMeeting((NO, NO)), Stage.DECLINED),
		(FamilyMeeting((YES, NO)), Stage.ACCEPTED),
		(FamilyMeeting((YES,), held_on=MAY), Stage.HELD),
		(FamilyMeeting((YES,), left_out=True), Stage.NOT_HELD),
		(FamilyMeeting(not_offered_on=MARCH), Stage.NOT_OFFERED),
	],
)
def test_it_stands_where_the_last_step_left_it(meeting: FamilyMeeting, stage: Stage) -> None:
	assert meeting.stage is stage


def test_one_who_accepts_is_enough_and_all_must_decline() -> None:
	days = event_days(FamilyMeeting((NO, Offer(MARCH, ACCEPTED, MAY))))
	assert (days["Family group meeting accepted"], days["Family group meeting declined"]) == (MAY, None)
	days = event_days(FamilyMeeting((NO, Offer(MARCH, DECLINED, MAY))))
	assert (days["Family group meeting accepted"], days["Family group meeting declined"]) == (None, MAY)


@pytest.mark.parametrize(
	("meeting", "gaps"),
	[
		(FamilyMeeting((YES,), held_on=MAY), ()),
		(FamilyMeeting((YES,), held_on=JUNE), ()),
		(FamilyMeeting((YES,), held_on=date(2026, 6, 5)), (Gap.NOT_HELD,)),
		(FamilyMeeting((YES,)), (Gap.NOT_HELD,)),
		(FamilyMeeting((YES,), left_out=True), ()),
		(FamilyMeeting((NO,)), ()),
		(FamilyMeeting((OPEN,)), (Gap.NO_ANSWER,)),
		(FamilyMeeting((Offer(date(2026, 6, 5)),)), (Gap.LATE,)),
		(FamilyMeeting(not_offered_on=JUNE), ()),
		(FamilyMeeting(not_offered_on=date(2026, 6, 5)), (Gap.LATE,)),
		(FamilyMeeting((NO,), letter_sent_on=MAY), (Gap.NOT_IN_LETTER,)),
		(FamilyMeeting((NO,), letter_sent_on=MAY, offer_in_letter=True), ()),
		(FamilyMeeting((YES,), letter_sent_on=MAY), (Gap.NOT_IN_LETTER, Gap.NOT_HELD)),
	],
)
def test_what_is_missing_when_proceedings_are_issued_on_4_june(
	meeting: FamilyMeeting, gaps: tuple[Gap, ...]
) -> None:
	assert gaps_before([meeting], JUNE) == gaps


def test_without_any_meeting_there_is_neither_an_offer_nor_a_reason() -> None:
	assert gaps_before([], JUNE) == (Gap.NO_OFFER,)


def test_an_offer_before_earlier_proceedings_does_not_count_again() -> None:
	earlier = FamilyMeeting((YES,), held_on=APRIL)
	assert gaps_before([earlier], JUNE, after=MAY) == (Gap.NO_OFFER,)
	assert gaps_before([earlier, FamilyMeeting(not_offered_on=date(2026, 5, 20))], JUNE, after=MAY) == ()


def test_of_several_the_one_with_least_missing_counts() -> None:
	assert gaps_before([FamilyMeeting((OPEN,)), FamilyMeeting((YES,), held_on=MAY)], JUNE) == ()
	later = FamilyMeeting((Offer(MAY),))
	assert gaps_before([FamilyMeeting((YES,)), later], JUNE) == (Gap.NO_ANSWER,), (
		"the latest, if equally much"
	)


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
offers = st.builds(
	lambda on, answer, answered: Offer(on, answer, max(on, answered) if answer else None),
	days,
	st.sampled_from(("", ACCEPTED, DECLINED)),
	days,
)
meetings = st.builds(
	FamilyMeeting,
	st.lists(offers, min_size=1, max_size=4).map(tuple),
	st.none() | days,
	st.none() | days,
	st.booleans(),
	st.none() | days,
	st.booleans(),
)


@given(st.lists(meetings, max_size=3), days, meetings)
def test_one_more_meeting_never_makes_more_missing(
	known: list[FamilyMeeting], on: date, more: FamilyMeeting
) -> None:
	assert len(gaps_before([*known, more], on)) <= len(gaps_before(known, on)) or not known
