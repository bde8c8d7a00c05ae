"""RAG Override."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class RAGOverride(CaseRow):
	"""A rating set by a person; written by ppoc/plans/rag/overrides.py."""
