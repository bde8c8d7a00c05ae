"""Columns of reports in one line each, typed so that lists, sheets and the feed know what they hold."""

from __future__ import annotations

from typing import Any

Column = dict[str, Any]
LEFT = {"align": "left"}
"""Said of words and dates, as the platform takes a column whose first cell is empty for one of numbers."""


def text(fieldname: str, label: str, width: int = 150) -> Column:
	"""Words."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Data", "width": width, **LEFT}


def link(fieldname: str, label: str, doctype: str, width: int = 130) -> Column:
	"""The name of a record, which opens it."""
	column = {"fieldname": fieldname, "label": label, "fieldtype": "Link", "options": doctype}
	return {**column, "width": width, **LEFT}


def day(fieldname: str, label: str, width: int = 110) -> Column:
	"""A date."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Date", "width": width, **LEFT}


def moment(fieldname: str, label: str, width: int = 150) -> Column:
	"""A date with its time of day."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Datetime", "width": width, **LEFT}


def whole(fieldname: str, label: str, width: int = 100) -> Column:
	"""A count."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Int", "width": width}


def number(fieldname: str, label: str, width: int = 110, precision: int = 1) -> Column:
	"""A figure with decimals."""
	return {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": "Float",
		"precision": precision,
		"width": width,
	}


def percent(fieldname: str, label: str, width: int = 110) -> Column:
	"""A share of a hundred."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Percent", "width": width}


def money(fieldname: str, label: str, width: int = 120) -> Column:
	"""Pounds."""
	return {"fieldname": fieldname, "label": label, "fieldtype": "Currency", "width": width}
