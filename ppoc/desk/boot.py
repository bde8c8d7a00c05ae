"""What the client needs to know about the person from the start."""

from __future__ import annotations

import frappe


def add_worker(bootinfo: frappe._dict) -> None:
	"""The person's own Worker record, so that "My actions" can be a filter."""
	bootinfo.ppoc_worker = frappe.db.get_value("Worker", {"user": frappe.session.user}, "name")
