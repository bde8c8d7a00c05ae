"""Conditions and templates that name fields of a record and do nothing else. Plain Python, no site.

Frappe evaluates a notification's condition in Python, its text as a Jinja template and the conditions of a field in
the browser. All three can call methods of the record, read other records or send them elsewhere. So what an
administrator without code may write is a small grammar: fields, values, comparisons, and a few ways to write a date.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from ppoc.messages import Message

FILTERS = frozenset({"e", "escape", "lower", "upper", "title", "trim"})
WAYS_TO_WRITE = frozenset({"format_date", "formatdate", "format_time", "format_datetime"})
LINK = "get_url_to_form"
EXAMPLES = ("{{ doc.title }}", "{{ frappe.utils.format_date(doc.due_on) }}")
FIELDS_OF_ALL = frozenset({"name", "doctype", "owner", "creation", "modified", "modified_by"})
_PATH = re.compile(r"\S*\.(html|css|scss|py|md|json|js|xml|txt)\s*\Z")
_VALUE = r"""(?:"[^"\\]*"|'[^'\\]*'|-?\d+(?:\.\d+)?)"""
_TERM = rf"!?doc\.[a-z_][a-z0-9_]*(?:\s*(?:===?|!==?|<=?|>=?)\s*{_VALUE})?"
_BROWSER = re.compile(rf"(?:[a-z_][a-z0-9_]*|eval:\s*{_TERM}(?:\s*(?:&&|\|\|)\s*{_TERM})*\s*)\Z")
_SYNTAX = (
	ast.Expression,
	ast.BoolOp,
	ast.And,
	ast.Or,
	ast.UnaryOp,
	ast.Not,
	ast.USub,
	ast.Compare,
	*(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Is, ast.IsNot),
	ast.Constant,
	ast.List,
	ast.Tuple,
	ast.Load,
)


class NotAllowed(ValueError):
	"""Something that needs a System Manager; its only argument is a Message."""


def check_condition(text: str, readable: Callable[[str], bool]) -> None:
	"""Checks a condition in Python, such as `doc.status == "Open" and doc.due_on`.

	Args:
		text: the condition.
		readable: returns whether a field of the record may be named.

	Raises:
		NotAllowed: it does something else, or names something else.
	"""
	try:
		tree = ast.parse(text.strip(), mode="eval")
	except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
		raise NotAllowed(Message("The condition “{0}” cannot be read.", text[:140])) from error
	inside = {id(part.value) for part in ast.walk(tree) if isinstance(part, ast.Attribute)}
	for part in ast.walk(tree):
		if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "doc":
			_need(part.attr, readable)
		elif not isinstance(part, _SYNTAX) and id(part) not in inside:
			raise NotAllowed(
				Message(
					"The condition “{0}” may only compare fields with values, such as doc.status == 'Open'. Anything"
					" else is code: ask a System Manager.",
					text[:140],
				)
			)


def check_browser_condition(text: str, readable: Callable[[str], bool]) -> None:
	"""Checks when a field is shown, needed or read-only: a field's name, or `eval:doc.status == "Open"`.

	Raises:
		NotAllowed: it does something else, or names something else.
	"""
	if not _BROWSER.match(text.strip()):
		raise NotAllowed(
			Message(
				"The condition “{0}” may only be the name of a field, or compare fields with values, such as"
				" eval:doc.status == 'Open'. Anything else is code: ask a System Manager.",
				text[:140],
			)
		)
	plain = re.sub(_VALUE, "", text)
	for field in re.findall(r"doc\.([a-z0-9_]+)", plain) or [text.strip()]:
		_need(field, readable)


def check_template(text: str, readable: Callable[[str], bool], before: str = "") -> None:
	"""Checks a text with fields in it, such as `{{ doc.title }}` or `{{ frappe.utils.format_date(doc.due_on) }}`.

	Args:
		text: the text.
		readable: returns whether a field of the record may be named.
		before: the text as it was. What stood in it may stay, so that one can word a shipped text differently.

	Raises:
		NotAllowed: it does something else, or names something else.
	"""
	if _PATH.match(text) and "\n" not in text.strip():
		raise NotAllowed(Message("“{0}” is the name of a file: write the text itself.", text[:140]))
	kept = {_shape(part) for part in _parts(before)} if before else set()
	for part in _parts(text):
		if not isinstance(part, nodes.TemplateData) and _shape(part) not in kept:
			_check_part(part, readable)


def _parts(text: str) -> Iterator[nodes.Node]:
	"""Yields the pieces of a template at its top level. A comment leaves none."""
	try:
		tree = Environment().parse(text)  # nothing is rendered  # noqa: S701
	except (TemplateSyntaxError, RecursionError) as error:
		raise NotAllowed(Message("The text cannot be read: {0}.", str(error))) from error
	for part in tree.body:
		yield from part.nodes if isinstance(part, nodes.Output) else (part,)


def _shape(part: nodes.Node) -> str:
	"""Returns a piece of a template without the words in it."""
	return re.sub(
		r"TemplateData\((?:data=)?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)", "TemplateData()", repr(part)
	)


def _check_part(part: nodes.Node | None, readable: Callable[[str], bool]) -> None:
	while isinstance(part, nodes.Filter) and part.name in FILTERS and not (part.args or part.kwargs):
		part = part.node
	if isinstance(part, nodes.Call) and not (part.kwargs or part.dyn_args or part.dyn_kwargs):
		way = _of_utils(part.node)
		if way == LINK and [_field(one) for one in part.args] == ["doctype", "name"]:
			return
		plain = part.args and all(isinstance(one, nodes.Const) for one in part.args[1:])
		# Frappe's own print format builder begins with a heading that is translated
		if (way in WAYS_TO_WRITE and plain) or _translates(part):
			part = part.args[0]
	field = _field(part)
	if not field:
		raise NotAllowed(
			Message(
				"A text may only name fields, such as {0} or {1}. Anything else is code: ask a System Manager.",
				*EXAMPLES,
			)
		)
	_need(field, readable)


def _translates(call: nodes.Call) -> bool:
	"""Returns whether this is `_(…)` of one value."""
	return isinstance(call.node, nodes.Name) and call.node.name == "_" and len(call.args) == 1


def _of_utils(node: nodes.Node) -> str:
	"""Returns `format_date` for `frappe.utils.format_date`."""
	if not (isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Getattr)):
		return ""
	utils = node.node
	named = isinstance(utils.node, nodes.Name) and utils.node.name == "frappe" and utils.attr == "utils"
	return node.attr if named else ""


def _field(node: nodes.Node | None) -> str:
	"""Returns `title` for `doc.title`."""
	if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "doc":
		return node.attr
	return ""


def _need(field: str, readable: Callable[[str], bool]) -> None:
	if field not in FIELDS_OF_ALL and not readable(field):
		raise NotAllowed(Message("“{0}” is no field that can be named here.", field))
