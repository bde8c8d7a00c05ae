"""What the demo invents: people, children, storylines and what is said in meetings, without a site."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest

from demo.allocation import allocate
from demo.discussions import LOOK_AGAIN_AFTER, MOST_CATEGORISED, ChildOnAgenda, Participants, working_day
from demo.names import first_names, last_names
from demo.service import LOGIN_ROLES, make_service
from demo.ssda903_returns import Leaving, make_caseload, read_date
from demo.storylines import Course, Ending, Outlook, Storyline, storyline_of
from ppoc.imports.ssda903.load import read_return
from ppoc.imports.uploads import UploadedFile

START, TODAY = date(2024, 11, 25), date(2026, 11, 23)
SEED = 903


@pytest.fixture(scope="module")
def caseload():
	return make_caseload(120, SEED, START, TODAY)


@pytest.fixture(scope="module")
def service():
	return make_service(str(SEED))


def test_names_come_from_syllables_and_the_same_seed_gives_the_same():
	assert list(islice(first_names("a"), 500)) == list(islice(first_names("a"), 500))
	assert len(set(islice(last_names("a"), 400))) == 400
	assert list(islice(first_names("a"), 20)) != list(islice(first_names("b"), 20))


def test_the_service_has_four_localities_twelve_teams_and_a_login_for_each_role(service):
	assert len(service.localities) == 4
	assert len(service.teams) == 12
	logins = [person.role for person in service.people if person.password]
	assert sorted(set(logins)) == sorted(LOGIN_ROLES)
	assert len(LOGIN_ROLES) == 15
	assert logins.count("Team Coordinator") == 2
	assert {person.email.split("@")[1] for person in service.people} == {"example.org"}
	assert len({person.user for person in service.people if person.login}) == sum(
		person.login for person in service.people
	)


def test_localities_are_seen_by_those_whose_role_needs_them(service):
	seen = {person.role: person.localities for person in service.people if person.password}
	assert seen["Team Manager"] == ("Ashmere",)
	assert len(seen["Assistant Director"]) == 4
	for role in ("Social Worker", "PPOC Administrator", "PPOC Auditor"):
		assert seen[role] == ()


def test_the_caseload_has_the_children_asked_for_most_of_them_on_an_order(caseload):
	assert len(caseload.children) == 120
	ordered = [child for child in caseload.children.values() if child.ordered_on()]
	assert len(ordered) > 70


@pytest.mark.requirement("X2.1")
@pytest.mark.parametrize("day", [START, date(2025, 9, 1), TODAY])
def test_a_return_cut_to_any_day_reads_without_refusals(caseload, day):
	left = {child: Leaving(date(2025, 6, 2), "Special guardianship") for child in list(caseload.children)[:5]}
	files = caseload.known_on(day, left, caseload.children)
	read = read_return([UploadedFile(name, text.encode()) for name, text in files.items()], day)
	assert read.counts.refused == 0
	assert all(episode.started_on <= day for child in read.children for episode in child.episodes)


def test_a_child_whose_plan_was_achieved_leaves_care_in_the_next_return(caseload):
	child = next(
		c
		for c in caseload.children.values()
		if c.ordered_on() and c.ordered_on() < START and not c.episodes[-1]["DEC"]
	)
	left = {child.child_id: Leaving(TODAY - timedelta(days=30), "Reunification")}
	before = caseload.known_on(TODAY - timedelta(days=40), left, [child.child_id])["episodes.csv"]
	after = caseload.known_on(TODAY, left, [child.child_id])["episodes.csv"]
	assert "E4A" not in before
	assert "E4A" in after


def test_siblings_share_team_worker_and_surname_and_are_born_apart(caseload, service):
	allocated = allocate(caseload.children.values(), service, str(SEED))
	groups: dict[int, list[str]] = {}
	for child, place in allocated.items():
		if place.siblings:
			groups.setdefault(place.siblings, []).append(child)
	assert groups
	for children in groups.values():
		places = [allocated[child] for child in children]
		assert len({(place.team.name, place.last_name, place.social_worker) for place in places}) == 1
		births = sorted(caseload.children[child].born for child in children)
		assert all((b - a).days >= 300 for a, b in pairwise(births))


def a_storyline(**overrides: Any) -> Storyline:
	values = {
		"outlook": Outlook.NOW, "turns_on": START, "fades_on": None, "challenged": False,
		"after_challenge": Outlook.LATER, "route": "Special guardianship", "first_guess": 28, "slips": (14, 28),
		"noticed": 0, "finish_slips": (), "order": 60, "ending": Ending.ACHIEVED, "stops_after": 100,
		"barrier": "Carer's views",
	}  # fmt: skip
	return Storyline(**{**values, **overrides})


@pytest.mark.requirement("P2.3")
def test_predictions_slip_towards_the_real_start_and_never_back():
	course = Course(a_storyline(), START)
	predicted = [course.predicted_start(START + timedelta(days=day)) for day in range(0, 120, 14)]
	assert predicted == sorted(predicted)
	assert predicted[0] == START + timedelta(days=28)
	assert predicted[-1] == course.starts_on == START + timedelta(days=70)


def test_storylines_are_the_same_for_the_same_seed_and_differ_between_children():
	storylines = [storyline_of("7", f"{number:06d}", START, TODAY) for number in range(300)]
	assert storylines == [storyline_of("7", f"{number:06d}", START, TODAY) for number in range(300)]
	assert {storyline.outlook for storyline in storylines} == set(Outlook)
	assert {storyline.ending for storyline in storylines} == set(Ending)
	assert any(storyline.challenged for storyline in storylines)


def test_a_child_has_potential_now_from_the_day_it_turns():
	storyline = a_storyline(turns_on=START + timedelta(days=100))
	assert storyline.outlook_on(START) is Outlook.LATER
	assert storyline.outlook_on(START + timedelta(days=100)) is Outlook.NOW


def listed(**overrides: Any) -> ChildOnAgenda:
	values = {"discussion": "d", "child": "CH-1", "child_id": "1", "purpose": "Categorise"}
	return ChildOnAgenda(**{**values, **overrides})


def test_a_meeting_reaches_only_as_many_children_as_it_has_time_for():
	participants = Participants("7", {str(n): a_storyline() for n in range(40)})
	waiting = [listed(child_id=str(n), potential="Not yet categorised") for n in range(40)]
	assert len(participants.reached(waiting, START)) == MOST_CATEGORISED


def test_a_meeting_that_is_continued_has_time_for_as_many_children_as_were_left():
	participants = Participants("7", {str(n): a_storyline() for n in range(40)})
	waiting = [listed(child_id=str(n), potential="Not yet categorised") for n in range(40)]
	at_first = participants.reached(waiting, START)
	assert participants.reached(waiting[3:], START, {"Categorise": 3}) == at_first[3:]


def test_a_child_without_potential_is_looked_at_again_after_a_while():
	participants = Participants("7", {"1": a_storyline(outlook=Outlook.NONE, turns_on=None)})
	child = listed(potential="No potential", decided_on=START)
	assert not participants.reached([child], START + timedelta(days=28))
	after = START + timedelta(days=LOOK_AGAIN_AFTER["No potential"])
	assert participants.reached([child], after)
	assert not participants.reached([child], after + timedelta(days=28)), (
		"once, though nothing was decided anew"
	)


def test_in_the_last_weeks_nearly_every_child_is_looked_at_in_every_sitting():
	storylines = {str(n): a_storyline(outlook=Outlook.NONE, turns_on=None) for n in range(40)}
	participants, day = Participants("7", storylines, TODAY), TODAY - timedelta(days=20)

	def reached(decided_on: date) -> int:
		listing = [listed(child_id=id, potential="No potential", decided_on=decided_on) for id in storylines]
		return len(participants.reached(listing, day))

	assert reached(START) == 40
	assert MOST_CATEGORISED < reached(day - timedelta(days=40)) < 40


def test_children_for_whom_something_changed_come_first():
	storylines = {str(n): a_storyline(outlook=Outlook.NONE, turns_on=None) for n in range(20)} | {
		"new": a_storyline()
	}
	after = START + timedelta(days=LOOK_AGAIN_AFTER["No potential"])
	waiting = [listed(child_id=id, potential="No potential", decided_on=START) for id in storylines]
	assert "new" in {one.child_id for one in Participants("7", storylines).reached(waiting, after)}


@pytest.mark.requirement("P1.4")
def test_a_child_with_potential_now_is_prioritised_for_a_route():
	entry = Participants("7", {"1": a_storyline()}).discuss(
		listed(potential="Not yet categorised"), START, at_panel=False
	)
	assert entry.discussion["potential"] == "Potential now"
	assert entry.discussion["prioritise_for"] == "Special guardianship"
	assert entry.discussion["rationale"]


def test_a_plan_is_started_on_the_day_it_started_and_stopped_with_a_reason():
	participants = Participants(
		"7", {"1": a_storyline(slips=()), "2": a_storyline(ending=Ending.STOPPED, stops_after=40)}
	)
	plan = {"purpose": "Progress plan", "plan": "PL-1", "plan_status": "Prioritised", "prioritised_on": START}
	started = participants.discuss(listed(**plan), START + timedelta(days=30), at_panel=False).discussion
	assert started["plan_decision"] == "Assessment started"
	assert started["decision_date"] == START + timedelta(days=28)
	stopped = participants.discuss(
		listed(child_id="2", **plan), START + timedelta(days=42), at_panel=False
	).discussion
	assert stopped["plan_decision"] == "Stop prioritising"
	assert stopped["decision_reason"]


@pytest.mark.requirement("P2.7")
def test_every_action_of_the_last_meeting_gets_an_answer_and_some_are_late():
	participants = Participants("7", {})
	answers = [participants.review(f"action {n}", 0, START, START + timedelta(days=3)) for n in range(300)]
	assert {answer.outcome for answer in answers} == {"Done", "Moved", "Kept", "No longer needed"}
	assert all(answer.due_on and answer.note for answer in answers if answer.outcome == "Moved")


def test_working_days_leave_weekends_out():
	assert working_day(date(2026, 11, 21)) == working_day(date(2026, 11, 22)) == date(2026, 11, 23)
	assert read_date("22/11/2026") == date(2026, 11, 22)
