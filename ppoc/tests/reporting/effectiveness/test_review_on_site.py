"""An Effectiveness Review: pre-filled, scored, compared, checked against the record, and printed on one sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
import freezegun
import pytest
from frappe.model.document import Document

from ppoc.exceptions import ImpossibleDateError, OutsideReviewError, ReviewScoreError
from ppoc.home import waiting_database
from ppoc.home.duties import duties_of
from ppoc.patches import later_reviews_are_marked, reviews_are_compared
from ppoc.tests.factories import grant, make_locality, make_meeting, make_schedule, make_team, make_worker
from ppoc.tests.papers import pages_of


@pytest.fixture(autouse=True)
def march(site: str):
	with freezegun.freeze_time("2026-03-31 09:00:00.5"):
		yield


@pytest.fixture
def team(march: None) -> Document:
	return make_team()


def make_review(locality: str, scores: dict[int, int] | None = None, **overrides: Any) -> Document:
	"""Makes a review; `scores` by criterion number, 4 for all others unless it is empty."""
	values = {"locality": locality, "review_date": "2026-03-31", "reviewer": make_worker().name}
	review = frappe.get_doc({"doctype": "Effectiveness Review", **values, **overrides}).insert()
	if scores is not None:
		for number, row in enumerate(review.scores, start=1):
			row.score = str(scores.get(number, 4))
		review.save()
	return review


@pytest.mark.requirement("P8.1")
def test_the_sixteen_criteria_come_by_themselves_in_two_sections(team):
	review = make_review(team.locality)

	sections = [row.section for row in review.scores]
	assert sections == ["Identification and Mobilisation Meetings"] * 7 + ["Permanence Panel"] * 9
	assert (review.scored, review.average_score) == (0, 0)

	for row in review.scores[:8]:
		row.score = "5" if row.idx == 8 else "3"
	review.save()
	assert (review.scored, review.meetings_score, review.panel_score) == (8, 3, 5)
	assert review.average_score == 3.25

	review.scores[0].score = "6"
	with pytest.raises(ReviewScoreError, match="from 1"):
		review.save()


@pytest.mark.requirement("P8.1")
def test_the_frequency_of_meetings_is_counted_from_the_record(team):
	elsewhere = make_team()
	for place in (team, elsewhere):
		make_schedule(team=place.name, forum="Mobilisation Meeting", first_sitting="2026-01-06")
		make_schedule(team=place.name, forum="Identification Meeting", first_sitting="2026-01-06")
	for day, status in (
		("2026-01-06", "Held"),
		("2026-01-20", "Held"),
		("2026-02-03", "Cancelled"),
		("2026-02-17", "Planned"),
		("2026-03-17", "Notes issued"),
	):
		meeting = make_meeting(team=team.name, meeting_date=day)
		frappe.db.set_value("Meeting", meeting.name, "status", status)
	other = make_meeting(team=elsewhere.name, meeting_date="2026-03-03")
	frappe.db.set_value("Meeting", other.name, "status", "Held")

	review = make_review(team.locality)

	assert review.frequency_from == date(2025, 12, 31)
	found = {row.forum: (row.rhythm, row.expected, row.held, row.cancelled) for row in review.frequency}
	assert found == {
		"Mobilisation Meeting": ("Every 2 weeks", 7, 3, 1),
		"Identification Meeting": ("Every 4 weeks", 4, 0, 0),
	}
	last = {row.forum: row.last_held for row in review.frequency}
	assert last["Mobilisation Meeting"] == date(2026, 3, 17)

	frappe.db.set_value("Effectiveness Review", review.name, "review_date", "2026-02-28")
	later = make_review(team.locality)
	assert later.frequency_from == date(2026, 3, 1), "the day after the last review"
	[mobilisation] = [row for row in later.frequency if row.forum == "Mobilisation Meeting"]
	assert (mobilisation.expected, mobilisation.held) == (3, 1)


@pytest.mark.requirement("P8.2")
def test_it_is_compared_with_the_last_one_criterion_by_criterion(team):
	first = make_review(team.locality, {3: 2, 5: 5}, review_date="2025-09-30")
	make_review(make_locality().name, {3: 1}, review_date="2025-12-01")
	second = make_review(team.locality, {3: 4, 5: 3, 9: 4})

	assert second.previous_review == first.name
	assert [row.previous_score for row in second.scores] == [4, 4, 2, 4, 5] + [4] * 11
	assert "3. Actions (2 → 4)" in second.scores_changed
	assert "5. Progression (5 → 3)" in second.scores_changed
	assert "Unchanged: 14" in second.scores_changed

	first.reload()
	first.scores[8].score = "1"
	first.save()
	second.reload()
	assert second.scores[8].previous_score == 1, "the earlier review was put right"

	between = make_review(team.locality, {9: 3}, review_date="2025-12-15")
	second.reload()
	assert (second.previous_review, second.scores[8].previous_score) == (between.name, 3)
	assert between.previous_review == first.name


@pytest.mark.requirement("P8.2")
def test_somebody_from_another_locality_reviews_where_they_were_asked(team, user_with: Callable, set_user):
	south = make_locality().name
	visitor = user_with("Team Coordinator")
	grant(visitor, south)
	me = make_worker(user=visitor, locality=south).name
	values = {"doctype": "Effectiveness Review", "locality": team.locality, "reviewer": me}
	make_review(team.locality, {1: 2}, review_date="2025-12-01")

	set_user(visitor)
	with pytest.raises(OutsideReviewError, match="next reviewer"):
		frappe.get_doc({**values, "next_reviewer": me}).insert()

	set_user("Administrator")
	asked = make_review(team.locality, {1: 3}, review_date="2026-01-05", next_reviewer=me)
	set_user(visitor)
	review = frappe.get_doc({**values, "review_date": "2026-02-20"}).insert()
	review.scores[0].score = "5"
	review.review_date = "2026-02-24"
	review.save()
	assert (review.previous_review, review.scores[0].previous_score) == (asked.name, 3)
	assert {one.name for one in frappe.get_list("Effectiveness Review")} == {review.name, asked.name}

	set_user("Administrator")
	make_review(team.locality, {1: 1}, review_date="2026-03-01")
	set_user(visitor)
	review.reload()
	review.review_date = "2026-03-30"
	with pytest.raises(OutsideReviewError):
		review.save()
	review.reload()
	review.locality = south
	with pytest.raises(frappe.CannotChangeConstantError):
		review.save()


@pytest.mark.requirement("P8.2")
def test_the_next_review_comes_later(team):
	with pytest.raises(ImpossibleDateError, match="after this one"):
		make_review(team.locality, next_review_on="2026-03-31")


@pytest.mark.requirement("P8.2")
def test_it_prints_on_one_sheet(team):
	make_schedule(team=team.name, first_sitting="2026-01-06")
	make_schedule(team=team.name, forum="Permanence Panel", first_sitting="2026-01-13")
	make_review(team.locality, {3: 2, 14: 5}, review_date="2025-12-01")
	ahead = make_worker(worker_name="Nadia Fenwick")
	review = make_review(
		team.locality,
		{3: 4, 14: 3},
		panel_observed_on="2026-03-10",
		improving="The coordinator marks children for the panel on the list and sends it a week before. " * 3,
		expected_change="Criteria 8, 9 and 13 go up to 4 or 5. " * 3,
		next_review_on="2026-06-30",
		next_reviewer=ahead.name,
	)
	for row in review.scores[::4]:
		row.note = "Seen in both meetings; the list was not sent to the reviewing officers."
	review.save()

	pages = pages_of(
		frappe.get_print("Effectiveness Review", review.name, "Effectiveness Review", as_pdf=True)
	)

	assert len(pages) == 1
	for words in (
		f"Effectiveness review: {team.locality}",
		"Compared with 1 December 2025",
		"Permanence Panel · observed on 10 March 2026",
		"3. Actions",
		"4 2 +2",
		"3 5 −2",
		"Mobilisation Meeting Every 2 weeks 7 0 Never",
		"How is this expected to change the scores?",
		"Next review 30 June 2026",
		"Nadia Fenwick",
	):
		assert words in pages[0]


def test_reviews_of_an_earlier_release_get_their_averages(team):
	first = make_review(team.locality, {3: 2}, review_date="2025-12-01")
	second = make_review(team.locality, {3: 4})
	for review in (first, second):
		frappe.db.set_value("Effectiveness Review", review.name, {"scored": 0, "average_score": 0})
	frappe.db.set_value("Effectiveness Score", second.scores[2].name, "previous_score", 0)

	reviews_are_compared.execute()

	second.reload()
	assert (second.scored, second.average_score, second.scores[2].previous_score) == (16, 4, 2)


@pytest.mark.requirement("P8.2")
def test_the_review_that_the_last_one_planned_is_due_until_it_is_begun(team, user_with, set_user):
	"""Checks what the home pages list."""
	hos = user_with("Head of Service")
	grant(hos, team.locality)
	first = make_review(team.locality, review_date="2025-12-01", next_review_on="2026-03-01")
	make_review(make_team().locality, review_date="2025-12-01", next_review_on="2026-03-01")
	assert due_for(hos, set_user) == [first.name]

	second = make_review(team.locality, next_review_on="2026-07-31")
	assert due_for(hos, set_user) == []
	with freezegun.freeze_time("2026-07-02 09:00:00"):
		assert due_for(hos, set_user) == [second.name]

	second.delete()
	assert due_for(hos, set_user) == [first.name]


def test_reviews_of_before_are_marked_by_the_update(team, user_with, set_user):
	first = make_review(team.locality, review_date="2025-12-01", next_review_on="2026-03-01")
	second = make_review(team.locality, next_review_on="2026-04-01")
	frappe.db.set_value("Effectiveness Review", first.name, "followed", 0)
	later_reviews_are_marked.execute()
	followed = frappe.get_all(
		"Effectiveness Review", fields=["name", "followed"], order_by="name", as_list=True
	)
	assert followed == ((first.name, 1), (second.name, 0))


def due_for(user: str, set_user: Callable[[str], Any]) -> list[str]:
	with set_user(user):
		reader = waiting_database.reader_of(user)
		duty = next(duty for duty in duties_of(reader) if duty.key == "reviews")
		return [item.record[1] for item in waiting_database.found(duty, reader).items]
