"""Typing in a meeting: field by field, no edit lost, restricted records closed, actions reviewed."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.exceptions import (
	ActionDateError,
	ActionWordingError,
	FieldNotEditableError,
	MeetingClosedError,
	RationaleMissingError,
	StaleMeetingError,
)
from ppoc.meetings.actions.api import (
	add_action,
	change_action,
	questions_on,
	review_action,
	take_back_review,
)
from ppoc.meetings.agenda.database import fill_into
from ppoc.meetings.api import meeting_screen_data, save_field, save_fields
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
	queries_of,
)


@pytest.fixture
def sitting(site, user_with, set_user):
	"""A mobilisation meeting with one listed child; its coordinator is logged in."""
	team = make_team()
	coordinator = user_with("Team Coordinator")
	grant(coordinator, team.locality)
	child = make_child(team=team.name, social_worker=make_worker().name)
	plan = make_plan(child=child.name, status="Prioritised")
	meeting = make_meeting(team=team.name)
	meeting.update({"team_doc": team, "coordinator": coordinator, "child": child, "plan": plan})
	meeting.talk = discussion_of(meeting.name, child.name).name
	set_user(coordinator)
	return meeting


@pytest.mark.requirement("P5.1")
def test_two_people_on_two_fields_of_one_child_both_keep_their_words(sitting, user_with, set_user):
	save_field("Meeting Discussion", sitting.talk, "progress", "Going well", None)
	colleague = user_with("Practice Supervisor")
	grant(colleague, sitting.locality)
	set_user(colleague)
	answer = save_field("Meeting Discussion", sitting.talk, "barriers", "Damp room", None)
	assert answer["saved"] == 1
	talk = frappe.get_doc("Meeting Discussion", sitting.talk)
	assert (talk.progress, talk.barriers) == ("Going well", "Damp room")


@pytest.mark.requirement("P5.1")
def test_two_people_on_the_same_field_see_both_texts_and_nothing_is_overwritten(sitting, user_with, set_user):
	colleague = user_with("Practice Supervisor")
	grant(colleague, sitting.locality)
	with set_user(colleague):
		save_field("Meeting Discussion", sitting.talk, "progress", "Theirs", None)
	answer = save_field("Meeting Discussion", sitting.talk, "progress", "Mine", None)
	assert answer["clash"] == 1
	assert answer["fields"]["progress"] == {"theirs": "Theirs", "yours": "Mine"}
	assert answer["by"] == colleague
	assert frappe.db.get_value("Meeting Discussion", sitting.talk, "progress") == "Theirs"
	assert save_field("Meeting Discussion", sitting.talk, "progress", "Both", "Theirs")["saved"] == 1


def test_fields_that_belong_together_are_saved_together_or_not_at_all(sitting):
	save_field("Meeting Discussion", sitting.talk, "progress", "Theirs", None)
	values = {"progress": "Mine", "barriers": "Damp"}
	assert (
		save_fields("Meeting Discussion", sitting.talk, values, {"progress": "", "barriers": ""})["clash"]
		== 1
	)
	assert frappe.db.get_value("Meeting Discussion", sitting.talk, "barriers") is None


@pytest.mark.requirement("P2.3")
def test_a_prediction_typed_in_the_meeting_keeps_its_history_with_the_meeting(sitting):
	name = sitting.plan.name
	first, second = add_days(nowdate(), 30), add_days(nowdate(), 60)
	save_field("Permanence Plan", name, "predicted_start", first, None, meeting=sitting.name)
	answer = save_field("Permanence Plan", name, "predicted_start", second, first, meeting=sitting.name)
	assert answer["values"] == {"predicted_start": second, "times_moved": 1}
	plan = frappe.get_doc("Permanence Plan", name)
	assert [(str(row.was or ""), str(row.became), row.meeting) for row in plan.predictions] == [
		("", first, sitting.name),
		(first, second, sitting.name),
	]


@pytest.mark.parametrize(
	("doctype", "field"),
	[
		("Meeting Discussion", "child"),
		("Permanence Plan", "times_moved"),
		("Meeting", "agenda"),
		("Meeting", "closed_by"),
	],
)
def test_fields_that_nobody_types_are_refused(sitting, doctype, field):
	name = {
		"Meeting Discussion": sitting.talk,
		"Permanence Plan": sitting.plan.name,
		"Meeting": sitting.name,
	}[doctype]
	with pytest.raises(FieldNotEditableError):
		save_field(doctype, name, field, "x", None)


def test_other_doctypes_are_not_typed_here(sitting):
	with pytest.raises(FieldNotEditableError):
		save_field("User", "Administrator", "first_name", "x", None)


def test_notes_of_an_agenda_item_are_saved_through_the_meeting(sitting):
	row = sitting.agenda[0]
	answer = save_field("Meeting Agenda Item", row.name, "notes", "All there.", None)
	assert answer["saved"] == 1
	assert frappe.db.get_value("Meeting Agenda Item", row.name, "notes") == "All there."


@pytest.mark.requirement("X4.1")
def test_a_stranger_reads_and_writes_nothing(sitting, user_with, set_user):
	set_user(user_with("Team Coordinator", name="stranger"))
	with pytest.raises(frappe.PermissionError):
		meeting_screen_data(sitting.name)
	with pytest.raises(frappe.PermissionError):
		save_field("Meeting Discussion", sitting.talk, "progress", "x", None)
	with pytest.raises(frappe.PermissionError):
		save_field("Permanence Plan", sitting.plan.name, "progress", "x", None)


@pytest.mark.requirement("X4.4")
def test_a_restricted_child_is_closed_on_the_screen(sitting):
	frappe.db.set_value("Child", sitting.child.name, "restricted", 1)
	data = meeting_screen_data(sitting.name)
	text = frappe.as_json(data)
	assert data["discussions"][0]["label"] == "Restricted record"
	for secret in (sitting.child.full_name, sitting.child.name, sitting.child.child_id, sitting.plan.name):
		assert secret not in text
	with pytest.raises(frappe.PermissionError):
		save_field("Meeting Discussion", sitting.talk, "progress", "x", None)


def test_the_screen_has_child_plan_and_actions(sitting):
	earlier = make_meeting(team=sitting.team, meeting_date=add_days(nowdate(), -14))
	before = make_action(child=sitting.child.name, set_in=earlier.name, set_on=add_days(nowdate(), -14))
	other = make_action(child=sitting.child.name)
	new = add_action(
		sitting.name,
		"Write to the aunt about the room",
		make_worker().name,
		add_days(nowdate(), 7),
		sitting.child.name,
	)
	data = meeting_screen_data(sitting.name)
	child = data["children"][sitting.child.name]
	assert (child["full_name"], child["legal_status"], child["age"] >= 9) == (
		sitting.child.full_name,
		"C2",
		True,
	)
	assert child["people"] == [sitting.child.social_worker]
	assert data["plans"][sitting.plan.name]["start_missing"] == 1
	by_name = {row["name"]: row for row in data["actions"]}
	assert (by_name[before.name]["this_forum"], by_name[before.name]["set_here"]) == (1, 0)
	assert by_name[other.name]["this_forum"] == 0
	assert by_name[new["name"]]["set_here"] == 1
	assert new["action_owner"] in data["workers"]


def test_the_queries_of_the_screen_do_not_grow_with_the_children(sitting):
	def count_queries() -> int:
		return queries_of(lambda: meeting_screen_data(sitting.name))

	count_queries()
	few = count_queries()
	frappe.set_user("Administrator")
	for _ in range(59):
		make_plan(child=make_child(team=sitting.team).name, status="Prioritised")
	meeting = frappe.get_doc("Meeting", sitting.name)
	fill_into(meeting)
	frappe.set_user(sitting.coordinator)
	assert len(meeting_screen_data(sitting.name)["discussions"]) == 60
	assert count_queries() <= few


# actions


@pytest.fixture
def action(sitting):
	earlier = make_meeting(team=sitting.team, meeting_date=add_days(nowdate(), -14))
	return make_action(
		child=sitting.child.name, set_in=earlier.name, set_on=add_days(nowdate(), -14), due_on=nowdate()
	)


@pytest.mark.requirement("P2.7")
@pytest.mark.parametrize(
	("outcome", "arguments", "status"),
	[
		("Done", {}, "Done"),
		("No longer needed", {"note": "Aunt moved away"}, "No longer needed"),
		("Moved", {"note": "Aunt was ill", "due_on": "2099-01-31"}, "Open"),
		("Kept", {"note": "Half done"}, "Open"),
	],
)
def test_an_action_of_last_time_is_closed_moved_or_kept_in_one_call(
	sitting, action, outcome, arguments, status
):
	shown = review_action(action.name, outcome, meeting=sitting.name, **arguments)
	action.reload()
	assert (action.status, shown["reviewed_here"]) == (status, outcome)
	review = action.reviews[-1]
	assert (review.outcome, review.meeting, review.reviewed_by) == (
		outcome,
		sitting.name,
		sitting.coordinator,
	)
	assert str(review.due_was) == nowdate()
	assert (review.note or "") == arguments.get("note", "")
	if status != "Open":
		assert (str(action.closed_on), action.closed_in) == (nowdate(), sitting.name)
	assert action.times_moved == (1 if outcome == "Moved" else 0)


@pytest.mark.requirement("P2.7")
@pytest.mark.parametrize(
	("outcome", "arguments"),
	[
		("Done", {}),
		("No longer needed", {"note": "Aunt moved away"}),
		("Moved", {"note": "Aunt was ill", "due_on": "2099-01-31"}),
		("Kept", {}),
	],
)
def test_a_review_is_taken_back_as_if_it_had_not_been(sitting, action, outcome, arguments):
	shown = review_action(action.name, outcome, meeting=sitting.name, **arguments)
	shown = take_back_review(action.name, sitting.name, shown["modified"])
	action.reload()
	assert shown["reviewed_here"] is None
	assert (action.status, str(action.due_on), action.times_moved) == ("Open", nowdate(), 0)
	assert (action.reviews, action.outcome or "", action.closed_on) == ([], "", None)


def test_only_ones_own_last_review_is_taken_back_and_only_while_the_meeting_is_open(sitting, action):
	review_action(action.name, "Kept", meeting=sitting.name)
	with pytest.raises(StaleMeetingError):
		take_back_review(action.name, sitting.name, "2020-01-01 00:00:00")
	action.reload()
	action.reviews[-1].db_set("reviewed_by", "Administrator")
	with pytest.raises(StaleMeetingError):
		take_back_review(action.name, sitting.name)
	action.reviews[-1].db_set("reviewed_by", sitting.coordinator)
	frappe.db.set_value("Meeting", sitting.name, "status", "Held")
	with pytest.raises(MeetingClosedError):
		take_back_review(action.name, sitting.name)


@pytest.mark.requirement("P2.4")
def test_a_wrong_action_is_corrected_in_its_meeting_which_is_no_move(sitting, action):
	what, due = "Visit the aunt and see the room", add_days(nowdate(), 7)
	new = add_action(sitting.name, what, make_worker().name, due, sitting.child.name)
	later = add_days(nowdate(), 21)
	shown = change_action(new["name"], sitting.name, {"due_on": later}, {"due_on": due})
	assert (str(shown["due_on"]), shown["times_moved"], shown["reviewed_here"]) == (later, 0, None)
	with pytest.raises(StaleMeetingError):
		change_action(new["name"], sitting.name, {"what": "Something else altogether"}, {"what": "Not this"})
	with pytest.raises(FieldNotEditableError):
		change_action(new["name"], sitting.name, {"status": "Done"}, {"status": "Open"})
	with pytest.raises(FieldNotEditableError):
		change_action(action.name, sitting.name, {"what": "Visit somebody else"}, {"what": action.what})
	frappe.db.set_value("Meeting", sitting.name, "status", "Held")
	doc = frappe.get_doc("Action", new["name"])
	doc.flags.meeting = sitting.name
	doc.update({"due_on": add_days(nowdate(), 30)}).save()
	assert doc.times_moved == 1, "after the meeting another date is a move"


def test_a_move_needs_a_new_date_and_a_reason(sitting, action):
	with pytest.raises(ActionDateError):
		review_action(action.name, "Moved", meeting=sitting.name, note="Later")
	with pytest.raises(RationaleMissingError):
		review_action(action.name, "Moved", meeting=sitting.name, due_on="2099-01-31")
	with pytest.raises(RationaleMissingError):
		review_action(action.name, "No longer needed", meeting=sitting.name)


@pytest.mark.requirement("P2.4")
def test_an_action_needs_an_owner_a_date_and_more_than_empty_talk(sitting):
	owner, due = make_worker().name, add_days(nowdate(), 7)
	with pytest.raises(ActionWordingError):
		add_action(sitting.name, "Ongoing", owner, due, sitting.child.name)
	with pytest.raises(frappe.MandatoryError):
		add_action(sitting.name, "Visit the aunt and see the room", "", due, sitting.child.name)
	with pytest.raises(frappe.MandatoryError):
		add_action(sitting.name, "Visit the aunt and see the room", owner, "", sitting.child.name)
	with pytest.raises(ActionDateError):
		add_action(
			sitting.name,
			"Visit the aunt and see the room",
			owner,
			add_days(nowdate(), -1),
			sitting.child.name,
		)


@pytest.mark.requirement("P2.4")
def test_a_vague_action_is_questioned_while_it_is_typed(sitting):
	asked = questions_on("Chase housing for an answer")
	assert {"what", "action_owner", "due_on"} == {question["about"] for question in asked}
	assert not questions_on(
		"Visit the aunt and measure the spare room",
		"W-1",
		add_days(nowdate(), 7 - frappe.utils.getdate().weekday()),
	)
