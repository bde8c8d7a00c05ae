"""What list 8 says of a child's time in care, from the episodes of the statutory return. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from ppoc.imports.ssda903.ordering import periods_of
from ppoc.imports.ssda903.timeline import Episode, in_care, known_on, placement_starts

A_YEAR = relativedelta(months=12)


@dataclass(frozen=True)
class CareHistory:
	"""The latest period of care as it stood on a day.

	Attributes:
		started_on, ended_on, end_reason: of the period; the end and its code only if it had ended.
		came_back: another period of care had begun in the twelve months before the day, and had ended.
		latest: its last episode.
		legal_status_since: since when the legal status was the same without a break.
		placement_since: since when the child had lived there.
		placements: in how many placements the child lived in the twelve months before the day; None if it is not known.
	"""

	started_on: date
	ended_on: date | None
	end_reason: str
	came_back: bool
	latest: Episode
	legal_status_since: date
	placement_since: date
	placements: int | None


def care_history(episodes: Sequence[Episode], on: date) -> CareHistory | None:
	"""Returns a child's latest period of care, or None for a child who had none, or only short breaks.

	Args:
		episodes: the child's episodes in order.
		on: the day of the list; what happened later is not known yet.
	"""
	periods = [period for period in map(in_care, periods_of(known_on(episodes, on))) if period]
	if not periods:
		return None
	period, since = periods[-1], on - A_YEAR
	latest = period[-1]
	ended = None if latest.goes_on else latest.ended_on
	return CareHistory(
		started_on=period[0].started_on,
		ended_on=ended,
		end_reason=latest.reason_ended or "" if ended else "",
		came_back=any(before[0].started_on > since for before in periods[:-1]),
		latest=latest,
		legal_status_since=_same_status_since(period),
		placement_since=placement_starts(period)[-1],
		placements=sum(_placements_since(one, since) for one in periods),
	)


def _same_status_since(period: Sequence[Episode]) -> date:
	since = period[-1].started_on
	for episode in reversed(period):
		if episode.legal_status != period[-1].legal_status:
			break
		since = episode.started_on
	return since


def _placements_since(period: Sequence[Episode], since: date) -> int:
	"""Returns in how many placements of a period the child lived on the day or later."""
	last = period[-1]
	if not last.goes_on and last.ended_on and last.ended_on < since:
		return 0
	starts = placement_starts(period)
	before = sum(start <= since for start in starts)
	return len(starts) - max(before - 1, 0)
