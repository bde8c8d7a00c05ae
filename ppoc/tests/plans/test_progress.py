"""The steps of a plan, and its dates."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.plans.predictions import date_faults, moves
from ppoc.plans.transitions import NoWayError, Step, steps_for

DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
	("decision", "status", "known", "statuses"),
	[
		("Assessment started", "Prioritised", {}, ["Assessment started"]),
		("Assessment finished", "Assessment started", {}, ["Assessment finished"]),
		("Permanence achieved", "Assessment finished", {}, ["Achieved"]),
		(
			"Permanence achieved",
			"Prioritised",
			{"actual_start": DAY, "actual_finish": DAY},
			["Assessment started", "Assessment finished", "Achieved"],
		),
	],
)
def test_a_decision_takes_each_step_whose_date_is_known(decision, status, known, statuses):
	assert [step.status for step in steps_for(decision, status, known, DAY)] == statuses


def test_a_step_without_its_date_is_asked_for():
	with pytest.raises(NoWayError, match="Assessment started"):
		steps_for("Assessment finished", "Prioritised", {}, DAY)


@pytest.mark.parametrize("status", ["Achieved", "No longer prioritised", "Proposed"])
def test_a_plan_on_no_list_cannot_be_taken_off_one(status):
	with pytest.raises(NoWayError):
		steps_for("Stop prioritising", status, {}, "Aunt withdrew")


def test_stopping_keeps_the_reason():
	assert steps_for("Stop prioritising", "Prioritised", {}, "Aunt withdrew") == [
		Step("No longer prioritised", "removal_reason", "Aunt withdrew")
	]


@pytest.mark.requirement("P2.3")
def test_a_first_prediction_is_no_move_and_a_changed_or_removed_one_is():
	assert not moves({}, {"predicted_start": DAY})[0].is_move
	assert moves({"predicted_start": DAY}, {"predicted_start": date(2026, 4, 1)})[0].is_move
	assert moves({"predicted_start": DAY}, {})[0].is_move
	assert moves({"predicted_start": DAY}, {"predicted_start": DAY}) == []


@pytest.mark.requirement("P2.3")
def test_a_predicted_date_that_has_come_true_moves_no_more():
	later = date(2026, 4, 1)
	started = {"predicted_start": DAY, "predicted_finish": DAY, "actual_start": DAY}
	assert moves(started, {**started, "predicted_start": later}) == []
	assert [move.field for move in moves(started, {**started, "predicted_finish": later})] == [
		"predicted_finish"
	]
	finished = {**started, "actual_finish": DAY}
	assert moves(finished, {**finished, "predicted_start": later, "predicted_finish": later}) == []


@pytest.mark.parametrize(
	("dates", "words"),
	[
		({"actual_start": date(2026, 3, 4)}, "is in the future"),
		({"predicted_start": DAY, "predicted_finish": date(2026, 3, 2)}, "is before “Predicted start”"),
		({"actual_start": DAY, "actual_finish": date(2026, 3, 2)}, "is before “Started”"),
	],
)
def test_impossible_dates_are_named(dates, words):
	assert words in date_faults(dates, DAY)[0]


def test_possible_dates_have_no_fault():
	assert date_faults({"predicted_start": DAY, "predicted_finish": DAY, "actual_start": DAY}, DAY) == []
