"""Effectiveness Frequency."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class EffectivenessFrequency(CaseRow):
	"""How often a forum was to be held since the last review, and was."""
