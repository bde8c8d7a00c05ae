"""The steps of a child from coming into care to permanence. Plain Python on plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ppoc.messages import Message
from ppoc.reporting.figures.stages import Wait, wait

STEPS: dict[str, tuple[str, str]] = {
	Message("Came into care until plan agreed"): ("entered_on", "agreed_on"),
	Message("Came into care until prioritised"): ("entered_on", "prioritised_on"),
	Message("Plan agreed until prioritised"): ("agreed_on", "prioritised_on"),
	Message("Prioritised until assessment started"): ("prioritised_on", "started_on"),
	Message("Assessment started until finished"): ("started_on", "finished_on"),
	Message("Assessment finished until permanence"): ("finished_on", "permanent_on"),
	Message("Came into care until permanence"): ("entered_on", "permanent_on"),
}
"""A step → the days that begin and end it."""


@dataclass(frozen=True)
class Milestones:
	"""When a child in one time in care got how far; each day is the first of its kind after care began."""

	entered_on: date
	agreed_on: date | None = None
	prioritised_on: date | None = None
	started_on: date | None = None
	finished_on: date | None = None
	permanent_on: date | None = None
	left_on: date | None = None

	def waits(self, until: date) -> Iterator[tuple[str, Wait]]:
		"""Yields each step that the child was in, with its length; leaving care ends the wait unfinished.

		Args:
			until: the last day of which anything is known.
		"""
		for step, (began, ended) in STEPS.items():
			if one := wait(getattr(self, began), getattr(self, ended), self.left_on, until):
				yield step, one
