"""A list of the inspection as a report of the Desk."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe import _

from ppoc.access.scoped_query import Row
from ppoc.inspection.lists import InspectionList, ListColumn
from ppoc.inspection.lists_database import day_of, rows_of
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import figure
from ppoc.translating import translated

Answer = tuple[list[Column], list[Row], str | None, None, list[Row]]
MARGIN, PIXELS_OF_A_LETTER = 30, 7
"""A heading that is cut does not say what stands below it."""
KINDS: dict[str, Callable[[str, str, int], Column]] = {"text": text, "day": day, "whole": whole}


def shown(which: InspectionList, filters: Row | None = None) -> Answer:
	"""Returns columns, rows, a note on what is not held here, no chart, and how many children there are."""
	asked = frappe._dict(filters or {})
	rows = rows_of(which, day_of(asked), asked)
	return get_columns(which), rows, get_note(which), None, [figure(_("Children"), len(rows))]


def get_columns(which: InspectionList) -> list[Column]:
	"""Returns the child, and the columns of the list that PPOC can fill."""
	child = [text("child_name", _("Child"), 180), link("child", _("Record"), "Child", 110)]
	return [*child, *map(_column, which.held)]


def get_note(which: InspectionList) -> str:
	"""Returns which columns have to come from the case system."""
	headings = ", ".join(map(translated, which.not_held))
	return _("Not held here, and empty in the workbook: {0}.").format(headings)


def _column(column: ListColumn) -> Column:
	heading = translated(column.heading)
	return KINDS[column.kind](
		column.field, heading, max(column.width, MARGIN + PIXELS_OF_A_LETTER * len(heading))
	)
