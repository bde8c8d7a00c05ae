"""Makes the demo: `run()` fills an empty site, `logins()` says who may log in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import frappe
from frappe import _
from frappe.utils import getdate

from demo import beside, records
from demo.allocation import allocate
from demo.caseload import Children
from demo.clock import clock_at
from demo.decisions import Voices
from demo.fates import fate_of
from demo.history import History
from demo.looking_back import look_back
from demo.returns import make_caseload
from demo.rollout import JOINED_AFTER
from demo.service import Service, make_service
from demo.speed import nobody_watching
from demo.state import State, password_of, read_state, write_state
from ppoc.exceptions import DemoRefusedError
from ppoc.meeting_statuses import HELD
from ppoc.plans.rag.rating_database import rate_all
from ppoc.timescales.nightly import run_pass

SEED = 903
WEEKS = 104


def run(children: int = 600, weeks: int = WEEKS, today: date | None = None, processes: int = 4) -> None:
	"""Fills a site with an invented service, its children and their history of meetings.

	Broken off, it goes on where it was with the next call; when done, a further call changes nothing.

	Args:
		children: how many children; some of them have left care.
		weeks: how long the history is.
		today: the last day of the history; the real one if not given.
		processes: how many localities to work on at a time.
	"""
	state = read_state() or _begin(children, weeks, today or getdate())
	if state.done:
		_say(f"The demo is there already, with {state.children} children.")
		return
	with quiet():
		demo = Demo(state)
		demo.make_service()
		names = [locality.name for locality in demo.service.localities]
		with _stage(f"{state.children} children and {state.weeks} weeks of meetings"):
			if processes > 1:
				_play_side_by_side(names, processes)
			else:
				demo.play(names)
		with _stage("needs, courts, requests and notes"), nobody_watching():
			beside.fill_in(demo.service.localities, demo.start, state.today, demo.seed)
		with _stage("due dates"):
			run_pass(state.today)
			beside.confirm_forms(demo.service.localities, state.today)
		with _stage("reviews and quarterly reports"), nobody_watching():
			look_back(names, demo.start, state.today, demo.seed)
			rate_all(state.today)
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
		fates = {
			child: fate_of(self.seed, child, self.start, state.today) for child in self.caseload.children
		}
		self.voices = Voices(self.seed, fates, state.today)

	def make_service(self) -> None:
		with (
			_stage("localities, teams and people"),
			nobody_watching(),
			clock_at(self.start - timedelta(days=1)),
		):
			records.make_places(self.service)
			workers = records.make_people(self.service)
			records.make_schedules(self.service, self.start, self.state.today, workers)
			frappe.db.commit()

	def play(self, names: Sequence[str]) -> None:
		"""Children and history of some localities."""
		localities = [locality for locality in self.service.localities if locality.name in names]
		history = History(localities, self.children(), self.voices, self.start, self.state.today, self._told)
		with nobody_watching():
			history.play()
			history.prepare_coming_week()

	def _told(self, day: date) -> None:
		held = frappe.db.count("Meeting", {"status": ["in", HELD]})
		_say(f"  … {day:%d %B %Y}: {frappe.db.count('Child')} children, {held} meetings held")

	def children(self) -> Children:
		workers = dict(frappe.get_all("Worker", fields=["worker_id", "name"], as_list=True))
		return Children(self.caseload, self.allocated, self.service, workers)


def _play_side_by_side(names: Sequence[str], processes: int) -> None:
	"""Localities have no children in common, so their pasts can be made at the same time, the longest first."""
	where = [frappe.local.site, str(Path(frappe.local.sites_path).resolve())]
	python = [sys.executable, "-m", "demo.part"]
	surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
	parts = [
		subprocess.Popen([*python, *where, *part], env=surroundings, preexec_fn=partial(os.nice, 3 * number))
		for number, part in enumerate(_shares(names, processes))
		if part
	]
	try:
		failed = [part for part in parts if part.wait()]
	finally:
		for part in parts:
			part.terminate()
	frappe.db.commit()  # from here on this process sees what the others wrote
	if failed:
		raise RuntimeError(
			"The past of some localities could not be made; see above. Call it again to go on."
		)


def _shares(names: Sequence[str], processes: int) -> list[list[str]]:
	"""The localities, dealt out to and fro by the length of their past, so that all parts take about as long."""
	shares: list[list[str]] = [[] for _ in range(processes)]
	to_and_fro = [*range(processes), *reversed(range(processes))]
	for number, name in enumerate(sorted(names, key=JOINED_AFTER.__getitem__)):
		shares[to_and_fro[number % len(to_and_fro)]].append(name)
	return shares


@contextmanager
def quiet() -> Iterator[None]:
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
