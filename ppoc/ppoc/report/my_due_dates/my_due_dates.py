"""My Due Dates: what is mine to do in time, the most urgent first."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from ppoc.access import database as access
from ppoc.timescales.rows import OPEN_STATES
from ppoc.timescales.values import State
from ppoc.timescales.wording import state_words

Row = dict[str, Any]
_FIELDS = [
	"name", "state", "due_on", "duty", "child", "child.full_name as child_name", "meeting", "forum_schedule",
	"meeting.title as meeting_title", "forum_schedule.forum as forum",
	"responsible", "duty_role", "team", "locality", "escalate_on", "escalate_to",
]  # fmt: skip


def execute(filters: dict[str, Any] | None = None) -> tuple[list[Row], list[Row], None, None, list[Row]]:
	"""Columns, rows and a summary; every row is one that the reader may see."""
	rows = get_data(frappe._dict(filters or {}))
	return get_columns(), rows, None, None, get_summary(rows)


def get_columns() -> list[Row]:
	"""What is due, for whom, and why."""
	return [
		{"fieldname": "due_on", "label": _("Due on"), "fieldtype": "Date", "width": 105},
		{"fieldname": "words", "label": _("How it stands"), "fieldtype": "Data", "width": 195},
		{"fieldname": "duty", "label": _("Duty"), "fieldtype": "Data", "width": 240},
		{"fieldname": "about", "label": _("About"), "fieldtype": "Data", "width": 250},
		{"fieldname": "why", "label": _("Why"), "fieldtype": "Data", "width": 75},
		{"fieldname": "whose", "label": _("Whose"), "fieldtype": "Data", "width": 150},
		{"fieldname": "further", "label": _("Goes further"), "fieldtype": "Data", "width": 300},
		{"fieldname": "team", "label": _("Team"), "fieldtype": "Link", "options": "Team", "width": 130},
		{"fieldname": "child", "label": _("Child"), "fieldtype": "Link", "options": "Child", "width": 110},
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""Mine by name, and what is my role's in my localities while nobody in particular has it."""
	wanted: Row = {"state": ["in", sorted(_states(filters))]}
	wanted.update({key: filters[key] for key in ("locality", "team", "duty") if filters.get(key)})
	today, found = getdate(), {}
	for mine in _mine(frappe.session.user):
		rows = frappe.get_list("Timescale", filters={**wanted, **mine}, fields=_FIELDS, limit_page_length=0)
		found.update({row.name: row for row in rows if _in_locality(row, mine)})
	ordered = sorted(found.values(), key=lambda row: (row.due_on, row.duty, row.name))
	return [_row(row, today) for row in ordered]


def _states(filters: frappe._dict) -> set[str]:
	return {State.OVERDUE.value} if filters.get("only_overdue") else OPEN_STATES


def _mine(user: str) -> list[Row]:
	ways: list[Row] = []
	worker = access.worker_of(user)
	if worker:
		ways.append({"responsible": worker})
	if access.localities_of(user):
		ways.append({"responsible": ["is", "not set"], "duty_role": ["in", frappe.get_roles(user)]})
	return ways


def _in_locality(row: Row, mine: Row) -> bool:
	"""A role is held where one has access, also where one sees a single child of elsewhere."""
	return "duty_role" not in mine or row["locality"] in access.localities_of(frappe.session.user)


def _row(row: Row, today: Any) -> Row:
	further = row["escalate_to"] and row["escalate_on"]
	return {
		**row,
		"words": state_words(State(row["state"]), row["due_on"], today),
		"about": row["child_name"] or row["meeting_title"] or _schedule(row),
		"why": row["name"],
		"whose": _("me") if row["responsible"] else _(row["duty_role"] or ""),
		"further": _further(row, today) if further else "",
	}


def _schedule(row: Row) -> str:
	"""A rhythm of meetings, by what meets where."""
	return ", ".join(filter(None, (_(row["forum"] or ""), row["team"] or row["locality"])))


def _further(row: Row, today: Any) -> str:
	day = frappe.format(row["escalate_on"], "Date")
	pattern = _("since {0} with {1}") if row["escalate_on"] <= today else _("on {0} to {1}")
	return pattern.format(day, _(row["escalate_to"]))


def get_summary(rows: list[Row]) -> list[Row]:
	"""How many in which state, counted from the rows below."""
	colours = {State.OVERDUE: "Red", State.DUE_SOON: "Orange", State.NOT_DUE: "Blue"}
	return [
		{
			"label": _(state.value),
			"value": sum(row["state"] == state.value for row in rows),
			"datatype": "Int",
			"indicator": colour,
		}
		for state, colour in colours.items()
		if rows
	]
