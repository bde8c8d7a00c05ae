"""Works out until when a disclosure request must be answered and a complaint acknowledged. Plain Python.

UK GDPR articles 12 and 15 with the Data (Use and Access) Act 2025: one month from receipt, or from the day on which
the person's identity is settled; two more months if the person is told of it and why within the first; days on which
a question about the scope is open do not count, from the day of the question to the day of the answer. Data
Protection Act 2018, section 164A: a complaint is acknowledged within 30 days. The regulator counts to the same day
of the month, or the last of a shorter month, and on to the next working day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ppoc.messages import Message

IDENTITY, SCOPE = "Identity", "Scope"
FIRST, EXTENDED = 1, 3
"""Months to answer in."""
ACKNOWLEDGE_DAYS = 30
WAITING, STOPPED, RUNNING = "Waiting for identity", "Clock stopped", "In hand"

IsWorking = Callable[[date], bool]


@dataclass(frozen=True)
class Question:
	"""A question to the person who asks.

	Attributes:
		about: `IDENTITY` or `SCOPE`.
		asked_on: when it was asked.
		settled_on: when the answer came; None while it is open.
	"""

	about: str
	asked_on: date
	settled_on: date | None = None


@dataclass(frozen=True)
class Request:
	"""What the date depends on.

	Attributes:
		received_on: when the request came.
		questions: what the person was asked.
		extended_on: when the person was told that it takes two more months.
	"""

	received_on: date
	questions: Sequence[Question] = ()
	extended_on: date | None = None


@dataclass(frozen=True)
class Due:
	"""Until when to answer.

	Attributes:
		state: `WAITING`, `STOPPED` or `RUNNING`.
		on: the last day; None while the clock does not run.
		tell_by: the last day on which the person can be told of an extension.
		stopped_days: days that did not count.
		reasons: how it was worked out.
	"""

	state: str
	on: date | None = None
	tell_by: date | None = None
	stopped_days: int = 0
	reasons: tuple[Message, ...] = field(default=())


def answer_by(request: Request, today: date, is_working: IsWorking) -> Due:
	"""Works out until when a request must be answered.

	Args:
		request: the request as it stands.
		today: the day on which it is asked; an open question counts up to it.
		is_working: whether a day is a working day.

	Returns:
		The date and how it came about.
	"""
	identity = [question for question in request.questions if question.about == IDENTITY]
	waiting = [question.asked_on for question in identity if question.settled_on is None]
	reasons = [Message("Received on {0}.", request.received_on)]
	if waiting:
		reasons.append(Message("Identity asked on {0}. The month begins when it is settled.", min(waiting)))
		return Due(WAITING, reasons=tuple(reasons))
	start = max([request.received_on, *(q.settled_on for q in identity if q.settled_on)])
	if start > request.received_on:
		reasons.append(Message("Identity settled on {0}: the month begins on that day.", start))
	stops = [question for question in request.questions if question.about == SCOPE]
	stopped = _days(stops, today)
	tell_by, _count = _after(start, FIRST, stopped)
	late = request.extended_on is not None and request.extended_on > tell_by
	months = EXTENDED if request.extended_on and not late else FIRST
	last, not_counted = _after(start, months, stopped)
	reasons += _spans(stops, today)
	open_now = [q for q in stops if q.settled_on is None and q.asked_on <= min(today, last)]
	if open_now:
		left = (last - max(today, start)).days
		reasons.append(Message("The clock stands still. {0} days are left when it runs again.", left))
		return Due(STOPPED, None, None, not_counted, tuple(reasons))
	reasons += _extension(request.extended_on, late, tell_by)
	on = _working(last, is_working)
	reasons.append(_sum(months, start, not_counted, last))
	if on > last:
		reasons.append(Message("That is not a working day, so it is due on {0}.", on))
	return Due(RUNNING, on, tell_by, not_counted, tuple(reasons))


def acknowledge_by(received_on: date, is_working: IsWorking) -> Due:
	"""Works out until when a complaint must be acknowledged: 30 days, the day after receipt being the first."""
	last = received_on + timedelta(days=ACKNOWLEDGE_DAYS)
	on = _working(last, is_working)
	reasons = [Message("Received on {0}; {1} days end on {2}.", received_on, ACKNOWLEDGE_DAYS, last)]
	if on > last:
		reasons.append(Message("That is not a working day, so it is due on {0}.", on))
	return Due(RUNNING, on, reasons=tuple(reasons))


def faults(request: Request, today: date) -> list[Message]:
	"""Returns what cannot be true of the dates of a request."""
	found = []
	if request.received_on > today:
		found.append(Message("The day of receipt is in the future."))
	for number, question in enumerate(request.questions, 1):
		if question.asked_on < request.received_on:
			found.append(Message("Question {0} was asked before the request came.", number))
		if question.settled_on and question.settled_on < question.asked_on:
			found.append(Message("Question {0} was settled before it was asked.", number))
		if max(question.asked_on, question.settled_on or question.asked_on) > today:
			found.append(Message("Question {0} has a date in the future.", number))
	if request.extended_on and not request.received_on <= request.extended_on <= today:
		found.append(Message("The day of the extension must lie between the day of receipt and today."))
	return found


def _days(stops: Sequence[Question], today: date) -> list[date]:
	"""Returns the days on which a question is open, each once, in order."""
	days = {
		question.asked_on + timedelta(days=number)
		for question in stops
		for number in range(((question.settled_on or today) - question.asked_on).days + 1)
	}
	return sorted(days)


def _after(start: date, months: int, stopped: Sequence[date]) -> tuple[date, int]:
	"""Returns the last day, and how many days did not count. A question asked after the end stops nothing."""
	last, count = start + relativedelta(months=months), 0
	for day in stopped:
		if start <= day <= last:
			last, count = last + timedelta(days=1), count + 1
	return last, count


def _working(day: date, is_working: IsWorking) -> date:
	while not is_working(day):
		day += timedelta(days=1)
	return day


def _spans(stops: Sequence[Question], today: date) -> list[Message]:
	return [
		Message("Scope asked on {0}, settled on {1}.", question.asked_on, question.settled_on)
		if question.settled_on
		else Message("Scope asked on {0}, not settled yet.", question.asked_on)
		for question in sorted(stops, key=lambda question: question.asked_on)
		if question.asked_on <= today
	]


def _extension(told_on: date | None, late: bool, tell_by: date) -> list[Message]:
	if not told_on:
		return []
	if late:
		return [
			Message(
				"Told of an extension on {0}, after {1}: that was too late, so it does not count.",
				told_on,
				tell_by,
			)
		]
	return [Message("Extended by two months; the person was told on {0}.", told_on)]


def _sum(months: int, start: date, not_counted: int, last: date) -> Message:
	if months == FIRST:
		if not_counted:
			return Message(
				"One month from {0} and {1} days that do not count: {2}.", start, not_counted, last
			)
		return Message("One month from {0}: {1}.", start, last)
	if not_counted:
		return Message("Three months from {0} and {1} days that do not count: {2}.", start, not_counted, last)
	return Message("Three months from {0}: {1}.", start, last)
