"""Plan Barrier."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class PlanBarrier(CaseRow):
	"""Something that blocks a plan, until it is resolved."""
