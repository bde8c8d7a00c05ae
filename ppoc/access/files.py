"""Keeps files of case records private, and readable only by users who see the record.

Frappe lets the uploader read a file for ever, and lets a new File point at any path on the disk.
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.model.document import Document
from frappe.utils import get_url

from ppoc.access import references, rules
from ppoc.access.sharing import is_case
from ppoc.exceptions import HiddenRecordError

PRIVATE = "/private/files/"


class CaseFile(File):
	"""File, with two checks before its content is written or looked up."""

	def before_insert(self) -> None:
		"""Makes the file private before it is written to disk, and refuses a path that the user may not read."""
		self.keep_private()
		if not self.get("content"):
			refuse_borrowed(self)
		super().before_insert()

	def validate(self) -> None:
		"""Makes the same checks when a stored file is changed."""
		self.keep_private()
		if not self.is_new() and self.has_value_changed("file_url"):
			refuse_borrowed(self)
		super().validate()

	@frappe.whitelist(methods=["POST"])
	def optimize_file(self) -> None:
		"""Optimises the file's own image as Frappe does: the browser sends the record, with any path in it."""
		self.check_permission("write")
		if self.file_url != frappe.db.get_value("File", self.name, "file_url"):
			frappe.throw(
				_("Load the file again, then optimise it."), HiddenRecordError, title=_("Another path")
			)
		super().optimize_file()

	def keep_private(self) -> None:
		"""Makes a file of a case record private, so that it is never served without a permission check."""
		if is_case(self.attached_to_doctype) and not self.is_folder:
			self.is_private = 1


def refuse_borrowed(file: Document) -> None:
	"""Refuses a File whose path is somebody else's private file, which would give access to that file."""
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
	# each is asked for in the next line
	others = frappe.get_all("File", filters={"file_url": url, "name": ["!=", file.name or ""]}, pluck="name")
	if others and not any(frappe.has_permission("File", "read", doc=other) for other in others):
		frappe.throw(
			_("You do not have access to the file {0}. Upload the file itself.").format(frappe.bold(url)),
			HiddenRecordError,
			title=_("Not your file"),
		)


def _path_of(url: str | None) -> str:
	"""Returns the path that Frappe would read: it removes the site's own address."""
	parts = urlsplit(url or "")
	ours = parts.netloc in ("", urlsplit(get_url()).netloc)
	return unquote(parts.path) if ours else ""


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Returns whether the user may read a file: one of a case record follows the record, even for its
	uploader; one waiting to be imported follows its locality."""
	user = user or frappe.session.user
	if references.has_permission(doc, ptype, user) is False or not _may_load(doc, user):
		return False
	return references.passes()


def _may_load(doc: Document, user: str) -> bool:
	"""Returns whether the user may read an extract to be imported. Mappings are shared between localities,
	but the extract loaded each night is full of names."""
	if doc.attached_to_doctype != "Import Mapping" or user in ("Administrator", doc.owner):
		return True
	locality = frappe.db.get_value("Import Mapping", doc.attached_to_name, "locality")
	return bool(locality) and locality in rules.localities_of(user)
