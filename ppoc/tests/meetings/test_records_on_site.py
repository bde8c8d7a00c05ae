"""Records around meetings: forums, schedules, meetings, escalations, case notes, effectiveness reviews."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.exceptions import (
	CaseNoteFixedError,
	EscalationAnswerError,
	EscalationStateError,
	ForumRuleError,
	ImpossibleDateError,
	MeetingClosedError,
	ReviewScoreError,
)
from ppoc.meetings.api import mark_copied
from ppoc.tests.factories import (
	grant,
	make_child,
	make_forum,
	make_locality,
	make_meeting,
	make_schedule,
	make_team,
	make_worker,
	number,
)


@pytest.fixture
def team(site):
	return make_team()


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"interval": 0}, "weeks or months"),
		({"duration_minutes": 0}, "How long"),
		(
			{"members": [{"role": "Team Manager", "chair": 1}, {"role": "Social Worker", "chair": 1}]},
			"Only one role",
		),
		({"members": [{"role": "Team Manager"}, {"role": "Team Manager"}]}, "twice"),
		({"agenda_items": [{"title": "x", "purpose": "Categorise"}]}, "which children"),
		({"agenda_items": [{"title": "x", "purpose": "Talk", "agenda_query": "SGO list"}]}, "kind Talk"),
	],
)
def test_a_forum_does_not_contradict_itself(site, values, words):
	with pytest.raises(ForumRuleError, match=words):
		make_forum(**values)


def test_two_forums_do_not_sit_before_each_other(site):
	first = make_forum()
	second = make_forum(directly_before=first.name)
	first.directly_before = second.name
	with pytest.raises(ForumRuleError, match="before itself"):
		first.save()


def test_a_schedule_fits_its_forum_and_is_the_only_one(team):
	make_schedule(team=team.name)
	with pytest.raises(ForumRuleError, match="already"):
		make_schedule(team=team.name)
	with pytest.raises(ForumRuleError, match="does not belong"):
		make_schedule(team=make_team().name, locality=team.locality)
	schedule = make_schedule(team=team.name, forum="Permanence Panel")
	assert schedule.team is None


def test_a_meeting_of_a_team_forum_names_a_team_of_its_locality(team):
	with pytest.raises(ForumRuleError, match="which one"):
		make_meeting(team=None, locality=team.locality)
	with pytest.raises(ForumRuleError, match="does not belong"):
		make_meeting(team=team.name, locality=make_locality().name)


@pytest.mark.requirement("F2.2")
def test_a_meeting_copies_its_forum_and_a_changed_forum_leaves_it_alone(team):
	forum = make_forum(
		agenda_items=[{"title": "First", "minutes": 7, "purpose": "Talk"}], duration_minutes=45
	)
	meeting = make_meeting(forum=forum.name, team=team.name)
	forum.agenda_items[0].title = "Renamed"
	forum.save()
	meeting.reload()
	assert [(row.title, row.minutes) for row in meeting.agenda] == [("First", 7)]
	assert (meeting.duration_minutes, meeting.status) == (45, "Planned")


def test_a_held_meeting_keeps_its_day_and_is_not_deleted(team):
	meeting = make_meeting(team=team.name)
	frappe.db.set_value("Meeting", meeting.name, "status", "Held")
	meeting.reload()
	meeting.meeting_date = add_days(nowdate(), 1)
	with pytest.raises(MeetingClosedError):
		meeting.save()
	with pytest.raises(MeetingClosedError):
		frappe.delete_doc("Meeting", meeting.name)


# escalations


@pytest.fixture
def escalation(team):
	child = make_child(team=team.name)
	return frappe.get_doc(
		{
			"doctype": "Escalation",
			"child": child.name,
			"to_role": "Assistant Director",
			"blocker": "No assessor before summer",
		}
	).insert()


@pytest.mark.requirement("P3.6")
def test_a_blocker_stays_open_until_the_role_asked_answers(escalation, user_with, set_user):
	coordinator, director = user_with("Team Coordinator"), user_with("Assistant Director")
	for user in (coordinator, director):
		grant(user, escalation.locality)
	assert (escalation.status, escalation.raised_by, str(escalation.raised_on)) == (
		"Open",
		"Administrator",
		nowdate(),
	)
	set_user(coordinator)
	escalation.answer = "I say so"
	with pytest.raises(EscalationAnswerError):
		escalation.save()
	escalation.reload()
	escalation.status = "Answered"
	escalation.save()
	assert escalation.status == "Open"
	set_user(director)
	escalation.reload()
	escalation.answer = "An agency assessor is funded"
	escalation.save()
	assert (escalation.status, escalation.answered_by, str(escalation.answered_on)) == (
		"Answered",
		director,
		nowdate(),
	)
	escalation.answer = "Something else"
	with pytest.raises(EscalationStateError):
		escalation.save()


@pytest.mark.requirement("P3.6")
def test_the_named_person_may_answer_and_the_role_of_another_locality_may_not(
	escalation, user_with, set_user
):
	named, stranger = (
		user_with("Head of Service", name="named"),
		user_with("Assistant Director", name="stranger"),
	)
	grant(named, escalation.locality)
	worker = make_worker(user=named)
	escalation.to_worker = worker.name
	escalation.save()
	set_user(stranger)
	escalation.answer = "From afar"
	with pytest.raises(frappe.PermissionError):
		escalation.save()
	set_user(named)
	escalation.reload()
	escalation.answer = "Done"
	escalation.save()
	assert escalation.status == "Answered"


def test_an_escalation_is_not_born_answered(team):
	child = make_child(team=team.name)
	values = {"doctype": "Escalation", "child": child.name, "to_role": "Assistant Director", "blocker": "x"}
	with pytest.raises(EscalationStateError):
		frappe.get_doc({**values, "answer": "y"}).insert()


# case notes


@pytest.mark.requirement("P3.4")
def test_a_case_note_is_fixed_once_it_was_copied(team):
	child = make_child(team=team.name)
	meeting = make_meeting(team=team.name)
	values = {
		"doctype": "Case Note",
		"child": child.name,
		"meeting": meeting.name,
		"note": "Said",
		"subject": "S",
	}
	note = frappe.get_doc(values).insert()
	note.note = "Said better"
	note.save()
	mark_copied(note.name)
	note.reload()
	note.note = "Said otherwise"
	with pytest.raises(CaseNoteFixedError, match="copied"):
		note.save()
	with pytest.raises(CaseNoteFixedError, match="already"):
		frappe.get_doc(values).insert()


# effectiveness reviews


def make_review(**values: object):
	reviewer = make_worker(worker_name=f"Reviewer {number()}")
	return frappe.get_doc({"doctype": "Effectiveness Review", "reviewer": reviewer.name, **values}).insert()


@pytest.mark.requirement("P8.1")
def test_a_review_has_the_sixteen_criteria_in_two_sections_scored_one_to_five(team):
	review = make_review(locality=team.locality)
	sections = [row.section for row in review.scores]
	assert len(sections) == 16
	assert sections.count("Identification and Mobilisation Meetings") == 7
	review.scores[0].score = "5"
	review.save()
	review.scores[0].score = "6"
	with pytest.raises((ReviewScoreError, frappe.ValidationError)):
		review.save()


@pytest.mark.requirement("P8.2")
def test_a_review_knows_the_one_before_it_in_its_locality(team):
	first = make_review(locality=team.locality, review_date=add_days(nowdate(), -90))
	make_review(locality=make_locality().name, review_date=add_days(nowdate(), -30))
	second = make_review(locality=team.locality)
	assert (first.previous_review, second.previous_review) == (None, first.name)


def test_nothing_is_observed_tomorrow(team):
	with pytest.raises(ImpossibleDateError):
		make_review(locality=team.locality, panel_observed_on=add_days(nowdate(), 1))
