"""RAG Override."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class RAGOverride(CaseRow):
	"""A rating set by hand: ppoc/plans/rag/overrides.py writes it."""
