"""Filters on dates that are there or not: "is set" of Frappe compares with an empty text, which PostgreSQL refuses.

In a filter of Frappe a date that is not there counts as the first of all days, which no filter can name.
"""

from __future__ import annotations

import frappe

NO_DATE = ["<", "0001-01-02"]
SOME_DATE = [">=", "0001-01-02"]


def is_set(there: bool) -> list[str]:
	"""The filter of a list that people open: in the platform's words wherever the database understands them."""
	if frappe.db.db_type == "mariadb":
		return ["is", "set" if there else "not set"]
	return SOME_DATE if there else NO_DATE
