"""Reads a practice pack from its folder. Takes and returns plain values."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ppoc.messages import Message

Record = dict[str, Any]
HEAD = {"name", "title", "source", "version", "description", "order"}


class PackError(Exception):
	"""A pack's folder cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True)
class Pack:
	"""One pack as it is in its folder.

	Attributes:
		name: name of the pack, unique among packs.
		source: the document it follows, or "".
		version: version of the pack's data.
		description: what it contains, in a sentence.
		records: DocType records in the order in which they must be inserted.
		places: for each record its file and its number in that file, from 1, for messages.
	"""

	name: str
	source: str
	version: str
	description: str
	records: list[Record] = field(default_factory=list)
	places: list[str] = field(default_factory=list)

	def place(self, number: int) -> str:
		"""Returns the file and number, for messages, of the record at this index, from 0."""
		return self.places[number] if number < len(self.places) else f"record {number + 1}"


def read_pack(folder: Path) -> Pack:
	"""Reads the pack in `folder`: `pack.json` and one JSON list of records for each file in its `order`.

	Raises:
		PackError: a file is missing or not JSON, has a key twice, or holds something other than DocType records.
	"""
	head = read_head(folder)
	stems = head.get("order", [])
	if not isinstance(stems, list) or not all(isinstance(stem, str) for stem in stems):
		raise PackError(Message("{0}/pack.json: order is a list of file names without “.json”.", folder.name))
	records, places = [], []
	for stem in stems:
		for number, record in enumerate(_records(folder / f"{stem}.json"), start=1):
			records.append(record)
			places.append(f"{folder.name}/{stem}.json, record {number}")
	return Pack(
		name=head["name"],
		source=head.get("source", ""),
		version=str(head.get("version", "")),
		description=head.get("description", ""),
		records=records,
		places=places,
	)


def read_head(folder: Path) -> Record:
	"""Reads `pack.json`: name, source, version, description, and the order of the files.

	Raises:
		PackError: it is missing or not JSON, has no name, or has an unknown key.
	"""
	head = _read_json(folder / "pack.json")
	if not isinstance(head, dict) or not head.get("name"):
		raise PackError(Message("{0}/pack.json: give the pack a name.", folder.name))
	unknown = sorted(head.keys() - HEAD)
	if unknown:
		raise PackError(
			Message(
				"{0}/pack.json: “{1}” is not known here; use {2}.",
				folder.name,
				unknown[0],
				", ".join(sorted(HEAD)),
			)
		)
	return head


def _records(path: Path) -> list[Record]:
	records = _read_json(path)
	if not isinstance(records, list) or not all(isinstance(r, dict) and r.get("doctype") for r in records):
		raise PackError(
			Message(
				"{0}/{1}: expected a list of records, each with its doctype.", path.parent.name, path.name
			)
		)
	return records


def _read_json(path: Path) -> Any:
	def once(pairs: list[tuple[str, Any]]) -> Record:
		names = [name for name, _ in pairs]
		twice = next((name for name in names if names.count(name) > 1), None)
		if twice:
			raise PackError(
				Message("{0}/{1}: a record says “{2}” twice. Keep one.", path.parent.name, path.name, twice)
			)
		return dict(pairs)

	try:
		return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
	except FileNotFoundError:
		raise PackError(
			Message(
				"{0}/{1} is missing: restore it, or remove it from the order.", path.parent.name, path.name
			)
		) from None
	except ValueError as error:
		raise PackError(
			Message("{0}/{1} is not valid JSON: {2}", path.parent.name, path.name, error)
		) from error
