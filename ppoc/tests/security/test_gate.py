"""Attack: use what the platform offers beside the ordinary doors. Everything is closed unless it is on the list."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.website.serve import get_response

from ppoc import hooks
from ppoc.access import endpoints, gate
from ppoc.access.open_endpoints import read_list
from ppoc.access.platform import function_at
from ppoc.exceptions import ClosedEndpointError, HiddenRecordError, OpenEndpointError
from ppoc.tests.access_world import Doors, World

pytestmark = [pytest.mark.requirement("X4.1"), pytest.mark.trust]

PEOPLE = ("manager", "coordinator", "social_worker", "auditor", "configurer")


def installed() -> list[endpoints.Endpoint]:
	return [each for each in endpoints.collect(endpoints.source_of_frappe()) if each.kind == "function"]


def offered(doors: Doors, name: str) -> bool:
	"""Returns whether the gate lets the present user at this function; the function itself is not called."""
	function = function_at(name)
	assert function, name
	frappe.local.form_dict = frappe._dict()
	try:
		gate.require_function(function)
	except ClosedEndpointError:
		return False
	return True


@pytest.mark.parametrize("person", PEOPLE)
def test_every_function_of_the_installed_frappe_is_closed_unless_it_is_on_the_list(
	world: World, set_user: Callable, doors: Doors, record_property: Callable, person: str
) -> None:
	set_user(getattr(world, person))
	listed = {line.name for line in read_list().values() if line.kind == "function"}
	names = {each.name for each in installed() if not each.name.startswith("frappe.tests.")}
	found = {name for name in names if offered(doors, name)}
	assert found == names & listed
	assert len(names - found) > 200
	if person == PEOPLE[0]:
		record_property("trust: platform functions judged", len(names))
		record_property("trust: of these closed", len(names - found))


def test_guests_are_offered_only_what_comes_before_the_login(
	world: World, set_user: Callable, doors: Doors
) -> None:
	set_user("Guest")
	expected = {line.name for line in read_list().values() if line.kind == "function" and line.guest}
	names = {each.name for each in installed() if not each.name.startswith("frappe.tests.")}
	assert {name for name in names if offered(doors, name)} == names & expected


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
	("command", "arguments"),
	[
		("frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board", {"doctype": "Child"}),
		("frappe.desk.treeview.get_all_nodes", {"doctype": "Child", "tree_method": "frappe.client.get_list"}),
		(
			"frappe.model.mapper.make_mapped_doc",
			{"method": "frappe.client.save", "source_name": "TEST-BELLA"},
		),
		("frappe.core.doctype.data_export.exporter.export_data", {"doctype": "Child", "with_data": 1}),
		("frappe.client.get_password", {"doctype": "User", "name": "Administrator", "fieldname": "api_key"}),
		("frappe.client.bulk_update", {"docs": "[]"}),
		("frappe.share.add", {"doctype": "Child", "name": "TEST-ANNA", "user": "sw@example.org"}),
	],
)
def test_a_function_that_nothing_of_ours_needs_is_closed(
	world: World, set_user: Callable, doors: Doors, person: str, command: str, arguments: dict[str, Any]
) -> None:
	set_user(getattr(world, person))
	with pytest.raises(ClosedEndpointError):
		doors.call(command, **arguments)


def test_a_closed_function_stays_closed_as_an_argument_and_behind_a_decorator(
	world: World, set_user: Callable, doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
	set_user(world.manager)
	# whether Frappe raises the refusal of a query, or answers that there is no such method, is a setting of the site
	monkeypatch.setitem(frappe.local.conf, "developer_mode", 1)
	with pytest.raises(frappe.PermissionError):
		doors.call(
			"frappe.desk.search.search_widget", doctype="Child", txt="", query="frappe.client.get_password"
		)
	closed = frappe.get_attr("frappe.client.get_password")

	def silent(*arguments: Any) -> Any:  # as some of Frappe's decorators: it does not say what it wraps
		return closed(*arguments)

	silent.__module__ = "frappe"
	with pytest.raises(ClosedEndpointError):
		gate.require_function(silent)


def test_our_guards_are_known_under_the_names_that_they_stand_for(site: str) -> None:
	for name, guard in hooks.override_whitelisted_methods.items():
		names = [each for each, other in hooks.override_whitelisted_methods.items() if other == guard]
		assert gate.endpoint_name(frappe.get_attr(guard)) in names, name


def test_a_method_of_a_document_is_closed_like_a_function(
	world: World, set_user: Callable, doors: Doors
) -> None:
	set_user(world.manager)
	for doctype, method in (
		("Customize Form", "fetch_to_customize"),
		("Auto Repeat", "fetch_linked_contacts"),
	):
		with pytest.raises(frappe.PermissionError):
			doors.call(
				"run_doc_method", docs=json.dumps({"doctype": doctype, "doc_type": "Child"}), method=method
			)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
	"doctype", ["Error Log", "Deleted Document", "DocShare", "Personal Data Download Request", "Kanban Board"]
)
def test_a_doctype_that_nobody_needs_is_closed_by_every_road(
	world: World, set_user: Callable, doors: Doors, person: str, doctype: str
) -> None:
	set_user(getattr(world, person))
	attempts: list[Callable[[], Any]] = [
		lambda: doors.rest("GET", f"/api/resource/{doctype}"),
		lambda: doors.rest("GET", f"/api/resource/{doctype}/x"),
		lambda: doors.rest("POST", f"/api/resource/{doctype}", subject="x"),
		lambda: doors.call("frappe.client.get_list", doctype=doctype),
		lambda: doors.call("frappe.desk.reportview.get", doctype=doctype, fields=["name"]),
		lambda: doors.call("frappe.desk.search.search_link", doctype=doctype, txt=""),
		lambda: doors.call("frappe.client.insert", doc={"doctype": doctype}),
		lambda: doors.call("frappe.desk.form.save.savedocs", doc={"doctype": doctype}, action="Save"),
		lambda: doors.call("frappe.desk.form.load.getdoc", doctype=doctype, name="x"),
	]
	for attempt in attempts:
		with pytest.raises(ClosedEndpointError):
			attempt()


def test_ordinary_work_goes_on_behind_the_gate(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	assert [row["name"] for row in doors.rest("GET", "/api/resource/Child")] == [world.anna]
	assert doors.call("frappe.client.get", doctype="Child", name=world.anna).name == world.anna
	assert doors.call("frappe.desk.form.load.getdoc", doctype="Child", name=world.anna)
	assert doors.call("frappe.client.get_count", doctype="Child") == 1
	assert doors.call("frappe.desk.form.load.getdoctype", doctype="Child")
	comment = doors.call(
		"frappe.desk.form.utils.add_comment",
		reference_doctype="Child",
		reference_name=world.anna,
		content="Seen",
		comment_email=world.coordinator,
		comment_by="x",
	)
	assert comment


def test_an_address_that_no_release_has_is_not_found(world: World, set_user: Callable, doors: Doors) -> None:
	from werkzeug.exceptions import NotFound

	set_user(world.manager)
	for path in ("/api/v3/document/Child", "/api/document/Child", "/api/v2/resource/Child", "/api/x"):
		with pytest.raises(NotFound):
			doors.rest("GET", path)


def test_a_system_manager_calls_what_is_closed_but_not_about_case_records(
	world: World, set_user: Callable, doors: Doors, user_with: Callable
) -> None:
	set_user(user_with("System Manager"))
	assert doors.call("frappe.core.doctype.user.user.get_all_roles")
	for command, arguments in (
		("frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards", {"doctype": "Child"}),
		("frappe.core.doctype.data_export.exporter.export_data", {"doctype": "Action", "with_data": 1}),
		("frappe.client.insert_many", {"docs": [{"doctype": "Case Note", "child": world.bella}]}),
	):
		with pytest.raises(HiddenRecordError):
			doors.call(command, **arguments)


# pages


@pytest.mark.parametrize("path", ["contact", "list", "third_party_apps", "Child/TEST-BELLA", "search"])
def test_a_page_that_nobody_needs_is_not_found(
	world: World, set_user: Callable, doors: Doors, path: str
) -> None:
	for person in (world.manager, world.auditor, "Guest"):
		set_user(person)
		doors._request("GET", f"/{path}", {})
		assert get_response(path).status_code == 404, (path, person)


@pytest.mark.parametrize("path", ["login", "app/child", "odata/v4", "ppoc", "robots.txt"])
def test_the_pages_of_desk_and_of_ours_open(
	world: World, set_user: Callable, doors: Doors, path: str
) -> None:
	set_user(world.manager)
	doors._request("GET", f"/{path}", {})
	assert get_response(path).status_code != 404


def test_a_page_closed_to_one_is_still_there_for_a_system_manager(
	world: World, set_user: Callable, doors: Doors, user_with: Callable
) -> None:
	"""Frappe keeps in mind which addresses were not found; a closed page must not be among them."""
	set_user(world.manager)
	doors._request("GET", "/third_party_apps", {})
	assert get_response("third_party_apps").status_code == 404
	set_user(user_with("System Manager"))
	doors._request("GET", "/third_party_apps", {})
	assert get_response("third_party_apps").status_code == 200


# opened by an administrator


def opened(**values: Any) -> Any:
	return frappe.get_doc(
		{"doctype": "Open Endpoint", "reason": "The statistics team's script", **values}
	).insert()


def test_a_system_manager_opens_one_more_with_a_reason_and_closes_it_again(
	world: World, set_user: Callable, doors: Doors, user_with: Callable
) -> None:
	name = "frappe.core.doctype.user.user.get_all_roles"
	administrator = user_with("System Manager")
	set_user(administrator)
	record = opened(kind="Function", endpoint=name)
	assert (record.opened_by, bool(record.opened_on)) == (administrator, True)
	set_user(world.manager)
	assert doors.call(name)
	set_user("Guest")
	assert not offered(doors, name)
	set_user(administrator)
	doors.call("run_doc_method", docs=record.as_json(), method="close")
	set_user(world.manager)
	with pytest.raises(ClosedEndpointError):
		doors.call(name)
	assert frappe.db.get_value("Open Endpoint", record.name, ["closed_by", "reason"]) == (
		administrator,
		"The statistics team's script",
	)


def test_an_opened_doctype_and_page_open_and_roles_still_decide(
	world: World, set_user: Callable, doors: Doors, user_with: Callable
) -> None:
	set_user(user_with("System Manager"))
	opened(kind="DocType", endpoint="Error Log")
	opened(kind="DocType", endpoint="Note")
	opened(kind="Page", endpoint="third_party_apps")
	set_user(world.manager)
	assert doors.rest("GET", "/api/resource/Note") == []
	with pytest.raises(frappe.PermissionError):
		doors.rest("GET", "/api/resource/Error Log")
	doors._request("GET", "/third_party_apps", {})
	assert get_response("third_party_apps").status_code == 200


@pytest.mark.parametrize("person", ["configurer", "manager", "auditor"])
def test_nobody_else_opens_anything(world: World, set_user: Callable, person: str) -> None:
	set_user(getattr(world, person))
	with pytest.raises(frappe.PermissionError):
		opened(kind="Function", endpoint="frappe.client.get_password")


def test_what_was_opened_is_kept_as_it_was_said(
	world: World, set_user: Callable, user_with: Callable
) -> None:
	set_user(user_with("System Manager"))
	record = opened(kind="DocType", endpoint="Note")
	record.reason = "Another"
	with pytest.raises(frappe.ValidationError):
		record.save()
	record.reload()
	record.closed_on = "2026-01-01"
	with pytest.raises(OpenEndpointError):
		record.save()
	record.reload()
	with pytest.raises(OpenEndpointError):
		frappe.delete_doc("Open Endpoint", record.name, force=True, ignore_permissions=True)
	for wrong in ({"endpoint": "frappe.client.no_such"}, {"endpoint": "os.system"}, {"reason": " "}):
		with pytest.raises(OpenEndpointError):
			opened(**{"kind": "Function", "endpoint": "frappe.client.get_password", **wrong})


def test_functions_of_other_apps_stay_open(world: World, set_user: Callable) -> None:
	def theirs() -> None:
		pass

	theirs.__module__, theirs.__qualname__ = "housing.api", "theirs"
	set_user(world.manager)
	assert gate.require_function(theirs) is None
	theirs.__module__ = "frappe.api"
	with pytest.raises(ClosedEndpointError):
		gate.require_function(theirs)
