"""Several dates of a kind planned at once: each keeps its own papers, minutes and meeting."""

from __future__ import annotations

import pytest

from ppoc.tests.timescales.lives import computed, due

PAPERS = "Panel papers 2 days before"
MINUTES = "Minutes on the child's file within 2 working days"
BEFORE_REVIEW = "Planning meeting before each review"
ELSEWHERE = {"service": "Children and Families"}
TWO_PANELS = (
	"2026-03-12 Permanence panel planned | 2026-03-01\n2026-04-16 Permanence panel planned | 2026-03-01\n"
)
TWO_REVIEWS = "2026-03-25 Review planned | 2026-03-02\n2026-06-24 Review planned | 2026-03-02\n"


@pytest.mark.parametrize(
	("happened", "expected"),
	[
		("", ["2026-03-10 Overdue", "2026-04-14 Not due"]),
		("2026-03-09 Panel papers sent", ["2026-03-10 Met", "2026-04-14 Not due"]),
		(
			"2026-03-09 Panel papers sent\n2026-03-12 Presented to permanence panel",
			["2026-03-10 Met", "2026-04-14 Not due"],
		),
		("2026-03-12 Presented to permanence panel", ["2026-03-10 Missed", "2026-04-14 Not due"]),
		("2026-03-11 Panel papers sent", ["2026-03-10 Met late", "2026-04-14 Not due"]),
		("2026-03-02 Panel slot cancelled", ["2026-03-10 Stopped", "2026-04-14 Not due"]),
		("2026-03-05 Left care", ["2026-03-10 Overdue", "2026-04-14 Not due"]),
		("2026-03-05 Permanence planning ended", ["2026-03-10 Stopped", "2026-04-14 Stopped"]),
	],
)
def test_two_panels_each_have_their_papers(happened, expected):
	assert due(PAPERS, TWO_PANELS + happened, "2026-03-15", **ELSEWHERE) == expected


def test_papers_of_the_second_panel_come_to_the_second_panel():
	life = TWO_PANELS + "2026-03-12 Presented to permanence panel\n2026-04-13 Panel papers sent"
	assert due(PAPERS, life, "2026-04-15", **ELSEWHERE) == ["2026-03-10 Missed", "2026-04-14 Met"]


def test_papers_that_a_meeting_recorded_belong_to_that_meeting():
	life = """
		2026-03-12 Permanence panel planned | 2026-03-01 | in M1
		2026-03-19 Permanence panel planned | 2026-03-01 | in M2
		2026-03-09 Panel papers sent | in M2
	"""
	assert due(PAPERS, life, "2026-03-15", **ELSEWHERE) == ["2026-03-10 Overdue", "2026-03-17 Met"]


def test_a_panel_that_is_presented_out_of_order_closes_its_own_date():
	life = """
		2026-03-12 Permanence panel planned | 2026-03-01 | in M1
		2026-03-13 Permanence panel planned | 2026-03-01 | in M2
		2026-03-12 Presented to permanence panel | in M2
	"""
	assert due(PAPERS, life, "2026-03-12", **ELSEWHERE) == ["2026-03-10 Overdue", "2026-03-11 Missed"]


@pytest.mark.parametrize(
	("minutes", "expected"),
	[
		("2026-03-04 Planning minutes on file | in M2", ["2026-03-04 Overdue", "2026-03-06 Met"]),
		("2026-03-05 Planning minutes on file | in M1", ["2026-03-04 Met late", "2026-03-06 Due soon"]),
		("2026-03-04 Planning minutes on file", ["2026-03-04 Met", "2026-03-06 Due soon"]),
		(
			"2026-03-04 Planning minutes on file\n2026-03-06 Planning minutes on file",
			["2026-03-04 Met", "2026-03-06 Met"],
		),
	],
)
def test_minutes_of_one_meeting_do_not_close_those_of_another(minutes, expected):
	life = """
		2026-03-02 Permanency planning meeting held | in M1
		2026-03-04 Permanency planning meeting held | in M2
	"""
	assert due(MINUTES, life + minutes, "2026-03-06") == expected


@pytest.mark.parametrize(
	("happened", "expected"),
	[
		("", ["2026-03-24 Overdue", "2026-06-23 Not due"]),
		("2026-03-10 Permanency planning meeting held", ["2026-03-24 Met", "2026-06-23 Not due"]),
		(
			"2026-03-10 Permanency planning meeting held\n2026-03-24 Review held",
			["2026-03-24 Met", "2026-06-23 Not due"],
		),
		("2026-03-31 Review held", ["2026-03-24 Missed", "2026-06-23 Not due"]),
		(
			"2026-03-10 Permanency planning meeting held\n2026-03-24 Review held\n"
			"2026-03-30 Permanency planning meeting held",
			["2026-03-24 Met", "2026-06-23 Met"],
		),
	],
)
def test_two_reviews_booked_at_once_each_have_a_planning_meeting_before_them(happened, expected):
	assert due(BEFORE_REVIEW, TWO_REVIEWS + happened, "2026-04-01") == expected


def test_two_hearings_listed_at_once_each_have_their_final_meeting():
	rule = "Final planning meeting 2 weeks before the hearing or the evidence"
	life = "2026-06-01 Final hearing | 2026-01-12\n2026-09-01 Final hearing | 2026-01-12\n"
	assert due(rule, life, "2026-03-01") == ["2026-05-18 Not due", "2026-08-18 Not due"]
	held = life + "2026-05-11 Final permanency planning meeting held"
	assert due(rule, held, "2026-05-12") == ["2026-05-18 Met", "2026-08-18 Not due"]


def test_a_hearing_that_is_moved_once_the_date_was_missed_leaves_the_missed_date():
	rule = "Final planning meeting 2 weeks before the hearing or the evidence"
	life = "2026-06-01 Final hearing | 2026-01-12\n2026-09-01 Final hearing | 2026-05-25"
	assert due(rule, life, "2026-05-26") == ["2026-05-18 Missed", "2026-08-18 Not due"]


def test_a_hearing_listed_after_the_first_one_leaves_the_first_alone():
	rule = "Final planning meeting 2 weeks before the hearing or the evidence"
	life = """
		2026-06-01 Final hearing | 2026-01-12
		2026-05-11 Final permanency planning meeting held
		2026-09-01 Final hearing | 2026-06-02
	"""
	assert due(rule, life, "2026-06-03") == ["2026-05-18 Met", "2026-08-18 Not due"]


def test_each_date_of_return_to_tracking_stands_for_itself():
	rule = "Back at permanency tracking on the agreed date"
	life = """
		2026-07-02 Return to permanency tracking due | 2026-05-07
		2026-06-25 Permanency Tracking: discussed
		2026-09-03 Return to permanency tracking due | 2026-06-25
	"""
	assert due(rule, life, "2026-07-01") == ["2026-07-02 Met", "2026-09-03 Not due"]


def test_each_date_has_its_own_key():
	found = computed(BEFORE_REVIEW, TWO_REVIEWS, "2026-03-03")
	assert len({one.key for one in found}) == 2
