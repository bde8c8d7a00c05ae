"""The start of every report query: a query over the rows that the reader may see.

Frappe applies permissions to lists, but not to the rows, sums or charts of a report that queries the database
itself. Our reports query it through this module.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.desk.reportview import build_match_conditions
from frappe.query_builder import Criterion
from frappe.query_builder.builder import Table
from pypika.queries import QueryBuilder

Row = dict[str, Any]


def scoped(doctype: str) -> tuple[Table, QueryBuilder]:
	"""Returns a DocType's table and a query over its rows that the session's user may see.

	Join other tables to it by name, and scope those of other case records with `seen`. The table keeps its
	name: an alias would hide it from the condition.

	Raises:
		frappe.PermissionError: the user may read none of this DocType.
	"""
	if not frappe.has_permission(doctype, "read"):
		frappe.throw(
			_("You may not read {0}.").format(_(doctype)), frappe.PermissionError, title=_("No permission")
		)
	table = frappe.qb.DocType(doctype)
	return table, frappe.qb.from_(table).where(seen(doctype))


def seen(doctype: str) -> Criterion:
	"""Returns the rule of who sees what, as a condition on the DocType's own table."""
	return _Condition(build_match_conditions(doctype) or "1=1")


class _Condition(Criterion):
	"""Complete SQL; the rule that built it has escaped every value in it."""

	def __init__(self, sql: str) -> None:
		super().__init__()
		self.sql = sql

	def get_sql(self, **options: Any) -> str:
		return f"({self.sql})"
