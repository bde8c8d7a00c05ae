"""Who is there is recorded in the meeting, by several people at once, and nobody's entry is lost."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from ppoc.exceptions import FieldNotEditableError, MeetingClosedError
from ppoc.meetings.attendance import agreed
from ppoc.meetings.attendance_api import record_attendance
from ppoc.meetings.screen_api import meeting_news
from ppoc.tests.factories import grant, make_meeting, make_team, make_worker

pytestmark = pytest.mark.requirement("P3.3")


def test_what_somebody_else_has_recorded_since_stays():
	now = {"a": "Apologies", "b": "", "c": ""}
	changes, kept = agreed(now, {"a": "Present", "b": "Present", "c": ""}, {"a": "", "b": ""})
	assert (changes, kept) == ({"b": "Present"}, {"a"})


def test_the_same_word_from_two_people_is_no_clash():
	assert agreed({"a": "Present"}, {"a": "Present"}, {"a": ""}) == ({}, set())


@pytest.fixture
def meeting(site, user_with, set_user):
	"""A meeting of three people; its coordinator is logged in."""
	team, coordinator = make_team(), user_with("Team Coordinator")
	grant(coordinator, team.locality)
	doc = make_meeting(team=team.name)
	doc.set("attendees", [])
	for _number in range(3):
		doc.append("attendees", {"worker": make_worker().name})
	doc.save()
	set_user(coordinator)
	return doc


def attendance_of(meeting) -> list[str]:
	meeting.reload()
	return [row.attendance or "" for row in meeting.attendees]


def test_all_are_present_in_one_step_but_those_who_sent_apologies(meeting):
	first, second, third = [row.name for row in meeting.attendees]
	record_attendance(meeting.name, {first: "Apologies"}, {first: ""})
	told = record_attendance(
		meeting.name, {second: "Present", third: "Present"}, {second: "", third: ""}, client="w"
	)
	assert [person["attendance"] for person in told["attendees"]] == ["Apologies", "Present", "Present"]
	assert told["kept"] == []
	assert attendance_of(meeting) == ["Apologies", "Present", "Present"]


def test_a_late_window_does_not_overwrite(meeting):
	row = meeting.attendees[0].name
	record_attendance(meeting.name, {row: "Apologies"}, {row: ""})
	told = record_attendance(meeting.name, {row: "Present"}, {row: ""})
	assert told["kept"] == [row]
	assert attendance_of(meeting)[0] == "Apologies"


def test_other_windows_hear_of_it(meeting):
	row, since = meeting.attendees[0].name, str(now_datetime())
	record_attendance(meeting.name, {row: "Present"}, {row: ""})
	heard = meeting_news(meeting.name, "other", since=since)
	assert [person["attendance"] for person in heard["attendees"]] == ["Present", "", ""]
	later = str(add_to_date(now_datetime(), minutes=1))
	assert meeting_news(meeting.name, "other", since=later)["attendees"] is None


@pytest.mark.parametrize(
	"attendance",
	[{"nobody": "Present"}, ["Present"], "[]", {"ROW": "Asleep"}, {"ROW": {"a": 1}}, {"ROW": None}],
)
def test_what_is_none_of_the_meetings_is_refused(meeting, attendance):
	row = meeting.attendees[0].name
	if isinstance(attendance, dict):
		attendance = {row if key == "ROW" else key: word for key, word in attendance.items()}
	with pytest.raises(FieldNotEditableError, match="present, apologies or absent"):
		record_attendance(meeting.name, attendance, {})
	assert attendance_of(meeting) == ["", "", ""]


def test_a_meeting_that_is_over_is_corrected_on_its_form(meeting):
	row = meeting.attendees[0].name
	meeting.db_set("status", "Held")
	with pytest.raises(MeetingClosedError, match="on its form"):
		record_attendance(meeting.name, {row: "Present"}, {row: ""})


def test_somebody_of_another_locality_records_nothing(meeting, user_with, set_user):
	set_user("Administrator")
	stranger = user_with("Team Coordinator")
	grant(stranger, make_team().locality)
	set_user(stranger)
	row = meeting.attendees[0].name
	with pytest.raises(frappe.PermissionError):
		record_attendance(meeting.name, {row: "Present"}, {row: ""})
