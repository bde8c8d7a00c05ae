"""Explains why a date is due, from the rule down to the working days that were skipped, in translatable text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from frappe import _

from ppoc.timescales.calendars import WEEKDAYS, Calendar, on_weekday
from ppoc.timescales.condition_words import conditions_words
from ppoc.timescales.descriptions import (
	day_words,
	days_words,
	from_words,
	offset_words,
	one_of,
	sentence,
	short_day,
	state_words,
)
from ppoc.timescales.models import OPEN, Pick, Rule, Start, State, Timescale, Unit


@dataclass(frozen=True)
class Source:
	"""What the engine does not need to know of a rule: where it comes from and whose duty it is."""

	duty: str = ""
	pack: str = ""
	place: str = ""
	about: str = ""
	role: str = ""
	responsible: str = ""
	escalate_to: str = ""


@dataclass(frozen=True)
class ExplanationLine:
	"""One line of an explanation: its label, the text, further details one to a line, and the record to look up."""

	label: str
	words: str
	items: tuple[str, ...] = ()
	link: tuple[str, str] | None = None


def explanation(
	one: Timescale,
	rule: Rule,
	source: Source,
	today: date,
	calendar: Calendar,
	labels: Mapping[str, str],
	event_doctype: str | None = None,
) -> list[dict[str, Any]]:
	"""Returns the lines that explain one due date, from the rule to the person it is escalated to.

	Args:
		one: the due date as the engine computed it.
		rule: its rule.
		source: where the rule comes from, and whose duty it is.
		today: the day for which it is explained.
		calendar: the working days of the nation in which the child's case is held.
		labels: the labels of the facts that conditions use.
		event_doctype: the DocType of the events, if they can be looked up.
	"""
	lines = [
		ExplanationLine(
			_("Due on"),
			f"{day_words(one.due_on)}: {state_words(one.state, one.due_on, today, _done_on(one))}",
		),
		ExplanationLine(_("Rule"), rule.name, (sentence(rule, labels, source.role, source.escalate_to),)),
		_source_line(source),
		_cause_line(one, event_doctype),
		_arithmetic_line(one, rule, calendar),
		_others_line(one, rule),
		_conditions_line(rule, labels),
		_standing_line(one, rule, event_doctype),
		_duty_line(source),
		_further_line(one, rule, source, today),
	]
	return [asdict(line) for line in lines if line]


def _done_on(one: Timescale) -> date | None:
	return one.satisfied.on if one.satisfied else None


def _source_line(source: Source) -> ExplanationLine | None:
	said = [part for part in (source.pack, source.place) if part]
	if not said and not source.about:
		return None
	ours = (_("In our words: {0}").format(source.about),) if source.about else ()
	return ExplanationLine(_("Source"), ", ".join(said) or _("A local rule"), ours)


def _cause_line(one: Timescale, event_doctype: str | None) -> ExplanationLine:
	start = one.start
	link = (event_doctype, start.cause_name) if event_doctype and not start.count.rule else None
	if start.count.rule:
		words = _("The due date of “{0}”, {1}").format(start.cause, day_words(start.on))
	else:
		words = _("{0} on {1}").format(_(start.cause), day_words(start.on))
	again: tuple[str, ...] = ()
	if one.step > 1:
		again = (
			_("This is repetition no. {0}, counted from {1}.").format(
				one.step - 1, day_words(one.counted_from)
			),
		)
	return ExplanationLine(_("Counted from"), words, again, link)


def _arithmetic_line(one: Timescale, rule: Rule, calendar: Calendar) -> ExplanationLine:
	offset, before = one.start.count.offset, one.start.count.before
	if one.step > 1 and rule.repeat:
		offset, before = rule.repeat, False
	counted = calendar.count(one.counted_from, offset, before)
	words = _("{0} is {1}.").format(
		_capital(from_words(offset, before, day_words(one.counted_from))), day_words(counted)
	)
	items = []
	if rule.weekday is not None and on_weekday(counted, rule.weekday, before) == one.due_on != counted:
		pattern = _("Moved back to the {0} before: {1}.") if before else _("Moved on to the next {0}: {1}.")
		items.append(pattern.format(_(WEEKDAYS[rule.weekday]), day_words(one.due_on)))
	elif counted != one.due_on:
		words = _("The first due date was {0}. The next ones follow every {1}; this one is {2}.").format(
			day_words(one.start.due_on), offset_words(offset), day_words(one.due_on)
		)
	if offset.amount:
		items.append(_("The starting day itself is not counted."))
	if offset.unit is Unit.WORKING_DAYS:
		items += skipped_words(calendar.skipped(one.counted_from, counted), calendar.closures)
	elif offset.unit is Unit.MONTHS and counted.day < one.counted_from.day:
		items.append(
			_("That month has no day {0}, so the last day of the month is used.").format(one.counted_from.day)
		)
	return ExplanationLine(_("How it is worked out"), words, tuple(items))


def _capital(words: str) -> str:
	return words[:1].upper() + words[1:]


def skipped_words(skipped: list[tuple[date, str]], closures: Mapping[date, str] | None = None) -> list[str]:
	"""Describes the days that were skipped: weekends in short, each bank holiday and closed day with its name."""
	closures = closures or {}
	weekends = [day for day, name in skipped if name in WEEKDAYS]
	holidays = [(day, name) for day, name in skipped if name not in WEEKDAYS]
	if not skipped:
		return [_("There is no weekend or bank holiday in between.")]
	said = []
	if weekends:
		said.append(_("Weekends not counted: {0}.").format(", ".join(_weekends(weekends))))
	for day, name in holidays:
		pattern = (
			_("Closed day not counted: {0}, {1}.")
			if day in closures
			else _("Bank holiday not counted: {0}, {1}.")
		)
		said.append(pattern.format(name if day in closures else _(name), day_words(day)))
	return said


def _weekends(days: list[date]) -> list[str]:
	"""Formats weekends as “7–8 Mar”, and a single Saturday or Sunday as its day."""
	said, known = [], set(days)
	for day in days:
		sunday = day + timedelta(days=1)
		if day.weekday() == 5 and sunday in known:
			first = str(day.day) if day.month == sunday.month else f"{short_day(day)} "
			said.append(f"{first}–{'' if day.month == sunday.month else ' '}{short_day(sunday)}")
		elif day.weekday() == 5 or day - timedelta(days=1) not in known:
			said.append(short_day(day))
	return said


def _others_line(one: Timescale, rule: Rule) -> ExplanationLine | None:
	if not one.others:
		return None
	words = _("The earlier date counts.") if rule.pick is Pick.SOONER else _("The later date counts.")
	return ExplanationLine(
		_("The other date"), words, tuple(_other_words(one.start, other) for other in one.others)
	)


def _other_words(picked: Start, other: Start) -> str:
	cause = f"{_(other.cause)} ({day_words(other.on)})"
	said = _("{0} would be {1}").format(
		_capital(from_words(other.count.offset, other.count.before, cause)), day_words(other.due_on)
	)
	apart = (other.due_on - picked.due_on).days
	if not apart:
		return _("{0}, the same day.").format(said)
	return (_("{0}, {1} later.") if apart > 0 else _("{0}, {1} earlier.")).format(
		said, days_words(abs(apart))
	)


def _conditions_line(rule: Rule, labels: Mapping[str, str]) -> ExplanationLine | None:
	if not rule.conditions:
		return None
	return ExplanationLine(
		_("Why it applies"), _("Applies because {0}.").format(conditions_words(rule.conditions, labels))
	)


def _standing_line(one: Timescale, rule: Rule, event_doctype: str | None) -> ExplanationLine:
	if one.satisfied:
		late = one.state is State.MET_LATE
		words = _("{0} on {1}, {2}.").format(
			_(one.satisfied.type),
			day_words(one.satisfied.on),
			_("{0} late").format(days_words((one.satisfied.on - one.due_on).days)) if late else _("in time"),
		)
		return ExplanationLine(_("Done by"), words, link=_looked_up(event_doctype, one.satisfied.name))
	if one.stopped:
		words = _("{0} on {1}. Nothing had been recorded as done by then.").format(
			_(one.stopped.type), day_words(one.stopped.on)
		)
		return ExplanationLine(_("Stopped by"), words, link=_looked_up(event_doctype, one.stopped.name))
	items = (_("This would stop it: {0}.").format(one_of(rule.stopped_by)),) if rule.stopped_by else ()
	return ExplanationLine(
		_("Still open"), _("It is done once this is recorded: {0}.").format(one_of(rule.satisfied_by)), items
	)


def _looked_up(doctype: str | None, name: str) -> tuple[str, str] | None:
	return (doctype, name) if doctype and name else None


def _duty_line(source: Source) -> ExplanationLine | None:
	if not source.role:
		return None
	if not source.responsible:
		return ExplanationLine(_("Whose duty"), _("No {0} is named yet").format(_(source.role)))
	return ExplanationLine(_("Whose duty"), f"{source.responsible} ({_(source.role)})")


def _further_line(one: Timescale, rule: Rule, source: Source, today: date) -> ExplanationLine | None:
	if one.state not in OPEN or not (one.escalate_on and rule.escalate_after and source.escalate_to):
		return None
	pattern = (
		_("It went to {1} on {0}, {2} after the due date.")
		if one.escalate_on <= today
		else _("If it is still open on {0}, {2} after the due date, it goes to: {1}.")
	)
	words = pattern.format(
		day_words(one.escalate_on), _(source.escalate_to), offset_words(rule.escalate_after)
	)
	return ExplanationLine(_("Escalation"), words)


def no_longer_asked(rule: str) -> list[dict[str, Any]]:
	"""Explains a stored due date that today's rules no longer give: the next recomputation deletes it."""
	words = _("“{0}” no longer asks for this date, because the rule or the record has changed.").format(rule)
	return [asdict(ExplanationLine(_("Out of date"), words))]


__all__ = ["ExplanationLine", "Source", "explanation", "no_longer_asked", "skipped_words"]
