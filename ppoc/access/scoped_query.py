"""Where every figure and row of a report begins: a query over the rows that the reader may see.

Frappe applies permissions to lists, and to neither rows, sums nor charts of a report that asks the database itself. So
a report of ours asks it through here.
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
	"""A DocType's table and a query over those of its rows that the person asking may see.

	Join other tables to it by name, and scope those of other case records with `seen`. The table keeps its name:
	an alias would hide it from the condition.

	Raises:
		frappe.PermissionError: the person may read none of this DocType.
	"""
	if not frappe.has_permission(doctype, "read"):
		frappe.throw(
			_("You may not read {0}.").format(_(doctype)), frappe.PermissionError, title=_("No permission")
		)
	table = frappe.qb.DocType(doctype)
	return table, frappe.qb.from_(table).where(seen(doctype))


def seen(doctype: str) -> Criterion:
	"""The rule of who sees what, as a condition on the DocType's own table."""
	return _Condition(build_match_conditions(doctype) or "1=1")


class _Condition(Criterion):
	"""SQL that is whole already: every value in it is escaped by the rule that made it."""

	def __init__(self, sql: str) -> None:
		super().__init__()
		self.sql = sql

	def get_sql(self, **options: Any) -> str:
		return f"({self.sql})"
