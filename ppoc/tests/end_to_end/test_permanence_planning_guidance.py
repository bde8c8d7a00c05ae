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

from ppoc.tests.end_to_end.council import Place, make_place
from ppoc.tests.end_to_end.diary import (
	Diary,
	acting_as,
	children_on,
	close,
	printed,
	set_status,
	sittings,
	talk_about,
	to,
	words_of,
	write_update,
)
from ppoc.tests.factories import grant, make_child, make_worker
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

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
	apply_pack(read_pack(shipped_folder("permanence_planning_guidance")))
	here = make_place(user_with, "ashmere")

	def person(name: str, role: str) -> tuple[str, str]:
		user = user_with(role, name=f"{name.split()[0].lower()}@example.org")
		grant(user, here.locality)
		worker = make_worker(worker_name=name, job=role, email=user, user=user, locality=here.locality)
		return user, worker.name

	social_worker, sw = person("Sennen Field", "Social Worker")
	reviewing_officer, iro = person("Ianthe Review", "Independent Reviewing Officer")

	def child(first: str, last: str, **values: object) -> str:
		values = {"on_full_care_order": 0, "care_started_on": "2027-01-04", **values}
		people = {"social_worker": sw, "reviewing_officer": iro}
		return make_child(team=here.team, first_name=first, last_name=last, **people, **values).name

	family = frappe.get_doc({"doctype": "Sibling Group", "group_name": "Orrelby"}).insert().name
	return World(
		here, social_worker, reviewing_officer,
		elder=child("Tamsin", "Orrelby", sibling_group=family),
		younger=child("Bryn", "Orrelby", sibling_group=family),
		unborn=child("Baby", "Askerby", date_of_birth="", unborn=1, looked_after=0, care_started_on=None),
		settled=child("Della", "Wendoway", care_started_on="2022-03-01"),
		kept_close=child(
			"Edda", "Marrinford", restricted=1, restriction_reason="A relative works in the service.",
			allowed_people=[{"user": here.manager_address}],
		),
	)  # fmt: skip


@pytest.fixture
def diary(world: World, mails: Any, monkeypatch: Any) -> Iterator[Diary]:
	"""Starts on Monday 4 January, when the due dates start to count."""
	with Diary(mails, "2027-01-04").open(monkeypatch) as diary:
		with acting_as(world.here.manager_address):
			values = {"locality": world.here.locality, "team": world.here.team}
			values.update({"first_sitting": "2027-01-06", "start_time": "10:00:00"})
			frappe.get_doc({"doctype": "Forum Schedule", "forum": PLANNING, **values}).insert()
		for child in (world.elder, world.younger, world.kept_close):
			_event(world, child, "Entered care", "2027-01-04")
		_event(world, world.unborn, "Identified as needing permanence", "2027-01-04")
		_event(world, world.settled, "Settled without permanence", "2027-01-04")
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
	_nobody_read_of_the_restricted_child(world, diary, letters)


# chapters


def _the_clocks_start(world: World, diary: Diary) -> None:
	"""10 working days after Monday 4 January is Monday the 18th; 20 is Monday 1 February."""
	diary.go_to("2027-01-05", "08:00")
	for child in (world.elder, world.younger, world.unborn, world.settled, world.kept_close):
		assert _due(child, FIRST)[0] == "2027-01-18", child
	assert _due(world.elder, "First review")[0] == "2027-02-01"
	assert _due(world.unborn, "First review") == ("", "")


def _the_first_meeting_is_recorded(world: World, diary: Diary, letters: list) -> None:
	diary.leap_to("2027-01-12", "09:00")
	meeting = _sitting("2027-01-13")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	mine = children_on(meeting, by=world.here.manager_address)
	assert set(mine) == {world.elder, world.younger, world.unborn, world.settled, world.kept_close}
	assert abs(mine.index(world.elder) - mine.index(world.younger)) == 1, "siblings side by side"
	assert world.kept_close not in children_on(meeting, by=world.here.head_address)
	assert {"Mabyn Ashmere", "Sennen Field"} <= _attendees(meeting)
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
		assert _due(child, FIRST) == ("2027-01-18", "Met")
	assert _due(world.elder, FURTHER)[0] == "2027-02-24"
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
	assert _due(world.elder, CARE_PLAN)[0] == "2027-01-20"
	_event(world, world.younger, "Care plan updated", "2027-01-19")
	diary.leap_to("2027-01-21", "09:00")
	_post(diary, letters)
	chased = [_plain(words_of(one)) for one in to(letters, world.social_worker)]
	assert any(f"{CARE_PLAN} Tamsin Orrelby 20-01-2027 Overdue" in words for words in chased)
	assert not any(f"{CARE_PLAN} Bryn Orrelby 20-01-2027 Overdue" in words for words in chased)
	diary.go_to("2027-01-26", "09:00")
	_post(diary, letters)
	assert any("escalated to you" in words_of(one) for one in to(letters, world.here.manager_address))
	_event(world, world.elder, "Care plan updated", "2027-01-26")
	assert _due(world.elder, CARE_PLAN) == ("2027-01-20", "Met late")


def _the_first_review_ratifies(world: World, diary: Diary) -> None:
	"""3 months after Friday 29 January is 29 April; a meeting comes before it."""
	diary.leap_to("2027-01-29")
	_event(world, world.elder, "Review held", "2027-01-29")
	assert _due(world.elder, "First review") == ("2027-02-01", "Met")
	assert _due(world.elder, "Second review")[0] == "2027-04-29"
	_event(world, world.elder, "Review planned", "2027-04-21")
	assert _due(world.elder, "Permanency planning meeting before a review")[0] == "2027-04-20"


def _six_weeks_later_the_plan_changes_and_the_officer_is_told(
	world: World, diary: Diary, letters: list
) -> None:
	"""6 weeks after Wednesday 13 January is Wednesday 24 February; another 5 working days is 3 March."""
	diary.leap_to("2027-02-24", "10:00")
	meeting = _sitting("2027-02-24")
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
	assert _due(world.elder, TOLD) == ("2027-03-03", "Met")
	assert _due(world.younger, TOLD) == ("2027-03-03", "Not due")


def _the_meeting_is_reconvened(world: World, diary: Diary) -> None:
	"""A change between meetings, on Monday 1 March: 10 working days later is Monday the 15th, 5 is the 8th."""
	diary.leap_to("2027-03-01")
	_event(world, world.younger, "Permanence plan changed", "2027-03-01")
	assert _due(world.younger, CHANGE)[0] == "2027-03-15"
	assert _due(world.younger, TOLD)[0] == "2027-03-08"
	diary.leap_to("2027-03-10", "10:00")
	meeting = _sitting("2027-03-10")
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
	assert _due(world.younger, CHANGE) == ("2027-03-15", "Met")
	assert _due(world.younger, FURTHER)[0] == "2027-04-21"


def _permanence_stops_the_meetings_and_a_change_starts_them_again(world: World, diary: Diary) -> None:
	"""Reviews continue; after a change on Tuesday 30 March, a meeting is due in 10 working days, on 13 April."""
	diary.leap_to("2027-03-22")
	_event(world, world.elder, "Permanence achieved", "2027-03-22")
	assert not frappe.get_all("Timescale", {"child": world.elder, "duty": FURTHER, "state": ["in", OPEN]})
	assert _due(world.elder, "Second review")[1] in OPEN
	diary.leap_to("2027-03-30")
	_event(world, world.elder, "Permanence plan changed", "2027-03-30")
	assert _due(world.elder, CHANGE)[0] == "2027-04-13"
	diary.leap_to("2027-04-07", "10:00")
	meeting = _sitting("2027-04-07")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	assert world.elder in children_on(meeting, by=world.here.manager_address)


def _nobody_read_of_the_restricted_child(world: World, diary: Diary, letters: list) -> None:
	_post(diary, letters)
	assert len(letters) > 5
	for letter in letters:
		if world.here.manager_address not in str(letter["X-Envelope-To"]):
			assert "Marrinford" not in words_of(letter), letter["Subject"]


# what people do


def _agree(world: World, meeting: str, children: list[str], **answers: str) -> None:
	said = {
		"plan": "To stay with family.", "contingency": "Long-term fostering.", "genogram": "Yes",
		"work_plan": "Meet both aunts. Review on 1 March.", "changed": "No", **answers,
	}  # fmt: skip
	for child in children:
		talk_about(meeting, child, world.here.manager_address, **said)
		talk_about(meeting, child, world.here.manager_address, state="Done")


def _sitting(day: str) -> str:
	[row] = sittings(PLANNING, meeting_date=day)
	return row.name


def _event(world: World, child: str, event_type: str, day: str) -> None:
	with acting_as(world.here.manager_address):
		values = {"child": child, "event_type": event_type, "event_date": day}
		frappe.get_doc({"doctype": "Care Event", **values}).insert()
	frappe.db.commit()


def _happened(child: str, event_type: str) -> list[str]:
	days = frappe.get_all("Care Event", {"child": child, "event_type": event_type}, pluck="event_date")
	return [str(day) for day in days]


def _attendees(meeting: str) -> set[str]:
	workers = frappe.get_all("Meeting Attendee", {"parent": meeting}, pluck="worker")
	return set(frappe.get_all("Worker", {"name": ["in", workers]}, pluck="worker_name"))


def _due(child: str, duty: str) -> tuple[str, str]:
	"""Returns the latest due date of a duty, and its state."""
	rows = frappe.get_all(
		"Timescale", {"child": child, "duty": duty}, ["due_on", "state"], order_by="due_on desc", limit=1
	)
	return (str(rows[0].due_on), rows[0].state) if rows else ("", "")


def _post(diary: Diary, letters: list) -> None:
	letters.extend(diary.post())


def _plain(html: str) -> str:
	return " ".join(frappe.utils.strip_html(html.replace("<td", " <td")).split())
