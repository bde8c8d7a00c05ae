"""Limits Frappe's own records that point at case records to users who see those case records.

Comment, Version, File and others contain text from the record they belong to, and each has its own list view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access import rules
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES
from ppoc.database.installed import VERSION
from ppoc.exceptions import HiddenRecordError

# DocType -> pairs of (column that names a DocType, column that names its record)
REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
	"Access Log": (("export_from", "reference_document"),),
	"Activity Log": (("reference_doctype", "reference_name"), ("link_doctype", "link_name")),
	"Comment": (("reference_doctype", "reference_name"),),
	"Communication": (("reference_doctype", "reference_name"),),
	"Deleted Document": (("deleted_doctype", "deleted_name"),),
	"DocShare": (("share_doctype", "share_name"),),
	"Document Follow": (("ref_doctype", "ref_docname"),),
	"Document Share Key": (("reference_doctype", "reference_docname"),),
	"Email Queue": (("reference_doctype", "reference_name"),),
	"File": (("attached_to_doctype", "attached_to_name"),),
	"Notification Log": (("document_type", "document_name"),),
	"Tag Link": (("document_type", "document_name"),),
	"ToDo": (("reference_type", "reference_name"),),
	"Version": (("ref_doctype", "docname"),),
	"View Log": (("reference_doctype", "reference_name"),),
	"Workflow Action": (("reference_doctype", "reference_name"),),
}


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Refuses a row that points at a case record the user may not see; leaves the rest to Frappe."""
	user = user or frappe.session.user
	for doctype_column, name_column in REFERENCES[doc.doctype]:
		stored = _stored_reference(doc, doctype_column, name_column)
		for target in {stored, (doc.get(doctype_column), doc.get(name_column))}:
			if not reads(user, *target):
				return False
	return passes()


def reads(user: str, doctype: str | None, name: str | None) -> bool:
	"""Returns whether the user may read this record; always true if it is not a case record."""
	parent = CASE_TABLES.get(doctype or "", doctype)
	if parent not in CASE_DOCTYPES or rules.sees_all(user):
		return True
	if parent != doctype:
		name = frappe.db.get_value(doctype, name, "parent") if name else None
	if not name:
		return False
	return has_role_for(parent, user) and name in rules.may_see(user, parent, [name])


def need(doctype: str | None, *names: str | None) -> None:
	"""Refuses the call if the session's user may not see one of the named records.

	Raises:
		HiddenRecordError: they may not, or there is no such record.
	"""
	if not all(reads(frappe.session.user, doctype, name) for name in names):
		refuse(doctype)


def refuse(doctype: str | None) -> NoReturn:
	"""Refuses the call without revealing whether the record exists.

	Raises:
		HiddenRecordError: always.
	"""
	frappe.throw(
		_("You do not have access to this {0}.").format(_(doctype or "")),
		HiddenRecordError,
		title=_("No access"),
	)


def has_role_for(doctype: str, user: str) -> bool:
	"""Returns whether the role table lets the user read any row of the DocType."""
	return bool(frappe.permissions.get_role_permissions(doctype, user=user).get("read"))


def passes() -> bool | None:
	"""Returns the answer that leaves the decision to Frappe's own rule: version 16 takes None for a refusal."""
	return True if VERSION >= 16 else None


def _stored_reference(doc: Document, doctype_column: str, name_column: str) -> tuple[str | None, str | None]:
	"""Returns what the stored record points at, because the submitted one may say otherwise."""
	stored = doc.get("name") and frappe.db.get_value(doc.doctype, doc.name, [doctype_column, name_column])
	return tuple(stored) if stored else (None, None)


def condition(reference: str, user: str) -> str:
	"""Returns SQL on the referring DocType's table: rows that point at no case record, or at one the user may see."""
	pairs = REFERENCES[reference]
	return " and ".join(f"({_pair_condition(reference, *pair, user)})" for pair in pairs)


def _pair_condition(reference: str, doctype_column: str, name_column: str, user: str) -> str:
	to = f"coalesce(`tab{reference}`.`{doctype_column}`, '')"
	name = f"`tab{reference}`.`{name_column}`"
	ways = [f"{to} not in {rules.among((*CASE_DOCTYPES, *CASE_TABLES))}"]
	ways += [
		f"({to} = {rules.literal(doctype)} and {name} in {rules.seen(doctype, user)})"
		for doctype in CASE_DOCTYPES
		if has_role_for(doctype, user)
	]
	return " or ".join(ways)


def _rows_of(reference: str) -> Callable[[str | None], str]:
	def query(user: str | None = None) -> str:
		user = user or frappe.session.user
		return "" if rules.sees_all(user) else f"({condition(reference, user)})"

	query.__doc__ = (
		f"The rows of {reference} that point at nothing the user may not see."  # untranslated: a docstring
	)
	return query


access_log_query = _rows_of("Access Log")
activity_log_query = _rows_of("Activity Log")
comment_query = _rows_of("Comment")
communication_query = _rows_of("Communication")
deleted_document_query = _rows_of("Deleted Document")
docshare_query = _rows_of("DocShare")
document_follow_query = _rows_of("Document Follow")
document_share_key_query = _rows_of("Document Share Key")
email_queue_query = _rows_of("Email Queue")
file_query = _rows_of("File")
notification_log_query = _rows_of("Notification Log")
tag_link_query = _rows_of("Tag Link")
todo_query = _rows_of("ToDo")
version_query = _rows_of("Version")
view_log_query = _rows_of("View Log")
workflow_action_query = _rows_of("Workflow Action")
