"""Access to Question: who still has access to a locality and does not use it, has left, or stands in without an end.

For those who give and withdraw access; each sees their own localities.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from ppoc.access.unused_access import UNUSED_DAYS
from ppoc.access.unused_access_database import questionable
from ppoc.reporting.figures.columns import Column, day, link, text
from ppoc.translating import translated

Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row]]:
	"""Returns columns, and a row for each access that somebody should ask about.

	Raises:
		frappe.PermissionError: the reader may not read who has access.
	"""
	frappe.has_permission("Locality Access", "read", throw=True)
	asked = frappe._dict(filters or {})
	rows = get_data(asked) if asked.team is None else []  # the feed asks so for the columns alone
	return get_columns(), rows


def get_columns() -> list[Column]:
	"""Returns the columns: who has access where, why to ask, and since when the login is not used."""
	return [
		text("who", _("Who"), 180),
		link("locality", _("Locality"), "Locality", 160),
		text("why", _("Why ask"), 280),
		day("used_on", _("Last used")),
		day("from_date", _("From")),
		day("to_date", _("Until")),
		link("stand_in_for", _("Stands in for"), "Worker", 160),
		link("access", _("Access"), "Locality Access", 130),
	]


def get_data(asked: frappe._dict) -> list[Row]:
	"""Returns the rows; `days` says for how many days a login may be unused."""
	days = cint(asked.days) or UNUSED_DAYS
	return [
		{
			**{name: row[name] for name in ("locality", "used_on", "from_date", "to_date", "stand_in_for")},
			"who": row.full_name or row.user,
			"why": translated(why),
			"access": row.name,
		}
		for row, why in questionable(days=days)
		if asked.locality in (None, "", row.locality)
	]
