"""Lists are exported as files that contain no formulas."""

from __future__ import annotations

import csv
import io
import json

import frappe
import openpyxl
import pytest

from ppoc.access.safe_exports import guard
from ppoc.tests.access_world import Doors, World

FORMULAS = ["=HYPERLINK(1)", "<p>=1+1</p>", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0"]

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.requirement("X2.3")]


@pytest.fixture
def children(world: World) -> World:
	guard()
	names = (world.anna, world.bella, world.rosie)
	for name, formula in zip(names, FORMULAS, strict=False):
		frappe.db.set_value("Child", name, {"full_name": formula, "potential_rationale": FORMULAS[3]})
	return world


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_a_list(kind: str, children: World, doors: Doors) -> None:
	doors.call(
		"frappe.desk.reportview.export_query",
		doctype="Child",
		file_format_type=kind,
		fields=json.dumps(["name", "full_name", "potential_rationale", "overdue_count"]),
		filters=json.dumps([["Child", "name", "in", [children.anna, children.bella, children.rosie]]]),
		csv_quoting=2,
		csv_delimiter=",",
		view="Report",
	)
	cells = _cells(frappe.local.response.filecontent, kind)
	assert {"'=HYPERLINK(1)", "'@SUM(A1)", f"'{FORMULAS[3]}"} <= set(cells)
	assert not [cell for cell in cells if cell.startswith(("=", "@", "-"))]


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_a_data_export(kind: str, children: World, doors: Doors) -> None:
	doors.call(
		"frappe.core.doctype.data_export.exporter.export_data",
		doctype="Child",
		parent_doctype="Child",
		all_doctypes=0,
		select_columns=json.dumps({"Child": ["full_name", "potential_rationale"]}),
		file_type=kind,
		with_data=1,
	)
	response = frappe.local.response
	content = response.get("filecontent") or response["result"].encode()
	cells = _cells(content, kind)
	assert f"'{FORMULAS[3]}" in cells
	assert FORMULAS[3] not in cells


def _cells(content: bytes, kind: str) -> list[str]:
	if kind == "CSV":
		return [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
	sheet = openpyxl.load_workbook(io.BytesIO(content)).active
	return [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
