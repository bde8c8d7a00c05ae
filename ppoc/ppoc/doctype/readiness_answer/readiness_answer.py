"""Readiness Answer."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ReadinessAnswer(CaseRow):
	"""The answer to a readiness check, and its result."""
