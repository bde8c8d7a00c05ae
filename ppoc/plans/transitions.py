"""The steps of a plan from the list to permanence, and the steps that a decision takes. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ppoc.messages import Message

WAY = ("Prioritised", "Assessment started", "Assessment finished", "Achieved")
STEPS = ("Proposed", *WAY[:-1])
"""The statuses of an open plan, in order."""

STAMP = {
	"Assessment started": "actual_start",
	"Assessment finished": "actual_finish",
	"Achieved": "achieved_on",
	"No longer prioritised": "removal_reason",
}
"""The field that must be filled in before the plan may take each status."""

EVENTS = {
	"Prioritised": ("Prioritised", "prioritised_on"),
	"Assessment started": ("Assessment started", "actual_start"),
	"Assessment finished": ("Assessment finished", "actual_finish"),
	"Achieved": ("Permanence achieved", "achieved_on"),
	"No longer prioritised": ("No longer prioritised", "removed_on"),
}
"""The event type that each status records for the child, and the field of the plan with its date."""

TARGET = {
	"Assessment started": "Assessment started",
	"Assessment finished": "Assessment finished",
	"Permanence achieved": "Achieved",
	"Stop prioritising": "No longer prioritised",
}
"""The status that each decision in a meeting gives the plan."""


@dataclass(frozen=True)
class Step:
	"""One status to take, and the field to set before it."""

	status: str
	field: str
	value: date | str


class NoWayError(Exception):
	"""The plan's present status does not allow this decision; the message says what is missing."""

	def __init__(self, message: Message) -> None:
		self.message = message
		super().__init__(message)


def steps_for(decision: str, status: str, known: Mapping[str, date | None], value: date | str) -> list[Step]:
	"""Returns the steps that a decision takes from a status.

	If a status in between already has its date, the plan steps through it. So permanence can be recorded as achieved in
	one meeting if the plan's assessment dates have been typed in.

	Args:
		known: actual_start and actual_finish of the plan.
		value: the date of the decision, or the reason to stop.

	Raises:
		NoWayError: an earlier date is missing, or the plan is past this decision.
	"""
	target = TARGET[decision]
	if target == "No longer prioritised":
		if status not in WAY[:-1]:
			raise NoWayError(Message("The plan is “{0}” and is not on a list.", Message(status)))
		return [Step(target, STAMP[target], value)]
	if status not in WAY or WAY.index(status) >= WAY.index(target):
		raise NoWayError(
			Message("The plan is “{0}” already and cannot become “{1}”.", Message(status), Message(target))
		)
	steps = []
	for between in WAY[WAY.index(status) + 1 : WAY.index(target)]:
		when = known.get(STAMP[between])
		if not when:
			raise NoWayError(
				Message(
					"First enter the day on which it became “{0}”; the plan has no such date.",
					Message(between),
				)
			)
		steps.append(Step(between, STAMP[between], when))
	return [*steps, Step(target, STAMP[target], value)]
