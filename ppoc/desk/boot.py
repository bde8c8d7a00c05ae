"""What the client needs to know about the user from the start."""

from __future__ import annotations

import frappe

from ppoc.desk.record_titles import TITLES


def add_worker(bootinfo: frappe._dict) -> None:
	"""Adds the user's own Worker record, so that "My actions" can be a filter."""
	bootinfo.ppoc_worker = frappe.db.get_value("Worker", {"user": frappe.session.user}, "name")


def add_record_titles(bootinfo: frappe._dict) -> None:
	"""Adds the fields of which the desk makes the titles of records."""
	bootinfo.ppoc_record_titles = TITLES
