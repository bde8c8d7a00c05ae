"""Structured records: questions come from a template, start with known facts, and answers stay as given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
import freezegun
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

from ppoc.exceptions import AnswerError, MeetingClosedError, MeetingClosingError
from ppoc.meetings.agenda.api import add_child, fill_agenda
from ppoc.meetings.api import meeting_screen_data, preview_closing, save_field
from ppoc.meetings.records.api import save_update, update_before
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_child,
	make_forum,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
	number,
)


def ask(section: str, key: str, question: str, prefill: str = "", **more: Any) -> dict[str, Any]:
	usual = {"answer_type": "Long text", "entered": "In the meeting"}
	named = {"section": section, "question_key": key, "question": question, "prefill": prefill}
	return {**usual, **named, **more}


BEFORE = {"entered": "Before the meeting"}

QUESTIONS = (
	ask("Situation", "situation", "What is the situation?", "Last answer", **BEFORE),
	ask("Situation", "care", "Entry to care", "Entry to care and legal status"),
	ask("Plan", "plan", "Current plan", "Current plan"),
	ask("Plan", "parallel", "Parallel plan", "Contingency or parallel plan"),
	ask("Plan", "done", "What was done?", "Actions completed", **BEFORE),
	ask("Agreed", "recommendation", "What is recommended?", required=1),
	ask("Agreed", "review_on", "Looked at again on", answer_type="Date"),
	ask("Agreed", "views", "Were the child's views heard?", answer_type="Yes or no"),
)


def make_template(questions: tuple[dict[str, Any], ...] = QUESTIONS, **values: Any) -> Document:
	head = {"doctype": "Record Template", "template_name": f"Template {number()}", **values}
	return frappe.get_doc({**head, "questions": [dict(question) for question in questions]}).insert()


def make_query(filters: str = '[["looked_after", "=", 1]]', **values: Any) -> Document:
	head = {
		"doctype": "Agenda Query",
		"query_name": f"Query {number()}",
		"subject": "Child",
		"filters": filters,
	}
	return frappe.get_doc({**head, **values}).insert()


@pytest.fixture
def forum(site: None) -> Iterator[Document]:
	with freezegun.freeze_time("2026-03-10 09:00:00.5"):
		item = {"title": "Children", "minutes": 30, "purpose": "Record", "agenda_query": make_query().name}
		yield make_forum(agenda_items=[{**item, "record_template": make_template().name}])


def answer_of(meeting: Document, child: Document, key: str) -> Document:
	return next(row for row in discussion_of(meeting.name, child.name).answers if row.question_key == key)


def answer(meeting: Document, child: Document, **answers: str) -> None:
	talk = discussion_of(meeting.name, child.name)
	for row in talk.answers:
		row.answer = answers.get(row.question_key, row.answer)
	talk.state = "Done"
	talk.save()


@pytest.mark.requirement("D4.1")
def test_answers_begin_with_the_facts_of_the_record(forum: Document) -> None:
	child = make_child(care_started_on="2024-03-01", legal_status="C2")
	plan = make_plan(
		child=child.name, plan_kind="Primary", status="Prioritised", predicted_start="2026-12-01"
	)
	make_plan(child=child.name, plan_kind="Contingency", route="Adoption")
	done = make_action(child=child.name, what="Ask the aunt whether she can help with contact")
	done.update({"status": "Done", "outcome": "She can"})
	done.save()

	meeting = make_meeting(forum=forum.name, team=child.team)

	asked = discussion_of(meeting.name, child.name).answers
	assert [(row.section, row.question_key) for row in asked] == [
		(question["section"], question["question_key"]) for question in QUESTIONS
	]
	said = {row.question_key: row.answer or "" for row in asked}
	assert "01/03/2024" in said["care"]
	assert "C2" in said["care"]
	assert plan.route in said["plan"]
	assert "prioritised" in said["plan"]
	assert "01/12/2026" in said["plan"]
	assert "Adoption" in said["parallel"]
	assert "contingency" in said["parallel"]
	assert "aunt" in said["done"]
	assert "She can" in said["done"]
	assert said["recommendation"] == said["situation"] == ""
	assert not any(row.typed for row in asked)


@pytest.mark.requirement("T4.2")
def test_answers_begin_with_those_of_the_last_sitting(forum: Document) -> None:
	child = make_child()
	last = make_meeting(forum=forum.name, team=child.team, meeting_date=add_days(nowdate(), -14))
	answer(last, child, situation="Lives with the aunt.", recommendation="Go on.")
	last.reload()
	last.status = "Held"
	last.save()

	meeting = make_meeting(forum=forum.name, team=child.team)
	other_forum = make_forum(agenda_items=[row.as_dict() for row in forum.agenda_items])
	elsewhere = make_meeting(forum=other_forum.name, team=child.team)

	assert answer_of(meeting, child, "situation").answer == "Lives with the aunt."
	assert not answer_of(meeting, child, "recommendation").answer, "asked anew each time"
	assert not answer_of(elsewhere, child, "situation").answer, "another forum's words are its own"


def test_facts_are_brought_up_to_date_until_somebody_writes(forum: Document) -> None:
	child = make_child(care_started_on="2024-03-01")
	meeting = make_meeting(forum=forum.name, team=child.team)
	answer(meeting, child, plan="As agreed with the family.")

	make_plan(child=child.name, plan_kind="Contingency", route="Adoption")
	make_plan(child=child.name, plan_kind="Primary", status="Prioritised")
	fill_agenda(meeting.name)

	assert "Adoption" in answer_of(meeting, child, "parallel").answer
	assert answer_of(meeting, child, "plan").answer == "As agreed with the family."


def test_a_new_question_is_asked_and_an_old_one_stays_as_it_was_put(forum: Document) -> None:
	child = make_child()
	meeting = make_meeting(forum=forum.name, team=child.team)
	template = frappe.get_doc("Record Template", forum.agenda_items[0].record_template)
	template.questions[0].question = "Reworded"
	template.append(
		"questions", {**QUESTIONS[5], "question_key": "iro", "question": "View of the reviewing officer"}
	)
	template.save()

	fill_agenda(meeting.name)

	asked = {row.question_key: row.question for row in discussion_of(meeting.name, child.name).answers}
	assert asked["situation"] == "What is the situation?"
	assert asked["iro"] == "View of the reviewing officer"


def test_a_child_added_by_hand_is_asked_the_same_questions(forum: Document) -> None:
	team = make_team()
	meeting = make_meeting(forum=forum.name, team=team.name)
	late = make_child(team=team.name, looked_after=0)

	add_child(meeting.name, late.name, meeting.agenda[0].item_key)

	talk = discussion_of(meeting.name, late.name)
	assert len(talk.answers) == len(QUESTIONS)
	assert talk.slot_time is None, "it has no slot, least of all the time of day at which it was added"


def test_an_agenda_filled_anew_drops_nothing_that_was_answered(forum: Document) -> None:
	team = make_team()
	kept, gone = make_child(team=team.name), make_child(team=team.name)
	meeting = make_meeting(forum=forum.name, team=team.name)
	save_field(
		"Discussion Answer",
		answer_of(meeting, kept, "situation").name,
		"answer",
		"Settled.",
		"",
		meeting.name,
	)
	left = discussion_of(meeting.name, gone.name).name
	for child in (kept, gone):
		child.reload()
		child.looked_after = 0
		child.save()

	fill_agenda(meeting.name)

	assert answer_of(meeting, kept, "situation").answer == "Settled."
	assert not frappe.db.exists("Meeting Discussion", left)
	assert not frappe.db.exists("Discussion Answer", {"parent": left})


@pytest.mark.requirement("X2.5")
def test_two_people_who_type_two_answers_lose_neither_and_one_answer_clashes(forum: Document) -> None:
	child = make_child()
	meeting = make_meeting(forum=forum.name, team=child.team)
	one, other = answer_of(meeting, child, "situation"), answer_of(meeting, child, "recommendation")

	assert save_field("Discussion Answer", one.name, "answer", "Settled.", "", meeting.name)["saved"]
	assert save_field("Discussion Answer", other.name, "answer", "Go on.", "", meeting.name)["saved"]
	clash = save_field("Discussion Answer", one.name, "answer", "Unsettled.", "", meeting.name)

	assert clash["fields"]["answer"] == {"theirs": "Settled.", "yours": "Unsettled."}
	said = {row.question_key: row.answer for row in discussion_of(meeting.name, child.name).answers}
	assert (said["situation"], said["recommendation"]) == ("Settled.", "Go on.")
	row = answer_of(meeting, child, "situation")
	assert (row.typed, row.answered_by) == (1, "Administrator")


@pytest.mark.parametrize(
	("key", "text", "words"),
	[("review_on", "soon", "not a date"), ("views", "Perhaps", "choose one of the answers offered")],
)
def test_what_is_no_answer_is_refused(forum: Document, key: str, text: str, words: str) -> None:
	child = make_child()
	meeting = make_meeting(forum=forum.name, team=child.team)

	with pytest.raises(AnswerError, match=words):
		save_field("Discussion Answer", answer_of(meeting, child, key).name, "answer", text, "", meeting.name)


def test_questions_are_not_changed_in_a_discussion(forum: Document) -> None:
	child = make_child()
	meeting = make_meeting(forum=forum.name, team=child.team)
	for change in (
		lambda talk: talk.answers[5].set("required", 0),
		lambda talk: talk.answers[0].set("question", "Another"),
		lambda talk: talk.set("answers", talk.answers[1:]),
		lambda talk: talk.append("answers", {"question": "More", "question_key": "more"}),
	):
		talk = discussion_of(meeting.name, child.name)
		change(talk)
		with pytest.raises(AnswerError):
			talk.save()


@pytest.mark.requirement("T4.3")
def test_a_required_question_without_answer_holds_up_closing_by_name(forum: Document) -> None:
	child = make_child()
	meeting = make_meeting(forum=forum.name, team=child.team)
	answer(meeting, child, situation="Settled.")

	blockers = [row["words"] for row in preview_closing(meeting.name)["blockers"]]
	(blocker,) = blockers
	assert blocker.startswith(f"{child.full_name}: “What is recommended?”")
	meeting.reload()
	meeting.status = "Held"
	with pytest.raises(MeetingClosingError, match="What is recommended"):
		meeting.save()

	answer(meeting, child, recommendation="Go on.")
	meeting.reload()
	meeting.status = "Held"
	meeting.save()

	with pytest.raises(MeetingClosedError):
		save_field(
			"Discussion Answer",
			answer_of(meeting, child, "situation").name,
			"answer",
			"Rewritten",
			"Settled.",
			meeting.name,
		)
	assert answer_of(meeting, child, "situation").answer == "Settled."


@pytest.mark.requirement("F1.5")
def test_the_note_on_the_childs_file_says_what_was_answered(forum: Document) -> None:
	forum.writes_case_notes = 1
	forum.save()
	child = make_child()
	meeting = make_meeting(forum=forum.name, team=child.team)
	answer(meeting, child, recommendation="Go on.", review_on="2027-01-31")
	meeting.reload()
	meeting.status = "Held"
	meeting.save()

	note = frappe.db.get_value("Case Note", {"child": child.name, "meeting": meeting.name}, "note")

	assert "What is recommended?: Go on." in note
	assert "Looked at again on: 31/01/2027." in note
	assert "Parallel plan" not in note, "a question without answer leaves no line"


@pytest.mark.requirement("S2.2")
def test_the_social_worker_writes_the_update_before_the_meeting_for_own_children_only(
	forum: Document, set_user: Any
) -> None:
	team = make_team()
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": f"worker{number()}@example.org",
			"first_name": "W",
			"send_welcome_email": 0,
			"roles": [{"role": "Social Worker"}],
		}
	).insert(ignore_permissions=True)
	worker = make_worker(user=user.name, locality=team.locality, team=team.name)
	own = make_child(team=team.name, social_worker=worker.name)
	others = make_child(team=team.name)
	meeting = make_meeting(forum=forum.name, team=team.name)
	talks = {child.name: discussion_of(meeting.name, child.name) for child in (own, others)}
	grant(user.name, team.locality)

	set_user(user.name)
	update = update_before(talks[own.name].name)
	rows = {row["question_key"]: row["name"] for row in update["answers"]}
	asked_in = next(row.name for row in talks[own.name].answers if row.question_key == "recommendation")

	assert update["can_write"] == 1
	assert set(rows) == {"situation", "done"}
	assert save_update(talks[own.name].name, {rows["situation"]: "Settled."}, {rows["situation"]: ""}) == {
		"saved": 1
	}
	clash = save_update(talks[own.name].name, {rows["situation"]: "Other."}, {rows["situation"]: ""})
	assert clash["clashes"][rows["situation"]]["theirs"] == "Settled."
	with pytest.raises(AnswerError, match="before the meeting"):
		save_update(talks[own.name].name, {asked_in: "Decided."}, {asked_in: ""})
	with pytest.raises(frappe.PermissionError):
		talks[own.name].save()
	assert update_before(talks[others.name].name)["can_write"] == 0
	foreign = talks[others.name].answers[0].name
	with pytest.raises(frappe.PermissionError, match="social worker"):
		save_update(talks[others.name].name, {foreign: "Mine."}, {foreign: ""})


def test_a_restricted_childs_answers_stay_closed(forum: Document, set_user: Any) -> None:
	team = make_team()
	child = make_child(team=team.name)
	meeting = make_meeting(forum=forum.name, team=team.name)
	answer(meeting, child, situation="Hidden words.", recommendation="Hidden too.")
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": f"manager{number()}@example.org",
			"first_name": "M",
			"send_welcome_email": 0,
			"roles": [{"role": "Team Manager"}],
		}
	).insert(ignore_permissions=True)
	grant(user.name, team.locality)
	child.reload()
	child.update({"restricted": 1, "restriction_reason": "Court order"})
	child.append("allowed_people", {"user": "Administrator"})
	child.save()
	name = discussion_of(meeting.name, child.name).answers[0].name

	set_user(user.name)
	data = meeting_screen_data(meeting.name)

	assert data["answers"] == []
	assert "Hidden" not in frappe.as_json(data)
	assert (
		frappe.get_list("Discussion Answer", parent_doctype="Meeting Discussion", filters={"name": name})
		== []
	)
	with pytest.raises(frappe.PermissionError):
		save_field("Discussion Answer", name, "answer", "Seen.", "", meeting.name)
