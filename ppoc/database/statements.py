"""Builds the text of a statement only once: building it takes the query builder as long as the database takes
to answer.

The text contains only parameters; the values are passed separately.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, reduce, wraps
from typing import Any

import frappe
from pypika.terms import Parameter, Values

from ppoc.database.markup_database import cleaned

CHUNK = 200
"""Rows in one INSERT."""
KEPT = ("name", "creation", "owner")
"""The columns that an existing row keeps."""


def parameters(number: int) -> list[Parameter]:
	"""Returns this many placeholders for values, at least one."""
	return [Parameter("%s")] * max(number, 1)


def built_once(build: Callable[..., Any]) -> Callable[..., str]:
	"""Turns a function that builds a query into one that returns its SQL text, cached for each kind of database.

	Args:
		build: takes numbers of parameters or names of columns; every value is one of `parameters`.
	"""

	@lru_cache(maxsize=512)
	def text(db_type: str, *sizes: Any) -> str:
		return str(build(*sizes).get_sql())

	@wraps(build)
	def text_here(*sizes: Any) -> str:
		return text(frappe.db.db_type, *sizes)

	return text_here


def insert_values(
	doctype: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], instead: bool = False
) -> None:
	"""Inserts rows without running any controller.

	Args:
		doctype: the DocType whose table it is.
		columns: the columns, standard ones included.
		rows: the values in the order of the columns.
		instead: whether a row that exists already takes these values, except for its owner and creation time.
	"""
	for start in range(0, len(rows), CHUNK):
		chunk = rows[start : start + CHUNK]
		values = [cleaned(doctype, c, v) for row in chunk for c, v in zip(columns, row, strict=True)]
		frappe.db.sql(_insert(doctype, tuple(columns), len(chunk), instead), values)


@built_once
def _insert(doctype: str, columns: tuple[str, ...], rows: int, instead: bool) -> Any:
	table, row = frappe.qb.DocType(doctype), tuple(parameters(len(columns)))
	query = frappe.qb.into(table).columns(*columns).insert(*[row] * rows)
	if not instead:
		return query
	renewed = [column for column in columns if column not in KEPT]
	if frappe.db.db_type == "postgres":
		query = query.on_conflict(table.name)
		return reduce(lambda q, column: q.do_update(table[column]), renewed, query)
	return reduce(
		lambda q, column: q.on_duplicate_key_update(table[column], Values(table[column])), renewed, query
	)
