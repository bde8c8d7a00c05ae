"""Files of case records: always private, and read only by those who see the record.

The platform lets a file's uploader read it for ever, and lets a new File point at any path on the disk.
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.model.document import Document
from frappe.utils import get_url

from ppoc.access import references
from ppoc.access import rules as database
from ppoc.access.sharing import is_case
from ppoc.exceptions import HiddenRecordError

PRIVATE = "/private/files/"


class CaseFile(File):
	"""File, with the two checks that have to come before its content is written or found."""

	def before_insert(self) -> None:
		"""Private before it is written to disk; no pointing at what the person cannot read."""
		self.keep_private()
		if not self.get("content"):
			refuse_borrowed(self)
		super().before_insert()

	def validate(self) -> None:
		"""The same again for a change of a stored file."""
		self.keep_private()
		if not self.is_new() and self.has_value_changed("file_url"):
			refuse_borrowed(self)
		super().validate()

	@frappe.whitelist(methods=["POST"])
	def optimize_file(self) -> None:
		"""As the platform's, of the file's own image: the browser hands the record in, with any path in it."""
		self.check_permission("write")
		if self.file_url != frappe.db.get_value("File", self.name, "file_url"):
			frappe.throw(
				_("Load the file again, then optimise it."), HiddenRecordError, title=_("Another path")
			)
		super().optimize_file()

	def keep_private(self) -> None:
		"""A file of a case record is never served without asking."""
		if is_case(self.attached_to_doctype) and not self.is_folder:
			self.is_private = 1


def refuse_borrowed(file: Document) -> None:
	"""Refuses a File that names the path of another's private file, which would hand that file over."""
	url = _path_of(file.file_url)
	if not url.startswith("/") or frappe.session.user == "Administrator":
		return
	if url != posixpath.normpath(url):
		frappe.throw(
			_("{0} is not the path of a file.").format(frappe.bold(url)),
			HiddenRecordError,
			title=_("No file"),
		)
	if not url.startswith(PRIVATE):
		return
	others = frappe.get_all("File", filters={"file_url": url, "name": ["!=", file.name or ""]}, pluck="name")
	if others and not any(frappe.has_permission("File", "read", doc=other) for other in others):
		frappe.throw(
			_("You do not have access to the file {0}. Upload the file itself.").format(frappe.bold(url)),
			HiddenRecordError,
			title=_("Not your file"),
		)


def _path_of(url: str | None) -> str:
	"""The path that the platform would read: it takes the site's own address off."""
	parts = urlsplit(url or "")
	ours = parts.netloc in ("", urlsplit(get_url()).netloc)
	return unquote(parts.path) if ours else ""


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""A file of a case record follows the record, its uploader included; one to be loaded, its locality."""
	user = user or frappe.session.user
	if references.has_permission(doc, ptype, user) is False or not _may_load(doc, user):
		return False
	return references.passes()


def _may_load(doc: Document, user: str) -> bool:
	"""Mappings are shared between localities; the extract that one loads every night is full of names."""
	if doc.attached_to_doctype != "Import Mapping" or user in ("Administrator", doc.owner):
		return True
	locality = frappe.db.get_value("Import Mapping", doc.attached_to_name, "locality")
	return bool(locality) and locality in database.localities_of(user)
