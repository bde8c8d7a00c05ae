"""Statements whose text is built once: building it takes the query builder as long as the database takes to answer.

The text holds parameters only; values are handed over beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import Any

import frappe
from pypika.terms import Parameter

CHUNK = 200
"""Rows of one INSERT."""


def parameters(number: int) -> list[Parameter]:
	"""So many places for values, at least one."""
	return [Parameter("%s")] * max(number, 1)


def built_once(build: Callable[..., Any]) -> Callable[..., str]:
	"""Makes of a function that builds a query one that gives its SQL text, kept for each kind of database.

	Args:
		build: takes numbers of parameters or names of columns; all values stand as `parameters`.
	"""

	@lru_cache(maxsize=512)
	def text(db_type: str, *sizes: Any) -> str:
		return str(build(*sizes).get_sql())

	@wraps(build)
	def text_here(*sizes: Any) -> str:
		return text(frappe.db.db_type, *sizes)

	return text_here


def insert_values(doctype: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
	"""Inserts rows as they are.

	Args:
		doctype: whose table it is.
		columns: their columns, standard ones included.
		rows: the values in the order of the columns.
	"""
	for start in range(0, len(rows), CHUNK):
		chunk = rows[start : start + CHUNK]
		values = [value for row in chunk for value in row]
		frappe.db.sql(_insert(doctype, tuple(columns), len(chunk)), values)


@built_once
def _insert(doctype: str, columns: tuple[str, ...], rows: int) -> Any:
	row = tuple(parameters(len(columns)))
	return frappe.qb.into(frappe.qb.DocType(doctype)).columns(*columns).insert(*[row] * rows)
