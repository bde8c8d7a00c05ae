"""Makes the database write rows as JSON.

Otherwise its driver would create an object for each value and we would convert it back, which is most of the
work when there are many rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.query_builder.builder import Table
from frappe.query_builder.functions import Cast_, Coalesce
from frappe.utils import now_datetime
from pypika import Case
from pypika.terms import Field, Function, Term

from ppoc.reporting.odata.times import Change, changes, site_zone

ARGUMENTS = 90
"""PostgreSQL's functions take at most a hundred."""

NUMBERS = ("Edm.Int64", "Edm.Double")
TIMES = ("Edm.Date", "Edm.TimeOfDay")
MOMENT = "Edm.DateTimeOffset"


def as_object(rows: Table, columns: Sequence[str], types: Mapping[str, str]) -> Term:
	"""Returns the SQL for a row as a JSON object (OData JSON Format 4.01, section 7.1).

	Args:
		rows: the table.
		columns: the properties of the object.
		types: property → OData type.
	"""
	value = _of_mariadb if _is_mariadb() else _of_postgres
	parts: list[Any] = []
	for name in columns:
		parts += [f'{"," if parts else "{"}"{name}":', Coalesce(value(rows[name], types[name]), "null")]
	return _concat([*parts, "}"])


def _is_mariadb() -> bool:
	return frappe.db.db_type == "mariadb"


def _concat(parts: list[Any]) -> Term:
	while len(parts) > ARGUMENTS:
		parts = [Function("CONCAT", *parts[at : at + ARGUMENTS]) for at in range(0, len(parts), ARGUMENTS)]
	return Function("CONCAT", *parts)


def _of_mariadb(field: Field, kind: str) -> Term:
	"""Returns a MariaDB value as JSON; null if there is none."""
	if kind == "Edm.Boolean":
		return Case().when(field != 0, "true").else_("false")
	if kind in NUMBERS:
		return _concat([field])
	if kind == MOMENT:
		return _moment(field, Function("INSERT", field, 11, 1, "T"))
	return _concat(['"', field, '"']) if kind in TIMES else Function("JSON_QUOTE", field)


def _of_postgres(field: Field, kind: str) -> Term:
	"""Returns a PostgreSQL value as JSON; null if there is none."""
	if kind == "Edm.Boolean":
		return Case().when(field != 0, "true").else_("false")
	if kind == MOMENT:
		return _moment(field, Function("TO_CHAR", field, 'YYYY-MM-DD"T"HH24:MI:SS.US'))
	return Cast_(Function("TO_JSON", field), "text")


def _moment(field: Field, told: Term) -> Term:
	"""Returns a time with its offset; without the test, PostgreSQL would write empty quotes for null."""
	return Case().when(field.isnotnull(), _concat(['"', told, _offset(field), '"']))


def _offset(field: Field) -> Term:
	"""Returns the site's offset from UTC at a time: MariaDB knows zones only if somebody has loaded them.

	Most times are recent, so the database looks for those first.
	"""
	now = now_datetime()
	known = changes(site_zone(), now.year)
	ahead = [change for change in known if change[0] > now]
	past = [change for change in known if change[0] <= now]
	found = _latest_first(field, past)
	return Case().when(field >= ahead[0][0], _latest_first(field, ahead)).else_(found) if ahead else found


def _latest_first(field: Field, known: Sequence[Change]) -> Term | str:
	if len(known) == 1:
		return known[0][1]
	found = Case()
	for begin, offset in reversed(known[1:]):
		found = found.when(field >= begin, offset)
	return found.else_(known[0][1])
