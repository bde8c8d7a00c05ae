"""Tells other people in a meeting that something has changed. Only what changed, never the text: people who
may not see a restricted child are in the same room, and load only what they may see."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

EVENT = "ppoc_meeting"


def tell_meeting(meeting: str, doc: Document, kind: str, discussion: str | None = None) -> None:
	"""Publishes the change to everybody who has the meeting open, once it is committed."""
	before = doc.get_doc_before_save()
	fields = [
		f.fieldname for f in doc.meta.fields if before and before.get(f.fieldname) != doc.get(f.fieldname)
	]
	frappe.publish_realtime(
		EVENT,
		{
			"kind": kind,
			"doctype": doc.doctype,
			"name": doc.name,
			"fields": fields,
			"discussion": discussion,
			"modified": str(doc.modified),
			"by": frappe.session.user,
			"by_name": frappe.utils.get_fullname(frappe.session.user),
			"client": doc.flags.client,
		},
		doctype="Meeting",
		docname=meeting,
		after_commit=True,
	)
