"""The events that a meeting records when it is planned, moved or cancelled; the end-to-end tests show the rest."""

from __future__ import annotations

from typing import Any

import frappe
import freezegun
import pytest

from ppoc.tests.factories import make_child, make_event, make_meeting, make_team
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

FORUM = "Monthly Permanency Planning Meeting"
PLANNED = "Permanency planning meeting planned"


@pytest.fixture(autouse=True)
def monday(site):
	with freezegun.freeze_time("2027-01-04 09:00:00.5"):
		yield


def days(child: str, event_type: str) -> list[str]:
	filters = {"child": child, "event_type": event_type}
	return [str(day) for day in frappe.get_all("Care Event", filters, pluck="event_date")]


def update_due(child: str) -> list[tuple[str, str]]:
	duty = {"child": child, "duty": "Update before a permanency planning meeting"}
	rows = frappe.get_all("Timescale", duty, ["due_on", "state"])
	return [(str(row.due_on), row.state) for row in rows]


def to_status(meeting: Any, status: str, **values: Any) -> None:
	meeting.reload()
	meeting.update({"status": status, **values}).save()


@pytest.mark.requirement("T3.1")
def test_a_planned_meeting_makes_the_update_due_and_it_moves_and_goes_with_it(site):
	apply_pack(read_pack(shipped_folder("permanency_planning_meetings")))
	team = make_team()
	child = make_child(team=team.name).name
	make_event(child, "Initial permanency planning meeting held", "2026-12-15")
	meeting = make_meeting(forum=FORUM, locality=team.locality, meeting_date="2027-01-14")

	assert days(child, PLANNED) == ["2027-01-14"]
	assert update_due(child) == [("2027-01-11", "Not due")]
	to_status(meeting, "Planned", meeting_date="2027-01-15")
	assert days(child, PLANNED) == ["2027-01-15"]
	assert update_due(child) == [("2027-01-12", "Not due")]
	to_status(meeting, "Planned", cancel_reason="Nobody can come.")
	to_status(meeting, "Cancelled")
	assert days(child, PLANNED) == []
	assert update_due(child) == []
