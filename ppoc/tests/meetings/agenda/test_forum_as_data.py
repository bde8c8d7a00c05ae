"""A forum is data; data that contradicts itself is refused with a named error."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from typing import Any

import frappe
import pytest
from frappe.model.document import Document

from ppoc.exceptions import ForumRuleError, RecordTemplateError
from ppoc.tests.factories import make_forum, number
from ppoc.timescales.recurrence import Rhythm, sittings

TALK = {"title": "Talk", "minutes": 5, "purpose": "Talk"}

REQUESTS = {
	"takes_requests": 1,
	"slots": 4,
	"slot_minutes": 15,
	"approval_role": "Head of Service",
	"waiting_list": 1,
	"emergency_allowed": 1,
	"request_deadline_days": 7,
	"request_deadline_weekday": "Tuesday",
	"request_deadline_time": "16:00:00",
}


def make_template(*questions: dict[str, Any], **values: Any) -> Document:
	rows = [
		{"section": "Situation", "question_key": f"q{place}", "question": f"Question {place}", **question}
		for place, question in enumerate(questions, start=1)
	]
	head = {"doctype": "Record Template", "template_name": f"Template {number()}", **values}
	return frappe.get_doc({**head, "questions": rows}).insert()


@pytest.mark.requirement("F2.2")
def test_a_forum_keeps_its_people_papers_and_rules_of_booking(site):
	made = make_forum(
		members=[
			{"role": "Head of Service", "chair": 1},
			{"post": "Virtual school", "attends": "When asked", "services": "Early help"},
			{"post": "Health nurse", "attends": "For these items", "items": "Talk"},
			{"role": "Team Manager", "vice_chair": 1},
		],
		papers=[
			{"document": "Genogram", "due_days": 2, "service": "Early help"},
			{"document": "Genogram", "due_days": 7, "days_unit": "Calendar days", "service": "Transition"},
		],
		notes_due_days=3,
		notes_due_unit="Calendar days",
		authorise_within_hours=48,
		**REQUESTS,
	)

	kept = frappe.get_doc("Forum", made.name)

	assert [(row.role, row.post, row.attends) for row in kept.members] == [
		("Head of Service", None, "Always"),
		(None, "Virtual school", "When asked"),
		(None, "Health nurse", "For these items"),
		("Team Manager", None, "Always"),
	]
	assert [(row.document, row.due_days, row.days_unit, row.service) for row in kept.papers] == [
		("Genogram", 2, "Working days", "Early help"),
		("Genogram", 7, "Calendar days", "Transition"),
	]
	assert (kept.request_deadline_weekday, str(kept.request_deadline_time)) == ("Tuesday", "16:00:00")


@pytest.mark.requirement("F2.2")
@pytest.mark.parametrize(
	("values", "words"),
	[
		({"slots": 4}, "Places at a meeting"),
		({"emergency_allowed": 1}, "Emergencies after the deadline"),
		({"takes_requests": 1, "waiting_list": 1}, "When is it full"),
		({**REQUESTS, "slots": 5}, "5 places of 15 minutes each do not fit into 60 minutes"),
		({"members": [{"attends": "Always"}]}, "Member in row 1"),
		({"members": [{"role": "Team Manager", "chair": 1, "vice_chair": 1}]}, "both chair and vice chair"),
		(
			{"members": [{"post": "Nurse", "attends": "For these items", "items": "Lunch"}]},
			"no agenda item “Lunch”",
		),
		({"members": [{"post": "Nurse", "attends": "For these items", "items": " "}]}, "which agenda items"),
		({"members": [{"post": "Nurse"}, {"post": "Nurse"}]}, "Nurse is there twice"),
		({"papers": [{"document": "Plan"}, {"document": "Plan", "due_days": 2}]}, "“Plan” is there twice"),
	],
)
def test_a_contradiction_is_refused_by_name(site, values, words):
	with pytest.raises((ForumRuleError, frappe.MandatoryError), match=words):
		make_forum(**values)


def test_an_item_without_children_has_no_template(site):
	template = make_template({}).name

	with pytest.raises(ForumRuleError, match="Row 1: an item of the kind Talk has no children"):
		make_forum(agenda_items=[{**TALK, "record_template": template}])


@pytest.mark.parametrize(
	("questions", "words"),
	[
		([{"question_key": "Not a key"}], "“Not a key” must have only lower-case"),
		([{"question_key": "same"}, {"question_key": "same"}], "“same” is there twice"),
		([{"answer_type": "Choice", "choices": "One\n"}], "Row 1: write at least two choices"),
		([{"answer_type": "Date", "choices": "One\nTwo"}], "only an answer of the kind Choice"),
		([{}, {"section": "Plan"}, {}], "“Situation” is there in two places"),
	],
)
def test_a_template_that_cannot_be_answered_is_refused(site, questions, words):
	with pytest.raises(RecordTemplateError, match=words):
		make_template(*questions)


@pytest.mark.requirement("F1.2")
def test_two_forums_in_turn_need_only_first_sittings_one_step_apart():
	"""Every fortnight on a Friday, the two forums in turn: each every 4 weeks, 2 weeks apart."""
	one = Rhythm(date(2026, 1, 9), time(10), 120, interval=4)
	other = Rhythm(date(2026, 1, 23), time(10), 120, interval=4)
	span = (date(2026, 1, 1), date(2026, 12, 31))

	days = [(s.rhythm_day, "one") for s in sittings(one, *span, {})]
	days += [(s.rhythm_day, "other") for s in sittings(other, *span, {})]
	days.sort()

	assert len(days) == 26
	assert all(later[0].toordinal() - earlier[0].toordinal() == 14 for earlier, later in pairwise(days))
	assert all(later[1] != earlier[1] for earlier, later in pairwise(days))
