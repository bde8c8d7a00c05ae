"""Effectiveness Score."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class EffectivenessScore(CaseRow):
	"""The score of one criterion."""
