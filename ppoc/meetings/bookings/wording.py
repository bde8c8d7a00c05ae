"""Explains to users why they got a place in a sitting or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from frappe import _
from frappe.utils import format_date, format_datetime

from ppoc.meetings.bookings.places import BookableMeeting, PlaceOffer, Why


def not_earlier(
	found: PlaceOffer, forum: str, slots: int, deadline_of: Callable[[BookableMeeting], datetime | None]
) -> str:
	"""Returns why there is no earlier sitting; "" if there is nothing to explain.

	Args:
		deadline_of: returns until when places in a sitting can be booked.
	"""
	if found.why is Why.NO_SITTING:
		return _("No meeting of {0} is planned yet.").format(forum)
	if not found.missed:
		return ""
	day = format_date(found.missed.day)
	if found.why is Why.FULL:
		return _("All {0} places at the meeting on {1} are taken.").format(slots, day)
	last = format_datetime(deadline_of(found.missed))
	return _("Places at the meeting on {0} had to be requested by {1}.").format(day, last)
