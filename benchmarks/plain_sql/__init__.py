"""The best plain SQL for each report, handwritten by somebody with the database's password.

One file per report, for MariaDB. `SEEN(child)` stands for a handwritten condition on which rows of `tabChild`
the reader may see.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import frappe
from frappe.utils import add_months, get_first_day

HERE = Path(__file__).parent
SEEN = """({0}.locality in %(localities)s and ({0}.restricted = 0 or {0}.name in (
	select parent from `tabChild Allowed Person` where parenttype = 'Child' and user = %(reader)s)))"""
MATHS = "-- Maths"

Row = dict[str, Any]


def statements(report: str) -> list[str]:
	"""Returns a report's statements; several only if the report's rows are calculated from theirs."""
	text = re.sub(r"SEEN\((\w+)\)", lambda found: SEEN.format(found[1]), _text(report))
	return [one for one in text.split(";\n") if one.strip()]


def is_maths(report: str) -> bool:
	"""Returns whether the report's rows are calculated from the rows that the statements fetch."""
	return _text(report).startswith(MATHS)


def values(reader: str, localities: list[str], today: date) -> Row:
	"""Returns the parameters of the statements."""
	return {
		"reader": reader,
		"roles": frappe.get_roles(reader),
		"localities": localities,
		"today": today,
		"three_months_ago": add_months(today, -3),
		"a_year_ago": add_months(today, -12),
		"two_years_ago": add_months(today, -24),
		"capacity_from": get_first_day(add_months(today, -3)),
		"capacity_last": get_first_day(add_months(today, 6)),
	}


def fetch(sent: list[tuple[str, Any]]) -> list[Any]:
	"""Returns the statements' rows as the driver returns them."""
	found: list[Any] = []
	for query, given in sent:
		cursor = frappe.db._conn.cursor()
		cursor.execute(query, given or None)
		found += cursor.fetchall()
		cursor.close()
	return found


def assert_same(report: str, ours: list[Row], asked: Row) -> None:
	"""Asserts that the comparison is fair: the same rows, with the same values in every column of the same name.

	If the report is calculated, the statements' rows are not its own, but they have the same keys.
	"""
	first = statements(report)[0]
	cursor = frappe.db._conn.cursor()
	cursor.execute(first, asked)
	names = [column[0] for column in cursor.description]
	theirs = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
	cursor.close()
	shared = [name for name in names if ours and name in ours[0]]
	assert ours, f"{report}: no rows"
	assert shared, f"{report}: no column in common"
	left, right = (
		sorted(tuple(_plain(row[name]) for name in shared) for row in rows) for rows in (ours, theirs)
	)
	if is_maths(report):
		left, right = sorted(set(left)), sorted(set(right))
	assert len(left) == len(right), f"{report}: {len(left)} rows, by hand {len(right)}"
	for mine, other in zip(left, right, strict=True):
		assert mine == other, f"{report}: {shared}\n{mine}\n{other}"


def _text(report: str) -> str:
	return (HERE / f"{frappe.scrub(report).replace('-', '_')}.sql").read_text()


def _plain(value: Any) -> str:
	if value is None or value == 0:
		return ""
	if isinstance(value, bool | int | float | Decimal):
		return f"{float(value):.2f}"
	return str(value)
