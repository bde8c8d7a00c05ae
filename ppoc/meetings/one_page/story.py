"""Puts the child on one page. Plain Python: rows in, sentences out, which are translated when they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ppoc.messages import Message, joined
from ppoc.plans.connected_people.standing import asked_lately

Row = Mapping[str, Any]

NEVER_DISCUSSED = timedelta(weeks=12)
"""What has changed in this time is shown of a child whom no meeting has discussed yet."""
MOST_LINES = 8
"""Each part shows so many lines at most, so that all of it stays on one page."""

START, FINISH = "Predicted start", "Predicted finish"
CLOSED_AS = {"Done": Message("Done: {0}"), "No longer needed": Message("No longer needed: {0}")}
WORDS = (
	("rationale", Message("Why")),
	("progress", Message("Progress")),
	("barriers", Message("What is in the way")),
	("plan_decision", Message("Decided")),
	("decision_reason", Message("Reason for the decision")),
	("head_of_service_view", Message("Head of Service")),
	("challenge", Message("Challenge")),
	("take_on_reason", Message("For the panel")),
	("review", Message("Review of actions")),
)
"""Fields of a discussion, each with what it is called on the page."""
CHOSEN = ("plan_decision", "head_of_service_view")
"""These are chosen from a list; the others are typed."""


@dataclass(frozen=True)
class Told:
	"""What is said of a predicted date, and of the day on which it happened."""

	happened: Message
	first: Message
	only: Message
	set_to: Message
	moved: Message
	taken_away: Message


TOLD = {
	START: Told(
		happened=Message("The assessment started on {0}."),
		first=Message("The start was first predicted for {0}."),
		only=Message("The start is predicted for {0}."),
		set_to=Message("Predicted start set to {0}"),
		moved=Message("Predicted start moved from {0} to {1}"),
		taken_away=Message("The predicted start was taken away"),
	),
	FINISH: Told(
		happened=Message("It finished on {0}."),
		first=Message("The finish was first predicted for {0}."),
		only=Message("The finish is predicted for {0}."),
		set_to=Message("Predicted finish set to {0}"),
		moved=Message("Predicted finish moved from {0} to {1}"),
		taken_away=Message("The predicted finish was taken away"),
	),
}


@dataclass(frozen=True)
class Line:
	"""One line of a part.

	Attributes:
		text: the sentence, or what somebody typed.
		on: the day that it is about, None if it is about no day.
		label: what stands before the text.
		late: whether the day has passed and it should not have.
		alarming: whether it should not be so, whatever the day is.
		record: DocType and name of the record to open, or None.
	"""

	text: str
	on: date | None = None
	label: str = ""
	late: bool = False
	alarming: bool = False
	record: tuple[str, str] | None = None


@dataclass(frozen=True)
class Part:
	"""Some lines, and how many more there are that do not fit."""

	lines: tuple[Line, ...]
	more: int = 0


@dataclass(frozen=True)
class Rows:
	"""What the page is made from, as the reader may see it.

	Attributes:
		last: the last discussion in a meeting that was held, with `meeting_date` and `forum`; None if there is none.
		plans: the child's plans that have not ended.
		moves: Prediction Changes of these plans, the oldest first.
		barriers: barriers of these plans.
		potentials: decisions on the child's potential.
		actions: the child's actions, with `owner_name`.
		events: the child's dated events.
		requests: the child's decided requests.
		escalations: the child's escalations.
		delays: why no plan was agreed, the latest first.
		family_meetings: family group meetings, the latest first.
		people: adults who matter to the child, each with `is_connection`; None if the reader may not see such records.
		carers: plan → `person_name` of its carer, and in how many `other` plans the same person is the carer.
		child_said: what the child said last to a letter, with the day (`said_on`), or None.
		due: due dates that are open.
		sittings: meetings to come that have the child on their agenda.
	"""

	last: Row | None
	plans: Sequence[Row] = ()
	moves: Sequence[Row] = ()
	barriers: Sequence[Row] = ()
	potentials: Sequence[Row] = ()
	actions: Sequence[Row] = ()
	events: Sequence[Row] = ()
	requests: Sequence[Row] = ()
	escalations: Sequence[Row] = ()
	delays: Sequence[Row] = ()
	family_meetings: Sequence[Row] = ()
	child_said: Row | None = None
	people: Sequence[Row] | None = None
	carers: Mapping[str, Row] | None = None
	due: Sequence[Row] = ()
	sittings: Sequence[Row] = ()


@dataclass(frozen=True)
class OnePage:
	"""The parts of the page.

	Attributes:
		last_on, last_forum: when and where the child was discussed last; None and "" if nowhere yet.
		since: the day from which on changes are shown.
	"""

	last_on: date | None
	last_forum: str
	since: date
	said: Part
	changes: Part
	coming: Part
	actions: Part
	people: Part
	story: Part


def one_page(rows: Rows, today: date) -> OnePage:
	"""Returns the page as it stands on a day."""
	last = rows.last
	since = last["meeting_date"] if last else today - NEVER_DISCUSSED
	changes = [
		line
		for line in _changes(rows, since, last["meeting"] if last else "")
		if line.on and line.on <= today
	]
	return OnePage(
		last_on=since if last else None,
		last_forum=last["forum"] if last else "",
		since=since,
		said=_part([*_of_the_child(rows.child_said), *(_said(last) if last else ())]),
		changes=_part(sorted(changes, key=lambda line: line.on or since, reverse=True)),
		coming=_part(sorted(_coming(rows, today), key=lambda line: (not line.late, line.on or today))),
		actions=_part(sorted(_open_actions(rows.actions, today), key=lambda line: line.on or today)),
		people=_part(_people(rows.people, today)),
		story=_part(
			[
				*_story_of_delay(rows),
				*_story_of_family_meeting(rows),
				*(line for plan in rows.plans for line in _story(plan, rows, today)),
			]
		),
	)


def heads(page: OnePage) -> dict[str, Message]:
	"""Returns what stands above each part."""
	last, since = page.last_on, page.since
	said = (
		Message("Said last time ({0}, {1})", Message(page.last_forum), last)
		if last
		else Message("Said last time")
	)
	return {
		"said": said,
		"changes": Message("Changed since then") if last else Message("Changed since {0}", since),
		"coming": Message("What comes next"),
		"actions": Message("Open actions"),
		"people": Message("Adults who matter to the child"),
		"story": Message("Plans and predictions so far"),
	}


def if_empty(page: OnePage) -> dict[str, Message]:
	"""Returns what stands in each part that has no lines."""
	return {
		"said": Message("Nothing was written down.")
		if page.last_on
		else Message("No meeting has discussed this child yet."),
		"changes": Message("Nothing."),
		"coming": Message("Nothing is due, and no meeting is planned."),
		"actions": Message("No open actions."),
		"people": Message("You may not see who matters to the child."),
		"story": Message("No plan yet."),
	}


def _part(lines: Iterable[Line]) -> Part:
	found = tuple(lines)
	return Part(found[:MOST_LINES], max(0, len(found) - MOST_LINES))


def _said(last: Row) -> Iterator[Line]:
	for field, label in WORDS:
		if last.get(field):
			text = Message(last[field]) if field in CHOSEN else typed(last[field])
			yield Line(text, label=label)
	for row in last.get("answers") or ():
		yield Line(typed(row["answer"]), label=typed(row["question"]))


def _of_the_child(said: Row | None) -> Iterator[Line]:
	"""What the child said to a letter is read first."""
	if said:
		yield Line(
			typed(said["child_said"]),
			label=Message("The child said on {0}", said["said_on"]),
			record=("Letter to Child", said["name"]),
		)


def typed(text: object) -> Message:
	"""Returns what somebody typed, which is not translated."""
	return joined([str(text)])


def _changes(rows: Rows, since: date, meeting: str) -> Iterator[Line]:
	"""What has happened since, without what the last meeting itself did."""
	for row in rows.events:
		if row["event_date"] >= since and not _of_meeting(row, meeting):
			yield _event(row)
	for row in rows.moves:
		on = _day(row["changed_on"])
		if on >= since and row["date_field"] in TOLD and not _of_meeting(row, meeting):
			yield Line(_moved(row), on)
	for row in rows.potentials:
		if row["decided_on"] and row["decided_on"] >= since and not _of_meeting(row, meeting):
			yield Line(Message("Potential: {0}", Message(row["category"])), row["decided_on"])
	for row in rows.requests:
		if row["decided_on"] and row["decided_on"] >= since and not _of_meeting(row, meeting):
			text = Message("{0}: {1}", Message(row["request_type"]), Message(row["decision"]))
			yield Line(text, row["decided_on"], record=("Panel Decision", row["name"]))
	for row in rows.actions:
		on, closed = row["closed_on"], CLOSED_AS.get(row["status"])
		if closed and on and on >= since and not (meeting and row["closed_in"] == meeting):
			said = joined(filter(None, (Message(closed, row["what"]), row.get("outcome"))), ". ")
			yield Line(said, on, record=("Action", row["name"]))
	yield from _plan_changes(rows, since, meeting)


def _plan_changes(rows: Rows, since: date, meeting: str) -> Iterator[Line]:
	for row in rows.plans:
		steps = (
			("prioritised_on", Message("On the list for {0}", Message(row["route"]))),
			("actual_start", Message("The assessment started")),
			("actual_finish", Message("The assessment finished")),
		)
		for field, text in steps:
			if row.get(field) and row[field] > since:
				yield Line(text, row[field], record=("Permanence Plan", row["name"]))
	for row in rows.barriers:
		about = joined(filter(None, (row.get("category"), row.get("detail"))), ": ")
		if row.get("raised_on") and row["raised_on"] > since:
			yield Line(Message("In the way since then: {0}", about), row["raised_on"])
		if row.get("resolved_on") and row["resolved_on"] > since:
			yield Line(Message("No longer in the way: {0}", about), row["resolved_on"])
	for row in rows.escalations:
		link = ("Escalation", row["name"])
		raised = row["raised_on"]
		if raised and raised >= since and not _of_meeting(row, meeting):
			yield Line(Message("Escalated: {0}", row["blocker"]), raised, record=link)
		if row.get("answered_on") and row["answered_on"] >= since:
			yield Line(Message("Escalation answered: {0}", row["answer"]), row["answered_on"], record=link)


def _coming(rows: Rows, today: date) -> Iterator[Line]:
	for row in rows.family_meetings:
		if row["planned_for"] and row["stage"] in ("Offered", "Accepted"):
			record = ("Family Group Meeting", row["name"])
			late = row["planned_for"] < today
			yield Line(Message("Family group meeting"), row["planned_for"], late=late, record=record)
	for row in rows.sittings:
		yield Line(Message(row["forum"]), row["meeting_date"], record=("Meeting", row["meeting"]))
	for row in rows.due:
		record = ("Timescale", row["name"])
		yield Line(Message(row["duty"]), row["due_on"], late=row["due_on"] < today, record=record)
	for row in rows.events:
		if row["event_date"] > today:
			yield _event(row)


def _event(row: Row) -> Line:
	# a step says in its details which route or potential it is about; what somebody typed has no translation
	details = [Message(row["details"])] if row.get("details") else []
	text = joined((Message(row["event_type"]), *details), ": ")
	return Line(text, row["event_date"])


def _open_actions(actions: Iterable[Row], today: date) -> Iterator[Line]:
	for row in actions:
		if row["status"] == "Open":
			text = joined(filter(None, (row["what"], row.get("owner_name"))), " · ")
			yield Line(text, row["due_on"], late=row["due_on"] < today, record=("Action", row["name"]))


NO_CONNECTION = Message("No adult connection: nobody is recorded on whom the child can count.")


def _people(people: Sequence[Row] | None, today: date) -> Iterator[Line]:
	"""The adults in the order of what they could be for the child, after what is missing."""
	if people is None:
		return
	if not any(row["is_connection"] for row in people):
		yield Line(NO_CONNECTION, alarming=True)
	asked = max((row["last_asked_on"] for row in people if row["last_asked_on"]), default=None)
	if people and not asked_lately(asked, today):
		since = Message("Nobody asked since {0}.", asked) if asked else Message("Nobody has been asked yet.")
		yield Line(since, alarming=True)
	for row in sorted(people, key=lambda row: (row["standing"] == "Ruled out", not row["is_connection"])):
		again = row["ask_again_on"]
		late = bool(again and again < today)
		yield Line(_person(row), late=late, record=("Connected Person", row["name"]))


def _person(row: Row) -> Message:
	said = Message("{0} ({1}): {2}", row["person_name"], Message(row["relation"]), Message(row["standing"]))
	if row["ask_again_on"]:
		return Message("{0}; ask again on {1}", said, row["ask_again_on"])
	if row["standing"] == "Ruled out" and row.get("ruled_out_why"):
		return joined((said, typed(row["ruled_out_why"])), ". ")
	return said


def _story_of_delay(rows: Rows) -> Iterator[Line]:
	"""Why there is no plan yet, as it was written last."""
	if rows.delays and not rows.plans:
		last = rows.delays[0]
		text = Message("No plan is agreed, as written on {0}: {1}", last["written_on"], last["reason"])
		yield Line(text, record=("Delay Reason", last["name"]))
		yield Line(Message("What will be done: {0}", last["next_step"]))


FAMILY_MEETINGS = {
	"Offered": (Message("Family group meeting: offered on {0}, no answer yet."), "offered_on"),
	"Accepted": (Message("Family group meeting: offered on {0} and accepted, not held yet."), "offered_on"),
	"Declined": (Message("Family group meeting: offered on {0} and declined."), "offered_on"),
	"Not held": (Message("Family group meeting: offered on {0} and accepted, but left out."), "offered_on"),
	"Not offered": (Message("Family group meeting: decided on {0} not to offer one."), "not_offered_on"),
	"Held": (Message("Family group meeting: held on {0}."), "held_on"),
}
"""What is said of a family group meeting that stands there, and the day in it."""


def _story_of_family_meeting(rows: Rows) -> Iterator[Line]:
	"""Where the last family group meeting stands, and what the authority said to the family's proposal."""
	if not rows.family_meetings:
		return
	last = rows.family_meetings[0]
	text, day = FAMILY_MEETINGS[last["stage"]]
	said = [Message(text, last[day])]
	if last.get("authority_answer"):
		said.append(Message("The family's proposal: {0}.", Message(last["authority_answer"])))
	yield Line(joined(said, " "), record=("Family Group Meeting", last["name"]))


def _story(plan: Row, rows: Rows, today: date) -> Iterator[Line]:
	"""How the plan's predictions went, each date in a few sentences."""
	record = ("Permanence Plan", plan["name"])
	route = Message(plan["route"])
	if plan.get("prioritised_on"):
		yield Line(Message("{0}: on the list since {1}.", route, plan["prioritised_on"]), record=record)
	else:
		yield Line(Message("{0}: proposed, on no list yet.", route), record=record)
	if carer := (rows.carers or {}).get(plan["name"]):
		yield Line(_carer(carer), record=("Connected Person", carer["name"]))
	moves = [row for row in rows.moves if row["parent"] == plan["name"]]
	for field, actual in ((START, plan.get("actual_start")), (FINISH, plan.get("actual_finish"))):
		own = [row for row in moves if row["date_field"] == field and row["became"]]
		now = plan.get("predicted_start" if field == START else "predicted_finish")
		sentences = [*_told(field, own, now, actual, today)]
		if sentences:
			late = bool(now and not actual and now < today)
			yield Line(joined(sentences, " "), late=late)


def _carer(carer: Row) -> Message:
	other = carer["other"]
	if other == 1:
		return Message("Carer: {0}, who is the carer in one other plan too.", carer["person_name"])
	if other:
		return Message("Carer: {0}, who is the carer in {1} other plans too.", carer["person_name"], other)
	return Message("Carer: {0}.", carer["person_name"])


def _told(
	field: str, moves: Sequence[Row], now: date | None, actual: date | None, today: date
) -> Iterator[Message]:
	told, first = TOLD[field], moves[0]["became"] if moves else now
	if actual:
		yield Message(told.happened, actual)
		yield from _compared(first, actual)
	elif not now:
		yield from [Message("No start is predicted yet.")] if field == START else []
	else:
		if len(moves) > 1:
			yield Message(told.first, first)
			yield _how_often(moves)
			yield Message("It is now predicted for {0}.", now)
			yield from _compared(first, now)
		else:
			yield Message(told.only, now)
		if now < today:
			yield Message("That day has passed.")


def _how_often(moves: Sequence[Row]) -> Message:
	last, times = moves[-1], len(moves) - 1
	on, forum = _day(last["changed_on"]), last.get("forum")
	if times == 1:
		said = Message("It moved once, on {0}.", on)
		return Message("It moved once, on {0} ({1}).", on, Message(forum)) if forum else said
	said = Message("It moved {0} times, last on {1}.", times, on)
	return Message("It moved {0} times, last on {1} ({2}).", times, on, Message(forum)) if forum else said


def _compared(first: date | None, then: date) -> Iterator[Message]:
	"""How far a day is from what was predicted first, where it is a week or more."""
	days = (then - first).days if first else 0
	weeks = round(abs(days) / 7)
	if weeks == 1:
		later, earlier = (
			Message("That is a week later than at first."),
			Message("That is a week earlier than at first."),
		)
		yield later if days > 0 else earlier
	elif weeks and days > 0:
		yield Message("That is {0} weeks later than at first.", weeks)
	elif weeks:
		yield Message("That is {0} weeks earlier than at first.", weeks)


def _moved(row: Row) -> Message:
	told = TOLD[row["date_field"]]
	if not row["became"]:
		return told.taken_away
	return (
		Message(told.moved, row["was"], row["became"]) if row["was"] else Message(told.set_to, row["became"])
	)


def _of_meeting(row: Row, meeting: str) -> bool:
	return bool(meeting) and row.get("meeting") == meeting


def _day(moment: date | datetime) -> date:
	return moment.date() if isinstance(moment, datetime) else moment
