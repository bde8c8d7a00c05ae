"""The columns of a sheet, from the columns of the report and the fields that its reader may see."""

from __future__ import annotations

import pytest

from ppoc.reporting.tracker_grid.sheets import CHILD, PLAN, Field, columns_of

pytestmark = pytest.mark.requirement("Z2")

REPORT = [
	{"fieldname": "child_name", "label": "Child", "fieldtype": "Data", "width": 180},
	{"fieldname": "child", "label": "Record", "fieldtype": "Link", "width": 110},
	{"fieldname": "predicted_start", "label": "Predicted start", "fieldtype": "Date", "width": 150},
	{"fieldname": "times_moved", "label": "Times moved", "fieldtype": "Int", "width": 100},
]
START = Field(PLAN, "predicted_start", "Predicted assessment start", "Date", may_write=True)


def test_a_sheet_has_the_columns_of_its_report_in_order_and_says_what_is_typed():
	columns = columns_of(REPORT, [START])
	assert [column["field"] for column in columns] == ["child_name", "predicted_start", "times_moved"]
	assert [column.get("editable") for column in columns] == [None, True, None]
	assert columns[1]["doctype"] == PLAN


def test_who_may_only_read_sees_the_same_columns_and_types_in_none():
	reading = Field(PLAN, "predicted_start", "Predicted start", "Date")
	assert not any(column.get("editable") for column in columns_of(REPORT, [reading]))


def test_the_authoritys_own_fields_come_last_and_those_of_child_and_plan_are_told_apart():
	own = [
		Field(doctype, "custom_note", "Note", "Data", may_write=True, added=True) for doctype in (CHILD, PLAN)
	]
	columns = columns_of(REPORT, [START, *own])
	assert [column["field"] for column in columns[-2:]] == ["child:custom_note", "plan:custom_note"]
	assert {column["fieldname"] for column in columns[-2:]} == {"custom_note"}


def test_a_field_that_no_cell_can_hold_is_left_out():
	table = Field(PLAN, "custom_rows", "Rows", "Table", added=True)
	assert len(columns_of(REPORT, [table])) == 3
