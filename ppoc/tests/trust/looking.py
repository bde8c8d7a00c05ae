"""Every door by which a record can be seen: each takes a record and says whether it showed it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import realtime
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ppoc.reporting.odata.page import FeedPage
from ppoc.reporting.odata.records_database import RECORDS
from ppoc.tests.access_world import Doors
from ppoc.tests.trust.caseload import Cell

HAS_V2 = int(frappe.__version__.split(".")[0]) >= 16 or not frappe.__version__.startswith("15.0.0")
REFUSALS = (frappe.PermissionError, frappe.DoesNotExistError)


@dataclass(frozen=True)
class Door:
	"""needs: the right that the role table must give for it, besides reading. of_tables: it shows rows of a table
	inside the record, where there is one. holds: the DocTypes that it has, if not all."""

	name: str
	shows: Callable[[Doors, Cell], bool]
	needs: str = "read"
	of_tables: bool = False
	holds: frozenset[str] | None = None


def _text(answer: object) -> str:
	return frappe.as_json([answer, frappe.local.response])


def _by_name(cell: Cell) -> str:
	return json.dumps([[cell.doctype, "name", "=", cell.name]])


def form(doors: Doors, cell: Cell) -> bool:
	return cell.mark in _text(
		doors.call("frappe.desk.form.load.getdoc", doctype=cell.doctype, name=cell.name)
	)


def rest(doors: Doors, cell: Cell) -> bool:
	return cell.mark in _text(doors.rest("GET", f"/api/resource/{cell.doctype}/{cell.name}"))


def rest_v2(doors: Doors, cell: Cell) -> bool:
	return cell.mark in _text(doors.rest("GET", f"/api/v2/document/{cell.doctype}/{cell.name}"))


def rest_list(doors: Doors, cell: Cell) -> bool:
	fields = json.dumps(["name", cell.field])
	rows = doors.rest("GET", f"/api/resource/{cell.doctype}", fields=fields, filters=_by_name(cell))
	return cell.mark in _text(rows)


def get(doors: Doors, cell: Cell) -> bool:
	return cell.mark in _text(doors.call("frappe.client.get", doctype=cell.doctype, name=cell.name))


def get_by_filter(doors: Doors, cell: Cell) -> bool:
	filters = {cell.field: cell.mark}
	return cell.mark in _text(doors.call("frappe.client.get", doctype=cell.doctype, filters=filters))


def get_value(doors: Doors, cell: Cell) -> bool:
	answer = doors.call(
		"frappe.client.get_value", doctype=cell.doctype, fieldname=cell.field, filters={"name": cell.name}
	)
	return cell.mark in _text(answer)


def get_list(doors: Doors, cell: Cell) -> bool:
	answer = doors.call(
		"frappe.client.get_list",
		doctype=cell.doctype,
		fields=["name", cell.field],
		filters={"name": cell.name},
	)
	return cell.mark in _text(answer)


def list_view(doors: Doors, cell: Cell) -> bool:
	fields = [f"`tab{cell.doctype}`.`name`", f"`tab{cell.doctype}`.`{cell.field}`"]
	answer = doors.call(
		"frappe.desk.reportview.get", doctype=cell.doctype, fields=fields, filters=_by_name(cell)
	)
	return cell.mark in _text(answer)


def count(doors: Doors, cell: Cell) -> bool:
	answer = doors.call("frappe.desk.reportview.get_count", doctype=cell.doctype, filters=_by_name(cell))
	return bool(isinstance(answer, int) and answer)


def client_count(doors: Doors, cell: Cell) -> bool:
	answer = doors.call("frappe.client.get_count", doctype=cell.doctype, filters={"name": cell.name})
	return bool(isinstance(answer, int) and answer)


def export(doors: Doors, cell: Cell) -> bool:
	fields = [f"`tab{cell.doctype}`.`name`", f"`tab{cell.doctype}`.`{cell.field}`"]
	doors.call(
		"frappe.desk.reportview.export_query",
		doctype=cell.doctype,
		fields=fields,
		filters=_by_name(cell),
		file_format_type="CSV",
		title=cell.doctype,
	)
	content = frappe.local.response.get("result") or frappe.local.response.get("filecontent") or b""
	return cell.mark in (content.decode() if isinstance(content, bytes) else str(content))


def link_search(doors: Doors, cell: Cell) -> bool:
	answer = doors.call("frappe.desk.search.search_link", doctype=cell.doctype, txt=cell.name)
	rows = answer if isinstance(answer, list) else frappe.local.response.get("results") or []
	return any(row.get("value") == cell.name for row in rows)


def link_check(doors: Doors, cell: Cell) -> bool:
	newer = "frappe.client.validate_link_and_fetch"
	name = (
		newer
		if hasattr(frappe.get_module("frappe.client"), "validate_link_and_fetch")
		else ("frappe.client.validate_link")
	)
	answer = doors.call(name, doctype=cell.doctype, docname=cell.name, fields=json.dumps(["name"]))
	return bool(answer and answer.get("name"))


def printed(doors: Doors, cell: Cell) -> bool:
	answer = doors.call(
		"frappe.www.printview.get_html_and_style", doc=cell.doctype, name=cell.name, print_format="Standard"
	)
	return cell.mark in _text(answer)


def comments(doors: Doors, cell: Cell) -> bool:
	answer = doors.call("frappe.desk.form.load.get_docinfo", doctype=cell.doctype, name=cell.name)
	return "docinfo" in _text(answer)


def socket_room(doors: Doors, cell: Cell) -> bool:
	"""What the realtime server asks as the user who wants to follow a record."""
	name, argument = (
		("has_permission", "name")
		if hasattr(realtime, "has_permission")
		else ("can_subscribe_doc", "docname")
	)
	asked = {"doctype": cell.doctype, argument: cell.name}
	return doors.call(f"frappe.realtime.{name}", "GET", **asked) is True


def email(doors: Doors, cell: Cell) -> bool:
	"""An email about a record, with its print, is a record of its own that stands on it."""
	doors.call(
		"frappe.core.doctype.communication.email.make",
		doctype=cell.doctype,
		name=cell.name,
		recipients="x@example.org",
		content="See attached",
		subject="About it",
		send_email=0,
	)
	about = {"reference_doctype": cell.doctype, "reference_name": cell.name, "subject": "About it"}
	return bool(frappe.db.exists("Communication", about))


def file_on_it(doors: Doors, cell: Cell) -> bool:
	return cell.file_mark in _text(doors.rest("GET", f"/api/resource/File/{cell.file}"))


def files_in_list(doors: Doors, cell: Cell) -> bool:
	filters = {"attached_to_doctype": cell.doctype, "attached_to_name": cell.name}
	answer = doors.call("frappe.client.get_list", doctype="File", fields=["file_name"], filters=filters)
	return cell.file_mark in _text(answer)


def table_row(doors: Doors, cell: Cell) -> bool:
	if not cell.table:
		return False
	answer = doors.call(
		"frappe.client.get_list",
		doctype=cell.table,
		parent=cell.doctype,
		fields=["name", "parent"],
		filters={"parent": cell.name},
	)
	return cell.name in _text(answer)


def table_row_of_list(doors: Doors, cell: Cell) -> bool:
	if not cell.table:
		return False
	fields = [f"`tab{cell.doctype}`.`name`", f"`tab{cell.table}`.`name` as row"]
	answer = doors.call(
		"frappe.desk.reportview.get", doctype=cell.doctype, fields=fields, filters=_by_name(cell)
	)
	return cell.row in _text(answer)


def table_row_itself(doors: Doors, cell: Cell) -> bool:
	return bool(cell.table) and cell.row in _text(doors.rest("GET", f"/api/resource/{cell.table}/{cell.row}"))


def feed(doors: Doors, cell: Cell) -> bool:
	"""The feed for Excel and Power BI, asked for the record by its name."""
	path = f"/odata/v4/{cell.doctype.replace(' ', '')}"
	asked = {"$filter": f"name eq '{cell.name}'", "$select": f"name,{cell.field}", "$count": "true"}
	frappe.local.request = Request(EnvironBuilder(path=path, query_string=asked).get_environ())
	answer = FeedPage(path.strip("/"), 200).render()
	text = answer.get_data(as_text=True)
	assert answer.status_code in (200, 401, 403, 404), text
	shown = cell.mark in text or cell.name in text.partition('"value"')[2]
	assert answer.status_code != 200 or ('"@odata.count":0' in text) is not shown, text
	return shown


DOORS = (
	Door("form", form),
	Door("REST", rest),
	*((Door("REST v2", rest_v2),) if HAS_V2 else ()),
	Door("REST list", rest_list),
	Door("client.get", get),
	Door("client.get by a value", get_by_filter),
	Door("client.get_value", get_value),
	Door("client.get_list", get_list),
	Door("list", list_view),
	Door("count of a list", count),
	Door("client.get_count", client_count),
	Door("export", export, "export"),
	Door("feed", feed, "export", holds=frozenset(RECORDS)),
	Door("link search", link_search),
	Door("check of a link", link_check),
	Door("print", printed, "print"),
	Door("comments", comments),
	Door("socket room", socket_room),
	Door("file", file_on_it),
	Door("list of files", files_in_list),
	Door("rows of a table", table_row, of_tables=True),
	Door("list with a table", table_row_of_list, of_tables=True),
	Door("row of a table", table_row_itself, of_tables=True),
)
EMAIL = Door("email", email, "email")
