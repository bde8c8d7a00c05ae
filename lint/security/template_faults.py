"""Values that a Jinja template (a print, an email) puts into markup as they are. Frappe escapes nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, nodes

from lint.security.python_faults import Fault

ESCAPING = ("e", "escape", "forceescape", "urlencode", "xmlattr")
NUMBERS = ("int", "float", "round", "length", "count", "sum", "abs", "filesizeformat")
HARMLESS_ATTRIBUTES = ("index", "index0", "revindex", "length", "first", "last")


def faults(source: str, made_safe: frozenset[str]) -> Iterator[Fault]:
	"""What is wrong in a template, by line.

	Args:
		made_safe: functions of which is known that they return markup, or text without any.
	"""
	template = Environment(extensions=["jinja2.ext.loopcontrols"]).parse(source)  # noqa: S701 - it only reads
	macros = {macro.name for macro in template.find_all(nodes.Macro)}
	for used in template.find_all(nodes.Filter):
		if used.name == "safe":
			yield Fault(used.lineno, "`safe` puts a value into markup as it is: escape it with `e`")
	for output in template.find_all(nodes.Output):
		for node in output.nodes:
			for value in _open(node, made_safe | macros):
				yield Fault(value.lineno, f"{_words(value)} goes into markup as it is: escape it with `e`")


def _open(node: nodes.Node, made_safe: frozenset[str] | set[str]) -> Iterator[nodes.Node]:
	"""The parts of an output that are not escaped and might need it."""
	if isinstance(node, (nodes.TemplateData, nodes.Const)):
		return
	if isinstance(node, nodes.Filter):
		if node.name in (*ESCAPING, *NUMBERS):
			return
		for part in filter(None, [node.node, *node.args]):
			yield from _open(part, made_safe)
	elif isinstance(node, nodes.CondExpr):
		yield from _open(node.expr1, made_safe)
		yield from _open(node.expr2, made_safe) if node.expr2 else ()
	elif isinstance(node, (nodes.Or, nodes.And, nodes.Add, nodes.Concat, nodes.List, nodes.Tuple)):
		for child in node.iter_child_nodes():
			yield from _open(child, made_safe)
	elif isinstance(node, nodes.Call):
		yield from _of_call(node, made_safe)
	elif isinstance(node, (nodes.BinExpr, nodes.UnaryExpr, nodes.Compare)):
		return  # a number, or yes or no
	elif not (isinstance(node, nodes.Getattr) and node.attr in HARMLESS_ATTRIBUTES):
		yield node


def _of_call(call: nodes.Call, made_safe: frozenset[str] | set[str]) -> Iterator[nodes.Node]:
	name = _called(call.node)
	if name == "_":
		yield from _open(call.args[0], made_safe)
	elif name == "format" and isinstance(call.node, nodes.Getattr):
		for part in (call.node.node, *call.args):
			yield from _open(part, made_safe)
	elif name not in made_safe and name.partition(".")[0] not in made_safe:
		yield call


def _called(node: nodes.Node) -> str:
	if isinstance(node, nodes.Getattr):
		owner = node.node.name if isinstance(node.node, nodes.Name) else ""
		return node.attr if node.attr == "format" else f"{owner}.{node.attr}"
	return node.name if isinstance(node, nodes.Name) else ""


def _words(node: nodes.Node) -> str:
	if isinstance(node, nodes.Getattr):
		return f"{_words(node.node)}.{node.attr}"
	if isinstance(node, nodes.Call):
		return f"{_called(node.node)}(…)"
	return node.name if isinstance(node, nodes.Name) else "a value"
