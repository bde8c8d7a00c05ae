"""Report columns in one line each, typed so that lists, spreadsheets and the feed know what they contain."""

from __future__ import annotations

from typing import Any

Column = dict[str, Any]
LEFT = {"align": "left"}
"""For texts and dates, because Frappe treats a column whose first cell is empty as numeric."""


def text(fieldname: str, label: str, width: int = 150) -> Column:
	"""Returns a column for text."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Data", "width": width, **LEFT}


def link(fieldname: str, label: str, doctype: str, width: int = 130) -> Column:
	"""Returns a column for the name of a record, which opens it."""
	column = {"fieldname": fieldname, "label": label, "fieldtype": "Link", "options": doctype}
	return {**column, "width": width, **LEFT}


def day(fieldname: str, label: str, width: int = 110) -> Column:
	"""Returns a column for a date."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Date", "width": width, **LEFT}


def moment(fieldname: str, label: str, width: int = 150) -> Column:
	"""Returns a column for a date with its time."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Datetime", "width": width, **LEFT}


def whole(fieldname: str, label: str, width: int = 100) -> Column:
	"""Returns a column for a count."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Int", "width": width}


def number(fieldname: str, label: str, width: int = 110, precision: int = 1) -> Column:
	"""Returns a column for a number with decimals."""
	return {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": "Float",
		"precision": precision,
		"width": width,
	}


def percent(fieldname: str, label: str, width: int = 110) -> Column:
	"""Returns a column for a percentage."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Percent", "width": width}


def money(fieldname: str, label: str, width: int = 120) -> Column:
	"""Returns a column for an amount in pounds."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Currency", "width": width}
