"""Attack: write to a hidden record, or learn about it, through endpoints of Frappe that check no permission."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.model.rename_doc import rename_doc
from frappe.utils import add_to_date, now_datetime

from ppoc.access.endpoint_overrides import refuse_other_names
from ppoc.access.platform import called_path, function_at
from ppoc.access.sharing import refuse_web_form
from ppoc.exceptions import ClosedEndpointError, HiddenRecordError, SharingRefusedError
from ppoc.tests.access_world import Doors, World, put

pytestmark = pytest.mark.requirement("X4.1")

ASSIGN = "frappe.desk.form.assign_to"
IMPORT = "frappe.core.doctype.data_import.data_import"
KANBAN = "frappe.desk.doctype.kanban_board.kanban_board"
POINTS = "frappe.social.doctype.energy_point_log.energy_point_log"
WEB_FORM = "frappe.website.doctype.web_form.web_form"


@pytest.fixture(autouse=True)
def as_coordinator(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)


def here(command: str) -> str:
	"""Returns the endpoint if the installed version has it."""
	if function_at(command) not in frappe.whitelisted:
		pytest.skip(f"Frappe {frappe.__version__} has no {command}")
	return command


ABOUT_A_RECORD: dict[str, Callable[[str], dict[str, Any]]] = {
	"frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply": lambda child: {
		"doctype": "Child",
		"docnames": [child],
	},
	f"{ASSIGN}.close": lambda child: {"doctype": "Child", "name": child, "assign_to": "x@example.org"},
	f"{ASSIGN}.remove": lambda child: {"doctype": "Child", "name": child, "assign_to": "x@example.org"},
	f"{ASSIGN}.remove_multiple": lambda child: {"doctype": "Child", "names": [child]},
	"frappe.geo.utils.get_coords": lambda _: {"doctype": "Child", "filters": [], "type": "coordinates"},
	"frappe.utils.file_manager.add_attachments": lambda child: {
		"doctype": "Child",
		"name": child,
		"attachments": ["x"],
	},
	"frappe.website.doctype.discussion_topic.discussion_topic.submit_discussion": lambda child: {
		"doctype": "Child",
		"docname": child,
		"reply": "x",
		"title": "x",
	},
	"frappe.workflow.doctype.workflow_action.workflow_action.apply_action": lambda child: {
		"doctype": "Child",
		"docname": child,
		"action": "x",
		"current_state": "x",
	},
	f"{POINTS}.get_reviews": lambda child: {"doctype": "Child", "docname": child},
	f"{POINTS}.review": lambda child: {
		"doc": {"doctype": "Child", "name": child},
		"points": 1,
		"to_user": "x@example.org",
		"reason": "x",
	},
	f"{WEB_FORM}.get_form_data": lambda child: {
		"doctype": "Child",
		"docname": child,
		"web_form_name": "edit-profile",
	},
	f"{WEB_FORM}.get_link_options": lambda _: {"doctype": "Child", "web_form_name": "edit-profile"},
}


@pytest.mark.parametrize("command", sorted(ABOUT_A_RECORD))
def test_a_record_out_of_sight_is_neither_told_of_nor_written_on(
	world: World, doors: Doors, command: str
) -> None:
	with pytest.raises((HiddenRecordError, ClosedEndpointError)):
		doors.call(here(command), **ABOUT_A_RECORD[command](world.bella))


@pytest.mark.parametrize("command", sorted(ABOUT_A_RECORD))
def test_nor_is_a_system_manager_to_whom_the_gate_closes_no_function(
	world: World, doors: Doors, set_user: Callable, user_with: Callable, command: str
) -> None:
	set_user(user_with("System Manager"))
	with pytest.raises(HiddenRecordError):
		doors.call(here(command), **ABOUT_A_RECORD[command](world.bella))


@pytest.mark.parametrize("command", [f"{ASSIGN}.remove", f"{ASSIGN}.remove_multiple"])
def test_an_own_child_s_assignment_is_taken_back(world: World, doors: Doors, command: str) -> None:
	put(
		"ToDo",
		reference_type="Child",
		reference_name=world.anna,
		allocated_to=world.coordinator,
		description="Ring",
		status="Open",
	)
	doors.call(
		here(command),
		doctype="Child",
		name=world.anna,
		names=[world.anna],
		assign_to=world.coordinator,
	)
	assert not frappe.db.exists("ToDo", {"reference_name": world.anna, "status": "Open"})


def test_no_card_of_a_board_is_compared_or_moved_unseen(
	world: World, doors: Doors, set_user: Callable, user_with: Callable
) -> None:
	board = put(
		"Kanban Board", name="Work", kanban_board_name="Work", reference_doctype="Action", field_name="status"
	).name
	hidden = world.of_child[world.bella]["Action"]
	calls: dict[str, dict[str, Any]] = {
		"update_order": {"order": {"Open": [hidden]}},
		"add_card": {"docname": hidden, "colname": "Open"},
		"update_order_for_single_card": {
			"docname": hidden,
			"from_colname": "Open",
			"to_colname": "Open",
			"old_index": 0,
			"new_index": 0,
		},
	}
	own = world.of_child[world.anna]["Action"]
	with pytest.raises(ClosedEndpointError):
		doors.call(f"{KANBAN}.update_order", board_name=board, order={"Open": [own]})
	set_user(user_with("System Manager"))
	for name, arguments in calls.items():
		with pytest.raises(HiddenRecordError):
			doors.call(f"{KANBAN}.{name}", board_name=board, **arguments)


@pytest.mark.parametrize(
	("command", "argument"),
	[
		("download_errored_template", "data_import_name"),
		("download_import_log", "data_import_name"),
		("form_start_import", "data_import"),
		("get_import_status", "data_import_name"),
		("get_preview_from_template", "data_import"),
	],
)
def test_the_rows_of_a_data_import_are_for_those_who_may_open_it(
	doors: Doors, command: str, argument: str
) -> None:
	held = put("Data Import", reference_doctype="Child", import_type="Insert New Records", status="Error")
	with pytest.raises(frappe.PermissionError):
		doors.call(f"{IMPORT}.{command}", **{argument: held.name})


@pytest.mark.parametrize(("command", "argument"), [("restore", "name"), ("bulk_restore", "docnames")])
def test_nobody_restores_what_they_may_not_open(
	world: World, doors: Doors, command: str, argument: str
) -> None:
	gone = put(
		"Deleted Document",
		deleted_doctype="Case Note",
		deleted_name="N-1",
		data=json.dumps({"doctype": "Case Note", "child": world.bella, "note": "x"}),
	).name
	path = f"frappe.core.doctype.deleted_document.deleted_document.{command}"
	given: dict[str, Any] = {argument: gone if argument == "name" else [gone]}
	with pytest.raises(frappe.PermissionError):
		doors.call(path, **given)


def test_nobody_becomes_somebody_else(
	world: World, doors: Doors, set_user: Callable, user_with: Callable
) -> None:
	command = here("frappe.core.doctype.user.user.impersonate")
	for user in (world.coordinator, user_with("System Manager", name="sm@example.org")):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			doors.call(command, user=world.auditor, reason="x")


def test_nobody_reads_another_s_private_events(world: World, doors: Doors, hidden: str) -> None:
	today = now_datetime()
	for owner, subject in ((world.manager_south, hidden), (world.coordinator, "My visit")):
		put("Event", owner=owner, subject=subject, event_type="Private", starts_on=today, status="Open")
	told = doors.text(
		"frappe.desk.doctype.event.event.get_events",
		start=str(add_to_date(today, days=-1).date()),
		end=str(add_to_date(today, days=1).date()),
		user=world.manager_south,
	)
	assert hidden not in told
	assert "My visit" in told


BACKUPS = (
	"dropbox_settings.dropbox_settings.take_backup",
	"dropbox_settings.dropbox_settings.get_dropbox_authorize_url",
	"dropbox_settings.dropbox_settings.dropbox_auth_finish",
	"google_drive.google_drive.authorize_access",
	"google_drive.google_drive.take_backup",
	"s3_backup_settings.s3_backup_settings.take_backup",
	"s3_backup_settings.s3_backup_settings.take_backups_s3",
)


@pytest.mark.parametrize("command", BACKUPS)
def test_nobody_says_where_backups_go_but_an_administrator(doors: Doors, command: str) -> None:
	with pytest.raises(frappe.PermissionError):
		doors.call(here(f"frappe.integrations.doctype.{command}"), code="x", state="x")


# renaming, merging, web forms


def test_a_child_is_neither_renamed_nor_merged(world: World, doors: Doors, set_user: Callable) -> None:
	set_user(world.manager)
	with pytest.raises((SharingRefusedError, ClosedEndpointError)):
		doors.call("frappe.rename_doc", doctype="Child", old=world.anna, new="ELSE", force=1)
	for merge, name in ((1, world.bella), (0, "ELSE")):
		with pytest.raises((SharingRefusedError, frappe.PermissionError)):
			doors.call(
				"run_doc_method",
				dt="Child",
				dn=world.anna,
				method="rename",
				args={"name": name, "merge": merge, "force": 1, "validate_rename": 0},
			)
	with pytest.raises((SharingRefusedError, UnboundLocalError)):  # some version 15 fail on their own
		rename_doc("Child", world.anna, "ELSE", force=True, validate=False)


def test_no_web_form_is_made_about_children(set_user: Callable) -> None:
	set_user("Administrator")
	form = {"doctype": "Web Form", "title": "Tell us", "route": "tell-us", "module": "Core", "published": 0}
	linked = [{"fieldname": "child", "fieldtype": "Link", "options": "Child", "label": "Child"}]
	note = [{"fieldname": "note", "fieldtype": "Data", "label": "Note"}]
	title = [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}]
	with pytest.raises(SharingRefusedError):
		frappe.get_doc({**form, "doc_type": "Case Note", "web_form_fields": note}).insert()
	with pytest.raises(SharingRefusedError):
		refuse_web_form(frappe.get_doc({**form, "doc_type": "Note", "web_form_fields": linked}))
	frappe.get_doc({**form, "doc_type": "Note", "web_form_fields": title}).insert()


# other names


@pytest.mark.parametrize(
	("path", "form", "command"),
	[
		("/api/method/frappe.client.get_count", {}, "frappe.client.get_count"),
		("/api/method/frappe.client.get_count/", {}, "frappe.client.get_count"),
		("/api/method/frappe.client.get_count/more", {}, "frappe.client.get_count"),
		("/api/v1/method/frappe.client.get_count", {}, "frappe.client.get_count"),
		("/api/v2/method/frappe.client.get_count", {}, "frappe.client.get_count"),
		("/api/v2/method/Tag/add_tag", {}, "frappe.desk.doctype.tag.tag.add_tag"),
		(
			"/api/v2/method/Auto Repeat/assign_to",
			{},
			"frappe.automation.doctype.auto_repeat.auto_repeat.assign_to",
		),
		("/", {"cmd": "frappe.client.get_count"}, "frappe.client.get_count"),
		("/api/resource/Child", {}, ""),
	],
)
def test_a_request_is_read_as_the_platform_s_routes_read_it(path: str, form: dict, command: str) -> None:
	assert called_path(frappe._dict(path=path), form) == command


@pytest.fixture
def borrowed(site: str) -> Iterator[str]:
	"""Yields a guarded endpoint under the name by which the Tag module has imported it."""
	from frappe.desk.doctype.tag import tag

	tag.borrowed = function_at(f"{ASSIGN}.add")
	yield "frappe.desk.doctype.tag.tag.borrowed"
	del tag.borrowed


def test_a_doctype_s_module_gives_no_guarded_endpoint_another_name(world: World, borrowed: str) -> None:
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	path = "/api/v2/method/Tag/borrowed"
	frappe.local.request = Request(EnvironBuilder(path=path, method="POST").get_environ())
	frappe.local.form_dict = frappe._dict(doctype="Child", name=world.bella)
	with pytest.raises(HiddenRecordError, match=r"frappe\.desk\.form\.assign_to\.add"):
		refuse_other_names()


def test_an_upload_calls_no_guarded_endpoint(world: World, doors: Doors, borrowed: str) -> None:
	for named in (f"{ASSIGN}.add", borrowed):
		with pytest.raises(HiddenRecordError, match=r"assign_to\.add"):
			doors.call("upload_file", method=named, doctype="Child", name=world.bella, assign_to="[]")


def test_what_looks_like_a_name_and_is_none_is_let_through(doors: Doors) -> None:
	for text in ("www.example.org", "a.b.c", "Ring Mrs. Smith", "frappe.nothing.here"):
		answer = doors.call("frappe.desk.search.search_link", doctype="Locality", txt=text)
		assert (answer if isinstance(answer, list) else answer["results"]) == []  # in the response until 15.0


def test_a_linked_record_is_not_sent_along(world: World, doors: Doors, hidden: str) -> None:
	frappe.db.set_value("Child", world.anna, "merged_into", world.bella)
	path = f"/api/resource/Child/{world.anna}"
	told = doors.rest("GET", path, expand_links="1")
	assert hidden not in frappe.as_json(told)
	assert world.bella in frappe.as_json(told)


# files


def private_file(owner: str, content: str, **values: Any) -> Any:
	frappe.set_user("Administrator")
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{frappe.generate_hash(length=8)}.txt",
			"content": content + frappe.generate_hash(length=6),
			"is_private": 1,
			**values,
		}
	).insert()
	frappe.db.set_value("File", file.name, "owner", owner)
	return file


@pytest.mark.parametrize(
	"disguise",
	[
		lambda url: url,
		lambda url: frappe.utils.get_url(url),
		lambda url: url.replace("/files/", "/files/./"),
		lambda url: url.replace("/files/", "/files//"),
		lambda url: url.replace("/files/", "/files/../files/"),
		lambda url: url.replace("/private/files/", "/files/../../private/files/"),
		lambda url: url.replace("/private", "/%70rivate"),
	],
	ids=["plain", "address", "dot", "slashes", "up and down", "public", "encoded"],
)
def test_no_file_borrows_another_s_path_in_disguise(
	world: World, set_user: Callable, hidden: str, disguise: Callable[[str], str]
) -> None:
	other = private_file(
		world.manager_south, hidden, attached_to_doctype="Child", attached_to_name=world.bella
	)
	set_user(world.coordinator)
	try:
		borrowed = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": "mine.txt",
				"file_url": disguise(other.file_url),
				"is_private": 1,
			}
		)
		with pytest.raises((HiddenRecordError, frappe.ValidationError, OSError)):
			borrowed.insert()
	finally:
		other.delete_file_data_content()


def test_no_image_is_read_from_another_path(
	world: World, doors: Doors, set_user: Callable, hidden: str
) -> None:
	mine = private_file(world.coordinator, "x")
	set_user(world.coordinator)
	try:
		handed_in = {
			**json.loads(frappe.get_doc("File", mine.name).as_json()),
			"file_url": "/private/files/other.png",
		}
		with pytest.raises((HiddenRecordError, frappe.PermissionError)):
			doors.call("run_doc_method", docs=handed_in, method="optimize_file")
	finally:
		mine.delete_file_data_content()
