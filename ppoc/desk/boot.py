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


def add_form_tours(bootinfo: frappe._dict) -> None:
	"""Adds which tour shows somebody round the form of a DocType; an authority's own tour comes before ours."""
	# help for everybody, no record of anybody
	tours = frappe.get_all(
		"Form Tour",
		{"ui_tour": 0, "reference_doctype": ["is", "set"]},
		["reference_doctype", "name"],
		order_by="is_standard desc, creation asc",
		as_list=True,
	)
	bootinfo.ppoc_form_tours = dict(tours)
