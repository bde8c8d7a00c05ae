"""Effectiveness Frequency."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class EffectivenessFrequency(CaseRow):
	"""How often a forum was due since the last review, and how often it was held."""
