"""Looks at the setup wizard's sheet while it is being pasted."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from ppoc.imports.first_sheet import SheetError, read_sheet
from ppoc.imports.first_sheet_database import jobs
from ppoc.translating import translated


@frappe.whitelist(methods=["POST"])
def look(text: str) -> dict[str, Any]:
	"""Returns what the sheet would make, and writes nothing.

	Args:
		text: the lines as they were pasted.

	Returns:
		How many `localities`, `teams` and `people` it names, or the `fault` of the first line that cannot be used.

	Raises:
		frappe.PermissionError: the user is not a System Manager.
	"""
	if "System Manager" not in frappe.get_roles():
		frappe.throw(
			_("Only a System Manager sets the site up."), frappe.PermissionError, title=_("Not Permitted")
		)
	try:
		sheet = read_sheet(text, jobs())
	except SheetError as error:
		return {"fault": translated(error)}
	return {
		"localities": len(sheet.localities),
		"teams": len(sheet.teams),
		"people": len({person.email or person.name for person in sheet.people}),
	}
