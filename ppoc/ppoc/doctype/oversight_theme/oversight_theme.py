"""Oversight Theme."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class OversightTheme(CaseRow):
	"""One theme of a quarter: a category of barrier with its numbers, or a theme that the chair names."""
