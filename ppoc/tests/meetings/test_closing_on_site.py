"""Closing a meeting: its effects on children, plans, actions and the panel, in one transaction."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, nowdate

from ppoc.exceptions import MeetingClosedError, MeetingClosingError, NotReviewedError, StaleMeetingError
from ppoc.meetings.api import close_meeting, meeting_screen_data, preview_closing
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_categorised_child,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
	say,
)


@pytest.fixture
def team(site, user_with):
	"""A team with a coordinator's login, `team.coordinator`, and a head of service."""
	team = make_team()
	team.coordinator = user_with("Team Coordinator")
	grant(team.coordinator, team.locality)
	head = make_worker(job="Head of Service", user=user_with("Head of Service"), email="hos@example.org")
	frappe.db.set_value("Locality", team.locality, "head_of_service", head.name)
	team.head = head
	return team


def close(meeting, **arguments: Any):
	modified = frappe.db.get_value("Meeting", meeting.name, "modified")
	return close_meeting(meeting.name, str(modified), **arguments)


def listed_child(team, **overrides: Any):
	child = make_child(team=team.name, **overrides)
	plan = make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 30))
	return child, plan


@pytest.mark.requirement("P1.4")
def test_agreed_children_move_onto_the_lists_with_who_and_when(team, set_user):
	child = make_child(team=team.name)
	meeting = make_meeting(forum="Identification Meeting", team=team.name)
	set_user(team.coordinator)
	say(
		meeting.name,
		child.name,
		potential="Potential now",
		rationale="Aunt is keen.",
		prioritise_for="Reunification",
	)

	close(meeting)

	plan = frappe.get_last_doc("Permanence Plan", {"child": child.name})
	assert (plan.route, plan.status, plan.prioritised_by) == (
		"Reunification",
		"Prioritised",
		team.coordinator,
	)
	assert str(plan.prioritised_on) == nowdate()
	assert plan.prioritised_at == meeting.name
	child.reload()
	assert (child.potential, child.current_plan, child.current_route) == (
		"Potential now",
		plan.name,
		"Reunification",
	)
	assert [(row.category, row.rationale, row.meeting) for row in child.potential_history] == [
		("Potential now", "Aunt is keen.", meeting.name)
	]
	events = frappe.get_all("Care Event", {"child": child.name, "meeting": meeting.name}, pluck="event_type")
	assert sorted(events) == ["Identification Meeting: discussed", "Potential categorised", "Prioritised"]


def test_a_forum_without_an_event_of_its_own_records_that_the_child_was_discussed(team, set_user):
	frappe.db.set_value("Forum", "Identification Meeting", "event_type", None)
	child = make_child(team=team.name)
	meeting = make_meeting(forum="Identification Meeting", team=team.name)
	with set_user(team.coordinator):
		say(meeting.name, child.name, potential="Uncertain", rationale="Father not yet assessed.")
		close(meeting)
	events = frappe.get_all("Care Event", {"child": child.name, "meeting": meeting.name}, pluck="event_type")
	assert sorted(events) == ["Discussed at a meeting", "Potential categorised"]


@pytest.mark.requirement("P1.5")
def test_an_uncertain_child_is_on_the_next_panel_in_one_step(team, set_user):
	child = make_child(team=team.name)
	meeting = make_meeting(forum="Identification Meeting", team=team.name)
	with set_user(team.coordinator):
		say(meeting.name, child.name, potential="Uncertain", rationale="Father not yet assessed.")
		close(meeting)
	child.reload()
	assert (child.for_panel, child.for_panel_reason) == (1, "Father not yet assessed.")

	panel = make_meeting(forum="Permanence Panel", locality=team.locality)
	assert discussion_of(panel.name, child.name).agenda_item == "Uncertain potential"


@pytest.mark.requirement("P2.5")
def test_a_mobilisation_leaves_progress_barriers_and_children_for_the_panel(team, set_user):
	child, plan = listed_child(team)
	meeting = make_meeting(team=team.name)
	with set_user(team.coordinator):
		say(
			meeting.name,
			child.name,
			progress="Viability is positive.",
			barriers="The spare room is damp.",
			barrier_category="Carer's finances or housing",
			plan_decision="Carry on",
			take_on=1,
			take_on_reason="Housing needs senior help.",
		)
		make_action(
			child=child.name, set_in=meeting.name, what="Write to housing about the damp", due_on="2099-01-31",
			action_owner=make_worker(worker_name="Olive Owner").name,
		)  # fmt: skip
		preview = preview_closing(meeting.name)
		assert [row["kind"] for row in preview["effects"]] == ["panel", "email", "action"]
		assert (
			preview["effects"][-1]["words"] == "Write to housing about the damp (Olive Owner, by 31/01/2099)"
		)
		close(meeting)
	plan.reload()
	assert (plan.progress, plan.for_panel, plan.for_panel_reason) == (
		"Viability is positive.", 1, "Housing needs senior help.",
	)  # fmt: skip
	assert [(row.category, row.detail) for row in plan.barriers] == [
		("Carer's finances or housing", "The spare room is damp.")
	]
	panel = make_meeting(forum="Permanence Panel", locality=team.locality)
	assert discussion_of(panel.name, child.name, purpose="Progress plan").plan == plan.name


def test_decisions_take_the_plan_along_its_way_with_dates_and_events(team, set_user):
	started, plan = listed_child(team)
	stopped, other = listed_child(team)
	meeting = make_meeting(team=team.name)
	set_user(team.coordinator)
	say(meeting.name, started.name, plan_decision="Assessment started", decision_date=nowdate())
	say(meeting.name, stopped.name, plan_decision="Stop prioritising", decision_reason="Aunt withdrew.")
	close(meeting)
	plan.reload()
	other.reload()
	assert (plan.status, str(plan.actual_start)) == ("Assessment started", nowdate())
	assert (other.status, str(other.removed_on), other.removal_reason) == (
		"No longer prioritised", nowdate(), "Aunt withdrew.",
	)  # fmt: skip
	assert frappe.db.get_value("Child", stopped.name, "current_plan") is None
	kinds = frappe.get_all("Care Event", {"meeting": meeting.name}, pluck="event_type")
	assert {"Assessment started", "No longer prioritised"} <= set(kinds)


@pytest.mark.requirement("P3.5")
@pytest.mark.parametrize("view", ["Agreed", "Challenged"])
def test_the_head_of_service_view_is_on_record_and_a_challenged_child_returns(team, set_user, view):
	child = make_categorised_child("No potential", "No kin known.", team=team.name)
	panel = make_meeting(forum="Permanence Panel", locality=team.locality, chair=team.head.name)
	with set_user(team.coordinator):
		say(
			panel.name,
			child.name,
			head_of_service_view=view,
			challenge="Ask the uncle.",
			deadline=add_days(nowdate(), 28),
		)
		close(panel)
	decision = frappe.get_last_doc("Panel Decision", {"child": child.name})
	assert (decision.status, decision.decision, decision.meeting) == ("Decided", view, panel.name)
	assert decision.decided_by == team.head.user
	assert decision.rationale == "No kin known."
	child.reload()
	assert child.potential == {"Agreed": "No potential agreed", "Challenged": "Challenged"}[view]
	assert child.potential_history[-1].category == child.potential

	identification = make_meeting(forum="Identification Meeting", team=team.name)
	item = discussion_of(identification.name, child.name).agenda_item
	if view == "Challenged":
		assert item == "Challenged by the panel"
	else:
		assert item != "Challenged by the panel"


def test_children_the_panel_has_seen_lose_their_flag_and_the_others_keep_it(team, set_user):
	seen, plan = listed_child(team)
	waiting, other = listed_child(team)
	for one in (plan, other):
		one.update({"for_panel": 1, "for_panel_reason": "Housing"}).save()
	panel = make_meeting(forum="Permanence Panel", locality=team.locality)
	set_user(team.coordinator)
	say(panel.name, seen.name, purpose="Progress plan", progress="Heard.")
	close(panel)
	assert frappe.db.get_value("Permanence Plan", plan.name, "for_panel") == 0
	assert frappe.db.get_value("Permanence Plan", other.name, "for_panel") == 1
	assert discussion_of(panel.name, waiting.name, purpose="Progress plan").state == "Carried over"


@pytest.mark.requirement("P3.4")
def test_each_child_gets_a_case_note_with_what_was_said_and_its_actions(team, set_user):
	child, plan = listed_child(team)
	plan.update({"for_panel": 1}).save()
	panel = make_meeting(forum="Permanence Panel", locality=team.locality)
	owner = make_worker(worker_name="Olive Owner")
	set_user(team.coordinator)
	say(
		panel.name,
		child.name,
		purpose="Progress plan",
		progress="Viability is positive",
		barriers="Damp room",
	)
	make_action(
		what="Write to housing about the damp", child=child.name, set_in=panel.name, action_owner=owner.name,
		due_on="2099-01-31",
	)  # fmt: skip
	close(panel)
	note = frappe.get_last_doc("Case Note", {"child": child.name, "meeting": panel.name})
	for words in (
		"Permanence Panel",
		"Viability is positive.",
		"Damp room.",
		"Write to housing",
		"Olive Owner",
		"31/01/2099",
	):
		assert words in note.note


@pytest.mark.requirement("P2.7")
def test_an_action_nobody_looked_at_is_asked_about_and_stays_open(team, set_user):
	child, _plan = listed_child(team)
	earlier = make_meeting(team=team.name, meeting_date=add_days(nowdate(), -14))
	action = make_action(
		child=child.name, set_in=earlier.name, set_on=add_days(nowdate(), -14), due_on=nowdate()
	)
	with set_user(team.coordinator):
		close(earlier)
	meeting = make_meeting(team=team.name)
	set_user(team.coordinator)
	say(meeting.name, child.name, progress="Going on.")
	assert preview_closing(meeting.name)["unreviewed"] == [action.name]
	with pytest.raises(NotReviewedError, match="Visit the grandparents"):
		close(meeting)
	close(meeting, acknowledge_unreviewed=True)
	assert frappe.db.get_value("Action", action.name, "status") == "Open"


def test_a_blocker_leaves_everything_as_it_was(team, set_user):
	good, _ = listed_child(team)
	bad = make_child(team=team.name)
	make_plan(child=bad.name, status="Prioritised")
	meeting = make_meeting(team=team.name)
	set_user(team.coordinator)
	say(meeting.name, good.name, progress="New words")
	say(meeting.name, bad.name, progress="Other words")
	with pytest.raises(MeetingClosingError, match="predicted assessment start"):
		close(meeting)
	assert frappe.db.get_value("Meeting", meeting.name, "status") == "Planned"
	assert frappe.db.get_value("Permanence Plan", {"child": good.name}, "progress") is None
	assert not frappe.db.exists("Care Event", {"meeting": meeting.name})


def test_closing_twice_or_on_an_old_view_is_refused(team, set_user):
	child, _plan = listed_child(team)
	meeting = make_meeting(team=team.name)
	set_user(team.coordinator)
	say(meeting.name, child.name, progress="Going on.")
	with pytest.raises(StaleMeetingError):
		close_meeting(meeting.name, "2020-01-01 00:00:00.000000")
	close(meeting)
	with pytest.raises(MeetingClosedError):
		close(meeting)
	assert frappe.db.count("Care Event", {"meeting": meeting.name, "child": child.name}) == 1


def test_the_workflow_action_of_the_form_closes_in_the_same_way(team, set_user):
	child, plan = listed_child(team)
	meeting = make_meeting(team=team.name)
	set_user(team.coordinator)
	say(meeting.name, child.name, progress="Going on.")
	apply_workflow(frappe.as_json(frappe.get_doc("Meeting", meeting.name)), "Close meeting")
	meeting.reload()
	assert (meeting.status, meeting.closed_by, meeting.closing_children) == ("Held", team.coordinator, 1)
	assert meeting.closing_summary == "1 discussed"
	assert frappe.db.get_value("Permanence Plan", plan.name, "progress") == "Going on."


def test_a_closed_meeting_takes_no_more_words(team, set_user):
	child, _plan = listed_child(team)
	meeting = make_meeting(team=team.name)
	set_user(team.coordinator)
	discussion = say(meeting.name, child.name, progress="Going on.")
	close(meeting)
	discussion.reload()
	discussion.progress = "Later words"
	with pytest.raises(MeetingClosedError):
		discussion.save()


def test_who_may_not_write_the_meeting_cannot_close_it(team, user_with, set_user):
	meeting = make_meeting(team=team.name)
	stranger = user_with("Team Coordinator", name="stranger")
	set_user(stranger)
	with pytest.raises(frappe.PermissionError):
		close(meeting)
	with pytest.raises(frappe.PermissionError):
		preview_closing(meeting.name)


def test_the_button_to_close_is_shown_to_those_who_may_press_it(team, set_user, user_with):
	"""A head of service may edit the panel meeting; its coordinator closes it."""
	head = user_with("Head of Service")
	grant(head, team.locality)
	panel = make_meeting(forum="Permanence Panel", locality=team.locality)
	shown = {}
	for user in (head, team.coordinator):
		with set_user(user):
			preview = preview_closing(panel.name)
			screen = meeting_screen_data(panel.name)["meeting"]
			shown[user] = (screen["can_write"], screen["can_close"], preview["can_close"])
	assert shown == {head: (1, 0, False), team.coordinator: (1, 1, True)}


def test_a_restricted_child_stays_unseen_and_is_carried_over(team, set_user):
	child, _plan = listed_child(team)
	child.reload()
	child.update(
		{
			"restricted": 1,
			"restriction_reason": "Adopter known",
			"allowed_people": [{"user": "Administrator"}],
		}
	)
	child.save()
	meeting = make_meeting(team=team.name)
	set_user(team.coordinator)
	preview = preview_closing(meeting.name)
	assert child.full_name not in frappe.as_json(preview)
	close(meeting)
	assert frappe.db.get_value("Meeting Discussion", {"meeting": meeting.name}, "state") == "Carried over"


def test_effects_are_dated_by_the_meeting_not_by_the_typing(team, set_user):
	child = make_child(team=team.name)
	held = add_days(nowdate(), -2)
	meeting = make_meeting(forum="Identification Meeting", team=team.name, meeting_date=held)
	set_user(team.coordinator)
	say(
		meeting.name,
		child.name,
		potential="Potential now",
		rationale="Aunt.",
		prioritise_for="Special guardianship",
	)
	close(meeting)
	plan = frappe.get_last_doc("Permanence Plan", {"child": child.name})
	assert plan.prioritised_on == getdate(held)
	assert frappe.db.get_value("Child", child.name, "potential_decided_on") == getdate(held)
