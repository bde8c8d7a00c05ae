"""Whitelisted calls about practice packs, for admins."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from ppoc.exceptions import PracticePackError
from ppoc.timescales import conflicts_database
from ppoc.timescales.packs.database import apply_pack, folders, shipped_folder
from ppoc.timescales.packs.reading import PackError, read_head, read_pack
from ppoc.translating import translated

ADMINS = ("PPOC Administrator", "System Manager")


@frappe.whitelist(methods=["GET"])
def available() -> list[dict[str, Any]]:
	"""Returns the packs that come with the app, with the version that this site has."""
	_check_admin()
	# only administrators get here
	applied = dict(frappe.get_all("Practice Pack", fields=["name", "version"], as_list=True))
	packs: list[dict[str, Any]] = []
	for folder in folders():
		try:
			head = read_head(shipped_folder(folder))
		except PackError as error:
			packs.append({"folder": folder, "name": folder, "fault": translated(error)})
			continue
		packs.append(
			{
				"folder": folder,
				"name": head["name"],
				"description": head.get("description", ""),
				"version": str(head.get("version", "")),
				"applied": applied.get(head["name"]),
			}
		)
	return packs


@frappe.whitelist(methods=["POST"])
def apply(folder: str) -> dict[str, Any]:
	"""Applies a pack of the app to this site; records from an earlier run stay as the admin left them.

	Returns:
		The number of records added, the duties for which the packs' rules now conflict, and the names that this pack
		shares with others, in sentences.
	"""
	_check_admin()
	if folder not in folders():
		frappe.throw(
			_("There is no practice pack in the folder {0}.").format(frappe.bold(folder)),
			PracticePackError,
			title=_("Practice Pack"),
		)
	try:
		pack = read_pack(shipped_folder(folder))
		inserted = apply_pack(pack)
	except PackError as error:
		frappe.throw(translated(error), PracticePackError, title=_("Practice Pack Refused"))
	unsettled = [found["duty"] for found in conflicts_database.conflicts() if not found["settled_by"]]
	shared = (frappe.db.get_value("Practice Pack", pack.name, "shared") or "").splitlines()
	return {"name": pack.name, "brought": len(inserted), "conflicts": unsettled, "shared": shared}


def _check_admin() -> None:
	if not set(ADMINS) & set(frappe.get_roles()):
		frappe.throw(
			_("Practice packs are applied by the PPOC Administrator."),
			frappe.PermissionError,
			title=_("Not Permitted"),
		)
