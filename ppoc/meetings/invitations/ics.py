"""Writes an invitation as an .ics file (RFC 5545, 5546). Plain Python: a sitting and its people in, bytes out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
	Calendar,
	Event,
	Timezone,
	TimezoneDaylight,
	TimezoneStandard,
	vCalAddress,
	vRecur,
	vText,
)

UNITED_KINGDOM = ZoneInfo("Europe/London")
"""Forums meet by local time, which is the same in all four nations."""
REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Contact:
	"""Somebody with an email address."""

	email: str
	name: str


@dataclass(frozen=True)
class CalendarEntry:
	"""What a calendar shows of a meeting: no child, nothing from the agenda.

	Attributes:
		uid: the same in all invitations to this meeting.
		begins: in local time.
	"""

	uid: str
	title: str
	begins: datetime
	minutes: int
	venue: str
	link: str
	organiser: Contact
	people: tuple[Contact, ...]

	def mark(self) -> str:
		"""Returns a digest that changes with anything that a calendar shows."""
		shown = {**asdict(self), "people": sorted(person.email for person in self.people)}
		return hashlib.sha256(json.dumps(shown, default=str, sort_keys=True).encode()).hexdigest()[:20]

	def is_over(self, now: datetime) -> bool:
		"""Returns whether it has begun, so that nobody is invited any more; `now` has a time zone."""
		return self.begins.replace(tzinfo=UNITED_KINGDOM) <= now


def as_ics(
	sitting: CalendarEntry, method: str, sequence: int, to: tuple[Contact, ...], stamp: datetime
) -> bytes:
	"""Returns the content of the file.

	Args:
		method: REQUEST for a new or changed meeting, CANCEL for one that is off, or off for these people.
		sequence: how often the meeting has changed; a calendar takes the highest.
		to: the people named in the file; a cancellation for some people names only these.
		stamp: when it was written, with its time zone.
	"""
	calendar = Calendar()
	calendar.add("prodid", "-//ppoc//meetings//EN")
	calendar.add("version", "2.0")
	calendar.add("method", method)
	calendar.add_component(_united_kingdom())
	event = Event()
	begins = sitting.begins.replace(tzinfo=UNITED_KINGDOM)
	event.add("uid", sitting.uid)
	event.add("sequence", sequence)
	event.add("dtstamp", stamp)
	event.add("dtstart", begins)
	# the length is elapsed time, even if the clocks change during the meeting
	ends = begins.astimezone(ZoneInfo("UTC")) + timedelta(minutes=sitting.minutes)
	event.add("dtend", ends.astimezone(UNITED_KINGDOM))
	event.add("summary", sitting.title)
	event.add("location", sitting.venue)
	event.add("description", sitting.link)
	event.add("status", "CONFIRMED" if method == REQUEST else "CANCELLED")
	event.add("class", "PRIVATE")
	event["organizer"] = _address(sitting.organiser)
	for person in to:
		event.add("attendee", _attendee(person, method), encode=False)
	calendar.add_component(event)
	return calendar.to_ical()


def _united_kingdom() -> Timezone:
	"""Returns the two clock changes as rules: some calendars cannot read the list of dates that the library
	would write."""
	zone = Timezone()
	zone.add("tzid", UNITED_KINGDOM.key)
	changes = (
		(TimezoneDaylight, "BST", datetime(1996, 3, 31, 1), 3, timedelta(0), timedelta(hours=1)),
		(TimezoneStandard, "GMT", datetime(1996, 10, 27, 2), 10, timedelta(hours=1), timedelta(0)),
	)
	for kind, name, first, month, before, after in changes:
		change = kind()
		change.add("tzname", name)
		change.add("dtstart", first)
		change.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
		change.add("tzoffsetfrom", before)
		change.add("tzoffsetto", after)
		zone.add_component(change)
	return zone


def _address(person: Contact) -> vCalAddress:
	address = vCalAddress(f"mailto:{person.email}")
	address.params["CN"] = vText(person.name)
	return address


def _attendee(person: Contact, method: str) -> vCalAddress:
	address = _address(person)
	address.params["ROLE"] = vText("REQ-PARTICIPANT")
	if method == REQUEST:
		address.params["PARTSTAT"] = vText("NEEDS-ACTION")
		address.params["RSVP"] = vText("TRUE")
	return address
