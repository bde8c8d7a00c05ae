"""RAG Facts: the words that a RAG rule's conditions are built from."""

from __future__ import annotations

from ppoc.ppoc.doctype.timescale_facts.timescale_facts import TimescaleFacts


class RAGFacts(TimescaleFacts):
	"""What a rule may ask about a plan. Nothing is stored here."""
