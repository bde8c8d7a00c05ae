"""Booking Paper."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class BookingPaper(CaseRow):
	"""A paper for a place in a sitting, and whether it has arrived."""
