"""Checks of the tables beside Episodes and Reviews that the statutory validation rules make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ppoc.ages import birthday
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.ordering import ChildRows
from ppoc.imports.ssda903.parse import EpisodeRow, LibertyRow, words_of
from ppoc.imports.ssda903.rule_checks import Breach, Check, Year
from ppoc.messages import Message


def still_open(rows: str) -> Check:
	"""Returns a check that a time of the child's `rows` has ended when the next one begins."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		for row, after in pairwise(getattr(child, rows)):
			if row.ended_on is None or row.ended_on > after.started_on:
				detail = Message("Line {0} starts on {1}.", after.line, words_of(after.started_on))
				yield Breach(row, "ended_on", detail)

	return check


def not_before_birth(rows: str) -> Check:
	"""Returns a check that a time of the child's `rows` does not begin before the birth."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		born = child.header.date_of_birth
		for row in getattr(child, rows):
			if born and row.started_on < born:
				yield Breach(row, "started_on", Message("The child was born on {0}.", words_of(born)))

	return check


def liberty_and_placement(child: ChildRows, year: Year) -> Iterator[Breach]:
	for order in child.liberty:
		for row in child.episodes:
			if row.placement in codes.NOT_WITH_LIBERTY_ORDER and _at_once(row, order):
				detail = Message("Line {0} of {1} has {2}.", row.line, row.file, row.placement)
				yield Breach(order, "started_on", detail)


def _at_once(one: EpisodeRow, other: LibertyRow) -> bool:
	"""Returns whether an episode and an order have a day in common."""
	if one.started_on is None or other.started_on is None:
		return False
	return one.started_on <= (other.ended_on or date.max) and other.started_on <= (one.ended_on or date.max)


def worker_known(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row in child.social_workers:
		if row.worker_id is None:
			yield Breach(row, "worker_id", Message("It is blank."))


def worker_reason(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row in child.social_workers:
		if row.reason and row.reason not in codes.SOCIAL_WORKER_REASON:
			yield Breach(row, "reason", Message("“{0}” is not a known code.", row.reason))
		elif row.reason is None and row.started_on and row.started_on >= codes.SOCIAL_WORKERS_SINCE:
			yield Breach(row, "reason", Message("It is blank."))


def ceased_as_adult(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	for row in child.unaccompanied:
		if born and row.ended_on and row.ended_on > birthday(born, 18):
			yield Breach(row, "ended_on", Message("The child is 18 on {0}.", words_of(birthday(born, 18))))


def decided_after_match(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row in child.adopted:
		if row.decided_on and row.matched_on and row.decided_on > row.matched_on:
			yield Breach(row, "decided_on", Message("The match was on {0}.", words_of(row.matched_on)))
