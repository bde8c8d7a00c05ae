"""Reports sent by email: run with the reader's permissions and sent to nobody else."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport

from ppoc.access.audit.changes import shown_in_background
from ppoc.access.impersonation import acting_as
from ppoc.access.sharing import is_case
from ppoc.exceptions import HiddenRecordError
from ppoc.prints.printing import pdf_of


class ScheduledReport(AutoEmailReport):
	"""Auto Email Report. Frappe runs a script report as the user who runs the job, who sees everything."""

	def validate(self) -> None:
		"""Adds to Frappe's checks: a report on case records goes to its reader only."""
		super().validate()
		if not self.is_on_case_records():
			return
		address = (frappe.db.get_value("User", self.user, "email") or self.user).lower()
		if {email.lower() for email in self.email_to.split()} != {address}:
			frappe.throw(
				_("This report shows what {0} may see, so it can only be sent to {1}.").format(
					self.user, address
				),
				HiddenRecordError,
				title=_("Other recipients"),
			)

	def get_report_content(self) -> Any:
		"""Returns the report as its reader would see it now.

		Raises:
			HiddenRecordError: another user wants to read it.
		"""
		if not self.is_on_case_records():
			return super().get_report_content()
		if frappe.session.user not in (self.user, "Administrator"):
			frappe.throw(
				_("Only {0} may open this, because it shows what that person may see.").format(self.user),
				HiddenRecordError,
				title=_("Somebody else's report"),
			)
		with acting_as(self.user):
			content = self._as_pdf() if self.format == "PDF" else super().get_report_content()
		if self.format != "PDF":
			self._put_on_record(content)
		return content

	def _put_on_record(self, content: Any) -> None:
		"""Puts the children in the report on the audit trail, as seen by its reader."""
		text = content.encode() if isinstance(content, str) else content or b""
		shown_in_background(self.user, "Email", self.report, text, "text/html")

	def _as_pdf(self) -> bytes | None:
		"""Returns the report's table as a PDF made by our own engine; Frappe 16 offers this format."""
		self.format = "HTML"
		try:
			table = super().get_report_content()
		finally:
			self.format = "PDF"
		self._put_on_record(table)
		return pdf_of(table, title=self.name, options={"orientation": "Landscape"}) if table else None

	def is_on_case_records(self) -> bool:
		"""Returns whether the report is about children or about their records."""
		return is_case(frappe.db.get_value("Report", self.report, "ref_doctype"))
