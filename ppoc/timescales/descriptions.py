"""Puts rules, dates and states into translatable sentences. Reads nothing from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import frappe
from babel.dates import format_date
from frappe import _

from ppoc.timescales.calendars import WEEKDAYS
from ppoc.timescales.condition_words import any_of, conditions_words
from ppoc.timescales.models import Count, Offset, Pick, Rule, State, Unit


def day_words(day: date) -> str:
	"""Formats a day as “Mon 16 Mar 2026”."""
	return _formatted(day, "EEE d MMM y")


def short_day(day: date) -> str:
	"""Formats a day as “16 Mar”."""
	return _formatted(day, "d MMM")


def _formatted(day: date, pattern: str) -> str:
	return format_date(day, pattern, locale=(getattr(frappe.local, "lang", "") or "en").replace("-", "_"))


def offset_words(offset: Offset) -> str:
	"""Formats an offset as “10 working days”."""
	single = offset.amount == 1
	words = {
		Unit.CALENDAR_DAYS: lambda: _("1 day") if single else _("{0} days"),
		Unit.WORKING_DAYS: lambda: _("1 working day") if single else _("{0} working days"),
		Unit.WEEKS: lambda: _("1 week") if single else _("{0} weeks"),
		Unit.MONTHS: lambda: _("1 month") if single else _("{0} months"),
	}
	return words[offset.unit]().format(offset.amount)


def days_words(amount: int) -> str:
	"""Formats a number of calendar days."""
	return offset_words(Offset(amount, Unit.CALENDAR_DAYS))


def state_words(state: State, due_on: date, today: date, satisfied_on: date | None = None) -> str:
	"""Describes the state of a due date, with the number of days."""
	if state is State.MISSED:
		return _("Not done, and no longer needed")
	if state is State.STOPPED:
		return _("Stopped: no longer needed")
	if satisfied_on and state is State.MET_LATE:
		return _("Done {0} late").format(days_words((satisfied_on - due_on).days))
	if state in (State.MET, State.MET_LATE):
		return _("Done in time")
	return open_words(today)(state, due_on)


def open_words(today: date) -> Callable[[State, date], str]:
	"""Returns a function that describes open due dates; it looks each phrase up once, however many dates there are."""
	one_day, days = days_words(1), _("{0} days")
	overdue, due_in, due_today = _("Overdue by {0}"), _("Due in {0}"), _("Due today")

	def words(state: State, due_on: date) -> str:
		ahead = (due_on - today).days
		late = state is State.OVERDUE
		if not (ahead or late):
			return due_today
		number = -ahead if late else ahead
		return (overdue if late else due_in).format(one_day if number == 1 else days.format(number))

	return words


def sentence(rule: Rule, labels: Mapping[str, str], role: str = "", escalate_to: str = "") -> str:
	"""Describes the whole rule in a few sentences.

	Args:
		rule: the rule.
		labels: the labels of the facts that its conditions use.
		role: whose duty it is.
		escalate_to: the role that a long overdue date is escalated to.
	"""
	parts = [
		_("Due {0}.").format(_counts_words(rule)) if rule.counts else "",
		_("Done by: {0}.").format(one_of(rule.satisfied_by)) if rule.satisfied_by else "",
		_weekday_words(rule),
		_early_words(rule),
		_continues_words(rule),
		_("What belongs to another meeting does not count.") if rule.same_meeting else "",
		_repeat_words(rule),
		_("Applies only if {0}.").format(conditions_words(rule.conditions, labels))
		if rule.conditions
		else "",
		_("In force from {0}: what began earlier is not counted.").format(day_words(rule.since))
		if rule.since
		else "",
		_("Duty of: {0}.").format(_(role)) if role else "",
		_goes_further_words(rule, escalate_to),
	]
	return " ".join(part for part in parts if part)


def _counts_words(rule: Rule) -> str:
	several = len(rule.counts) > 1
	between = _(", or {0}") if several and rule.pick is not Pick.EACH else _(", and {0}")
	first, *others = [count_words(count) for count in rule.counts]
	said = first + "".join(between.format(other) for other in others)
	if not several or rule.pick is Pick.EACH:
		return said
	which = _("whichever is sooner") if rule.pick is Pick.SOONER else _("whichever is later")
	return f"{said}, {which}"


def count_words(count: Count) -> str:
	"""Describes a row of the rule, such as “10 working days after Entered care”."""
	return from_words(count.offset, count.before, _cause_words(count))


def from_words(offset: Offset, before: bool, what: str) -> str:
	"""Describes an offset from something, such as “10 working days after Entered care”."""
	if not offset.amount:
		return _("on the day of {0}").format(what)
	pattern = _("{0} before {1}") if before else _("{0} after {1}")
	return pattern.format(offset_words(offset), what)


def _cause_words(count: Count) -> str:
	what = _("the due date of “{0}”").format(count.rule) if count.rule else _(count.event_type)
	if not count.occurrence:
		return what
	number = count.occurrence
	which = (
		_("no. {0} and every later one").format(number) if count.and_later else _("no. {0}").format(number)
	)
	if number == 1 and not count.and_later:
		which = _("the first one only")
	return f"{what} ({which})"


def one_of(types: Iterable[str]) -> str:
	"""Joins the names of events of which any one is enough."""
	return any_of([_(name) for name in sorted(types)])


def _weekday_words(rule: Rule) -> str:
	if rule.weekday is None:
		return ""
	counted_back = {count.before for count in rule.counts}
	if counted_back == {True}:
		pattern = _("Moved back to the {0} before, unless it is a {0} already.")
	elif True not in counted_back:
		pattern = _("Moved on to the next {0}, unless it is a {0} already.")
	else:
		pattern = _(
			"Moved on to the next {0}, unless it is a {0} already; a date counted back is moved to the {0} before."
		)
	return pattern.format(_(WEEKDAYS[rule.weekday]))


def _early_words(rule: Rule) -> str:
	if not rule.early_days:
		return ""
	return _("Anything done up to {0} earlier also counts.").format(days_words(rule.early_days))


def _continues_words(rule: Rule) -> str:
	if not rule.continues:
		return ""
	return _("If it was done before, it counts on from the last time.")


def _repeat_words(rule: Rule) -> str:
	until = one_of(rule.stopped_by)
	if not rule.repeat:
		return _("Stops with: {0}.").format(until) if until else ""
	if rule.repeat_from_rhythm:
		return _("Then again on the forum's next day by its rhythm, until: {0}.").format(until)
	pattern = (
		_("Then again every {0}, counted from the due date, until: {1}.")
		if rule.repeat_from_due
		else _("Then again {0} after each time it is done, until: {1}.")
	)
	return pattern.format(offset_words(rule.repeat), until)


def _goes_further_words(rule: Rule, escalate_to: str) -> str:
	if not (rule.escalate_after and escalate_to):
		return ""
	return _("If it is still open {0} after the due date, it goes to: {1}.").format(
		offset_words(rule.escalate_after), _(escalate_to)
	)
