"""The trail of who printed and exported what: written at once, with who did it and when."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.core.doctype.access_log.access_log import AccessLog
from frappe.utils import now_datetime

READS = ("GET", "HEAD")


class TrailEntry(AccessLog):
	"""Access Log. Version 16 keeps entries in Redis, and every quarter of an hour writes them as Administrator's, with
	that time; what Redis has lost meanwhile nobody read."""

	owner: str

	def db_insert(self, *args: Any, **options: Any) -> None:
		"""Writes the entry as its user's own; version 15 names no owner."""
		self.owner = self.owner or self.user
		super().db_insert(*args, **options)

	def deferred_insert(self) -> None:
		"""Writes the entry now. During maintenance, when nothing may be written, it waits with its user and time."""
		self.timestamp = now_datetime()
		if frappe.flags.read_only:
			super().deferred_insert()
			return
		self.db_insert()
		request = getattr(frappe.local, "request", None)
		if request and request.method in READS:
			frappe.db.commit()  # the request is about to be rolled back: it was to read only

	def before_insert(self) -> None:
		"""An entry that has waited is written by a job; it stays whose it was and when it was."""
		if self.user and self.timestamp and not getattr(frappe.local, "request", None):
			self.owner = self.modified_by = self.user
			self.creation = self.modified = self.timestamp
