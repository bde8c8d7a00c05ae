"""Gives shipped request types the words that a letter to a child has in place of their names."""

from __future__ import annotations

from ppoc.timescales.packs.filling_in_database import fill_in


def execute() -> None:
	"""Sets the words of shipped request types that have none; what somebody has typed stays as it is."""
	fill_in("Request Type", ("child_about", "child_agreed"))
