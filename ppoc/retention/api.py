"""Whitelisted calls of holds, erasures and disclosure requests."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.model.document import Document

from ppoc.access.records import record_for
from ppoc.exceptions import DisclosureError
from ppoc.retention import erasing_database as erasing
from ppoc.retention import papers_database as papers
from ppoc.retention.bundle_database import bundle_of, other_children, redactions_of
from ppoc.retention.redaction import WORDS, proposals, redacted
from ppoc.translating import translated


@frappe.whitelist(methods=["POST"])
def confirm(erasure: str, child_number: str) -> str:
	"""Confirms an erasure that somebody else asked for, and starts it.

	Args:
		erasure: the Erasure.
		child_number: the number of the child's record, typed by the user once more.

	Returns:
		The new status.

	Raises:
		ErasureError: the user asked for it, the number differs, or the record must not be erased today.
	"""
	doc = record_for("Erasure", erasure, "write", for_update=True)
	doc.confirm(child_number)
	return doc.status


@frappe.whitelist(methods=["POST"])
def withdraw(erasure: str) -> str:
	"""Withdraws an erasure that has not been carried out; returns the new status."""
	doc = record_for("Erasure", erasure, "write", for_update=True)
	doc.withdraw()
	return doc.status


@frappe.whitelist(methods=["GET", "POST"])
def standing(child: str) -> dict[str, Any]:
	"""Returns why a child's record must not be erased today; an empty list if it may be.

	Raises:
		frappe.PermissionError: the user may not ask for erasures, or not see the child.
	"""
	record_for("Child", child)
	if not frappe.has_permission("Erasure", "create"):
		frappe.throw(_("You may not erase records."), frappe.PermissionError, title=_("No permission"))
	return {"obstacles": [translated(one) for one in erasing.obstacles_to(child)]}


@frappe.whitelist(methods=["GET", "POST"])
def preview(request: str, blacked: int = 1) -> dict[str, Any]:
	"""Returns the bundle as a page to look at, and other children's names that stand in it.

	Args:
		request: the Disclosure Request.
		blacked: whether to show it as it would be sent; 0 shows everything.

	Returns:
		`html`, and `proposals`: names that are not blacked out yet.
	"""
	doc = _may_have_bundle(request)
	bundle = bundle_of(doc.child)
	done = redactions_of(doc)
	shown = redacted(bundle, done) if frappe.utils.cint(blacked) else bundle
	known = [row.words for row in done if row.kind == WORDS]
	return {
		"html": papers.html_of(doc, shown),
		"proposals": proposals(shown, other_children(doc.child), known),
	}


@frappe.whitelist(methods=["POST"])
def black_out(request: str, modified: str, redactions: str) -> str:
	"""Adds passages to what is blacked out.

	Args:
		request: the Disclosure Request.
		modified: its timestamp as the user saw it.
		redactions: JSON list of rows of the table `redactions`.

	Returns:
		The new timestamp.
	"""
	doc = _may_have_bundle(request, "write")
	if str(doc.modified) != modified:
		frappe.throw(
			_("The request has changed since you opened it. Load it again."),
			DisclosureError,
			title=_("Disclosure Request"),
		)
	for row in frappe.parse_json(redactions):
		kept = {key: row.get(key) for key in ("kind", "words", "record_type", "record", "field", "reason")}
		doc.append("redactions", kept)
	doc.save()
	return str(doc.modified)


@frappe.whitelist(methods=["GET", "POST"])
def download(request: str, kind: str = "PDF") -> None:
	"""Sends the bundle, without what is blacked out: `PDF`, `Data` (JSON) or `All` (a ZIP with files)."""
	doc = _may_have_bundle(request)
	makers = {"PDF": (papers.pdf, "pdf"), "Data": (papers.data, "json"), "All": (papers.archive, "zip")}
	if kind not in makers:
		frappe.throw(_("Choose PDF, Data or All."), DisclosureError, title=_("Disclosure Request"))
	make, ending = makers[kind]
	make_access_log(doctype=doc.doctype, document=doc.name, file_type=ending.upper(), method="disclosure")
	frappe.local.response.filename = f"{doc.name}.{ending}"
	frappe.local.response.filecontent = make(doc)
	frappe.local.response.type = "download"


def _may_have_bundle(request: str, ptype: str = "read") -> Document:
	"""Returns a request whose bundle the user may have: the whole record, which takes the right to export."""
	doc = record_for("Disclosure Request", request, ptype)
	doc.check_permission("export")
	record_for("Child", doc.child)
	return doc
