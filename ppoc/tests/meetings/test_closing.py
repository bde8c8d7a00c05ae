"""What closing a meeting does and what prevents it, without a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ppoc.meetings.closing import Discussion, EffectKind, MeetingFacts, OpenAction, Plan, plan_closing

TODAY = date(2026, 3, 3)
IDENTIFICATION = MeetingFacts("M1", "Identification Meeting", "Planned", TODAY, takes_to="Permanence Panel")
MOBILISATION = MeetingFacts(
	"M2", "Mobilisation Meeting", "Planned", TODAY, "Permanence Panel", requires_predicted_start=True,
	sends_targeted_work=True,
)  # fmt: skip
PANEL = MeetingFacts(
	"M3", "Permanence Panel", "Circulated", TODAY, writes_case_notes=True, clears_panel_flags=True
)
SGO = Plan("P1", "Special guardianship", "Prioritised", predicted_start=date(2026, 4, 1))
CATEGORISE = Discussion(
	"T1", "C1", "Ann", "Categorise", "Done", potential="Potential now", rationale="Aunt is keen"
)
PROGRESS = Discussion("T2", "C2", "Ben", "Progress plan", "Done", plan=SGO)
CHALLENGE = Discussion(
	"T3", "C3", "Cat", "Challenge", "Done", child_potential="No potential", head_of_service_view="Agreed"
)


def close(sitting, *talks: Discussion, actions=()):
	return plan_closing(sitting, list(talks), list(actions), TODAY)


def words(remarks):
	return " ".join(remark.words for remark in remarks)


@pytest.mark.requirement("P1.4")
def test_a_child_to_prioritise_is_put_on_the_list():
	closing = close(IDENTIFICATION, replace(CATEGORISE, prioritise_for="Reunification"))
	assert [e.data for e in closing.of(EffectKind.PRIORITISE)] == [{"route": "Reunification"}]
	assert closing.summary == "1 discussed, 1 put on a list"


def test_a_listed_route_is_left_alone():
	talk = replace(CATEGORISE, prioritise_for="Reunification")
	assert close(IDENTIFICATION, talk).of(EffectKind.PRIORITISE)
	assert not close(IDENTIFICATION, replace(talk, listed_routes=("Reunification",))).of(
		EffectKind.PRIORITISE
	)


@pytest.mark.requirement("P1.5")
def test_an_uncertain_child_goes_to_the_panel_by_itself():
	closing = close(
		IDENTIFICATION, replace(CATEGORISE, potential="Uncertain", rationale="Father not assessed")
	)
	assert [(e.child, e.data["reason"]) for e in closing.of(EffectKind.TO_PANEL)] == [
		("C1", "Father not assessed")
	]


def test_the_panel_itself_takes_nobody_on():
	assert not close(PANEL, replace(CATEGORISE, potential="Uncertain")).of(EffectKind.TO_PANEL)


@pytest.mark.parametrize(
	("talk", "words_expected"),
	[
		(replace(CATEGORISE, potential=""), "choose the potential"),
		(replace(CATEGORISE, rationale=" "), "the rationale is missing"),
		(replace(CATEGORISE, potential="Uncertain", prioritise_for="Reunification"), "goes onto a list"),
		(replace(PROGRESS, plan_decision="Stop prioritising"), "say why prioritising stops"),
		(replace(PROGRESS, plan_decision="Assessment started"), "on which day"),
		(
			replace(PROGRESS, plan_decision="Assessment started", decision_date=date(2026, 3, 4)),
			"in the future",
		),
		(replace(PROGRESS, plan_decision="Assessment finished", decision_date=TODAY), "Assessment started"),
		(replace(PROGRESS, plan=None, plan_decision="Assessment started", decision_date=TODAY), "no plan"),
		(replace(CHALLENGE, head_of_service_view=""), "agree or challenge"),
		(replace(CHALLENGE, head_of_service_view="Challenged"), "say what is challenged"),
	],
)
def test_what_is_half_said_blocks_the_closing(talk, words_expected):
	closing = close(MOBILISATION, talk)
	assert words_expected in words(closing.blockers)
	assert closing.blockers[0].talk == talk.name


@pytest.mark.requirement("P2.3")
def test_a_prioritised_child_without_a_predicted_start_blocks_unless_carried_over():
	talk = replace(PROGRESS, plan=replace(SGO, predicted_start=None))
	assert "predicted assessment start" in words(close(MOBILISATION, talk).blockers)
	assert not close(MOBILISATION, replace(talk, state="To do")).blockers
	assert not close(PANEL, talk).blockers
	stop = replace(talk, plan_decision="Stop prioritising", decision_reason="Aunt withdrew")
	assert not close(MOBILISATION, stop).blockers


@pytest.mark.requirement("P2.7")
def test_actions_nobody_reviewed_are_named_and_reviewed_ones_are_not():
	actions = [
		OpenAction("A1", "Visit the aunt", "C2", "Ben", False),
		OpenAction("A2", "Write", "C2", "Ben", True),
	]
	closing = close(MOBILISATION, PROGRESS, actions=actions)
	assert closing.unreviewed == ["A1"]
	assert "Visit the aunt" in words(closing.warnings)
	assert not closing.blockers


@pytest.mark.parametrize("status", ["Held", "Notes issued", "Cancelled", "Proposed"])
def test_only_a_planned_meeting_is_closed(status):
	assert close(replace(MOBILISATION, status=status), PROGRESS).blockers


def test_a_meeting_of_tomorrow_is_not_closed_today():
	assert not close(MOBILISATION, PROGRESS).blockers
	assert close(replace(MOBILISATION, day=date(2026, 3, 4)), PROGRESS).blockers


def test_children_who_were_not_discussed_are_carried_over_and_nothing_else_happens_to_them():
	closing = close(MOBILISATION, replace(PROGRESS, state="To do", progress="typed"))
	assert [e.kind for e in closing.effects] == [EffectKind.CARRY_OVER, EffectKind.EMAIL]


def test_a_restricted_record_is_carried_over_unseen_and_closed_only_by_those_it_names():
	hidden = replace(PROGRESS, hidden=True, label="Restricted record")
	assert "Ben" not in words(close(MOBILISATION, hidden).blockers)
	assert close(MOBILISATION, hidden).blockers
	assert not close(MOBILISATION, replace(hidden, state="To do")).blockers


def test_progress_barriers_and_the_way_to_panel_are_written_on_the_plan():
	talk = replace(
		PROGRESS,
		progress="Viability done",
		barriers="Roof",
		take_on=True,
		take_on_reason="Housing",
		plan_decision="Carry on",
	)
	closing = close(MOBILISATION, talk)
	assert [
		(e.kind, e.plan) for e in closing.of(EffectKind.PROGRESS, EffectKind.BARRIER, EffectKind.TO_PANEL)
	] == [
		(EffectKind.PROGRESS, "P1"),
		(EffectKind.BARRIER, "P1"),
		(EffectKind.TO_PANEL, "P1"),
	]


def test_a_decision_moves_the_plan_and_leaves_an_event_on_its_day():
	talk = replace(PROGRESS, plan_decision="Assessment started", decision_date=date(2026, 3, 1))
	closing = close(MOBILISATION, talk)
	assert [e.data["status"] for e in closing.of(EffectKind.STEP)] == ["Assessment started"]
	assert {"type": "Assessment started", "details": "Special guardianship", "date": date(2026, 3, 1)} in [
		e.data for e in closing.of(EffectKind.EVENT)
	]


@pytest.mark.requirement("P3.5")
@pytest.mark.parametrize(
	("view", "reason"), [("Agreed", "No kin"), ("Challenged", "Has the uncle been asked?")]
)
def test_the_head_of_service_view_becomes_a_decision(view, reason):
	talk = replace(
		CHALLENGE, head_of_service_view=view, rationale="No kin", challenge="Has the uncle been asked?"
	)
	decision = close(PANEL, talk).of(EffectKind.DECISION)[0]
	assert (decision.data["decision"], decision.data["reason"]) == (view, reason)


@pytest.mark.requirement("P3.4")
def test_a_forum_that_writes_case_notes_writes_one_for_each_child_discussed():
	assert [
		e.child for e in close(PANEL, CHALLENGE, replace(PROGRESS, state="To do")).of(EffectKind.CASE_NOTE)
	] == ["C3"]
	assert not close(MOBILISATION, PROGRESS).of(EffectKind.CASE_NOTE)


def test_what_the_panel_has_seen_loses_its_flag():
	assert [e.plan for e in close(PANEL, PROGRESS).of(EffectKind.PANEL_DONE)] == ["P1"]
	assert not close(MOBILISATION, PROGRESS).of(EffectKind.PANEL_DONE)


def test_a_category_that_stays_is_no_new_decision():
	talk = replace(CATEGORISE, potential="No potential", child_potential="No potential agreed")
	assert not close(IDENTIFICATION, talk).of(EffectKind.POTENTIAL)
