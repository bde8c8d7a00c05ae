"""Reads and writes what Effectiveness Reviews are compared with."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.utils import add_months, getdate

from ppoc.access import rules as access
from ppoc.reporting.figures.rhythm_kept import by_forum
from ppoc.reporting.figures.rhythm_kept_database import kept_in, rhythm_in_words

REVIEW, SCORE = "Effectiveness Review", "Effectiveness Score"
AFTER_ALL = "9999-12-31"
FIRST_MONTHS = 3
"""How many months a locality's first review covers."""


def criteria() -> list[Any]:
	"""Returns the criteria in use, in order."""
	return frappe.get_all(
		"Effectiveness Criterion",
		filters={"active": 1},
		fields=["name", "criterion", "section"],
		order_by="number asc",
		limit=0,
	)


def criterion_titles() -> dict[str, str]:
	"""Returns criterion → its title."""
	return dict(frappe.get_all("Effectiveness Criterion", fields=["name", "criterion"], as_list=True))


def before(locality: str, day: date | str, name: str = "") -> Any:
	"""Returns the locality's last review before a day, or None."""
	found = frappe.get_all(
		REVIEW,
		filters={"locality": locality, "review_date": ["<", day], "name": ["!=", name]},
		fields=["name", "review_date", "next_reviewer"],
		order_by="review_date desc, creation desc",
		limit=1,
	)
	return found[0] if found else None


def scores_of(review: str | None) -> dict[str, int]:
	"""Returns criterion → score for every criterion that a review has scored."""
	rows = frappe.get_all(
		SCORE, filters={"parent": review or "", "parenttype": REVIEW}, fields=["criterion", "score"]
	)
	return {row.criterion: int(row.score) for row in rows if row.score}


def may_review(locality: str, user: str, day: date | str, name: str = "") -> bool:
	"""Returns whether a user may review a locality: with access to it, or as the next reviewer that the last
	review planned.

	Args:
		day: the day of the review.
		name: the review itself, which does not count as the last one.
	"""
	if access.sees_all(user) or locality in access.localities_of(user):
		return True
	last, worker = before(locality, day, name), access.worker_of(user)
	return bool(last and worker and last.next_reviewer == worker)


def begins_on(last: Any, day: date | str) -> date:
	"""Returns the first day on which meetings are counted: the day after the last review, or three months back."""
	if last:
		return getdate(frappe.utils.add_days(last.review_date, 1))
	return getdate(add_months(day, -FIRST_MONTHS))


def frequency(locality: str, since: date, until: date) -> list[dict[str, Any]]:
	"""Returns how often each forum of the locality was due and was held, all its teams together."""
	return [
		{
			"forum": row.forum,
			"rhythm": rhythm_in_words(row.rhythm, row.nth),
			"expected": row.expected,
			"held": row.sat.held,
			"cancelled": row.sat.cancelled,
			"last_held": row.sat.last_held,
		}
		for row in by_forum(kept_in(locality, since, until))
	]


def tell_later_ones(locality: str, name: str) -> None:
	"""Updates later reviews of the locality when one has changed, so that they compare with its new scores."""
	later = frappe.get_all(
		REVIEW,
		filters={"locality": locality, "name": ["!=", name]},
		fields=["name", "review_date", "previous_review"],
	)
	for review in later:
		last = before(locality, review.review_date, review.name)
		found = last.name if last else None
		if name not in (found, review.previous_review):
			continue
		if found != review.previous_review:
			frappe.db.set_value(REVIEW, review.name, "previous_review", found, update_modified=False)
		_compare(review.name, scores_of(found))


def mark_followed(locality: str) -> None:
	"""Marks every review of a locality except the last as followed: what they planned is no longer due."""
	review, last = frappe.qb.DocType(REVIEW), before(locality, AFTER_ALL)
	of_locality = frappe.qb.update(review).where(review.locality == locality)
	of_locality.set(review.followed, 1).where(review.followed == 0).run()
	if last:
		of_locality.set(review.followed, 0).where(review.name == last.name).run()


def _compare(review: str, was: dict[str, int]) -> None:
	rows = frappe.get_all(
		SCORE,
		filters={"parent": review, "parenttype": REVIEW},
		fields=["name", "criterion", "previous_score"],
	)
	for row in rows:
		if row.previous_score != was.get(row.criterion, 0):
			frappe.db.set_value(
				SCORE, row.name, "previous_score", was.get(row.criterion, 0), update_modified=False
			)
