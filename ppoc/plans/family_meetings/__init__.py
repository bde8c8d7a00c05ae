"""Family group meetings: what was offered to whom, what became of it, and whether it was in time for court."""
