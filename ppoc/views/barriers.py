"""What stands in the way of plans, for views that have already asked who may see the plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe

from ppoc.bulk.dates import NO_DATE


def standing_barriers(plans: Iterable[str]) -> dict[str, list[str]]:
	"""Barriers not yet resolved, in words, by plan. The caller was shown these plans."""
	by_plan: dict[str, list[str]] = defaultdict(list)
	names = sorted(plans)
	if not names:
		return by_plan
	rows = frappe.get_all(
		"Plan Barrier",
		filters={
			"parenttype": "Permanence Plan",
			"parent": ["in", names],
			"resolved_on": NO_DATE,
		},
		fields=["parent", "category", "detail"],
		order_by="parent asc, idx asc",
	)
	for row in rows:
		by_plan[row.parent].append(": ".join(filter(None, (row.category, row.detail))))
	return by_plan
