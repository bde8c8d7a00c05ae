"""Finds duties that have rules in more than one practice pack."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe

FIELDS = ("name", "duty", "pack", "source", "about", "applies_to", "enabled", "gives_way")


def conflicts(duty: str | None = None) -> list[dict[str, Any]]:
	"""Returns the duties for which two or more packs have enabled rules, each with those rules.

	A duty stays in the list after a pack has been chosen for it, with that choice. A local rule, which belongs to no
	pack, counts as if it had a pack of its own. A rule that gives way is in no conflict.

	Args:
		duty: look at this duty only.

	Returns:
		For each duty: duty, settled_by (the pack chosen, or ""), and its rules by pack and name with `in_force`.
	"""
	rules = frappe.get_all(
		"Timescale Rule",
		filters={"enabled": 1, **({"duty": duty} if duty else {})},
		fields=list(FIELDS),
		order_by="duty asc, pack asc, name asc",
	)
	by_duty: dict[str, list[dict[str, Any]]] = defaultdict(list)
	for rule in rules:
		if not rule.gives_way:
			by_duty[rule.duty].append(rule)
	settled = dict(frappe.get_all("Timescale Duty", fields=["name", "settled_by"], as_list=True))
	return [
		{
			"duty": name,
			"settled_by": settled.get(name) or "",
			"rules": [{**rule, "in_force": settled.get(name) in (None, "", rule["pack"])} for rule in found],
		}
		for name, found in by_duty.items()
		if len({rule["pack"] or "" for rule in found}) > 1
	]
