"""Checks whether an action is SMART: asks about vague wording, refuses wording that says nothing. Plain Python.

Only a person can judge whether an action is good, so nearly everything here is a question to the person who
types. Only an action that nobody could ever tick off is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ppoc.messages import Message

LONGEST_DAYS = 183
"""An action that runs for more than half a year is a plan, not an action."""

FEWEST_WORDS = 4

EMPTY_TALK = frozenset(
	"tbc tba tbd n/a na none nil ongoing on-going chase chasing continue continuing monitor monitoring pending "
	"progress progressing awaiting await waiting update updates updated review reviewing discuss discussed see "
	"above below as to be confirmed agreed follow up followup sw tm ps action actions same no change ok done x".split()
)
"""Words that say nothing; an action that consists only of these is refused."""

VAGUE_STARTS = (
	"chase",
	"continue",
	"monitor",
	"look at",
	"look into",
	"explore",
	"consider",
	"try to",
	"keep an eye",
	"follow up",
	"progress",
	"liaise",
	"support",
	"think about",
)

VAGUE_DATES = ("asap", "soon", "shortly", "ongoing", "in due course", "when possible", "next few weeks")

SHARED_OWNERS = ("everyone", "everybody", "all to", "team to", "someone", "somebody", "we will", "we need")


@dataclass(frozen=True)
class SmartQuestion:
	"""A question to the person who types.

	Attributes:
		about: the field that the question is about: what, action_owner or due_on.
		text: the question, in plain English.
		refused: whether the server refuses the action as it is.
	"""

	about: str
	text: str
	refused: bool = False


def questions(what: str, has_owner: bool, due_on: date | None, set_on: date) -> list[SmartQuestion]:
	"""Returns all questions about an action as it is now, those that refuse it first."""
	found = [*_about_wording(what or ""), *_about_owner(has_owner), *_about_date(due_on, set_on)]
	return sorted(found, key=lambda question: not question.refused)


def is_empty_talk(what: str) -> bool:
	"""Returns whether the wording consists only of words that say nothing."""
	words = re.findall(r"[^\W_]+(?:[/'’-][^\W_]+)*", what.casefold())
	return not words or all(word in EMPTY_TALK for word in words)


def _about_wording(what: str) -> list[SmartQuestion]:
	text = " ".join(what.casefold().split())
	if is_empty_talk(what):
		return [
			SmartQuestion(
				"what",
				Message(
					"What exactly will be done? Say it so that anybody can tell whether it has been done."
				),
				True,
			)
		]
	found = []
	if len(text.split()) < FEWEST_WORDS:
		found.append(
			SmartQuestion(
				"what", Message("Can this be more specific: who is contacted, what is produced, about what?")
			)
		)
	start = next((s for s in VAGUE_STARTS if text == s or text.startswith(s + " ")), None)
	if start:
		found.append(
			SmartQuestion(
				"what",
				Message("“{0}” can go on for ever. What will there be when it is done?", start.capitalize()),
			)
		)
	if any(re.search(rf"\b{re.escape(word)}\b", text) for word in VAGUE_DATES):
		found.append(
			SmartQuestion("due_on", Message("The wording gives no real date. Is the due date right?"))
		)
	if any(text.startswith(word) or f" {word} " in f" {text} " for word in SHARED_OWNERS):
		found.append(
			SmartQuestion(
				"action_owner", Message("Which of them is responsible? One person should own the action.")
			)
		)
	return found


def _about_owner(has_owner: bool) -> list[SmartQuestion]:
	return [] if has_owner else [SmartQuestion("action_owner", Message("Who will do it?"), True)]


def _about_date(due_on: date | None, set_on: date) -> list[SmartQuestion]:
	if due_on is None:
		return [SmartQuestion("due_on", Message("By when will it be done?"), True)]
	if due_on < set_on:
		return [SmartQuestion("due_on", Message("The date is before the day the action was set."), True)]
	if due_on - set_on > timedelta(days=LONGEST_DAYS):
		return [
			SmartQuestion(
				"due_on",
				Message("This is more than half a year away. Is there a first step that can be done sooner?"),
			)
		]
	if due_on.weekday() >= 5:
		return [SmartQuestion("due_on", Message("This is a weekend. Did you mean another day?"))]
	return []
