"""What stands in the way of plans, for views that have already asked who may see the plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe


def standing_barriers(plans: Iterable[str]) -> dict[str, list[str]]:
	"""Barriers not yet resolved, in words, by plan. The caller was shown these plans."""
	by_plan: dict[str, list[str]] = defaultdict(list)
	names = sorted(plans)
	if not names:
		return by_plan
	rows = frappe.db.sql(  # thousands of names, which the query builder would turn over one by one
		"""select `parent`, `category`, `detail` from `tabPlan Barrier`
		where `parenttype` = 'Permanence Plan' and `resolved_on` is null and `parent` in %(plans)s
		order by `parent`, `idx`""",
		{"plans": tuple(names)},
	)
	for plan, *words in rows:
		by_plan[plan].append(": ".join(filter(None, words)))
	return by_plan
