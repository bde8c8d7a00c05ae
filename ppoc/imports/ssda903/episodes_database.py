"""Reads the episodes that are held of children."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe

from ppoc.imports.ssda903.timeline import EPISODE_FIELDS, Episode


def episodes_of(children: list[str]) -> dict[str, list[Episode]]:
	"""Returns child → its episodes in order, for children whom the reader sees; one query."""
	rows = frappe.get_all("Care Episode", {"child": ["in", children]}, ["child", *EPISODE_FIELDS], limit=0)
	found: defaultdict[str, list[Episode]] = defaultdict(list)
	for row in rows:
		values: dict[str, Any] = {name: row[name] or None for name in EPISODE_FIELDS}
		found[row.child].append(Episode(**values))
	for episodes in found.values():
		episodes.sort(key=lambda episode: episode.order)
	return found
