#!/usr/bin/env python3
"""Writes the tables of docs/requests-and-decisions.md from the practice packs: who decides, and the readiness checks.

usage: python3 docs/delegation_table.py [--check]     --check writes nothing and exits with 1 if the page is stale
"""

from __future__ import annotations

import json
import sys
from typing import Any

import made_tables


def records(stem: str) -> dict[str, list[dict[str, Any]]]:
	"""Returns the records of a kind by the name of their pack."""
	found = {}
	for path in sorted(made_tables.PACKS.glob(f"*/{stem}.json")):
		head = json.loads((path.parent / "pack.json").read_text(encoding="utf-8"))
		found[head["name"]] = json.loads(path.read_text(encoding="utf-8"))
	return found


def who(rule: dict[str, Any]) -> str:
	"""Returns who decides by a rule, and under which condition."""
	decider = rule.get("known_as") or rule.get("forum") or rule.get("role") or rule.get("right_route")
	if rule["decided_by"] == "Role":
		decider += f" (role {rule['role']})"
	if rule["decided_by"] == "Not decided here":
		decider = f"not decided here: {decider}"
	condition = [
		f"{rule['cost_condition'].lower()} {rule['cost_limit']:,}" if rule.get("cost_condition") else "",
		f"{rule['policy_condition'].lower()} policy" if rule.get("policy_condition") else "",
	]
	said = ", ".join(one for one in condition if one)
	return f"{decider}, {said}" if said else decider


def follows(rule: dict[str, Any]) -> str:
	"""Returns what starts automatically when the request is agreed."""
	words = [f"with it: {also['request_type']}" for also in rule.get("agrees_also", [])]
	for row in rule.get("consequences", []):
		if row["moment"] == "Agreed":
			words.append(row.get("event_type") or row.get("route") or row.get("tracker") or row.get("text"))
	return "; ".join(words)


def papers(rule: dict[str, Any]) -> str:
	"""Returns the documents of a rule."""
	rows = rule.get("documents", [])
	return "; ".join(row["document"] if row["required"] else f"({row['document']})" for row in rows)


def tables() -> str:
	"""Returns all tables of the page."""
	lines = []
	for pack, rules in records("delegation_rule").items():
		rows = [
			(rule["source"], rule["request_type"], who(rule), papers(rule), follows(rule)) for rule in rules
		]
		lines += [f"### Who decides: {pack}", ""]
		lines += made_tables.table(
			("place in the source", "request", "who decides", "documents", "what follows"), rows
		)
	for pack, checks in records("readiness_check").items():
		rows = [(one["source"], one["title"], one["answered_from"].lower(), one["why"]) for one in checks]
		lines += [f"### Readiness: {pack}", ""]
		lines += made_tables.table(("place in the source", "check", "answered from", "in our words"), rows)
	return "\n".join(lines)


if __name__ == "__main__":
	sys.exit(made_tables.main("requests-and-decisions.md", "tables", tables))
