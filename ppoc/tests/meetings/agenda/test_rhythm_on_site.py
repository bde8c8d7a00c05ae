"""The rhythm on the site: the next sitting is known, clashes are told, the forum's weekday and hour are kept."""

from __future__ import annotations

import frappe
import pytest
from freezegun import freeze_time

from ppoc.meetings.agenda.clashes import clashes_of
from ppoc.meetings.agenda.proposals import create, propose, schedules_of
from ppoc.meetings.screen_database import _closed_days
from ppoc.tests.factories import make_forum, make_meeting, make_schedule, make_team, make_worker

NOW = "2026-03-02 10:00:00"


def scheduled(first: str = "2026-03-10", **forum: object):
	team = make_team()
	values = {"held_by": "Team", "every": "Month", "interval": 1, **forum}
	return make_schedule(
		forum=make_forum(**values).name, team=team.name, locality=team.locality, first_sitting=first
	)


def proposed(schedule) -> list[str]:
	return create(propose(schedules_of(forum=schedule.forum), 12))


@freeze_time(NOW)
def test_the_next_sitting_of_a_monthly_panel_is_known_before_it_is_planned(site):
	schedule = scheduled()
	place = {"forum": schedule.forum, "locality": schedule.locality, "team": schedule.team}
	meeting = make_meeting(**place, meeting_date="2026-03-10", status="Proposed")
	meeting.set_next_date()
	assert str(meeting.next_meeting_date) == "2026-04-14"
	planned = make_meeting(**place, meeting_date="2026-04-16", status="Proposed")
	meeting.next_meeting_date = None
	meeting.set_next_date()
	assert str(meeting.next_meeting_date) == planned.meeting_date
	meeting.next_meeting_date = "2026-05-01"  # typed
	meeting.set_next_date()
	assert str(meeting.next_meeting_date) == "2026-05-01"


@freeze_time(NOW)
def test_the_next_sitting_leaves_out_a_closed_day_and_one_that_is_cancelled(site):
	schedule = scheduled("2026-03-06", every="Week", weekday="Friday")
	place = {"forum": schedule.forum, "locality": schedule.locality, "team": schedule.team}
	before_easter = make_meeting(**place, meeting_date="2026-03-27", status="Proposed")
	before_easter.set_next_date()
	assert str(before_easter.next_meeting_date) == "2026-04-02"  # Good Friday is on the 3rd
	off = make_meeting(**place, meeting_date="2026-04-02", status="Proposed")
	values = {"schedule": schedule.name, "rhythm_date": "2026-04-03", "status": "Cancelled"}
	frappe.db.set_value("Meeting", off.name, values)
	before_easter.next_meeting_date = None
	before_easter.set_next_date()
	assert str(before_easter.next_meeting_date) == "2026-04-10"


@freeze_time(NOW)
def test_the_weekday_of_the_forum_is_kept(site):
	team = make_team()
	forum = make_forum(every="Week", interval=1, weekday="Friday", start_time="12:30:00")
	schedule = frappe.get_doc(
		{
			"doctype": "Forum Schedule",
			"forum": forum.name,
			"team": team.name,
			"locality": team.locality,
			"first_sitting": "2026-03-03",
		}
	).insert()
	assert str(schedule.first_sitting) == "2026-03-06"


@freeze_time(NOW)
def test_a_panel_on_the_last_friday_is_proposed_on_last_fridays(site):
	schedule = scheduled("2026-03-03", weekday="Friday", week_of_month="Last")
	days = [str(frappe.db.get_value("Meeting", name, "meeting_date")) for name in proposed(schedule)]
	assert days == ["2026-03-27", "2026-04-24"]


@freeze_time(NOW)
@pytest.mark.parametrize(
	("how", "days"),
	[
		("Held earlier", ["2026-03-27", "2026-04-02", "2026-04-10"]),
		("Held later", ["2026-03-27", "2026-04-07", "2026-04-10"]),
		("Left out", ["2026-03-27", "2026-04-10", "2026-04-17"]),
		("", ["2026-03-27", "2026-04-02", "2026-04-10"]),
	],
)
def test_the_forum_says_what_becomes_of_a_sitting_on_a_closed_day(site, how, days):
	schedule = scheduled("2026-03-27", every="Week", weekday="Friday", on_closed_day=how)
	found = [str(frappe.db.get_value("Meeting", name, "meeting_date")) for name in proposed(schedule)]
	assert found[:3] == days


@freeze_time(NOW)
def test_a_clash_of_chair_or_room_is_told_when_a_sitting_is_proposed_or_moved(site):
	chair = make_worker()
	values = {"meeting_date": "2026-03-10", "status": "Proposed", "chair": chair.name, "venue": "Room 4"}
	first = make_meeting(**values, start_time="10:00:00")
	frappe.clear_messages()
	moved = make_meeting(**{**values, "venue": "room  4"}, start_time="14:00:00")
	assert not frappe.local.message_log
	moved.reload()
	moved.start_time = "10:30:00"
	moved.save()
	(said,) = [frappe.as_json(message) for message in frappe.local.message_log]
	assert "in the same room" in said
	assert first.title in said
	other = make_meeting(**{**values, "chair": None}, start_time="10:15:00")
	assert len([words for words in clashes_of(other) if words.startswith("Room 4 is taken by")]) == 2
	frappe.db.set_value("Meeting", first.name, "status", "Cancelled")
	assert len(clashes_of(other)) == 1


@freeze_time("2026-12-11 10:00:00")
def test_the_screen_knows_the_days_on_which_nothing_is_offered_to_be_due(site):
	assert _closed_days(make_team().locality)[:3] == ["2026-12-25", "2026-12-26", "2026-12-28"]
