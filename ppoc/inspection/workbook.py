"""Both lists as one workbook, each on a sheet of its own, in the order in which Ofsted asks for the columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from frappe import _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ppoc.access.scoped_query import Row
from ppoc.access.spreadsheet_cells import as_text
from ppoc.inspection.lists import ADOPTION, CHILDREN_IN_CARE, InspectionList
from ppoc.inspection.lists_database import rows_of
from ppoc.translating import translated

DAY_FORMAT = "dd/mm/yyyy"
PIXELS_OF_A_CHARACTER = 7


def workbook(on: date, filters: Mapping[str, Any]) -> bytes:
	"""Returns the workbook with the children whom the user may see.

	Args:
		on: the day of the inspection.
		filters: may have `locality` and `team`.
	"""
	book = Workbook()
	book.remove(book.worksheets[0])
	for which in (CHILDREN_IN_CARE, ADOPTION):
		title = _("List {0} {1}").format(which.number, translated(which.title))
		_fill(book.create_sheet(title), which, rows_of(which, on, filters))
	stream = BytesIO()
	book.save(stream)
	return stream.getvalue()


def _fill(sheet: Worksheet, which: InspectionList, rows: list[Row]) -> None:
	"""Writes headings and rows; a column that is not held here stays empty under its heading."""
	sheet.append([as_text(translated(column.heading)) for column in which.columns])
	for row in rows:
		sheet.append([as_text(row.get(column.field)) if column.field else None for column in which.columns])
	for cell in sheet[1]:
		cell.font = Font(bold=True)
	sheet.freeze_panes = "B2"
	for place, column in enumerate(which.columns, 1):
		letter = get_column_letter(place)
		sheet.column_dimensions[letter].width = column.width / PIXELS_OF_A_CHARACTER
		if column.kind == "day":
			for cell in sheet[letter][1:]:
				cell.number_format = DAY_FORMAT
