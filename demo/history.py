"""Two years in the order in which they happened: returns loaded, meetings proposed, held and written up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

import frappe
from frappe.utils import getdate

from demo import sittings
from demo.caseload import Children
from demo.clock import clock_at
from demo.decisions import Voices, working_day
from demo.records import IDENTIFICATION, MOBILISATION, PANEL
from demo.rollout import BLOCK, joining_day
from demo.service import LOCALITIES, LocalityPeople
from ppoc.database.retry import begins_again
from ppoc.meetings.agenda.api import create_proposed

CIRCULATED_BEFORE = timedelta(days=7)
COMING_WEEK = timedelta(days=7)


@dataclass(order=True)
class Event:
	"""Something that happens on a day, at an hour."""

	day: date
	hour: int
	name: str
	happen: Callable[[], None] = field(compare=False)


@dataclass
class History:
	"""The past of some localities."""

	localities: Sequence[LocalityPeople]
	children: Children
	voices: Voices
	start: date
	today: date
	told: Callable[[date], None] = lambda day: None

	def play(self) -> None:
		"""From the first day to yesterday."""
		day = min(joining_day(locality.name, self.start, self.today) for locality in self.localities)
		while day < self.today:
			until = min(day + BLOCK, self.today)
			patiently(partial(self._open_block, day))
			for event in self._events(day, until):
				with clock_at(event.day, event.hour):
					patiently(event.happen)
			day = until
			self.told(day)
		patiently(partial(self._open_block, self.today))

	def _open_block(self, day: date) -> None:
		joined = [
			place for place in self.localities if joining_day(place.name, self.start, self.today) <= day
		]
		with clock_at(day, 7):
			self.children.load(day, joined)
			for locality in joined:
				act_as(locality.coordinator.user)
				create_proposed(locality=locality.name, weeks=BLOCK.days // 7 + 1)
				frappe.db.commit()

	def _events(self, since: date, until: date) -> list[Event]:
		"""What happens in the block, one locality after the other: each change of person costs what was looked up."""
		return [event for locality in self.localities for event in self._events_of(locality, since, until)]

	def _events_of(self, locality: LocalityPeople, since: date, until: date) -> list[Event]:
		user, name = locality.coordinator.user, locality.name
		events = []
		for row in _open_meetings(name, since, until + CIRCULATED_BEFORE):
			day = getdate(row.meeting_date)
			if row.forum == PANEL:
				before = max(day - CIRCULATED_BEFORE, since)
				events.append(Event(before, 8, row.name, _doing(user, sittings.circulate, row.name)))
			if day < until:
				events.append(Event(day, _hour(row), row.name, self._holding(user, row.name, day)))
				events.append(self._writing_up(name, user, row))
		events += [self._writing_up(name, user, row) for row in _waiting_for_notes(name)]
		return sorted(event for event in events if since <= event.day < until)

	def _writing_up(self, locality: str, user: str, meeting: frappe._dict) -> Event:
		name, day = meeting.name, getdate(meeting.meeting_date)
		if meeting.forum == PANEL:
			return Event(day, 17, name, self._after_panel(locality, user, name, day))
		return self._noting(user, name, day)

	def _noting(self, user: str, name: str, day: date) -> Event:
		"""A team's notes go out on the next working day as a rule, now and then late."""
		after = self.voices.chance("notes", user, day).choices((1, 3, 8), weights=(80, 14, 6))[0]
		if self.today - day < COMING_WEEK:
			after = 8  # those of the last days still wait
		return Event(
			working_day(day + timedelta(days=after)), 9, name, _doing(user, sittings.issue_notes, name)
		)

	def _holding(self, user: str, name: str, day: date) -> Callable[[], None]:
		def hold() -> None:
			act_as(user)
			sittings.confirm(name)
			sittings.Sitting(name, day, self.voices).hold()

		return hold

	def _after_panel(self, locality: str, user: str, name: str, day: date) -> Callable[[], None]:
		director = next(p.user for p in self.children.service.authority if p.role == "Assistant Director")

		def write_up() -> None:
			act_as(user)
			sittings.issue_notes(name)
			act_as(director)
			sittings.answer_escalations(locality, day, self.voices)
			frappe.db.commit()

		return write_up

	def prepare_coming_week(self) -> None:
		"""Today's and next week's meetings planned, panels circulated; the first team has one today."""
		with clock_at(self.today, 8):
			for locality in self.localities:
				act_as(locality.coordinator.user)
				if locality.name == LOCALITIES[0]:
					_bring_to_today(locality.teams[0].name, self.today)
				for row in _open_meetings(
					locality.name, self.today, self.today + COMING_WEEK + timedelta(days=1)
				):
					(sittings.circulate if row.forum == PANEL else sittings.confirm)(row.name)
				frappe.db.commit()


def _open_meetings(locality: str, since: date, before: date) -> list[frappe._dict]:
	return frappe.get_all(
		"Meeting",
		filters=[
			["locality", "=", locality],
			["meeting_date", ">=", since],
			["meeting_date", "<", before],
			["status", "in", ["Proposed", "Planned", "Circulated"]],
		],
		fields=["name", "forum", "meeting_date", "start_time"],
		order_by="meeting_date asc, start_time asc",
		limit=0,
	)


def _waiting_for_notes(locality: str) -> list[frappe._dict]:
	"""Meetings held already, in the weeks before or in a block that was broken off, whose notes are to go out."""
	held = {"locality": locality, "status": "Held"}
	return frappe.get_all(
		"Meeting", filters=held, fields=["name", "forum", "meeting_date"], order_by="name asc"
	)


def _bring_to_today(team: str, today: date) -> None:
	"""The team's next sittings are held today: on a weekend their rhythm would have them on Monday."""
	for forum in (MOBILISATION, IDENTIFICATION):
		coming = {
			"team": team,
			"forum": forum,
			"meeting_date": [">=", today],
			"status": ["in", ["Proposed", "Planned"]],
		}
		row = frappe.db.get_value(
			"Meeting", coming, ["name", "meeting_date"], order_by="meeting_date asc", as_dict=True
		)
		near = row and getdate(row.meeting_date) < today + COMING_WEEK
		if near and getdate(row.meeting_date) != today:
			meeting = frappe.get_doc("Meeting", row.name)
			meeting.meeting_date = today
			meeting.save()


@begins_again(waits=True)
def patiently(act: Callable[[], None]) -> None:
	"""Does it once more where the database let another process go first; each act goes on from what it committed."""
	act()


def _hour(row: frappe._dict) -> int:
	return int(str(row.start_time).split(":")[0])


def _doing(user: str, act: Callable[[str], None], name: str) -> Callable[[], None]:
	def happen() -> None:
		act_as(user)
		act(name)
		frappe.db.commit()

	return happen


def act_as(user: str) -> None:
	"""What happens from now on stands under this person's name. A change of user empties what was looked up."""
	if frappe.session.user != user:
		frappe.set_user(user)
