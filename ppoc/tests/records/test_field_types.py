"""The fields that Frappe wrote into a controller are those of its DocType, and a controller sets no others. No site."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "ppoc" / "doctype"
DOCTYPES = sorted(file.parent.name for file in FOLDER.glob("*/*.json"))
HOLD_NOTHING = {"Button", "Column Break", "Fold", "Heading", "HTML", "Image", "Section Break", "Tab Break"}
NEVER_EMPTY = {
	"Check",
	"Currency",
	"Float",
	"Int",
	"Percent",
	"Rating",
	"Select",
	"Table",
	"Table MultiSelect",
}
OF_EVERY_ROW = {"parent": "DF.Data", "parentfield": "DF.Data", "parenttype": "DF.Data"}
OF_EVERY_RECORD = {"creation", "docstatus", "flags", "idx", "modified", "modified_by", "name", "owner"}


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_the_controller_says_what_the_doctype_holds(doctype: str) -> None:
	schema = json.loads((FOLDER / doctype / f"{doctype}.json").read_text(encoding="utf-8"))
	expected = {
		field["fieldname"]: type_of(field)
		for field in schema["fields"]
		if field["fieldtype"] not in HOLD_NOTHING
	}
	if schema.get("istable"):
		expected |= OF_EVERY_ROW
	assert fields_said_in(controller_of(doctype)) == expected, "./dev types writes the fields anew"


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_the_controller_sets_only_what_there_is(doctype: str) -> None:
	controller = controller_of(doctype)
	known = fields_said_in(controller).keys() | OF_EVERY_RECORD
	assert ast.get_docstring(controller), "the block of fields stands below the docstring"
	assert set_by(controller) <= known


@pytest.mark.parametrize(
	("field", "expected"),
	[
		({"fieldtype": "Small Text"}, "DF.SmallText | None"),
		({"fieldtype": "Link", "options": "Child", "reqd": 1}, "DF.Link"),
		({"fieldtype": "Select", "options": "\nYes\nNo"}, "DF.Literal['', 'Yes', 'No']"),
		({"fieldtype": "Table", "options": "Child Worker"}, "DF.Table[ChildWorker]"),
	],
)
def test_a_field_changed_in_the_doctype_alone_is_noticed(field: dict[str, Any], expected: str) -> None:
	said = ast.parse(f"class A:\n\tif TYPE_CHECKING:\n\t\tfield: {expected}").body[0]
	assert isinstance(said, ast.ClassDef)
	assert fields_said_in(said) == {"field": type_of(field)}
	assert fields_said_in(said) != {"field": type_of({"fieldtype": "Date"})}


def type_of(field: dict[str, Any]) -> str:
	"""How Frappe says it; see docs/operations.md."""
	kind = field["fieldtype"]
	if kind == "Select":
		options = [option.strip() for option in field["options"].split("\n")]
		return f"DF.Literal[{', '.join(map(repr, options))}]"
	said = f"DF.{kind.replace(' ', '')}"
	if kind in ("Table", "Table MultiSelect"):
		said += f"[{field['options'].replace(' ', '')}]"
	return said if kind in NEVER_EMPTY or field.get("reqd") else f"{said} | None"


def controller_of(doctype: str) -> ast.ClassDef:
	tree = ast.parse((FOLDER / doctype / f"{doctype}.py").read_text(encoding="utf-8"))
	name = json.loads((FOLDER / doctype / f"{doctype}.json").read_text(encoding="utf-8"))["name"]
	classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
	return next(node for node in classes if node.name == name.replace(" ", ""))


def fields_said_in(controller: ast.ClassDef) -> dict[str, str]:
	blocks = [node for node in controller.body if isinstance(node, ast.If)]
	return {
		ast.unparse(line.target): ast.unparse(line.annotation)
		for block in blocks
		for line in block.body
		if isinstance(line, ast.AnnAssign)
	}


def set_by(controller: ast.ClassDef) -> set[str]:
	"""The names of what its methods set on the record."""
	return {
		node.attr
		for node in ast.walk(controller)
		if isinstance(node, ast.Attribute)
		and isinstance(node.ctx, ast.Store)
		and isinstance(node.value, ast.Name)
		and node.value.id == "self"
	}
