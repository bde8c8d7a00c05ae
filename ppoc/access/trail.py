"""The log of who printed and exported what: written at once, with who did it and when."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.core.doctype.access_log.access_log import AccessLog
from frappe.utils import now_datetime

READS = ("GET", "HEAD")


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
