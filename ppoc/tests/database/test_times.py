"""A time that nobody entered is no time, on every version of Frappe."""

from __future__ import annotations

import frappe
import pytest

from ppoc.patches import times_of_install_are_gone
from ppoc.tests.access_world import put
from ppoc.tests.factories import make_forum, make_meeting, make_team

pytestmark = pytest.mark.usefixtures("site")


def times(doctype: str, name: str, *fields: str) -> list[str]:
	return [str(value) for value in frappe.db.get_value(doctype, name, fields, as_dict=True).values()]


def test_a_forum_without_times_sits_at_no_time_and_takes_requests_until_five() -> None:
	forum = make_forum()
	assert times("Forum", forum.name, "start_time", "request_deadline_time") == ["None", "17:00:00"]


def test_a_meeting_without_a_time_starts_at_ten_and_one_with_a_time_then() -> None:
	place = {"forum": "Mobilisation Meeting", "team": make_team().name, "meeting_date": "2027-01-05"}
	place["locality"] = frappe.db.get_value("Team", place["team"], "locality")
	plain = frappe.get_doc({"doctype": "Meeting", **place}).insert()
	assert times("Meeting", plain.name, "start_time") == ["10:00:00"]
	early = make_meeting(team=place["team"], meeting_date="2027-01-06", start_time="08:15:00")
	assert times("Meeting", early.name, "start_time") == ["8:15:00"]


def test_the_upgrade_takes_the_time_of_the_installation_away_and_leaves_what_was_entered() -> None:
	forum = put("Forum", start_time="01:29:45.996611", request_deadline_time="01:29:45.996665")
	kept = put("Forum", start_time="09:00:00", request_deadline_time="16:00:00")
	times_of_install_are_gone.execute()
	assert times("Forum", forum.name, "start_time", "request_deadline_time") == ["None", "17:00:00"]
	assert times("Forum", kept.name, "start_time", "request_deadline_time") == ["9:00:00", "16:00:00"]
