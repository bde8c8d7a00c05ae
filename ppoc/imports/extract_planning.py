"""What loading an extract would do to the site: make, change or leave each record.

Nothing is deleted because it is not in the file; who is missing is only listed. Loading the same file twice
changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ppoc.children.duplicates.matching import Person, PersonIndex, id_key
from ppoc.database.record_difference import Change, Existing, Planned, plan_record
from ppoc.imports.extract import KEY_FIELD, ExtractReading, Unit
from ppoc.imports.extract_fields import CARE_EVENTS, CHILDREN
from ppoc.imports.findings import Finding, Severity
from ppoc.messages import Message

SOURCE = "extract:"
"""What the key of an event from an extract begins with."""


@dataclass
class SiteRecords:
	"""What the site holds, as far as the person who loads may see it.

	Attributes:
		units: children or workers by ID as compared.
		events: for each child's ID as compared, its care events by key.
		hidden: IDs the site holds where this person may not see them.
		people: children to notice duplicates among.
	"""

	units: Mapping[str, Existing] = field(default_factory=dict)
	events: Mapping[str, Mapping[str, Existing]] = field(default_factory=dict)
	hidden: frozenset[str] = frozenset()
	people: PersonIndex = field(default_factory=PersonIndex)


@dataclass
class ExtractPlan:
	"""What loading would do.

	Attributes:
		records: each record with the unit it belongs to.
		absent: IDs the site has and the file has not; nothing happens to them.
		hidden: IDs left alone because this person may not see them.
		units: the number of units by state: "clean", "warned", "refused", "new", "changed", "unchanged".
	"""

	records: list[tuple[str, Planned]] = field(default_factory=list)
	absent: tuple[str, ...] = ()
	hidden: tuple[str, ...] = ()
	units: Counter[str] = field(default_factory=Counter)


def plan_extract(reading: ExtractReading, site: SiteRecords, only_clean: bool = False) -> ExtractPlan:
	"""What loading the units would do; adds to their findings what only the site can tell.

	Args:
		reading: the units.
		site: what the site holds.
		only_clean: leave out whoever has a warning, for a load that nobody looks at.

	Returns:
		The plan. Refused and hidden units have no records in it.
	"""
	plan = ExtractPlan()
	told: set[tuple[str, str]] = set()
	for unit in reading.units.values():
		if reading.loads != CARE_EVENTS and _stands_under_its_own_id(unit, reading, site):
			continue
		if unit.key in site.hidden:
			plan.hidden += (unit.label,)
			continue
		records = (
			_plan_events(unit, site)
			if reading.loads == CARE_EVENTS
			else _plan_unit(unit, reading.loads, site)
		)
		unit.findings = [
			found if found.file else replace(found, file=reading.file) for found in unit.findings
		]
		if only_clean and unit.warned:
			unit.findings.append(_waits(unit, reading.file))
		plan.units["refused" if unit.refused else "warned" if unit.warned else "clean"] += 1
		if unit.refused:
			continue
		if reading.loads == CARE_EVENTS:
			records = _not_told_under_another_id(records, site.units[unit.key].name, told)
		plan.records.extend((unit.key, record) for record in records)
		changes = {record.change for record in records}
		plan.units[_state_of(changes)] += 1
	plan.absent = _absent(reading, site)
	return plan


def _absent(reading: ExtractReading, site: SiteRecords) -> tuple[str, ...]:
	"""Who is here and not in the file, under the own ID or that of a record merged into it."""
	present = {site.units[key].name for key in reading.units if key in site.units}
	labels = {
		existing.name: str(existing.values.get(KEY_FIELD[reading.loads], existing.name))
		for existing in site.units.values()
	}
	return tuple(label for name, label in labels.items() if name not in present)


def _stands_under_its_own_id(unit: Unit, reading: ExtractReading, site: SiteRecords) -> bool:
	"""Whether a unit is that of a merged record, and the record it was merged into is in the file as well."""
	existing = site.units.get(unit.key)
	if existing is None:
		return False
	label = str(existing.values.get(KEY_FIELD[reading.loads]) or "")
	own = id_key(label)
	if own in ("", unit.key) or own not in reading.units:
		return False
	reading.findings.append(
		Finding(
			Severity.NOTE,
			Message(
				"Row {0}: ID {1} was merged into {2}. The rows of {2} are used.", unit.line, unit.label, label
			),
			Message("Correct the ID at its source."),
			file=reading.file,
			line=unit.line,
			child=unit.label,
		)
	)
	return True


def _not_told_under_another_id(
	records: list[Planned], child: str, told: set[tuple[str, str]]
) -> list[Planned]:
	"""Events of a merged record that the file repeats under the kept record's ID count once."""
	new = [record for record in records if (child, record.key) not in told]
	told.update((child, record.key) for record in new)
	return new


def _waits(unit: Unit, file: str) -> Finding:
	return Finding(
		Severity.REFUSED,
		Message("Row {0}: there are warnings, and this load takes only clean rows.", unit.line),
		Message("Load the file by hand to decide."),
		file=file,
		line=unit.line,
		child=unit.label,
	)


def _state_of(changes: Iterable[Change]) -> str:
	states = set(changes)
	if states <= {Change.UNCHANGED}:
		return "unchanged"
	return "new" if states == {Change.CREATE} else "changed"


def _plan_unit(unit: Unit, loads: str, site: SiteRecords) -> list[Planned]:
	values = unit.records[0].values
	existing = site.units.get(unit.key)
	if existing is not None:
		values = {name: value for name, value in values.items() if name != KEY_FIELD[loads]}
	elif loads == CHILDREN:
		unit.findings.extend(_duplicates(unit, site.people))
	return [plan_record(unit.key, values, existing)]


def _duplicates(unit: Unit, people: PersonIndex) -> list[Finding]:
	"""A new child that looks like one the site has under another ID."""
	values = unit.records[0].values
	birth = values.get("date_of_birth")
	person = Person(
		f"line {unit.line}",
		unit.label,
		str(values.get("upn", "")),
		str(values.get("first_name", "")),
		str(values.get("last_name", "")),
		birth if isinstance(birth, date) else None,
	)
	return [
		Finding(
			Severity.WARNING,
			Message(
				"Row {0}: {1} as {2}, which has another ID: it may be the same child.",
				unit.line,
				pair.reason,
				pair.second,
			),
			Message("Load it and merge the two records, or correct the ID at its source."),
			line=unit.line,
			child=unit.label,
			rule="X2.6",
		)
		for pair in people.matches(person)
	]


def _plan_events(unit: Unit, site: SiteRecords) -> list[Planned]:
	"""A child's events: told apart by their own ID, else by type, date and how often that came."""
	if unit.key not in site.units:
		unit.findings.append(
			Finding(
				Severity.REFUSED,
				Message("Row {0}: there is no child with the ID {1} here.", unit.line, unit.label),
				Message("Load the children first."),
				line=unit.line,
				column=KEY_FIELD[CARE_EVENTS],
				child=unit.label,
			)
		)
		return []
	known = site.events.get(unit.key, {})
	planned: dict[str, Planned] = {}
	seen: Counter[str] = Counter()
	for record in unit.records:
		values = {name: value for name, value in record.values.items() if name != KEY_FIELD[CARE_EVENTS]}
		key = event_key(values)
		seen[key] += 1
		if seen[key] > 1 and "source_key" not in values:
			key = f"{key}|{seen[key]}"
		values.pop("source_key", None)
		record_plan = _plan_event(key, values, known.get(key))
		if planned.setdefault(key, record_plan) != record_plan:
			unit.findings.append(_event_twice(record.line, str(record.values["source_key"]), unit.label))
	return list(planned.values())


def _plan_event(key: str, values: Mapping[str, object], existing: Existing | None) -> Planned:
	"""An event that another source keeps, such as the statutory return, is left to that source."""
	if existing is None:
		return plan_record(key, {**values, "source_key": key}, None)
	if existing.values.get("kept_by_other_source"):
		return Planned(key, Change.UNCHANGED, existing.name)
	return plan_record(key, values, existing)


def _event_twice(line: int, event_id: str, child: str) -> Finding:
	return Finding(
		Severity.REFUSED,
		Message("Row {0}: the event's ID {1} is on an earlier row with other values.", line, event_id),
		Message("Correct it at its source and export again."),
		line=line,
		column="source_key",
		child=child,
	)


def event_key(values: Mapping[str, object]) -> str:
	"""What tells an event of a child from its others: its own ID, else its type and date."""
	if own := values.get("source_key"):
		return f"{SOURCE}id:{own}"
	day = values.get("event_date")
	return f"{SOURCE}{values.get('event_type', '')}|{day.isoformat() if isinstance(day, date) else day}"
