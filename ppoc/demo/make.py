"""Makes the demo: `run()` fills an empty site, `logins()` says who may log in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from ppoc.demo import records
from ppoc.demo.allocation import allocate
from ppoc.demo.caseload import Children
from ppoc.demo.clock import clock_at
from ppoc.demo.decisions import Voices
from ppoc.demo.fates import fate_of
from ppoc.demo.history import History
from ppoc.demo.returns import make_caseload
from ppoc.demo.service import Service, make_service
from ppoc.demo.state import State, password_of, read_state, write_state
from ppoc.exceptions import DemoRefusedError

SEED = 903
WEEKS = 104


def run(children: int = 600, weeks: int = WEEKS, today: date | None = None) -> None:
	"""Fills a site with an invented service, its children and their history of meetings.

	Broken off, it goes on where it was with the next call; when done, a further call changes nothing.

	Args:
		children: how many children; some of them have left care.
		weeks: how long the history is.
		today: the last day of the history; the real one if not given.
	"""
	state = read_state() or _begin(children, weeks, today or getdate())
	if state.done:
		_say(f"The demo is there already, with {state.children} children.")
		return
	with _quiet():
		demo = Demo(state)
		demo.make_service()
		demo.load_children()
		demo.play()
		state.done = True
		write_state(state)


def logins() -> list[dict[str, str]]:
	"""Who may log in: role, user and password, one for each role and a second coordinator."""
	state = read_state()
	if not state:
		return []
	people = [person for person in make_service(str(state.seed)).people if person.password]
	return [
		{"role": person.role, "user": person.user, "password": password_of(person.user, person.role)}
		for person in people
	]


def _begin(children: int, weeks: int, today: date) -> State:
	if frappe.db.count("Child"):
		frappe.throw(
			_("This site has children already. The demo is only made on a site without any."),
			DemoRefusedError,
			title=_("Not an Empty Site"),
		)
	state = State(seed=SEED, children=children, weeks=weeks, today=today)
	write_state(state)
	return state


class Demo:
	"""The demo of one site, from its state."""

	def __init__(self, state: State) -> None:
		self.state = state
		self.seed = str(state.seed)
		self.start = state.today - timedelta(weeks=state.weeks)
		self.service: Service = make_service(self.seed)
		self.caseload = make_caseload(state.children, state.seed, self.start, state.today)
		self.allocated = allocate(self.caseload.children.values(), self.service, self.seed)
		fates = {child: fate_of(self.seed, child, self.start, state.today) for child in self.caseload.children}
		self.voices = Voices(self.seed, fates)

	def make_service(self) -> None:
		with _stage("localities, teams and people"), clock_at(self.start - timedelta(days=1)):
			records.make_places(self.service)
			workers = records.make_people(self.service)
			records.make_schedules(self.service, self.start, self.state.today, workers)
			frappe.db.commit()

	def load_children(self) -> None:
		with _stage(f"{len(self.caseload.children)} children"), clock_at(self.start - timedelta(days=1)):
			self.children().load(self.start, [locality.name for locality in self.service.localities])

	def play(self) -> None:
		with _stage(f"{self.state.weeks} weeks of meetings"):
			history = self.history([locality.name for locality in self.service.localities])
			history.play()
			history.prepare_coming_week()

	def children(self) -> Children:
		workers = dict(frappe.get_all("Worker", fields=["worker_id", "name"], as_list=True))
		return Children(self.caseload, self.allocated, self.service, workers)

	def history(self, localities: list[str]) -> History:
		people = [locality for locality in self.service.localities if locality.name in localities]
		return History(people, self.children(), self.voices, self.start, self.state.today, _told)


def _told(day: date) -> None:
	_say(f"  … {day:%d %B %Y}, {frappe.db.count('Meeting', {'status': ['in', ['Held', 'Notes issued']]})} meetings")


@contextmanager
def _quiet() -> Iterator[None]:
	"""No emails while the past is made."""
	before, frappe.flags.mute_emails = frappe.flags.mute_emails, True
	try:
		yield
	finally:
		frappe.flags.mute_emails = before
		frappe.set_user("Administrator")


@contextmanager
def _stage(name: str) -> Iterator[None]:
	began = time.monotonic()
	_say(f"{name} …")
	yield
	_say(f"{name}: {time.monotonic() - began:.0f} s")


def _say(text: str) -> None:
	print(text, flush=True)
