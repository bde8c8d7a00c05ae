"""Reads the barriers of plans, for views that have already checked who may see the plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe


def standing_barriers(plans: Iterable[str]) -> dict[str, list[str]]:
	"""Returns unresolved barriers in words, by plan. The caller has checked that the user may see these plans."""
	by_plan: dict[str, list[str]] = defaultdict(list)
	names = sorted(plans)
	if not names:
		return by_plan
	rows = frappe.db.sql(  # thousands of names, which the query builder would render one by one
		"""select `parent`, `category`, `detail` from `tabPlan Barrier`
		where `parenttype` = 'Permanence Plan' and `resolved_on` is null and `parent` in %(plans)s
		order by `parent`, `idx`""",
		{"plans": tuple(names)},
	)
	for plan, *words in rows:
		by_plan[plan].append(": ".join(filter(None, words)))
	return by_plan
