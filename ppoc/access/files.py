"""Keeps files of case records private, and readable only by users who see the record.

Frappe lets the uploader read a file for ever, lets a new File point at any path on the disk, and finds a file
by comparing addresses as the database does, without regard to case and accents.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.core.doctype.file.file import File
from frappe.model.document import Document
from frappe.utils import get_url
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.wrappers import Response

from ppoc.access import references, remarks, rules
from ppoc.access.file_addresses import (
	BACKUPS,
	PRIVATE,
	PUBLIC,
	is_file_address,
	is_plain_path,
	is_remote,
	safe_name,
	without_own_host,
)
from ppoc.access.sharing import is_case
from ppoc.database.installed import is_installed
from ppoc.exceptions import FileAddressError, HiddenRecordError

EXTRACTS_OF = "Import Mapping"
CHANGES = frozenset({"write", "create", "delete"})
_MARK = "ppoc_files_as_named"
FIXED = ("thumbnail_url", "content_hash")
"""Fields that only Frappe's own code sets: it deletes and finds files on the disk by them."""


class CaseFile(File):
	"""File, with checks before its content is written, looked up or read."""

	def before_insert(self) -> None:
		"""Makes the file private before it is written to disk, and refuses a path that the user may not read."""
		remarks.check_file(self)
		self.keep_private()
		self.thumbnail_url = self.content_hash = None
		name: str | None = self.get("file_name")
		if name:
			self.set("file_name", safe_name(name))
		if self.get("content"):
			self.file_url = None
		elif not self.is_folder:
			refuse_borrowed(self)
		super().before_insert()

	def validate(self) -> None:
		"""Makes the same checks when a stored file is changed."""
		if not self.is_new():
			remarks.check_file(self)
		self.keep_private()
		if not self.is_new() and not self.is_folder:
			self.keep_fixed()
			if self.has_value_changed("file_url"):
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
		"""Makes a file private that belongs to a case record, or that somebody else than a System Manager writes:
		a public file is served to everybody, without a permission check."""
		if self.is_folder:
			return
		stored = self._stored("attached_to_doctype", "is_private")
		of_a_case = is_case(self.attached_to_doctype) or is_case(stored.attached_to_doctype)
		becomes_public = stored.is_private or not (stored or self._is_public_already())
		if of_a_case or (becomes_public and not rules.looks_after_system()):
			self.is_private = 1

	def keep_fixed(self) -> None:
		"""Refuses to take a file away from its case record, and leaves alone what only Frappe's own code sets."""
		stored = self._stored(*FIXED, "attached_to_doctype", "attached_to_name")
		if self.flags.original_content is None:  # no method of the server is writing new content
			self.update({field: stored[field] for field in FIXED})
		here = (self.attached_to_doctype or None, self.attached_to_name or None)
		if is_case(stored.attached_to_doctype) and here != (
			stored.attached_to_doctype,
			stored.attached_to_name,
		):
			frappe.throw(
				_("This file stays with its record. Upload it to the other record instead."),
				HiddenRecordError,
				title=_("Part of a record"),
			)

	def _stored(self, *fields: str) -> frappe._dict:
		stored = None if self.is_new() else frappe.db.get_value("File", self.name, fields, as_dict=True)
		return stored or frappe._dict()

	def _is_public_already(self) -> bool:
		return not self.get("content") and (self.file_url or "").startswith(PUBLIC)

	def get_full_path(self) -> str:
		"""Returns the file's place on the disk.

		Raises:
			FileAddressError: the stored address is not in normal form.
		"""
		if self.file_url and not self.is_folder and not is_remote(self.file_url):
			_refuse_odd(self.file_url)
		return super().get_full_path()

	def get_content(self, *args: Any, **options: Any) -> bytes | str:
		"""Returns the content, to users who may read the file: an email, an import or an archive may name any file.

		Raises:
			HiddenRecordError: the user may not read the file.
			FileAddressError: the file is on another machine, which this server does not ask.
		"""
		if not self.get("content") and not self.is_folder:
			url = self.file_url or ""
			if is_remote(url):
				_refuse_odd(url)
			if url.startswith(PRIVATE) and not _reads_address(url):
				_refuse_hidden()
		return super().get_content(*args, **options)

	def make_thumbnail(self, *args: Any, **options: Any) -> Any:
		"""Makes a small picture of a file of the site; Frappe would fetch one from any address."""
		return super().make_thumbnail(*args, **options) if is_file_address(self.file_url or "") else None


def refuse_borrowed(file: Document) -> None:
	"""Refuses a File whose path is somebody else's private file, which would give access to that file, or that
	is no file of the site.

	Raises:
		FileAddressError: the address is not in normal form, or leads to another machine.
		HiddenRecordError: it is the address of a file that the user may not read.
	"""
	if not file.file_url:
		return
	file.file_url = url = without_own_host(file.file_url, urlsplit(get_url()).netloc)
	if not _is_allowed_link(file, url):
		_refuse_odd(url)
	if not url.startswith(PRIVATE) or frappe.session.user == "Administrator":
		return
	if not _reads_address(url):
		_refuse_hidden()


def guard(**_: Any) -> None:
	"""Puts our own checks before Frappe's two ways of sending a file by its path, once in each process."""
	from frappe.utils import response

	if hasattr(response.download_private_file, _MARK):
		return
	response.download_private_file = _checked(response.download_private_file, send_file)
	response.download_backup = _checked(response.download_backup, _send_backup(response.download_backup))


def send_file(path: str) -> Response:
	"""Answers with a private file, under exactly the path that is stored and to users who may read it.

	Raises:
		Forbidden: there is no such file, or the user may not read it; the answer is the same.
	"""
	from frappe.utils.response import send_private_file

	file = readable_at(path)
	if not file or frappe.session.user == "Guest":
		raise Forbidden(_("You don't have permission to access this file"))
	make_access_log(doctype="File", document=file.name, file_type=posixpath.splitext(path)[1][1:])
	return send_private_file(path.split("/private", 1)[1])


def readable_at(url: str, user: str | None = None) -> Document | None:
	"""Returns a File with exactly this address that the user may read, if there is one."""
	if not is_file_address(url):
		return None
	# each is asked for below
	for row in frappe.get_all("File", {"file_url": url, "is_folder": 0}, ["name", "file_url"], limit=0):
		file = frappe.get_doc("File", row.name) if row.file_url == url else None
		if file and frappe.has_permission("File", "read", doc=file, user=user):
			return file
	return None


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Returns whether the user may read a file: one of a case record follows the record, even for its
	uploader; one that is imported every night is read by nobody. Whoever may only read the record changes no file."""
	user = user or frappe.session.user
	if references.has_permission(doc, ptype, user) is False or _is_kept_from(doc, ptype, user):
		return False
	if ptype in CHANGES and not _may_change_record(doc, user):
		return False
	return references.passes()


def _may_change_record(doc: Document, user: str) -> bool:
	"""Returns whether the user may change the record that a file is attached to, as stored and as submitted."""
	stored = frappe.db.get_value("File", doc.name, ["attached_to_doctype", "attached_to_name"])
	targets = {tuple(stored or (None, None)), (doc.attached_to_doctype, doc.attached_to_name)}
	return all(
		remarks.may_leave(doctype, name, user=user)
		for doctype, name in targets
		if name and not name.startswith(remarks.UNSAVED)
	)


def _is_kept_from(doc: Document, ptype: str, user: str) -> bool:
	"""Returns whether a file is an extract to be imported, which nobody downloads. The case system writes it anew
	every night, with children whom neither its uploader nor everybody in the locality may see."""
	if user == "Administrator" or not doc.is_private:
		return False
	if ptype in CHANGES and doc.owner == user:
		return False
	# other File records may have the same path
	extracts = {"file_url": doc.file_url, "attached_to_doctype": EXTRACTS_OF}
	return doc.attached_to_doctype == EXTRACTS_OF or bool(doc.file_url and frappe.db.exists("File", extracts))


def _checked(
	original: Callable[[str], Response], ours: Callable[[str], Response]
) -> Callable[[str], Response]:
	"""Returns our function on sites with this app. A refusal becomes an ordinary answer, so that version 15 puts
	our headers on it too."""

	@wraps(original)
	def send(path: str) -> Response:
		if not is_installed():
			return original(path)
		try:
			return ours(path)
		except HTTPException as refusal:
			return refusal.get_response(frappe.local.request.environ)

	setattr(send, _MARK, True)
	return send


def _send_backup(original: Callable[[str], Response]) -> Callable[[str], Response]:
	def send(path: str) -> Response:
		if not (path.startswith(BACKUPS) and is_plain_path(path)):
			raise Forbidden(_("You don't have permission to access this file"))
		return original(path)

	return send


def _is_allowed_link(file: Document, url: str) -> bool:
	"""Returns whether an address may stand in a File: a normal one of the site or of an endpoint (16 has files
	kept elsewhere, which an app's endpoint sends); a link to another machine only where a System Manager puts it,
	and on no case record."""
	if is_file_address(url) or (url.startswith("/api/method/") and is_plain_path(urlsplit(url).path)):
		return True
	path = urlsplit(url).path
	plain = url.startswith(("http://", "https://")) and "/files/" not in path and is_plain_path(path or "/")
	return plain and not is_case(file.attached_to_doctype) and rules.looks_after_system()


def _reads_address(url: str) -> bool:
	"""Returns whether the user may read a stored file with this address."""
	return frappe.session.user == "Administrator" or readable_at(url) is not None


def _refuse_odd(url: str) -> None:
	if not is_file_address(url) and not url.startswith("/api/method/"):
		frappe.throw(
			_("{0} is not the path of a file.").format(frappe.bold(frappe.utils.escape_html(url[:140]))),
			FileAddressError,
			title=_("No file"),
		)


def _refuse_hidden() -> None:
	frappe.throw(
		_("There is no such file, or you do not have access to it. Upload the file itself."),
		HiddenRecordError,
		title=_("Not your file"),
	)
