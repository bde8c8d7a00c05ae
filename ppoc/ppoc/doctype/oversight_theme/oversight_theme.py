"""Oversight Theme."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class OversightTheme(CaseRow):
	"""One theme of a quarter: a category of barriers with its numbers, or one that the chair names."""
