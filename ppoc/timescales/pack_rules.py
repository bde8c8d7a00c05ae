"""Reads the rules in a practice pack's folder as the engine takes them, without a site."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe

from ppoc.timescales.models import EventType, Rule
from ppoc.timescales.packs.reading import read_head
from ppoc.timescales.rules_database import count_of, event_type_of, rule_of

FOLDERS = Path(__file__).resolve().parents[1] / "practice_packs"


@dataclass(frozen=True)
class PackRule:
	"""One rule of a pack.

	Attributes:
		folder: the pack's folder.
		pack: the pack's name.
		record: the rule as it is in the folder.
		rule: the rule as the engine takes it.
	"""

	folder: str
	pack: str
	record: dict[str, Any]
	rule: Rule

	@property
	def name(self) -> str:
		"""The rule's name."""
		return self.rule.name


def folders() -> list[Path]:
	"""Returns the folders of all packs that come with the app."""
	return sorted(path.parent for path in FOLDERS.glob("*/pack.json"))


def pack_rules(folder: Path) -> list[PackRule]:
	"""Returns the rules of a folder, in its order."""
	pack = read_head(folder)["name"]
	return [
		PackRule(folder.name, pack, record, _rule(record))
		for record in records_of(folder)
		if record["doctype"] == "Timescale Rule"
	]


def all_pack_rules() -> list[PackRule]:
	"""Returns the rules of all folders."""
	return [rule for folder in folders() for rule in pack_rules(folder)]


def pack_event_types() -> dict[str, EventType]:
	"""Returns all event types that the folders bring, and how to treat each."""
	return {
		record["event_type"]: event_type_of(record, {row["event_type"] for row in record.get("becomes", [])})
		for folder in folders()
		for record in records_of(folder)
		if record["doctype"] == "Care Event Type"
	}


def records_of(folder: Path) -> list[dict[str, Any]]:
	"""Returns all records of a folder, in its order."""
	stems = read_head(folder).get("order", [])
	return [record for stem in stems for record in json.loads((folder / f"{stem}.json").read_text())]


def _rule(record: dict[str, Any]) -> Rule:
	counts = [count_of(frappe._dict(row)) for row in record["counts"]]
	satisfied_by, stopped_by = (
		{row["event_type"] for row in record.get(field, [])} for field in ("satisfied_by", "stopped_by")
	)
	return rule_of(frappe._dict(record, name=record["rule_name"]), counts, satisfied_by, stopped_by)
