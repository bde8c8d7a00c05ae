"""Prevents sharing, following, mentions and keyed links from opening a case record to anybody new.

A share or a key would outlive a withdrawn access, a restriction or a child's move. Instead, somebody who is
to see a child gets access to the locality, is added to the child's workers, or is named in the restriction.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

from ppoc.access import references
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES
from ppoc.exceptions import HiddenRecordError, NobodyAllowedError, SharingRefusedError


def is_case(doctype: str | None) -> bool:
	"""Returns whether records of this DocType, or rows in them, are under the rule of who sees what."""
	return doctype in CASE_DOCTYPES or doctype in CASE_TABLES


def refuse_share(doc: Document, _method: str | None = None) -> None:
	"""DocShare: refuses a share of a case record, which Frappe would let override the rule."""
	if is_case(doc.share_doctype):
		frappe.throw(
			_(
				"Children's records are not shared one by one. Ask the Team Manager for access to the"
				" locality, or add the person to the child's workers."
			),
			SharingRefusedError,
			title=_("Not shared"),
		)


def expire_share_key(doc: Document, _method: str | None = None) -> None:
	"""Document Share Key: expires the key at once, so that a link in an email opens only for users who see
	the record."""
	if is_case(doc.reference_doctype):
		doc.expires_on = add_days(nowdate(), -1)


def drop_follow(doc: Document, _method: str | None = None) -> None:
	"""Document Follow: removes it, because its emails send changes and comments without checking permission."""
	if is_case(doc.ref_doctype):
		frappe.db.delete("Document Follow", {"name": doc.name})


def refuse_hidden_assignment(doc: Document, _method: str | None = None) -> None:
	"""ToDo: refuses to assign a record to a user who cannot see it."""
	if is_case(doc.reference_type) and not references.reads(
		doc.allocated_to, doc.reference_type, doc.reference_name
	):
		frappe.throw(
			_("{0} cannot see {1} {2}. Give access first, then assign.").format(
				frappe.bold(doc.allocated_to), _(doc.reference_type), frappe.bold(doc.reference_name)
			),
			HiddenRecordError,
			title=_("Not assigned"),
		)


def blank_hidden_notification(doc: Document, _method: str | None = None) -> None:
	"""Notification Log: removes the text of a mention when the user cannot see the record."""
	if is_case(doc.document_type) and not references.reads(
		doc.for_user, doc.document_type, doc.document_name
	):
		doc.subject = _("You were mentioned on a record that you do not have access to.")
		doc.email_content = ""
		doc.document_type, doc.document_name = "User", doc.for_user


def refuse_wide_notification(doc: Document, _method: str | None = None) -> None:
	"""Notification: refuses one that goes to a whole role, which would tell every locality about each child."""
	if is_case(doc.document_type) and any(row.receiver_by_role for row in doc.recipients):
		frappe.throw(
			_(
				"A notification about {0} goes to people named on the record, not to everybody with a role."
			).format(_(doc.document_type)),
			SharingRefusedError,
			title=_("Too many recipients"),
		)


def refuse_hidden_attachments(doc: Document, _method: str | None = None) -> None:
	"""Email Queue: refuses files and prints that the user may not read; a job reads them later, as Administrator."""
	user = frappe.session.user
	for given in frappe.parse_json(doc.attachments or "[]"):
		if not isinstance(given, dict):
			continue
		file = given.get("fid") or (given.get("file_url") and {"file_url": given["file_url"]})
		if file and not (
			frappe.db.exists("File", file)
			and frappe.has_permission("File", "read", doc=frappe.get_doc("File", file), user=user)
		):
			_refuse_attachment()
		if given.get("print_format_attachment") and not references.reads(
			user, given.get("doctype"), given.get("name")
		):
			_refuse_attachment()


def _refuse_attachment() -> None:
	frappe.throw(
		_("You do not have access to something that is attached to this email."),
		HiddenRecordError,
		title=_("Not sent"),
	)


def refuse_prepared_report(doc: Document, _method: str | None = None) -> None:
	"""Prepared Report: refuses to store one, because every reader would get the rows its maker may see."""
	if is_case(frappe.db.get_value("Report", doc.report_name, "ref_doctype")):
		frappe.throw(
			_(
				"Reports on children are not stored, because each reader sees different rows. Open the"
				" report to run it."
			),
			SharingRefusedError,
			title=_("Not stored"),
		)


def keep_name(doc: Document, _method: str | None = None, *_names: object) -> None:
	"""Refuses to rename or merge a case record; runs before and after renaming. Frappe would write the new
	name on everything that points there and can be told to skip permissions. The number of a case record
	never changes."""
	if is_case(doc.doctype) and frappe.session.user != "Administrator":
		frappe.throw(
			_("{0} keeps its number. If a child has two records, merge them on the child's form.").format(
				_(doc.doctype)
			),
			SharingRefusedError,
			title=_("Not renamed"),
		)


def refuse_discarding(doc: Document, _method: str | None = None) -> None:
	"""Refuses to mark a case record as cancelled. Version 16 does so for whoever may write it, past the record's own
	checks, even where the DocType has no such state."""
	if is_case(doc.doctype):
		frappe.throw(
			_("{0} cannot be discarded. Close or end it on its form.").format(_(doc.doctype)),
			SharingRefusedError,
			title=_("Not discarded"),
		)


def refuse_web_form(doc: Document, _method: str | None = None) -> None:
	"""Web Form: refuses one on case records, which would show its owner the record for ever and list linked
	records."""
	linked = [row.options for row in doc.web_form_fields if row.fieldtype == "Link"]
	for doctype in (doc.doc_type, *linked):
		if is_case(doctype):
			frappe.throw(
				_(
					"A web form cannot be about {0} or link to it, because web forms do not check who"
					" may see the records."
				).format(_(doctype)),
				SharingRefusedError,
				title=_("Not on the website"),
			)


def refuse_points(doc: Document, _method: str | None = None) -> None:
	"""Energy Point Rule (version 15): refuses points for case records, because everybody can read them."""
	if is_case(doc.reference_doctype):
		frappe.throw(
			_("Work on {0} earns no points, because everybody could read what the points were for.").format(
				_(doc.reference_doctype)
			),
			SharingRefusedError,
			title=_("No points"),
		)


def refuse_nobody(doc: Document) -> None:
	"""Child: refuses a restriction that names nobody who may still see the child."""
	if doc.restricted and not doc.allowed_people:
		frappe.throw(
			_("Name the people who may see this child, or nobody will be able to."),
			NobodyAllowedError,
			title=_("Nobody named"),
		)
