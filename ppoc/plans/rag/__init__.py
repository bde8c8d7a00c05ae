"""RAG: which open plans need attention most, by rules that are data, or by an override that expires."""
