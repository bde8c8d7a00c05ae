"""Fixtures of the faults family."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ppoc.tests.contract import Stack
from ppoc.tests.faults.activities import Council
from ppoc.tests.faults.carrying_out import ACTIVITIES, undisturbed
from ppoc.tests.faults.inside import Inside
from ppoc.tests.faults.kinds import KINDS, Fault
from ppoc.tests.faults.mails import Sink
from ppoc.tests.faults.people import Person


@pytest.fixture(scope="session")
def inside(stack: Stack) -> Iterator[Inside]:
	"""Calls functions in a process of the stack's site."""
	made = Inside(stack)
	yield made
	made.close()


@pytest.fixture(scope="session")
def council(stack: Stack, inside: Inside) -> Council:
	"""A locality with people who are logged in."""
	made: dict[str, Any] = inside.call("world.set_up")

	def person(user: str) -> Person:
		one = Person(stack.address, stack.site, user)
		one.log_in()
		return one

	return Council(
		stack,
		inside,
		made["locality"],
		made["workers"],
		[person(user) for user in made["people"]],
		person(made["manager"]),
		person(made["configurer"]),
		Sink(stack.mails),
	)


@pytest.fixture(scope="session")
def usual_seconds(council: Council) -> Callable[[str], float]:
	"""Returns how long an activity takes when nobody is killed. It is done twice: the first time warms up."""
	known: dict[str, float] = {}

	def seconds(name: str) -> float:
		if name not in known:
			undisturbed(ACTIVITIES[name](council))
			known[name] = undisturbed(ACTIVITIES[name](council))
		return known[name]

	return seconds


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Callable[[list[Fault]], None]:
	"""Returns a function that counts a fault that was tried, and what it left, for the table at the end of the run."""

	def counted(faults: list[Fault]) -> None:
		record_property("trust: faults tried", 1)
		record_property("trust: faults survived", int(not faults))
		for kind in KINDS:
			record_property(f"trust: {kind}", sum(one == kind for one, _ in faults))

	return counted
