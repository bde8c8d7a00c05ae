"""What may be changed of a form, its fields and the added ones. Plain Python on plain values, no site.

Everything that is not on these lists is for System Managers: permission levels, read-only fields, fetched values,
tables, code in any form, names, attachments, import and the history of changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from ppoc.access.customising.expressions import FIELDS_OF_ALL, NotAllowed, check_browser_condition
from ppoc.messages import Message

OF_FORM = frozenset({"default_print_format", "sort_field", "sort_order", "field_order", "editable_grid"})
"""What may be changed of a form as a whole."""

OF_SHIPPED_FIELD = frozenset(
	"label description placeholder bold columns width print_width in_list_view in_standard_filter in_preview"
	" allow_in_quick_entry print_hide print_hide_if_no_value report_hide collapsible hide_border"
	" remember_last_selected_value hidden reqd read_only idx insert_after".split()
)
"""What may be changed of a field that comes with the app."""
ONLY_ON = frozenset({"hidden", "reqd", "read_only"})
"""What may be added to a shipped field and is taken off only where an administrator added it."""

OF_ADDED_FIELD = OF_SHIPPED_FIELD | frozenset(
	"fieldname fieldtype options default no_copy precision non_negative sort_options translatable"
	" hide_days hide_seconds is_custom_field length allow_bulk_edit"
	" depends_on mandatory_depends_on read_only_depends_on collapsible_depends_on".split()
)
ADDED_TYPES = frozenset(
	(
		"Data|Small Text|Text|Long Text|Text Editor|Date|Datetime|Time|Int|Float|Percent|Currency|Check|Select|Link"
		"|Rating|Section Break|Column Break|Tab Break|Heading"
	).split("|")
)
DATA_OPTIONS = frozenset({"", "Email", "Phone", "Name"})
DEPENDS_ON = ("depends_on", "mandatory_depends_on", "read_only_depends_on", "collapsible_depends_on")
WORDS = ("label", "description", "placeholder", "default", "options")
_NAME = re.compile(r"custom_[a-z0-9_]{1,57}\Z")
_KEPT_BY_FRAPPE = frozenset(
	"name owner creation modified modified_by docstatus doctype parent parentfield parenttype dt module"
	" is_system_generated row_name".split()
)
_WIDTH = re.compile(r"(\d{1,4}(px|%)?)?\Z")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")


def same(one: Any, other: Any) -> bool:
	"""Returns whether two values of a property mean the same, however they were stored or sent."""
	return _plain(one) == _plain(other)


def is_plain_text(text: str) -> bool:
	"""Returns whether a text has no markup in it."""
	return not _MARKUP.search(text)


def check_form_property(name: str, value: Any = None, fields: Collection[str] = ()) -> None:
	"""Checks a new value for a property of a form.

	Args:
		name: the property.
		value: its new value.
		fields: the names of the form's fields.

	Raises:
		NotAllowed: only a System Manager may change it, or not to this value.
	"""
	if name not in OF_FORM:
		raise NotAllowed(
			Message("Only a System Manager may change “{0}” of a form.", name.replace("_", " ").capitalize())
		)

	known = {*fields, *FIELDS_OF_ALL}
	if value and (
		(name == "sort_field" and value not in known)
		or (name == "sort_order" and str(value).upper() not in ("ASC", "DESC"))
		or (name == "field_order" and not _lists_names(str(value)))
	):
		raise NotAllowed(
			Message("“{0}” cannot be {1}.", name.replace("_", " ").capitalize(), str(value)[:140])
		)


def _lists_names(value: str) -> bool:
	"""Returns whether an order of fields is a list of names; one that is being added has none yet."""
	try:
		names = json.loads(value)
	except ValueError:
		return False
	return isinstance(names, list) and all(
		each is None or (isinstance(each, str) and _FIELD.match(each)) for each in names
	)


def check_shipped_field(label: str, name: str, value: Any) -> None:
	"""Checks a new value for a property of a field that comes with the app.

	Args:
		label: the field's label, for the message.
		name: the property.
		value: its new value.

	Raises:
		NotAllowed: only a System Manager may change it, or not to this value.
	"""
	if name not in OF_SHIPPED_FIELD or (name in ONLY_ON and not _plain(value)):
		raise NotAllowed(
			Message(
				"Only a System Manager may change “{0}” of the field “{1}”.",
				name.replace("_", " ").capitalize(),
				label,
			)
		)
	_check_words(label, {name: value})


def check_added_field(
	field: Mapping[str, Any], targets: Collection[str], readable: Callable[[str], bool]
) -> None:
	"""Checks a field that somebody adds, or one that was added.

	Args:
		field: its properties.
		targets: DocTypes that an added field may link to.
		readable: returns whether a condition may name a field of the form.

	Raises:
		NotAllowed: it has something that only a System Manager may give it.
	"""
	label = str(field.get("label") or field.get("fieldname") or field.get("fieldtype"))
	name = field.get("fieldname")
	if name and not _NAME.match(str(name)):
		raise NotAllowed(
			Message("The field “{0}” gets its name from its label: leave the name empty.", label)
		)
	if field.get("fieldtype") not in ADDED_TYPES:
		raise NotAllowed(
			Message("Only a System Manager may add a field of the type “{0}”.", str(field.get("fieldtype")))
		)
	for key, value in field.items():
		if key not in OF_ADDED_FIELD | _KEPT_BY_FRAPPE and not key.startswith("_") and _plain(value):
			raise NotAllowed(
				Message(
					"Only a System Manager may set “{0}” of the field “{1}”.",
					key.replace("_", " ").capitalize(),
					label,
				)
			)
	_check_options(label, field, targets)
	_check_words(label, field)
	for key in DEPENDS_ON:
		if condition := str(field.get(key) or ""):
			check_browser_condition(condition, readable)


def _check_options(label: str, field: Mapping[str, Any], targets: Collection[str]) -> None:
	kind, options = field["fieldtype"], str(field.get("options") or "")
	if kind == "Link" and options not in targets:
		raise NotAllowed(
			Message(
				"The field “{0}” cannot link to “{1}”. An added field links to what you configure, such as {2}.",
				label,
				options,
				", ".join(sorted(targets)[:4]),
			)
		)
	if kind == "Data" and options not in DATA_OPTIONS:
		raise NotAllowed(Message("The field “{0}” cannot have the options “{1}”.", label, options))
	if kind not in ("Link", "Data", "Select") and options and kind != "Currency":
		raise NotAllowed(Message("A field of the type “{0}” has no options: empty them.", kind))


def _check_words(label: str, field: Mapping[str, Any]) -> None:
	for key in WORDS:
		if not is_plain_text(str(field.get(key) or "")):
			raise NotAllowed(
				Message(
					"Write “{0}” of the field “{1}” as plain text, without < and >.", key.capitalize(), label
				)
			)
	for key in ("width", "print_width"):
		if not _WIDTH.match(str(field.get(key) or "")):
			raise NotAllowed(Message("Write the width of the field “{0}” like 120px or 20%.", label))
	if str(field.get("default") or "").strip().startswith((":", "eval:")):
		raise NotAllowed(
			Message("The default of the field “{0}” is a value, not a place to take it from.", label)
		)


def _plain(value: Any) -> str:
	if value in (None, False, 0, "0", "", 0.0):
		return ""
	if value is True:
		return "1"
	return str(value).strip()
