"""The list of what is open says why, names what the installed Frappe has, and is read as Frappe reads addresses."""

from __future__ import annotations

import importlib
from pathlib import Path

import frappe
import pytest

from ppoc.access import endpoints, gate, open_endpoints
from ppoc.access.named_records import DOCTYPE_ARGUMENTS
from ppoc.access.open_endpoints import (
	OpenEndpointsError,
	doctypes_in,
	page_line,
	read_list,
)
from ppoc.access.rest_addresses import rest_address

pytestmark = pytest.mark.requirement("X4.1")


def test_every_open_function_has_been_judged_and_none_of_them_leaks() -> None:
	judged = endpoints.read_list()
	functions = [line.name for line in read_list().values() if line.kind == "function"]
	assert functions
	assert [name for name in functions if name not in judged] == []
	assert [name for name in functions if judged[name].judgement in ("tests", "?")] == []


def test_every_open_doctype_is_one_of_frappe_s(site: str) -> None:
	folder = Path(endpoints.source_of_frappe())
	found = {path.stem for path in folder.rglob("doctype/*/*.json")}
	later = {"Desktop Layout", "Workspace Sidebar"}  # since version 16
	names = {line.name for line in read_list().values() if line.kind == "doctype"}
	assert {name for name in names if frappe.scrub(name) not in found} <= later


def test_guests_are_offered_nothing_that_frappe_closes_to_guests() -> None:
	judged = endpoints.read_list()
	for line in read_list().values():
		if line.kind == "function" and line.guest:
			assert judged[line.name].guest == "guest", line.name


def test_the_gate_knows_every_argument_of_an_open_function_that_names_a_doctype() -> None:
	"""An argument that names a DocType under a new name would not be asked about."""
	found = {each.name: each for each in endpoints.collect(endpoints.source_of_frappe())}
	unknown = {
		(line.name, parameter)
		for line in read_list().values()
		if line.kind == "function" and line.name in found
		for parameter in found[line.name].parameters
		if ("doctype" in parameter or parameter in ("dt", "parenttype"))
		and parameter not in DOCTYPE_ARGUMENTS
	}
	left_out = {("frappe.desk.form.linked_with.get_submitted_linked_docs", "ignore_doctypes_on_cancel_all")}
	assert unknown - left_out == set()


def test_the_arguments_that_name_a_record_are_arguments_of_the_function() -> None:
	found = {each.name: each for each in endpoints.collect(endpoints.source_of_frappe())}
	for line in read_list().values():
		parameters = set(found[line.name].parameters) if line.name in found else set()
		if (
			line.record and parameters and "args" not in parameters
		):  # `args` holds the rest, under these names
			assert set(line.record) <= parameters, (line.name, parameters)


def test_an_open_function_is_listed_under_the_name_that_the_gate_sees(site: str) -> None:
	"""The gate sees the function, and asks it for its module and name."""
	found = {each.name for each in endpoints.collect(endpoints.source_of_frappe()) if each.kind == "function"}
	for line in read_list().values():
		if line.kind == "function" and line.name in found:
			module, _dot, name = line.name.rpartition(".")
			function = getattr(importlib.import_module(module), name)
			assert gate.endpoint_name(function) == line.name


@pytest.mark.parametrize(
	("path", "kind", "doctype"),
	[
		("/api/resource/Child", "record", "Child"),
		("/api/resource/Child/CH-1", "record", "Child"),
		("/api//resource//Child", "record", "Child"),
		("/api/v1/resource/Care Episode", "record", "Care Episode"),
		("/api/v2/document/Child/CH-1/method/x", "record", "Child"),
		("/api/v2/doctype/Child/count", "record", "Child"),
		("/api/method/frappe.ping", "method", None),
		("/api/v2/method/Child/x", "method", None),
		("/api/v3/document/Child", "unknown", None),
		("/api/document/Child", "unknown", None),
		("/api/v2/resource/Child", "unknown", None),
		("/api", "unknown", None),
		("/api/resource", "unknown", None),
	],
)
def test_an_address_below_api_is_read_as_frappe_reads_it(path: str, kind: str, doctype: str | None) -> None:
	address = rest_address(path)
	assert address
	assert (address.kind, address.doctype) == (kind, doctype)


@pytest.mark.parametrize("path", ["/app/child", "/apis/resource/Child", "/", ""])
def test_other_addresses_are_pages(path: str) -> None:
	assert rest_address(path) is None


def test_doctypes_are_found_in_arguments_and_in_documents() -> None:
	arguments = {"doctype": "Child", "reference_doctype": ["Action", "Flag"], "txt": "User", "dt": None}
	documents = [{"doctype": "Comment", "reference_doctype": "Plan"}, [{"doctype": "File"}, 3], "x"]
	assert sorted(doctypes_in(arguments, documents)) == ["Action", "Child", "Comment", "File", "Flag"]


def test_a_page_is_found_by_its_path_or_by_what_it_begins_with() -> None:
	lines = read_list()
	for path in ("app", "app/child/CH-1", "login"):
		assert page_line(path, lines), path
	for path in ("apple", "login/x", "contact", "list", "me/x"):
		assert page_line(path, lines) is None, path


@pytest.mark.parametrize(
	("row", "said"),
	[
		("route,x,,,why,", "has the kind 'route'"),
		("page,x,,,,", "has no reason"),
		("function,x,,doctype,why,", "must name two arguments"),
		("page,x,,,why,\npage,x,,,why,", "is there twice"),
	],
)
def test_a_faulty_line_is_named(tmp_path: Path, row: str, said: str) -> None:
	path = tmp_path / "list.csv"
	path.write_text(",".join(open_endpoints.COLUMNS) + f"\n{row}\n")
	with pytest.raises(OpenEndpointsError, match=f"line [23]: x {said}"):
		read_list(path)


def test_what_the_browser_tests_used_goes_into_the_list(tmp_path: Path) -> None:
	path = tmp_path / "list.csv"
	path.write_text(
		",".join(open_endpoints.COLUMNS)
		+ "\npage,app/*,,,Desk,\nfunction,frappe.a.b,,,Desk,15.0\nfunction,frappe.c.d,,doctype name,Desk,\n"
	)
	record = "page\tapp/child/CH-1\nfunction\tfrappe.c.d\nfunction\tfrappe.x.y\nno tab\n"
	lines, unknown = open_endpoints.add_seen(read_list(path), record, "16.4.1")
	assert unknown == {"function frappe.x.y"}
	open_endpoints.write_list(lines.values(), path)
	read_list.cache_clear()
	seen = {line.name: (line.seen, line.record) for line in read_list(path).values()}
	assert seen == {
		"app/*": (("16.4.1",), ()),
		"frappe.a.b": (("15.0",), ()),
		"frappe.c.d": (("16.4.1",), ("doctype", "name")),
	}
