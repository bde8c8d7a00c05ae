"""Readiness Answer."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ReadinessAnswer(CaseRow):
	"""What was answered to a readiness check, and how it stands."""
