"""What a meeting of the demo says about each child: from the child's fate and what stands on the record.

Nothing is remembered between calls and chance is drawn from the seed, the child and the day, so that a history
broken off in the middle goes on as it would have gone.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from demo import phrases
from demo.fates import USUAL_ASSESSMENT, Course, Fate, Outlook

PRIORITISED, STARTED, FINISHED = "Prioritised", "Assessment started", "Assessment finished"
ON_LIST = (PRIORITISED, STARTED, FINISHED)
UNDECIDED = ("Not yet categorised", "Challenged")
LOOK_AGAIN_AFTER = {
	"Potential in the future": 84,
	"Uncertain": 84,
	"No potential": 252,
	"No potential agreed": 252,
}
"""Days after which a meeting has time for a child again; the others wait for a later sitting."""
REST_AFTER_STOPPING = timedelta(weeks=30)
"""A child taken off a list has potential in the future, for a while."""
MOST_CATEGORISED, MOST_CHALLENGED = 8, 5
BETWEEN_SITTINGS = 28
REACHED_LATELY, SOON = 0.75, 84
"""By now the team looks at each child in every sitting, as the guide has it; now and then one is put off that was
decided within so many days."""


@dataclass(frozen=True)
class Listed:
	"""A child on an agenda, as the record stands."""

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
class Said:
	"""What is entered about one child: values of the discussion and of the plan, new actions, an escalation."""

	discussion: dict[str, Any] = field(default_factory=dict)
	plan: dict[str, Any] = field(default_factory=dict)
	actions: list[NewAction] = field(default_factory=list)
	escalation: str = ""


@dataclass(frozen=True)
class Reviewed:
	"""What a meeting does with an action of an earlier one."""

	outcome: str
	note: str = ""
	due_on: date | None = None


class Voices:
	"""The people in the demo's meetings."""

	def __init__(self, seed: str, fates: Mapping[str, Fate], today: date | None = None) -> None:
		self.seed = seed
		self.fates = fates
		self.today = today

	def chance(self, *about: object) -> random.Random:
		return random.Random(":".join(map(str, (self.seed, *about))))

	def reached(self, listed: Sequence[Listed], day: date) -> list[Listed]:
		"""Those of an agenda that the meeting has time for: first where something has changed, then the others."""
		due = [(self._urgency(one, day), one) for one in listed]
		most = {"Categorise": MOST_CATEGORISED, "Challenge": MOST_CHALLENGED}
		taken: dict[str, int] = {}
		reached = []
		for _, one in sorted((pair for pair in due if pair[0] is not None), key=itemgetter(0)):
			taken[one.purpose] = taken.get(one.purpose, 0) + 1
			if self._lately(day) or taken[one.purpose] <= most.get(one.purpose, len(due)):
				reached.append(one)
		return reached

	def _lately(self, day: date) -> bool:
		"""The last sitting of each team before the history ends."""
		return self.today is not None and (self.today - day).days <= BETWEEN_SITTINGS

	def _urgency(self, one: Listed, day: date) -> int | None:
		"""How soon a child's turn comes: 0 for what has changed, 1 for a look after a while, None for not today."""
		if one.purpose != "Categorise" or one.potential in UNDECIDED or one.decided_on is None:
			return 0
		outlook = self._outlook(one, day)
		no_hope_now = outlook is Outlook.NONE and one.potential not in ("No potential", "No potential agreed")
		if outlook is Outlook.NOW or no_hope_now:
			return 0
		days, every = (day - one.decided_on).days, LOOK_AGAIN_AFTER.get(one.potential, 28)
		if self._lately(day):
			put_off = days < SOON and self.chance(day, one.child_id, "reached").random() > REACHED_LATELY
			return None if put_off else 1
		# A look that changes nothing leaves the day of the decision as it was.
		return 1 if days >= every and days % every < BETWEEN_SITTINGS else None

	def _outlook(self, one: Listed, day: date) -> Outlook:
		outlook = self.fates[one.child_id].outlook_on(day, one.was_challenged)
		rests = one.stopped_on is not None and day < one.stopped_on + REST_AFTER_STOPPING
		return Outlook.LATER if outlook is Outlook.NOW and rests else outlook

	def say(self, one: Listed, day: date, at_panel: bool) -> Said:
		"""What is entered about a child that the meeting reached."""
		chance = self.chance(day, one.child_id, one.purpose)
		if one.purpose == "Categorise":
			return self._categorise(one, day, chance)
		if one.purpose == "Challenge":
			return self._challenge(one, day, chance)
		if at_panel or not one.plan or one.plan_status not in ON_LIST or one.prioritised_on is None:
			return self._at_panel(one, day, chance)
		return self._progress(one, day, chance)

	def _categorise(self, one: Listed, day: date, chance: random.Random) -> Said:
		outlook = self._outlook(one, day)
		said = Said({"potential": outlook.value, "rationale": chance.choice(phrases.RATIONALES[outlook])})
		if outlook is Outlook.NOW and one.plan_status not in ON_LIST:
			said.discussion["prioritise_for"] = self.fates[one.child_id].route
		if outlook is Outlook.UNCERTAIN and chance.random() < 0.5:
			said.discussion |= {"take_on": 1, "take_on_reason": "Potential is uncertain"}
		return said

	def _challenge(self, one: Listed, day: date, chance: random.Random) -> Said:
		fate = self.fates[one.child_id]
		if not fate.challenged or one.was_challenged:
			return Said({"head_of_service_view": "Agreed", "challenge": chance.choice(phrases.AGREEMENTS)})
		said = Said({"head_of_service_view": "Challenged", "challenge": chance.choice(phrases.CHALLENGES)})
		said.discussion["deadline"] = working_day(day + timedelta(days=28))
		part, what = chance.choice(phrases.CHALLENGE_ACTIONS)
		said.actions.append(NewAction(what, part, working_day(day + timedelta(days=28))))
		return said

	def _at_panel(self, one: Listed, day: date, chance: random.Random) -> Said:
		route = self.fates[one.child_id].route
		texts = phrases.PROGRESS[route].get(one.plan_status)
		said = Said({"progress": chance.choice(texts)} if texts and one.purpose == "Progress plan" else {})
		if one.purpose == "Step down":
			said.discussion["review"] = "Seen; the team looks again at the next Identification Meeting."
		if one.purpose == "Progress plan" and one.plan_status in ON_LIST:
			if chance.random() < 0.6:
				part, what = chance.choice(phrases.PANEL_ACTIONS)
				said.actions.append(
					NewAction(what, part, working_day(day + timedelta(days=chance.randrange(14, 30))))
				)
			if one.open_barriers and chance.random() < 0.6:
				said.escalation = chance.choice(phrases.ESCALATIONS)
		return said

	def _progress(self, one: Listed, day: date, chance: random.Random) -> Said:
		fate = self.fates[one.child_id]
		course = Course(fate, one.prioritised_on or day)
		said = Said(_decision(one, course, day, chance))
		texts = phrases.PROGRESS[fate.route].get(one.plan_status, ())
		if texts and (chance.random() < 0.6 or one.predicted_start is None):
			said.discussion["progress"] = chance.choice(texts)
		said.plan = _predictions(one, course, day)
		moved = (
			one.predicted_start
			and said.plan.get("predicted_start", one.predicted_start) > one.predicted_start
		)
		if moved and fate.barrier and fate.barrier not in one.open_barriers:
			text = chance.choice(phrases.BARRIERS[fate.barrier])
			said.discussion |= {"barrier_category": fate.barrier, "barriers": text}
		goes_on = said.discussion["plan_decision"] not in ("Stop prioritising", "Permanence achieved")
		if goes_on and (one.open_barriers or one.times_moved > 1) and chance.random() < 0.5:
			said.discussion |= {"take_on": 1, "take_on_reason": chance.choice(phrases.PANEL_REASONS)}
		if goes_on and chance.random() < 0.62:
			said.actions.append(_action(fate.route, day, chance))
		return said

	def review(self, action: str, times_moved: int, due_on: date, day: date) -> Reviewed:
		"""What the meeting does with an open action that an earlier one set."""
		chance = self.chance(day, action)
		drawn = chance.random()
		if due_on > day and drawn < 0.55:
			return Reviewed("Kept")
		if drawn < 0.64 or times_moved > 1:
			return Reviewed("Done", chance.choice(phrases.OUTCOMES))
		if drawn < 0.77:
			later = working_day(day + timedelta(days=chance.choice((7, 14))))
			return Reviewed("Moved", chance.choice(phrases.DELAYS), later)
		if drawn < 0.95:
			return Reviewed("Kept", chance.choice(phrases.DELAYS))
		return Reviewed("No longer needed", chance.choice(phrases.NOT_NEEDED))


def working_day(day: date) -> date:
	"""The day, or the Monday after a weekend."""
	return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _decision(one: Listed, course: Course, day: date, chance: random.Random) -> dict[str, Any]:
	stops, leaves = course.stops_on, course.leaves_care_on
	if stops and day >= stops:
		reason = chance.choice(phrases.STOP_REASONS)
		return {"plan_decision": "Stop prioritising", "decision_date": day, "decision_reason": reason}
	if one.plan_status == PRIORITISED and day >= course.starts_on:
		return {"plan_decision": STARTED, "decision_date": course.starts_on}
	if one.plan_status == STARTED and day >= course.finishes_on:
		return {"plan_decision": FINISHED, "decision_date": course.finishes_on}
	if one.plan_status == FINISHED and leaves and day >= leaves:
		return {"plan_decision": "Permanence achieved", "decision_date": leaves}
	return {"plan_decision": "Carry on"}


def _predictions(one: Listed, course: Course, day: date) -> dict[str, date]:
	values: dict[str, date] = {}
	if one.plan_status == PRIORITISED:
		start = values["predicted_start"] = working_day(course.predicted_start(day))
		if one.predicted_finish and one.predicted_finish < start:  # of an earlier time on the list
			values["predicted_finish"] = working_day(start + USUAL_ASSESSMENT)
	if one.plan_status == STARTED or day >= course.starts_on:
		values["predicted_finish"] = working_day(course.predicted_finish(day))
	before = {"predicted_start": one.predicted_start, "predicted_finish": one.predicted_finish}
	return {name: value for name, value in values.items() if value != before[name]}


def _action(route: str, day: date, chance: random.Random) -> NewAction:
	part, what = chance.choice(phrases.ACTIONS[route])
	due_on = working_day(day + timedelta(days=chance.choice((7, 12, 14, 14, 21, 28))))
	return NewAction(what, part, due_on, urgent=chance.random() < 0.08)
