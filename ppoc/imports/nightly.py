"""Loads extracts every night, on behalf of the user whom the mapping names, and only without warnings.

The case system overwrites the file that the mapping names. Nobody sees a preview at night, so children with warnings
wait for a person, and children missing from the file are listed and left alone.
"""

from __future__ import annotations

from pathlib import Path

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.utils import getdate, nowdate

from ppoc.imports import runs
from ppoc.imports.extract_database import CLEAN
from ppoc.imports.limits import limits_here
from ppoc.imports.loading_rights import NotALoaderError, check_may_load_into
from ppoc.imports.registry import Order
from ppoc.imports.saved_mappings import EXTRACT
from ppoc.imports.uploads import UploadedFile, file_fault
from ppoc.messages import Message

JOB_SECONDS = 2 * 60 * 60


def load_marked_extracts() -> None:
	"""Runs daily: queues one load for each marked mapping; a second run on the same day does not queue it again."""
	filters = {"nightly": 1, "kind": EXTRACT, "nightly_file": ["is", "set"], "nightly_user": ["is", "set"]}
	for mapping in frappe.get_all("Import Mapping", filters=filters, pluck="name"):
		frappe.enqueue(
			"ppoc.imports.nightly.load_extract",
			queue="long",
			timeout=JOB_SECONDS,
			job_id=f"ppoc-nightly-{frappe.scrub(mapping)}-{nowdate()}",
			deduplicate=True,
			mapping=mapping,
		)


def load_extract(mapping: str) -> str | None:
	"""Loads the file of one mapping on behalf of its user.

	Args:
		mapping: name of the Import Mapping.

	Returns:
		The name of the Import Run, whatever its outcome; None if the mapping is no longer marked.

	Raises:
		NotALoaderError, PlaceError: the user could not load this by hand any more.
	"""
	doc = frappe.get_doc("Import Mapping", mapping)
	if not (doc.nightly and doc.nightly_file and doc.nightly_user):
		return None
	_check_login(doc.nightly_user)
	before = frappe.session.user
	frappe.set_user(doc.nightly_user)  # who marked the mapping; checked in check_may_load
	try:
		check_may_load_into(doc)
		run = runs.preview(_order(doc.name, doc.nightly_file, doc.locality or "", doc.team or ""))
		if frappe.db.get_value("Import Run", run, "status") == runs.PREVIEWED:
			_finish(run)
		return run
	finally:
		frappe.set_user(before)  # back to whoever it was


def _check_login(user: str) -> None:
	"""Refuses to load anything in the name of somebody whose login has ended."""
	if not frappe.db.get_value("User", user, "enabled"):
		frappe.throw(
			_("The login {0} has ended. Mark the mapping again in the name of somebody who loads it.").format(
				user
			),
			NotALoaderError,
			title=_("No Login"),
		)


def _finish(run: str) -> None:
	"""Loads children without findings; a run that has none is ended, and stays in the log with its findings."""
	if frappe.db.get_value("Import Run", run, "children_clean"):
		runs.start_here(run)
	else:
		runs.discard(run)
		frappe.db.commit()  # a background job must commit its own log


def _order(mapping: str, file_url: str, locality: str, team: str) -> Order:
	return Order(
		kind=EXTRACT,
		uploads=[_upload(mapping, file_url)],
		user=frappe.session.user,
		today=getdate(nowdate()),
		locality=locality,
		team=team,
		mapping=mapping,
		options={"only": CLEAN},
		limits=limits_here(),
	)


def _upload(mapping: str, file_url: str) -> UploadedFile:
	"""Returns the private file that is attached to the mapping, as it is now. Nobody may download it."""
	attached = {"attached_to_doctype": "Import Mapping", "attached_to_name": mapping}
	name = frappe.db.get_value("File", {"file_url": file_url, "is_private": 1, **attached}, "name")
	if not name:
		raise file_fault(
			file_url,
			Message("The mapping's file is not a private file attached to it."),
			Message("Attach it to the mapping again, as a private file."),
		)
	file: File = frappe.get_doc("File", name)
	return UploadedFile(file.file_name, Path(file.get_full_path()))
