"""Fixtures of the faults family."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ppoc.tests.contract import Stack
from ppoc.tests.faults.activities import ACTIVITIES, Activity, Council
from ppoc.tests.faults.inside import Inside
from ppoc.tests.faults.people import Person


@pytest.fixture(scope="session")
def inside(stack: Stack) -> Iterator[Inside]:
	"""Calls functions in a process of the stack's site."""
	made = Inside(stack)
	yield made
	made.close()


@pytest.fixture(scope="session")
def council(stack: Stack, inside: Inside) -> Council:
	"""A team with people who are logged in."""
	made: dict[str, Any] = inside.call("world.set_up")

	def person(user: str) -> Person:
		one = Person(stack.address, stack.site, user)
		one.log_in()
		return one

	return Council(
		stack,
		inside,
		made["team"],
		made["locality"],
		[person(user) for user in made["people"]],
		person(made["manager"]),
		person(made["configurer"]),
	)


@pytest.fixture(scope="session")
def usual_seconds(council: Council) -> Callable[[str], float]:
	"""Returns how long an activity takes when nobody is killed. It is done twice: the first time warms up."""
	known: dict[str, float] = {}

	def seconds(name: str) -> float:
		if name not in known:
			_undisturbed(ACTIVITIES[name](council))
			known[name] = _undisturbed(ACTIVITIES[name](council))
		return known[name]

	return seconds


def _undisturbed(activity: Activity) -> float:
	activity.prepare()
	began = time.monotonic()
	activity.act()
	took = time.monotonic() - began
	activity.settle()
	assert list(activity.faults()) == []
	assert activity.acknowledged, f"{activity.name}: nothing was acknowledged"
	return took
