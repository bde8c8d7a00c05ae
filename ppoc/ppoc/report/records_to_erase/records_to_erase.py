"""Records to Erase: which records are due, held or without a date, each with its reasons (X4.3)."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _

from ppoc.access.scoped_query import Row
from ppoc.reporting.figures.columns import Column, day, link, text
from ppoc.reporting.figures.lists_database import figure
from ppoc.retention.list_database import DUE, HELD, NO_DATE, rows_for


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, None, list[Row]]:
	"""Returns columns, a row for each child that fits the filters, and how many there are by state."""
	rows = rows_for(frappe._dict(filters or {}))
	states = Counter(row["code"] for row in rows)
	summary = [
		figure(_("Due"), states[DUE]),
		figure(_("Held"), states[HELD]),
		figure(_("No date"), states[NO_DATE]),
	]
	return get_columns(), rows, None, None, summary


def get_columns() -> list[Column]:
	"""Returns the columns: whose record, until when it is kept, and why."""
	return [
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 110),
		text("state", _("State"), 90),
		day("erase_from", _("May be erased from"), 165),
		text("reasons", _("Why"), 420),
		text("holds", _("Held by"), 160),
		link("erasure", _("Erasure"), "Erasure", 120),
		day("date_of_birth", _("Date of birth")),
		link("locality", _("Locality"), "Locality"),
		link("team", _("Team"), "Team", 150),
	]
