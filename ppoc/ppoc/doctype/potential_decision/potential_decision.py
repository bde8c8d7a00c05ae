"""Potential Decision."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class PotentialDecision(CaseRow):
	"""One decision on a child's potential, with its reason."""
