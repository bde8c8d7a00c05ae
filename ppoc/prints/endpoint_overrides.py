"""Endpoints for PDFs that do not go through `frappe.get_print`: reports, and formats of the print format builder.

Our engine makes both. Frappe's own functions would load whatever the page names; a report's page comes from
the browser.
"""

from __future__ import annotations

import re

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from ppoc.prints.printing import is_ours, pdf_of

MOST_CELLS = 20_000
"""A table of this many cells takes about a minute to lay out, half of what a web server waits."""


@frappe.whitelist(methods=["GET", "POST"])
def report_to_pdf(html: str, orientation: str = "Landscape") -> None:
	"""Answers with a report's printed page as a PDF. The request does not name the report; other apps' come here too.

	Args:
		html: the page, as the browser shows it in its print view.
		orientation: Landscape or Portrait.

	Raises:
		ValidationError: the table is too long for a PDF.
	"""
	make_access_log(file_type="PDF", method="PDF", page=html)
	if (cells := len(re.findall(r"<td\b", html))) > MOST_CELLS:
		frappe.throw(
			_(
				"This report has {0} cells; a PDF can hold {1}. Filter it further, or export it to Excel."
			).format(cells, MOST_CELLS),
			frappe.ValidationError,
			title=_("Too long for a PDF"),
		)
	_answer("report.pdf", pdf_of(html, title=_("Report"), options={"orientation": orientation}))


@frappe.whitelist(methods=["GET", "POST"])
def download_built_pdf(doctype: str, name: str, print_format: str, letterhead: str | None = None) -> None:
	"""Answers with a record printed in a format of the print format builder.

	Raises:
		PermissionError: the user may not print the record.
	"""
	from frappe.utils import weasyprint

	if not is_ours(doctype):
		weasyprint.download_pdf(doctype, name, print_format, letterhead)
		return
	page = weasyprint.get_html(doctype, name, print_format, letterhead)  # checks the permission
	_answer(f"{name}.pdf".replace(" ", "-").replace("/", "-"), pdf_of(page, title=name))


@frappe.whitelist(methods=["GET", "POST"])
def can_make_pdfs() -> bool:
	"""Returns true so that Frappe's print view does not warn about its own engine. Ours reports what is
	missing itself."""
	return True


def _answer(filename: str, pdf: bytes) -> None:
	frappe.local.response.filename = filename
	frappe.local.response.filecontent = pdf
	frappe.local.response.type = "pdf"
