"""The log of who printed and exported what: written at once, with who did it and when."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.core.doctype.access_log import access_log
from frappe.core.doctype.access_log.access_log import AccessLog
from frappe.utils import cstr, now_datetime

READS = ("GET", "HEAD")
_MARK = "ppoc_within_the_transaction"


def guard(**_options: Any) -> None:
	"""Has version 15 write an entry within the transaction, once in each process. Runs before each request and job.

	There the entry of a print commits whatever its job has done so far, and lets go of what the job has locked: a
	second worker with the same job would send the same emails.
	"""
	commits = getattr(
		access_log, "_make_access_log", None
	)  # another name for the same function in version 16
	if commits in (None, access_log.make_access_log) or hasattr(commits, _MARK):
		return
	access_log._make_access_log = frappe.write_only()(_within_the_transaction)
	setattr(access_log._make_access_log, _MARK, True)


def _within_the_transaction(
	doctype: str | None = None,
	document: str | None = None,
	method: str | None = None,
	file_type: str | None = None,
	report_name: str | None = None,
	filters: Any = None,
	page: str | None = None,
	columns: Any = None,
) -> None:
	"""Writes an entry as version 16 does."""
	entry = {
		"doctype": "Access Log",
		"user": frappe.session.user,
		"export_from": doctype,
		"reference_document": document,
		"file_type": file_type,
		"report_name": report_name,
		"page": page,
		"method": method,
		"filters": cstr(filters) or None,
		"columns": columns,
	}
	frappe.get_doc(entry).deferred_insert()


class TrailEntry(AccessLog):
	"""Access Log. Version 16 keeps entries in Redis and writes them every quarter of an hour, as
	Administrator and with that time; entries that Redis loses in between are never logged."""

	owner: str

	def db_insert(self, *args: Any, **options: Any) -> None:
		"""Writes the entry with its user as owner; version 15 sets no owner."""
		self.owner = self.owner or self.user
		super().db_insert(*args, **options)

	def deferred_insert(self) -> None:
		"""Writes the entry now. During maintenance, when writing is not possible, it waits with its user and time."""
		self.timestamp = now_datetime()
		if frappe.flags.read_only:
			super().deferred_insert()
			return
		self.db_insert()
		request = getattr(frappe.local, "request", None)
		if request and request.method in READS:
			frappe.db.commit()  # a read request is rolled back when it ends

	def before_insert(self) -> None:
		"""Keeps the user and time of an entry that waited and is written by a job."""
		if self.user and self.timestamp and not getattr(frappe.local, "request", None):
			self.owner = self.modified_by = self.user
			self.creation = self.modified = self.timestamp
