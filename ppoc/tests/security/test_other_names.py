"""Attack: call a guarded endpoint under another name (a module that imports the function, an old alias), or make
endpoint call it for you."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest

from ppoc.access.platform import find_endpoint, function_at
from ppoc.tests.access_world import Doors, World

pytestmark = pytest.mark.requirement("X4.1")


def guarded() -> dict[str, str]:
	"""Returns the endpoints that the app guards and this Frappe version has, with the guard of each."""
	overrides = frappe.get_hooks("override_whitelisted_methods")
	return {
		name: guard
		for name, guards in overrides.items()
		for guard in guards
		if guard.startswith("ppoc.access.") and function_at(name) in frappe.whitelisted
	}


def test_each_guard_stands_before_an_endpoint_that_exists(site: str) -> None:
	# access/test_endpoints.py checks that no endpoint has lost its guard
	assert len(guarded()) > 30
	for name, guard in guarded().items():
		function = frappe.get_attr(name)
		assert function in frappe.whitelisted
		assert frappe.get_attr(guard) in frappe.whitelisted


def test_a_guest_reaches_no_guard_that_the_platform_kept_from_guests(site: str) -> None:
	for name, guard in guarded().items():
		if frappe.get_attr(guard) in frappe.guest_methods:
			assert frappe.get_attr(name) in frappe.guest_methods


def test_a_door_opens_nothing_that_the_platform_has_closed(
	site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	name = "frappe.desk.doctype.tag.tag.get_tagged_docs"
	assert find_endpoint(name) in frappe.whitelisted
	monkeypatch.setattr(frappe.session, "user", "Guest")
	with pytest.raises(frappe.PermissionError):
		find_endpoint(name)
	with pytest.raises(frappe.ValidationError):
		find_endpoint("frappe.desk.doctype.tag.tag.delete_tags_for_document")


def test_another_name_for_a_guarded_endpoint_is_refused(
	world: World, set_user: Callable, doors: Doors
) -> None:
	import frappe.desk.gantt as elsewhere

	set_user(world.coordinator)
	for name in guarded():
		elsewhere.borrowed = frappe.get_attr(name)
		try:
			with pytest.raises(frappe.PermissionError, match=name.replace(".", r"\.")):
				doors.call("frappe.desk.gantt.borrowed", doctype="Child")
		finally:
			del elsewhere.borrowed


def test_names_that_lead_nowhere_are_left_to_the_platform(site: str, doors: Doors) -> None:
	of_other_versions = [
		name
		for name, doors_of_it in frappe.get_hooks("override_whitelisted_methods").items()
		if doors_of_it[-1].startswith("ppoc.access.") and function_at(name) not in frappe.whitelisted
	]
	assert of_other_versions
	given: dict[str, Any] = {"doctype": "Locality", "docname": "x", "web_form_name": "x", "filters": []}
	for command in ("frappe.no.such.thing", "frappe.client.no_such_function", "nothing", *of_other_versions):
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			pytest.fail(f"{command} answered {doors.call(command, **given)}")


@pytest.mark.parametrize(
	("command", "arguments"),
	[
		(
			"frappe.desk.search.search_link",
			{"doctype": "Child", "txt": "a", "query": "frappe.client.get_count"},
		),
		(
			"frappe.desk.search.search_link",
			{"doctype": "Child", "txt": "TEST-BELLA", "query": "frappe.desk.search.get_link_title"},
		),
		(
			"frappe.desk.search.search_widget",
			{
				"doctype": "Child",
				"txt": "full_name",
				"query": "frappe.desk.query_report.get_data_for_custom_field",
			},
		),
		(
			"frappe.desk.search.search_widget",
			{"doctype": "Locality", "txt": "Test South", "query": "frappe.desk.form.linked_with.get"},
		),
		(
			"frappe.desk.treeview.get_all_nodes",
			{
				"doctype": "Child",
				"label": "x",
				"parent": "full_name",
				"tree_method": "frappe.desk.query_report.get_data_for_custom_field",
			},
		),
		(
			"frappe.desk.treeview.get_all_nodes",
			{
				"doctype": "Locality",
				"label": "x",
				"parent": "Test South",
				"tree_method": "frappe.desk.form.linked_with.get",
			},
		),
		(
			"frappe.desk.treeview.get_all_nodes",
			{
				"doctype": "Child",
				"label": "x",
				"parent": "TEST-BELLA",
				"tree_method": "frappe.desk.search.get_link_title",
			},
		),
		(
			"frappe.model.mapper.make_mapped_doc",
			{"method": "frappe.desk.search.get_link_title", "source_name": "Child"},
		),
	],
)
def test_no_endpoint_calls_an_unguarded_one_for_somebody(
	world: World, set_user: Callable, doors: Doors, hidden: str, command: str, arguments: dict
) -> None:
	set_user(world.coordinator)
	try:
		told = frappe.as_json([doors.call(command, **arguments), frappe.local.response])
	except (frappe.PermissionError, frappe.ValidationError, TypeError, AttributeError):
		told = ""
	assert hidden not in told


def test_no_case_record_is_put_into_the_global_search_as_shipped() -> None:
	folder = Path(__file__).resolve().parents[2] / "ppoc" / "doctype"
	for path in folder.glob("*/*.json"):
		doctype = json.loads(path.read_text())
		assert not any(field.get("in_global_search") for field in doctype["fields"]), path.name
		assert not doctype.get("has_web_view"), path.name
		# and what platform_endpoints.csv assumes
		assert not doctype.get("is_submittable"), path.name
		assert not doctype.get("is_tree"), path.name
		assert not doctype.get("allow_guest_to_view"), path.name
