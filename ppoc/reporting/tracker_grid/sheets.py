"""The columns of a sheet: those of the report with the same rows, and which of them a person types in. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ALL_DATA, ALL_LISTS = "All Data", "All lists"
"""The sheet of children and the sheet of all listed plans. Each route has one too, called by the route's name."""

CHILD, PLAN = "Child", "Permanence Plan"
KEYS = {CHILD: "child", PLAN: "plan"}
"""The record that holds a cell, and where a row has its name."""

TYPED = {
	CHILD: ("potential", "potential_rationale", "potential_review_on"),
	PLAN: ("predicted_start", "predicted_finish", "actual_start", "progress"),
}
"""Columns of the reports in which a person types. Steps of a workflow, and what is computed, are taken elsewhere."""

TYPES = ("Data", "Small Text", "Text", "Date", "Select", "Check", "Int", "Float", "Currency", "Percent")
"""Kinds of field that fit into a cell."""

HIDDEN = ("child", "plan")


@dataclass(frozen=True)
class Field:
	"""A field of a record, as the reader may see and write it."""

	doctype: str
	fieldname: str
	label: str
	fieldtype: str
	options: tuple[str, ...] = ()
	may_write: bool = False
	added: bool = False
	"""Whether the authority has added it and wants it in lists."""


def columns_of(report: Iterable[Mapping[str, Any]], fields: Sequence[Field]) -> list[dict[str, Any]]:
	"""Returns the columns of a sheet: those of the report, then the authority's own.

	Args:
		report: the columns of the report, in order.
		fields: what can be typed, and the authority's own fields.
	"""
	known = {field.fieldname: field for field in fields if field.fieldname in TYPED[field.doctype]}
	columns = [
		{
			"field": column["fieldname"],
			"label": column["label"],
			"type": column["fieldtype"],
			"width": column["width"],
			**_typed(known.get(column["fieldname"])),
		}
		for column in report
		if column["fieldname"] not in HIDDEN
	]
	own = [field for field in fields if field.added and field.fieldtype in TYPES]
	return columns + [
		{"field": own_column(field), "label": field.label, "width": 150, **_typed(field)} for field in own
	]


def own_column(field: Field) -> str:
	"""Returns where a row holds a field of the authority's own; child and plan can have one of the same name."""
	return f"{KEYS[field.doctype]}:{field.fieldname}"


def _typed(field: Field | None) -> dict[str, Any]:
	if not field:
		return {}
	return {
		"fieldname": field.fieldname,
		"type": field.fieldtype,
		"doctype": field.doctype,
		"options": list(field.options),
		"editable": field.may_write,
	}
