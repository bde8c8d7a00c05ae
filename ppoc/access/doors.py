"""The platform's own endpoints that answer past the permission hooks, each made to ask first.

Every function here stands in hooks.py under the endpoint it guards. For DocTypes that are not ours it does
nothing but pass the call on. The names say what the platform forgets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_safe_filters

from ppoc.access import database, references
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES
from ppoc.access.sharing import is_case
from ppoc.exceptions import HiddenRecordError

Answer = Any


@frappe.whitelist(methods=["GET", "POST"])
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False) -> Answer:
	"""frappe.client.get_count counts every row of any table."""
	from frappe import client

	if not (is_case(doctype) or doctype in references.REFERENCES):
		return client.get_count(doctype, filters, debug, cache)
	return len(_names(doctype, filters))


@frappe.whitelist(methods=["GET", "POST"])
def get_open_count(doctype: str, name: str, items: Any = None) -> Answer:
	"""The counts on a form's dashboard count every linked row, and none is hidden from a count of a locality."""
	from frappe.desk import notifications

	answer = notifications.get_open_count(doctype, name, items)
	links = frappe.get_meta(doctype).get_dashboard_data()
	counted = answer.get("count") or []
	rows = counted if isinstance(counted, list) else [row for part in counted.values() for row in part]
	for row in rows:
		linked = row.get("doctype") or row.get("name")
		if linked in CASE_DOCTYPES:
			column = links.get("non_standard_fieldnames", {}).get(linked, links.get("fieldname"))
			may = column and references.has_role_for(linked, frappe.session.user)
			row["count"] = len(_names(linked, {column: name}, limit=100)) if may else 0
			row.pop("open_count", None)
			row.pop("names", None)
	return answer


@frappe.whitelist(methods=["GET", "POST"])
def get_link_title(doctype: str, docname: str) -> Answer:
	"""The title of a link is the child's name."""
	from frappe.desk import search

	return search.get_link_title(doctype, docname) if _read(doctype, docname) else docname


@frappe.whitelist(methods=["GET", "POST"])
def validate_link(doctype: str, docname: str, fields: Any = None) -> Answer:
	"""Says whether any name exists: what is hidden does not."""
	from frappe import client

	return (
		client.validate_link(doctype, docname, fields) if _read(doctype, docname) else frappe._dict(name=None)
	)


@frappe.whitelist(methods=["GET", "POST"])
def search_link(doctype: str, txt: str, ignore_user_permissions: Any = False, **options: Any) -> Answer:
	"""`ignore_user_permissions` switches every permission off, and the caller sends it."""
	from frappe.desk import search

	ignored = 0 if _guarded(doctype) else ignore_user_permissions
	return frappe.call(search.search_link, doctype, txt, ignore_user_permissions=ignored, **options)


@frappe.whitelist(methods=["GET", "POST"])
def search_widget(doctype: str, txt: str, ignore_user_permissions: Any = False, **options: Any) -> Answer:
	"""As search_link."""
	from frappe.desk import search

	ignored = 0 if _guarded(doctype) else ignore_user_permissions
	return frappe.call(search.search_widget, doctype, txt, ignore_user_permissions=ignored, **options)


@frappe.whitelist(methods=["GET", "POST"])
def global_search(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> Answer:
	"""Finds text of any record of the DocTypes an administrator put into the global search."""
	from frappe.utils import global_search as platform

	found = platform.search(text, start, limit, doctype)
	seen = _seen_by_doctype((row.doctype, row.name) for row in found)
	return [row for row in found if not is_case(row.doctype) or row.name in seen[row.doctype]]


@frappe.whitelist(methods=["GET", "POST"])
def get_tagged_docs(doctype: str, tag: str) -> Answer:
	"""Names every record with a tag."""
	from frappe.desk.doctype.tag import tag as platform

	found = platform.get_tagged_docs(doctype, tag)
	if not is_case(doctype):
		return found
	seen = database.may_see(frappe.session.user, doctype, (row[0] for row in found))
	return [row for row in found if row[0] in seen]


@frappe.whitelist(methods=["POST", "PUT"])
def add_tag(tag: str, dt: str, dn: str, color: str | None = None) -> Answer:
	"""Writes on any record."""
	from frappe.desk.doctype.tag import tag as platform

	_need(dt, dn)
	return platform.add_tag(tag, dt, dn, color)


@frappe.whitelist(methods=["POST", "PUT"])
def add_tags(tags: Any, dt: str, docs: Any, color: str | None = None) -> Answer:
	"""Writes on any records."""
	from frappe.desk.doctype.tag import tag as platform

	_need(dt, *frappe.parse_json(docs))
	return platform.add_tags(tags, dt, docs, color)


@frappe.whitelist(methods=["POST", "PUT", "DELETE"])
def remove_tag(tag: str, dt: str, dn: str) -> Answer:
	"""Writes on any record."""
	from frappe.desk.doctype.tag import tag as platform

	_need(dt, dn)
	return platform.remove_tag(tag, dt, dn)


@frappe.whitelist(methods=["POST", "PUT"])
def toggle_like(doctype: str, name: str, add: Any = False) -> Answer:
	"""Writes a comment on any record."""
	from frappe.desk import like

	_need(doctype, name)
	return like.toggle_like(doctype, name, add)


@frappe.whitelist(allow_guest=True, methods=["POST", "PUT"])
def like_on_page(reference_doctype: str, reference_name: str, like: Any, route: str = "") -> Answer:
	"""Writes a like on any record, a guest's too."""
	from frappe.templates.includes.likes import likes

	_need(reference_doctype, reference_name)
	return likes.like(reference_doctype, reference_name, like, route)


@frappe.whitelist(allow_guest=True, methods=["POST", "PUT"])
def comment_on_page(reference_doctype: str, reference_name: str, **comment: Any) -> Answer:
	"""Writes a comment on any record and mails its owner."""
	from frappe.templates.includes.comments import comments

	_need(reference_doctype, reference_name)
	return frappe.call(
		comments.add_comment, reference_doctype=reference_doctype, reference_name=reference_name, **comment
	)


@frappe.whitelist(methods=["GET", "POST"])
def get_group_by_count(doctype: str, current_filters: str, field: str) -> Answer:
	"""Counts assignments over every record when grouped by who they are assigned to."""
	from frappe.desk import listview

	if field != "assigned_to" or not is_case(doctype):
		return listview.get_group_by_count(doctype, current_filters, field)
	named = {"reference_type": doctype, "reference_name": ["in", _names(doctype, current_filters) or [""]]}
	assigned = frappe.get_all("ToDo", {**named, "status": ["!=", "Cancelled"]}, pluck="allocated_to")
	return [frappe._dict(name=user, count=assigned.count(user)) for user in sorted(set(assigned))]


@frappe.whitelist(methods=["GET", "POST"])
def get_workflow_state_count(doctype: str, workflow_state_field: str, states: Any) -> Answer:
	"""Counts the states of every record."""
	from frappe.workflow.doctype.workflow import workflow

	if not is_case(doctype):
		return workflow.get_workflow_state_count(doctype, workflow_state_field, states)
	filters = {workflow_state_field: ["not in", frappe.parse_json(states)]}
	found = [row for row in frappe.get_list(doctype, filters, pluck=workflow_state_field, limit=0) if row]
	return [{workflow_state_field: state, "count": found.count(state)} for state in sorted(set(found))]


@frappe.whitelist(methods=["GET", "POST"])
def get_linked(doctype: str, docname: str) -> Answer:
	"""Shows list columns of every record that links to this one."""
	from frappe.desk.form import linked_with

	_need(doctype, docname)
	answer = linked_with.get(doctype, docname)
	for linked in [name for name in answer if is_case(name)]:
		names = (row.name for row in answer[linked])
		seen = set() if linked in CASE_TABLES else database.may_see(frappe.session.user, linked, names)
		answer[linked] = [row for row in answer[linked] if row.name in seen]
	return answer


@frappe.whitelist(methods=["GET", "POST"])
def get_data_for_custom_field(doctype: str, field: str) -> Answer:
	"""Gives one field of every record, for a column of a report."""
	from frappe.desk import query_report

	if not _guarded(doctype):
		return query_report.get_data_for_custom_field(doctype, field)
	rows = frappe.get_list(
		doctype, fields=["name", field], limit_page_length=0, parent_doctype=CASE_TABLES.get(doctype)
	)
	return frappe._dict((row.name, row.get(field)) for row in rows)


@frappe.whitelist(methods=["GET", "POST"])
def get_monthly_goal_graph_data(doctype: str, docname: str, goal_doctype: str, **options: Any) -> Answer:
	"""Adds up any field of every record by any date."""
	from frappe.utils import goal

	if _guarded(goal_doctype):
		_refuse(goal_doctype)
	return frappe.call(
		goal.get_monthly_goal_graph_data,
		doctype=doctype,
		docname=docname,
		goal_doctype=goal_doctype,
		**options,
	)


@frappe.whitelist(methods=["GET", "POST"])
def get_next(doctype: str, value: str, prev: Any, **options: Any) -> Answer:
	"""Compares with any field of a record that is not seen."""
	from frappe.desk.form import utils

	_need(doctype, value)
	return frappe.call(utils.get_next, doctype, value, prev, **options)


@frappe.whitelist(methods=["POST", "PUT"])
def assign(args: Any = None) -> Answer:
	"""Assigns any record."""
	from frappe.desk.form import assign_to

	given = frappe._dict(args or frappe.local.form_dict)
	_need(given.doctype, given.name)
	return assign_to.add(args)


@frappe.whitelist(methods=["POST", "PUT"])
def assign_many(args: Any = None) -> Answer:
	"""Assigns any records."""
	from frappe.desk.form import assign_to

	given = frappe._dict(args or frappe.local.form_dict)
	_need(given.doctype, *frappe.parse_json(given.name))
	return assign_to.add_multiple(args)


@frappe.whitelist(methods=["GET", "POST"])
def get_follow_users(doctype: str, doc_name: str) -> Answer:
	"""Names who follows any record."""
	from frappe.desk.form import document_follow

	_need(doctype, doc_name)
	return document_follow.get_follow_users(doctype, doc_name)


@frappe.whitelist(methods=["POST", "PUT"])
def relink(name: str, reference_doctype: str | None = None, reference_name: str | None = None) -> Answer:
	"""Moves any email to any record, from where it can be read."""
	from frappe import email

	frappe.get_doc("Communication", name).check_permission("read")
	_need(reference_doctype, reference_name)
	return email.relink(name, reference_doctype, reference_name)


@frappe.whitelist(methods=["POST", "PUT"])
def unzip_file(name: str) -> Answer:
	"""Unpacks any archive into files of the caller's."""
	from frappe.core.api import file

	frappe.get_doc("File", name).check_permission("write")
	return file.unzip_file(name)


@frappe.whitelist(methods=["GET", "POST"])
def zip_files(files: Any) -> Answer:
	"""Packs any files into an archive for the caller."""
	from frappe.core.api import file

	for name in frappe.parse_json(files):
		frappe.get_doc("File", name if isinstance(name, str) else name["name"]).check_permission("read")
	return file.zip_files(files)


@frappe.whitelist(methods=["GET", "POST"])
def preview_message(
	reference_dt: str, reference_doc: str, message: Any = None, subject: Any = None
) -> Answer:
	"""Fills a text with the fields of any record."""
	from frappe.automation.doctype.auto_repeat import auto_repeat

	_need(reference_dt, reference_doc)
	return auto_repeat.generate_message_preview(reference_dt, reference_doc, message, subject)


@frappe.whitelist(methods=["POST", "PUT"])
def update_document_title(*, doctype: str, docname: str, **options: Any) -> Answer:
	"""Writes the title past the record's own checks, history and timestamp."""
	from frappe.model import rename_doc

	if is_case(doctype):
		frappe.throw(
			_("Change the record's own fields: its title is made from them."),
			HiddenRecordError,
			title=_("Not renamed"),
		)
	return frappe.call(rename_doc.update_document_title, doctype=doctype, docname=docname, **options)


@frappe.whitelist(methods=["GET", "POST"])
def run_report(report_name: str, user: str | None = None, **options: Any) -> Answer:
	"""Runs as anybody, and keeps one reader's rows for the next. Ours run for who asks, every time."""
	from frappe.desk import query_report

	if is_case(frappe.db.get_value("Report", report_name, "ref_doctype")):
		user = None
		options["ignore_prepared_report"] = True
	return frappe.call(query_report.run, report_name, user=user, **options)


@frappe.whitelist(methods=["GET", "POST"])
def export_report() -> Answer:
	"""Leaves no trace of who took which rows away."""
	from frappe.core.doctype.access_log.access_log import make_access_log
	from frappe.desk import query_report

	asked = frappe.local.form_dict
	doctype = frappe.db.get_value("Report", asked.report_name, "ref_doctype")
	answer = query_report.export_query()
	if is_case(doctype):
		make_access_log(
			doctype=doctype,
			report_name=asked.report_name,
			file_type=asked.file_format_type,
			filters=asked.filters,
		)
	return answer


@frappe.whitelist(methods=["GET", "POST"])
def get_chart(chart_name: str | None = None, chart: Any = None, **options: Any) -> Answer:
	"""Keeps one reader's figures for the next; a heatmap counts every record."""
	from frappe.desk.doctype.dashboard_chart import dashboard_chart

	asked = (
		frappe.get_doc("Dashboard Chart", chart_name)
		if chart_name
		else frappe._dict(frappe.parse_json(chart) or {})
	)
	if _guarded(asked.document_type):
		if asked.type == "Heatmap":
			_refuse(asked.document_type)
		options["refresh"] = 1
	named = {"chart_name": chart_name} if chart_name else {"chart": chart}
	return frappe.call(dashboard_chart.get, **named, **options)


def refuse_other_names() -> None:
	"""A guard stands under one name. A module that imports the function gives it another, without the guard."""
	command = _command()
	overrides = frappe.get_hooks("override_whitelisted_methods")
	called = [function for path in (command, *overrides.get(command, [])) if (function := _function(path))]
	for name, guards in overrides.items():
		ours = name != command and any(guard.startswith("ppoc.access.") for guard in guards)
		if called and ours and _endpoint(name) in called:
			frappe.throw(_("Call this as {0}.").format(name), HiddenRecordError, title=_("Another name"))


def _function(path: str) -> Callable | None:
	"""What a path leads to; the platform says what is wrong with one that leads nowhere."""
	try:
		return frappe.get_attr(path) if "." in path else None
	except (AttributeError, ImportError, ValueError, frappe.AppNotInstalledError):
		return None


@cache
def _endpoint(name: str) -> Callable | None:
	"""The guarded function itself, looked up once for each process."""
	return _function(name)


def _command() -> str:
	"""The endpoint that this request calls, by form field or by path."""
	path = frappe.local.request.path
	named = path.split("/method/", 1)[1] if path.startswith("/api/") and "/method/" in path else ""
	return named.strip("/") or str(frappe.local.form_dict.get("cmd") or "")


def _guarded(doctype: str | None) -> bool:
	return is_case(doctype) or doctype in references.REFERENCES


def _read(doctype: str | None, name: str | None) -> bool:
	return references.reads(frappe.session.user, doctype, name)


def _need(doctype: str | None, *names: str | None) -> None:
	if not all(_read(doctype, name) for name in names):
		_refuse(doctype)


def _refuse(doctype: str | None) -> None:
	frappe.throw(
		_("You do not have access to this {0}.").format(_(doctype)), HiddenRecordError, title=_("No access")
	)


def _names(doctype: str, filters: Any, limit: int = 0) -> list[str]:
	"""Names of the rows that pass the filters, by the platform's own list with its permissions."""
	given = get_safe_filters(filters)
	return frappe.get_list(
		doctype,
		filters={"name": given} if isinstance(given, str) else given,
		pluck="name",
		limit=cint(limit),
		order_by=None,
		parent_doctype=CASE_TABLES.get(doctype),
	)


def _seen_by_doctype(found: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
	by_doctype: dict[str, set[str]] = {}
	for doctype, name in found:
		by_doctype.setdefault(doctype, set()).add(name)
	user = frappe.session.user
	return {
		doctype: database.may_see(user, doctype, names) if references.has_role_for(doctype, user) else set()
		for doctype, names in by_doctype.items()
		if doctype in CASE_DOCTYPES
	}
