"""Three months under the terms of reference of planning meetings: January to April 2027, in one locality.

Initial meetings sit on Tuesday mornings, monthly ones on Thursday mornings, final ones on Thursday afternoons.
All dates were worked out by hand from the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest

from ppoc.meetings.api import preview_closing
from ppoc.tests.end_to_end.council import Place
from ppoc.tests.end_to_end.diary import (
	Diary,
	acting_as,
	children_on,
	close,
	due,
	event,
	insert,
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

INITIAL, MONTHLY, FINAL = (f"{kind} Permanency Planning Meeting" for kind in ("Initial", "Monthly", "Final"))
UPDATE, MINUTES = "Update before a permanency planning meeting", "Minutes of a permanency planning meeting"
FURTHER = "Further permanency planning meetings"
ADOPTION = "Adoption service knows of the child"


@dataclass
class World:
	"""A locality, its people (logins), and children by what happens to them."""

	here: Place
	chair: str
	support: str
	social_worker: str
	adoption: str
	adoption_elsewhere: str
	baby: str
	brother: str
	unborn: str
	drifting: str
	kept_close: str
	in_court: str
	elsewhere: str


@pytest.fixture
def world(site: str, user_with: Any) -> World:
	"""A baby and a brother new to care, an unborn baby, three in monthly meetings (one restricted, one in court)."""
	opening = Opening(user_with, "permanency_planning_meetings", on_full_care_order=0, care_started_on=MONDAY)
	here, away = opening.places("ashmere", "brackenford")
	chair, _ = opening.person("Perpetua Chair", "Permanence Manager", places=[here])
	support, _ = opening.person("Briony Desk", "Business Support", places=[here])
	opening.person("Lewin Court", "Legal Adviser", places=[here])
	social_worker, own = opening.person("Sennen Field", "Social Worker", places=[here])
	family_finding = ("Adoption Service", "Supervising Social Worker")
	adoption, _ = opening.person("Averil Hearth", *family_finding, places=[here], job="Social Worker")
	elsewhere, _ = opening.person("Ambrose Hearth", *family_finding, places=[away], job="Social Worker")
	opening.of_each_child["social_worker"] = own
	baby, brother = opening.siblings({"date_of_birth": "2026-11-01"}, {"date_of_birth": "2020-11-01"})
	child = opening.child
	return World(
		here, chair, support, social_worker, adoption, elsewhere, baby, brother,
		unborn=child("Baby", "Askerby", date_of_birth="", unborn=1, looked_after=0, care_started_on=None),
		drifting=child("Della", "Wendoway", date_of_birth="2016-05-01"),
		kept_close=opening.restricted_child(
			here.head_address, here.manager_address, date_of_birth="2024-05-01"
		),
		in_court=child("Corin", "Haskowick", date_of_birth="2017-05-01"),
		elsewhere=child("Ferris", "Caldleth", away, date_of_birth="2026-05-01"),
	)  # fmt: skip


@pytest.fixture
def diary(world: World, mails: Any, monkeypatch: Any) -> Iterator[Diary]:
	"""Starts on Monday 4 January; sets up the schedules and the earlier events."""
	happened = (
		(world.baby, "Entered care", MONDAY),
		(world.brother, "Entered care", MONDAY),
		(world.unborn, "Identified as needing permanence", MONDAY),
		(world.drifting, "Initial permanency planning meeting held", "2026-12-15"),
		(world.kept_close, "Initial permanency planning meeting held", "2026-12-15"),
		(world.in_court, "Proceedings issued", "2026-11-02"),
		(world.in_court, "Initial permanency planning meeting held", "2026-11-24"),
		(world.in_court, "Permanency planning meeting held", "2026-12-24"),
	)
	with Diary(mails, MONDAY).open(monkeypatch) as diary:
		for forum, first, at in (
			(INITIAL, "2027-01-12", "10:00:00"),
			(MONTHLY, "2027-01-14", "10:00:00"),
			(FINAL, "2027-01-14", "14:00:00"),
		):
			schedule(world.support, forum, first, at, world.here)
		for child, event_type, day in happened:
			event(child, event_type, day, by=world.here.manager_address)
		yield diary


@pytest.mark.requirement(
	"T1.1", "T1.2", "T1.3", "T1.4", "T1.5", "T2.1", "T3.1", "T4.2", "T5.1", "T5.2", "X4.4"
)
def test_three_months_of_permanency_planning_meetings(world, diary):
	letters: list = []
	_the_adoption_service_sees_the_youngest_early(world, diary, letters)
	_a_monthly_meeting_is_prepared_and_chased(world, diary, letters)
	_it_sits_and_is_escalated(world, diary, letters)
	_its_minutes_are_chased(world, diary, letters)
	_the_siblings_have_their_initial_meeting_together(world, diary, letters)
	_the_final_meeting_comes_two_weeks_before_the_evidence(world, diary, letters)
	_orders_change_the_rhythm(world, diary)
	_post(diary, letters)
	assert len(letters) > 5
	named_on_it = (world.here.head_address, world.here.manager_address)
	for name in ("Marrinford", "Caldleth"):
		assert letters_that_name(name, letters, but_to=named_on_it) == []


# chapters


def _the_adoption_service_sees_the_youngest_early(world: World, diary: Diary, letters: list) -> None:
	"""10 working days after Monday 4 January is Monday the 18th; the brother, aged 6, is not a young child."""
	diary.go_to("2027-01-05", "08:00")
	for child in (world.baby, world.unborn):
		assert due(child, ADOPTION) == ("2027-01-18", "Due soon")
	assert due(world.brother, ADOPTION) == ("", "")
	diary.go_to("2027-01-05", "09:00")
	_post(diary, letters)
	[digest] = [words_of(one) for one in to(letters, world.adoption) if "Due dates:" in words_of(one)]
	assert "Tamsin Orrelby" in digest
	assert "Askerby" in digest
	assert to(letters, world.adoption_elsewhere) == []
	with acting_as(world.here.manager_address):
		for child in (world.baby, world.kept_close):
			insert("Permanence Plan", child=child, route="Adoption", plan_kind="Contingency")
	listed = frappe.get_all(
		"List Filter", {"filter_name": "Adoption is or could be the plan"}, pluck="filters"
	)
	with acting_as(world.adoption):
		plans = frappe.get_list("Permanence Plan", frappe.parse_json(listed[0]), pluck="child")
	assert plans == [world.baby], "the restricted child's is left out"
	with acting_as(world.adoption_elsewhere):
		assert frappe.get_list("Permanence Plan", frappe.parse_json(listed[0]), pluck="child") == []
	event(world.baby, "Adoption service told", "2027-01-05", by=world.here.manager_address)
	assert due(world.baby, ADOPTION) == ("2027-01-18", "Met")


def _a_monthly_meeting_is_prepared_and_chased(world: World, diary: Diary, letters: list) -> None:
	"""3 working days before Thursday 14 January is Monday the 11th."""
	meeting = sitting(MONTHLY, "2027-01-14")
	set_status("Meeting", meeting, "Planned", by=world.support)
	listed = children_on(meeting, by=world.support, agenda_item="Children whose meeting is due")
	assert listed == [world.drifting]
	assert world.kept_close in children_on(meeting)
	assert world.kept_close not in children_on(meeting, by=world.support)
	without = children_on(meeting, agenda_item="Children without a contingency or parallel plan")
	assert world.baby not in without, "adoption is the contingency"
	assert {world.brother, world.in_court} <= set(without)
	expected = _expected(meeting)
	assert (expected["Perpetua Chair"], expected["Lewin Court"]) == ("Always", "When asked")
	assert due(world.drifting, UPDATE) == ("2027-01-11", "Not due")
	diary.go_to("2027-01-12", "09:00")
	_post(diary, letters)
	chased = [plain(words_of(one)) for one in to(letters, world.social_worker)]
	assert any(f"{UPDATE} Della Wendoway 11/01/2027 Overdue" in words for words in chased)
	write_update(meeting, world.drifting, world.social_worker, update="The aunt has not rung back.")
	set_status("Meeting", meeting, "Circulated", by=world.support)
	assert due(world.drifting, UPDATE) == ("2027-01-11", "Met late")
	agenda = printed("Meeting", meeting, "Meeting Agenda", by=world.support)
	assert "Della Wendoway" in agenda
	assert "Marrinford" not in agenda


def _it_sits_and_is_escalated(world: World, diary: Diary, letters: list) -> None:
	diary.go_to("2027-01-14", "10:00")
	meeting = sitting(MONTHLY, "2027-01-14")
	for child in children_on(meeting):
		if child not in (world.drifting, world.kept_close):
			_leave_for_next_time(meeting, child, world.support)
	for child, who in ((world.drifting, world.chair), (world.kept_close, world.here.head_address)):
		talk_about(
			meeting, child, who, update="As told.", plan="To stay with the aunt.",
			contingency="Long-term fostering.", needs="She knows her aunt well.",
		)  # fmt: skip
	talk_about(
		meeting, world.drifting, world.chair, slipping="The viability assessment.",
		remedy="A visit this week.", escalated="Service manager",
		concern="Ten weeks without an assessment.", chair_next="Yes",
	)  # fmt: skip
	for child, who in ((world.drifting, world.chair), (world.kept_close, world.here.head_address)):
		talk_about(meeting, child, who, state="Done")
	with acting_as(world.chair):
		[blocker] = preview_closing(meeting)["blockers"]
		assert "somebody who is named on it must close this meeting" in blocker["words"]
	close(meeting, by=world.here.manager_address)
	assert due(world.drifting, FURTHER) == ("2027-02-14", "Not due")
	assert _has(world.drifting, "Service manager to chair")
	assert not _has(world.kept_close, "Service manager to chair")
	_post(diary, letters)
	told = [words_of(one) for one in to(letters, world.here.head_address)]
	assert any("Ten weeks without an assessment" in words for words in told)


def _its_minutes_are_chased(world: World, diary: Diary, letters: list) -> None:
	"""2 working days after Thursday 14 January is Monday the 18th."""
	meeting = sitting(MONTHLY, "2027-01-14")
	assert due(world.drifting, MINUTES)[0] == "2027-01-18"
	diary.go_to("2027-01-19", "09:00")
	_post(diary, letters)
	chased = [plain(words_of(one)) for one in to(letters, world.support)]
	assert any(f"{MINUTES} Della Wendoway 18/01/2027 Overdue" in words for words in chased)
	assert not any("Marrinford" in words for words in chased)
	minutes = printed("Meeting", meeting, "Meeting Minutes", by=world.support)
	for words in (
		"Della Wendoway",
		"The aunt has not rung back" if False else "As told",
		"A visit this week",
	):
		assert words in minutes
	assert "Marrinford" not in minutes
	set_status("Meeting", meeting, "Notes issued", by=world.support)
	assert due(world.drifting, MINUTES) == ("2027-01-18", "Met late")


def _the_siblings_have_their_initial_meeting_together(world: World, diary: Diary, letters: list) -> None:
	"""4 weeks after Monday 4 January is Monday 1 February: the sitting on 26 January is the last one before."""
	diary.leap_to("2027-01-26", "10:00")
	for child in (world.baby, world.brother):
		assert due(child, "First permanency planning meeting")[0] == "2027-02-01"
	meeting = sitting(INITIAL, "2027-01-26")
	set_status("Meeting", meeting, "Planned", by=world.support)
	assert sorted(children_on(meeting, by=world.support)) == sorted([world.baby, world.brother])
	assert _expected(meeting)["Lewin Court"] == "Always"
	for child in children_on(meeting):
		talk_about(
			meeting, child, world.chair, needs="A home for both.", assessments="Two aunts, by 1 March.",
			plan="To return home.", contingency="Adoption of both together.",
			adoption_cpr="2027-03-08", adoption_medical="2027-04-05", tracking="2027-02-09",
		)  # fmt: skip
		talk_about(meeting, child, world.chair, state="Done")
	close(meeting, by=world.chair)
	for child in (world.baby, world.brother):
		assert due(child, "First permanency planning meeting") == ("2027-02-01", "Met")
		assert due(child, "Referral to the tracking panel")[0] == "2027-02-09"
		assert due(child, FURTHER)[0] == "2027-02-26"
	minutes = printed("Meeting", meeting, "Meeting Minutes", by=world.support)
	assert "Adoption of both together" in minutes


def _the_final_meeting_comes_two_weeks_before_the_evidence(world: World, diary: Diary, letters: list) -> None:
	"""Evidence is due on 22 February before the hearing on 8 March, so the meeting is due on 8 February."""
	event(world.in_court, "Final hearing", "2027-03-08", by=world.here.manager_address)
	event(world.in_court, "Final evidence due", "2027-02-22", by=world.here.manager_address)
	assert due(world.in_court, "Permanency planning meeting before court papers")[0] == "2027-02-08"
	diary.leap_to("2027-02-04", "14:00")
	meeting = sitting(FINAL, "2027-02-04")
	set_status("Meeting", meeting, "Planned", by=world.support)
	assert children_on(meeting, by=world.support) == [world.in_court]
	talk_about(
		meeting, world.in_court, world.chair, update="All statements are in.", finding="Carers are found.",
		timescales="Final statement by 19 February.", plan="Long-term fostering.",
		contingency="The present carers.", iro_views="Agrees with the plan.", drift="None.",
	)  # fmt: skip
	talk_about(meeting, world.in_court, world.chair, state="Done")
	close(meeting, by=world.chair)
	assert due(world.in_court, "Permanency planning meeting before court papers") == ("2027-02-08", "Met")
	assert "Agrees with the plan" in printed("Meeting", meeting, "Meeting Minutes", by=world.support)


def _orders_change_the_rhythm(world: World, diary: Diary) -> None:
	"""2 months after the last meeting on 4 February is 4 April; 4 weeks after one in January are over at the order."""
	diary.leap_to("2027-03-16")
	event(world.in_court, "Full care order made", "2027-03-08", by=world.here.manager_address)
	assert due(world.in_court, FURTHER)[0] == "2027-04-04"
	event(world.baby, "Placement order made", "2027-03-15", by=world.here.manager_address)
	assert due(world.baby, FURTHER)[0] == "2027-03-15"
	diary.leap_to("2027-04-06")
	event(world.baby, "Matched with adopters", "2027-04-05", by=world.here.manager_address)
	event(world.in_court, "Matched with long-term carers", "2027-04-05", by=world.here.manager_address)
	for child in (world.baby, world.in_court):
		open_ones = {"child": child, "duty": FURTHER, "state": ["in", ["Not due", "Due soon", "Overdue"]]}
		assert not frappe.get_all("Timescale", {**open_ones, "due_on": [">", "2027-04-05"]})


# what people do


def _leave_for_next_time(meeting: str, child: str, by: str) -> None:
	with acting_as(by):
		for name in frappe.get_list("Meeting Discussion", {"meeting": meeting, "child": child}, pluck="name"):
			frappe.get_doc("Meeting Discussion", name).update({"state": "Carried over"}).save()


def _has(child: str, event_type: str) -> bool:
	return bool(frappe.db.exists("Care Event", {"child": child, "event_type": event_type}))


def _expected(meeting: str) -> dict[str, str]:
	"""Returns who is on the meeting's list, and when each person is expected."""
	rows = frappe.get_all("Meeting Attendee", {"parent": meeting}, ["worker", "expected"])
	return {frappe.db.get_value("Worker", row.worker, "worker_name"): row.expected for row in rows}


def _post(diary: Diary, letters: list) -> None:
	letters.extend(diary.post())
