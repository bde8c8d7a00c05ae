"""Texts of the Python code that reach a screen, and the way they are marked for translators.

A text is marked by `_()` where it is said at once, and by `Message()` where an engine says it and somebody else
translates it. Both take one whole constant text: one that is put together first, as an f-string is, is in no catalogue.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MARKS = ("_", "_lt", "Message")
SHOWN_KEYS = ("description", "headline", "label", "message", "placeholder", "title")
# Functions that show their first arguments to the user, and how many.
SHOWING = {"msgprint": 1, "throw": 1, "publish_progress": 0, "bold": 1, "respond_as_web_page": 2}
LOGGING = ("debug", "info", "warning", "error", "exception", "log_error", "critical")

WORD = re.compile(r"[^\W\d_]{2}")
NAME = re.compile(r"[a-z0-9][\w.:@/-]*")  # of a field, a colour, a method
SENTENCE = re.compile(
	r"""[A-Z“][^<>=]*\s[^<>=]*[.?!…]  # begins and ends as one
	|[A-Z“][\w’',:;()-]*(\s\S+){6,}  # or is as long as one
	|(?=.*\b(?:are|does|has|holds|is|may|no|not|says|the|this|was)\b(?!\snull))  # or says something
		[a-z][a-z’',-]*(\s[\w’',-]+){3,}""",
	re.DOTALL | re.VERBOSE,
)


class Fault(NamedTuple):
	line: int
	says: str


def faults(source: str) -> Iterator[Fault]:
	"""What is wrong in a module, by line."""
	tree = ast.parse(source)
	parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
	seen: set[ast.expr] = set()
	for node in ast.walk(tree):
		for part, says in _of_node(node, parents):
			if part not in seen:
				seen.add(part)
				yield Fault(part.lineno, says)


def _of_node(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[tuple[ast.expr, str]]:
	if isinstance(node, ast.Call):
		yield from _of_call(node)
	elif isinstance(node, ast.Dict):
		for key, value in zip(node.keys, node.values, strict=True):
			if isinstance(key, ast.Constant) and key.value in SHOWN_KEYS:
				yield from _bare(value)
	elif isinstance(node, (ast.Constant, ast.JoinedStr)) and SENTENCE.fullmatch(_plain(node)):
		is_fine = _is_marked(node, parents) or _is_unseen(node, parents)
		yield from () if is_fine else [(node, _bare_says(node))]


def _of_call(call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
	name = _called(call)
	if name in MARKS and call.args:
		yield from _put_together(name, call.args[0])
		yield from _put_in(call.args[1:] if name == "Message" else ())
	if name == "format" and isinstance(call.func, ast.Attribute) and _is_call_of("_", call.func.value):
		yield from _put_in(call.args)
	for argument in call.args[: SHOWING.get(name, 0)]:
		yield from _bare(argument)
	for keyword in call.keywords:
		if keyword.arg in SHOWN_KEYS and name not in LOGGING:
			yield from _bare(keyword.value)


def _put_together(name: str, text: ast.expr) -> Iterator[tuple[ast.expr, str]]:
	built = isinstance(text, (ast.JoinedStr, ast.BinOp)) or (
		isinstance(text, ast.Call) and _called(text) == "format"
	)
	if built:
		after = (
			'Message("{0} of {1}", done, total)'
			if name == "Message"
			else '_("{0} of {1}").format(done, total)'
		)
		yield text, f"{name}() takes one whole text; put values in as {after} does"
	elif isinstance(text, (ast.IfExp, ast.BoolOp)) and any(
		WORD.search(_plain(one)) for one in _outcomes(text)
	):
		yield text, f"a text chosen inside {name}() is not found by translators: choose between two calls"


def _put_in(values: Iterable[ast.expr]) -> Iterator[tuple[ast.expr, str]]:
	"""A value may be a text itself, and is translated no more than its mark says."""
	for value in values:
		yield from (found for found in _bare(value) if " " in _plain(found[0]))


def _is_call_of(name: str, node: ast.expr) -> bool:
	return isinstance(node, ast.Call) and _called(node) == name


def _bare(value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
	for text in _outcomes(value):
		plain = _plain(text)
		if WORD.search(plain) and not NAME.fullmatch(plain):
			yield text, _bare_says(text)


def _bare_says(text: ast.expr) -> str:
	return f"“{' '.join(_plain(text).split())[:50]}” is shown as it is: put it into _() or Message()"


def _outcomes(value: ast.expr | None) -> Iterator[ast.expr]:
	"""The texts that an expression may come to, as far as they are written in it."""
	if isinstance(value, ast.IfExp):
		yield from _outcomes(value.body)
		yield from _outcomes(value.orelse)
	elif isinstance(value, ast.BoolOp):
		for one in value.values:
			yield from _outcomes(one)
	elif isinstance(value, ast.BinOp):
		yield from _outcomes(value.left)
		yield from _outcomes(value.right)
	elif (
		isinstance(value, ast.Call)
		and isinstance(value.func, ast.Attribute)
		and value.func.attr in ("format", "join")
	):
		yield from _outcomes(value.func.value)
	elif isinstance(value, ast.JoinedStr) or (
		isinstance(value, ast.Constant) and isinstance(value.value, str)
	):
		yield value


def _plain(text: ast.expr) -> str:
	"""A text without the values that are put into it, and without markup."""
	if isinstance(text, ast.JoinedStr):
		words = " ".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))
	else:
		words = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else ""
	return re.sub(r"<[^>]*>|\{\w*\}", " ", words).strip()


def _called(call: ast.Call) -> str:
	return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_marked(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
	"""Whether a text stands in a mark itself, or is written into a log; values put into a text are judged apart."""
	while node := parents.get(node):  # type: ignore[assignment]
		if isinstance(node, ast.Call) and _called(node) in (*MARKS, *LOGGING):
			return True
		if isinstance(node, ast.stmt):
			return False
	return False


def _is_unseen(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
	"""Docstrings, parts of a larger text, and what is looked up or compared."""
	parent = parents[node]
	if isinstance(parent, ast.Tuple) and isinstance(parents[parent], ast.Subscript):
		return True  # Literal["…", "…"]
	if isinstance(parent, ast.Dict) and node in parent.keys:
		return True
	return isinstance(parent, (ast.Expr, ast.JoinedStr, ast.FormattedValue, ast.Compare, ast.Subscript))
