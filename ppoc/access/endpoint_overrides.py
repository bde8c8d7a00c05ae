"""Guards Frappe endpoints that bypass the permission hooks, so that each checks first.

hooks.py maps each endpoint to its function here. For DocTypes that are not ours, the call is only passed on.
Each docstring says what Frappe's own endpoint does without checking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, formatdate, get_safe_filters

from ppoc.access import list_columns, list_guard, references, rules, second_factor
from ppoc.access.platform import call_endpoint, called_path, function_at, loaded_endpoint
from ppoc.access.references import need, refuse
from ppoc.access.remarks import need_to_write
from ppoc.access.role_names_database import linkable_roles
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES
from ppoc.access.sharing import is_case
from ppoc.exceptions import BadInputError, HiddenRecordError

Answer = Any
STORED_DAY = re.compile(r"(?:^|(?<=, ))\d{4}-\d\d-\d\d(?=,|$)")
"""A day among the facts by which a list of suggestions tells records apart, as the database has it."""


@frappe.whitelist(methods=["GET", "POST"])
def open_form(doctype: str, name: str, **options: Any) -> Answer:
	"""Answers with an error for a hidden record, and with nothing for one that does not exist. Here both have
	nothing: Desk asks in the same way before it opens a new record, so this must be no error."""
	if not _read(doctype, name):
		return []
	return call_endpoint("frappe.desk.form.load.getdoc", doctype=doctype, name=name, **options)


@frappe.whitelist(methods=["GET", "POST"])
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False) -> Answer:
	"""frappe.client.get_count counts every row of any table."""
	return len(_names(doctype, filters))


@frappe.whitelist(methods=["GET", "POST"])
def get_open_count(doctype: str, name: str, items: Any = None) -> Answer:
	"""The counts on a form's dashboard include every linked row, so a locality's would include hidden records.

	Raises:
		PermissionError: the user may not read the record. Version 16 fails with a different error when it
		refuses.
	"""
	from frappe.desk import notifications

	frappe.get_doc(doctype, name).check_permission()
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
	"""The title of a link to a child is the child's name."""
	from frappe.desk import search

	return search.get_link_title(doctype, docname) if _read(doctype, docname) else docname


@frappe.whitelist(methods=["GET", "POST"])
def get_value(doctype: str, fieldname: Any, filters: Any = None, **options: Any) -> Answer:
	"""Before each workflow step, version 16 reads from the Workflow whether to ask for confirmation, so users
	who may not read workflows cannot take the step. This returns that one field to anybody who may read the
	record.

	Raises:
		PermissionError: the user may not read the rows, or the records that the workflow is about.
	"""
	if (doctype, fieldname) == ("Workflow", "enable_action_confirmation"):
		return _asks_for_confirmation(get_safe_filters(filters))
	return call_endpoint(
		"frappe.client.get_value", doctype=doctype, fieldname=fieldname, filters=filters, **options
	)


def _asks_for_confirmation(workflow: Any) -> Answer:
	stepped = workflow.get("document_type") if isinstance(workflow, dict) else None
	known = frappe.get_meta("Workflow").has_field("enable_action_confirmation")
	if not known or not stepped or not frappe.db.exists("DocType", stepped):
		return {}
	frappe.has_permission(stepped, "read", throw=True)
	active = {"document_type": stepped, "is_active": 1}
	# a setting, and the DocType may be read
	found = frappe.get_all("Workflow", active, ["enable_action_confirmation"], limit=1)
	return found[0] if found else {}


@frappe.whitelist(methods=["GET", "POST"])
def validate_link(doctype: str, docname: str, fields: Any = None) -> Answer:
	"""Reveals whether any name exists. Here a hidden record looks as if it did not."""
	if not _read(doctype, docname):
		return frappe._dict(name=None)
	if doctype == "Role":
		return frappe._dict(name=docname if docname in linkable_roles() else None)
	only_module = _asks_only_for_module(doctype, fields)
	answer = call_endpoint("frappe.client.validate_link", doctype, docname, None if only_module else fields)
	return _with_module(answer) if only_module else answer


@frappe.whitelist(methods=["GET", "POST"])
def validate_link_and_fetch(
	doctype: str, docname: str, ignore_user_permissions: Any = False, **options: Any
) -> Answer:
	"""Does the same as validate_link, which it replaces in version 16; it searches as well."""
	if not _read(doctype, docname):
		return {}
	if doctype == "Role":
		return {"name": docname} if docname in linkable_roles() else {}
	_ask_search(doctype, options)
	ignored = 0 if _guarded(doctype) else ignore_user_permissions
	only_module = _asks_only_for_module(doctype, options.get("fields_to_fetch"))
	if only_module:
		options.pop("fields_to_fetch")
	answer = call_endpoint(
		"frappe.client.validate_link_and_fetch",
		doctype=doctype,
		docname=docname,
		ignore_user_permissions=ignored,  # never on for case records
		**options,
	)
	_keep_in_no_browser(doctype)
	return _with_module(answer) if only_module else answer


def _asks_only_for_module(doctype: str, fields: Any) -> bool:
	"""Returns whether a form asks for the module of the DocType that is chosen in it, as Print Format does. Whoever may
	choose a DocType may know its module without reading what else a DocType says."""
	return doctype == "DocType" and frappe.parse_json(fields) == ["module"]


def _with_module(answer: Any) -> Answer:
	return {**answer, "module": frappe.get_meta(answer["name"]).module} if answer.get("name") else answer


@frappe.whitelist(methods=["GET", "POST"])
def search_link(doctype: str, txt: str, ignore_user_permissions: Any = False, **options: Any) -> Answer:
	"""The caller can send `ignore_user_permissions`, which switches off every permission check."""
	from frappe.desk import search

	_ask_search(doctype, options)
	ignored = 0 if _guarded(doctype) else ignore_user_permissions
	# never on for case records
	answer = frappe.call(search.search_link, doctype, txt, ignore_user_permissions=ignored, **options)
	for suggestion in answer or frappe.response.get("results") or ():
		suggestion["description"] = STORED_DAY.sub(_as_people_write_it, suggestion.get("description") or "")
	_keep_in_no_browser(doctype)
	return answer


def _as_people_write_it(found: re.Match[str]) -> str:
	"""Returns a day as the site writes days; Frappe shows 2011-04-16 beside a child's name."""
	try:
		return str(formatdate(date.fromisoformat(found[0])))
	except ValueError:  # somebody typed it, and it is no day
		return found[0]


@frappe.whitelist(methods=["GET", "POST"])
def search_widget(doctype: str, txt: str, ignore_user_permissions: Any = False, **options: Any) -> Answer:
	"""Has the same fault as search_link."""
	from frappe.desk import search

	_ask_search(doctype, options)
	ignored = 0 if _guarded(doctype) else ignore_user_permissions
	# never on for case records
	return frappe.call(search.search_widget, doctype, txt, ignore_user_permissions=ignored, **options)


@frappe.whitelist(methods=["GET", "POST"])
def global_search(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> Answer:
	"""Finds text in any record of the DocTypes that an administrator has added to the global search."""
	from frappe.utils import global_search as platform

	found = platform.search(text, start, limit, doctype)
	seen = _seen_by_doctype((row.doctype, row.name) for row in found)
	return [row for row in found if not is_case(row.doctype) or row.name in seen[row.doctype]]


@frappe.whitelist(methods=["GET", "POST"])
def get_group_by_count(doctype: str, current_filters: str, field: str) -> Answer:
	"""Counts the assignments of every record when grouping by the person assigned."""
	from frappe.desk import listview

	if field != "assigned_to":
		return _titled_as_seen(doctype, field, listview.get_group_by_count(doctype, current_filters, field))
	named = {"reference_type": doctype, "reference_name": ["in", _names(doctype, current_filters) or [""]]}
	# only of records in the user's own list
	assigned = frappe.get_all("ToDo", {**named, "status": ["!=", "Cancelled"]}, pluck="allocated_to")
	return [frappe._dict(name=user, count=assigned.count(user)) for user in sorted(set(assigned))]


@frappe.whitelist(methods=["GET", "POST"])
def get_workflow_state_count(doctype: str, workflow_state_field: str, states: Any) -> Answer:
	"""Counts the workflow states of every record."""
	from frappe.workflow.doctype.workflow import workflow

	if not is_case(doctype):
		return workflow.get_workflow_state_count(doctype, workflow_state_field, states)
	filters = {workflow_state_field: ["not in", frappe.parse_json(states)]}
	found = [row for row in frappe.get_list(doctype, filters, pluck=workflow_state_field, limit=0) if row]
	return [{workflow_state_field: state, "count": found.count(state)} for state in sorted(set(found))]


@frappe.whitelist(methods=["GET", "POST"])
def get_linked(doctype: str, docname: str) -> Answer:
	"""Shows the list columns of every record that links to this one."""
	from frappe.desk.form import linked_with

	need(doctype, docname)
	linked_to = linked_with.get_linked_doctypes(doctype)
	# of the others Frappe 15.55 refuses everything
	readable = {name: how for name, how in linked_to.items() if frappe.has_permission(name, "read")}
	answer = linked_with.get_linked_docs(doctype, docname, readable)
	for linked in [name for name in answer if is_case(name)]:
		names = (row.name for row in answer[linked])
		seen = set() if linked in CASE_TABLES else rules.may_see(frappe.session.user, linked, names)
		answer[linked] = [row for row in answer[linked] if row.name in seen]
	return answer


@frappe.whitelist(methods=["GET", "POST"])
def get_data_for_custom_field(doctype: str, field: str, names: Any = None) -> Answer:
	"""Returns one field of every record for a report column; in version 16, of the named records."""
	named = frappe.parse_json(names) if isinstance(names, str) else names
	rows = frappe.get_list(
		doctype,
		filters={"name": ["in", named]} if named else None,
		fields=["name", field],
		limit=0,
		parent_doctype=CASE_TABLES.get(doctype),
	)
	return frappe._dict((row.name, row.get(field)) for row in rows)


@frappe.whitelist(methods=["POST", "PUT"])
def assign(args: Any = None) -> Answer:
	"""Assigns any record."""
	from frappe.desk.form import assign_to

	given = _assigned(args)
	need_to_write(given.doctype, given.name)
	return assign_to.add(args)


@frappe.whitelist(methods=["POST", "PUT"])
def assign_many(args: Any = None) -> Answer:
	"""Assigns any number of records."""
	from frappe.desk.form import assign_to

	given = _assigned(args)
	need_to_write(given.doctype, *frappe.parse_json(given.name))
	return assign_to.add_multiple(args)


def _assigned(args: Any) -> Any:
	given = frappe.parse_json(args) or frappe.local.form_dict
	needed = ("doctype", "name", "assign_to")
	if not isinstance(given, Mapping) or not all(given.get(each) for each in needed):
		frappe.throw(
			_("Nobody was assigned: say which record ({0}, {1}) and to whom ({2}).").format(*needed),
			BadInputError,
			title=_("Check what was entered"),
		)
	return frappe._dict(given)


@frappe.whitelist(methods=["POST", "PUT"])
def relink(name: str, reference_doctype: str | None = None, reference_name: str | None = None) -> Answer:
	"""Moves any email to any record, where it can then be read."""
	from frappe import email

	frappe.get_doc("Communication", name).check_permission("read")
	need_to_write(reference_doctype, reference_name)
	return email.relink(name, reference_doctype, reference_name)


@frappe.whitelist(methods=["POST", "PUT"])
def unzip_file(name: str) -> Answer:
	"""Unpacks any archive into files that belong to the caller."""
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


@frappe.whitelist(methods=["POST", "PUT"])
def update_document_title(*, doctype: str, docname: str, **options: Any) -> Answer:
	"""Changes the title without the record's own checks, history or timestamp."""
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
	"""Runs as any named user and reuses one reader's rows for the next. Ours always run as the user who asks."""
	from frappe.desk import query_report

	if is_case(frappe.db.get_value("Report", report_name, "ref_doctype")):
		user = None
		options["ignore_prepared_report"] = True
	return frappe.call(query_report.run, report_name, user=user, **options)


@frappe.whitelist(methods=["GET", "POST"])
def export_report() -> Answer:
	"""Leaves no trace of who exported which rows."""
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
	"""Reuses one reader's figures for the next, and counts every record in a heatmap."""
	from frappe.desk.doctype.dashboard_chart import dashboard_chart

	asked = (
		frappe.get_doc("Dashboard Chart", chart_name)
		if chart_name
		else frappe._dict(frappe.parse_json(chart) or {})
	)
	if asked.type == "Heatmap":  # counts without permissions
		frappe.has_permission(asked.document_type, "read", throw=True)
		shown = [name for name in (asked.based_on, asked.value_based_on) if name]
		list_guard.ask(asked.document_type, fields=shown, filters=asked.filters_json)
		list_guard.ask(asked.document_type, filters=options.get("filters"))
	if _guarded(asked.document_type):
		if asked.type == "Heatmap":
			refuse(asked.document_type)
		options["refresh"] = 1
	named = {"chart_name": chart_name} if chart_name else {"chart": chart}
	return frappe.call(dashboard_chart.get, **named, **options)


@frappe.whitelist(methods=["GET", "POST"])
def get_events(start: Any, end: Any, for_reminder: Any = False, filters: Any = None, **_: Any) -> Answer:
	"""Returns the private events of any named user."""
	from frappe.desk.doctype.event import event

	return frappe.call(
		event.get_events, start=start, end=end, for_reminder=for_reminder, filters=filters, user=None
	)


# whoever forgot a password has not logged in
@frappe.whitelist(allow_guest=True, methods=["POST"])
def reset_password(user: str) -> str | None:
	"""Sends an email to set a new password, if the account exists, and says the same if it does not.

	Args:
		user: the email address that was typed.

	Raises:
		RateLimitExceededError: this computer has asked too often.
	"""
	try:
		call_endpoint("frappe.core.doctype.user.user.reset_password", user=user)
	except (frappe.TooManyRequestsError, frappe.RateLimitExceededError):
		raise
	except Exception as wrong:  # disabled, no user name, asked for too often, the mail server is away
		if getattr(wrong, "http_status_code", 500) >= 500:
			frappe.log_error(title="Password reset")
	frappe.clear_messages()
	frappe.local.response.pop("http_status_code", None)
	frappe.local.response.pop("exc_type", None)
	frappe.msgprint(
		_("If this address has an account here, an email with instructions is on its way."),
		title=_("Password reset"),
	)
	return None


# whoever has forgotten the password has not logged in
@frappe.whitelist(allow_guest=True, methods=["POST"])
def update_password(
	new_password: str, logout_all_sessions: int = 0, key: str | None = None, old_password: str | None = None
) -> Answer:
	"""Logs in by the link of an email alone. Here those who need a second factor go to the login page.

	Args:
		new_password: the new one.
		logout_all_sessions: 1 to end the person's other sessions.
		key: from the link in the email.
		old_password: of whoever is logged in.

	Returns:
		The address of the next page, or what is wrong with the key.
	"""
	answer = call_endpoint(
		"frappe.core.doctype.user.user.update_password",
		new_password=new_password,
		logout_all_sessions=logout_all_sessions,
		key=key,
		old_password=old_password,
	)
	return second_factor.LOGIN_PAGE if second_factor.left_outside() else answer


def refuse_other_names() -> None:
	"""Refuses calls that would get around a guard under another name. Runs before each request.

	A guard applies to one name only. A module that imports the function gives it another name, and some
	endpoints call a function named in an argument. Version 16 also returns linked records from a REST
	request, without a check, if asked to.
	"""
	form = frappe.local.form_dict
	command = called_path(frappe.local.request, form)
	overrides = frappe.get_hooks("override_whitelisted_methods")
	guarded = [name for name, guards in overrides.items() if any("ppoc.access." in guard for guard in guards)]
	named = [
		value for key, value in form.items() if key != "cmd" and isinstance(value, str) and _is_path(value)
	]
	for path in (command, *overrides.get(command, []), *named):
		function = function_at(path)
		for name in guarded if function else ():
			if (name != command or path in named) and loaded_endpoint(name) is function:
				frappe.throw(_("Call this as {0}.").format(name), HiddenRecordError, title=_("Another name"))
	form.pop("expand_links", None)


def _is_path(value: str) -> bool:
	"""Returns whether an argument may name a function. Only these are looked up, because that imports the module."""
	parts = value.split(".")
	return (
		len(parts) > 1
		and all(part.isidentifier() for part in parts)
		and parts[0] in frappe.get_installed_apps()
	)


def _guarded(doctype: str | None) -> bool:
	return is_case(doctype) or doctype in references.REFERENCES


def _ask_search(doctype: str, asked: dict[str, Any]) -> None:
	"""Refuses a link search by a field that the reader may not name: it tells the field's value name by name.

	A search function of its own reads the filters in its own way; those that it hands to Frappe are asked there. What
	Frappe answers to a refusal in there is an error 500, so those of a standard search that name fields are asked here.
	"""
	if frappe.session.user == "Administrator":
		return
	shown = frappe.parse_json(asked.get("filter_fields")) or []
	named = [name for name in (asked.get("searchfield"), *shown) if name]
	columns = list_columns.ListColumns(doctype, frappe.session.user)
	standard = doctype in frappe.get_hooks("standard_queries")
	own = bool(asked.get("query")) or standard
	for name in named if not own else filter(columns.has, named):
		columns.ask(list_columns.Column(name), _("a search field"))
	if not asked.get("query"):
		filters = frappe.parse_json(asked.get("filters")) or []
		if isinstance(filters, dict):  # version 16 takes one that is not a field, and so do standard searches
			others = (
				{"include_disabled"} if not standard else {name for name in filters if not columns.has(name)}
			)
			filters = {name: value for name, value in filters.items() if name not in others}
		if not standard or isinstance(filters, dict):
			list_columns.ask_filters(columns, filters)


def _read(doctype: str | None, name: str | None) -> bool:
	return references.reads(frappe.session.user, doctype, name)


def _keep_in_no_browser(doctype: str) -> None:
	"""Removes the caching header: version 16 lets the browser keep search results that the next user could see."""
	headers = getattr(frappe.local, "response_headers", None)
	if headers is not None and _guarded(doctype):
		headers.pop("Cache-Control", None)


def _titled_as_seen(doctype: str, field: str, groups: Answer) -> Answer:
	"""Removes the titles of hidden records: version 16 adds the title of the record that a group is about."""
	column = frappe.get_meta(doctype).get_field(field)
	for group in groups if column and column.fieldtype == "Link" and _guarded(column.options) else ():
		if group.get("title") and not _read(column.options, group.name):
			group.title = group.name
	return groups


def _names(doctype: str, filters: Any, limit: int = 0) -> list[str]:
	"""Returns the names of the rows that pass the filters, through Frappe's own list and its permissions."""
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
		doctype: rules.may_see(user, doctype, names) if references.has_role_for(doctype, user) else set()
		for doctype, names in by_doctype.items()
		if doctype in CASE_DOCTYPES
	}
