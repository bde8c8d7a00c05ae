"""What people and jobs do while processes are killed, and what must hold of it afterwards."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ppoc.tests.contract import Stack
from ppoc.tests.faults.inside import Inside
from ppoc.tests.faults.kinds import Fault
from ppoc.tests.faults.people import Person


@dataclass
class Council:
	"""The site, the people who use it, and what the family has counted."""

	stack: Stack
	inside: Inside
	locality: str
	workers: dict[str, str]
	people: list[Person]
	manager: Person
	configurer: Person
	sink: Any
	numbers: Iterator[int] = field(default_factory=itertools.count)

	@property
	def place(self) -> dict[str, Any]:
		"""Where records are made, and who works there."""
		return {"locality": self.locality, "workers": self.workers}


class Activity:
	"""One thing that people do. `act` returns at the first answer that does not say that it was done."""

	name: ClassVar[str]
	jobs: ClassVar[bool] = False
	"""Whether it goes on in the background after `act`."""

	def __init__(self, council: Council) -> None:
		self.council = council
		self.acknowledged = 0

	def prepare(self) -> None:
		"""Makes the records."""

	def act(self) -> None:
		"""Does it, over HTTP."""
		raise NotImplementedError

	def settle(self) -> None:
		"""Does what people do when all is up again: what was not acknowledged, they do again."""

	def faults(self) -> Iterator[Fault]:
		"""Yields what was lost, doubled or half done."""
		raise NotImplementedError


def side_by_side(*calls: Callable[[], None]) -> None:
	"""Makes the calls in threads, and passes on what one of them raises."""
	errors: list[BaseException] = []

	def run(call: Callable[[], None]) -> None:
		try:
			call()
		except BaseException as error:
			errors.append(error)

	threads = [threading.Thread(target=run, args=(call,), daemon=True) for call in calls]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	if errors:
		raise errors[0]
