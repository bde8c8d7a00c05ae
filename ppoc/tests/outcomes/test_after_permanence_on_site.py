"""Children are followed after permanence, and the panel that decided hears when one comes back into care."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.meetings.agenda.api import fill_agenda
from ppoc.ppoc.report.after_permanence.after_permanence import execute
from ppoc.tests.factories import (
	grant,
	make_child,
	make_episode,
	make_event,
	make_forum,
	make_meeting,
	make_schedule,
	make_team,
)
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

pytestmark = pytest.mark.requirement("Y10")


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-30 10:00", tick=True):
		yield


@pytest.fixture
def team(site: str) -> Any:
	apply_pack(read_pack(shipped_folder("after_permanence")))
	return make_team()


def home_again(team: Any, left_on: str, **values: Any) -> Any:
	"""Makes a child who went home by reunification."""
	child = make_child(team=team.name, looked_after=0, on_full_care_order=0, legal_status="", **values)
	make_episode(child.name, "2024-01-15", left_on, reason_ended="E4A")
	return child


def due(child: str, duty: str) -> list[str]:
	open_ones = {"child": child, "duty": duty, "state": ["in", ["Not due", "Due soon", "Overdue"]]}
	return [str(day) for day in frappe.get_all("Timescale", open_ones, pluck="due_on", order_by="due_on asc")]


def test_a_child_at_home_is_followed_and_the_list_shows_it(team: Any) -> None:
	child = home_again(team, "2026-06-01")
	make_event(child.name, "Permanence achieved", "2026-06-01")
	make_event(child.name, "Support plan agreed", "2026-06-10")
	make_event(child.name, "Contact after permanence", "2026-08-25")
	assert due(child.name, "Contact after permanence") == ["2026-12-01", "2027-06-01", "2028-06-01"]
	(row,) = execute({"locality": team.locality})[1]
	assert (row["route"], row["left_on"], row["months"]) == ("Reunification", date(2026, 6, 1), 5)
	assert (row["contact_on"], row["next_contact_on"]) == (date(2026, 8, 25), date(2026, 12, 1))
	assert (row["plan_agreed_on"], row["next_review_on"]) == (date(2026, 6, 10), date(2027, 6, 10))
	assert (row["back_on"], row["told_on"]) == (None, None)


def test_who_comes_back_stands_first_until_the_panel_has_heard(team: Any) -> None:
	stays, back = home_again(team, "2025-06-01"), home_again(team, "2026-02-02")
	make_event(back.name, "Permanence achieved", "2026-02-02")
	make_episode(back.name, "2026-11-20")
	make_event(back.name, "Entered care", "2026-11-20")
	assert due(back.name, "Return to care told to the panel") == ["2026-12-04"]
	_columns, rows, _words, _chart, summary = execute({"locality": team.locality})
	assert [row["child"] for row in rows] == [back.name, stays.name]
	assert {one["label"]: one["value"] for one in summary} == {
		"Left care for a family": 2, "No contact since": 1, "Back in care": 1, "Not told to the panel": 1,
	}  # fmt: skip
	make_event(back.name, "Return to care told to the panel", "2026-11-25")
	assert due(back.name, "Return to care told to the panel") == []
	assert execute({"locality": team.locality})[1][0]["told_on"] == date(2026, 11, 25)
	assert execute({"locality": team.locality, "months": "12"})[1][0]["child"] == back.name
	assert len(execute({"locality": team.locality, "months": "12"})[1]) == 1


def test_a_child_who_enters_care_for_the_first_time_is_nothing_to_tell(team: Any) -> None:
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", "2026-11-20")
	assert due(child.name, "Return to care told to the panel") == []


def test_permanence_elsewhere_counts_as_permanence(team: Any) -> None:
	child = make_child(team=team.name)
	make_event(child.name, "Previous permanence", "2020-01-01", details="Adoption")
	make_event(child.name, "Entered care", "2026-11-20")
	assert due(child.name, "Return to care told to the panel") == ["2026-12-04"]


def test_the_panel_s_agenda_takes_the_child_by_itself(team: Any) -> None:
	forum = make_forum(
		agenda_items=[
			{
				"title": "Back in care",
				"minutes": 5,
				"purpose": "Introduce",
				"agenda_query": "Back in care after permanence",
			}
		]
	)
	schedule = make_schedule(forum=forum.name, team=team.name)
	child = make_child(team=team.name)
	make_event(child.name, "Previous permanence", "2020-01-01", details="Adoption")
	make_event(child.name, "Entered care", "2026-11-20")
	meeting = make_meeting(forum=forum.name, team=team.name, schedule=schedule.name)
	fill_agenda(meeting.name)
	assert frappe.get_all("Meeting Discussion", {"meeting": meeting.name}, pluck="child") == [child.name]


def test_everybody_sees_their_own(team: Any, user_with: Callable[..., str]) -> None:
	home_again(team, "2026-06-01")
	reader = user_with("Team Manager")
	frappe.set_user(reader)
	assert execute({})[1] == []
	frappe.set_user("Administrator")
	grant(reader, team.locality)
	frappe.set_user(reader)
	assert len(execute({})[1]) == 1
