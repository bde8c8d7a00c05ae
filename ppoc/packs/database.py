"""Apply a practice pack to the site: every record is brought once and never overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import frappe
from frappe.utils import now_datetime

from ppoc.packs.reading import Pack, read_pack

SHIPPED = ("core", "planning_permanence_outside_of_care")
"""Folders applied by an install, in this order."""


def shipped_folder(folder: str) -> Path:
	"""Where a pack of the app lies."""
	return Path(frappe.get_app_path("ppoc", "practice_packs", folder))


def apply_shipped() -> None:
	"""Bring every shipped pack's records that this site never had. A second call changes nothing."""
	for folder in SHIPPED:
		apply_pack(read_pack(shipped_folder(folder)))


def apply_pack(pack: Pack) -> list[str]:
	"""Insert the pack's records that it never brought before.

	What an admin changed or deleted since stays as it is (X1.1). A record of a DocType that names by chance, such
	as a saved filter, says its own name.

	Returns:
		The records inserted, as "DocType: name".
	"""
	log = _log_of(pack)
	before = set(json.loads(log.applied or "[]"))
	brought = set(before)
	inserted = []
	for record in pack.records:
		doc = frappe.get_doc(record)
		if not record.get("name"):
			doc.set_new_name()
		key = f"{doc.doctype}: {doc.name}"
		if key in brought:
			continue
		brought.add(key)
		if not frappe.db.exists(doc.doctype, doc.name):
			doc.insert(ignore_permissions=True, set_name=doc.name)
			inserted.append(key)
	if brought != before or log.is_new() or log.version != pack.version:
		_save_log(log, pack, brought)
	return inserted


def _log_of(pack: Pack) -> frappe.model.document.Document:
	if frappe.db.exists("Practice Pack", pack.name):
		return frappe.get_doc("Practice Pack", pack.name)
	return frappe.new_doc("Practice Pack", pack_name=pack.name)


def _save_log(log: frappe.model.document.Document, pack: Pack, brought: set[str]) -> None:
	log.update({"source": pack.source, "version": pack.version, "description": pack.description})
	log.applied = json.dumps(sorted(brought), indent=1)
	log.applied_on = now_datetime()
	log.save(ignore_permissions=True)
