"""What people leave on a case record without opening it for writing: comments, tags, likes, assignments, files.

Frappe asks for permission to read only, or for none. Here whoever may not change a record leaves nothing on it,
and everything is left in one's own name. What the app itself writes, such as the comment of a step, is its
own decision and is not asked about.
"""

from __future__ import annotations

from email.utils import parseaddr

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access import references, saving
from ppoc.access.scopes import CASE_TABLES
from ppoc.access.sharing import is_case
from ppoc.exceptions import ReadingOnlyError, SomebodyElsesNameError

UNSAVED = "new-"
"""How the names begin that Desk gives to forms until they are saved."""


def may_leave(doctype: str | None, name: str | None, user: str | None = None) -> bool:
	"""Returns whether the user may leave something on this record; always true if it is not a case record."""
	if not is_case(doctype):
		return True
	user = user or frappe.session.user
	if not name or not references.reads(user, doctype, name):
		return False
	record = CASE_TABLES.get(doctype or "", doctype)
	if record != doctype:
		name = frappe.db.get_value(doctype, name, "parent")
	return bool(frappe.has_permission(record, "write", doc=name, user=user))


def need_to_write(doctype: str | None, *names: str | None) -> None:
	"""Refuses the call if the user may not change one of the named records.

	Raises:
		HiddenRecordError: they may not see it, or there is no such record.
		ReadingOnlyError: they may only read it.
	"""
	references.need(doctype, *names)
	if not all(may_leave(doctype, name) for name in names):
		frappe.throw(
			_("This needs permission to change the {0}.").format(_(doctype or "")),
			ReadingOnlyError,
			title=_("Reading only"),
		)


def check_comment(doc: Document, _method: str | None = None) -> None:
	"""Comment: is left by somebody who may change the record, in the own name."""
	if not saving.is_users_own(doc):
		return
	need_to_write(doc.reference_doctype, doc.reference_name)
	if doc.is_new():
		_check_name(doc.comment_email)
		doc.comment_email = frappe.session.user
		doc.comment_by = frappe.utils.get_fullname(frappe.session.user)
	else:
		_keep(doc, "comment_email", "comment_by", "comment_type", "reference_doctype", "reference_name")


def check_email(doc: Document, _method: str | None = None) -> None:
	"""Communication: is sent in the own name, from one of the own addresses."""
	if not saving.is_users_own(doc):
		return
	if doc.is_new() and doc.sender:  # also where it claims to have been received
		_check_name(parseaddr(doc.sender)[1])
		doc.sender_full_name = frappe.utils.get_fullname(frappe.session.user)
	elif not doc.is_new():
		_keep(doc, "sender", "sender_full_name", "user", "content", "subject", "recipients")


def check_assignment(doc: Document, _method: str | None = None) -> None:
	"""ToDo: is assigned by somebody who may change the record, in the own name; the person assigned may close it."""
	if not saving.is_users_own(doc):
		return
	told = ("reference_type", "reference_name", "allocated_to", "assigned_by")
	if doc.is_new():
		_check_name(doc.assigned_by)
		doc.assigned_by = frappe.session.user
	elif not any(doc.has_value_changed(field) for field in told):
		return
	need_to_write(doc.reference_type, doc.reference_name)


def check_tag(doc: Document, _method: str | None = None) -> None:
	"""Tag Link: is put by somebody who may change the record."""
	if saving.is_users_own(doc):
		need_to_write(doc.document_type, doc.document_name)


def check_file(doc: Document) -> None:
	"""File: is attached by somebody who may change the record, or to a form that is not saved yet."""
	to = doc.attached_to_name or ""
	unsaved = to.startswith(UNSAVED) and not frappe.db.exists(doc.attached_to_doctype, to)
	if saving.is_users_own(doc) and not unsaved:
		need_to_write(doc.attached_to_doctype, doc.attached_to_name)


def _check_name(address: str | None) -> None:
	"""Refuses an address that is not the user's own."""
	user = frappe.session.user
	if not address or address in (user, "Guest"):
		return
	own = {frappe.db.get_value("User", user, "email"), frappe.db.get_value("User", user, "username")}
	accounts = frappe.get_all("User Email", {"parent": user, "parenttype": "User"}, pluck="email_id")
	if address not in {*own, *accounts}:
		frappe.throw(
			_("You write in your own name. {0} is not one of your addresses.").format(frappe.bold(address)),
			SomebodyElsesNameError,
			title=_("Somebody else's name"),
		)


def _keep(doc: Document, *fields: str) -> None:
	"""Refuses to change who wrote something, and about what."""
	if any(doc.has_value_changed(field) for field in fields):
		frappe.throw(
			_("What somebody wrote stays theirs, where they wrote it."),
			SomebodyElsesNameError,
			title=_("Somebody else's name"),
		)
