"""Locks that several may hold at once."""

from __future__ import annotations

from typing import Any

import frappe

from ppoc.database.statements import built_once, parameters

SHARED = {"postgres": "for share"}
SHARED_BY_MARIADB = "lock in share mode"


@built_once
def _read(doctype: str, field: str) -> Any:
	table = frappe.qb.DocType(doctype)
	return frappe.qb.from_(table).select(table[field]).where(table.name == parameters(1)[0])


def held_still(doctype: str, name: str, field: str = "name") -> Any:
	"""Returns a value of a row as it is now, and lets nobody change the row until the transaction ends.

	Others may hold it too: people who type in the same meeting do not wait for each other. Whoever is about to change
	the row waits for all of them, and those who come later wait for that person.

	Args:
		doctype, name: the row.
		field: the column to read; None is returned if there is no such row.
	"""
	lock = SHARED.get(frappe.db.db_type, SHARED_BY_MARIADB)
	# a statement of the query builder and one of two constants; the name is a parameter
	rows = frappe.db.sql(f"{_read(doctype, field)} {lock}", (name,))
	return rows[0][0] if rows else None
