"""PDFs that do not come by `frappe.get_print`: reports, and formats of the print format builder. Both by our engine.

The platform's own functions would load whatever the page names; a report's page is what the browser sends.
"""

from __future__ import annotations

import re

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from ppoc.prints.printing import is_ours, pdf_of

MOST_CELLS = 20_000
"""A table of so many takes about a minute to lay out, half of what a web server waits."""


@frappe.whitelist(methods=["GET", "POST"])
def report_to_pdf(html: str, orientation: str = "Landscape") -> None:
	"""A report's printed page as PDF. The request does not say which report: those of other apps come here too.

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
	"""A record printed with a format of the print format builder.

	Raises:
		PermissionError: the person may not print the record.
	"""
	from frappe.utils import weasyprint

	if not is_ours(doctype):
		weasyprint.download_pdf(doctype, name, print_format, letterhead)
		return
	page = weasyprint.get_html(doctype, name, print_format, letterhead)  # checks the permission
	_answer(f"{name}.pdf".replace(" ", "-").replace("/", "-"), pdf_of(page, title=name))


@frappe.whitelist(methods=["GET", "POST"])
def can_make_pdfs() -> bool:
	"""What the platform's print view asks; told no, it warns of its own engine. Ours says itself what is missing."""
	return True


def _answer(filename: str, pdf: bytes) -> None:
	frappe.local.response.filename = filename
	frappe.local.response.filecontent = pdf
	frappe.local.response.type = "pdf"
