"""Decision Carried On."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DecisionCarriedOn(CaseRow):
	"""A request that was agreed along with another, in the same sitting."""
