"""Texts of Jinja templates (prints, emails) that stand there as they are, and those that are put together in `_()`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

from lint.translations.python_strings import NAME, WORD, Fault

UNREAD = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>?")
END_OF_TAG = re.compile(r"^[^<>]*>")  # of one that a value stands in
ATTRIBUTES = re.compile(r"\s(?:alt|aria-label|placeholder|title)=\"([^\"]*)")
CHOSEN = "a text chosen inside _() is not found by translators: choose between two calls"
JOINED = '_() takes one whole text; put values in as _("{0} of {1}").format(done, total) does'
ENTITY = re.compile(r"&\w+;")


def faults(source: str) -> Iterator[Fault]:
	"""What is wrong in a template, by line."""
	source = UNREAD.sub(lambda unread: "\n" * unread[0].count("\n"), source)
	template = Environment(extensions=["jinja2.ext.loopcontrols"]).parse(source)  # noqa: S701 - it only reads
	for data in template.find_all(nodes.TemplateData):
		text = _seen(data.data)
		if WORD.search(text):
			before = data.data.index(text.split()[0]) if text.split()[0] in data.data else 0
			yield Fault(data.lineno + data.data.count("\n", 0, before), _says(text))
	for output in template.find_all(nodes.Output):
		for node in output.nodes:
			yield from _of_value(node)
	for call in template.find_all(nodes.Call):
		if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
			yield from _of_mark(call.args[0])


def _of_value(node: nodes.Node | None) -> Iterator[Fault]:
	"""What a `{{ … }}` may come to, as far as it is written in it."""
	if isinstance(node, nodes.Const) and isinstance(node.value, str):
		if WORD.search(node.value) and not NAME.fullmatch(node.value) and not TAG.search(node.value):
			yield Fault(node.lineno, _says(node.value))
	elif isinstance(node, nodes.Filter) and node.name in ("default", "d"):
		for part in (node.node, *node.args):
			yield from _of_value(part)
	elif isinstance(node, (nodes.CondExpr, nodes.BinExpr, nodes.Concat, nodes.Filter)):
		for child in node.iter_child_nodes(exclude=("test", "args", "kwargs")):
			yield from _of_value(child)


def _of_mark(text: nodes.Expr) -> Iterator[Fault]:
	if isinstance(text, (nodes.Concat, nodes.Add, nodes.Mod)) or (
		isinstance(text, nodes.Call) and isinstance(text.node, nodes.Getattr) and text.node.attr == "format"
	):
		yield Fault(text.lineno, JOINED)
	elif isinstance(text, (nodes.CondExpr, nodes.Or)):
		parts = text.iter_child_nodes(exclude=("test",))
		if any(WORD.search(str(part.value)) for part in parts if isinstance(part, nodes.Const)):
			yield Fault(text.lineno, CHOSEN)


def _seen(markup: str) -> str:
	"""What a reader sees or hears of a piece of a page."""
	said = ATTRIBUTES.findall(markup)
	return " ".join([*said, ENTITY.sub(" ", TAG.sub(" ", END_OF_TAG.sub(" ", markup)))]).strip()


def _says(text: str) -> str:
	return f"“{' '.join(text.split())[:50]}” is shown as it is: put it into _()"
