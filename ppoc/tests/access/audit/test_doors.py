"""Whatever door a child's record is reached by, the trail says who, which child and by which door."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import frappe
import pytest
from frappe.utils import nowdate

from ppoc.access.audit.collecting import FOLDER
from ppoc.tests.access.audit.conftest import Ask, Trail
from ppoc.tests.access_world import NORTH, World, put
from ppoc.tests.waiting import wait_until

pytestmark = [pytest.mark.requirement("X4.2"), pytest.mark.usefixtures("committed")]

LIKE_OURS = json.dumps([["Child", "name", "like", "TEST-%"]])
CHILD_FIELDS = json.dumps(["`tabChild`.`name`", "`tabChild`.`full_name`"])

# door: method, address, arguments; {anna} and the like are put in
VIEWS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
	"form": (
		"Form",
		"GET",
		"/api/method/frappe.desk.form.load.getdoc",
		{"doctype": "Child", "name": "{anna}"},
	),
	"form of a plan": (
		"Form",
		"GET",
		"/api/method/frappe.desk.form.load.getdoc",
		{"doctype": "Permanence Plan", "name": "{plan}"},
	),
	"list": (
		"List",
		"GET",
		"/api/method/frappe.desk.reportview.get",
		{"doctype": "Child", "fields": CHILD_FIELDS, "filters": LIKE_OURS, "start": 0, "page_length": 20},
	),
	"report view": (
		"Report",
		"GET",
		"/api/method/frappe.desk.reportview.get",
		{
			"doctype": "Child",
			"fields": CHILD_FIELDS,
			"filters": LIKE_OURS,
			"start": 0,
			"page_length": 20,
			"view": "Report",
		},
	),
	"list of actions": (
		"List",
		"GET",
		"/api/method/frappe.desk.reportview.get",
		{
			"doctype": "Action",
			"fields": '["`tabAction`.`name`", "`tabAction`.`what`"]',
			"start": 0,
			"page_length": 20,
		},
	),
	"names without numbers": (
		"List",
		"GET",
		"/api/method/frappe.desk.reportview.get",
		{"doctype": "Child", "fields": '["`tabChild`.`full_name`"]', "filters": LIKE_OURS, "page_length": 20},
	),
	"script report": (
		"Report",
		"GET",
		"/api/method/frappe.desk.query_report.run",
		{"report_name": "Unmet Needs", "filters": "{}"},
	),
	"REST v1, one": ("REST", "GET", "/api/resource/Child/{anna}", {}),
	"REST v1, list": ("REST", "GET", "/api/resource/Child", {"filters": LIKE_OURS}),
	"REST v1, first names only": (
		"REST",
		"GET",
		"/api/resource/Child",
		{"fields": '["first_name"]', "filters": LIKE_OURS},
	),
	"frappe.client": ("REST", "GET", "/api/method/frappe.client.get", {"doctype": "Child", "name": "{anna}"}),
	"one value": (
		"REST",
		"GET",
		"/api/method/frappe.client.get_value",
		{"doctype": "Child", "fieldname": "full_name", "filters": '{"first_name": "Anna"}'},
	),
	"meeting screen": (
		"Meeting",
		"GET",
		"/api/method/ppoc.meetings.api.meeting_screen_data",
		{"meeting": "{meeting}"},
	),
	"feed": ("Feed", "GET", "/odata/v4/Child", {"$filter": "name eq '{anna}'"}),
	"print": ("Print", "GET", "/printview", {"doctype": "Child", "name": "{anna}"}),
	"PDF": (
		"Print",
		"GET",
		"/api/method/frappe.utils.print_format.download_pdf",
		{"doctype": "Child", "name": "{anna}"},
	),
	"export, Excel": (
		"Export",
		"POST",
		"/api/method/frappe.desk.reportview.export_query",
		{
			"doctype": "Child",
			"title": "Children",
			"file_format_type": "Excel",
			"fields": CHILD_FIELDS,
			"filters": LIKE_OURS,
		},
	),
	"export, CSV": (
		"Export",
		"POST",
		"/api/method/frappe.desk.reportview.export_query",
		{
			"doctype": "Child",
			"title": "Children",
			"file_format_type": "CSV",
			"fields": CHILD_FIELDS,
			"filters": LIKE_OURS,
		},
	),
	"search": (
		"Search",
		"POST",
		"/api/method/frappe.desk.search.search_link",
		{"doctype": "Child", "txt": "TEST-ANNA"},
	),
	"title of a link": (
		"Search",
		"GET",
		"/api/method/frappe.desk.search.get_link_title",
		{"doctype": "Child", "docname": "{anna}"},
	),
}


def as_called(path: str) -> str:
	return path.removeprefix("/api/method/")


def not_on_record(trail: Trail, user: str, child: str, expected: Counter, **filters: Any) -> Counter:
	"""Returns which of the expected (door, endpoint) have no entry about the child."""
	found = Counter(
		(entry.door, entry.called)
		for entry in trail(user, wait=False, **filters)
		if child in entry.children.split("\n")
	)
	return expected - found


@pytest.mark.slow(40)
def test_every_door_leaves_an_entry_with_the_child(
	world: World, session: Callable[[str], Ask], trail: Trail
) -> None:
	shown_in_a_report = {"noted_on": nowdate(), "locality": NORTH}
	frappe.db.set_value("Unmet Need", world.of_child[world.anna]["Unmet Need"], shown_in_a_report)
	ask, expected = session(world.coordinator), Counter[tuple[str, str]]()
	file = attached_to(world.anna)
	names = {
		"anna": world.anna,
		"plan": world.of_child[world.anna]["Permanence Plan"],
		"meeting": meeting_about(world, world.anna),
	}
	for what, (door, method, path, values) in VIEWS.items():
		answer = ask(method, path.format(**names), **filled(values, names))
		assert answer.status_code == 200, (what, answer.text)
		expected[door, as_called(path.format(**names))] += 1
	assert ask("GET", file.file_url).status_code == 200
	expected["File", file.file_url] += 1
	with suppress(AssertionError):  # the comparison says which
		wait_until(
			lambda: not not_on_record(trail, world.coordinator, world.anna, expected, outcome="Seen"), "", 10
		)
	assert not not_on_record(trail, world.coordinator, world.anna, expected, outcome="Seen")
	shown = {child for entry in trail(world.coordinator) for child in entry.children.split("\n")}
	assert shown == {world.anna}  # nothing says that somebody saw a child whom they may not see
	file.delete_file_data_content()


def test_an_excluded_list_and_a_count_say_nothing_of_anybody(
	world: World, session: Callable[[str], Ask], trail: Trail
) -> None:
	ask = session(world.coordinator)
	by_status = '["status", "count(name) as number"]'
	assert ask("GET", "/api/method/frappe.client.get_count", doctype="Child").status_code == 200
	assert ask("GET", "/api/resource/Unmet Need", fields=by_status, group_by="status").status_code in (
		200,
		417,
	)
	assert ask("GET", "/api/resource/Child/" + world.anna).status_code == 200
	assert {entry.called for entry in trail(world.coordinator)} == {f"/api/resource/Child/{world.anna}"}


def test_each_page_of_the_feed_is_on_record(
	world: World, session: Callable[[str], Ask], trail: Trail
) -> None:
	ask = session(world.auditor)
	asked, pages = {"$filter": "startswith(name,'TEST-')"}, 0
	path = "/odata/v4/Child?" + urlencode(asked)
	while path:
		answer = ask("GET", path, prefer="odata.maxpagesize=1").json()
		pages += 1
		link = urlsplit(answer.get("@odata.nextLink", ""))
		path = f"{link.path}?{link.query}" if link.path else ""
	assert pages >= 3
	wait_until(lambda: len(trail(world.auditor, door="Feed")) >= 3, "three pages are not on record")
	assert [entry.children for entry in trail(world.auditor, door="Feed")][:3] == [
		world.anna,
		world.bella,
		world.rosie,
	]


@pytest.mark.parametrize(
	("method", "path", "values"),
	[
		("GET", "/api/resource/Child/{bella}", {}),
		("GET", "/api/method/frappe.desk.form.load.getdoc", {"doctype": "Child", "name": "{bella}"}),
		("GET", "/printview", {"doctype": "Child", "name": "{bella}"}),
		(
			"GET",
			"/api/method/frappe.utils.print_format.download_pdf",
			{"doctype": "Child", "name": "{bella}"},
		),
		("PUT", "/api/resource/Child/{bella}", {"first_name": "x"}),
		("GET", "{file}", {}),
	],
	ids=["REST", "form", "print", "PDF", "change", "file"],
)
def test_a_refused_attempt_is_on_record_with_the_child(
	world: World,
	session: Callable[[str], Ask],
	trail: Trail,
	method: str,
	path: str,
	values: dict[str, Any],
) -> None:
	file = attached_to(world.bella)
	names = {"bella": world.bella, "file": file.file_url}
	answer = session(world.coordinator)(method, path.format(**names), **filled(values, names))
	nothing = answer.status_code == 200 and world.bella not in answer.text  # Desk asks so before a new record
	assert answer.status_code in (403, 404) or nothing, answer.text[:500]
	(entry,) = trail(world.coordinator)
	assert (entry.outcome, entry.child) == ("Refused", world.bella)
	assert entry.called == as_called(path.format(**names))
	file.delete_file_data_content()


def test_naming_a_hidden_child_in_a_list_is_on_record_as_not_shown(
	world: World, session: Callable[[str], Ask], trail: Trail
) -> None:
	given = {"filters": json.dumps({"name": world.bella})}
	assert session(world.coordinator)("GET", "/api/resource/Child", **given).json()["data"] == []
	(entry,) = trail(world.coordinator)
	assert (entry.outcome, entry.child) == ("Refused", world.bella)
	assert entry.what == "Named in the request and not shown"


def test_a_role_that_may_read_no_children_is_on_record_with_its_attempt(
	world: World, session: Callable[[str], Ask], trail: Trail
) -> None:
	assert session(world.configurer)("GET", "/api/resource/Child").status_code == 403
	(entry,) = trail(world.configurer)
	assert (entry.outcome, entry.record_type, entry.children) == ("Refused", "Child", "")


def test_a_change_is_on_record_with_its_fields_and_none_when_it_fails(
	world: World, session: Callable[[str], Ask], trail: Trail
) -> None:
	ask, path = session(world.manager), f"/api/resource/Child/{world.anna}"
	modified = ask("GET", path).json()["data"]["modified"]
	assert ask("PUT", path, ethnicity="x", modified="2020-01-01 00:00:00").status_code in (409, 417)
	made = ask("PUT", path, ethnicity="x", modified=modified)
	assert made.status_code == 200, made.text
	(entry,) = [each for each in trail(world.manager, outcome="Changed") if each.record_type == "Child"]
	assert (entry.door, entry.record, entry.child) == ("REST", world.anna, world.anna)
	assert entry.what == "Changed: ethnicity"


def test_a_comment_and_a_file_are_changes_of_the_record(
	world: World, session: Callable[[str], Ask], trail: Trail
) -> None:
	given = {
		"reference_doctype": "Child",
		"reference_name": world.anna,
		"content": "Rang",
		"comment_email": world.manager,
	}
	added = session(world.manager)(
		"POST", "/api/method/frappe.desk.form.utils.add_comment", **given, comment_by="x"
	)
	assert added.status_code == 200, added.text
	(entry,) = trail(world.manager, record_type="Comment")
	assert (entry.outcome, entry.what, entry.child) == ("Changed", "Created", world.anna)


def test_an_answer_that_cannot_be_put_on_record_is_withheld(
	world: World, session: Callable[[str], Ask], site: str
) -> None:
	ask = session(world.coordinator)
	folder = Path(frappe.get_site_path(*FOLDER))
	held = folder.with_name("held")
	ask("GET", "/api/method/frappe.ping")
	wait_until(lambda: not [*folder.glob("*")], "the spool is not empty") if folder.exists() else None
	if folder.exists():
		folder.rename(held)
	folder.write_text("in the way")
	try:
		answer = ask("GET", f"/api/resource/Child/{world.anna}")
	finally:
		folder.unlink()
		if held.exists():
			held.rename(folder)
	assert answer.status_code == 503
	assert "Anna" not in answer.text
	assert "audit trail" in answer.json()["message"]


def meeting_about(world: World, child: str) -> str:
	made = put(
		"Meeting",
		title="M",
		forum="Permanence Panel",
		locality=NORTH,
		meeting_date=nowdate(),
		status="Planned",
	)
	discussion = world.of_child[child]["Meeting Discussion"]
	frappe.db.set_value("Meeting Discussion", discussion, "meeting", made.name)
	frappe.db.commit()
	return made.name


def attached_to(child: str) -> Any:
	file = {
		"doctype": "File",
		"file_name": f"{frappe.generate_hash(length=8)}.txt",
		"content": frappe.generate_hash(length=20),
		"attached_to_doctype": "Child",
		"attached_to_name": child,
		"is_private": 1,
	}
	made = frappe.get_doc(file).insert()
	frappe.db.commit()
	return made


def filled(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
	"""Puts the names into the arguments."""
	return {
		key: value.replace("{anna}", names.get("anna", ""))
		.replace("{bella}", names.get("bella", ""))
		.replace("{plan}", names.get("plan", ""))
		.replace("{meeting}", names.get("meeting", ""))
		if isinstance(value, str)
		else value
		for key, value in values.items()
	}
