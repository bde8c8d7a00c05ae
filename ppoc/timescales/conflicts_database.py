"""Duties on which more than one practice pack rules."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe

FIELDS = ("name", "duty", "pack", "source", "about", "applies_to", "enabled")


def conflicts(duty: str | None = None) -> list[dict[str, Any]]:
	"""The duties that enabled rules of two packs or more rule on, each with those rules.

	A choice between the packs does not hide the duty; it is said with it. A rule of no pack, which an admin made,
	counts as of a pack of its own.

	Args:
		duty: look at this one only.

	Returns:
		For each: duty, settled_by (the pack chosen, or ""), rules by pack and name, and which of them are in force.
	"""
	rules = frappe.get_all(
		"Timescale Rule",
		filters={"enabled": 1, **({"duty": duty} if duty else {})},
		fields=list(FIELDS),
		order_by="duty asc, pack asc, name asc",
	)
	by_duty: dict[str, list[dict[str, Any]]] = defaultdict(list)
	for rule in rules:
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
