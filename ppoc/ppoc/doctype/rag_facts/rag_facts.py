"""RAG Facts: the fields for the conditions of a RAG rule."""

from __future__ import annotations

from ppoc.ppoc.doctype.timescale_facts.timescale_facts import TimescaleFacts


class RAGFacts(TimescaleFacts):
	"""What a rule may ask about a plan. Stores no rows."""
