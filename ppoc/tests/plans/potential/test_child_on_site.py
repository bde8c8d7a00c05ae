"""A child's record: ID, dates, team, care facts, and the history of its potential."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from ppoc.exceptions import (
	CareFactsError,
	ChildIDTakenError,
	ImpossibleDateError,
	RationaleMissingError,
	WrongTeamError,
)
from ppoc.tests.factories import (
	grant,
	make_action,
	make_categorised_child,
	make_child,
	make_meeting,
	make_plan,
	make_team,
)


@pytest.fixture
def team(site):
	return make_team()


def test_a_child_without_a_name_is_called_by_its_id(team):
	child = make_child(team=team.name, first_name="", last_name="", child_id="77")
	assert child.full_name == "Child 77"
	child.update({"first_name": " Ann ", "last_name": "Example"}).save()
	assert child.full_name == "Ann Example"


def test_an_id_belongs_to_one_child_who_is_not_merged_away(team):
	first = make_child(team=team.name, child_id="DUP1")
	with pytest.raises(ChildIDTakenError, match=first.name):
		make_child(team=team.name, child_id=" DUP1 ")
	frappe.db.set_value("Child", first.name, "merged_into", make_child(team=team.name).name)
	make_child(team=team.name, child_id="DUP1")


@pytest.mark.parametrize("born", ["2099-01-01", "1950-01-01"])
def test_a_birth_that_cannot_be_is_refused(team, born):
	with pytest.raises(ImpossibleDateError):
		make_child(team=team.name, date_of_birth=born)


def test_a_death_is_recorded_and_cannot_lie_in_the_future(team):
	child = make_child(team=team.name)
	child.date_of_death = add_days(nowdate(), 1)
	with pytest.raises(ImpossibleDateError):
		child.save()
	child.reload()
	child.date_of_death = nowdate()
	child.save()


def test_the_team_belongs_to_the_locality(team):
	other = make_team()
	child = make_child(team=team.name)
	child.team = other.name
	with pytest.raises(WrongTeamError):
		child.save()


@pytest.mark.requirement("P1.2")
def test_a_new_team_makes_the_child_new_to_its_caseload(team):
	child = make_child(team=team.name, joined_team_on="2020-01-01")
	assert str(child.joined_team_on) == "2020-01-01"
	child.team = make_team(locality=team.locality).name
	child.save()
	assert str(child.joined_team_on) == nowdate()


def test_open_plans_and_actions_follow_the_child_and_closed_ones_stay(team):
	child = make_child(team=team.name)
	plan, action, done = (
		make_plan(child=child.name),
		make_action(child=child.name),
		make_action(child=child.name),
	)
	done.status = "Done"
	done.save()
	other = make_team()
	child.reload()
	child.update({"team": other.name, "locality": other.locality}).save()
	for doc in (plan, action):
		doc.reload()
		assert (doc.team, doc.locality) == (other.name, other.locality)
	done.reload()
	assert done.team == team.name


def test_care_facts_are_not_typed_over_unless_the_tick_says_so(team):
	child = make_child(team=team.name, care_facts_by_hand=0)
	child.legal_status = "E1"
	with pytest.raises(CareFactsError):
		child.save()
	child.reload()
	child.legal_status = "E1"
	child.flags.care_facts_from_return = True
	child.save()
	child.flags.care_facts_from_return = False
	child.update({"care_facts_by_hand": 1, "legal_status": "C1"}).save()


def test_saving_a_child_with_dates_unchanged_is_no_typing_over(team):
	child = make_child(team=team.name, care_facts_by_hand=0, care_started_on="2022-02-01")
	child.care_started_on = getdate("2022-02-01")
	child.first_name = "Ann"
	child.save()
	assert child.full_name.startswith("Ann ")


@pytest.mark.requirement("P1.3")
def test_a_category_needs_a_rationale_and_changing_it_keeps_the_history(team, user_with, set_user):
	child = make_child(team=team.name)
	coordinator = user_with("Team Coordinator")
	grant(coordinator, team.locality)
	set_user(coordinator)
	child.potential = "Uncertain"
	with pytest.raises(RationaleMissingError):
		child.save()
	child.reload()
	child.update({"potential": "Uncertain", "potential_rationale": "Father not assessed"})
	child.save()
	child.update({"potential": "Potential now", "potential_rationale": "Father is positive"})
	child.save()
	assert [(r.category, r.rationale, r.decided_by, str(r.decided_on)) for r in child.potential_history] == [
		("Uncertain", "Father not assessed", coordinator, nowdate()),
		("Potential now", "Father is positive", coordinator, nowdate()),
	]
	assert (child.potential_decided_by, str(child.potential_decided_on)) == (coordinator, nowdate())


@pytest.mark.requirement("P1.3")
def test_every_child_on_a_full_care_order_without_a_category_comes_up(team):
	child = make_child(team=team.name, joined_team_on="2020-01-01")
	meeting = make_meeting(forum="Identification Meeting", team=team.name)
	assert frappe.db.exists("Meeting Discussion", {"meeting": meeting.name, "child": child.name})


@pytest.mark.requirement("P3.5")
def test_no_potential_asks_the_panel_once_and_another_view_settles_it(team):
	child = make_categorised_child("No potential", "No kin known", team=team.name)
	requests = frappe.get_all("Panel Decision", {"child": child.name}, ["name", "status", "rationale"])
	assert [(r.status, r.rationale) for r in requests] == [("Requested", "No kin known")]
	child.update({"potential": "Potential in the future", "potential_rationale": "Uncle found"}).save()
	assert frappe.db.get_value("Panel Decision", requests[0].name, "status") == "Withdrawn"
	child.update({"potential": "No potential", "potential_rationale": "Uncle withdrew"}).save()
	assert frappe.db.count("Panel Decision", {"child": child.name, "status": "Requested"}) == 1


@pytest.mark.requirement("P3.5")
def test_a_head_of_service_challenges_on_the_form_and_only_a_head_authorises(team, user_with, set_user):
	child = make_categorised_child("No potential", "No kin known", team=team.name)
	decision = frappe.get_last_doc("Panel Decision", {"child": child.name})
	coordinator, head = user_with("Team Coordinator"), user_with("Head of Service")
	for user in (coordinator, head):
		grant(user, team.locality)
	panel = make_meeting(forum="Permanence Panel", locality=team.locality)
	set_user(coordinator)
	decision.update({"meeting": panel.name}).save()
	decision.update({"status": "Listed"}).save()
	decision.update({"decision": "Challenged"})
	with pytest.raises(RationaleMissingError):
		decision.save()
	decision.reload()
	decision.update({"decision": "Challenged", "decision_reason": "Ask the uncle"}).save()
	decision.update({"status": "Decided"}).save()
	decision.update({"status": "Authorised"})
	with pytest.raises(frappe.ValidationError, match="not allowed"):
		decision.save()
	set_user(head)
	decision.reload()
	decision.update({"status": "Authorised"}).save()
	assert (decision.authorised_by, bool(decision.authorised_on)) == (head, True)
	child.reload()
	assert (child.potential, child.potential_history[-1].rationale) == ("Challenged", "Ask the uncle")
