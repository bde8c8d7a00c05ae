"""Two years in the order in which they happened: returns are loaded, meetings are proposed, held and written up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

import frappe
from frappe.utils import getdate

from demo import meetings
from demo.clock import clock_at
from demo.discussions import Participants, working_day
from demo.loading import ChildLoader
from demo.rollout import BLOCK, joining_day
from demo.service import LOCALITIES, LocalityStaff
from demo.service_records import IDENTIFICATION, MOBILISATION, PANEL
from ppoc.database.retry import begins_again
from ppoc.meetings.agenda.api import create_proposed

CIRCULATED_BEFORE = timedelta(days=7)
COMING_WEEK = timedelta(days=7)


@dataclass(order=True)
class HistoryStep:
	"""Something that happens on a day, at an hour."""

	day: date
	hour: int
	name: str
	act: Callable[[], None] = field(compare=False)


@dataclass
class DemoHistory:
	"""The history of some localities."""

	localities: Sequence[LocalityStaff]
	loader: ChildLoader
	participants: Participants
	start: date
	today: date
	report: Callable[[date], None] = lambda day: None

	def play(self) -> None:
		"""From the first day to yesterday."""
		day = min(joining_day(locality.name, self.start, self.today) for locality in self.localities)
		while day < self.today:
			until = min(day + BLOCK, self.today)
			with_retries(partial(self._open_block, day))
			for step in self._steps(day, until):
				with clock_at(step.day, step.hour):
					with_retries(step.act)
			day = until
			self.report(day)
		with_retries(partial(self._open_block, self.today))

	def _open_block(self, day: date) -> None:
		joined = [
			place for place in self.localities if joining_day(place.name, self.start, self.today) <= day
		]
		with clock_at(day, 7):
			self.loader.load(day, joined)
			for locality in joined:
				act_as(locality.coordinator.user)
				create_proposed(locality=locality.name, weeks=BLOCK.days // 7 + 1)
				frappe.db.commit()

	def _steps(self, since: date, until: date) -> list[HistoryStep]:
		"""What happens in the block, one locality after another, because a change of user empties Frappe's caches."""
		return [step for locality in self.localities for step in self._steps_of(locality, since, until)]

	def _steps_of(self, locality: LocalityStaff, since: date, until: date) -> list[HistoryStep]:
		user, name = locality.coordinator.user, locality.name
		steps = []
		for row in _open_meetings(name, since, until + CIRCULATED_BEFORE):
			day = getdate(row.meeting_date)
			if row.forum == PANEL:
				before = max(day - CIRCULATED_BEFORE, since)
				steps.append(HistoryStep(before, 8, row.name, _doing(user, meetings.circulate, row.name)))
			if day < until:
				steps.append(HistoryStep(day, _hour(row), row.name, self._holding(user, row.name, day)))
				steps.append(self._writing_up(name, user, row))
		steps += [self._writing_up(name, user, row) for row in _waiting_for_notes(name)]
		return sorted(step for step in steps if since <= step.day < until)

	def _writing_up(self, locality: str, user: str, meeting: frappe._dict) -> HistoryStep:
		name, day = meeting.name, getdate(meeting.meeting_date)
		if meeting.forum == PANEL:
			return HistoryStep(day, 17, name, self._after_panel(locality, user, name, day))
		return self._issuing_notes(user, name, day)

	def _issuing_notes(self, user: str, name: str, day: date) -> HistoryStep:
		"""A team's notes usually go out on the next working day, and now and then late."""
		after = self.participants.draws("notes", user, day).choices((1, 3, 8), weights=(80, 14, 6))[0]
		if self.today - day < COMING_WEEK:
			after = 8  # those of the last few days have not gone out yet
		return HistoryStep(
			working_day(day + timedelta(days=after)), 9, name, _doing(user, meetings.issue_notes, name)
		)

	def _holding(self, user: str, name: str, day: date) -> Callable[[], None]:
		def hold() -> None:
			act_as(user)
			meetings.confirm(name)
			meetings.MeetingInProgress(name, day, self.participants).hold()

		return hold

	def _after_panel(self, locality: str, user: str, name: str, day: date) -> Callable[[], None]:
		director = next(p.user for p in self.loader.service.authority if p.role == "Assistant Director")

		def write_up() -> None:
			act_as(user)
			meetings.issue_notes(name)
			act_as(director)
			meetings.answer_escalations(locality, day, self.participants)
			frappe.db.commit()

		return write_up

	def prepare_coming_week(self) -> None:
		"""Plan today's and next week's meetings and circulate the panels; the first team meets today."""
		with clock_at(self.today, 8):
			for locality in self.localities:
				user = locality.coordinator.user
				if locality.name == LOCALITIES[0]:
					with_retries(
						_doing(user, partial(_bring_to_today, today=self.today), locality.teams[0].name)
					)
				act_as(user)
				until = self.today + COMING_WEEK + timedelta(days=1)
				for row in _open_meetings(locality.name, self.today, until):
					prepare = meetings.circulate if row.forum == PANEL else meetings.confirm
					with_retries(_doing(user, prepare, row.name))


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
	"""Meetings held in earlier weeks, or in a block that was interrupted, whose notes have not gone out."""
	held = {"locality": locality, "status": "Held"}
	return frappe.get_all(
		"Meeting", filters=held, fields=["name", "forum", "meeting_date"], order_by="name asc"
	)


def _bring_to_today(team: str, today: date) -> None:
	"""Move the team's next meetings to today: at a weekend their schedule would have them on Monday."""
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
def with_retries(act: Callable[[], None]) -> None:
	"""Do it again where the database let another process go first. Each act continues from what it has committed."""
	act()


def _hour(row: frappe._dict) -> int:
	return int(str(row.start_time).split(":")[0])


def _doing(user: str, act: Callable[[str], None], name: str) -> Callable[[], None]:
	def do() -> None:
		act_as(user)
		act(name)
		frappe.db.commit()

	return do


def act_as(user: str) -> None:
	"""Go on in this person's name. A change of user empties Frappe's caches, so it is made only where it is one."""
	if frappe.session.user != user:
		frappe.set_user(user)
