"""What is unsafe in the app's Python code because of how Frappe works; ruff's rules S look for the rest.

What is meant has its reason in a comment: on one of the lines of the call, or on the line above it.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

QUERIES = ("multisql", "sql", "sql_ddl", "sql_list")
PAST_PERMISSIONS = ("ignore_permissions", "ignore_user_permissions")
EXECUTES = ("safe_eval", "safe_exec", "render_template")
OUTWARD = ("aiohttp", "http.client", "httpx", "requests", "socket", "urllib.request", "urllib3")
ALL_ROWS = ("get_all",)
WORDS = re.compile(r"[^\W\d_]{2,}")
NOT_WORDS = re.compile(r"noqa(: ?[A-Z]+\d+(, ?[A-Z]+\d+)*)?|type: ?ignore(\[[\w, -]+\])?|fmt: ?\w+")

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Fault(NamedTuple):
	line: int
	says: str


def faults(source: str) -> Iterator[Fault]:
	"""What is wrong in a module, by line."""
	tree = ast.parse(source)
	nodes = list(ast.walk(tree))
	has_doors = any(isinstance(node, Function) and _marks(node) for node in nodes)
	said = [found for node in nodes for found in _of_node(node, has_doors)]
	remarks = _remarks(source) if said else {}
	for part, says in said:
		if not _has_reason(part, remarks):
			yield Fault(part.lineno, says)


def _remarks(source: str) -> dict[int, bool]:
	"""The lines with a comment that says something, and whether the line holds nothing else."""
	found = {}
	for token in tokenize.generate_tokens(io.StringIO(source).readline):
		if token.type == tokenize.COMMENT and len(WORDS.findall(NOT_WORDS.sub("", token.string))) >= 3:
			found[token.start[0]] = not token.line[: token.start[1]].strip()
	return found


def _has_reason(part: ast.stmt | ast.expr, remarks: dict[int, bool]) -> bool:
	last = part.body[0].lineno - 1 if isinstance(part, Function) else part.end_lineno or part.lineno
	first = min([part.lineno, *(each.lineno for each in getattr(part, "decorator_list", ()))])
	return remarks.get(first - 1, False) or any(line in remarks for line in range(first, last + 1))


Said = Iterator[tuple[ast.stmt | ast.expr, str]]


def _of_node(node: ast.AST, has_doors: bool) -> Said:
	if isinstance(node, Function):
		yield from _of_door(node)
	elif isinstance(node, ast.Call):
		yield from _of_call(node, has_doors)
	elif isinstance(node, ast.Assign):
		yield from _of_assignment(node)
	elif isinstance(node, (ast.Import, ast.ImportFrom)):
		yield from _of_import(node)


def _marks(node: Function) -> list[ast.expr]:
	"""The decorators that open a function to browsers."""
	return [mark for mark in node.decorator_list if _name(mark) == "whitelist"]


def _of_door(node: Function) -> Said:
	"""A function that a browser can call: by which methods, by whom, and with arguments of which types."""
	if not (marks := _marks(node)):
		return
	given = {word.arg: word.value for mark in marks if isinstance(mark, ast.Call) for word in mark.keywords}
	if "methods" not in given:
		yield node, f"{node.name}() answers GET too, which needs no token: name its methods"
	if _is_true(given.get("allow_guest")):
		yield node, f"{node.name}() answers strangers: say why in a comment"
	arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
	for argument in arguments:
		if argument.arg not in ("self", "cls") and argument.annotation is None:
			yield node, f"{node.name}() takes {argument.arg} of any type: annotate it, and Frappe checks it"


def _of_call(node: ast.Call, has_doors: bool) -> Said:
	name = _name(node.func)
	for word in node.keywords:
		if word.arg in PAST_PERMISSIONS and _is_true(word.value):
			yield node, f"{word.arg} goes past the rule of who may write: say why in a comment"
	if name in QUERIES and _of_frappe(node.func) and node.args and _is_put_together(node.args[0]):
		yield (
			node,
			"SQL that is put together: hand values over as parameters, or say in a comment why it is safe",
		)
	if name in EXECUTES and node.args and not isinstance(node.args[0], ast.Constant):
		yield node, f"{name}() runs what it is given: say in a comment who writes it"
	if name == "only_for" and _of_frappe(node.func):
		yield node, "frappe.only_for lets everybody through in tests: check the roles"
	if name == "set_user" and _of_frappe(node.func):
		yield node, "what follows is done in somebody else's name: say why in a comment"
	if name in ALL_ROWS and _of_frappe(node.func) and has_doors:
		yield node, "get_all asks no rule, in a module that answers browsers: use get_list, or say why not"


def _of_assignment(node: ast.Assign) -> Said:
	for target in node.targets:
		if isinstance(target, ast.Attribute) and target.attr in PAST_PERMISSIONS and _is_true(node.value):
			yield node, f"{target.attr} goes past the rule of who may write: say why in a comment"


def _of_import(node: ast.Import | ast.ImportFrom) -> Said:
	module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
	names = [name for each in node.names for name in (f"{module}{each.name}", module.strip("."))]
	if outward := next((name for name in names if name in OUTWARD), ""):
		yield node, f"{outward}: the app calls no other server; if it must, say which in a comment"


def _is_put_together(text: ast.expr) -> bool:
	if isinstance(text, ast.JoinedStr):
		return any(isinstance(part, ast.FormattedValue) for part in text.values)
	return isinstance(text, ast.BinOp) or (
		isinstance(text, ast.Call) and _name(text.func) in ("format", "join")
	)


def _is_true(value: ast.expr | None) -> bool:
	"""Whether it is on, or may be: `True`, 1, or something that is only known when it runs."""
	return value is not None and not (isinstance(value, ast.Constant) and not value.value)


def _name(node: ast.expr) -> str:
	if isinstance(node, ast.Call):
		node = node.func
	return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _of_frappe(node: ast.expr) -> bool:
	"""Whether it is a function of Frappe, as `frappe.get_all` and `frappe.db.sql` are."""
	while isinstance(node, ast.Attribute):
		node = node.value
	return isinstance(node, ast.Name) and node.id == "frappe"
