"""A person with as many roles as anybody can have, so that no refusal hides what a value would do."""

from __future__ import annotations

from collections.abc import Callable

import frappe

from ppoc.tests.trust.caseload import Caseload
from ppoc.tests.trust.expected import ROLES

BOTH = ("Team Coordinator", "PPOC Auditor")  # held already; reads only


def with_every_role(caseload: Callable[[str, str], Caseload]) -> tuple[str, dict[str, str]]:
	"""Returns the person, and a record of each DocType that they may see."""
	held = caseload("Team Coordinator", "access to the place")
	for role in (*ROLES.values(), "PPOC Administrator"):
		if role not in BOTH:
			row = frappe.get_doc({"doctype": "Has Role", "parent": held.user, "role": role})
			row.update(
				{"parenttype": "User", "parentfield": "roles", "name": frappe.generate_hash(length=10)}
			)
			row.db_insert()
	frappe.clear_cache(user=held.user)
	return held.user, {cell.doctype: cell.name for cell in held.cells if cell.situation == "own locality"}
