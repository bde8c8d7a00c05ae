"""Which due dates are a user's own: the one rule behind My Due Dates and the home pages."""

from __future__ import annotations

import frappe
from frappe.query_builder.builder import Table
from pypika.terms import Criterion

from ppoc.access import rules as access


def own_dates(scale: Table, user: str) -> list[Criterion]:
	"""Returns conditions for rows that name the user, or a role of the user's in a locality that the user has
	access to; an empty list if there can be none."""
	ways: list[Criterion] = []
	if worker := access.worker_of(user):
		ways.append(scale.responsible == worker)
	if localities := access.localities_of(user):
		nobody = scale.responsible.isnull() | (scale.responsible == "")
		by_role = scale.duty_role.isin(frappe.get_roles(user)) & scale.locality.isin(sorted(localities))
		ways.append(nobody & by_role)
	return ways
