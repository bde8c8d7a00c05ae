"""Passes every .csv and .xlsx that Frappe writes through `spreadsheet_cells`.

Frappe has no hook for this and writes such files in many places (lists, reports, scheduled emails, Data
Export). So its three writers are wrapped, once in each process; they only behave differently on sites with
this app.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ppoc.access.spreadsheet_cells import as_text, rows_as_text
from ppoc.database.installed import is_installed

_MARK = "ppoc_formula_safe"


def guard(**_: Any) -> None:
	"""Wraps the writers if this process has not done so yet. Runs before each request and job."""
	from frappe.desk import utils as desk
	from frappe.email.doctype.auto_email_report import auto_email_report
	from frappe.utils import csvutils, xlsxutils

	if hasattr(csvutils.UnicodeWriter.writerow, _MARK):
		return
	desk.get_csv_bytes = _with(desk.get_csv_bytes, lambda rows: list(rows_as_text(rows)))
	xlsxutils.make_xlsx = _with(xlsxutils.make_xlsx, rows_as_text)
	auto_email_report.make_xlsx = xlsxutils.make_xlsx
	xlsxutils.handle_html = _after(xlsxutils.handle_html)
	csvutils.UnicodeWriter.writerow = _with_row(csvutils.UnicodeWriter.writerow)


def _with(write: Callable, cleaned: Callable[[Any], Any]) -> Callable:
	@wraps(write)
	def safe(data: Any, *args: Any, **options: Any) -> Any:
		return write(cleaned(data) if is_installed() else data, *args, **options)

	return safe


def _after(plain: Callable) -> Callable:
	"""Wraps the HTML reader: the text between tags may also be a formula."""

	@wraps(plain)
	def safe(data: Any) -> Any:
		text = plain(data)
		return as_text(text) if is_installed() else text

	return safe


def _with_row(write: Callable) -> Callable:
	@wraps(write)
	def safe(self: Any, row: Any) -> Any:
		return write(self, [as_text(cell) for cell in row] if is_installed() else row)

	setattr(safe, _MARK, True)
	return safe
