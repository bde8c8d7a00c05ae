"""The reviewed list of what the platform offers to people who are not System Managers; everything else is closed.

The list is open_endpoints.csv, one line for each function, method of a document, page and DocType of Frappe,
with the reason why it is open. docs/permissions.md explains how a line gets in. This is plain Python.

	python -m ppoc.access.open_endpoints RECORD RELEASE    puts into the list what a run of the browser tests used
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ppoc.access.named_records import DOCTYPE_ARGUMENTS

LIST = Path(__file__).with_name("open_endpoints.csv")
COLUMNS = ("kind", "name", "guest", "record", "reason", "seen")
KINDS = {
	"function": "A function or a method of a document, by the module and name under which Frappe defines it.",
	"page": "A page of the website, by its path; a * at the end stands for the rest of the path.",
	"doctype": "A DocType of Frappe whose records a person may address. Frappe's roles still decide.",
}


class OpenEndpointsError(Exception):
	"""Raised when the list cannot be read; the message says where."""


@dataclass(frozen=True)
class OpenEndpoint:
	"""A line of the list.

	guest: whether people who have not logged in may use it.
	record: the arguments that name the DocType and the record it is about, if the gate asks our rule for it.
	reason: why it is open.
	seen: the releases of Frappe in which the browser tests used it.
	"""

	kind: str
	name: str
	guest: bool
	record: tuple[str, ...]
	reason: str
	seen: tuple[str, ...]


@lru_cache
def read_list(path: Path = LIST) -> Mapping[tuple[str, str], OpenEndpoint]:
	"""Returns the lines by kind and name.

	Raises:
		OpenEndpointsError: a line is there twice, has an unknown kind or has no reason.
	"""
	lines: dict[tuple[str, str], OpenEndpoint] = {}
	with path.open(newline="", encoding="utf-8") as file:
		for number, row in enumerate(csv.DictReader(file), start=2):
			line = OpenEndpoint(
				row["kind"],
				row["name"],
				row["guest"] == "guest",
				tuple(row["record"].split()),
				row["reason"],
				tuple(row["seen"].split()),
			)
			wrong = _fault(line, lines)
			if wrong:
				raise OpenEndpointsError(f"{path.name}, line {number}: {line.name} {wrong}.")
			lines[line.kind, line.name] = line
	return lines


def _fault(line: OpenEndpoint, lines: Mapping[tuple[str, str], OpenEndpoint]) -> str:
	if line.kind not in KINDS:
		return f"has the kind {line.kind!r}, which is none of {', '.join(KINDS)}"
	if (line.kind, line.name) in lines:
		return "is there twice"
	if len(line.record) not in (0, 2):
		return "must name two arguments, for the DocType and for the record, or none"
	return "" if line.reason else "has no reason"


def page_line(path: str, lines: Mapping[tuple[str, str], OpenEndpoint]) -> OpenEndpoint | None:
	"""Returns the line of a page: its own path, or the longest beginning that ends in a *."""
	if found := lines.get(("page", path)):
		return found
	parts = path.split("/")
	beginnings = ("/".join([*parts[:count], "*"]) for count in range(len(parts) - 1, 0, -1))
	return next((lines["page", each] for each in beginnings if ("page", each) in lines), None)


def doctypes_in(arguments: Mapping[str, Any], documents: Iterable[Any]) -> Iterator[str]:
	"""Yields the DocTypes that the arguments of a call name, and those of the documents handed in."""
	for name, value in arguments.items():
		if name in DOCTYPE_ARGUMENTS:
			yield from _texts(value)
	for document in documents:
		for each in document if isinstance(document, list | tuple) else [document]:
			if isinstance(each, Mapping) and isinstance(each.get("doctype"), str):
				yield each["doctype"]


def _texts(value: Any) -> Iterator[str]:
	for each in value if isinstance(value, list | tuple) else [value]:
		if isinstance(each, str) and each:
			yield each


def add_seen(
	lines: Mapping[tuple[str, str], OpenEndpoint], record: str, release: str
) -> tuple[dict[tuple[str, str], OpenEndpoint], set[str]]:
	"""Returns the lines with this release among those that used them, and what was used without being on the list.

	Arguments:
		record: one use on each line, the kind and the name with a tab between them.
	"""
	used = {tuple(line.split("\t", 1)) for line in record.splitlines() if "\t" in line}
	found: set[tuple[str, str]] = set()
	unknown = set()
	for kind, name in used:
		line = page_line(name, lines) if kind == "page" else lines.get((kind, name))
		if line:
			found.add((line.kind, line.name))
		else:
			unknown.add(f"{kind} {name}")
	told = {
		key: replace(
			line, seen=tuple(sorted({*line.seen, release} if key in found else set(line.seen) - {release}))
		)
		for key, line in lines.items()
	}
	return told, unknown


def write_list(lines: Iterable[OpenEndpoint], path: Path = LIST) -> None:
	"""Writes the list, DocTypes first, each kind sorted by name."""
	with path.open("w", newline="", encoding="utf-8") as file:
		out = csv.writer(file, lineterminator="\n")
		out.writerow(COLUMNS)
		for line in sorted(lines, key=lambda each: (each.kind, each.name)):
			guest = "guest" if line.guest else ""
			record, seen = " ".join(line.record), " ".join(line.seen)
			out.writerow([line.kind, line.name, guest, record, line.reason, seen])


def main(arguments: list[str] | None = None) -> int:
	"""Runs the command. Exit status: 0 everything that was used is on the list; 1 something is not."""
	parser = argparse.ArgumentParser(prog="python -m ppoc.access.open_endpoints")
	parser.add_argument("record", type=Path, help="the file that PPOC_RECORD_ENDPOINTS named")
	parser.add_argument("release", help="the release of Frappe that the tests ran on")
	given = parser.parse_args(arguments)
	lines, unknown = add_seen(read_list(), given.record.read_text(encoding="utf-8"), given.release)
	write_list(lines.values())
	for each in sorted(unknown):
		print(f"Not on the list: {each}")
	return 1 if unknown else 0


if __name__ == "__main__":
	sys.exit(main())
