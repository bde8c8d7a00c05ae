"""What the scheduler starts: due dates that move while a clock stands still, and erasures that a kill interrupted."""

from __future__ import annotations

from ppoc.retention.due_dates_database import count_again
from ppoc.retention.erasing_database import resume


def look_again() -> None:
	"""Runs daily."""
	count_again()
	resume()
