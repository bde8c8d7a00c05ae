"""Read a practice pack from its folder: plain values in, plain values out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class PackError(Exception):
	"""A pack's folder cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True)
class Pack:
	"""One pack as its folder has it.

	Attributes:
		name: name of the pack, unique among packs.
		source: the document it follows, "" for none.
		version: version of the pack's data.
		description: what it brings, in a sentence.
		records: DocType records in the order in which they must be brought.
	"""

	name: str
	source: str
	version: str
	description: str
	records: list[Record] = field(default_factory=list)


def read_pack(folder: Path) -> Pack:
	"""Read the pack in `folder`: `pack.json` and one JSON list of records per file it orders.

	Raises:
		PackError: a file is missing, is no JSON, or holds something else than DocType records.
	"""
	head = _read_json(folder / "pack.json")
	if not isinstance(head, dict) or not head.get("name"):
		raise PackError(f"{folder.name}/pack.json: give the pack a name.")
	records = [record for stem in head.get("order", []) for record in _records(folder / f"{stem}.json")]
	return Pack(
		name=head["name"],
		source=head.get("source", ""),
		version=str(head.get("version", "")),
		description=head.get("description", ""),
		records=records,
	)


def _records(path: Path) -> list[Record]:
	records = _read_json(path)
	if not isinstance(records, list) or not all(isinstance(r, dict) and r.get("doctype") for r in records):
		raise PackError(f"{path.parent.name}/{path.name}: expected a list of records, each with its doctype.")
	return records


def _read_json(path: Path) -> Any:
	try:
		return json.loads(path.read_text(encoding="utf-8"))
	except FileNotFoundError:
		raise PackError(
			f"{path.parent.name}/{path.name} is missing: restore it or take it off the order."
		) from None
	except ValueError as error:
		raise PackError(f"{path.parent.name}/{path.name} is not valid JSON: {error}") from error
