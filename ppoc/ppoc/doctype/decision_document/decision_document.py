"""Decision Document."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DecisionDocument(CaseRow):
	"""A document of a request, and whether it has arrived."""
