"""Three months of a team that plans permanence outside of care: January to April 2027, with every meeting."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
import pytest

from ppoc.meetings.actions.api import add_action, review_action
from ppoc.meetings.database import earlier_open_actions
from ppoc.reporting.fortnightly.api import confirm, plans, refill
from ppoc.tests.end_to_end.council import Place
from ppoc.tests.end_to_end.diary import (
	Diary,
	acting_as,
	children_on,
	close,
	printed,
	set_status,
	sitting,
	sittings,
	talk_about,
	to,
	words_of,
)
from ppoc.tests.end_to_end.opening import Opening, letters_that_name, schedule
from ppoc.tests.factories import make_schedule

pytestmark = [pytest.mark.slow(30), pytest.mark.commits]

IDENTIFICATION, MOBILISATION, PANEL = "Identification Meeting", "Mobilisation Meeting", "Permanence Panel"
CHECK_IN = "Operational Leadership Check-in"
ALLOWANCE = "Send both carers the support plan with the figures of the allowance"


@dataclass
class Team:
	"""The test's team, and its children by name."""

	here: Place
	director: str
	elder: str
	younger: str
	homeward: str
	settled: str
	kept_close: str
	elsewhere: str

	def name_of(self, child: str) -> str:
		return frappe.db.get_value("Child", child, "full_name")


@pytest.fixture
def team(site, user_with) -> Team:
	"""Four children whom the team may see, one restricted child, and one in another locality."""
	opening = Opening(user_with, care_started_on="2025-03-03", joined_team_on="2025-03-03")
	here, away = opening.places("ashmere", "brackenford")
	director, _ = opening.person("Astrid Ashmere", "Assistant Director")
	opening.of_each_child["social_worker"] = here.worker
	elder, younger = opening.siblings()
	child = opening.child
	return Team(
		here,
		director,
		elder,
		younger,
		homeward=child("Corin", "Askerby"),
		settled=child("Della", "Wendoway"),
		kept_close=opening.restricted_child(here.head),
		elsewhere=child("Ferris", "Caldleth", away, social_worker=away.worker),
	)


@pytest.mark.requirement(
	"P1.1", "P1.2", "P1.4", "P2.1", "P2.5", "P2.7", "P3.1", "P3.2", "P3.5", "P4.1", "P6.1"
)
def test_three_months_of_planning_permanence_outside_of_care(team, mails, monkeypatch):
	with Diary(mails, "2027-01-11").open(monkeypatch) as diary:
		_a_year_is_planned(team, diary)
		_children_are_looked_at(team, diary)
		_plans_are_moved(team, diary)
		_the_panel_sits(team, diary)
		_a_form_is_missed_and_chased(team, diary)
		_the_challenged_child_comes_back(team, diary)
		_leaders_check_in(team, diary)
		diary.leap_to("2027-04-12")
		diary.post()
	letters = mails.all()
	assert len(letters) > 20
	for name in ("Edda Marrinford", "Ferris Caldleth"):  # who is named on a restricted record is told of it
		assert letters_that_name(name, letters, but_to=[team.here.head_address]) == []


def _a_year_is_planned(team: Team, diary: Diary) -> None:
	"""Schedules are set up once; the nightly job proposes the sittings."""
	here = team.here
	for forum, first, at in (
		(MOBILISATION, "2027-01-12", "10:00:00"),
		(IDENTIFICATION, "2027-01-12", "10:00:00"),
	):
		make_schedule(forum=forum, team=here.team, first_sitting=first, start_time=at)
	for forum, first in ((PANEL, "2027-01-28"), (CHECK_IN, "2027-02-04")):
		schedule("Administrator", forum, first, "14:00:00", here)
	diary.go_to("2027-01-12", "08:00")
	days = [str(row.meeting_date) for row in sittings(MOBILISATION)]
	assert days[:4] == ["2027-01-12", "2027-01-26", "2027-02-09", "2027-02-23"]
	before = [(str(row.meeting_date), str(row.start_time)) for row in sittings(IDENTIFICATION)]
	assert before[:2] == [("2027-01-12", "9:30:00"), ("2027-02-09", "9:30:00")]
	assert [str(row.meeting_date) for row in sittings(PANEL)][:2] == ["2027-01-28", "2027-02-25"]


def _children_are_looked_at(team: Team, diary: Diary) -> None:
	here, coordinator = team.here, team.here.coordinator
	meeting = sitting(IDENTIFICATION, "2027-01-12")
	set_status("Meeting", meeting, "Planned", by=coordinator)
	assert set(children_on(meeting, by=coordinator)) == {
		team.elder, team.younger, team.homeward, team.settled,
	}  # fmt: skip
	diary.go_to("2027-01-12", "09:30")
	for child in (team.elder, team.younger):
		talk_about(
			meeting, child, coordinator,
			potential="Potential now", rationale="Settled with both carers.", prioritise_for="Special guardianship",
		)  # fmt: skip
	talk_about(
		meeting, team.homeward, coordinator,
		potential="Potential now", rationale="Family time goes well.", prioritise_for="Reunification",
	)  # fmt: skip
	talk_about(
		meeting, team.settled, coordinator, potential="No potential", rationale="All family was assessed."
	)
	for name in frappe.get_all("Meeting Discussion", {"meeting": meeting}, pluck="name"):
		with acting_as(coordinator):
			if frappe.has_permission("Meeting Discussion", "read", name):
				talk = frappe.get_doc("Meeting Discussion", name)
				talk.update({"state": "Done"}).save()
	close(meeting, by=here.manager_address)
	plans = dict(frappe.get_all("Permanence Plan", fields=["child", "status"], as_list=True))
	assert plans == dict.fromkeys((team.elder, team.younger, team.homeward), "Prioritised")


def _plans_are_moved(team: Team, diary: Diary) -> None:
	"""The social worker is called in at ten; a fortnight later the action comes up for review."""
	here, coordinator = team.here, team.here.coordinator
	first = sitting(MOBILISATION, "2027-01-12")
	set_status("Meeting", first, "Planned", by=coordinator)
	assert set(children_on(first, by=coordinator)) == {team.elder, team.younger, team.homeward}
	diary.go_to("2027-01-12", "10:00")
	with acting_as(coordinator):
		for plan, day in (
			(team.elder, "2027-02-15"),
			(team.younger, "2027-02-15"),
			(team.homeward, "2027-03-01"),
		):
			_predict(plan, day, first)
		add_action(first, ALLOWANCE, here.worker, "2027-01-22", child=team.elder)
	for child in (team.elder, team.younger, team.homeward):
		talk_about(first, child, coordinator, progress="Everybody wants to go ahead.", state="Done")
	close(first, by=here.manager_address)
	letters = to(diary.post(), here.worker_address)
	assert any("Targeted Work" in words_of(letter) and ALLOWANCE in words_of(letter) for letter in letters)

	diary.go_to("2027-01-26", "10:00")
	second = sitting(MOBILISATION, "2027-01-26")
	set_status("Meeting", second, "Planned", by=coordinator)
	with acting_as(coordinator):
		earlier = earlier_open_actions(frappe.get_doc("Meeting", second))
		[action] = [row for row in earlier if row.what == ALLOWANCE]
		review_action(action.name, "Moved", second, "Finance answers on Friday.", "2027-02-05")
		_predict(team.elder, "2027-03-15", second)
	for child in (team.elder, team.younger, team.homeward):
		talk_about(second, child, coordinator, progress="Waiting for finance.", state="Done")
	close(second, by=here.manager_address)
	moved = frappe.db.get_value("Action", action.name, ["status", "times_moved"])
	assert moved == ("Open", 1)


def _predict(child: str, day: str, meeting: str) -> None:
	plan = frappe.get_doc("Permanence Plan", {"child": child})
	plan.flags.meeting = meeting
	plan.update({"predicted_start": day}).save()


def _the_panel_sits(team: Team, diary: Diary) -> None:
	"""Its agenda was due a week earlier; a "no potential" is challenged; the notes go out."""
	here = team.here
	panel = sitting(PANEL, "2027-01-28")
	asked = [words_of(letter) for letter in to(diary.post(), here.coordinator)]
	assert any(PANEL in words for words in asked), "nobody reminded the coordinator of the panel's agenda"
	set_status("Meeting", panel, "Planned", by=here.coordinator)
	set_status("Meeting", panel, "Circulated", by=here.coordinator)
	assert any(PANEL in words_of(letter) for letter in to(diary.post(), here.head_address))
	assert set(children_on(panel, by=here.coordinator, purpose="Introduce")) == {
		team.elder, team.younger, team.homeward,
	}  # fmt: skip
	diary.go_to("2027-01-28", "14:00")
	[settled] = children_on(panel, by=here.coordinator, purpose="Challenge")
	assert settled == team.settled
	talk_about(
		panel, settled, here.head,
		head_of_service_view="Challenged", challenge="Has anybody asked the paternal family?", state="Done",
	)  # fmt: skip
	close(panel, by=here.coordinator)
	assert frappe.db.get_value("Child", settled, "potential") == "Challenged"
	notes = printed("Meeting", panel, "Permanence Panel Notes", by=here.coordinator)
	assert "Della Wendoway" in notes
	assert "paternal family" in notes
	set_status("Meeting", panel, "Notes issued", by=here.coordinator)
	assert any("notes" in words_of(letter).lower() for letter in to(diary.post(), here.manager_address))


def _a_form_is_missed_and_chased(team: Team, diary: Diary) -> None:
	"""The first was due on Friday 15 January; the nightly job had prepared it, but nobody confirmed it."""
	here = team.here
	forms = frappe.get_all("Fortnightly Return", fields=["name", "due_on", "status"], order_by="due_on asc")
	assert [(str(form.due_on), form.status) for form in forms] == [("2027-01-15", "Draft")]
	diary.go_to("2027-01-29", "09:00")
	letters = diary.post()
	assert any("Fortnightly form" in words_of(letter) for letter in to(letters, here.coordinator))
	assert any("Fortnightly form" in words_of(letter) for letter in to(letters, here.manager_address))
	with acting_as(here.coordinator):
		form = frappe.get_doc("Fortnightly Return", forms[0].name)
		assert "12/01/2027" in form.meetings
		predicted = {row["child"]: str(row["predicted_start"]) for row in plans(form.name)}
		assert predicted[team.elder] == "2027-03-15"
		refill(form.name, str(form.modified))
		form = frappe.get_doc("Fortnightly Return", form.name)
		confirm(form.name, str(form.modified))
	diary.go_to("2027-02-01", "09:00")
	after = [words_of(letter) for letter in to(diary.post(), here.coordinator)]
	assert not [words for words in after if "15/01/2027" in words]


def _the_challenged_child_comes_back(team: Team, diary: Diary) -> None:
	diary.go_to("2027-02-09", "09:30")
	meeting = sitting(IDENTIFICATION, "2027-02-09")
	set_status("Meeting", meeting, "Planned", by=team.here.coordinator)
	assert children_on(meeting, by=team.here.coordinator) == [team.settled]


def _leaders_check_in(team: Team, diary: Diary) -> None:
	"""The directors' sheet says what each locality expects to start, without naming a child."""
	check_in = sitting(CHECK_IN, "2027-03-04")
	diary.leap_to("2027-03-04", "14:00")
	sheet = printed("Meeting", check_in, "Meeting Minutes", by=team.director)
	assert "Ashmere" in sheet
	assert "Orrelby" not in sheet
