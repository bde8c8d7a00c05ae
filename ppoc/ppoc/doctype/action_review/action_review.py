"""Action Review."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ActionReview(CaseRow):
	"""Action Review"""
