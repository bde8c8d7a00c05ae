"""Attack: use Frappe's list, count, group and export endpoints on children of another locality or on a restricted
child, and read names, numbers or order from the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.tests.access_world import NORTH, SOUTH, Doors, World, put

pytestmark = pytest.mark.requirement("X4.1")
BROKEN_LISTS = (TypeError, ValueError, frappe.ValidationError)
OURS = [["Child", "name", "like", "TEST-%"]]
FIELDS = ["name", "full_name"]

LISTS: dict[str, dict[str, Any]] = {
	"frappe.client.get_list": {"doctype": "Child", "fields": FIELDS, "filters": OURS},
	"frappe.client.get_value": {"doctype": "Child", "fieldname": FIELDS, "filters": {"name": "TEST-BELLA"}},
	"frappe.desk.reportview.get": {"doctype": "Child", "fields": FIELDS, "filters": OURS, "view": "Report"},
	"frappe.desk.reportview.get_list": {"doctype": "Child", "fields": FIELDS, "filters": OURS},
	"frappe.desk.calendar.get_events": {
		"doctype": "Child",
		"start": "1900-01-01",
		"end": "2100-01-01",
		"field_map": {"start": "creation", "end": "creation", "title": "full_name"},
		"fields": FIELDS,
	},
	"frappe.www.list.get_list_data": {"doctype": "Child", "txt": "", "ignore_permissions": 1, "limit": 100},
	"frappe.desk.link_preview.get_preview_data": {"doctype": "Child", "docname": "TEST-BELLA"},
	"frappe.desk.reportview.get_sidebar_stats": {"doctype": "Child", "stats": ["full_name"], "filters": OURS},
	"frappe.desk.reportview.get_stats": {"doctype": "Child", "stats": ["full_name"], "filters": OURS},
	"frappe.desk.listview.get_group_by_count": {
		"doctype": "Child",
		"current_filters": OURS,
		"field": "full_name",
	},
}


@pytest.fixture(autouse=True)
def as_coordinator(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)


@pytest.mark.parametrize("command", sorted(LISTS))
def test_no_list_holds_a_hidden_child(world: World, doors: Doors, hidden: str, command: str) -> None:
	frappe.get_meta("Child").show_preview_popup = 1
	told = doors.text(command, **LISTS[command])
	assert hidden not in told
	assert world.bella not in told.replace('"TEST-BELLA"', "", 1 if "get_value" in command else 0)


def test_no_list_to_filter_by_holds_a_hidden_child(doors: Doors, hidden: str) -> None:
	command = "frappe.desk.reportview.get_filter_dashboard_data"

	def told(doctype: str, column: str) -> str:
		return doors.text(
			command,
			doctype=doctype,
			stats=[{"name": column, "type": "Data"}],
			filters=[["name", "like", "T%"]],
		)

	try:
		assert hidden not in told("Child", "full_name")
	except BROKEN_LISTS as broken:
		# in later releases of version 15, the endpoint itself always fails
		with pytest.raises(type(broken)):
			told("Locality", "locality_name")


@pytest.mark.parametrize("command", ["frappe.client.get_list", "frappe.desk.reportview.get"])
def test_the_same_lists_hold_the_own_children(doors: Doors, command: str) -> None:
	assert "Anna Test" in doors.text(command, **LISTS[command])


def test_a_rest_list_holds_the_own_children_only(world: World, doors: Doors) -> None:
	rows = doors.rest("GET", "/api/resource/Child", fields='["name"]', limit_page_length=100)
	assert [row["name"] for row in rows if row["name"].startswith("TEST-")] == [world.anna]


@pytest.mark.parametrize("command", ["frappe.client.get_count", "frappe.desk.reportview.get_count"])
def test_counts_count_the_own_children(doors: Doors, command: str) -> None:
	assert doors.call(command, doctype="Child", filters=OURS) == 1


@pytest.mark.parametrize("command", ["frappe.client.get_count", "frappe.desk.reportview.get_count"])
def test_no_hidden_name_is_guessed_by_counting(doors: Doors, hidden: str, command: str) -> None:
	guess = [["Child", "first_name", "like", f"%{hidden}%"]]
	assert doors.call(command, doctype="Child", filters=guess) == 0


def test_a_count_by_name_counts_what_is_seen(world: World, doors: Doors) -> None:
	assert doors.call("frappe.client.get_count", doctype="Child", filters=world.anna) == 1
	assert doors.call("frappe.client.get_count", doctype="Child", filters=world.bella) == 0


def test_counts_of_other_records_are_the_platform_s(doors: Doors) -> None:
	assert doors.call("frappe.client.get_count", doctype="Locality", filters={"name": NORTH}) == 1


def test_sums_and_groups_add_up_the_own_children(doors: Doors) -> None:
	# version 16 accepts no SQL as a field
	is_16 = int(frappe.__version__.split(".")[0]) >= 16
	count = {"COUNT": "name", "as": "n"} if is_16 else "count(`tabChild`.`name`) as n"
	rows = doors.call(
		"frappe.desk.reportview.get",
		doctype="Child",
		fields=[count, "locality"],
		filters=OURS,
		group_by="`tabChild`.`locality`",
	)
	assert (rows["values"] if isinstance(rows, dict) else rows) == [[1, NORTH]]


def test_a_record_in_sight_shows_no_field_of_a_child_out_of_sight(
	world: World, doors: Doors, hidden: str
) -> None:
	for doctype in ("Action", "Permanence Plan", "Case Note"):
		told = doors.text(
			"frappe.client.get_list", doctype=doctype, fields=["name", "child.full_name as who"]
		)
		assert hidden not in told
		assert "Anna Test" in told


def test_an_export_holds_the_own_children_only(doors: Doors, world: World, hidden: str) -> None:
	doors.call(
		"frappe.desk.reportview.export_query",
		doctype="Child",
		fields=["name", "full_name"],
		filters=OURS,
		file_format_type="CSV",
		title="Child",
	)
	text = frappe.safe_decode(
		frappe.local.response.get("filecontent") or frappe.local.response.get("result") or b""
	)
	assert "Anna Test" in text
	assert hidden not in text


def test_a_data_template_holds_no_hidden_child(doors: Doors, hidden: str) -> None:
	for command in (
		"frappe.core.doctype.data_export.exporter.export_data",
		"frappe.core.doctype.data_import.data_import.download_template",
	):
		doors.text(
			command,
			doctype="Child",
			with_data="1",
			export_records="all",
			export_fields={"Child": FIELDS},
			select_columns={"Child": FIELDS},
			file_type="CSV",
			template=False,
		)
		text = frappe.as_json(frappe.local.response)
		assert hidden not in text


def test_states_are_counted_over_the_own_records(doors: Doors) -> None:
	counted = doors.call(
		"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
		doctype="Permanence Plan",
		workflow_state_field="status",
		states=["Proposed"],
	)
	assert counted == [{"status": "Prioritised", "count": 1}]


def test_assignments_are_counted_over_the_own_records(world: World, doors: Doors, set_user: Callable) -> None:
	set_user("Administrator")
	for child in (world.anna, world.bella):
		frappe.get_doc(
			{
				"doctype": "ToDo",
				"description": "x",
				"reference_type": "Child",
				"reference_name": child,
				"status": "Open",
			}
		).update({"name": f"todo-{child}", "allocated_to": "Administrator"}).db_insert()
	set_user(world.coordinator)
	counted = doors.call(
		"frappe.desk.listview.get_group_by_count", doctype="Child", current_filters="[]", field="assigned_to"
	)
	assert counted == [{"name": "Administrator", "count": 1}]


@pytest.mark.parametrize(
	("table", "parent"),
	[
		("Child Worker", "Child"),
		("Child Allowed Person", "Child"),
		("Plan Barrier", "Permanence Plan"),
		("Meeting Attendee", "Meeting"),
	],
)
def test_rows_inside_hidden_records_are_in_no_list(
	world: World, doors: Doors, table: str, parent: str
) -> None:
	meeting = put("Meeting", title="M", locality=SOUTH).name
	hidden_parent = {
		"Child": world.bella,
		"Permanence Plan": world.of_child[world.bella]["Permanence Plan"],
		"Meeting": meeting,
	}[parent]
	field = next(f.fieldname for f in frappe.get_meta(parent).get_table_fields() if f.options == table)
	put(table, parent=hidden_parent, parenttype=parent, parentfield=field, name=f"ROW-{table}")
	assert f"ROW-{table}" not in doors.text(
		"frappe.client.get_list", doctype=table, parent=parent, fields=["name", "parent"], limit_page_length=0
	)
	assert doors.call("frappe.client.get_count", doctype=table, filters={"name": f"ROW-{table}"}) == 0
	assert not frappe.has_permission(table, doc=frappe.get_doc(table, f"ROW-{table}"))
	assert f"ROW-{table}" not in doors.text(
		"frappe.client.get", doctype=table, name=f"ROW-{table}", parent=parent
	)
	with pytest.raises(frappe.PermissionError):
		doors.rest("GET", f"/api/resource/{table}/ROW-{table}")


def test_a_row_of_an_own_record_is_opened_by_itself(world: World, doors: Doors) -> None:
	put(
		"Child Worker",
		parent=world.anna,
		parenttype="Child",
		parentfield="workers",
		name="ROW-1",
		worker=f"W-{world.coordinator}",
	)
	assert doors.rest("GET", "/api/resource/Child Worker/ROW-1").parent == world.anna
