"""The .ics file, read by a different library from the one that wrote it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import vobject

from ppoc.meetings.invitations.ics import CANCEL, REQUEST, CalendarEntry, Contact, as_ics

pytestmark = pytest.mark.requirement("X2.4")

ANN, BEN = Contact("ann@example.org", 'Ann, O\'Hara; "Chair"'), Contact("ben@example.org", "Ben")
STAMP = datetime(2026, 11, 23, 3, 0, tzinfo=timezone.utc)


def sitting(begins: datetime, minutes: int = 60, **values: Any) -> CalendarEntry:
	fields = {
		"uid": "MTG-1@site",
		"title": "Permanence Panel, North; room",
		"venue": "Room 4, first floor",
		"link": "https://example.org/app/meeting/MTG-1",
		"organiser": Contact("ppoc@example.org", "North"),
		"people": (ANN, BEN),
	}
	return CalendarEntry(begins=begins, minutes=minutes, **{**fields, **values})


def read(content: bytes) -> vobject.base.Component:
	return vobject.readOne(content.decode())


@pytest.mark.parametrize(
	("begins", "utc"),
	[
		(datetime(2026, 10, 23, 10, 0), datetime(2026, 10, 23, 9, 0)),
		(datetime(2026, 10, 26, 10, 0), datetime(2026, 10, 26, 10, 0)),
		(datetime(2027, 3, 26, 10, 0), datetime(2027, 3, 26, 10, 0)),
		(datetime(2027, 3, 29, 10, 0), datetime(2027, 3, 29, 9, 0)),
	],
)
def test_ten_o_clock_is_ten_o_clock_before_and_after_the_clocks_change(begins, utc):
	event = read(as_ics(sitting(begins), REQUEST, 0, (ANN,), STAMP)).vevent
	assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/London"]
	assert event.dtstart.value.replace(tzinfo=None) == begins
	assert event.dtstart.value.astimezone(timezone.utc).replace(tzinfo=None) == utc
	assert event.dtend.value - event.dtstart.value == timedelta(hours=1)


def test_a_meeting_while_the_clocks_are_put_forward_takes_its_own_time():
	event = read(as_ics(sitting(datetime(2027, 3, 28, 0, 30), 120), REQUEST, 0, (ANN,), STAMP)).vevent
	assert event.dtend.value.strftime("%H:%M") == "03:30"
	passed = event.dtend.value.astimezone(timezone.utc) - event.dtstart.value.astimezone(timezone.utc)
	assert passed == timedelta(hours=2)


def test_all_that_a_calendar_needs_comes_through():
	calendar = read(as_ics(sitting(datetime(2026, 12, 1, 9, 0)), REQUEST, 3, (ANN, BEN), STAMP))
	event = calendar.vevent
	assert calendar.method.value == "REQUEST"
	assert (event.uid.value, event.sequence.value) == ("MTG-1@site", "3")
	assert event.summary.value == "Permanence Panel, North; room"
	assert event.location.value == "Room 4, first floor"
	assert event.status.value == "CONFIRMED"
	assert event.organizer.value == "mailto:ppoc@example.org"
	assert [one.value for one in event.attendee_list] == ["mailto:ann@example.org", "mailto:ben@example.org"]
	assert event.attendee_list[0].params["RSVP"] == ["TRUE"]


def test_a_cancellation_names_those_who_are_not_expected():
	calendar = read(as_ics(sitting(datetime(2026, 12, 1, 9, 0)), CANCEL, 4, (BEN,), STAMP))
	assert calendar.method.value == "CANCEL"
	assert calendar.vevent.status.value == "CANCELLED"
	assert [one.value for one in calendar.vevent.attendee_list] == ["mailto:ben@example.org"]


def test_the_mark_changes_with_what_a_calendar_shows_and_with_nothing_else():
	day = datetime(2026, 12, 1, 9, 0)
	same = sitting(day, people=(BEN, ANN))
	assert same.mark() == sitting(day).mark()
	for values in ({"venue": "Online"}, {"people": (ANN,)}, {"title": "Panel"}):
		assert sitting(day, **values).mark() != sitting(day).mark()
	assert sitting(day, 90).mark() != sitting(day).mark()
	assert sitting(day + timedelta(days=1)).mark() != sitting(day).mark()


def test_it_is_over_once_it_has_begun_by_the_clock_on_the_wall():
	summer = sitting(datetime(2026, 7, 1, 10, 0))
	assert not summer.is_over(datetime(2026, 7, 1, 8, 59, tzinfo=timezone.utc))
	assert summer.is_over(datetime(2026, 7, 1, 9, 0, tzinfo=timezone.utc))
