"""The tables of the audit trail that are not DocTypes: nobody opens them, and they hold a row for each child seen.

`ppoc_audit_child` finds the entries of a child; `ppoc_audit_seal` is the chain. Both are only ever added to.
"""

# ruff: noqa: S608 - tables and columns are named by our own code; values are parameters
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import frappe
from frappe.query_builder import Table

from ppoc.access.audit.guarding import DOCTYPE, writing
from ppoc.database.rows import chunks

ENTRIES, CHILDREN, SEALS = f"tab{DOCTYPE}", "ppoc_audit_child", "ppoc_audit_seal"

_STATEMENTS = {
	CHILDREN: f"create table {CHILDREN} (child varchar(140) not null, entry varchar(140) not null,"
	" primary key (child, entry))",
	SEALS: f"create table {SEALS} (number bigint not null primary key, entry varchar(140) not null unique,"
	" hash char(64) not null)",
}
_AS_FRAPPES = " engine=InnoDB row_format=dynamic character set=utf8mb4 collate=utf8mb4_unicode_ci"
"""Otherwise MariaDB could not compare them with Frappe's own tables."""


def make() -> None:
	"""Creates the tables where they are missing. Runs after installing and after each migration.

	Where they are there it changes nothing: the database commits whatever was open when a table is created.
	"""
	kind = "" if frappe.db.db_type == "postgres" else _AS_FRAPPES
	there = frappe.db.get_tables(cached=False)
	with writing():
		for table, statement in _STATEMENTS.items():
			if table not in there:
				frappe.db.sql_ddl(statement + kind)  # all of it stands in this file
		if not _is_found_by_entry():
			# the name stands in this file
			frappe.db.sql_ddl(f"create index ppoc_audit_child_entry on {CHILDREN} (entry)")


def entries() -> Table:
	"""Returns the table of entries, for a query."""
	return frappe.qb.DocType(DOCTYPE)


def children() -> Table:
	"""Returns the table of children, for a query."""
	return Table(CHILDREN)


def seals() -> Table:
	"""Returns the table of seals, for a query."""
	return Table(SEALS)


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
	"""Inserts rows into one of the trail's tables; the query builder would take ten times as long."""
	names, place = ", ".join(f"`{column}`" for column in columns), f"({', '.join(['%s'] * len(columns))})"
	with writing():
		for some in chunks(rows):
			values = [value for row in some for value in row]
			# table and columns are named by our own code
			frappe.db.sql(f"insert into `{table}` ({names}) values {', '.join([place] * len(some))}", values)


def select(table: str, columns: Sequence[str], key: str, values: Iterable[str]) -> Iterator[tuple[Any, ...]]:
	"""Yields the columns of the rows whose `key` is one of the values; the names come from our own code."""
	names = ", ".join(f"`{column}`" for column in columns)
	for some in chunks(sorted(values)):
		# table and columns are named by our own code
		yield from frappe.db.sql(f"select {names} from `{table}` where `{key}` in %s", (tuple(some),))


def _is_found_by_entry() -> bool:
	if frappe.db.db_type == "postgres":
		return bool(frappe.db.sql("select 1 from pg_indexes where indexname = 'ppoc_audit_child_entry'"))
	# the name stands in this file
	return bool(frappe.db.sql(f"show index from {CHILDREN} where key_name = 'ppoc_audit_child_entry'"))
