"""Reads the rules in force from the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from hashlib import blake2b
from typing import Any, TypeVar, cast

import frappe
from frappe.utils import getdate

from ppoc.database.statements import built_once, parameters
from ppoc.messages import Message, joined
from ppoc.timescales.calendars import WEEKDAYS
from ppoc.timescales.checks import RuleFault
from ppoc.timescales.conditions import parse
from ppoc.timescales.engine import Engine
from ppoc.timescales.models import Count, EventType, Offset, Pick, Rule, Unit, chosen
from ppoc.timescales.rows import Duty

CHILD, MEETING, SCHEDULE = "Child", "Meeting", "Forum Schedule"
SETUP_PARENT, SETUP_KEY = "ppoc", "ppoc_timescales_setup"
Token = str
COUNTING = "2"
"""Changes with the way in which the engine counts, so that the next nightly pass computes every child again."""


@dataclass(frozen=True)
class RuleSet:
	"""The enabled rules for one kind of record.

	Attributes:
		engine: computes due dates with the rules.
		duties: rule → its duty.
		stamp: changes whenever a rule, an event type or a choice between packs changes.
	"""

	engine: Engine
	duties: dict[str, Duty]
	stamp: str

	@property
	def by_age(self) -> bool:
		"""Returns whether a rule depends on the child's age, which changes without any event."""
		return any(c.fact == "age" for rule in self.engine.rules for c in rule.conditions)


_known: dict[tuple[str, str], tuple[Token, Any]] = {}
Read = TypeVar("Read")


def remembered(what: str, read: Callable[[], Read], token: Token | None = None) -> Read:
	"""Returns a part of the setup from memory, and reads it again only if the setup has changed.

	Args:
		what: the key to remember it by.
		read: reads it.
		token: what `state_of_setup` returned in this transaction, if it has been called already.
	"""
	key, token = (frappe.local.site, what), state_of_setup() if token is None else token
	if key not in _known or _known[key][0] != token:
		_known[key] = (token, read())
	return cast(Read, _known[key][1])


def rules_in_force(applies_to: str = CHILD, token: Token | None = None) -> RuleSet:
	"""Returns the rules for a kind of record, read again only if the setup has changed.

	Args:
		applies_to: Child, Meeting or Forum Schedule.
		token: what `state_of_setup` returned in this transaction, if it has been called already.
	"""
	return remembered(applies_to, lambda: read_rules(applies_to), token)


def state_of_setup() -> Token:
	"""Returns a token that changes with every change of rules, duties, event types, teams or localities."""
	rows = frappe.db.sql(_setup_word(), setup_key())
	return (rows[0][0] if rows else None) or ""


def setup_key() -> tuple[str, str]:
	"""Returns the values for `setup_word`."""
	return SETUP_PARENT, SETUP_KEY


def setup_word(parent: Any, key: Any) -> Any:
	"""Builds the query for that token, to run alone or as a subquery."""
	table = frappe.qb.DocType("DefaultValue")
	return (
		frappe.qb.from_(table).select(table.defvalue).where(table.parent == parent).where(table.defkey == key)
	)


@built_once
def _setup_word() -> Any:
	return setup_word(*parameters(2))


def setup_changed() -> None:
	"""Tells all processes, once this transaction is committed, that the setup they have read is out of date.

	Writes the token directly, because changing a default through Frappe clears the whole cache of the site.
	"""
	table = frappe.qb.DocType("DefaultValue")
	mine = (table.parent == SETUP_PARENT) & (table.defkey == SETUP_KEY)
	word = frappe.generate_hash(length=12)
	if frappe.qb.from_(table).select(table.name).where(mine).run():
		frappe.qb.update(table).set(table.defvalue, word).where(mine).run()
		return
	row = {
		"name": frappe.generate_hash(length=10),
		"parent": SETUP_PARENT,
		"defkey": SETUP_KEY,
		"defvalue": word,
	}
	frappe.db.bulk_insert("DefaultValue", list(row), [tuple(row.values())])


def forget_setup() -> None:
	"""Forgets everything remembered, so that changes that bypassed the records' own hooks are read too."""
	_known.clear()


def read_rules(applies_to: str = CHILD, also: str | None = None, without: str | None = None) -> RuleSet:
	"""Reads the enabled rules, minus those that lose by a choice between packs.

	Args:
		applies_to: Child, Meeting or Forum Schedule.
		also: a rule to treat as enabled, in order to try it.
		without: a rule to treat as disabled.
	"""
	chosen = dict(
		frappe.get_all(
			"Timescale Duty",
			filters={"settled_by": ["is", "set"]},
			fields=["name", "settled_by"],
			as_list=True,
		)
	)
	rows = frappe.get_all(
		"Timescale Rule", filters={"applies_to": applies_to}, fields=["*"], order_by="name asc"
	)
	rows = [
		row
		for row in rows
		if row.name == also
		or (row.enabled and row.name != without and chosen.get(row.duty) in (None, row.pack))
	]
	rules = rules_of(rows)
	types = event_types()
	duties = {
		row.name: Duty(row.duty, row.duty_role or "", (row.escalate_to or "") if row.escalate_amount else "")
		for row in rows
	}
	said = repr((COUNTING, _said(rules), _said(sorted(types.items())), sorted(duties.items())))
	return RuleSet(Engine(rules, types), duties, blake2b(said.encode(), digest_size=8).hexdigest())


def _said(value: Any) -> Any:
	"""Returns a value in which sets are sorted, so that it reads the same in every process."""
	if isinstance(value, frozenset):
		return sorted(value)
	if isinstance(value, list | tuple):
		return [_said(one) for one in value]
	if is_dataclass(value):
		return [type(value).__name__, *(_said(getattr(value, field.name)) for field in fields(value))]
	return value


def all_rules(applies_to: str) -> list[Rule]:
	"""Reads every rule for a kind of record, enabled or not."""
	return rules_of(frappe.get_all("Timescale Rule", filters={"applies_to": applies_to}, fields=["*"]))


def rules_of(rows: Iterable[Any]) -> list[Rule]:
	"""Makes engine rules from rows of Timescale Rule. One that cannot be computed is left out, with a line in the error
	log: the others go on."""
	rows = list(rows)
	names = [row.name for row in rows]
	counts, events, made = defaultdict(list), defaultdict(set), []
	if names:
		inside = {"parenttype": "Timescale Rule", "parent": ["in", names]}
		for count in frappe.get_all("Timescale Rule Count", filters=inside, fields=["*"], order_by="idx asc"):
			counts[count.parent].append(count)
		for event in frappe.get_all(
			"Timescale Rule Event", filters=inside, fields=["parent", "parentfield", "event_type"]
		):
			events[event.parent, event.parentfield].add(event.event_type)
	for row in rows:
		satisfied_by, stopped_by = (events[row.name, field] for field in ("satisfied_by", "stopped_by"))
		try:
			made.append(rule_of(row, map(count_of, counts[row.name]), satisfied_by, stopped_by))
		except RuleFault as fault:  # a row from before the choices changed
			frappe.log_error(title=f"Timescale Rule left out: {row.name}"[:140], message=str(fault))
	return made


def rule_of(row: Any, counts: Iterable[Count], satisfied_by: set[str], stopped_by: set[str]) -> Rule:
	"""Makes one engine rule from a row or a document of Timescale Rule.

	Raises:
		RuleFault: a unit is none of the choices.
	"""
	escalate_unit = chosen(Unit, row.escalate_unit)
	return Rule(
		name=row.name,
		counts=tuple(counts),
		satisfied_by=frozenset(satisfied_by),
		stopped_by=frozenset(stopped_by),
		pick=chosen(Pick, row.pick) or Pick.EACH,
		repeat=_offset(Message("Repetition"), row.repeat_amount, row.repeat_unit)
		if row.repeats and row.repeat_amount
		else None,
		repeat_from_due=row.repeat_from == "The due date",
		repeat_from_rhythm=row.repeat_from == "The forum's rhythm",
		same_meeting=bool(row.same_meeting),
		continues=bool(row.continues),
		conditions=parse(row.conditions),
		due_soon_days=row.due_soon_days or 0,
		early_days=row.early_days or 0,
		weekday=WEEKDAYS.index(row.weekday) if row.weekday in WEEKDAYS else None,
		escalate_after=(
			Offset(row.escalate_amount, escalate_unit)
			if row.escalate_to and row.escalate_amount and escalate_unit
			else None
		),
		since=getdate(row.in_force_from) if row.in_force_from else None,
		duty=row.duty or "",
		gives_way=bool(row.gives_way),
	)


def _offset(place: Message, amount: int, unit: str | None) -> Offset:
	if not unit:
		raise RuleFault(Message("{0}: choose its unit.", place))
	if not (known := chosen(Unit, unit)):
		choices = joined([Message(each.value) for each in Unit])
		raise RuleFault(Message("{0}: “{1}” is not a unit. Choose one of these: {2}.", place, unit, choices))
	return Offset(amount, known)


def count_of(row: Any) -> Count:
	"""Makes one start of a rule from a row of Timescale Rule Count.

	Raises:
		RuleFault: its unit is none of the choices.
	"""
	return Count(
		event_type=row.event_type or "",
		rule=row.other_rule or "",
		offset=_offset(Message("Date {0}", row.get("idx") or ""), row.amount or 0, row.unit),
		before=row.direction == "Before",
		occurrence=row.occurrence or 0,
		and_later=bool(row.and_later),
	)


def event_types() -> dict[str, EventType]:
	"""Returns the event types that are planned, start a period or cancel a date; all others are ordinary."""
	marks = ("planned", "begins", "one_at_a_time", "cancels")
	rows = frappe.get_all(
		"Care Event Type",
		or_filters={"planned": 1, "begins": 1, "cancels": 1},
		fields=["name", *marks],
	)
	becomes = defaultdict(set)
	for row in frappe.get_all(
		"Timescale Rule Event", {"parenttype": "Care Event Type"}, ["parent", "event_type"]
	):
		becomes[row.parent].add(row.event_type)
	return {row.name: event_type_of(row, becomes[row.name]) for row in rows}


def event_type_of(row: Any, becomes: Iterable[str]) -> EventType:
	"""Makes an event type as the engine takes it from a row or a record."""
	return EventType(
		planned=bool(row.get("planned")),
		begins=bool(row.get("begins")),
		becomes=frozenset(becomes) if row.get("planned") else frozenset(),
		cancels=bool(row.get("cancels")),
		one_at_a_time=bool(row.get("one_at_a_time")),
	)
