"""Bad questions to the feed, reports, calendars, lists and Desk's own doors, and bodies that are none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from ppoc.reporting.odata.protocol import KNOWN
from ppoc.tests.trust.caseload import Caseload
from ppoc.tests.trust.inputs.hostile import TEXTS, VERY_LONG, deep, draw
from ppoc.tests.trust.inputs.people import with_every_role
from ppoc.tests.trust.inputs.wire import Case, Wire, query, try_all

pytestmark = [
	pytest.mark.trust,
	pytest.mark.inputs,
	pytest.mark.slow(60),
	pytest.mark.usefixtures("committed"),
]
FILTERS = (
	"locality",
	"team",
	"from_date",
	"to_date",
	"route",
	"forum",
	"status",
	"duty",
	"child",
	"until",
	"user",
)
FRAPPE = "/api/method/frappe."
DOORS: dict[str, dict[str, Any]] = {
	"POST client.get_list": {
		"doctype": "Child",
		"fields": ["name"],
		"filters": {},
		"order_by": "name asc",
		"limit_page_length": 5,
	},
	"GET client.get": {"doctype": "Child", "name": "TRUST-0", "filters": {}},
	"GET client.get_value": {"doctype": "Child", "fieldname": "name", "filters": {"name": "TRUST-0"}},
	"GET client.get_count": {"doctype": "Child", "filters": {}},
	"POST client.set_value": {"doctype": "Child", "name": "TRUST-0", "fieldname": "first_name", "value": "A"},
	"POST client.insert": {"doc": {"doctype": "Case Note", "child": "TRUST-0", "note": "x"}},
	"POST client.insert_many": {"docs": [{"doctype": "Case Note", "child": "TRUST-0", "note": "x"}]},
	"POST client.save": {"doc": {"doctype": "Child", "name": "TRUST-0"}},
	"POST client.delete": {"doctype": "Case Note", "name": "x"},
	"GET client.validate_link": {"doctype": "Child", "docname": "TRUST-0", "fields": ["name"]},
	"GET desk.form.load.getdoc": {"doctype": "Child", "name": "TRUST-0"},
	"GET desk.form.load.getdoctype": {"doctype": "Child", "with_parent": 1, "cached_timestamp": ""},
	"GET desk.form.load.get_docinfo": {"doctype": "Child", "name": "TRUST-0"},
	"POST desk.form.save.savedocs": {"doc": {"doctype": "Child", "name": "TRUST-0"}, "action": "Save"},
	"POST desk.form.utils.add_comment": {
		"reference_doctype": "Child",
		"reference_name": "TRUST-0",
		"content": "x",
		"comment_email": "looks@example.org",
		"comment_by": "looks",
	},
	"POST desk.form.assign_to.add": {
		"args": {"doctype": "Child", "name": "TRUST-0", "assign_to": ["looks@example.org"]}
	},
	"POST desk.reportview.get": {
		"doctype": "Child",
		"fields": ["`tabChild`.`name`"],
		"filters": [],
		"order_by": "`tabChild`.`name` asc",
		"start": 0,
		"page_length": 20,
		"view": "List",
		"group_by": "",
		"with_comment_count": 0,
	},
	"POST desk.reportview.get_count": {"doctype": "Child", "filters": [], "fields": [], "distinct": "false"},
	"POST desk.reportview.export_query": {
		"doctype": "Child",
		"fields": ["`tabChild`.`name`"],
		"filters": [],
		"file_format_type": "CSV",
		"title": "x",
	},
	"POST desk.reportview.get_sidebar_stats": {"doctype": "Child", "stats": ["_user_tags"], "filters": []},
	"GET desk.search.search_link": {"doctype": "Child", "txt": "a", "filters": {}, "page_length": 10},
	"GET desk.search.get_link_title": {"doctype": "Child", "docname": "TRUST-0"},
	"GET desk.listview.get_group_by_count": {"doctype": "Child", "current_filters": [], "field": "locality"},
	"POST desk.listview.get_list_settings": {"doctype": "Child"},
	"POST model.workflow.apply_workflow": {"doc": {"doctype": "Action", "name": "x"}, "action": "Done"},
	"POST model.workflow.get_transitions": {"doc": {"doctype": "Meeting", "name": "x"}},
	"GET www.printview.get_html_and_style": {"doc": "Child", "name": "TRUST-0", "print_format": "Standard"},
	"GET desk.query_report.get_script": {"report_name": "Tracker"},
	"POST desk.query_report.run": {"report_name": "Tracker", "filters": {}},
	"POST desk.query_report.export_query": {
		"report_name": "Tracker",
		"filters": {},
		"file_format_type": "CSV",
	},
	"GET desk.doctype.event.event.get_events": {"start": "2026-11-01", "end": "2026-12-01", "filters": []},
	"GET desk.calendar.get_events": {
		"doctype": "Meeting",
		"start": "2026-11-01",
		"end": "2026-12-01",
		"field_map": {"start": "meeting_date", "end": "meeting_date"},
		"filters": [],
	},
	"POST desk.calendar.update_event": {
		"args": {"doctype": "Meeting", "name": "x"},
		"field_map": {"start": "meeting_date"},
	},
}
VALUES_OF_AN_ARGUMENT = 5
BODIES: tuple[bytes, ...] = (
	b"",
	b"{",
	b"null",
	b"[]",
	b'"text"',
	b"12",
	b"NaN",
	b"\xff\xfe{\x00}\x00",
	b"\x00" * 100,
	b'{"doc": NaN}',
	b'{"a": "\\ud800"}',
	b'{"a": 1, "a": [2]}',
	b'{"doctype": {"a": 1}}',
	deep().encode(),
	b'{"doc": ' + deep().encode() + b"}",
	b'{"filters": "' + deep().encode() + b'"}',
	b'{"' + b"k" * 100_000 + b'": 1}',
	b"{" + b",".join(b'"k%d": 1' % number for number in range(5_000)) + b"}",
	b'{"name": "' + b"x" * VERY_LONG + b'"}',
	b"\xef\xbb\xbf{}",
	"{\u2028}".encode(),
)
KINDS_OF_BODY = (
	"application/json",
	"application/json; charset=utf-7",
	"application/x-www-form-urlencoded",
	"multipart/form-data; boundary=x",
	"multipart/form-data",
	"text/xml",
	"\x01",
)


def feeds() -> Iterator[Case]:
	lists = ("Child", "Action", "Meeting", "Timescale", "Report_Tracker", "Report_Slippage", "$metadata", "")
	for name in lists:
		for option in sorted(KNOWN):
			for value in draw(f"feed {name}{option}", 3):
				yield Case(f"{name} {option}", "GET", f"/odata/v4/{name}?{query({option: value})}", value)
		for value in draw(f"feed filter of {name}", 4):
			text = str(value)[:200]
			for asked in (
				f"name eq '{text}'",
				f"contains(name,{text})",
				f"({text} or",
				f"{text} gt 2026-99-99",
			):
				yield Case(f"{name} $filter", "GET", f"/odata/v4/{name}?{query({'$filter': asked})}", asked)
	for text in TEXTS:
		if 0 < len(text) < 1_000:
			yield Case("name of a list", "GET", "/odata/v4/" + query({"": text})[1:], text)


def reports() -> Iterator[Case]:
	for name in frappe.get_all("Report", {"module": "PPOC"}, pluck="name", order_by="name"):
		for field in FILTERS:
			for value in draw(f"report {name}{field}", 1):
				body = {"report_name": name, "filters": json.dumps({field: value})}
				yield Case(f"{name}: {field}", "POST", f"{FRAPPE}desk.query_report.run", value, body)
		for value in draw(f"report {name}", 2):
			yield Case(
				f"{name}: filters",
				"POST",
				f"{FRAPPE}desk.query_report.run",
				value,
				{"report_name": name, "filters": value},
			)


def desk() -> Iterator[Case]:
	for door, good in DOORS.items():
		method, _space, name = door.partition(" ")
		yield Case("no argument", method, FRAPPE + name)
		for argument in good:
			left = {key: value for key, value in good.items() if key != argument}
			yield Case(f"{argument} left out", method, FRAPPE + name, body=left)
			for value in draw(f"{door} {argument}", VALUES_OF_AN_ARGUMENT):
				yield Case(argument, method, FRAPPE + name, value, {**good, argument: value})


def rest() -> Iterator[Case]:
	for path in ("/api/resource/Child", "/api/resource/Child/TRUST-0", "/api/resource/Meeting"):
		for argument in (
			"fields",
			"filters",
			"or_filters",
			"order_by",
			"limit_start",
			"limit_page_length",
			"group_by",
			"as_dict",
			"run_method",
			"expand",
		):
			for value in draw(f"{path} {argument}", 2):
				yield Case(argument, "GET", path, value, {argument: value})
	for text in TEXTS:
		if 0 < len(text) < 1_000:
			part = query({"": text})[1:]
			yield Case("DocType", "GET", f"/api/resource/{part}", text)
			yield Case("name", "GET", f"/api/resource/Child/{part}", text)
			yield Case("method", "GET", f"/api/method/{part}", text)
			yield Case("page", "GET", f"/{part}", text)


def bodies() -> Iterator[Case]:
	paths = (
		"/api/method/frappe.client.insert",
		"/api/method/ppoc.plans.api.prioritise",
		"/api/resource/Case Note",
		"/",
	)
	for path in paths:
		for body in BODIES:
			yield Case("body", "POST", path, body[:60], raw=body)
		for kind in KINDS_OF_BODY:
			yield Case(f"body as {kind}", "POST", path, kind, raw=b'{"doc": {"a": 1}}', content_type=kind)


AREAS = {"feeds": feeds, "reports": reports, "desk": desk, "REST": rest, "bodies": bodies}


@pytest.mark.parametrize("area", AREAS)
def test_each_bad_question(
	caseload: Callable[[str, str], Caseload],
	wire: Callable[[str], Wire],
	reported: Callable[..., None],
	area: str,
) -> None:
	user, _seen = with_every_role(caseload)
	reported(try_all(wire(user), list(AREAS[area]())))
