"""A diary for end-to-end tests: the clock moves from day to day, nightly jobs run, and emails arrive over SMTP.

Tests act only through what people and the scheduler call: whitelisted methods, saved documents, hooks. A long story
is one test with a chapter for each function, as `test_return_to_panel` is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import frappe
import time_machine
from frappe.model.document import Document

from ppoc.meetings.api import close_meeting, preview_closing, save_fields
from ppoc.meetings.records.api import save_update, update_before
from ppoc.tests.papers import pages_of

LONDON = ZoneInfo("Europe/London")
NIGHT, DAILY_LETTERS = "00:05", "frappe.email.doctype.notification.notification.trigger_daily_alerts"
DAY_ENDS = "23:55"
OPTIONS_OF_A_JOB = frozenset(
	"queue timeout event is_async job_name now enqueue_after_commit on_success on_failure at_front job_id "
	"deduplicate at_front_when_starved".split()
)


class Diary:
	"""The clock of the test, its background jobs, and the emails that have arrived."""

	def __init__(self, mails: Any, first_day: str) -> None:
		self.mails = mails
		self.jobs: dict[Any, tuple[str, dict[str, Any]]] = {}
		self.now = _moment(date.fromisoformat(first_day), "09:00")
		self._clock = time_machine.travel(self.now.astimezone(timezone.utc), tick=True)
		self._read = 0

	@contextmanager
	def open(self, monkeypatch: Any) -> Iterator[Diary]:
		"""Freezes the clock until the block ends; background jobs run when the clock moves."""
		self._hands = self._clock.start()
		monkeypatch.setattr(frappe, "enqueue", self._wait_in_line)
		try:
			yield self
		finally:
			self._clock.stop()

	def go_to(self, day: str, at: str = "09:00") -> None:
		"""Moves on to this day and time in London, running every night and early morning in between."""
		target = _moment(date.fromisoformat(day), at)
		assert target >= self.now, f"{day} {at} has passed: it is {self.now:%Y-%m-%d %H:%M}"
		self.settle()
		for moment, method in _scheduled(self.now, target):
			self._stand_at(moment)
			with acting_as("Administrator"):
				frappe.get_attr(method)()
			self.settle()
		self._stand_at(target)

	def leap_to(self, day: str, at: str = "09:00") -> None:
		"""Moves on to a day after a period that the test does not check, running only the last night.

		Each nightly job may run a day late; emails of the days in between are not checked.
		"""
		self.settle()
		self._stand_at(max(self.now, _moment(date.fromisoformat(day) - timedelta(days=1), "09:00")))
		self.go_to(day, at)

	def settle(self) -> None:
		"""Stores everything, and runs background jobs and the jobs that they queue."""
		frappe.db.commit()
		while self.jobs:
			method, arguments = self.jobs.pop(next(iter(self.jobs)))
			with acting_as("Administrator"):
				frappe.get_attr(method)(**arguments)
			frappe.db.commit()

	def post(self) -> list[EmailMessage]:
		"""Returns the emails that have arrived since the last call."""
		self.settle()
		arrived = self.mails.send_queued()
		fresh, self._read = arrived[self._read :], len(arrived)
		return fresh

	def _wait_in_line(self, method: str | Callable[..., Any], **given: Any) -> None:
		name = method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}"
		arguments = {key: value for key, value in given.items() if key not in OPTIONS_OF_A_JOB}
		self.jobs[given.get("job_id") or (name, repr(sorted(arguments.items())))] = (name, arguments)

	def _stand_at(self, moment: datetime) -> None:
		self.now = moment
		self._hands.move_to(moment.astimezone(timezone.utc), tick=True)


def _moment(day: date, at: str) -> datetime:
	hour, minute = map(int, at.split(":"))
	return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def _scheduled(since: datetime, until: datetime) -> Iterator[tuple[datetime, str]]:
	"""Yields the app's daily jobs and Frappe's daily emails between two moments, each with its time."""
	jobs = _daily_jobs()
	day = since.date()
	while day <= until.date():
		for at, method in jobs:
			moment = _moment(day, at)
			if since < moment <= until:
				yield moment, method
		day += timedelta(days=1)


def _daily_jobs() -> list[tuple[str, str]]:
	"""Returns the jobs of each day by their time. A job that runs every few minutes runs once, after the others."""
	events = frappe.get_hooks("scheduler_events")
	nightly = [
		(NIGHT, method)
		for kind in ("daily_long", "daily")
		for method in events.get(kind, [])
		if method.startswith("ppoc.") or method == DAILY_LETTERS
	]
	by_hour = [
		(_time_of_day(cron), method)
		for cron, methods in events.get("cron", {}).items()
		for method in methods
		if method.startswith("ppoc.")
	]
	return sorted(nightly + by_hour, key=lambda job: job[0])


def _time_of_day(cron: str) -> str:
	minute, hour = cron.split()[:2]
	return DAY_ENDS if "*" in hour else f"{hour:0>2}:{minute:0>2}"


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Runs the block as this user."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


# what people do


def set_status(doctype: str, name: str, status: str, by: str, **values: Any) -> Document:
	"""Changes a record's status as a user, for instance of a proposed meeting to Planned."""
	with acting_as(by):
		doc = frappe.get_doc(doctype, name)
		doc.update({**values, "status": status})
		return doc.save()


def insert(doctype: str, **values: Any) -> Document:
	"""Somebody makes a record."""
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def event(child: str, event_type: str, day: str, by: str) -> None:
	"""Somebody records what happened to a child."""
	with acting_as(by):
		insert("Care Event", child=child, event_type=event_type, event_date=day)
	frappe.db.commit()


def sittings(forum: str, **filters: Any) -> list[frappe._dict]:
	"""Returns the meetings of a forum by date."""
	return frappe.get_all(
		"Meeting",
		filters={"forum": forum, **filters},
		fields=["name", "meeting_date", "start_time", "status", "locality", "team"],
		order_by="meeting_date asc, start_time asc",
	)


def sitting(forum: str, day: str, **filters: Any) -> str:
	"""The one meeting of a forum on this day."""
	[row] = sittings(forum, meeting_date=day, **filters)
	return row.name


def due(child: str, duty: str) -> tuple[str, str]:
	"""The latest due date of a duty and how it stands; both empty where there is none."""
	found = {"child": child, "duty": duty}
	rows = frappe.get_all("Timescale", found, ["due_on", "state"], order_by="due_on desc", limit=1)
	return (str(rows[0].due_on), rows[0].state) if rows else ("", "")


def attendees(meeting: str) -> set[str]:
	"""The names of the people on a meeting's list."""
	workers = frappe.get_all("Meeting Attendee", {"parent": meeting}, pluck="worker")
	return set(frappe.get_all("Worker", {"name": ["in", workers]}, pluck="worker_name"))


def children_on(meeting: str, by: str | None = None, **filters: Any) -> list[str]:
	"""Returns the children on the agenda that this user sees in a list; without a user, all of them."""
	ask = {"filters": {"meeting": meeting, **filters}, "pluck": "child", "order_by": "position asc"}
	if by is None:
		return frappe.get_all("Meeting Discussion", **ask)
	with acting_as(by):
		return frappe.get_list("Meeting Discussion", limit_page_length=0, **ask)


def talk_about(meeting: str, child: str, by: str, **values: Any) -> None:
	"""Types answers of the record (by question key) and fields of the discussion, field by field."""
	with acting_as(by):
		talk = _talk_that_asks(set(values), meeting, child)
		rows = {row.question_key: row for row in talk.answers}
		for key, value in values.items():
			if row := rows.get(key):
				_type("Discussion Answer", row.name, "answer", row.answer, value)
			else:
				_type("Meeting Discussion", talk.name, key, talk.get(key), value)


def _talk_that_asks(keys: set[str], meeting: str, child: str) -> Document:
	"""Returns the first discussion with all of these keys: a child may be on one agenda under two items."""
	asked = {}
	for name in frappe.get_list(
		"Meeting Discussion", {"meeting": meeting, "child": child}, pluck="name", order_by="position asc"
	):
		talk = frappe.get_doc("Meeting Discussion", name)
		asked[talk.agenda_item] = sorted(row.question_key for row in talk.answers)
		if all(key in asked[talk.agenda_item] or talk.meta.has_field(key) for key in keys):
			return talk
	raise KeyError(f"{meeting} asks nothing called {sorted(keys)} of {child}; it asks {asked}")


def _type(doctype: str, name: str, field: str, read: Any, value: Any) -> None:
	said = save_fields(doctype, name, {field: value}, {field: read})
	assert said.get("saved"), said


def write_update(meeting: str, child: str, by: str, **answers: str) -> None:
	"""Types the social worker's update before the meeting, by question key."""
	with acting_as(by):
		talk = _talk_that_asks(set(answers), meeting, child)
		rows = {row.question_key: row.name for row in talk.answers}
		read = {row["name"]: row["answer"] for row in update_before(talk.name)["answers"]}
		said = save_update(talk.name, {rows[key]: text for key, text in answers.items()}, read)
		assert said == {"saved": len(answers)}, said


def close(meeting: str, by: str) -> dict[str, Any]:
	"""Previews what closing will do, closes the meeting, and returns the preview."""
	with acting_as(by):
		shown = preview_closing(meeting)
		assert shown["can_close"], shown["blockers"]
		close_meeting(meeting, shown["modified"], acknowledge_unreviewed=True)
		return shown


def printed(doctype: str, name: str, print_format: str, by: str) -> str:
	"""Returns the text of the PDF that this user prints."""
	with acting_as(by):
		return " ".join(pages_of(frappe.get_print(doctype, name, print_format, as_pdf=True, no_letterhead=1)))


def words_of(letter: EmailMessage) -> str:
	"""Returns subject and text of an email as its reader sees them."""
	part = letter.get_body(("html", "plain"))
	return f"{letter['Subject']} " + " ".join(part.get_content().split())


def plain(html: str) -> str:
	"""The words of a table in a letter or print."""
	return " ".join(frappe.utils.strip_html(html.replace("<td", " <td")).split())


def to(letters: list[EmailMessage], address: str) -> list[EmailMessage]:
	"""Returns the emails to this address."""
	return [letter for letter in letters if address in str(letter["X-Envelope-To"])]
