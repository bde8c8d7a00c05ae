"""When each locality began to hold meetings, in the blocks of weeks in which the history is made."""

from __future__ import annotations

from datetime import date, timedelta

BLOCK = timedelta(weeks=8)
"""Meetings are proposed this far ahead, and a return is loaded this often."""

JOINED_AFTER = {"Ashmere": 0.0, "Brackenford": 0.31, "Coldwater": 0.58, "Dunmarrow": 0.81}
"""The localities joined one after another: the share of the history that was over by then."""


def joining_day(locality: str, start: date, today: date) -> date:
	"""When a locality began to hold meetings: the first one at the start, the others some blocks later."""
	return start + BLOCK * round((today - start) * JOINED_AFTER[locality] / BLOCK)
