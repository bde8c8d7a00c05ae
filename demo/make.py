"""Makes the demo: `run()` fills a site without children, `logins()` says who may log in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import frappe
from frappe.utils import getdate

from demo import casework, other_packs, service_records
from demo.allocation import allocate
from demo.clock import clock_at
from demo.discussions import Participants
from demo.history import DemoHistory
from demo.loading import ChildLoader
from demo.oversight import make_reviews_and_reports
from demo.rollout import JOINED_AFTER
from demo.service import TRIES_EVERY_PACK, Service, make_service
from demo.ssda903_returns import make_caseload
from demo.state import DemoState, password_of, read_state, write_state
from demo.storylines import storyline_of
from ppoc.database.deferral import deferred
from ppoc.meeting_statuses import HELD
from ppoc.plans.rag.rating_database import rate_all
from ppoc.timescales.nightly import run_pass

SEED = 903
CHILDREN, WEEKS, PROCESSES = 600, 104, 4


class DemoRefusedError(frappe.ValidationError):
	"""The demo was asked for on a site that has children of its own."""


def run(
	children: int = CHILDREN, weeks: int = WEEKS, today: date | None = None, processes: int = PROCESSES
) -> None:
	"""Fill a site with an invented service, its children and their history of meetings.

	If it is interrupted, the next call continues where it was. Once it is finished, a further call changes nothing.

	Args:
		children: how many; some of them have left care.
		weeks: how long the history is.
		today: the last day of the history; the real one if not given.
		processes: how many localities to work on at a time.

	Raises:
		DemoRefusedError: the site has children of its own.
	"""
	state = read_state() or _begin(children, weeks, today or getdate())
	if state.done:
		_say(f"The demo is there already, with {state.children} children.")
		return
	with emails_muted():
		demo = Demo(state)
		names = [locality.name for locality in demo.service.localities]
		with computed_later():
			demo.make_service()
			with _stage(f"{state.children} children and {state.weeks} weeks of meetings"):
				if processes > 1:
					_play_in_parallel(names, processes)
				else:
					demo.play(names)
			with _stage("needs, courts, requests and notes"):
				casework.make_casework(demo.service.localities, demo.start, state.today, demo.seed)
			with _stage(f"every practice pack in {TRIES_EVERY_PACK}"):
				other_packs.bring_other_packs(demo.service, state.today, demo.seed)
		with _stage("due dates"):
			run_pass(state.today)
			casework.confirm_forms(demo.service.localities, state.today)
		with _stage("reviews, quarterly reports and ratings"):
			make_reviews_and_reports(names, demo.start, state.today, demo.seed)
			rate_all(state.today)
		state.done = True
		write_state(state)


def logins() -> list[dict[str, str]]:
	"""Who may log in: role, user and password; one for each role, and a second coordinator and social worker."""
	state = read_state()
	if not state:
		return []
	people = [person for person in make_service(str(state.seed)).people if person.password]
	return [
		{"role": person.role, "user": person.user, "password": password_of(person.user, person.role)}
		for person in people
	]


def play_part(names: Sequence[str]) -> None:
	"""Make the history of some localities of a demo that `run` has begun; it does the rest."""
	state = read_state()
	if state is None:
		raise SystemExit("The demo of this site was never begun.")
	with emails_muted(), computed_later():
		Demo(state).play(names)


def _begin(children: int, weeks: int, today: date) -> DemoState:
	if frappe.db.count("Child"):
		raise DemoRefusedError("This site has children already. The demo is only made on a site without any.")
	state = DemoState(seed=SEED, children=children, weeks=weeks, today=today)
	write_state(state)
	return state


class Demo:
	"""The demo of one site, from its state."""

	def __init__(self, state: DemoState) -> None:
		self.state = state
		self.seed = str(state.seed)
		self.start = state.today - timedelta(weeks=state.weeks)
		self.service: Service = make_service(self.seed)
		self.caseload = make_caseload(state.children, state.seed, self.start, state.today)
		self.allocated = allocate(self.caseload.children.values(), self.service, self.seed)
		storylines = {
			child: storyline_of(self.seed, child, self.start, state.today) for child in self.caseload.children
		}
		self.participants = Participants(self.seed, storylines, state.today)

	def make_service(self) -> None:
		with (
			_stage("localities, teams and people"),
			clock_at(self.start - timedelta(days=1)),
		):
			service_records.make_places(self.service)
			workers = service_records.make_people(self.service)
			service_records.make_schedules(self.service, self.start, self.state.today, workers)
			frappe.db.commit()

	def play(self, names: Sequence[str]) -> None:
		"""Make the children and the history of some localities."""
		localities = [locality for locality in self.service.localities if locality.name in names]
		history = DemoHistory(
			localities, self._loader(), self.participants, self.start, self.state.today, self._report
		)
		history.play()
		history.prepare_coming_week()

	def _report(self, day: date) -> None:
		held = frappe.db.count("Meeting", {"status": ["in", HELD]})
		_say(f"  … {day:%d %B %Y}: {frappe.db.count('Child')} children, {held} meetings held")

	def _loader(self) -> ChildLoader:
		workers = dict(frappe.get_all("Worker", fields=["worker_id", "name"], as_list=True))
		return ChildLoader(self.caseload, self.allocated, self.service, workers)


def _play_in_parallel(names: Sequence[str], processes: int) -> None:
	"""Localities have no children in common, so their histories can be made at the same time, the longest first."""
	command = [sys.executable, "-m", "demo", frappe.local.site]
	command += ["--sites-path", str(Path(frappe.local.sites_path).resolve()), "--only"]
	environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
	parts = [
		subprocess.Popen([*command, *part], env=environment) for part in _shares(names, processes) if part
	]
	try:
		failed = [code for part in parts if (code := part.wait())]
	finally:
		for part in parts:
			part.terminate()
	frappe.db.commit()  # from here on this process sees what the others have written
	if failed:
		raise RuntimeError(
			"The history of some localities could not be made; see above. Call it again to continue."
			f" (exit statuses {failed}; one below 0 is the number of a signal)"
		)


def _shares(names: Sequence[str], processes: int) -> list[list[str]]:
	"""The localities, shared out so that all processes take about as long: those with the longest history first."""
	shares: list[list[str]] = [[] for _ in range(processes)]
	to_and_fro = [*range(processes), *reversed(range(processes))]
	for number, name in enumerate(sorted(names, key=JOINED_AFTER.__getitem__)):
		shares[to_and_fro[number % len(to_and_fro)]].append(name)
	return shares


@contextmanager
def emails_muted() -> Iterator[None]:
	"""No emails while the history is made."""
	before, frappe.flags.mute_emails = frappe.flags.mute_emails, True
	try:
		yield
	finally:
		frappe.flags.mute_emails = before
		frappe.set_user("Administrator")


@contextmanager
def computed_later() -> Iterator[None]:
	"""Due dates and ratings wait for the passes at the end: those of earlier days would only be overwritten."""
	with deferred() as waiting:
		yield
		waiting.forget()


@contextmanager
def _stage(name: str) -> Iterator[None]:
	began = time.monotonic()
	_say(f"{name} …")
	yield
	_say(f"{name}: {time.monotonic() - began:.0f} s")


def _say(text: str) -> None:
	print(text, flush=True)
