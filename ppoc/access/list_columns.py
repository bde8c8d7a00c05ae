"""Which columns a reader may name when asking for a list: in its fields, filters, sort order and groups.

The rule decides over rows. A column that is named in a filter or a sort order tells its value row by row, so
there it has to be one that the reader may read, of the record itself or of a table inside it. A column of a
linked record is another record's, which the row's own rule says nothing about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.model import child_table_fields, default_fields, optional_fields, table_fields

from ppoc.access import references
from ppoc.access.list_terms import (
	EVERY_COLUMN,
	TABLE,
	Column,
	Term,
	UnreadableTermError,
	read_field,
	read_order,
	split,
)
from ppoc.access.sharing import is_case
from ppoc.database.installed import VERSION
from ppoc.exceptions import HiddenFieldError, UnclearListError

SECRETS: dict[str, frozenset[str]] = {
	"User": frozenset(
		{"reset_password_key", "last_reset_password_key_generated_on", "api_key", "api_secret"}
	),
	"Document Share Key": frozenset({"key"}),
	"OAuth Bearer Token": frozenset({"access_token", "refresh_token"}),
	"OAuth Client": frozenset({"client_secret"}),
}
"""Columns that open an account or a record to whoever knows them. With every Password field they are in no list."""
SELECTED = frozenset({"enabled", "disabled", "active", "user_type", "first_name", "middle_name", "last_name"})
"""What link fields find users and case records by where the reader may only select, not read, them."""
_STANDARD = frozenset((*default_fields, *optional_fields, *child_table_fields, "_seen", "lft", "rgt"))
_TAG_CONDITIONS = (
	re.compile(r"ifnull\(`(\w+)`,''\)!=''"),
	re.compile(r"\((\w+) = '' or \1 is null\)"),
)
"""Version 15's get_filter_dashboard_data writes these two conditions itself."""


class ListColumns:
	"""The columns of one DocType for one reader."""

	def __init__(self, doctype: str, user: str, parent: str | None = None) -> None:
		self.doctype, self.user, self.parent = doctype, user, parent
		self.meta = frappe.get_meta(doctype)
		about_people = doctype == "User" or is_case(doctype) or doctype in references.REFERENCES
		self.only_selects = bool(
			about_people and not parent and frappe.only_has_select_perm(doctype, user=user)
		)

	def reads(self, name: str) -> bool:
		"""Returns whether the reader may read this column of the record itself."""
		if self.only_selects and not self._may_select(name):
			return False
		return self._reads_level(self.meta, name, self.parent)

	def is_secret(self, name: str) -> bool:
		"""Returns whether this column of the record itself is in no list."""
		return is_secret(self.doctype, name)

	def every(self) -> list[str]:
		"""Returns the columns that `*` stands for."""
		return [
			name for name in self.meta.get_valid_columns() if self.reads(name) and not self.is_secret(name)
		]

	def has(self, name: str) -> bool:
		"""Returns whether the record itself has this column."""
		return self.meta.has_field(name) or name in _STANDARD or name in _columns_of(self.doctype)

	def linked(self, column: Column) -> Any:
		"""Returns the link field that the column goes through, or None."""
		column = self._with_table(column)
		through = None if column.is_table else self.meta.get_field(column.where)
		return through if through and through.fieldtype == "Link" else None

	def ask(self, column: Column, where: str) -> None:
		"""Refuses a column that the reader may not name there.

		Raises:
			HiddenFieldError: it is another record's, or one that the reader may not read.
			UnclearListError: there is no such column.
		"""
		column = self._with_table(column)
		table = self._table(column)
		if table == self.doctype:
			self._ask_own(column.name, where)
		elif table:
			self._ask_row(table, column.name, where)
		elif through := self.linked(column):
			_refuse_linked(str(column), where, _(through.label or through.fieldname))
		else:
			_refuse_table(column, self.doctype)

	def _with_table(self, column: Column) -> Column:
		"""Returns the column with its table, where a table was written without quotes: `tabToDo.name`."""
		unquoted = column.where.startswith(TABLE) and not column.is_table
		if unquoted and not self.meta.has_field(column.where):
			return Column(column.name, column.where.removeprefix(TABLE), True)
		return column

	def _table(self, column: Column) -> str | None:
		"""Returns the DocType whose own table the column is in, or None if that is not this record's."""
		if not column.where:
			return self.doctype if self.has(column.name) else self._table_with(column.name)
		if column.is_table:
			is_here = column.where == self.doctype or self._tables_of(column.where)
			return column.where if is_here else None
		field = self.meta.get_field(column.where)
		return field.options if field and field.fieldtype in table_fields else None

	def _table_with(self, name: str) -> str:
		"""Returns the first table inside the record that has this field, as Frappe looks for it."""
		for field in self.meta.get_table_fields():
			if frappe.get_meta(field.options).has_field(name):
				return field.options
		return self.doctype

	def _tables_of(self, doctype: str) -> list[Any]:
		return [field for field in self.meta.get_table_fields() if field.options == doctype]

	def _ask_own(self, name: str, where: str) -> None:
		if name == EVERY_COLUMN:
			return
		if self.is_secret(name) or not self.reads(name):
			_refuse_hidden(name, where)
		if not self.has(name):
			_refuse_unknown(name, self.doctype)

	def _ask_row(self, table: str, name: str, where: str) -> None:
		meta = frappe.get_meta(table)
		named = [field.fieldname for field in self._tables_of(table)]
		may = not self.only_selects and all(
			self._reads_level(self.meta, field, self.parent) for field in named
		)
		if name == EVERY_COLUMN:
			_refuse_unnamed(table)
		if not may or is_secret(table, name) or not self._reads_level(meta, name, self.doctype):
			_refuse_hidden(f"{table}.{name}", where)
		if not (meta.has_field(name) or name in _STANDARD or name in _columns_of(table)):
			_refuse_unknown(name, table)

	def _reads_level(self, meta: Any, name: str, parent: str | None) -> bool:
		field = meta.get_field(name)
		level = field.permlevel if field else 0
		return not level or level in meta.get_permlevel_access("read", parent, user=self.user)

	def is_hidden_table(self) -> bool:
		"""Returns whether these are rows of a table that the reader may not read in its record."""
		if not (self.parent and self.meta.istable):
			return False
		record = frappe.get_meta(self.parent)
		fields = [field for field in record.get_table_fields() if field.options == self.doctype]
		return not all(self._reads_level(record, field.fieldname, None) for field in fields)

	def _may_select(self, name: str) -> bool:
		return (
			name in _STANDARD
			or name in SELECTED
			or name in (self.meta.title_field, *self.meta.get_search_fields())
		)


def is_secret(doctype: str, name: str) -> bool:
	"""Returns whether a column is in no list for anybody."""
	field = frappe.get_meta(doctype).get_field(name)
	return name in SECRETS.get(doctype, ()) or bool(field and field.fieldtype == "Password")


def ask_order(columns: ListColumns, text: str | None, aliases: Iterable[str], where: str) -> None:
	"""Refuses a sort order or groups with a column that the reader may not name.

	Raises:
		HiddenFieldError: a column is another record's, or one that the reader may not read.
		UnclearListError: the text is anything but columns, known functions and directions.
	"""
	known = set(aliases)
	for term in _read_order(text or ""):
		for column in term.columns:
			if column.where or column.name not in known:
				columns.ask(column, where)


def ask_filters(columns: ListColumns, filters: Any) -> None:
	"""Refuses filters with a column that the reader may not name.

	Raises:
		HiddenFieldError: a column is another record's, or one that the reader may not read.
		UnclearListError: a filter is not one that Frappe builds from field, operator and value.
	"""
	for table, name in _named_in(filters):
		if isinstance(name, str):
			_ask_filter(columns, table, name)
		else:
			ask_expression(columns, name, _("a filter"))


def ask_expression(columns: ListColumns, expression: Any, where: str) -> None:
	"""Refuses an expression of the query builder with a column that the reader may not name."""
	for named in expression.fields_():
		columns.ask(_column_of(named), where)


def ask_term(columns: ListColumns, text: str, where: str) -> Term:
	"""Returns one field as read, after refusing what the reader may not name."""
	term = read(text)
	for column in term.columns:
		columns.ask(column, where)
	return term


def read(text: str) -> Term:
	"""Returns what a field says.

	Raises:
		UnclearListError: it is not one that a list may be asked with.
	"""
	try:
		return read_field(text)
	except UnreadableTermError:
		_refuse_unclear(text)


def parts(text: str) -> list[str]:
	"""Returns the parts of a text with commas.

	Raises:
		UnclearListError: the text has signs in it that no list needs.
	"""
	try:
		return split(text)
	except UnreadableTermError:
		_refuse_unclear(text)


def _read_order(text: str) -> list[Term]:
	try:
		return read_order(text)
	except UnreadableTermError:
		_refuse_unclear(text)


def _ask_filter(columns: ListColumns, table: str | None, name: str) -> None:
	term = read(name)
	if not term.columns or not set(term.functions) <= {"ifnull", "coalesce"}:
		_refuse_unclear(name)
	for column in term.columns:
		given = Column(column.name, table, True) if table and not column.where else column
		if given.is_table and given.where == columns.doctype and not columns.has(given.name):
			given = Column(given.name)  # Frappe looks for it in the tables inside the record
		columns.ask(given, _("a filter"))


def _named_in(filters: Any) -> Iterator[tuple[str | None, Any]]:
	"""Yields the DocType, if it is named, and the column of each filter, in all the shapes that Frappe takes."""
	filters = _parsed(filters)
	if isinstance(filters, dict):
		yield from ((None, name) for name in filters)
	elif isinstance(filters, list | tuple) and not _is_list_of_names(filters):
		for each in filters:
			yield from _named_in_condition(each)


def _named_in_condition(given: Any) -> Iterator[tuple[str | None, Any]]:
	if isinstance(given, str):
		if given.lower() not in ("and", "or"):
			yield None, _column_of_tag(given)
	elif isinstance(given, dict):
		yield from _named_in(given)
	elif isinstance(given, list | tuple) and given:
		if isinstance(given[0], list | tuple):
			yield from _named_in(given)
		else:
			yield (given[0], given[1]) if len(given) > 3 else (None, given[0])
	elif hasattr(given, "fields_"):
		yield None, given
	elif given:
		_refuse_unclear(given)


def _parsed(filters: Any) -> Any:
	"""Returns filters as values; a text that is not JSON is a name."""
	if not isinstance(filters, str):
		return filters
	try:
		return frappe.parse_json(filters)
	except ValueError:
		return {"name": filters}


def _is_list_of_names(filters: list | tuple) -> bool:
	"""Returns whether the filters are names of records, as version 16 takes them; version 15 takes texts for SQL."""
	takes_names = VERSION >= 16
	return takes_names and all(isinstance(each, str | int | float) for each in filters)


def _column_of_tag(condition: str) -> str:
	found = next((found for known in _TAG_CONDITIONS if (found := known.fullmatch(condition))), None)
	return found[1] if found else _refuse_unclear(condition)


def _column_of(named: Any) -> Column:
	table = getattr(named.table, "_table_name", None)
	return Column(named.name, table.removeprefix(TABLE), True) if table else Column(named.name)


def _columns_of(doctype: str) -> frozenset[str]:
	try:
		return frozenset(frappe.db.get_table_columns(doctype))
	except frappe.db.TableMissingError:
		return frozenset()


def _refuse_linked(column: str, where: str, link: str) -> NoReturn:
	frappe.throw(
		_(
			"{0} is a field of another record, so it cannot be {1}. Use {2} itself, or list the linked records and"
			" name those found."
		).format(frappe.bold(column), where, frappe.bold(link)),
		HiddenFieldError,
		title=_("Another record's field"),
	)


def _refuse_hidden(column: str, where: str) -> NoReturn:
	frappe.throw(
		_("You may not use {0} as {1}. Leave it out.").format(frappe.bold(column), where),
		HiddenFieldError,
		title=_("Field not open to you"),
	)


def _refuse_table(column: Column, doctype: str) -> NoReturn:
	frappe.throw(
		_("{0} is not part of {1}. Name fields of {1} or of the tables in it.").format(
			frappe.bold(str(column)), _(doctype)
		),
		HiddenFieldError,
		title=_("Another record's field"),
	)


def _refuse_unnamed(table: str) -> NoReturn:
	frappe.throw(
		_("Name the fields of {0} that you need.").format(_(table)),
		UnclearListError,
		title=_("Fields not named"),
	)


def _refuse_unknown(name: str, doctype: str) -> NoReturn:
	frappe.throw(
		_("{0} has no field {1}.").format(_(doctype), frappe.bold(name)),
		UnclearListError,
		title=_("No such field"),
	)


def _refuse_unclear(text: Any) -> NoReturn:
	frappe.throw(
		_(
			"{0} is not a field, a filter or a sort order. Use names of fields, and SUM, COUNT, AVG, MIN or MAX."
		).format(frappe.bold(frappe.utils.escape_html(str(text)[:140]))),
		UnclearListError,
		title=_("List not understood"),
	)
