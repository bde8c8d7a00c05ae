"""Endpoints for the form of a Quarterly Oversight Report."""

from __future__ import annotations

import frappe
from frappe import _

from ppoc.exceptions import OversightStateError
from ppoc.reporting.oversight.rendering import ppoc_oversight_charts


@frappe.whitelist(methods=["GET"])
def charts(report: str) -> list[dict[str, str]]:
	"""Returns the heading and SVG of each chart of a report.

	Raises:
		PermissionError: the user may not read the report.
	"""
	doc = frappe.get_doc("Quarterly Oversight Report", report)
	doc.check_permission("read")
	return [{"heading": heading, "svg": str(chart.svg)} for heading, chart in ppoc_oversight_charts(doc)]


@frappe.whitelist(methods=["POST"])
def draft_again(report: str, modified: str) -> None:
	"""Recounts the figures while a report is a draft; what the chair wrote stays.

	Args:
		modified: the report's timestamp when it was opened.

	Raises:
		PermissionError: the user may not change the report.
		OversightStateError: the report has changed since, or is not a draft any more.
	"""
	doc = frappe.get_doc("Quarterly Oversight Report", report, for_update=True)
	doc.check_permission("write")
	if str(doc.modified) != modified or doc.status != "Draft":
		frappe.throw(
			_("The report has changed since you looked at it, or is no longer a draft. Check it again."),
			OversightStateError,
			title=_("Report Changed"),
		)
	doc.draft()
	doc.save()
