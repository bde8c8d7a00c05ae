#!/usr/bin/env python3
"""Writes the table of the OWASP ASVS in docs/security.md from docs/asvs.csv.

usage: python3 docs/asvs_table.py [--check]     --check writes nothing and exits with 1 if the page is stale
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import made_tables

LIST = Path(__file__).with_name("asvs.csv")
STATES = {
	"met": "a test or a setting in this repository shows it",
	"platform": "Frappe does it; nothing here shows it",
	"authority": "the installation decides; the site check or this page says what to do",
	"not met": "the remark says why",
	"not applicable": "there is nothing of that kind",
}
CHAPTERS = {
	"1": "Encoding and injection",
	"2": "Validation and business logic",
	"3": "Browsers",
	"4": "Web services",
	"5": "Files",
	"6": "Authentication",
	"7": "Sessions",
	"8": "Authorisation",
	"9": "Self-contained tokens",
	"10": "OAuth and OpenID",
	"11": "Cryptography",
	"12": "Communication",
	"13": "Configuration",
	"14": "Data protection",
	"15": "Code and architecture",
	"16": "Logs and errors",
	"17": "WebRTC",
}
Row = dict[str, str]


def rows(path: Path = LIST) -> list[Row]:
	"""Returns the items in the order of the standard."""
	with path.open(newline="", encoding="utf-8") as file:
		return list(csv.DictReader(file))


def tables() -> str:
	"""Returns the counts and a table for each chapter, as Markdown."""
	items = rows()
	return "\n".join([*_counts(items), *_chapters(items)])


def _counts(items: list[Row]) -> list[str]:
	found = Counter((item["state"], item["level"]) for item in items)
	lines = [(state, says, str(found[state, "1"]), str(found[state, "2"])) for state, says in STATES.items()]
	totals = [str(sum(count for (_state, level), count in found.items() if level == each)) for each in "12"]
	return made_tables.table(
		("state", "means", "level 1", "level 2"), [*lines, ("**all**", "", totals[0], totals[1])]
	)


def _chapters(items: list[Row]) -> Iterator[str]:
	for chapter, name in CHAPTERS.items():
		yield f"### V{chapter} {name}\n"
		lines = [
			(item["id"], item["level"], item["about"], item["state"], shown_by(item), item["remark"])
			for item in items
			if item["id"].split(".")[0] == chapter
		]
		yield from made_tables.table(("number", "level", "about", "state", "shown by", "remark"), lines)


def shown_by(item: Row) -> str:
	"""Returns the tests and files that an item names, the shortest name of each that is clear."""
	named = []
	for each in item["shown_by"].split():
		path, _, test = each.partition("::")
		named.append(f"`{test or path}`")
	return ", ".join(named)


if __name__ == "__main__":
	sys.exit(made_tables.main("security.md", "asvs", tables))
