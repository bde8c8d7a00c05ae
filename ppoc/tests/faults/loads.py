"""Activities of people who load a return or a workbook, and who apply a practice pack."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from typing import Any, ClassVar

from ppoc.tests.faults.activities import Activity
from ppoc.tests.faults.kinds import HALF_DONE, LOST, STUCK, Fault
from ppoc.tests.faults.people import Person

ENDED_WITHIN = 60.0
ASKED_EVERY = 0.2


class Load(Activity):
	"""Files are previewed and loaded in the background, while the page asks how far it is."""

	jobs = True
	kind: ClassVar[str]
	expected: dict[str, int]

	def prepare(self) -> None:
		self.number = next(self.council.numbers)
		self.team: str = self.council.inside.call("world.team", **self.council.place)
		self.files = self._files()
		self.runs: list[str] = []
		self.loaded = ""

	def _files(self) -> list[Any]:
		raise NotImplementedError

	@property
	def person(self) -> Person:
		return self.council.people[0]

	def act(self) -> None:
		self._load()

	def preview(self) -> str:
		"""Returns the run that the page was shown, "" for none."""
		place = {"kind": self.kind, "locality": self.council.locality, "team": self.team}
		answer = self.person.call("ppoc.imports.api.preview", files=self.files, **place)
		if not answer.acknowledged:
			return ""
		assert answer.message["status"] == "Previewed", answer.message
		self.runs.append(answer.message["name"])
		return self.runs[-1]

	def _load(self) -> str:
		"""Returns the status that the page was shown last."""
		run = self.preview()
		if not run:
			return "unknown"
		answer = self.person.call("ppoc.imports.api.load", run=run)
		deadline = time.monotonic() + ENDED_WITHIN
		while answer.acknowledged and answer.message["status"] == "Loading":
			assert time.monotonic() < deadline, f"{run} is still loading"
			time.sleep(ASKED_EVERY)
			answer = self.person.call("ppoc.imports.api.status", run=run)
		if not answer.acknowledged:
			return "unknown"
		if answer.message["status"] == "Loaded":
			self.loaded = run
			self.acknowledged += 1
		return str(answer.message["status"])

	def settle(self) -> None:
		"""The page is opened again; what was not loaded is loaded again."""
		self.acknowledged_as_loaded = self.loaded
		status = self._status_of_last()
		if status != "Loaded":
			status = self._load()
		self.status = status

	def _status_of_last(self) -> str:
		if not self.runs:
			return "unknown"
		deadline = time.monotonic() + ENDED_WITHIN
		while True:
			answer = self.person.call("ppoc.imports.api.status", run=self.runs[-1])
			assert answer.acknowledged, answer
			if answer.message["status"] != "Loading" or time.monotonic() > deadline:
				return str(answer.message["status"])
			time.sleep(ASKED_EVERY)

	def faults(self) -> Iterator[Fault]:
		if self.status != "Loaded":
			yield STUCK, f"{self.runs}: could not be loaded again: {self.status}"
		yield from self.council.inside.faults(
			"checks.load_faults",
			runs=self.runs,
			acknowledged=self.acknowledged_as_loaded,
			team=self.team,
			expected=self.expected,
		)


class Return(Load):
	"""An SSDA903 return."""

	name = "return"
	kind = "SSDA903 return"

	def _files(self) -> list[Any]:
		texts: dict[str, str] = self.council.inside.call("world.return_files", seed=self.number)
		rows = {name: len(text.strip().splitlines()) - 1 for name, text in texts.items()}
		self.expected = {"Child": rows["header.csv"], "Care Episode": rows["episodes.csv"]}
		return [("files", (name, text.encode())) for name, text in texts.items()]


class Workbook(Load):
	"""A tracker workbook."""

	name = "workbook"
	kind = "Tracker workbook"

	def _files(self) -> list[Any]:
		content = self.council.inside.call("world.workbook_file", seed=self.number, team=self.team)
		self.expected = {"Child": 4, "Permanence Plan": 4}
		return [("files", ("tracker.xlsx", base64.b64decode(content)))]


class Pack(Activity):
	"""A practice pack is applied that the site has not had."""

	name = "pack"
	FOLDER = "permanency_planning_meetings"

	def prepare(self) -> None:
		self.council.inside.call("world.forget_pack", folder=self.FOLDER)
		self.told = False

	def act(self) -> None:
		self.told = self._apply()

	def _apply(self) -> bool:
		answer = self.council.configurer.call("ppoc.timescales.packs.api.apply", folder=self.FOLDER)
		self.acknowledged += answer.acknowledged
		return answer.acknowledged

	def settle(self) -> None:
		self.before = self.council.inside.call("checks.pack", folder=self.FOLDER)
		self.told_before = self.told
		if not self.told:
			self.told = self._apply()

	def faults(self) -> Iterator[Fault]:
		if self.before["there"] not in (0, self.before["all"]):
			yield HALF_DONE, f"half of the pack is there: {self.before}"
		if self.told_before and not self.before["there"]:
			yield LOST, "the pack was acknowledged and is not there"
		after = self.council.inside.call("checks.pack", folder=self.FOLDER)
		if not self.told or after["there"] != after["all"]:
			yield STUCK, f"the pack could not be applied again: {after}"
