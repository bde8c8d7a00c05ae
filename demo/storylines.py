"""What will happen to each child, drawn from a seed before any meeting is held.

The meetings find a storyline out bit by bit. So predictions can slip towards a start that nobody in the meeting knows
yet, and a demo that is continued half-way comes to the same end.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

SGO, REUNIFICATION = "Special guardianship", "Reunification"
USUAL_ASSESSMENT = timedelta(weeks=12)

BARRIERS_BY_ROUTE = {
	SGO: (
		"Carer's finances or housing",
		"Carer's views",
		"Assessment capacity",
		"Court or legal",
		"Child's views or needs",
		"Social worker change",
	),
	REUNIFICATION: (
		"Parents or family",
		"Parents or family",
		"Other agency",
		"Assessment capacity",
		"Child's views or needs",
		"Court or legal",
	),
}


class Outlook(Enum):
	"""How a child's potential would be judged; the value is the category of the app."""

	NOW = "Potential now"
	LATER = "Potential in the future"
	UNCERTAIN = "Uncertain"
	NONE = "No potential"


class Ending(Enum):
	ACHIEVED = "achieved"
	STOPPED = "stopped"


@dataclass(frozen=True)
class Storyline:
	"""One child's story.

	Attributes:
		outlook: how an attentive team would judge the child's potential at first.
		turns_on: from this day there is potential now; None if never.
		fades_on: from this day there is no longer any potential; None if that does not happen.
		challenged: whether the Head of Service challenges a decision of no potential.
		after_challenge: how the team judges the potential after a challenge.
		route: the route out of care.
		first_guess: days from the list to the first predicted start of the assessment.
		slips: by how many days that prediction moves, each time.
		noticed: how many days after a prediction has passed the team moves it; negative for before.
		finish_slips: the same for the predicted finish.
		order: days from the end of the assessment until the child leaves care.
		ending: how it ends.
		stops_after: days on the list after which work stops, if it does.
		barrier: what is in the way while predictions slip; empty for nothing.
	"""

	outlook: Outlook
	turns_on: date | None
	fades_on: date | None
	challenged: bool
	after_challenge: Outlook
	route: str
	first_guess: int
	slips: tuple[int, ...]
	noticed: int
	finish_slips: tuple[int, ...]
	order: int
	ending: Ending
	stops_after: int
	barrier: str

	def outlook_on(self, day: date, was_challenged: bool = False) -> Outlook:
		if self.turns_on is not None and day >= self.turns_on:
			return Outlook.NOW
		if self.fades_on is not None and day >= self.fades_on and not was_challenged:
			return Outlook.NONE
		if self.outlook is Outlook.NOW:
			return Outlook.LATER
		return self.after_challenge if was_challenged else self.outlook


@dataclass(frozen=True)
class Course:
	"""The dates of a child's plan, counted from the day on which the child was prioritised."""

	storyline: Storyline
	prioritised_on: date

	@property
	def starts_on(self) -> date:
		return self._after(self.storyline.first_guess + sum(self.storyline.slips))

	@property
	def finishes_on(self) -> date:
		return self.starts_on + USUAL_ASSESSMENT + timedelta(days=sum(self.storyline.finish_slips))

	@property
	def leaves_care_on(self) -> date | None:
		stays = self.storyline.ending is Ending.STOPPED
		return None if stays else self.finishes_on + timedelta(days=self.storyline.order)

	@property
	def stops_on(self) -> date | None:
		return self._after(self.storyline.stops_after) if self.storyline.ending is Ending.STOPPED else None

	def predicted_start(self, day: date) -> date:
		"""What the team predicts on that day: the next guess, once it has noticed that the last one has passed."""
		return self._guess(self._after(self.storyline.first_guess), self.storyline.slips, day)

	def predicted_finish(self, day: date) -> date:
		return self._guess(self.starts_on + USUAL_ASSESSMENT, self.storyline.finish_slips, day)

	def _guess(self, guess: date, slips: tuple[int, ...], day: date) -> date:
		for slip in slips:
			if day < guess + timedelta(days=self.storyline.noticed):
				break
			guess += timedelta(days=slip)
		return guess

	def _after(self, days: int) -> date:
		return self.prioritised_on + timedelta(days=days)


def storyline_of(seed: str, child_id: str, first_day: date, last_day: date) -> Storyline:
	"""The storyline of a child between the first and the last day of the demo's history."""
	draw = random.Random(f"{seed}:fate:{child_id}")
	outlook = draw.choices(list(Outlook), weights=(24, 24, 10, 42))[0]
	route = SGO if draw.random() < 0.64 else REUNIFICATION
	turns_on = _turning_day(draw, outlook, first_day, last_day)
	return Storyline(
		outlook=outlook,
		turns_on=turns_on,
		fades_on=None if turns_on else _fading_day(draw, outlook, last_day),
		challenged=outlook is Outlook.NONE and draw.random() < 0.25,
		after_challenge=draw.choice((Outlook.LATER, Outlook.UNCERTAIN, Outlook.NONE)),
		route=route,
		first_guess=draw.randrange(28, 71),
		slips=tuple(draw.choice((14, 21, 28, 42)) for _ in range(draw.choice((0, 0, 1, 1, 2, 3)))),
		noticed=draw.choice((-14, -7, 0, 0, 7, 14)),
		finish_slips=tuple(draw.choice((14, 21, 28)) for _ in range(draw.choice((0, 0, 1, 2)))),
		order=draw.randrange(50, 140),
		ending=draw.choices(list(Ending), weights=(74, 26))[0],
		stops_after=draw.randrange(60, 260),
		barrier=draw.choice(BARRIERS_BY_ROUTE[route]) if draw.random() < 0.7 else "",
	)


def _turning_day(draw: random.Random, outlook: Outlook, first: date, last: date) -> date | None:
	"""Some have potential from the start and some later; most children without potential never do."""
	days = max((last - first).days, 1)
	if outlook is Outlook.NOW:
		# Not all at once: the team gets to them one after another.
		return first + timedelta(days=int(days * draw.random() ** 0.7))
	if draw.random() < {Outlook.LATER: 0.65, Outlook.UNCERTAIN: 0.4, Outlook.NONE: 0.03}[outlook]:
		return first + timedelta(days=int(days * (0.15 + 0.95 * draw.random() ** 0.8)))
	return None


def _fading_day(draw: random.Random, outlook: Outlook, last: date) -> date | None:
	"""Hopes that came to nothing, most of them lately, so that the next panels have decisions to look at."""
	if outlook not in (Outlook.LATER, Outlook.UNCERTAIN) or draw.random() < 0.3:
		return None
	return last - timedelta(days=int(280 * draw.random() ** 2))
