"""Requests that were open in a period, who decides them, and how long that took."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate, now_datetime, nowdate
from pypika.functions import NullIf
from pypika.terms import Criterion

from ppoc.access.scoped_query import Row, scoped
from ppoc.decisions.statuses import DECIDED, WAITING
from ppoc.reporting.figures.date_ranges import standing


def decisions(filters: Row) -> list[Row]:
	"""Returns a row for each request made, decided or waiting in the period, the longest waiting first.

	If the delegation list does not say who decides, it is the forum that the request was put to.

	Returns:
		The rows. `days`: from the request to the decision, or to today while it waits; `authorised`: whether
			the decision was authorised on time.
	"""
	today, now = getdate(nowdate()), now_datetime()
	rows = _query(filters).run(as_dict=True)
	for row in rows:
		waits = row.status in WAITING
		until = row.decided_on or (today if waits else None)
		row.days = (until - row.asked_on).days if until and row.asked_on else None
		row.authorised = standing(row.authorise_by, row.authorised_on, now)
	return sorted(
		rows, key=lambda row: (row.status not in WAITING, row.asked_on or date.min, row.decision_name)
	)


def median_days(rows: list[Row]) -> float | None:
	"""Returns the median days that decided requests took; None if none was decided."""
	taken = [row["days"] for row in rows if row["status"] in DECIDED and row["days"] is not None]
	return median(taken) if taken else None


def _query(filters: Row) -> Any:
	request, query = scoped("Panel Decision")
	child, meeting = frappe.qb.DocType("Child"), frappe.qb.DocType("Meeting")
	query = (
		query.join(child)
		.on(child.name == request.child)
		.left_join(meeting)
		.on(meeting.name == request.meeting)
		.where(_open_within(request, filters["from_date"], filters["to_date"]))
		.select(request.name.as_("decision_name"), request.child, child.full_name.as_("child_name"))
		.select(child.locality, child.team, request.request_type, request.status)
		.select(Coalesce(NullIf(request.who_decides, ""), meeting.forum).as_("who_decides"))
		.select(request.requested_on.as_("asked_on"), request.meeting, meeting.meeting_date, request.decision)
		.select(request.decided_on, request.authorise_by, request.authorised_on, request.missing_documents)
		.select(request.emergency, request.retrospective)
	)
	for name in ("locality", "team"):
		if filters.get(name):
			query = query.where(child[name] == filters[name])
	for name in ("request_type", "who_decides"):
		if filters.get(name):
			query = query.where(request[name] == filters[name])
	return query


def _open_within(request: Any, since: date, until: date) -> Criterion:
	"""Requests made by the end of the period and not settled before it began."""
	waits = request.status.isin(WAITING)
	return (Coalesce(request.requested_on, request.decided_on) <= until) & (
		waits | (request.decided_on >= since) | (request.requested_on >= since)
	)
