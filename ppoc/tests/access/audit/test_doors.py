"""Whatever door a child's record is reached by, the trail says who, which child and by which door."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.tests.access.audit.conftest import Ask, Trail
from ppoc.tests.access_world import World

pytestmark = [pytest.mark.requirement("X4.2"), pytest.mark.usefixtures("committed")]

LIKE_OURS = json.dumps([["Child", "name", "like", "TEST-%"]])
CHILD_FIELDS = json.dumps(["`tabChild`.`name`", "`tabChild`.`full_name`"])

# door: method, address, arguments; {anna} and the like are put in
VIEWS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
	"form": ("Form", "GET", "/api/method/frappe.desk.form.load.getdoc", {"doctype": "Child", "name": "{anna}"}),
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
		{"doctype": "Action", "fields": '["`tabAction`.`name`", "`tabAction`.`what`"]', "start": 0, "page_length": 20},
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
		{"report_name": "Children without a Plan", "filters": "{{}}"},
	),
	"REST v1, one": ("REST", "GET", "/api/resource/Child/{anna}", {}),
	"REST v1, list": ("REST", "GET", "/api/resource/Child", {"filters": LIKE_OURS}),
	"REST v1, first names only": ("REST", "GET", "/api/resource/Child", {"fields": '["first_name"]', "filters": LIKE_OURS}),
	"frappe.client": ("REST", "GET", "/api/method/frappe.client.get", {"doctype": "Child", "name": "{anna}"}),
	"one value": (
		"REST",
		"GET",
		"/api/method/frappe.client.get_value",
		{"doctype": "Child", "fieldname": "full_name", "filters": '{{"first_name": "Anna"}}'},
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


@pytest.mark.slow(40)
def test_every_door_leaves_an_entry_with_the_child(world: World, session: Callable[[str], Ask], trail: Trail) -> None:
	ask = session(world.coordinator)
	names = {"anna": world.anna, "plan": world.of_child[world.anna]["Permanence Plan"]}
	missing = {}
	for what, (door, method, path, values) in VIEWS.items():
		before = {entry.name for entry in trail(world.coordinator, wait=False)}
		given = {key: text.format(**names) if isinstance(text, str) and "`" not in text and "[[" not in text else text for key, text in values.items()}
		answer = ask(method, path.format(**names), **given)
		assert answer.status_code == 200, (what, answer.text)
		missing[what] = (door, path.format(**names), before)
	trail(world.coordinator, called=path, wait=False)
	import time
	time.sleep(4)
	print([dict(e) for e in trail(world.coordinator, wait=False)])
	assert 0
