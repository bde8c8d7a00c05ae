"""What follows from the record once the meeting closes: an event, an unmet need, a message to the managers."""

from __future__ import annotations

import frappe
import pytest
from freezegun import freeze_time

from ppoc.meetings.api import close_meeting, preview_closing
from ppoc.meetings.records.closing_effects import BROUGHT, EVENT, UNMET_NEED, Follow, follows_of
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_child,
	make_event,
	make_meeting,
	make_team,
	make_worker,
)
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

FRIDAY = "2027-01-08"


def row(key: str, answer: str, answer_type: str = "Long text", typed: int = 1, section: str = "A") -> dict:
	return {
		"question_key": key, "question": key.title(), "answer": answer, "answer_type": answer_type,
		"typed": typed, "section": section,
	}  # fmt: skip


def test_a_date_dates_its_event_and_no_records_none():
	asked = {key: {"on_closing": EVENT, "event_type": "Back"} for key in ("back", "told")}
	found = follows_of(
		[row("back", "2027-02-04", "Date"), row("told", "No", "Yes or no"), row("other", "x")], asked
	)
	assert [(one.kind, str(one.day), one.event_type) for one in found] == [(EVENT, "2027-02-04", "Back")]


def test_what_nobody_wrote_in_this_meeting_has_no_consequence():
	asked = {"need": {"on_closing": UNMET_NEED}}
	assert follows_of([row("need", "A home", typed=0), row("need", "  ")], asked) == ()


def test_a_need_is_of_the_kind_that_its_section_names():
	asked = {"need": {"on_closing": UNMET_NEED}}
	rows = [row("need", "Two beds"), row("kind", "Sibling group", "Choice"), row("x", "Other", section="B")]
	[need] = follows_of(rows, asked, ["Foster home", "Sibling group"])
	assert need.need == "Sibling group"


def test_people_read_the_whole_section():
	asked = {"words": {"on_closing": BROUGHT, "brought_to": "Team Manager\n\n Service Manager "}}
	[one] = follows_of([row("practice", "Outstanding", "Choice"), row("words", "Heard the child")], asked)
	assert one == Follow(
		BROUGHT,
		"Heard the child",
		roles=("Team Manager", "Service Manager"),
		context=("Practice: Outstanding", "Words: Heard the child"),
	)


@pytest.fixture
def authority(site, user_with):
	with freeze_time(f"{FRIDAY} 13:00:00.5"):
		apply_pack(read_pack(shipped_folder("decision_making_forums")))
		team = make_team()
		people = frappe._dict(team=team, service=user_with("Service Manager", "Team Manager"))
		people.manager = user_with("Team Manager")
		for user in (people.manager, people.service):
			grant(user, team.locality)
		frappe.db.set_value("Worker", team.team_manager, "user", people.manager)
		make_worker(user=people.service, locality=team.locality)
		yield people


def close_with(forum: str, child, **answers: str):
	meeting = make_meeting(forum=forum, locality=child.locality, meeting_date=FRIDAY)
	talk = discussion_of(meeting.name, child.name)
	for asked in talk.answers:
		if asked.question_key in answers or (asked.required and not asked.answer):
			asked.answer = answers.get(asked.question_key, _any_answer(asked))
	talk.update({"state": "Done"}).save()
	shown = preview_closing(meeting.name)
	close_meeting(meeting.name, shown["modified"], True)
	return meeting, shown


def _any_answer(asked) -> str:
	usual = {"Date": FRIDAY, "Number": "1000", "Yes or no": "No"}
	return usual.get(asked.answer_type) or (asked.choices or "As talked through").splitlines()[0]


@pytest.mark.requirement("F2.1")
def test_practice_is_brought_to_both_managers_at_once_and_stays_out_of_the_papers(authority):
	child = make_child(team=authority.team.name)
	make_event(child.name, "Tracked placement begun", "2027-01-04")
	meeting, shown = close_with(
		"Placement Forum Part 3",
		child,
		practice="Outstanding",
		practice_words="The child was heard in her own words",
	)
	assert any("Team Manager, Service Manager" in one["words"] for one in shown["effects"])
	flags = frappe.get_all("Flag", {"child": child.name}, ["told", "message", "status", "told_on"])
	assert {user for flag in flags for user in flag.told.split(", ")} == {
		authority.manager,
		authority.service,
	}
	assert all("Outstanding" in flag.message and "heard" in flag.message for flag in flags)
	assert {(str(flag.told_on), flag.status) for flag in flags} == {(FRIDAY, "Open")}
	due = {"child": child.name, "duty": "Practice brought to managers"}
	[row] = frappe.get_all("Timescale", due, ["due_on", "state"])
	assert (str(row.due_on), row.state) == ("2027-01-09", "Met")
	assert "own words" not in frappe.db.get_value("Case Note", {"meeting": meeting.name}, "note")
	assert "own words" not in frappe.get_print("Meeting", meeting.name, "Meeting Minutes")


@pytest.mark.requirement("F2.1")
def test_where_nobody_may_be_told_the_duty_stays_open(authority):
	child = make_child(team=authority.team.name)
	make_event(child.name, "Tracked placement begun", "2027-01-04")
	child.update({"restricted": 1, "restriction_reason": "Known family"})
	child.append("allowed_people", {"user": authority.manager})
	child.save()
	close_with(
		"Placement Forum Part 3", child, practice="Needs significant improvement", practice_words="No visit"
	)
	assert frappe.get_all("Flag", {"child": child.name}, pluck="told") == [authority.manager]
	due = {"child": child.name, "duty": "Practice brought to managers"}
	assert frappe.db.get_value("Timescale", due, "state") in ("Not due", "Due soon")


@pytest.mark.requirement("F1.3")
def test_the_agreed_date_brings_the_child_back_to_permanency_tracking(authority):
	child = make_child(team=authority.team.name)
	for day in ("2026-09-20", "2026-12-28"):
		make_event(child.name, "Review held", day)
	close_with("Permanency Tracking", child, achieved="No", return_on="2027-03-04")
	due = {"child": child.name, "duty": "Child at permanency tracking"}
	assert {(str(r.due_on), r.state) for r in frappe.get_all("Timescale", due, ["due_on", "state"])} == {
		("2027-01-11", "Met"), ("2027-03-04", "Not due"),
	}  # fmt: skip


@pytest.mark.requirement("F1.5")
def test_what_no_placement_met_goes_into_the_log_with_its_kind(authority):
	child = make_child(team=authority.team.name, placement="K2")
	meeting, _ = close_with(
		"Placement Forum Part 2",
		child,
		unmet="A home for two brothers",
		unmet_kind="Sibling group",
		return_on="2027-01-20",
	)
	need = frappe.get_doc("Unmet Need", {"child": child.name})
	assert (need.need, need.kind, need.meeting, need.status) == (
		"A home for two brothers", "Sibling group", meeting.name, "Open",
	)  # fmt: skip
	child.reload()
	child.update({"placement": "U1"}).save()
	with freeze_time("2027-01-20 08:00:00.5"):
		back = make_meeting(
			forum="Placement Forum Part 2", locality=child.locality, meeting_date="2027-01-20"
		)
		assert discussion_of(back.name, child.name).agenda_item == "Back by agreement"
