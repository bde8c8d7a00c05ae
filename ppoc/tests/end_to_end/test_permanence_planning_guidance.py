"""Three months under the practice guidance on planning meetings: January to April 2027, in one team.

The team's planning meeting sits every Wednesday; reviews are recorded when they are planned and held. All dates were
worked out by hand from the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest

from ppoc.tests.end_to_end.council import Place
from ppoc.tests.end_to_end.diary import (
	Diary,
	attendees,
	children_on,
	close,
	due,
	event,
	plain,
	printed,
	set_status,
	sitting,
	talk_about,
	to,
	words_of,
	write_update,
)
from ppoc.tests.end_to_end.opening import MONDAY, Opening, letters_that_name, schedule

pytestmark = [pytest.mark.slow(60), pytest.mark.commits]

PLANNING = "Permanence Planning Meeting"
FIRST, FURTHER = "First permanency planning meeting", "Further permanency planning meetings"
CARE_PLAN, TOLD = "Care plan after a planning meeting", "Reviewing officer told"
CHANGE = "Planning meeting after a change of plan"
OPEN = ["Not due", "Due soon", "Overdue"]


@dataclass
class World:
	"""A team, its social worker and reviewing officer (logins), and children by what happens to them."""

	here: Place
	social_worker: str
	reviewing_officer: str
	elder: str
	younger: str
	unborn: str
	settled: str
	kept_close: str


@pytest.fixture
def world(site: str, user_with: Any) -> World:
	"""Two siblings who have just entered care, an unborn baby, a settled child, and a restricted one."""
	opening = Opening(user_with, "permanence_planning_guidance", on_full_care_order=0, care_started_on=MONDAY)
	(here,) = opening.places("ashmere")
	social_worker, own = opening.person("Sennen Field", "Social Worker", places=[here])
	reviewing_officer, officer = opening.person(
		"Ianthe Review", "Independent Reviewing Officer", places=[here]
	)
	opening.of_each_child.update(social_worker=own, reviewing_officer=officer)
	elder, younger = opening.siblings()
	child = opening.child
	return World(
		here, social_worker, reviewing_officer, elder, younger,
		unborn=child("Baby", "Askerby", date_of_birth="", unborn=1, looked_after=0, care_started_on=None),
		settled=child("Della", "Wendoway", care_started_on="2022-03-01"),
		kept_close=opening.restricted_child(here.manager_address),
	)  # fmt: skip


@pytest.fixture
def diary(world: World, mails: Any, monkeypatch: Any) -> Iterator[Diary]:
	"""Starts on Monday 4 January, when the due dates start to count."""
	manager = world.here.manager_address
	with Diary(mails, MONDAY).open(monkeypatch) as diary:
		schedule(manager, PLANNING, "2027-01-06", "10:00:00", world.here, team=world.here.team)
		for child in (world.elder, world.younger, world.kept_close):
			event(child, "Entered care", MONDAY, by=manager)
		event(world.unborn, "Identified as needing permanence", MONDAY, by=manager)
		event(world.settled, "Settled without permanence", MONDAY, by=manager)
		yield diary


@pytest.mark.requirement("S1.1", "S1.2", "S1.3", "S1.4", "S1.5", "S1.6", "S2.1", "S2.2", "X4.4")
def test_three_months_by_the_practice_guidance(world, diary):
	letters: list = []
	_the_clocks_start(world, diary)
	_the_first_meeting_is_recorded(world, diary, letters)
	_the_care_plan_is_chased(world, diary, letters)
	_the_first_review_ratifies(world, diary)
	_six_weeks_later_the_plan_changes_and_the_officer_is_told(world, diary, letters)
	_the_meeting_is_reconvened(world, diary)
	_permanence_stops_the_meetings_and_a_change_starts_them_again(world, diary)
	_post(diary, letters)
	assert len(letters) > 5
	assert letters_that_name("Marrinford", letters, but_to=[world.here.manager_address]) == []


# chapters


def _the_clocks_start(world: World, diary: Diary) -> None:
	"""10 working days after Monday 4 January is Monday the 18th; 20 is Monday 1 February."""
	diary.go_to("2027-01-05", "08:00")
	for child in (world.elder, world.younger, world.unborn, world.settled, world.kept_close):
		assert due(child, FIRST)[0] == "2027-01-18", child
	assert due(world.elder, "First review")[0] == "2027-02-01"
	assert due(world.unborn, "First review") == ("", "")


def _the_first_meeting_is_recorded(world: World, diary: Diary, letters: list) -> None:
	diary.leap_to("2027-01-12", "09:00")
	meeting = sitting(PLANNING, "2027-01-13")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	mine = children_on(meeting, by=world.here.manager_address)
	assert set(mine) == {world.elder, world.younger, world.unborn, world.settled, world.kept_close}
	assert abs(mine.index(world.elder) - mine.index(world.younger)) == 1, "siblings side by side"
	assert world.kept_close not in children_on(meeting, by=world.here.head_address)
	assert {"Mabyn Ashmere", "Sennen Field"} <= attendees(meeting)
	for child in mine:
		if child != world.kept_close:
			write_update(
				meeting, child, world.social_worker, views="Wants to stay near school.",
				views_how="Direct work, alone with the child", assessments="Two aunts, by 1 March.",
			)  # fmt: skip
	diary.go_to("2027-01-13", "10:00")
	talk_about(
		meeting, world.kept_close, world.here.manager_address, views="Not yet.", views_how="Not obtained",
		assessments="None yet.",
	)  # fmt: skip
	_agree(world, meeting, mine)
	close(meeting, by=world.here.manager_address)
	for child in mine:
		assert due(child, FIRST) == ("2027-01-18", "Met")
	assert due(world.elder, FURTHER)[0] == "2027-02-24"
	minutes = printed("Meeting", meeting, "Meeting Minutes", by=world.here.head_address)
	for words in (
		"Tamsin Orrelby",
		"Wants to stay near school",
		"Two aunts, by 1 March",
		"Review on 1 March",
	):
		assert words in minutes, words
	assert "Marrinford" not in minutes
	assert "Marrinford" in printed("Meeting", meeting, "Meeting Minutes", by=world.here.manager_address)


def _the_care_plan_is_chased(world: World, diary: Diary, letters: list) -> None:
	"""5 working days after Wednesday 13 January is Wednesday the 20th; the manager is told 3 working days later."""
	assert due(world.elder, CARE_PLAN)[0] == "2027-01-20"
	event(world.younger, "Care plan updated", "2027-01-19", by=world.here.manager_address)
	diary.leap_to("2027-01-21", "09:00")
	_post(diary, letters)
	chased = [plain(words_of(one)) for one in to(letters, world.social_worker)]
	assert any(f"{CARE_PLAN} Tamsin Orrelby 20/01/2027 Overdue" in words for words in chased)
	assert not any(f"{CARE_PLAN} Bryn Orrelby 20/01/2027 Overdue" in words for words in chased)
	diary.go_to("2027-01-26", "09:00")
	_post(diary, letters)
	assert any("escalated to you" in words_of(one) for one in to(letters, world.here.manager_address))
	event(world.elder, "Care plan updated", "2027-01-26", by=world.here.manager_address)
	assert due(world.elder, CARE_PLAN) == ("2027-01-20", "Met late")


def _the_first_review_ratifies(world: World, diary: Diary) -> None:
	"""3 months after Friday 29 January is 29 April; a meeting comes before it."""
	diary.leap_to("2027-01-29")
	event(world.elder, "Review held", "2027-01-29", by=world.here.manager_address)
	assert due(world.elder, "First review") == ("2027-02-01", "Met")
	assert due(world.elder, "Second review")[0] == "2027-04-29"
	event(world.elder, "Review planned", "2027-04-21", by=world.here.manager_address)
	assert due(world.elder, "Permanency planning meeting before a review")[0] == "2027-04-20"


def _six_weeks_later_the_plan_changes_and_the_officer_is_told(
	world: World, diary: Diary, letters: list
) -> None:
	"""6 weeks after Wednesday 13 January is Wednesday 24 February; another 5 working days is 3 March."""
	diary.leap_to("2027-02-24", "10:00")
	meeting = sitting(PLANNING, "2027-02-24")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	mine = children_on(meeting, by=world.here.manager_address)
	assert {world.elder, world.younger, world.kept_close} <= set(mine)
	for child in mine:
		talk_about(
			meeting, child, world.here.manager_address, views="To live with the aunt.",
			views_how="Direct work, with others there", assessments="The aunt, by 1 April.",
		)  # fmt: skip
	_agree(world, meeting, [child for child in mine if child != world.elder])
	_agree(world, meeting, [world.elder], changed="Yes", to_reviewing_officer="The aunt came forward.")
	close(meeting, by=world.here.manager_address)
	_post(diary, letters)
	told = [words_of(one) for one in to(letters, world.reviewing_officer)]
	assert any("The aunt came forward" in words for words in told)
	assert _happened(world.elder, "Permanence plan changed") == ["2027-02-24"]
	assert _happened(world.younger, "Permanence plan changed") == []
	assert _happened(world.elder, "Reviewing officer notified") == ["2027-02-24"]
	assert due(world.elder, TOLD) == ("2027-03-03", "Met")
	assert due(world.younger, TOLD) == ("2027-03-03", "Not due")


def _the_meeting_is_reconvened(world: World, diary: Diary) -> None:
	"""A change between meetings, on Monday 1 March: 10 working days later is Monday the 15th, 5 is the 8th."""
	diary.leap_to("2027-03-01")
	event(world.younger, "Permanence plan changed", "2027-03-01", by=world.here.manager_address)
	assert due(world.younger, CHANGE)[0] == "2027-03-15"
	assert due(world.younger, TOLD)[0] == "2027-03-08"
	diary.leap_to("2027-03-10", "10:00")
	meeting = sitting(PLANNING, "2027-03-10")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	mine = children_on(meeting, by=world.here.manager_address)
	assert world.younger in mine
	assert world.settled not in mine
	for child in mine:
		talk_about(
			meeting, child, world.here.manager_address, views="Wants the same school.",
			views_how="Observation of behaviour", assessments="The aunt, by 1 April.",
		)  # fmt: skip
	_agree(world, meeting, mine)
	close(meeting, by=world.here.manager_address)
	assert due(world.younger, CHANGE) == ("2027-03-15", "Met")
	assert due(world.younger, FURTHER)[0] == "2027-04-21"


def _permanence_stops_the_meetings_and_a_change_starts_them_again(world: World, diary: Diary) -> None:
	"""Reviews continue; after a change on Tuesday 30 March, a meeting is due in 10 working days, on 13 April."""
	diary.leap_to("2027-03-22")
	event(world.elder, "Permanence achieved", "2027-03-22", by=world.here.manager_address)
	assert not frappe.get_all("Timescale", {"child": world.elder, "duty": FURTHER, "state": ["in", OPEN]})
	assert due(world.elder, "Second review")[1] in OPEN
	diary.leap_to("2027-03-30")
	event(world.elder, "Permanence plan changed", "2027-03-30", by=world.here.manager_address)
	assert due(world.elder, CHANGE)[0] == "2027-04-13"
	diary.leap_to("2027-04-07", "10:00")
	meeting = sitting(PLANNING, "2027-04-07")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	assert world.elder in children_on(meeting, by=world.here.manager_address)


# what people do


def _agree(world: World, meeting: str, children: list[str], **answers: str) -> None:
	said = {
		"plan": "To stay with family.", "contingency": "Long-term fostering.", "genogram": "Yes",
		"work_plan": "Meet both aunts. Review on 1 March.", "changed": "No", **answers,
	}  # fmt: skip
	for child in children:
		talk_about(meeting, child, world.here.manager_address, **said)
		talk_about(meeting, child, world.here.manager_address, state="Done")


def _happened(child: str, event_type: str) -> list[str]:
	days = frappe.get_all("Care Event", {"child": child, "event_type": event_type}, pluck="event_date")
	return [str(day) for day in days]


def _post(diary: Diary, letters: list) -> None:
	letters.extend(diary.post())
