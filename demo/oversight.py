"""Each locality's Effectiveness Reviews, three a year, and its latest quarterly oversight reports."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import frappe

from demo.clock import clock_at
from demo.rollout import joining_day
from ppoc.reporting.oversight.figures import Quarter

REVIEW, REPORT = "Effectiveness Review", "Quarterly Oversight Report"
FIRST_AFTER, EVERY = timedelta(weeks=6), timedelta(weeks=17)
QUARTERS = 2
IMPROVING = (
	"The coordinator marks children for the panel on the list and sends it a week before.",
	"Predicted starts are looked at in every mobilisation meeting.",
	"Actions of the last meeting are gone through first, each with its date.",
)
EXPECTED = "The criteria about actions and the tracker go up by one."


def make_reviews_and_reports(localities: list[str], start: date, today: date, seed: str) -> None:
	"""Make only what is missing, so that a demo that was interrupted can be continued."""
	frappe.set_user("Administrator")
	reviewers = _coordinators(localities)
	for place, locality in enumerate(localities):
		# the coordinator of the next locality observes, which aids consistency (first source, appendix 5)
		observer = reviewers[localities[(place + 1) % len(localities)]]
		for number, day in enumerate(_days(joining_day(locality, start, today), today)):
			if not frappe.db.exists(REVIEW, {"locality": locality, "review_date": day}):
				_review(locality, observer, day, number, random.Random(f"{seed}:{locality}:{day}"))
		for quarter in _quarters(joining_day(locality, start, today), today):
			if not frappe.db.exists(REPORT, {"locality": locality, "quarter_start": quarter.first}):
				with clock_at(min(quarter.last + timedelta(days=9), today)):
					values = {"locality": locality, "quarter_start": quarter.first}
					frappe.get_doc({"doctype": REPORT, **values}).insert()
		frappe.db.commit()


def _coordinators(localities: list[str]) -> dict[str, str]:
	jobs = {"job": "Team Coordinator", "active": 1, "locality": ["in", localities]}
	rows = frappe.get_all("Worker", filters=jobs, fields=["locality", "name"], order_by="name desc")
	return {row.locality: row.name for row in rows}


def _days(since: date, today: date) -> Iterator[date]:
	day = since + FIRST_AFTER
	while day <= today:
		yield day
		day += EVERY


def _quarters(since: date, today: date) -> list[Quarter]:
	"""The last quarters that have ended and in which the locality met."""
	quarter = Quarter.of(today).before
	found: list[Quarter] = []
	while quarter.last > since and len(found) < QUARTERS:
		found.append(quarter)
		quarter = quarter.before
	return list(reversed(found))


def _review(locality: str, observer: str, day: date, number: int, draw: random.Random) -> None:
	with clock_at(day, 16):
		review = frappe.get_doc(
			{"doctype": REVIEW, "locality": locality, "review_date": day, "reviewer": observer}
		)
		review.update({"meetings_observed_on": day - timedelta(days=5), "panel_observed_on": day})
		review = frappe.get_doc(REVIEW, review.insert().name)
		for row in review.scores:
			before = row.previous_score or draw.choice((2, 3, 3, 4))
			row.score = str(max(1, min(5, before + draw.choice((-1, 0, 0, 1, 1) if number else (0,)))))
		review.update({"improving": draw.choice(IMPROVING), "expected_change": EXPECTED})
		review.update({"next_review_on": day + EVERY, "next_reviewer": observer})
		review.save()
