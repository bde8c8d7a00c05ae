"""Who Looked at a Child: who saw or changed the child's records or was refused them, the latest first (X4.2)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, escape_html, getdate, nowdate

from ppoc.access.audit.viewing_database import entries_about, full_names
from ppoc.reporting.figures.columns import Column, moment, text, whole
from ppoc.reporting.figures.lists_database import figure

MONTHS = 3
COLOURS = {"Seen": "Blue", "Changed": "Orange", "Refused": "Red"}

Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str | None, None, list[Row] | None]:
	"""Returns columns, the entries about one child, the child's name and a summary; without a child, no entries.

	Raises:
		frappe.PermissionError: the reader may not see the child.
	"""
	asked = frappe._dict(filters or {})
	if not asked.child:
		return get_columns(), [], None, None, None
	child = frappe.get_doc("Child", asked.child)
	child.check_permission("read")
	rows = get_data(asked)
	about = _("Who looked at {0}").format(frappe.bold(escape_html(child.full_name or child.name)))
	return get_columns(), rows, about, None, get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: when, who, what came of it, by which door, and what."""
	return [
		moment("at", _("When"), 170),
		text("who", _("Who"), 180),
		text("outcome", _("Outcome"), 90),
		text("door", _("Door"), 110),
		text("about", _("Record"), 220),
		text("what", _("What"), 300),
		whole("child_count", _("Children in the answer"), 110),
		text("user", _("Login"), 220),
	]


def get_data(asked: frappe._dict) -> list[Row]:
	"""Returns the entries of the last three months, or between the days asked for."""
	last = getdate(asked.to_date or nowdate())
	first = getdate(asked.from_date or add_months(last, -MONTHS))
	found = entries_about(asked.child, first, last)
	names = full_names(row["user"] for row in found)
	return [_row(row, names.get(row["user"], row["user"])) for row in found]


def _row(found: Row, who: str) -> Row:
	"""Returns what the reader may know of an entry: an answer about several children can name another one's record."""
	alone, kind = found["child_count"] == 1, _(found["record_type"] or "")
	return {
		"at": found["at"],
		"who": _("{0}, impersonated").format(who) if found["impersonated_by"] else who,
		"outcome": _(found["outcome"]),
		"door": _(found["door"]),
		"about": f"{kind} {found['record']}" if alone and found["record"] else kind,
		"what": found["what"] if alone else "",
		"child_count": found["child_count"],
		"user": found["user"],
	}


def get_summary(rows: list[Row]) -> list[Row] | None:
	"""Returns how many people there were, and how often each outcome."""
	if not rows:
		return None
	counts = Counter(row["outcome"] for row in rows)
	people = figure(_("People"), len({row["user"] for row in rows}), "Blue")
	return [people, *(figure(_(outcome), counts[_(outcome)], colour) for outcome, colour in COLOURS.items())]
