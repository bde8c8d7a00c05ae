"""Plans what closing a meeting does. Plain Python: facts in, a plan of effects and of whatever prevents closing out.

The plan describes each effect in words, for the person who closes, and as data, for `effects.py`, which
carries it out. Nothing here reads or writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from ppoc.meeting_statuses import CLOSABLE, HELD
from ppoc.meetings.records.closing_effects import EVENT, UNMET_NEED, Follow
from ppoc.messages import Message, joined
from ppoc.plans.potential.rules import NONE, NONE_AGREED, NOW, UNCERTAIN
from ppoc.plans.transitions import EVENTS, TARGET, NoWayError, Step, steps_for

DONE = "Done"


class EffectKind(str, Enum):
	"""What an effect does."""

	POTENTIAL = "potential"
	PRIORITISE = "prioritise"
	TO_PANEL = "to_panel"
	PANEL_DONE = "panel_done"
	PROGRESS = "progress"
	BARRIER = "barrier"
	STEP = "step"
	DECISION = "decision"
	CARRY_OVER = "carry_over"
	CASE_NOTE = "case_note"
	UNMET_NEED = "unmet_need"
	BROUGHT = "brought"
	EVENT = "event"
	EMAIL = "email"


@dataclass(frozen=True)
class Plan:
	"""The plan that a discussion is about."""

	name: str
	route: str
	status: str
	predicted_start: date | None = None
	actual_start: date | None = None
	actual_finish: date | None = None


@dataclass(frozen=True)
class Discussion:
	"""One discussion with its child, as typed. A `hidden` one may not be seen by the person who closes."""

	name: str
	child: str
	label: str
	purpose: str
	state: str
	hidden: bool = False
	plan: Plan | None = None
	child_potential: str = ""
	child_for_panel: bool = False
	listed_routes: tuple[str, ...] = ()
	potential: str = ""
	rationale: str = ""
	prioritise_for: str = ""
	progress: str = ""
	barrier_category: str = ""
	barriers: str = ""
	plan_decision: str = ""
	decision_date: date | None = None
	decision_reason: str = ""
	head_of_service_view: str = ""
	challenge: str = ""
	deadline: date | None = None
	review: str = ""
	take_on: bool = False
	take_on_reason: str = ""
	unanswered: tuple[str, ...] = ()
	follows: tuple[Follow, ...] = ()


@dataclass(frozen=True)
class OpenAction:
	"""An open action from an earlier sitting of the forum."""

	name: str
	what: str
	child: str
	label: str
	reviewed: bool


@dataclass(frozen=True)
class MeetingFacts:
	"""The meeting and what its forum requires."""

	name: str
	forum: str
	status: str
	day: date
	takes_to: str = ""
	requires_predicted_start: bool = False
	sends_targeted_work: bool = False
	writes_case_notes: bool = False
	clears_panel_flags: bool = False
	event_type: str = "Discussed at a meeting"


@dataclass(frozen=True)
class Effect:
	"""One effect of closing."""

	kind: EffectKind
	words: str
	child: str = ""
	talk: str = ""
	plan: str = ""
	data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
	"""Something that prevents closing, or a warning before it."""

	words: str
	talk: str = ""
	child: str = ""
	action: str = ""


@dataclass
class Closing:
	"""The whole plan."""

	effects: list[Effect] = field(default_factory=list)
	blockers: list[Remark] = field(default_factory=list)
	warnings: list[Remark] = field(default_factory=list)
	unreviewed: list[str] = field(default_factory=list)
	discussed: int = 0

	def of(self, *kinds: EffectKind) -> list[Effect]:
		"""Returns the effects of these kinds."""
		return [effect for effect in self.effects if effect.kind in kinds]

	@property
	def summary(self) -> Message:
		"""What was done, in a sentence or two."""
		counts = [
			Message("{0} discussed", self.discussed),
			Message("{0} put on a list", len({e.child for e in self.of(EffectKind.PRIORITISE)})),
			Message("{0} taken to the next forum", len({e.child for e in self.of(EffectKind.TO_PANEL)})),
			Message("{0} carried over", len(self.of(EffectKind.CARRY_OVER))),
			Message("{0} actions not reviewed", len(self.unreviewed)),
		]
		counts = [count for count in counts if count.values[0]]
		return joined(counts) if counts else Message("No child was discussed")


def plan_closing(
	sitting: MeetingFacts, talks: list[Discussion], actions: list[OpenAction], today: date
) -> Closing:
	"""Returns everything that closing this sitting will do, and what prevents it."""
	closing = Closing()
	if sitting.status not in CLOSABLE:
		closing.blockers.append(Remark(_why_not_closable(sitting.status)))
	if sitting.day > today:
		closing.blockers.append(
			Remark(Message("The meeting is on {0}. It can be closed once it has been held.", sitting.day))
		)
	for talk in talks:
		if talk.state != DONE:
			words = Message("{0} was not discussed and is carried over.", talk.label)
			closing.effects.append(Effect(EffectKind.CARRY_OVER, words, talk.child, talk.name))
		elif talk.hidden:
			closing.blockers.append(
				Remark(
					Message(
						"A restricted record was discussed, so somebody who is named on it must close this meeting."
					)
				)
			)
		else:
			closing.discussed += 1
			closing.blockers += list(_blockers(talk, sitting, today))
			closing.effects += list(_effects(talk, sitting, today))
	_look_at_actions(closing, actions)
	if sitting.sends_targeted_work:
		closing.effects.append(
			Effect(EffectKind.EMAIL, Message("The Targeted Work email goes to attendees and action owners."))
		)
	return closing


def _why_not_closable(status: str) -> Message:
	if status in HELD:
		return Message("This meeting is closed already.")
	if status == "Cancelled":
		return Message("This meeting was cancelled.")
	return Message("This meeting is only proposed: confirm it first.")


def _look_at_actions(closing: Closing, actions: list[OpenAction]) -> None:
	for action in actions:
		if not action.reviewed:
			closing.unreviewed.append(action.name)
			words = (
				Message("Not reviewed: “{0}” ({1}).", action.what, action.label)
				if action.label
				else Message("Not reviewed: “{0}”.", action.what)
			)
			closing.warnings.append(Remark(words, child=action.child, action=action.name))


def _blockers(talk: Discussion, sitting: MeetingFacts, today: date) -> Iterator[Remark]:
	for words in (
		*_categorise_faults(talk),
		*_plan_faults(talk, sitting, today),
		*_challenge_faults(talk),
		*(Message("“{0}” has no answer.", question) for question in talk.unanswered),
	):
		yield Remark(Message("{0}: {1}", talk.label, words), talk.name, talk.child)


def _categorise_faults(talk: Discussion) -> Iterator[Message]:
	if talk.purpose != "Categorise":
		return
	if not talk.potential:
		yield Message("choose the potential, or mark the child as not discussed.")
	elif not talk.rationale.strip():
		yield Message("say why: the rationale is missing.")
	if talk.prioritise_for and talk.potential != NOW:
		yield Message("only a child with “{0}” goes onto a list.", Message(NOW))


def _plan_faults(talk: Discussion, sitting: MeetingFacts, today: date) -> Iterator[Message]:
	if talk.purpose != "Progress plan":
		return
	if talk.plan_decision in TARGET:
		yield from _decision_faults(talk, today)
	waiting = talk.plan if talk.plan and talk.plan.status == "Prioritised" else None
	needs_start = sitting.requires_predicted_start and waiting and not waiting.predicted_start
	if needs_start and talk.plan_decision not in TARGET:
		yield Message("the predicted assessment start is missing.")


def _decision_faults(talk: Discussion, today: date) -> Iterator[Message]:
	if talk.plan is None:
		yield Message("there is no plan that “{0}” could apply to.", Message(talk.plan_decision))
	elif talk.plan_decision == "Stop prioritising" and not talk.decision_reason.strip():
		yield Message("say why prioritising stops.")
	elif talk.plan_decision != "Stop prioritising" and not talk.decision_date:
		yield Message("“{0}”: on which day?", Message(talk.plan_decision))
	elif talk.decision_date and talk.decision_date > today and talk.plan_decision != "Stop prioritising":
		yield Message(
			"“{0}” on {1}: this day is in the future.", Message(talk.plan_decision), talk.decision_date
		)
	else:
		try:
			_steps(talk)
		except NoWayError as error:
			yield error.message


def _challenge_faults(talk: Discussion) -> Iterator[Message]:
	if talk.purpose != "Challenge":
		return
	if not talk.head_of_service_view:
		yield Message("does the Head of Service agree or challenge?")
	elif talk.head_of_service_view == "Challenged" and not talk.challenge.strip():
		yield Message("say what is challenged: the next Identification Meeting works on it.")


def _effects(talk: Discussion, sitting: MeetingFacts, today: date) -> Iterator[Effect]:
	yield Effect(
		EffectKind.EVENT,
		"",
		talk.child,
		talk.name,
		data={"type": sitting.event_type, "details": sitting.forum},
	)
	if talk.purpose == "Categorise" and talk.potential:
		yield from _categorise_effects(talk, sitting)
	elif talk.purpose in ("Progress plan", "Introduce", "Step down"):
		yield from _plan_effects(talk, sitting)
	elif talk.purpose == "Challenge" and talk.head_of_service_view:
		yield _decision(talk)
	if sitting.clears_panel_flags and (talk.child_for_panel or talk.plan):
		yield Effect(EffectKind.PANEL_DONE, "", talk.child, talk.name, talk.plan.name if talk.plan else "")
	for follow in talk.follows:
		yield _follow(talk, sitting, follow)
	if sitting.writes_case_notes:
		yield Effect(
			EffectKind.CASE_NOTE, Message("{0}: a case note is written.", talk.label), talk.child, talk.name
		)


def _categorise_effects(talk: Discussion, sitting: MeetingFacts) -> Iterator[Effect]:
	kept = talk.potential == talk.child_potential or (
		talk.potential == NONE and talk.child_potential == NONE_AGREED
	)
	if not kept:
		data = {"potential": talk.potential, "rationale": talk.rationale}
		yield Effect(
			EffectKind.POTENTIAL,
			Message("{0}: {1}.", talk.label, Message(talk.potential)),
			talk.child,
			talk.name,
			data=data,
		)
		yield Effect(
			EffectKind.EVENT,
			"",
			talk.child,
			talk.name,
			data={"type": "Potential categorised", "details": talk.potential},
		)
	if talk.prioritise_for and talk.prioritise_for not in talk.listed_routes:
		data = {"route": talk.prioritise_for}
		words = Message("{0} goes onto the list for {1}.", talk.label, talk.prioritise_for)
		yield Effect(EffectKind.PRIORITISE, words, talk.child, talk.name, data=data)
		yield Effect(
			EffectKind.EVENT,
			"",
			talk.child,
			talk.name,
			data={"type": "Prioritised", "details": talk.prioritise_for},
		)
	if sitting.takes_to and (talk.take_on or talk.potential == UNCERTAIN):
		reason = talk.take_on_reason or (talk.rationale if talk.potential == UNCERTAIN else "")
		yield _to_panel(talk, sitting, reason, "")


def _plan_effects(talk: Discussion, sitting: MeetingFacts) -> Iterator[Effect]:
	plan = talk.plan
	if plan and talk.progress.strip():
		data = {"progress": talk.progress.strip()}
		yield Effect(
			EffectKind.PROGRESS,
			Message("{0}: progress noted.", talk.label),
			talk.child,
			talk.name,
			plan.name,
			data,
		)
	if plan and (talk.barriers.strip() or talk.barrier_category):
		data = {"category": talk.barrier_category or "Other", "detail": talk.barriers.strip()}
		yield Effect(
			EffectKind.BARRIER,
			Message("{0}: barrier noted.", talk.label),
			talk.child,
			talk.name,
			plan.name,
			data,
		)
	if plan and talk.purpose == "Progress plan" and talk.plan_decision in TARGET:
		yield from _step_effects(talk, plan)
	stops = talk.plan_decision in ("Stop prioritising", "Permanence achieved")
	if plan and sitting.takes_to and talk.take_on and not stops:
		yield _to_panel(talk, sitting, talk.take_on_reason, plan.name)


def _step_effects(talk: Discussion, plan: Plan) -> Iterator[Effect]:
	try:
		steps = _steps(talk)
	except NoWayError:
		return
	for step in steps:
		data = {"status": step.status, "field": step.field, "value": step.value}
		words = Message("{0} ({1}): {2}.", talk.label, plan.route, Message(step.status))
		yield Effect(EffectKind.STEP, words, talk.child, talk.name, plan.name, data)
		event: dict[str, Any] = {"type": EVENTS[step.status][0], "details": plan.route}
		if isinstance(step.value, date):
			event["date"] = step.value
		yield Effect(EffectKind.EVENT, "", talk.child, talk.name, plan.name, event)


def _follow(talk: Discussion, sitting: MeetingFacts, follow: Follow) -> Effect:
	"""Returns the effect that a record's question has on closing."""
	if follow.kind == EVENT:
		data = {"type": follow.event_type, "details": sitting.forum, "once": True}
		if follow.day:
			data["date"] = follow.day
		return Effect(EffectKind.EVENT, "", talk.child, talk.name, data=data)
	if follow.kind == UNMET_NEED:
		data = {"need": follow.words, "kind": follow.need}
		words = Message("{0}: an unmet need is logged.", talk.label)
		return Effect(EffectKind.UNMET_NEED, words, talk.child, talk.name, data=data)
	data = {"roles": follow.roles, "context": follow.context, "type": follow.event_type}
	words = Message("{0}: these people are told today: {1}.", talk.label, joined(map(Message, follow.roles)))
	return Effect(EffectKind.BROUGHT, words, talk.child, talk.name, data=data)


def _decision(talk: Discussion) -> Effect:
	data = {
		"decision": talk.head_of_service_view,
		"reason": talk.challenge if talk.head_of_service_view == "Challenged" else talk.rationale,
		"deadline": talk.deadline,
		"review": talk.review,
	}
	words = {
		"Agreed": Message("{0}: the Head of Service agrees that there is no potential.", talk.label),
		"Challenged": Message("{0}: challenged.", talk.label),
	}
	return Effect(EffectKind.DECISION, words[talk.head_of_service_view], talk.child, talk.name, data=data)


def _to_panel(talk: Discussion, sitting: MeetingFacts, reason: str, plan: str) -> Effect:
	words = Message("{0} is taken to the next {1}.", talk.label, sitting.takes_to)
	return Effect(EffectKind.TO_PANEL, words, talk.child, talk.name, plan, {"reason": reason})


def _steps(talk: Discussion) -> list[Step]:
	plan = talk.plan
	if plan is None:
		return []
	value = talk.decision_reason.strip() if talk.plan_decision == "Stop prioritising" else talk.decision_date
	known = {"actual_start": plan.actual_start, "actual_finish": plan.actual_finish}
	return steps_for(talk.plan_decision, plan.status, known, value) if value else []
