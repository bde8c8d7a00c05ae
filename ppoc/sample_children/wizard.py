"""Sample children in Frappe's setup wizard: an authority ticks that it wants them."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from ppoc.imports import first_sheet_database
from ppoc.imports.first_sheet import Sheet, read_sheet
from ppoc.sample_children.records_database import make

FIELD = "ppoc_sample_children"


def stages(args: dict[str, Any]) -> list[dict[str, Any]]:
	"""Returns the wizard's stage that makes the sample children, if they are wanted.

	Args:
		args: the wizard's answers.

	Raises:
		frappe.ValidationError: the wizard's list has no locality where they could be.
	"""
	if not cint(args.get(FIELD)):
		return []
	sheet = read_sheet(str(args.get(first_sheet_database.FIELD) or ""), first_sheet_database.jobs())
	if not sheet.localities:
		said = _("The sample children need a team. Write one into the list, with yourself as its manager.")
		frappe.throw(said, frappe.ValidationError, title=_("Localities and teams"))
	failed = _("The sample children could not be made: see the Error Log")
	return [
		{
			"status": _("Making the sample children"),
			"fail_msg": failed,
			"tasks": [{"fn": make_in, "args": sheet, "fail_msg": failed}],
		}
	]


def make_in(sheet: Sheet) -> None:
	"""Makes them in the first team of the sheet, or in its first locality if it names no team."""
	team, locality = next(iter(sheet.teams.items()), (None, sheet.localities[0]))
	make(locality, team)
