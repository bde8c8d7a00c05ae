"""Drafts a letter to a child about a decision, in plain words. Plain Python.

What somebody typed for colleagues stands in the draft as it was typed: the social worker puts it into the child's words
and takes out what is not for the child to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ppoc.messages import Message

OUTCOMES = {
	"Agreed": Message("They said yes."),
	"Not agreed": Message("They said no."),
	"Challenged": Message("They are not sure yet, and want to know more."),
}
"""What is said of the decision on a request."""
PLAN_OUTCOMES = {
	"Carry on": Message("The plan for you stays as it is: {0}."),
	"Stop prioritising": Message("They will not go on with this plan for now: {0}."),
	"Assessment started": Message("Somebody is finding out now whether this is right for you: {0}."),
	"Assessment finished": Message("Somebody has finished finding out whether this is right for you: {0}."),
	"Permanence achieved": Message("It is settled now: {0}."),
}
"""What is said of the decision on a plan; the plan's route is filled in."""


@dataclass(frozen=True)
class DecisionTold:
	"""What a letter tells.

	Attributes:
		first_name: of the child; "" if it is not known.
		on: the day of the decision.
		about: what was asked or planned: a request type or a route, or words for a child that stand in its place.
		agreed: what is said if it was agreed, in place of a plain yes; "" for nothing else.
		outcome: the decision; a key of `OUTCOMES` or `PLAN_OUTCOMES`.
		reason: as somebody typed it.
		next_steps: what was agreed, each with the day by which.
		next_on: the day on which a meeting talks about the child again.
		officer, worker: names of the reviewing officer and the social worker.
	"""

	first_name: str
	on: date
	about: str
	outcome: str
	agreed: str = ""
	reason: str = ""
	next_steps: Sequence[tuple[str, date | None]] = ()
	next_on: date | None = None
	officer: str = ""
	worker: str = ""


def letter(told: DecisionTold) -> list[Message]:
	"""Returns the paragraphs of the draft."""
	return [*_told(told), *_next(told), *_questions(told)]


def _told(told: DecisionTold) -> Iterator[Message]:
	yield Message("Dear {0},", told.first_name) if told.first_name else Message("Hello,")
	yield Message(
		"On {0} the people who plan with you where you live and who looks after you talked about you.",
		told.on,
	)
	if told.outcome in PLAN_OUTCOMES:
		yield Message(PLAN_OUTCOMES[told.outcome], Message(told.about))
	else:
		yield Message("They talked about this: {0}.", Message(told.about))
		if told.outcome == "Agreed" and told.agreed:
			yield Message(told.agreed)
		else:
			yield OUTCOMES.get(told.outcome, Message("They have not decided yet."))
	if told.reason.strip():
		yield Message("This is why: {0}", told.reason.strip())


def _next(told: DecisionTold) -> Iterator[Message]:
	if told.next_steps:
		yield Message("This is what happens next:")
	for what, by in told.next_steps:
		yield Message("– {0} (by {1})", what, by) if by else Message("– {0}", what)
	if told.next_on:
		yield Message("They will talk about you again on {0}.", told.next_on)


def _questions(told: DecisionTold) -> Iterator[Message]:
	if told.officer:
		yield Message(
			"Is there something that you do not understand, or that you see differently? Tell me, or tell {0}, whose"
			" job it is to check that the plan is right for you.",
			told.officer,
		)
	else:
		yield Message("Is there something that you do not understand, or that you see differently? Tell me.")
	yield Message(
		"You can also ask for an advocate. That is somebody who is on your side and helps you to be heard."
	)
	if told.worker:
		yield Message("{0}", told.worker)
