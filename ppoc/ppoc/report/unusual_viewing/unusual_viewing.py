"""Unusual Viewing: looking at children's records that somebody should ask about (X4.2).

For the Caldicott guardian. A line says that something was out of the ordinary, not that it was wrong.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, cint, getdate, nowdate

from ppoc.access.audit.unusual import Thresholds, Unusual, unusual
from ppoc.access.audit.viewing_database import full_names, looks_between, places_of, reaches_of
from ppoc.reporting.figures.columns import Column, day, moment, text, whole
from ppoc.reporting.figures.lists_database import figure

DAYS = 7
NAMED = 12
"""How many children a line names; the number of all of them is beside it."""

Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, None, list[Row] | None]:
	"""Returns columns, a line for each day, person and kind, and a summary by kind.

	Raises:
		frappe.PermissionError: the reader may not read the audit trail.
	"""
	frappe.has_permission("Audit Entry", "read", throw=True)
	asked = frappe._dict(filters or {})
	rows = get_data(asked) if asked.team is None else []  # the feed asks so for the columns alone
	return get_columns(), rows, None, None, get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: when, who, what is unusual, how often, and at which children."""
	return [
		day("day", _("Day")),
		text("who", _("Who"), 180),
		text("kind", _("What is unusual"), 160),
		whole("looks", _("Times"), 80),
		whole("child_count", _("Children"), 90),
		text("children", _("Which children"), 260),
		moment("first", _("First"), 165),
		moment("last", _("Last"), 165),
		text("user", _("Login"), 220),
	]


def get_data(asked: frappe._dict) -> list[Row]:
	"""Returns what was unusual in the last seven days, or between the days asked for."""
	last = getdate(asked.to_date or nowdate())
	first = getdate(asked.from_date or add_days(last, 1 - DAYS))
	looks = looks_between(first, last, asked.user or "")
	places = places_of({look.child for look in looks} - {""})
	reaches = reaches_of({look.user for look in looks})
	found = unusual(looks, places, reaches, _thresholds(asked))
	names = full_names(each.user for each in found)
	return [_row(each, names) for each in found if asked.kind in (None, "", each.kind)]


def get_summary(rows: list[Row]) -> list[Row] | None:
	"""Returns how many lines there are of each kind."""
	counts = Counter(row["kind"] for row in rows)
	return [figure(_(kind), number, "Orange") for kind, number in sorted(counts.items())] or None


def _thresholds(asked: frappe._dict) -> Thresholds:
	usual = Thresholds()
	given = {name: asked.get(name) for name in ("night_from", "night_to", "many_children", "many_refusals")}
	return Thresholds(
		**{
			name: getattr(usual, name) if value in (None, "") else cint(value)
			for name, value in given.items()
		}
	)


def _row(found: Unusual, names: dict[str, str]) -> Row:
	named = sorted(found.children)
	more = ", …" if len(named) > NAMED else ""
	return {
		"day": found.day,
		"who": names.get(found.user, found.user),
		"kind": _(found.kind),
		"looks": found.looks,
		"child_count": len(named),
		"children": ", ".join(named[:NAMED]) + more,
		"first": found.first,
		"last": found.last,
		"user": found.user,
	}
