"""Agendas on the site: what each forum's items add, who is called in, and that nothing from other teams appears."""

from __future__ import annotations

import json

import frappe
import freezegun
import pytest
from frappe.utils import add_days, nowdate

from ppoc.exceptions import AgendaFilterError, ForumRuleError
from ppoc.meetings.agenda import nightly
from ppoc.meetings.agenda.api import add_child, fill_agenda, propose, waits_for
from ppoc.meetings.agenda.database import fill_into
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_categorised_child,
	make_child,
	make_forum,
	make_locality,
	make_meeting,
	make_plan,
	make_schedule,
	make_team,
	make_worker,
	number,
	queries_of,
	say,
)


@pytest.fixture
def team(site):
	return make_team()


def items_of(meeting):
	rows = frappe.get_all(
		"Meeting Discussion", {"meeting": meeting.name}, ["child", "agenda_item"], order_by="position asc"
	)
	return {row.child: row.agenda_item for row in rows}


@pytest.mark.requirement("P1.2")
def test_an_identification_agenda_fills_itself_per_team(team):
	last = make_meeting(forum="Identification Meeting", team=team.name, meeting_date=add_days(nowdate(), -28))
	frappe.db.set_value("Meeting", last.name, "status", "Held")
	old = add_days(nowdate(), -90)
	new = make_child(team=team.name, joined_team_on=add_days(nowdate(), -3))
	waiting = make_child(team=team.name, joined_team_on=old)
	no_potential = make_categorised_child("No potential", team=team.name, joined_team_on=old)
	longer = make_categorised_child("Potential in the future", team=team.name, joined_team_on=old)
	elsewhere = make_child(team=make_team(locality=team.locality).name)
	no_order = make_child(team=team.name, on_full_care_order=0)

	meeting = make_meeting(forum="Identification Meeting", team=team.name)

	assert items_of(meeting) == {
		new.name: "New to the team's caseload",
		waiting.name: "Not yet categorised",
		no_potential.name: "No potential: has anything changed?",
		longer.name: "Potential that needs longer-term work",
	}
	assert elsewhere.name not in items_of(meeting)
	assert no_order.name not in items_of(meeting)
	assert meeting.previous_meeting == last.name


@pytest.mark.requirement("P2.2")
def test_a_mobilisation_goes_through_guardianship_then_reunification(team):
	sgo, ru, none = (make_child(team=team.name) for _ in range(3))
	make_plan(child=ru.name, route="Reunification", status="Prioritised")
	make_plan(child=sgo.name, status="Prioritised")
	make_plan(child=none.name, status="Proposed")
	meeting = make_meeting(team=team.name)
	assert list(items_of(meeting).items()) == [
		(sgo.name, "Children prioritised for special guardianship"),
		(ru.name, "Children prioritised for reunification"),
	]


@pytest.mark.requirement("P2.1")
def test_social_workers_are_called_in_for_their_own_children_with_a_slot_each(team):
	workers = [make_worker(job="Social Worker") for _ in range(2)]
	children = [make_child(team=team.name, social_worker=worker.name) for worker in workers]
	for child in children:
		make_plan(child=child.name, status="Prioritised")
	meeting = make_meeting(team=team.name)
	seats = {row.worker: (row.role, row.expected) for row in meeting.attendees}
	assert [seats[worker.name] for worker in workers] == [("Social Worker", "For their own children")] * 2
	assert seats[team.team_manager][0] == "Team Manager"
	assert meeting.chair == team.team_manager
	assert {seats[w][1] for w in (team.team_manager, team.practice_supervisor, team.team_coordinator)} == {
		"Always"
	}
	slots = sorted(str(discussion_of(meeting.name, child.name).slot_time) for child in children)
	assert slots == ["10:05:00", "10:15:00"]
	assert meeting.duration_minutes == 90


@pytest.mark.requirement("P3.1")
def test_a_panel_is_chaired_by_the_head_of_service_with_the_teams_and_the_reviewing_officers(team):
	head = make_worker(job="Head of Service")
	frappe.db.set_value("Locality", team.locality, "head_of_service", head.name)
	officer = make_worker(job="Independent Reviewing Officer")
	child = make_child(team=team.name, reviewing_officer=officer.name)
	make_plan(child=child.name, status="Prioritised", for_panel=1)
	panel = make_meeting(forum="Permanence Panel", locality=team.locality)
	roles = {row.worker: row.role for row in panel.attendees}
	assert panel.chair == head.name
	assert roles[head.name] == "Head of Service"
	assert roles[officer.name] == "Independent Reviewing Officer"
	assert {team.team_manager, team.practice_supervisor, team.team_coordinator} <= set(roles)
	assert panel.duration_minutes == 60


@pytest.mark.requirement("P3.2")
def test_a_panel_agenda_has_its_timings_and_its_own_lists(team):
	progressing, newly, gone, challenge = (make_child(team=team.name) for _ in range(4))
	make_plan(child=progressing.name, status="Prioritised", for_panel=1)
	make_plan(child=newly.name, status="Prioritised")
	removed = make_plan(child=gone.name, status="Prioritised")
	removed.removal_reason = "Aunt withdrew"
	removed.save()
	removed.status = "No longer prioritised"
	removed.save()
	challenge.update({"potential": "No potential", "potential_rationale": "No kin"}).save()

	panel = make_meeting(forum="Permanence Panel", locality=team.locality)

	timed = [(row.title, row.minutes) for row in panel.agenda if row.minutes]
	assert timed == [
		("Dashboard review", 10),
		("Children being progressed", 30),
		("No potential to leave care before 18", 15),
		("Any other business and date of the next meeting", 5),
	]
	lists = frappe.get_all("Meeting Discussion", {"meeting": panel.name}, ["child", "purpose"], as_list=True)
	assert (progressing.name, "Progress plan") in lists
	assert {(progressing.name, "Introduce"), (newly.name, "Introduce")} <= set(lists)
	assert (gone.name, "Step down") in lists
	assert (challenge.name, "Challenge") in lists


def test_merged_and_dead_children_are_on_no_agenda(team):
	kept, merged, dead = (make_child(team=team.name) for _ in range(3))
	frappe.db.set_value("Child", merged.name, "merged_into", kept.name)
	frappe.db.set_value("Child", dead.name, "date_of_death", "2026-01-01")
	meeting = make_meeting(forum="Identification Meeting", team=team.name)
	assert list(items_of(meeting)) == [kept.name]


def test_filling_again_keeps_words_and_actions_and_drops_the_rest(team, user_with, set_user):
	typed, acted, untouched = (make_child(team=team.name) for _ in range(3))
	plans = {c.name: make_plan(child=c.name, status="Prioritised") for c in (typed, acted, untouched)}
	meeting = make_meeting(team=team.name)
	say(meeting.name, typed.name, progress="Something", state="To do")
	make_action(child=acted.name, set_in=meeting.name)
	for plan in plans.values():
		plan.reload()
		plan.removal_reason = "Aunt withdrew"
		plan.save()
		plan.status = "No longer prioritised"
		plan.save()
	late = make_child(team=team.name)
	make_plan(child=late.name, status="Prioritised")
	coordinator = user_with("Team Coordinator")
	grant(coordinator, team.locality)
	set_user(coordinator)

	counts = fill_agenda(meeting.name)

	assert set(items_of(meeting)) == {typed.name, acted.name, late.name}
	assert (counts["added"], counts["removed"]) == (1, 1)
	assert discussion_of(meeting.name, typed.name).progress == "Something"


def test_filling_needs_the_right_to_write_the_meeting(team, user_with, set_user):
	meeting = make_meeting(team=team.name)
	set_user(user_with("Social Worker"))
	with pytest.raises(frappe.PermissionError):
		fill_agenda(meeting.name)


HOSTILE = (
	'[["team", "!=", "x"]]',
	'[["name", "like", "%"]]',
	'[["potential", "=", "x\' or \'1\'=\'1"]]',
	'[["full_name", "not like", "\') or (1=1) -- "]]',
	'[["locality", "is", "set"]]',
)


@pytest.mark.requirement("X4.1")
@pytest.mark.parametrize("filters", HOSTILE)
def test_no_filter_reaches_out_of_the_team(team, filters):
	"""Attack: an admin's filter that is always true, or that tries to break out of the query's condition."""
	inside, outside = make_child(team=team.name), make_child(team=make_team(locality=team.locality).name)
	query = frappe.get_doc(
		{
			"doctype": "Agenda Query",
			"query_name": f"Hostile {number()}",
			"subject": "Child",
			"filters": filters,
		}
	).insert()
	forum = make_forum(
		agenda_items=[{"title": "All", "purpose": "Categorise", "agenda_query": query.name, "minutes": 5}]
	)
	meeting = make_meeting(forum=forum.name, team=team.name)
	assert set(items_of(meeting)) <= {inside.name}
	assert outside.name not in items_of(meeting)


@pytest.mark.parametrize(
	("filters", "listed"),
	[
		([["potential_review_on", "is", "set"]], {"due"}),
		([["potential_review_on", "<=", "@today"]], {"due"}),
		([["potential", "not in", ["Uncertain"]]], {"due", "none"}),
		([["date_of_birth", "between", ["2010-01-01", "@today"]], ["first_name", "like", "du%"]], {"due"}),
		([["team", "is", "not set"]], set()),
		([["potential", "!=", "Uncertain"], ["for_panel", "=", 0]], {"due", "none"}),
	],
)
def test_filters_mean_what_they_say(team, filters, listed):
	names = {
		make_child(team=team.name, first_name="due", potential_review_on=nowdate()).name: "due",
		make_child(team=team.name, first_name="none").name: "none",
	}
	query = frappe.get_doc(
		{
			"doctype": "Agenda Query",
			"query_name": f"Q{number()}",
			"subject": "Child",
			"filters": json.dumps(filters),
		}
	).insert()
	item = {"title": "Some", "purpose": "Categorise", "agenda_query": query.name, "minutes": 5}
	meeting = make_meeting(forum=make_forum(agenda_items=[item]).name, team=team.name)
	assert {names[child] for child in items_of(meeting)} == listed


@pytest.mark.parametrize(
	("filters", "words"),
	[
		("[", "not valid JSON"),
		(json.dumps([["colour", "=", 1]]), "no field “colour”"),
		(json.dumps([["team", "=", "@mine"]]), "“@mine” is not known"),
	],
)
def test_a_query_that_cannot_work_is_refused_when_it_is_saved(site, filters, words):
	query = frappe.new_doc("Agenda Query")
	query.update({"query_name": "Wrong", "subject": "Child", "filters": filters})
	with pytest.raises(AgendaFilterError, match=words.replace("[", r"\[")):
		query.insert()


def test_the_queries_of_filling_do_not_grow_with_the_children(team):
	def queries_for(children: int) -> int:
		for _ in range(children):
			make_child(team=team.name)
		meeting = make_meeting(forum="Identification Meeting", team=team.name, status="Proposed")
		frappe.db.delete("Meeting Discussion", {"meeting": meeting.name})
		meeting.reload()
		return queries_of(lambda: fill_into(meeting))

	few = queries_for(3)
	many = queries_for(57)
	assert frappe.db.count("Meeting Discussion", {"child": ["is", "set"]}) >= 60
	assert many <= few


def test_two_nights_propose_no_meeting_twice_and_cancelled_ones_stay_cancelled(team):
	make_schedule(team=team.name)
	make_schedule(team=team.name, forum="Identification Meeting")
	nightly.propose_meetings()
	made = frappe.get_all(
		"Meeting", {"team": team.name}, ["name", "forum", "meeting_date", "start_time", "status"]
	)
	mobilisations = [m for m in made if m.forum == "Mobilisation Meeting"]
	identifications = [m for m in made if m.forum == "Identification Meeting"]
	assert len(mobilisations) in (4, 5)
	assert len(identifications) in (2, 3)
	assert {m.status for m in made} == {"Proposed"}
	assert {str(m.start_time) for m in identifications} == {"9:30:00"}
	cancelled = frappe.get_doc("Meeting", mobilisations[-1].name)
	cancelled.status = "Cancelled"
	cancelled.save()
	moved = frappe.get_doc("Meeting", mobilisations[0].name)
	moved.meeting_date = add_days(moved.meeting_date, 1)
	moved.save()
	nightly.propose_meetings()
	assert frappe.db.count("Meeting", {"team": team.name}) == len(made)


@pytest.mark.requirement("P1.1")
def test_the_next_identification_meetings_are_proposed_directly_before_every_second_mobilisation(team):
	make_schedule(team=team.name, first_sitting="2099-03-03", start_time="10:30:00")
	schedule = make_schedule(team=team.name, forum="Identification Meeting", first_sitting="2099-03-03")
	with freezegun.freeze_time("2099-03-01 09:00:00"):
		rows = propose(team=team.name, weeks=8)
	mobilisations = [r for r in rows if r["forum"] == "Mobilisation Meeting"]
	identifications = [r for r in rows if r["schedule"] == schedule.name]
	assert [r["meeting_date"] for r in identifications] == [r["meeting_date"] for r in mobilisations[::2]]
	assert {(r["start_time"], r["duration_minutes"]) for r in identifications} == {("10:00:00", 30)}


def test_a_mobilisation_that_moves_takes_its_identification_meeting_along(team):
	place = {"team": team.name, "meeting_date": "2026-12-01"}
	host = make_meeting(start_time="10:00:00", **place)
	before = make_meeting(forum="Identification Meeting", start_time="09:30:00", **place)
	apart = make_meeting(forum="Identification Meeting", start_time="08:00:00", **place)
	elsewhere = make_meeting(forum="Identification Meeting", start_time="09:30:00", meeting_date="2026-12-01")
	host.update({"meeting_date": "2026-12-03", "start_time": "14:00:00"}).save()
	held = {
		meeting.name: frappe.db.get_value("Meeting", meeting.name, ["meeting_date", "start_time"])
		for meeting in (before, apart, elsewhere)
	}
	assert [(str(day), str(at)) for day, at in held.values()] == [
		("2026-12-03", "13:30:00"), ("2026-12-01", "8:00:00"), ("2026-12-01", "9:30:00"),
	]  # fmt: skip


def test_a_schedule_that_waits_for_another_forum_says_which(team):
	schedule = make_schedule(forum="Identification Meeting", team=team.name)
	assert waits_for(schedule.name) == "Mobilisation Meeting"
	make_schedule(team=team.name)
	assert waits_for(schedule.name) is None


def test_a_bank_holiday_of_the_locality_moves_a_proposal_and_says_so(site):
	scotland = make_team(locality=make_locality(nation="Scotland").name)
	england = make_team()
	for one in (scotland, england):
		make_schedule(team=one.name, first_sitting="2026-11-30")
	with freezegun.freeze_time("2026-11-23 09:00:00"):
		rows = {
			r["team"]: r
			for r in [*propose(team=scotland.name, weeks=2), *propose(team=england.name, weeks=2)]
		}
	assert rows[england.name]["meeting_date"] == "2026-11-30"
	assert rows[scotland.name]["meeting_date"] == "2026-12-01"
	assert "Andrew" in rows[scotland.name]["note"]


def test_a_child_added_by_hand_stays_when_the_agenda_is_filled_again(team):
	child = make_child(team=team.name)
	meeting = make_meeting(team=team.name)
	item = next(row for row in meeting.agenda if row.purpose == "Progress plan")
	name = add_child(meeting.name, child.name, item.item_key)
	assert add_child(meeting.name, child.name, item.item_key) == name
	fill_agenda(meeting.name)
	assert items_of(meeting) == {child.name: item.title}
	with pytest.raises(ForumRuleError):
		add_child(meeting.name, child.name, meeting.agenda[0].item_key)


@pytest.mark.requirement("P3.2")
def test_the_next_date_is_that_of_the_next_sitting(team):
	make_meeting(team=team.name, meeting_date=add_days(nowdate(), 28), status="Proposed")
	following = make_meeting(team=team.name, meeting_date=add_days(nowdate(), 14), status="Proposed")
	meeting = make_meeting(team=team.name)
	assert str(meeting.next_meeting_date) == str(following.meeting_date)


def test_the_night_before_a_meeting_brings_its_agenda_up_to_date(team):
	meeting = make_meeting(team=team.name, meeting_date=add_days(nowdate(), 1))
	later = make_meeting(team=team.name, meeting_date=add_days(nowdate(), 20))
	child = make_child(team=team.name)
	make_plan(child=child.name, status="Prioritised")
	nightly.refresh_agendas()
	assert list(items_of(meeting)) == [child.name]
	assert items_of(later) == {}


@pytest.mark.requirement("D1.3")
def test_a_member_of_some_services_sits_only_in_their_panels(site):
	transition = make_team(service="Transition")
	families = make_team(locality=transition.locality, service="Families")
	officer = make_worker(job="Performance Officer", locality=transition.locality).name
	adviser = make_worker(job="Legal Adviser", locality=transition.locality).name
	forum = make_forum(
		members=[
			{"role": "Team Manager", "chair": 1},
			{"role": "Performance Officer", "services": "Care leavers, transition"},
			{"role": "Legal Adviser", "attends": "For these items", "items": "Talk"},
			{"post": "Health nurse", "services": "Transition"},
		]
	)

	seats = {
		team.name: {
			row.worker: (row.expected, row.note)
			for row in make_meeting(forum=forum.name, team=team.name).attendees
		}
		for team in (transition, families)
	}

	assert seats[transition.name] == {
		transition.team_manager: ("Always", None),
		officer: ("Always", None),
		adviser: ("For these items", "Talk"),
	}
	assert seats[families.name] == {
		families.team_manager: ("Always", None),
		adviser: ("For these items", "Talk"),
	}
