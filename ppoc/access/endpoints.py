"""Lists which of Frappe's functions a browser or a program can call, read from Frappe's source, and which of
them we have judged.

The judgements are in platform_endpoints.csv, one line for each function; docs/permissions.md explains them.
This is plain Python on source text: it needs no site and imports nothing from Frappe.

	python -m ppoc.access.endpoints                 what the installed Frappe has that nobody has judged
	python -m ppoc.access.endpoints --frappe DIR    the same for a source tree
	python -m ppoc.access.endpoints --all           every function, as lines for the list
	python -m ppoc.access.endpoints --write         put the lines of this release into the list, to be judged
"""

from __future__ import annotations

import argparse
import ast
import csv
import hashlib
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

LIST = Path(__file__).with_name("platform_endpoints.csv")

JUDGEMENTS = {
	"guarded": "One of our endpoints replaces it, or one of our hooks checks it.",
	"closed": "The gate closes it; to System Managers where it is about case records.",
	"asks": "It checks permission on the record or the rows, so our rule applies.",
	"no records": "It neither reads nor writes records, or none that could be about a child.",
	"administrators": "Only people with a role that runs the system can call it.",
	"own": "It reads or writes only what belongs to the caller.",
	"tests": "It works in tests and developer mode only.",
	"leaks": "It gets round our rule, and nothing of ours stops it yet.",
}
UNJUDGED = "?"
COLUMNS = ("name", "kind", "guest", "http", "judgement", "reason")

CALLED_ANYWAY = ("frappe.handler.run_doc_method",)
"""Functions that Frappe's handler calls although they are not whitelisted."""
REST_HANDLER = "_RESTAPIHandler"
"""The class behind /api/resource before version 15 introduced routes."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Source = ast.stmt | ast.expr


class EndpointsError(Exception):
	"""Raised when the source or the list cannot be read; the message says where."""


@dataclass(frozen=True)
class Endpoint:
	"""A function that can be called from outside.

	kind: `function` (by its dotted name), `method` (of a document, through run_doc_method), or `route` (by a
		path).
	digest: changes with the function and the functions of its module that it uses, but not with its
		docstring.
	"""

	name: str
	kind: str
	guest: bool
	http: str
	parameters: tuple[str, ...]
	digest: str


@dataclass
class JudgedEndpoint:
	"""A line of the list. digests: release -> digest, for each release that has the function."""

	name: str
	kind: str
	guest: str
	http: str
	judgement: str
	reason: str
	digests: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
	"""The differences between the list and a release of Frappe."""

	release: str
	new: tuple[str, ...] = ()
	changed: tuple[str, ...] = ()
	gone: tuple[str, ...] = ()
	unjudged: tuple[str, ...] = ()

	def __bool__(self) -> bool:
		return bool(self.new or self.changed or self.gone or self.unjudged)

	def __str__(self) -> str:
		parts = {
			f"Frappe {self.release} has {{}} that nobody has judged": self.new,
			f"Frappe {self.release} has changed {{}} since somebody judged it": self.changed,
			f"Frappe {self.release} no longer has {{}} (renamed? then a guard of ours guards nothing)": self.gone,
			"The list has no judgement yet on {}": self.unjudged,
		}
		told = [
			f"{text.format(_endpoints(names))}:\n  " + "\n  ".join(names)
			for text, names in parts.items()
			if names
		]
		remedy = (
			"Read each in Frappe's source. `python -m ppoc.access.endpoints --write` puts its line into"
			f" ppoc/access/{LIST.name}; write the judgement and the reason there (docs/permissions.md)."
		)
		return "\n".join([*told, remedy])


def _endpoints(names: tuple[str, ...]) -> str:
	return f"{len(names)} endpoint{'' if len(names) == 1 else 's'}"


# reading Frappe's source


def source_of_frappe() -> Path:
	"""Returns the folder of the installed Frappe package without importing it."""
	found = importlib.util.find_spec("frappe")
	if not (found and found.origin):
		raise EndpointsError("Frappe is not installed here. Name its source with --frappe DIR.")
	return Path(found.origin).parent


def package_in(tree: Path) -> Path:
	"""Returns the package `frappe` inside a source tree, or the tree itself if it is the package."""
	for package in (tree / "frappe", tree):
		if (package / "__init__.py").is_file() and (package / "hooks.py").is_file():
			return package
	raise EndpointsError(
		f"{tree} holds no source of Frappe: there is no frappe/__init__.py with a hooks.py beside it."
	)


def release_of(package: Path) -> str:
	"""Returns `__version__` as it is written in the package."""
	found = re.search(r"^__version__ = [\"'](.+?)[\"']", (package / "__init__.py").read_text(), re.MULTILINE)
	if not found:
		raise EndpointsError(f"{package / '__init__.py'} names no __version__.")
	return found[1]


def collect(package: Path) -> list[Endpoint]:
	"""Returns every endpoint of a package, sorted by name.

	Raises:
		EndpointsError: this Python cannot parse a file; Frappe 16 needs 3.14 for some.
	"""
	found = {endpoint.name: endpoint for module in _modules(package) for endpoint in module.endpoints()}
	return [found[name] for name in sorted(found)]


def aliases(package: Path) -> dict[str, str]:
	"""Returns the other names under which a module exposes an endpoint: alias -> the endpoint's own name."""
	modules = {module.name: module for module in _modules(package)}
	own = {endpoint.name for module in modules.values() for endpoint in module.endpoints()}
	given: dict[str, str] = {}
	for module in modules.values():
		for name, source in module.imported():
			given[f"{module.name}.{name}"] = source
	told = {}
	for alias in given:
		target, steps = alias, 0
		while target in given and target not in own and steps < 9:
			target, steps = given[target], steps + 1
		if target in own and alias not in own:
			told[alias] = target
	return dict(sorted(told.items()))


def _modules(package: Path) -> Iterator[_Module]:
	for path in sorted(package.rglob("*.py")):
		if not {"node_modules", "boilerplate"} & set(path.parts):
			yield _Module(package.name, package, path)


class _Module:
	def __init__(self, root: str, package: Path, path: Path) -> None:
		parts = path.relative_to(package).with_suffix("").parts
		self.is_package = parts[-1] == "__init__"
		self.name = ".".join([root, *(parts[:-1] if self.is_package else parts)])
		text = path.read_text(encoding="utf-8")
		self.lines = text.splitlines()
		try:
			self.tree = ast.parse(text)
		except SyntaxError as broken:
			version = ".".join(str(part) for part in sys.version_info[:2])
			raise EndpointsError(
				f"Python {version} cannot read {path}: {broken}. Use a newer one."
			) from broken
		self.functions = {node.name: node for node in self.tree.body if isinstance(node, Function)}

	def endpoints(self) -> Iterator[Endpoint]:
		for node in ast.walk(self.tree):
			if isinstance(node, ast.ClassDef):
				yield from self._methods(node)
		for node in _statements(self.tree.body):
			name = f"{self.name}.{getattr(node, 'name', '')}"
			if isinstance(node, Function) and (mark := _mark(node)):
				yield self._endpoint(name, "function", node, mark, {})
			elif name in CALLED_ANYWAY:
				yield self._endpoint(name, "function", node, None, {})
			elif isinstance(node, ast.Assign) and _is_whitelisting(node.value):
				yield from self._assigned(node, node.value)
		yield from self._routes()

	def _methods(self, node: ast.ClassDef) -> Iterator[Endpoint]:
		methods = {inner.name: inner for inner in node.body if isinstance(inner, Function)}
		for method in methods.values():
			name = f"{self.name}.{node.name}.{method.name}"
			if mark := _mark(method):
				yield self._endpoint(name, "method", method, mark, methods)
			elif self.name == "frappe.api" and node.name == REST_HANDLER:
				yield Endpoint(name, "route", True, "any", _parameters(method), self._digest(method, {}))

	def _assigned(self, node: ast.Assign, call: ast.Call) -> Iterator[Endpoint]:
		"""Yields endpoints written as `name = frappe.whitelist()(function)`."""
		inner = call.args[0]
		function = self.functions.get(inner.id) if isinstance(inner, ast.Name) else None
		for target in node.targets:
			if isinstance(target, ast.Name):
				yield self._endpoint(f"{self.name}.{target.id}", "function", function or node, call.func, {})

	def _routes(self) -> Iterator[Endpoint]:
		"""Yields the REST API's `Rule("/path", endpoint=function)`, which can be called without being whitelisted."""
		if not self.name.startswith("frappe.api"):
			return
		for node in ast.walk(self.tree):
			if not (
				isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rule"
			):
				continue
			keywords = {keyword.arg: keyword.value for keyword in node.keywords}
			http = _strings(keywords.get("methods")) or ["any"]
			target = keywords.get("endpoint")
			function = self.functions.get(target.id) if isinstance(target, ast.Name) else None
			name = f"{self.name} {' '.join(http)} {ast.literal_eval(node.args[0])}"
			yield Endpoint(
				name, "route", True, " ".join(http), _parameters(function), self._digest(function or node, {})
			)

	def imported(self) -> Iterator[tuple[str, str]]:
		for node in _statements(self.tree.body):
			if isinstance(node, ast.ImportFrom):
				base = self._base(node)
				for name in node.names:
					yield name.asname or name.name, f"{base}.{name.name}"
			elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):
				source = ast.unparse(node.value)
				for target in node.targets:
					if isinstance(target, ast.Name):
						yield target.id, source if "." in source else f"{self.name}.{source}"

	def _base(self, node: ast.ImportFrom) -> str:
		if not node.level:
			return node.module or ""
		parts = self.name.split(".")
		parts = parts[: len(parts) - node.level + (1 if self.is_package else 0)]
		return ".".join([*parts, *([node.module] if node.module else [])])

	def _endpoint(
		self, name: str, kind: str, node: ast.stmt, mark: ast.expr | None, methods: dict[str, Function]
	) -> Endpoint:
		given = mark if isinstance(mark, ast.Call) else None
		keywords = {keyword.arg: keyword.value for keyword in given.keywords} if given else {}
		guest = keywords.get("allow_guest")
		if guest is None and given and given.args:
			guest = given.args[0]
		return Endpoint(
			name,
			kind,
			bool(guest is not None and not (isinstance(guest, ast.Constant) and not guest.value)),
			" ".join(_strings(keywords.get("methods"))) or "any",
			_parameters(node),
			self._digest(node, methods),
		)

	def _digest(self, node: Source, methods: dict[str, Function]) -> str:
		"""Returns a digest of the source text: the syntax tree differs between versions of Python."""
		seen: dict[str, Source] = {"": node}
		waiting: list[Source] = [node]
		while waiting:
			for name, used in self._used(waiting.pop(), methods):
				if name not in seen and used is not node:
					seen[name] = used
					waiting.append(used)
		text = "\n".join(line for name in sorted(seen) for line in self._source(seen[name]))
		return hashlib.sha256(text.encode()).hexdigest()[:10]

	def _used(self, node: ast.AST, methods: dict[str, Function]) -> Iterator[tuple[str, Function]]:
		for inner in ast.walk(node):
			if isinstance(inner, ast.Name) and inner.id in self.functions:
				yield inner.id, self.functions[inner.id]
			elif (
				isinstance(inner, ast.Attribute)
				and isinstance(inner.value, ast.Name)
				and inner.value.id in ("self", "cls")
				and inner.attr in methods
			):
				yield f".{inner.attr}", methods[inner.attr]

	def _source(self, node: Source) -> list[str]:
		first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))])
		dropped: set[int] = set()
		if isinstance(node, Function) and ast.get_docstring(node) is not None and len(node.body) > 1:
			dropped = set(range(node.body[0].lineno, _end_of(node.body[0])))
		lines = ((number, self.lines[number - 1].strip()) for number in range(first, _end_of(node)))
		return [line for number, line in lines if line and not line.startswith("#") and number not in dropped]


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
	"""Yields the statements of a module, including those under `if` and `try`."""
	for node in body:
		yield node
		if isinstance(node, ast.If | ast.Try | ast.With):
			for part in ("body", "orelse", "finalbody"):
				yield from _statements(getattr(node, part, []))
			for handler in getattr(node, "handlers", []):
				yield from _statements(handler.body)


def _mark(node: Function) -> ast.expr | None:
	"""Returns the decorator that exposes a function: Frappe's own, or one with "whitelist" in its name."""
	for mark in node.decorator_list:
		if "whitelist" in ast.unparse(mark.func if isinstance(mark, ast.Call) else mark).rsplit("(", 1)[0]:
			return mark
	return None


def _end_of(node: Source) -> int:
	"""The line after its last."""
	return (node.end_lineno or node.lineno) + 1


def _is_whitelisting(node: ast.expr) -> TypeGuard[ast.Call]:
	return (
		isinstance(node, ast.Call)
		and isinstance(node.func, ast.Call)
		and ast.unparse(node.func.func).endswith("whitelist")
		and len(node.args) == 1
	)


def _parameters(node: ast.AST | None) -> tuple[str, ...]:
	if not isinstance(node, Function):
		return ()
	given = node.args
	names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
	return (*names, f"**{given.kwarg.arg}") if given.kwarg else tuple(names)


def _strings(node: ast.expr | None) -> list[str]:
	constants = [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant)] if node else []
	return [value for value in constants if isinstance(value, str)]


# the list


def read_list(path: Path | None = None) -> dict[str, JudgedEndpoint]:
	"""Returns the judgements by endpoint name.

	Raises:
		EndpointsError: a line appears twice, has a judgement that is not in JUDGEMENTS, or has no reason.
	"""
	path = path or LIST
	judged: dict[str, JudgedEndpoint] = {}
	with path.open(newline="", encoding="utf-8") as file:
		for number, row in enumerate(csv.DictReader(file), start=2):
			line = JudgedEndpoint(
				**{name: row[name] for name in COLUMNS},
				digests={name: value for name, value in row.items() if name not in COLUMNS and value},
			)
			if line.name in judged:
				raise EndpointsError(f"{path.name}, line {number}: {line.name} is there twice.")
			if line.judgement not in (*JUDGEMENTS, UNJUDGED):
				raise EndpointsError(
					f"{path.name}, line {number}: {line.judgement!r} is none of {', '.join(JUDGEMENTS)}."
				)
			if line.judgement != UNJUDGED and not line.reason:
				raise EndpointsError(f"{path.name}, line {number}: {line.name} has no reason.")
			judged[line.name] = line
	return judged


def write_list(judged: dict[str, JudgedEndpoint], path: Path | None = None) -> None:
	"""Writes the list sorted by name, with a column for each release."""
	releases = sorted({release for line in judged.values() for release in line.digests}, key=release_key)
	with (path or LIST).open("w", newline="", encoding="utf-8") as file:
		out = csv.writer(file, lineterminator="\n")
		out.writerow([*COLUMNS, *releases])
		for name in sorted(judged):
			line = judged[name]
			told = [getattr(line, column) for column in COLUMNS]
			out.writerow([*told, *(line.digests.get(release, "") for release in releases)])


def release_key(release: str) -> tuple[int, ...]:
	"""Returns a sort key: 15.0.0-dev comes before 15.55.1, which comes before 16.4.1."""
	return tuple(int(part) for part in re.findall(r"\d+", release))


def compare(release: str, found: Iterable[Endpoint], judged: dict[str, JudgedEndpoint]) -> Difference:
	"""Returns the differences between a release and the list.

	A function counts as judged if its source is the same as in any judged release. To find what has gone, the
	release is compared with the newest release on the list that is not newer than it.
	"""
	endpoints = {endpoint.name: endpoint for endpoint in found}
	releases = {name for line in judged.values() for name in line.digests}
	older = [name for name in releases if release_key(name) <= release_key(release)]
	before = max(older, key=release_key) if older else None
	known = [name for name in endpoints if name in judged]
	return Difference(
		release,
		new=tuple(sorted(name for name in endpoints if name not in judged)),
		changed=tuple(
			sorted(name for name in known if endpoints[name].digest not in judged[name].digests.values())
		),
		gone=tuple(
			sorted(name for name, line in judged.items() if before in line.digests and name not in endpoints)
		),
		unjudged=tuple(sorted(name for name in known if judged[name].judgement == UNJUDGED)),
	)


def add_release(
	release: str, found: Iterable[Endpoint], judged: dict[str, JudgedEndpoint]
) -> dict[str, JudgedEndpoint]:
	"""Returns the list with this release's column added; new and changed functions are marked to be judged."""
	lines = dict(judged)
	for line in lines.values():
		line.digests.pop(release, None)
	for endpoint in found:
		kind, guest, http = endpoint.kind, "guest" if endpoint.guest else "", endpoint.http
		line = lines.setdefault(endpoint.name, JudgedEndpoint(endpoint.name, kind, guest, http, UNJUDGED, ""))
		if line.digests and endpoint.digest not in line.digests.values() and line.judgement != UNJUDGED:
			line.reason = f"(was {line.judgement}: {line.reason})"
			line.judgement = UNJUDGED
		line.digests[release] = endpoint.digest
		if release == max(line.digests, key=release_key):
			line.kind, line.guest, line.http = kind, guest, http
	return lines


def main(arguments: list[str] | None = None) -> int:
	"""Runs the command. Exit status: 0 all judged; 1 something is to be judged; 2 source or list unreadable."""
	parser = argparse.ArgumentParser(
		prog="python -m ppoc.access.endpoints", description=__doc__.split("\n\n")[0]
	)
	parser.add_argument("--frappe", type=Path, help="a source tree of Frappe; the installed one if left out")
	parser.add_argument("--all", action="store_true", help="print every endpoint")
	parser.add_argument("--write", action="store_true", help="put this release into the list, to be judged")
	given = parser.parse_args(arguments)
	try:
		package = package_in(given.frappe) if given.frappe else source_of_frappe()
		release, found = release_of(package), collect(package)
		judged = read_list() if LIST.exists() else {}
	except EndpointsError as wrong:
		print(wrong, file=sys.stderr)
		return 2
	if given.all:
		for endpoint in found:
			print(endpoint.name, f"({', '.join(endpoint.parameters)})", endpoint.http, endpoint.digest)
	difference = compare(release, found, judged)
	if given.write:
		write_list(add_release(release, found, judged))
	print(difference or f"Frappe {release}: {_endpoints(tuple(e.name for e in found))}, all judged.")
	return 1 if difference else 0


if __name__ == "__main__":
	sys.exit(main())
