"""What a meeting of the demo says about each child, from the child's storyline and what is on record.

Nothing is remembered between calls, and choices are share from the seed, the child and the day. So a history that
was interrupted goes on as it would have done.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from demo import phrases
from demo.storylines import USUAL_ASSESSMENT, Course, Outlook, Storyline

PRIORITISED, STARTED, FINISHED = "Prioritised", "Assessment started", "Assessment finished"
ON_LIST = (PRIORITISED, STARTED, FINISHED)
UNDECIDED = ("Not yet categorised", "Challenged")
LOOK_AGAIN_AFTER = {
	"Potential in the future": 84,
	"Uncertain": 84,
	"No potential": 252,
	"No potential agreed": 252,
}
"""Days until a meeting looks at a child again, by the child's potential."""
REST_AFTER_STOPPING = timedelta(weeks=30)
"""For so long after coming off a list, a child counts as having potential in the future."""
MOST_CATEGORISED, MOST_CHALLENGED = 8, 5
BETWEEN_MEETINGS = 28
REACHED_IN_LAST_WEEKS, DECIDED_LATELY = 0.75, 84
"""In the last weeks the team looks at each child in every meeting, as the guide asks; a child decided about within so
many days may still be left for later."""


@dataclass(frozen=True)
class ChildOnAgenda:
	"""A child on an agenda, with what is on record."""

	discussion: str
	child: str
	child_id: str
	purpose: str
	potential: str = ""
	decided_on: date | None = None
	was_challenged: bool = False
	stopped_on: date | None = None
	plan: str = ""
	plan_status: str = ""
	prioritised_on: date | None = None
	predicted_start: date | None = None
	predicted_finish: date | None = None
	times_moved: int = 0
	open_barriers: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewAction:
	what: str
	part: str
	due_on: date
	urgent: bool = False


@dataclass
class Entry:
	"""What the meeting enters about one child: values of the discussion and the plan, new actions, an escalation."""

	discussion: dict[str, Any] = field(default_factory=dict)
	plan: dict[str, Any] = field(default_factory=dict)
	actions: list[NewAction] = field(default_factory=list)
	escalation: str = ""


@dataclass(frozen=True)
class ReviewOutcome:
	"""What a meeting decides about an action that an earlier one set."""

	outcome: str
	note: str = ""
	due_on: date | None = None


class Participants:
	"""The people in the demo's meetings."""

	def __init__(self, seed: str, storylines: Mapping[str, Storyline], today: date | None = None) -> None:
		self.seed = seed
		self.storylines = storylines
		self.today = today

	def draws(self, *about: object) -> random.Random:
		"""Random choices about one thing: the same for the same seed."""
		return random.Random(":".join(map(str, (self.seed, *about))))

	def reached(
		self, listed: Sequence[ChildOnAgenda], day: date, discussed: Mapping[str, int] | None = None
	) -> list[ChildOnAgenda]:
		"""The children whom the meeting has time for: first those where something has changed, then the others.

		Args:
			listed: those who have not been discussed yet.
			day: the day of the meeting.
			discussed: how many were, by purpose, before the meeting was interrupted.
		"""
		due = [(self._urgency(one, day), one) for one in listed]
		most = {"Categorise": MOST_CATEGORISED, "Challenge": MOST_CHALLENGED}
		taken = dict(discussed or {})
		reached = []
		for _, one in sorted((pair for pair in due if pair[0] is not None), key=itemgetter(0)):
			taken[one.purpose] = taken.get(one.purpose, 0) + 1
			if self._in_last_weeks(day) or taken[one.purpose] <= most.get(one.purpose, len(due)):
				reached.append(one)
		return reached

	def _in_last_weeks(self, day: date) -> bool:
		"""Whether this is a team's last meeting before the history ends."""
		return self.today is not None and (self.today - day).days <= BETWEEN_MEETINGS

	def _urgency(self, one: ChildOnAgenda, day: date) -> int | None:
		"""0 where something has changed, 1 where it is time to look again, None for not today."""
		if one.purpose != "Categorise" or one.potential in UNDECIDED or one.decided_on is None:
			return 0
		outlook = self._outlook(one, day)
		no_longer_hopeful = outlook is Outlook.NONE and one.potential not in (
			"No potential",
			"No potential agreed",
		)
		if outlook is Outlook.NOW or no_longer_hopeful:
			return 0
		days, every = (day - one.decided_on).days, LOOK_AGAIN_AFTER.get(one.potential, 28)
		if self._in_last_weeks(day):
			left_out = self.draws(day, one.child_id, "reached").random() > REACHED_IN_LAST_WEEKS
			return None if days < DECIDED_LATELY and left_out else 1
		# A discussion that changes nothing leaves the date of the decision as it was.
		return 1 if days >= every and days % every < BETWEEN_MEETINGS else None

	def _outlook(self, one: ChildOnAgenda, day: date) -> Outlook:
		outlook = self.storylines[one.child_id].outlook_on(day, one.was_challenged)
		rests = one.stopped_on is not None and day < one.stopped_on + REST_AFTER_STOPPING
		return Outlook.LATER if outlook is Outlook.NOW and rests else outlook

	def discuss(self, one: ChildOnAgenda, day: date, at_panel: bool) -> Entry:
		"""What the meeting enters about a child whom it has time for."""
		draw = self.draws(day, one.child_id, one.purpose)
		if one.purpose == "Categorise":
			return self._categorise(one, day, draw)
		if one.purpose == "Challenge":
			return self._challenge(one, day, draw)
		if at_panel or not one.plan or one.plan_status not in ON_LIST or one.prioritised_on is None:
			return self._at_panel(one, day, draw)
		return self._progress(one, day, draw)

	def _categorise(self, one: ChildOnAgenda, day: date, draw: random.Random) -> Entry:
		outlook = self._outlook(one, day)
		entry = Entry({"potential": outlook.value, "rationale": draw.choice(phrases.RATIONALES[outlook])})
		if outlook is Outlook.NOW and one.plan_status not in ON_LIST:
			entry.discussion["prioritise_for"] = self.storylines[one.child_id].route
		if outlook is Outlook.UNCERTAIN and draw.random() < 0.5:
			entry.discussion |= {"take_on": 1, "take_on_reason": "Potential is uncertain"}
		return entry

	def _challenge(self, one: ChildOnAgenda, day: date, draw: random.Random) -> Entry:
		storyline = self.storylines[one.child_id]
		if not storyline.challenged or one.was_challenged:
			return Entry({"head_of_service_view": "Agreed", "challenge": draw.choice(phrases.AGREEMENTS)})
		entry = Entry({"head_of_service_view": "Challenged", "challenge": draw.choice(phrases.CHALLENGES)})
		entry.discussion["deadline"] = working_day(day + timedelta(days=28))
		part, what = draw.choice(phrases.CHALLENGE_ACTIONS)
		entry.actions.append(NewAction(what, part, working_day(day + timedelta(days=28))))
		return entry

	def _at_panel(self, one: ChildOnAgenda, day: date, draw: random.Random) -> Entry:
		route = self.storylines[one.child_id].route
		texts = phrases.PROGRESS[route].get(one.plan_status)
		entry = Entry({"progress": draw.choice(texts)} if texts and one.purpose == "Progress plan" else {})
		if one.purpose == "Step down":
			entry.discussion["review"] = "Seen; the team looks again at the next Identification Meeting."
		if one.purpose == "Progress plan" and one.plan_status in ON_LIST:
			if draw.random() < 0.6:
				part, what = draw.choice(phrases.PANEL_ACTIONS)
				entry.actions.append(
					NewAction(what, part, working_day(day + timedelta(days=draw.randrange(14, 30))))
				)
			if one.open_barriers and draw.random() < 0.6:
				entry.escalation = draw.choice(phrases.ESCALATIONS)
		return entry

	def _progress(self, one: ChildOnAgenda, day: date, draw: random.Random) -> Entry:
		storyline = self.storylines[one.child_id]
		course = Course(storyline, one.prioritised_on or day)
		entry = Entry(_decision(one, course, day, draw))
		texts = phrases.PROGRESS[storyline.route].get(one.plan_status, ())
		if texts and (draw.random() < 0.6 or one.predicted_start is None):
			entry.discussion["progress"] = draw.choice(texts)
		entry.plan = _predictions(one, course, day)
		moved = (
			one.predicted_start
			and entry.plan.get("predicted_start", one.predicted_start) > one.predicted_start
		)
		if moved and storyline.barrier and storyline.barrier not in one.open_barriers:
			text = draw.choice(phrases.BARRIERS[storyline.barrier])
			entry.discussion |= {"barrier_category": storyline.barrier, "barriers": text}
		goes_on = entry.discussion["plan_decision"] not in ("Stop prioritising", "Permanence achieved")
		if goes_on and (one.open_barriers or one.times_moved > 1) and draw.random() < 0.5:
			entry.discussion |= {"take_on": 1, "take_on_reason": draw.choice(phrases.PANEL_REASONS)}
		if goes_on and draw.random() < 0.62:
			entry.actions.append(_action(storyline.route, day, draw))
		return entry

	def review(self, action: str, times_moved: int, due_on: date, day: date) -> ReviewOutcome:
		"""What the meeting decides about an open action that an earlier one set."""
		draw = self.draws(day, action)
		share = draw.random()
		if due_on > day and share < 0.55:
			return ReviewOutcome("Kept")
		if share < 0.64 or times_moved > 1:
			return ReviewOutcome("Done", draw.choice(phrases.OUTCOMES))
		if share < 0.77:
			later = working_day(day + timedelta(days=draw.choice((7, 14))))
			return ReviewOutcome("Moved", draw.choice(phrases.DELAYS), later)
		if share < 0.95:
			return ReviewOutcome("Kept", draw.choice(phrases.DELAYS))
		return ReviewOutcome("No longer needed", draw.choice(phrases.NOT_NEEDED))


def working_day(day: date) -> date:
	"""The day, or the Monday after a weekend."""
	return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _decision(one: ChildOnAgenda, course: Course, day: date, draw: random.Random) -> dict[str, Any]:
	stops, leaves = course.stops_on, course.leaves_care_on
	if stops and day >= stops:
		reason = draw.choice(phrases.STOP_REASONS)
		return {"plan_decision": "Stop prioritising", "decision_date": day, "decision_reason": reason}
	if one.plan_status == PRIORITISED and day >= course.starts_on:
		return {"plan_decision": STARTED, "decision_date": course.starts_on}
	if one.plan_status == STARTED and day >= course.finishes_on:
		return {"plan_decision": FINISHED, "decision_date": course.finishes_on}
	if one.plan_status == FINISHED and leaves and day >= leaves:
		return {"plan_decision": "Permanence achieved", "decision_date": leaves}
	return {"plan_decision": "Carry on"}


def _predictions(one: ChildOnAgenda, course: Course, day: date) -> dict[str, date]:
	values: dict[str, date] = {}
	if one.plan_status == PRIORITISED:
		start = values["predicted_start"] = working_day(course.predicted_start(day))
		if one.predicted_finish and one.predicted_finish < start:  # of an earlier time on the list
			values["predicted_finish"] = working_day(start + USUAL_ASSESSMENT)
	if one.plan_status == STARTED or day >= course.starts_on:
		values["predicted_finish"] = working_day(course.predicted_finish(day))
	before = {"predicted_start": one.predicted_start, "predicted_finish": one.predicted_finish}
	return {name: value for name, value in values.items() if value != before[name]}


def _action(route: str, day: date, draw: random.Random) -> NewAction:
	part, what = draw.choice(phrases.ACTIONS[route])
	due_on = working_day(day + timedelta(days=draw.choice((7, 12, 14, 14, 21, 28))))
	return NewAction(what, part, due_on, urgent=draw.random() < 0.08)
