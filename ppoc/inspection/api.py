"""Whitelisted calls of the inspection's lists."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from ppoc.inspection.lists_database import day_of
from ppoc.inspection.workbook import workbook

REPORTS = ("List 8 Children in Care", "List 10 Adoption")


@frappe.whitelist(methods=["GET", "POST"])
def download(on: str = "", locality: str = "", team: str = "") -> None:
	"""Sends the lists 8 and 10 as one workbook, with the children whom the user may see.

	Args:
		on: the day of the inspection, as ISO date; today if it is not given.
		locality: only children of this Locality.
		team: only children of this Team.

	Raises:
		frappe.PermissionError: the user may not run both reports, or not export children.
	"""
	may_run = all(frappe.get_doc("Report", name).is_permitted() for name in REPORTS)
	if not may_run or not frappe.has_permission("Child", "export"):
		frappe.throw(_("You may not export these lists."), frappe.PermissionError, title=_("No permission"))
	day = day_of({"on": on})
	make_access_log(doctype="Child", report_name=REPORTS[0], file_type="XLSX", method="inspection")
	frappe.local.response.filename = f"annex-a-{day.isoformat()}.xlsx"
	frappe.local.response.filecontent = workbook(day, {"locality": locality, "team": team})
	frappe.local.response.type = "download"
