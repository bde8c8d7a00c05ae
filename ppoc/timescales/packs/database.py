"""Applies a practice pack to the site: adds every record once and never overwrites one."""

from __future__ import annotations

import json
from pathlib import Path

import frappe
from frappe.utils import now_datetime, strip_html

from ppoc.messages import Message
from ppoc.timescales.packs.checking import NEEDS_FIELD, check_records, is_of_use, title_of
from ppoc.timescales.packs.namesakes import Namesake, namesakes, with_own_names
from ppoc.timescales.packs.reading import Pack, PackError, read_head, read_pack
from ppoc.translating import translated

SHIPPED = ("core", "statutory_core", "planning_permanence_outside_of_care")
"""The folders that the installation applies, in this order. Admins can apply the others."""
SAVEPOINT = "practice_pack"


def shipped_folder(folder: str) -> Path:
	"""Returns the path of a pack of the app."""
	return Path(frappe.get_app_path("ppoc", "practice_packs", folder))


def folders() -> list[str]:
	"""Returns the folders of all packs that come with the app."""
	found = Path(frappe.get_app_path("ppoc", "practice_packs")).glob("*/pack.json")
	return sorted(path.parent.name for path in found)


def apply_shipped() -> None:
	"""Adds the records of every shipped pack that this site never had. A second call changes nothing.

	Also updates packs that an admin applied later.
	"""
	applied = set(frappe.get_all("Practice Pack", pluck="name"))
	later = [folder for folder in folders() if folder not in SHIPPED and _name_of(folder) in applied]
	for folder in (*SHIPPED, *later):
		apply_pack(read_pack(shipped_folder(folder)))


def _name_of(folder: str) -> str:
	try:
		return str(read_head(shipped_folder(folder))["name"])
	except PackError:  # does not matter to a site that does not use it
		return ""


def apply_pack(pack: Pack) -> list[str]:
	"""Inserts the records that the pack has not added before: all of them, or none if one is refused.

	What an admin has changed or deleted since stays as it is (X1.1). A record of a DocType with random names, such as
	a saved filter, sets its own name. A record with `needs_field` waits for a Frappe version that has the field. Where
	another pack has a different record of the same name, it gets a name of its own, and the pack's record says so.

	Returns:
		The inserted records, as "DocType: name".

	Raises:
		PackError: a record cannot be inserted; the message names the file, the record and the remedy.
	"""
	log = _log_of(pack)
	before = set(json.loads(log.applied or "[]"))
	shared = namesakes(pack, [number for number, record in enumerate(pack.records) if is_of_use(record)])
	pack = with_own_names(pack, shared)
	keys = {number: _key_of(pack, number) for number, record in enumerate(pack.records) if is_of_use(record)}
	new = [number for number, key in keys.items() if key not in before]
	check_records(pack, new)
	frappe.db.savepoint(SAVEPOINT)
	messages = len(frappe.local.message_log)
	try:
		if new or log.is_new() or log.version != pack.version:  # first, because records link to their pack
			log.shared = "\n".join(map(_told, shared))
			_save_log(log, pack, before | set(keys.values()))
		inserted = [keys[number] for number in new if _insert(pack, number, keys[number])]
	except PackError:
		frappe.db.rollback(save_point=SAVEPOINT)
		for key in ("Practice Pack: " + pack.name, *(keys[number] for number in new)):
			frappe.clear_document_cache(*key.split(": ", 1))
		del frappe.local.message_log[messages:]
		raise
	frappe.db.release_savepoint(SAVEPOINT)
	return inserted


def _told(one: Namesake) -> str:
	if one.own_name:
		words = Message(
			"{0} “{1}” is also the name of a record of {2} that differs. This pack's is called “{3}”.",
			one.doctype,
			one.name,
			one.pack,
			one.own_name,
		)
	else:
		words = Message(
			"{0} “{1}” is used together with {2}, which says the same.", one.doctype, one.name, one.pack
		)
	return translated(words)


def _key_of(pack: Pack, number: int) -> str:
	record = pack.records[number]
	return f"{record['doctype']}: {title_of(record)}"


def _insert(pack: Pack, number: int, key: str) -> bool:
	doctype, name = key.split(": ", 1)
	if frappe.db.exists(doctype, name):
		return False
	try:
		values = {field: value for field, value in pack.records[number].items() if field != NEEDS_FIELD}
		# its API asks for an administrator first
		frappe.get_doc(values).insert(ignore_permissions=True, set_name=name)
	except frappe.ValidationError as error:
		said = strip_html(str(error)) or type(error).__name__
		raise PackError(
			Message("{0} ({1}): {2} Nothing from this pack was applied.", pack.place(number), name, said)
		) from error
	return True


def _log_of(pack: Pack) -> frappe.model.document.Document:
	if frappe.db.exists("Practice Pack", pack.name):
		return frappe.get_doc("Practice Pack", pack.name)
	return frappe.new_doc("Practice Pack", pack_name=pack.name)


def _save_log(log: frappe.model.document.Document, pack: Pack, brought: set[str]) -> None:
	log.update({"source": pack.source, "version": pack.version, "description": pack.description})
	log.applied = json.dumps(sorted(brought), indent=1)
	log.applied_on = now_datetime()
	log.save(ignore_permissions=True)  # the log of what an administrator applied
