"""What the scheduler starts: due dates that move while a clock stands still, and erasures that a kill interrupted."""

from __future__ import annotations

from ppoc.access.audit.sealing_database import remove_older_than
from ppoc.retention.due_dates_database import count_again
from ppoc.retention.erasing_database import resume
from ppoc.retention.retention_period_database import audit_years, is_anything_held


def look_again() -> None:
	"""Runs daily."""
	count_again()
	resume()
	shorten_audit_trail()


def shorten_audit_trail() -> None:
	"""Removes what is older than the authority keeps the audit trail, unless something is held."""
	years = audit_years()
	if years and not is_anything_held():
		remove_older_than(years)
