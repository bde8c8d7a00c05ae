"""The rows of the list of records that are due to be erased: the children that the reader may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.database.rows import chunks
from ppoc.retention.holds import Hold
from ppoc.retention.retention_period import Kept
from ppoc.retention.retention_period_database import everything_held, holds_on, kept
from ppoc.translating import translated

DUE, HELD, NO_DATE, KEPT, ALL = "Due", "Held", "No date", "Kept", "All"
DUE_OR_HELD = "Due or held"


def rows_for(filters: Any) -> list[Row]:
	"""Returns a row for each child that fits the filters, the longest due first.

	Args:
		filters: `state`, `until` (a day; today if not given), `locality`, `team`.
	"""
	child, query = scoped("Child")
	query = query.select(child.name, child.full_name, child.date_of_birth, child.locality, child.team).where(
		child.merged_into.isnull() | (child.merged_into == "")
	)
	for place in ("locality", "team"):
		if filters.get(place):
			query = query.where(child[place] == filters[place])
	children = query.orderby(child.name).run(as_dict=True)
	names = [row.name for row in children]
	ends, holds, erasures = kept(names), holds_on(names), _erasures(names)
	until, on_hold = getdate(filters.get("until") or nowdate()), everything_held()
	rows = [
		_row(row, ends[row.name], holds.get(row.name, []), erasures.get(row.name), until, on_hold)
		for row in children
	]
	wanted = _wanted(filters.get("state") or DUE_OR_HELD)
	return sorted(
		(row for row in rows if row["code"] in wanted),
		key=lambda row: (row["erase_from"] or date.max, row["child"]),
	)


def _wanted(state: str) -> set[str]:
	groups = {DUE_OR_HELD: {DUE, HELD}, ALL: {DUE, HELD, NO_DATE, KEPT}}
	return groups.get(state, {state})


def _row(
	child: Any, end: Kept, holds: list[Hold], erasure: str | None, until: date, everything_on_hold: str
) -> Row:
	held = [hold.name for hold in holds if hold.holds(getdate(nowdate()))]
	code = _state(end, bool(held or everything_on_hold), until)
	return {
		"child": child.name,
		"child_name": child.full_name,
		"code": code,
		"state": frappe._(code),
		"erase_from": end.erase_from,
		"reasons": " ".join(map(translated, end.reasons)),
		"holds": ", ".join([*held, *([everything_on_hold] if everything_on_hold else [])]),
		"erasure": erasure,
		"date_of_birth": child.date_of_birth,
		"locality": child.locality,
		"team": child.team,
	}


def _state(end: Kept, held: bool, until: date) -> str:
	if end.erase_from is None:
		return NO_DATE
	if not end.is_due(until):
		return KEPT
	return HELD if held else DUE


def _erasures(children: list[str]) -> dict[str, str]:
	found: dict[str, str] = {}
	if not frappe.has_permission("Erasure", "read"):
		return found
	for some in chunks(children):
		filters = {"child": ["in", some], "status": ["!=", "Withdrawn"]}
		for row in frappe.get_list("Erasure", filters, ["name", "child"], limit=0):
			found[row.child] = row.name
	return found
