"""Attack: read rows or figures of other localities from reports, charts and number cards: from their columns, from
the cache of another user's run, or by running them as another user."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest

from ppoc.tests.access_world import NORTH, SOUTH, Doors, World, put

pytestmark = pytest.mark.requirement("X4.1")
OURS = '[["Child", "name", "like", "TEST-%", false]]'


@pytest.fixture
def report(world: World) -> str:
	"""Makes a report in the report view."""
	layout = {
		"fields": [["name", "Child"], ["full_name", "Child"]],
		"filters": [["Child", "name", "like", "TEST-%"]],
	}
	roles = [
		{"doctype": "Has Role", "parentfield": "roles", "role": r}
		for r in ("Team Coordinator", "Team Manager")
	]
	return put(
		"Report",
		name="Test children",
		report_name="Test children",
		ref_doctype="Child",
		report_type="Report Builder",
		is_standard="No",
		json=frappe.as_json(layout),
		roles=roles,
	).name


@pytest.fixture
def script_report(world: World) -> str:
	"""Makes a script report like the app's: from a list with permissions."""
	roles = [
		{"doctype": "Has Role", "parentfield": "roles", "role": r}
		for r in ("Team Coordinator", "Team Manager")
	]
	return put(
		"Report",
		name="Test script",
		report_name="Test script",
		ref_doctype="Child",
		report_type="Script Report",
		is_standard="No",
		prepared_report=1,
		report_script=(
			"data = [{'fieldname': 'full_name', 'label': 'Name', 'fieldtype': 'Data'}],"
			" frappe.get_list('Child', fields=['full_name'], filters={'name': ['like', 'TEST-%']})"
		),
		roles=roles,
	).name


@pytest.fixture
def safe_scripts(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Allows script reports to run in the test."""
	frappe.local.conf.server_script_enabled = 1
	monkeypatch.setattr("frappe.utils.safe_exec.is_safe_exec_enabled", lambda: True, raising=False)


def test_a_report_by_email_holds_what_its_user_sees(world: World, report: str, hidden: str) -> None:
	columns_and_rows = frappe.get_doc("Report", report).get_data(user=world.coordinator, as_dict=False)
	told = frappe.as_json(columns_and_rows)
	assert "Anna Test" in told
	assert hidden not in told


def test_a_report_runs_for_who_asks_and_not_from_a_kept_result(
	world: World, set_user: Callable, doors: Doors, script_report: str, safe_scripts: None, hidden: str
) -> None:
	for user, seen in ((world.manager_south, True), (world.coordinator, False)):
		set_user(user)
		told = doors.text("frappe.desk.query_report.run", report_name=script_report, user="Administrator")
		assert (hidden in told) is seen
		assert ("Anna Test" in told) is not seen


def test_a_report_s_extra_column_gives_no_field_of_hidden_children(
	world: World, set_user: Callable, doors: Doors, hidden: str
) -> None:
	set_user(world.coordinator)
	values = doors.call(
		"frappe.desk.query_report.get_data_for_custom_field", doctype="Child", field="full_name"
	)
	assert values[world.anna] == "Anna Test"
	assert hidden not in frappe.as_json(values)


def chart(kind: str, **values: object) -> str:
	"""Makes a chart of children."""
	return put(
		"Dashboard Chart",
		name=f"Test {kind}",
		chart_name=f"Test {kind}",
		chart_type="Group By" if kind == "Group By" else "Count",
		type="Heatmap" if kind == "Heatmap" else "Bar",
		document_type="Child",
		is_public=1,
		timeseries=1,
		timespan="Last Year",
		time_interval="Yearly",
		based_on="creation",
		group_by_type="Count",
		group_by_based_on="locality",
		filters_json=OURS,
		dynamic_filters_json="[]",
		heatmap_year=frappe.utils.nowdate()[:4],
		**values,
	).name


def test_a_chart_shows_each_reader_the_own_figures(world: World, set_user: Callable, doors: Doors) -> None:
	name = chart("Group By")
	seen = {}
	for user in (world.manager_south, world.coordinator, world.manager):
		set_user(user)
		answer = doors.call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=name)
		seen[user] = dict(zip(answer["labels"], answer["datasets"][0]["values"], strict=True))
	assert seen == {world.manager_south: {SOUTH: 1}, world.coordinator: {NORTH: 1}, world.manager: {NORTH: 2}}


def test_a_chart_does_not_answer_from_another_reader_s_cache(
	world: World, set_user: Callable, doors: Doors
) -> None:
	name = chart("Group By")
	left = {"labels": [SOUTH], "datasets": [{"values": [99]}]}
	frappe.cache.set_value(f"chart-data:{name}", frappe.as_json(left))
	set_user(world.coordinator)
	answer = doors.call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=name)
	assert answer["labels"] == [NORTH]


def test_a_heatmap_of_children_is_refused(world: World, set_user: Callable, doors: Doors) -> None:
	name = chart("Heatmap")
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=name)


@pytest.mark.parametrize("function", ["Count", "Sum"])
def test_a_number_card_counts_the_own_children(
	world: World, set_user: Callable, doors: Doors, function: str
) -> None:
	card = {
		"doctype": "Number Card",
		"name": "Test card",
		"document_type": "Child",
		"function": function,
		"aggregate_function_based_on": "unborn",
		"filters_json": OURS,
	}
	set_user(world.coordinator)
	answer = doors.call(
		"frappe.desk.doctype.number_card.number_card.get_result", doc=card, filters=OURS, to_date="2100-01-01"
	)
	assert answer == {"Count": 1, "Sum": 0}[function]


def test_no_monthly_goal_adds_up_children(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call(
			"frappe.utils.goal.get_monthly_goal_graph_data",
			title="x",
			doctype="Locality",
			docname=NORTH,
			goal_value_field="idx",
			goal_total_field="idx",
			goal_history_field="name",
			goal_doctype="Child",
			goal_doctype_link="locality",
			goal_field="idx",
			date_field="date_of_birth",
		)
