"""Where an adult who matters to a child stands, and what is known of all of them together. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

LATELY = timedelta(weeks=26)
"""If nobody was asked for longer, it is time to ask again."""


class Standing(str, Enum):
	"""Where a connected person stands; the first that holds."""

	RULED_OUT = "Ruled out"
	BEING_ASSESSED = "Being assessed"
	COULD_CARE = "Could offer a home"
	IN_TOUCH = "Could help or stay in touch"
	ASKED = "Asked"
	NOT_ASKED = "Not asked yet"


@dataclass(frozen=True)
class Assessment:
	"""One assessment of a person; dates are None where they are not known."""

	asked_on: date | None = None
	due_on: date | None = None
	filed_on: date | None = None
	outcome: str = ""

	@property
	def is_open(self) -> bool:
		"""Whether it was asked for and has no outcome yet."""
		return not self.outcome


@dataclass(frozen=True)
class ConnectedAdult:
	"""What decides where a person stands.

	Attributes:
		asked_on: the last day on which somebody asked them, or None.
		home, respite, contact: what they could offer.
		ask_again_on: the day on which to ask them again, or None.
		ruled_out: whether they were ruled out.
		assessments: their assessments.
	"""

	asked_on: date | None = None
	home: bool = False
	respite: bool = False
	contact: bool = False
	ask_again_on: date | None = None
	ruled_out: bool = False
	assessments: tuple[Assessment, ...] = ()

	@property
	def is_connection(self) -> bool:
		"""Whether the child can count on them: they offer something and are not ruled out."""
		return not self.ruled_out and (self.home or self.respite or self.contact)

	@property
	def standing(self) -> Standing:
		"""Where they stand."""
		if self.ruled_out:
			return Standing.RULED_OUT
		if any(one.is_open for one in self.assessments):
			return Standing.BEING_ASSESSED
		if self.home:
			return Standing.COULD_CARE
		if self.respite or self.contact:
			return Standing.IN_TOUCH
		return Standing.ASKED if self.asked_on else Standing.NOT_ASKED


@dataclass(frozen=True)
class Connections:
	"""The adults of one child together.

	Attributes:
		people: how many there are.
		connections: on how many of them the child can count.
		homes: how many of these could offer a home.
		asked_on: the last day on which any of them was asked, or None.
		ask_again_on: the next day on which one of them is to be asked again, or None.
		assessments: how many assessments are open.
		assessment_due_on: when the first of these is due, or None.
	"""

	people: int = 0
	connections: int = 0
	homes: int = 0
	asked_on: date | None = None
	ask_again_on: date | None = None
	assessments: int = 0
	assessment_due_on: date | None = None


def asked_lately(asked_on: date | None, today: date) -> bool:
	"""Returns whether somebody was asked lately, from the last day on which anybody was."""
	return asked_on is not None and today - asked_on <= LATELY


def together(adults: Iterable[ConnectedAdult]) -> Connections:
	"""Returns what is known of all adults of a child."""
	found = list(adults)
	counted = [adult for adult in found if adult.is_connection]
	still = [adult for adult in found if not adult.ruled_out]
	pending = [one for adult in still for one in adult.assessments if one.is_open]
	return Connections(
		people=len(found),
		connections=len(counted),
		homes=sum(adult.home for adult in counted),
		asked_on=max((adult.asked_on for adult in found if adult.asked_on), default=None),
		ask_again_on=min((adult.ask_again_on for adult in still if adult.ask_again_on), default=None),
		assessments=len(pending),
		assessment_due_on=min((one.due_on for one in pending if one.due_on), default=None),
	)
