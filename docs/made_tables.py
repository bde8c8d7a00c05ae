"""Shared by pages whose tables are generated from the practice packs: the tables go between two marks on the page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKS = ROOT / "ppoc" / "practice_packs"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
	"""Returns the lines of a table and a blank one after it."""
	cells = [heads, ["---"] * len(heads), *rows]
	return [*("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells), ""]


def main(name: str, mark: str, made: Callable[[], str]) -> int:
	"""Writes what is between the marks of a page in docs/; with `--check`, only returns 1 if it is out of date."""
	page = ROOT / "docs" / name
	begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
	old = page.read_text(encoding="utf-8")
	before, rest = old.split(begin)
	new = f"{before}{begin}\n\n{made()}\n{end}{rest.split(end)[1]}"
	if "--check" in sys.argv[1:]:
		return int(new != old)
	page.write_text(new, encoding="utf-8")
	return 0
