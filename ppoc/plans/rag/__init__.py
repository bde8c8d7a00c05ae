"""RAG: where attention is most pressing among the open plans, by rules that are data, and by hand for a time."""
