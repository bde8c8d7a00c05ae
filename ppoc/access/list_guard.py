"""Asks, of every list that Frappe makes with a reader's permissions, which columns it names.

All of them go through one function: lists, counts, link search, REST, reports of the report view, number
cards, charts, exports and scheduled emails. Frappe has no hook there, so it is wrapped, once in each process;
it only behaves differently on sites with this app. Lists that a program makes without permissions are the
program's own, and so are those of Administrator.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.database.utils import DefaultOrderBy
from frappe.model.utils import is_virtual_doctype

from ppoc.access import list_columns
from ppoc.access.linked_values import LinkedField, fill
from ppoc.access.list_columns import ListColumns
from ppoc.access.list_terms import EVERY_COLUMN
from ppoc.access.platform import called_path
from ppoc.access.rest_addresses import rest_address
from ppoc.database.installed import VERSION, is_installed
from ppoc.exceptions import HiddenFieldError, UnclearListError

_MARK = "ppoc_columns_asked"
SWITCHES = ("debug", "run", "expand")
"""What a caller may send to Frappe's lists, and gets the SQL of the permission rule or whole linked records for."""
_NAMES = ("name", "docname", "dn", "doc_name", "document_name", "reference_name")
_DROPS_HIDDEN = VERSION >= 16
"""Version 16 leaves hidden columns out of a list of lists; version 15 keeps their places empty."""
_UNKNOWN_TO_DATABASE = frozenset({1052, 1054, 1055, 1056, 1064, 1066, 1111, 1140, 1247, 1305, 1582})
"""MariaDB: ambiguous or unknown column, wrong grouping, syntax, table named twice, unknown function."""


def guard(**_options: Any) -> None:
	"""Wraps Frappe's lists if this process has not done so yet, and takes off switches that are for programs.

	Runs before each request and job.
	"""
	drop_switches()
	from frappe.model import db_query

	if hasattr(db_query.DatabaseQuery.execute, _MARK):
		return
	classes = [db_query.DatabaseQuery]
	try:
		from frappe.model import qb_query

		classes.append(qb_query.DatabaseQuery)
	except ImportError:  # version 15
		pass
	for query in classes:
		query.execute = _asked(query.execute)
	db_query.DatabaseQuery.build_filter_conditions = _filtered(db_query.DatabaseQuery.build_filter_conditions)
	_guard_arguments()
	_guard_engine()
	_guard_report_columns()


def drop_switches() -> None:
	"""Takes `debug`, `run` and `expand` off a request for a list of Frappe's.

	Raises:
		UnclearListError: filters stand where the name of a record belongs. Frappe would look for a record by
			them without permissions.
	"""
	request = getattr(frappe.local, "request", None)
	if not request or frappe.session.user == "Administrator":
		return
	form = frappe.local.form_dict
	if any(isinstance(form.get(name), dict) for name in _NAMES):
		frappe.throw(_("Name one record by its name."), UnclearListError, title=_("No name"))
	address = rest_address(request.path)
	resource = bool(address and address.kind == "record")
	if called_path(request, form).startswith("frappe.") or (resource and request.method == "GET"):
		for switch in SWITCHES:
			form.pop(switch, None)


def ask(
	doctype: str,
	user: str | None = None,
	fields: Any = None,
	filters: Any = None,
	order_by: str | None = None,
	group_by: str | None = None,
	parent: str | None = None,
) -> None:
	"""Refuses a list with a column that the reader may not name, for endpoints that make it themselves.

	Raises:
		HiddenFieldError: a column is another record's, or one that the reader may not read.
		UnclearListError: a text is not a field, a filter or a sort order.
	"""
	user = user or frappe.session.user
	if user != "Administrator":
		asked = _Asked(doctype, user, fields, parent)
		asked.refuse_linked()
		asked.ask(filters, None, order_by, group_by)


class _Asked:
	"""A list as asked for: its fields are read and, where they are a linked record's, replaced by the link."""

	def __init__(self, doctype: str, user: str, fields: Any, parent: str | None) -> None:
		self.doctype, self.columns = doctype, ListColumns(doctype, user, parent)
		self.aliases: set[str] = set()
		self.linked: list[LinkedField] = []
		self.fields: list[Any] = []
		for each in _fields_of(fields):
			self._add(each)

	def refuse_linked(self) -> None:
		"""Refuses fields of linked records where they cannot be put in afterwards."""
		for field in self.linked:
			frappe.throw(
				_(
					"{0} is a field of another record. It cannot be read here or together with groups. Leave it out,"
					" or list the linked records themselves."
				).format(frappe.bold(f"{field.link}.{field.name}")),
				HiddenFieldError,
				title=_("Another record's field"),
			)

	def ask(self, filters: Any, or_filters: Any, order_by: str | None, group_by: str | None) -> None:
		list_columns.ask_filters(self.columns, filters)
		list_columns.ask_filters(self.columns, or_filters)
		if order_by and order_by != DefaultOrderBy:
			list_columns.ask_order(self.columns, order_by, self.aliases, _("a sort order"))
		if group_by:
			if not self._is_each_record(group_by):
				self.refuse_linked()
			list_columns.ask_order(self.columns, group_by, self.aliases, _("a group"))

	def _is_each_record(self, group_by: str) -> bool:
		"""Returns whether each group is one record, as in the lists of Desk before 15.1."""
		plain = group_by.replace("`", "").strip()
		return plain in ("name", f"tab{self.doctype}.name")

	def _add(self, given: Any) -> None:
		if isinstance(given, str):
			self._add_text(given)
		elif isinstance(given, dict):
			self._add_expression(given)
		else:  # an expression that a program built
			self.fields.append(given)

	def _add_text(self, text: str) -> None:
		if text.isdigit():
			self.fields.append(text)
			return
		term = list_columns.read(text)
		column = term.column
		if term.alias:
			self.aliases.add(term.alias)
		if column and column.name == EVERY_COLUMN and column.where in ("", self.doctype):
			self._add_every()
		elif column and (through := self.columns.linked(column)):
			self._add_linked(through, column.name, term.alias)
		elif column and (not column.where or (column.is_table and column.where == self.doctype)):
			self._add_own(text, column.name)
		else:
			for each in term.columns:
				self.columns.ask(each, _("a field"))
			self.fields.append(text)

	def _add_every(self) -> None:
		"""Names the columns if there are secret ones among them; Frappe knows what else to leave out."""
		secret = any(map(self.columns.is_secret, self.columns.meta.get_valid_columns()))
		self.fields += self.columns.every() if secret else [EVERY_COLUMN]

	def _add_own(self, text: str, name: str) -> None:
		"""Adds a column of the record itself, but no secret one. Frappe leaves out what the reader may not read."""
		dropped = _DROPS_HIDDEN and self.columns.has(name) and not self.columns.reads(name)
		if not (dropped or self.columns.is_secret(name)):
			self.fields.append(text)

	def _add_linked(self, through: Any, name: str, alias: str) -> None:
		if list_columns.is_secret(through.options, name) or name == EVERY_COLUMN:
			frappe.throw(
				_("{0} cannot be read through {1}. Name the fields that you need.").format(
					frappe.bold(name), frappe.bold(_(through.label or through.fieldname))
				),
				HiddenFieldError,
				title=_("Another record's field"),
			)
		key, reads = alias or name, self.columns.reads(through.fieldname)
		doctype = through.options if reads else ""
		self.linked.append(LinkedField(len(self.fields), key, through.fieldname, doctype, name))
		own = through.fieldname if reads else "name"
		self.fields.append(f"`tab{self.doctype}`.`{own}` as `{key}`")

	def _add_expression(self, given: dict[str, Any]) -> None:
		"""Adds a function or a query of a table inside the record, as version 16 writes them."""
		if alias := given.get("as"):
			self.aliases.add(str(alias))
		for key, value in given.items():
			if key.isupper():
				self._ask_arguments(value)
			elif key.lower() != "as":
				for name in value if isinstance(value, list | tuple | set) else ():
					self.columns.ask(list_columns.Column(str(name), key), _("a field"))
		self.fields.append(given)

	def _ask_arguments(self, value: Any) -> None:
		if isinstance(value, str):
			list_columns.ask_term(self.columns, value, _("a field"))
		elif isinstance(value, dict):
			for inner in (inner for key, inner in value.items() if key.lower() != "as"):
				self._ask_arguments(inner)
		elif isinstance(value, list | tuple):
			for each in value:
				self._ask_arguments(each)


def _fields_of(fields: Any) -> list[Any]:
	"""Returns the fields one by one; Frappe takes a list, JSON or a text with commas."""
	if isinstance(fields, str):
		with suppress(ValueError):
			fields = frappe.parse_json(fields)
	given = fields if isinstance(fields, list | tuple | set) else [fields]
	each = [list_columns.parts(field) if isinstance(field, str) else [field] for field in given if field]
	return [field for several in each for field in several]


def _asked(execute: Callable) -> Callable:
	signature = inspect.signature(execute)

	@wraps(execute)
	def asked(self: Any, *arguments: Any, **options: Any) -> Any:
		given = signature.bind(self, *arguments, **options).arguments
		user = given.get("user") or getattr(self, "user", None) or frappe.session.user
		if given.get("ignore_permissions") or _is_exempt(user, self.doctype):
			return execute(self, *arguments, **options)
		if ListColumns(self.doctype, user, given.get("parent_doctype")).is_hidden_table():
			return []
		del given["self"]
		_put_filters_last(given)
		pluck = given.get("pluck")
		list_asked = _Asked(
			self.doctype, user, given.get("fields") or pluck or "name", given.get("parent_doctype")
		)
		if pluck:
			list_columns.ask_term(list_asked.columns, pluck, _("a field"))
		list_asked.ask(*(given.get(name) for name in ("filters", "or_filters", "order_by", "group_by")))
		self.ppoc_asked = True
		given.update(fields=list_asked.fields, debug=False)
		rows = _run(lambda: execute(self, **given), self.doctype)
		return fill(rows, list_asked.linked, user) if list_asked.linked and given.get("run", True) else rows

	setattr(asked, _MARK, True)
	return asked


def _put_filters_last(given: dict[str, Any]) -> None:
	"""Swaps fields and filters where a program gave them the other way round, as Frappe does.

	Raises:
		UnclearListError: both are lists of texts. Frappe would swap them a second time, after they were asked.
	"""
	fields, filters = given.get("fields"), given.get("filters")
	if _are_texts(fields) and _are_texts(filters):
		frappe.throw(
			_("Give filters as field, operator and value."), UnclearListError, title=_("List not understood")
		)
	has_conditions = isinstance(fields, list) and fields and isinstance(fields[0], list)
	if isinstance(fields, dict) or has_conditions or (fields and _are_texts(filters)):
		given.update(fields=filters, filters=fields)


def _are_texts(given: Any) -> bool:
	return isinstance(given, list) and len(given) > 1 and isinstance(given[0], str)


def _filtered(build: Callable) -> Callable:
	"""Wraps the filters that custom searches and calendars add to SQL of their own."""

	@wraps(build)
	def filtered(self: Any, filters: Any, conditions: list, ignore_permissions: Any = None) -> Any:
		ignored = self.flags.ignore_permissions if ignore_permissions is None else ignore_permissions
		if not (ignored or getattr(self, "ppoc_asked", False) or _is_exempt(self.user, self.doctype)):
			list_columns.ask_filters(ListColumns(self.doctype, self.user), filters)
		return build(self, filters, conditions, ignore_permissions)

	return filtered


def _guard_arguments() -> None:
	"""Wraps the first look at what a caller sent, because Frappe's own fails on some of it with an error of Python."""
	from frappe import client
	from frappe.desk import reportview

	look = reportview.validate_args

	@wraps(look)
	def looked(data: Any) -> Any:
		if data.get("doctype") and not _is_exempt(frappe.session.user, data.doctype):
			asked = _Asked(data.doctype, frappe.session.user, data.get("fields"), data.get("parent_doctype"))
			asked.ask(data.get("filters"), data.get("or_filters"), None, data.get("group_by"))
		return look(data)

	for module in (client, reportview):
		module.validate_args = looked


def _guard_engine() -> None:
	"""Wraps version 16's own way of building a query with permissions, which REST v2 uses by itself."""
	from frappe.database.query import Engine

	signature = inspect.signature(Engine.get_query)
	if "ignore_permissions" in signature.parameters:
		Engine.get_query = _built(Engine.get_query, signature)


def _built(build: Callable, signature: inspect.Signature) -> Callable:
	@wraps(build)
	def built(self: Any, *arguments: Any, **options: Any) -> Any:
		given = signature.bind(self, *arguments, **options).arguments
		table, user = given["table"], given.get("user") or frappe.session.user
		if (
			not given.get("ignore_permissions", True)
			and isinstance(table, str)
			and not _is_exempt(user, table)
		):
			asked = _Asked(table, user, given.get("fields"), given.get("parent_doctype"))
			asked.refuse_linked()
			asked.ask(*(given.get(name) for name in ("filters", "or_filters", "order_by", "group_by")))
			given["fields"] = asked.fields
			given.pop("self")
			return build(self, **given)
		return build(self, *arguments, **options)

	return built


def _guard_report_columns() -> None:
	"""Replaces what the first releases of version 15 put into columns that a reader adds to a report: one field of
	every record."""
	from frappe.desk import query_report

	read = query_report.get_data_for_custom_report
	if "result" in inspect.signature(read).parameters:
		return

	@wraps(read)
	def as_seen(columns: list[dict[str, Any]]) -> dict[tuple[str, str], Any]:
		if not is_installed():
			return read(columns)
		from ppoc.access.endpoint_overrides import get_data_for_custom_field

		added = [(column["doctype"], column["fieldname"]) for column in columns if column.get("link_field")]
		return {(doctype, field): get_data_for_custom_field(doctype, field) for doctype, field in added}

	query_report.get_data_for_custom_report = as_seen


def _run(execute: Callable[[], Any], doctype: str) -> Any:
	"""Returns the rows; what the database says about a column goes to the log, not to the caller.

	Raises:
		UnclearListError: the database knows a column or a function otherwise.
	"""
	said = [len(log) for log in _logs()]
	try:
		return execute()
	except (frappe.db.ProgrammingError, frappe.db.OperationalError, frappe.db.InternalError) as wrong:
		if not _is_misunderstood(wrong):
			raise
		for log, before in zip(_logs(), said, strict=True):
			del log[before:]
		frappe.logger("ppoc").warning(f"A list of {doctype} was not understood: {wrong!r}")
		_refuse_misunderstood(doctype)


def _refuse_misunderstood(doctype: str) -> NoReturn:
	frappe.throw(
		_(
			"This list of {0} cannot be made. Name fields of {0} only, and group by each field that is not"
			" summed up."
		).format(_(doctype)),
		UnclearListError,
		title=_("List not understood"),
	)


def _is_misunderstood(wrong: Exception) -> bool:
	if frappe.db.is_table_missing(wrong):
		return False  # Frappe looks at this one itself
	code = wrong.args[0] if wrong.args else None
	return (
		code in _UNKNOWN_TO_DATABASE if frappe.db.db_type == "mariadb" else frappe.db.is_missing_column(wrong)
	)


def _logs() -> list[list[Any]]:
	return [getattr(frappe.local, name, None) or [] for name in ("error_log", "debug_log")]


def _is_exempt(user: str, doctype: str) -> bool:
	return user == "Administrator" or not is_installed() or is_virtual_doctype(doctype)
