"""Counts what is wrong on the site after a fault. Runs inside the site; see `inside`."""

from __future__ import annotations

from typing import Any

import frappe

from ppoc.access.audit import collecting, guarding, sealing_database


def audit_faults() -> list[str]:
	"""Brings what waits into the trail, seals it, and returns what is wrong with it."""
	guarding.guard()
	collecting.collect()
	sealing_database.seal_everything()
	return [str(fault) for fault in sealing_database.faults()]


def orphans() -> list[str]:
	"""Returns rows of tables whose record is not there."""
	found = []
	for table in frappe.get_all("DocType", {"istable": 1, "is_virtual": 0}, pluck="name"):
		parents = frappe.db.sql(f"select distinct parenttype from `tab{table}`", pluck=True)
		for parent in filter(None, parents):
			if not frappe.db.table_exists(parent):
				continue
			rows = frappe.db.sql(
				f"select row.name from `tab{table}` row left join `tab{parent}` doc on doc.name = row.parent"
				" where row.parenttype = %s and doc.name is null",
				parent,
				pluck=True,
			)
			found += [f"{table} {name}: its {parent} is not there" for name in rows]
	return found


def values(doctype: str, name: str, fields: list[str]) -> dict[str, Any]:
	"""Returns fields of a record."""
	return frappe.db.get_value(doctype, name, fields, as_dict=True)


def changes_on_record(doctype: str, name: str) -> int:
	"""Returns how many changes of a record the audit trail has."""
	return frappe.db.count("Audit Entry", {"record_type": doctype, "record": name, "outcome": "Changed"})
