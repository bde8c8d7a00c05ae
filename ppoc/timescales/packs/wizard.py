"""Practice packs in Frappe's setup wizard: an authority ticks the packs it works by."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from ppoc.timescales.packs.database import SHIPPED, apply_pack, folders, shipped_folder
from ppoc.timescales.packs.reading import PackError, read_head, read_pack
from ppoc.translating import translated

PREFIX = "practice_pack_"
CORE = "core"


def offer(bootinfo: frappe._dict) -> None:
	"""Adds the packs to choose from to the boot info, for the wizard's slide, until the site is set up."""
	if not cint(frappe.get_system_settings("setup_complete")):
		bootinfo.ppoc_practice_packs = [_offered(folder) for folder in folders() if folder != CORE]


def _offered(folder: str) -> dict[str, Any]:
	offered = {"fieldname": f"{PREFIX}{folder}", "in_use": int(folder in SHIPPED)}
	try:
		head = read_head(shipped_folder(folder))
	except PackError as error:
		return {**offered, "name": folder, "fault": translated(error)}
	return {**offered, "name": head["name"], "description": head.get("description", "")}


def stages(args: dict[str, Any]) -> list[dict[str, Any]]:
	"""Returns the wizard's stages for the ticked packs.

	Args:
		args: the wizard's answers; `practice_pack_` plus the folder is 1 for a ticked pack.
	"""
	chosen = [folder for folder in folders() if str(args.get(f"{PREFIX}{folder}") or 0) == "1"]
	return (
		[
			{
				"status": _("Applying the practice packs"),
				"fail_msg": _("The practice packs could not be applied"),
				"tasks": [
					{
						"fn": bring,
						"args": folder,
						"fail_msg": _(
							"The practice pack in {0} could not be applied: see the Error Log"
						).format(folder),
					}
					for folder in chosen
				],
			}
		]
		if chosen
		else []
	)


def bring(folder: str) -> None:
	"""Applies one pack; records that exist already stay as they are."""
	apply_pack(read_pack(shipped_folder(folder)))
