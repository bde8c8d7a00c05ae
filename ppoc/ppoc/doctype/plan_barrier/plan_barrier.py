"""Plan Barrier."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class PlanBarrier(CaseRow):
	"""Plan Barrier"""
