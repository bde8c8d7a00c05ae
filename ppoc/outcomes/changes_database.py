"""Counts moves, changes of social worker and permanence by place and span of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import frappe
from frappe.utils import getdate

from ppoc.access.scoped_query import Row
from ppoc.imports.ssda903.events import SOCIAL_WORKER_ALLOCATED
from ppoc.imports.ssda903.side_events import worker_of
from ppoc.outcomes.changes import CareChanges, changes_in
from ppoc.outcomes.outcomes_database import children_in_care

Span = tuple[date, date]


def changes_by(filters: frappe._dict, group: str, spans: Sequence[Span]) -> dict[str, list[CareChanges]]:
	"""Returns group → what happened in each span, for places that had a child in care in one of them.

	Args:
		filters: may have `locality` and `team`.
		group: "locality" or "team".
		spans: first and last days.
	"""
	found: defaultdict[str, list[CareChanges]] = defaultdict(lambda: [CareChanges() for _span in spans])
	for child in children_in_care(filters, getdate(), (SOCIAL_WORKER_ALLOCATED,)):
		workers = _given_another(child.events)
		for place, (first, last) in enumerate(spans):
			for period in child.periods:
				if period.known_from <= last and (period.ended_on is None or period.ended_on >= first):
					found[child.row[group] or ""][place].add(changes_in(period, workers, first, last))
	return found


def _given_another(events: Sequence[Row]) -> list[date]:
	"""Returns the days on which the child was given a social worker other than the one before."""
	found: list[date] = []
	before = None
	for event in events:
		worker = worker_of(event["details"] or "")
		if worker != before:
			found.append(event["event_date"])
		before = worker
	return found
