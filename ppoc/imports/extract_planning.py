"""Works out what loading an extract would do to the site: create, change or leave each record.

A record that is missing from the file is never deleted, only listed. Loading the same file twice changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ppoc.care_codes import ETHNICITY, code_of
from ppoc.children.duplicates.matching import Identity, PersonIndex
from ppoc.children.identifiers import id_key
from ppoc.database.record_difference import Existing, Planned, RecordChange, plan_record
from ppoc.imports.another_person import WITH_ITS_ZEROS, doubt_about, person_of, several_held
from ppoc.imports.births import FUTURE_BIRTH, settle_birth
from ppoc.imports.extract import KEY_FIELD, ExtractReading, ExtractRecord
from ppoc.imports.extract_fields import CARE_EVENTS, CHILDREN
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.row_reading import RowValues
from ppoc.messages import Message

SOURCE = "extract:"
"""Prefix of the key of an event from an extract."""


@dataclass
class SiteRecords:
	"""The site's records, as far as the user who loads may see them.

	Attributes:
		units: children or workers by normalised ID.
		events: each child's care events by key, for each normalised child ID.
		hidden: IDs of records that this user may not see.
		people: children to check for duplicates.
		unclear: for each normalised ID that could be one of several held ones, those IDs.
	"""

	units: Mapping[str, Existing] = field(default_factory=dict)
	events: Mapping[str, Mapping[str, Existing]] = field(default_factory=dict)
	hidden: frozenset[str] = frozenset()
	people: PersonIndex = field(default_factory=PersonIndex)
	unclear: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass
class ExtractPlan:
	"""What loading would do.

	Attributes:
		records: each planned record with the key of its unit.
		absent: IDs that are on the site but not in the file; nothing happens to them.
		hidden: IDs left alone because this user may not see the records.
		units: the number of units by state: "clean", "warned", "refused", "new", "changed", "unchanged".
	"""

	records: list[tuple[str, Planned]] = field(default_factory=list)
	absent: tuple[str, ...] = ()
	hidden: tuple[str, ...] = ()
	units: Counter[str] = field(default_factory=Counter)


def plan_extract(reading: ExtractReading, site: SiteRecords, only_clean: bool = False) -> ExtractPlan:
	"""Plans what loading the units would do, and adds findings to them that only the site can show.

	Args:
		reading: the units.
		site: the site's records.
		only_clean: leave out units with warnings, for a load that nobody previews.

	Returns:
		The plan, without records of refused and hidden units.
	"""
	plan = ExtractPlan()
	told: set[tuple[str, str]] = set()
	for unit in reading.units.values():
		if reading.loads != CARE_EVENTS and _stands_under_its_own_id(unit, reading, site):
			continue
		if unit.key in site.hidden:
			plan.hidden += (unit.label,)
			continue
		if reading.loads == CHILDREN:
			_settle_birth(unit, site, reading.today)
			_settle_ethnicity(unit, site)
		unit.findings.extend(_doubts(unit, reading.loads, site))
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


def _settle_birth(unit: ExtractRecord, site: SiteRecords, today: date) -> None:
	"""Settles whether the child is born; an expected date is no fault if the site holds the child as unborn."""
	held = site.units[unit.key].values if unit.key in site.units else {}
	if held.get("unborn"):
		unit.findings = [finding for finding in unit.findings if finding.rule != FUTURE_BIRTH]
	settle_birth(unit.records[0].values, held, today)


def _settle_ethnicity(unit: ExtractRecord, site: SiteRecords) -> None:
	"""Writes ethnicity as the return does; words of one's own never take the place of one from its list."""
	values = unit.records[0].values
	held = site.units[unit.key].values if unit.key in site.units else {}
	written = str(values.get("ethnicity") or "")
	code = code_of("ethnicity", written)
	if code in ETHNICITY:
		values["ethnicity"] = code
	elif written and held.get("ethnicity") in ETHNICITY:
		del values["ethnicity"]


def _doubts(unit: ExtractRecord, loads: str, site: SiteRecords) -> Iterable[Finding]:
	"""Yields a finding if the ID could be somebody else's."""
	held = site.units.get(unit.key)
	if alike := site.unclear.get(unit.key):
		yield _about(unit, Severity.REFUSED, several_held(unit.label, alike), WITH_ITS_ZEROS)
	elif held is not None and loads == CHILDREN:
		values = {**unit.records[0].values, "child_id": unit.label}
		if doubt := doubt_about(person_of("", values), person_of(held.name, held.values)):
			yield _about(unit, *doubt)


def _about(unit: ExtractRecord, severity: Severity, message: str, remedy: str) -> Finding:
	return Finding(
		severity, Message("Row {0}: {1}", unit.line, message), remedy, line=unit.line, child=unit.label
	)


def _absent(reading: ExtractReading, site: SiteRecords) -> tuple[str, ...]:
	"""Returns the IDs of records that are not in the file under their own ID or that of a record merged into them."""
	present = {site.units[key].name for key in reading.units if key in site.units}
	labels = {
		existing.name: str(existing.values.get(KEY_FIELD[reading.loads], existing.name))
		for existing in site.units.values()
	}
	return tuple(label for name, label in labels.items() if name not in present)


def _stands_under_its_own_id(unit: ExtractRecord, reading: ExtractReading, site: SiteRecords) -> bool:
	"""Returns whether the unit's ID was merged into a record that is also in the file under its own ID."""
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
	"""Leaves out events under a merged record's ID that the file repeats under the kept record's ID."""
	new = [record for record in records if (child, record.key) not in told]
	told.update((child, record.key) for record in new)
	return new


def _waits(unit: ExtractRecord, file: str) -> Finding:
	return Finding(
		Severity.REFUSED,
		Message("Row {0}: there are warnings, and this load takes only clean rows.", unit.line),
		Message("Load the file by hand to decide."),
		file=file,
		line=unit.line,
		child=unit.label,
	)


def _state_of(changes: Iterable[RecordChange]) -> str:
	states = set(changes)
	if states <= {RecordChange.UNCHANGED}:
		return "unchanged"
	return "new" if states == {RecordChange.CREATE} else "changed"


def _plan_unit(unit: ExtractRecord, loads: str, site: SiteRecords) -> list[Planned]:
	values = unit.records[0].values
	existing = site.units.get(unit.key)
	if existing is not None:
		values = {name: value for name, value in values.items() if name != KEY_FIELD[loads]}
	elif loads == CHILDREN:
		unit.findings.extend(_duplicates(unit, site.people))
	return [plan_record(unit.key, values, existing)]


def _duplicates(unit: ExtractRecord, people: PersonIndex) -> list[Finding]:
	"""Warns about a new child that resembles a child on the site with another ID."""
	values = unit.records[0].values
	birth = values.get("date_of_birth")
	person = Identity(
		f"line {unit.line}",
		unit.label,
		str(values.get("upn", "")),
		str(values.get("first_name", "")),
		str(values.get("last_name", "")),
		birth if isinstance(birth, date) else None,
		bool(values.get("unborn")),
		str(values.get("nhs_number", "")),
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


def _plan_events(unit: ExtractRecord, site: SiteRecords) -> list[Planned]:
	"""Plans a child's events, identified by their own ID, or by type, date and a count of repetitions."""
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
	for record in sorted(unit.records, key=_by_content):
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


def _by_content(record: RowValues) -> tuple[str, ...]:
	"""Returns the sort key of an event, so that the order of the rows in the file does not decide which is which."""
	day = record.values.get("event_date")
	written = day.isoformat() if isinstance(day, date) else ""
	return (
		written,
		*(str(record.values.get(name) or "") for name in ("event_type", "source_key", "details")),
	)


def _plan_event(key: str, values: Mapping[str, object], existing: Existing | None) -> Planned:
	"""Plans one event. An event from another source, such as the SSDA903 return, is left to that source."""
	if existing is None:
		return plan_record(key, {**values, "source_key": key}, None)
	if existing.values.get("kept_by_other_source"):
		return Planned(key, RecordChange.UNCHANGED, existing.name)
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
	"""Returns the key that identifies an event of a child: its own ID, otherwise its type and date."""
	if own := values.get("source_key"):
		return f"{SOURCE}id:{own}"
	day = values.get("event_date")
	return f"{SOURCE}{values.get('event_type', '')}|{day.isoformat() if isinstance(day, date) else day}"
