"""Records for the tests of duplicates; they are rolled back after each test."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document

LOCALITY, OTHER_LOCALITY, TEAM = "Zz Fenmark", "Zz Otterby", "Zz Larkspur CIC"


def make(doctype: str, **values: Any) -> Document:
	"""Inserts one record."""
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def make_places() -> None:
	"""Makes two localities, one with a team."""
	for name in (LOCALITY, OTHER_LOCALITY):
		make("Locality", locality_name=name)
	make("Team", team_name=TEAM, locality=LOCALITY)


def make_child(child_id: str, **overrides: Any) -> Document:
	"""Makes a child in the team."""
	values = {
		"first_name": "Tamsin",
		"last_name": "Quillfeather",
		"date_of_birth": "2014-05-14",
		"locality": LOCALITY,
		"team": TEAM,
	}
	return make("Child", child_id=child_id, **{**values, **overrides})


def make_plan(child: Document, route: str = "Special guardianship", **overrides: Any) -> Document:
	"""Makes a prioritised plan for a child."""
	plan = make("Permanence Plan", child=child.name, route=route, **overrides)
	plan.status = "Prioritised"
	return plan.save()


def give_access(user: str, locality: str = LOCALITY) -> None:
	"""Gives access to a locality from a year ago."""
	row = frappe.get_doc(
		{"doctype": "Locality Access", "user": user, "locality": locality, "from_date": "2025-01-01"}
	)
	row.set_new_name()
	row.db_insert()
	from ppoc.access.rules import forget

	forget()
