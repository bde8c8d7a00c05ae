"""The same child twice: noticed on entry and import, and merged with both histories kept."""
