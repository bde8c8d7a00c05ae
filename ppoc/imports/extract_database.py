"""Loads an extract: compares it with the site, and writes it unit by unit in the open transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, strip_html

from ppoc.database import rows as bulk
from ppoc.database.record_difference import Existing, Planned, RecordChange
from ppoc.imports.births import EXPECTED
from ppoc.imports.collecting import Findings
from ppoc.imports.extract import ExtractReading, ExtractSettings, read_extract
from ppoc.imports.extract_fields import CARE_EVENTS, CHILDREN, FIELDS, WORKERS
from ppoc.imports.extract_planning import SOURCE, ExtractPlan, SiteRecords, event_key, plan_extract
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.registry import ChildChange, Order, Prepared, Progress
from ppoc.imports.saved_mappings import EXTRACT, SavedMapping, saved_mapping
from ppoc.imports.site_links import (
	KnownChildren,
	event_types,
	found_by_id,
	localities_of_teams,
	teams,
	workers,
)
from ppoc.messages import Message
from ppoc.translating import translated

BEFORE_RECORD = "ppoc_extract_record"
"""Save point to which a record is rolled back that the site's own rules refuse."""
CLEAN = "clean"
"""Value of the option "only" for a load that nobody previews: units with warnings are not loaded."""
CHILD_FIELDS = tuple(
	target.name for target in FIELDS[CHILDREN] if target.name not in ("full_name", "child_id", EXPECTED)
)
WORKER_FIELDS = tuple(target.name for target in FIELDS[WORKERS])
DOCTYPE = {CHILDREN: "Child", CARE_EVENTS: "Care Event", WORKERS: "Worker"}


def prepare(order: Order) -> Prepared:
	"""Reads an extract and compares it with the site.

	Args:
		order: one .csv or .xlsx with the saved mapping that says what it holds; without one, the option "loads" does.

	Returns:
		What loading would do. Refused children are left out; the others can be loaded.

	Raises:
		ImportRefused: the file cannot be read, or required columns are not mapped.
	"""
	mapping = saved_mapping(order.mapping, EXTRACT)
	loads = mapping.loads or order.options.get("loads") or CHILDREN
	(upload,) = order.uploads
	people = workers()
	links = {
		"team": teams(order.user),
		"social_worker": people,
		"supervising_social_worker": people,
		"reviewing_officer": people,
		"event_type": event_types(),
	}
	settings = ExtractSettings(
		loads, order.today, mapping.columns.get("", {}), mapping.sheet, links, mapping.dates
	)
	reading = read_extract(upload, settings, order.limits, order.corrections)
	site = site_for(loads, order.user, {unit.key: unit.label for unit in reading.units.values()})
	if loads == CHILDREN:
		_place_new_children(reading, site, order, mapping)
	plan = plan_extract(reading, site, only_clean=order.options.get("only") == CLEAN)
	writer = ExtractWriter(reading, plan, site)
	prepared = _prepared(reading, plan, order, writer.write)
	prepared.left_out = writer.left_out
	return prepared


def site_for(loads: str, user: str, labels: Mapping[str, str]) -> SiteRecords:
	"""Reads the site's records that an extract is compared with.

	Args:
		loads: "Children", "Care events" or "Workers".
		user: the user who loads.
		labels: the file's IDs as written, by normalised ID.
	"""
	if loads == WORKERS:
		rows = frappe.get_all("Worker", fields=["name", "locality", *WORKER_FIELDS])
		entries = [(row.worker_id, Existing(row.name, row)) for row in rows if row.worker_id]
		people = found_by_id(entries, labels)
		return SiteRecords(people.units, unclear=people.unclear)
	children = KnownChildren(user, ("locality", *CHILD_FIELDS))
	found = found_by_id(children.entries, labels)
	if loads == CHILDREN:
		return SiteRecords(found.units, {}, found.hidden, children.people, found.unclear)
	wanted = {key: found.units[key] for key in labels if key in found.units}
	return SiteRecords(found.units, _events_of(wanted), found.hidden, unclear=found.unclear)


def _events_of(children: dict[str, Existing]) -> dict[str, dict[str, Existing]]:
	"""Returns each child's events by the key that an extract gives them."""
	names = sorted({child.name for child in children.values()})
	rows = frappe.get_all(
		"Care Event",
		filters={"child": ["in", names or [""]]},
		fields=["name", "child", "event_type", "event_date", "details", "source_key"],
		order_by="event_date, creation, name",
	)
	found: dict[str, dict[str, Existing]] = defaultdict(dict)
	seen: Counter[tuple[str, str]] = Counter()
	for row in rows:
		key = row.source_key or ""
		values = {"event_type": row.event_type, "event_date": row.event_date, "details": row.details}
		if not key.startswith(SOURCE):
			values["kept_by_other_source"] = bool(key)
			key = event_key(values)
			seen[row.child, key] += 1
			key = key if seen[row.child, key] == 1 else f"{key}|{seen[row.child, key]}"
		found[row.child].setdefault(key, Existing(row.name, values))
	return {key: found[child.name] for key, child in children.items()}


def _place_new_children(
	reading: ExtractReading, site: SiteRecords, order: Order, mapping: SavedMapping
) -> None:
	"""Gives each new child a locality: its team's, otherwise the one chosen for the load."""
	of_team = localities_of_teams()
	team, locality = order.team or mapping.team, order.locality or mapping.locality
	for unit in reading.units.values():
		values = unit.records[0].values
		existing = site.units.get(unit.key)
		if existing is None and not values.get("team") and team:
			values["team"] = team
		if values.get("team"):
			values["locality"] = of_team.get(str(values["team"]))
		elif existing is None and locality:
			values["locality"] = locality
		elif existing is None and unit.key not in site.hidden and not unit.refused:
			unit.findings.append(
				Finding(
					Severity.REFUSED,
					Message(
						"Row {0}: a new child without a team, and no locality is chosen for the load.",
						unit.line,
					),
					Message("Map the column of the team, or choose a locality before loading."),
					file=reading.file,
					line=unit.line,
					child=unit.label,
				)
			)


def _prepared(
	reading: ExtractReading, plan: ExtractPlan, order: Order, write: Callable[[str, Progress], None]
) -> Prepared:
	findings = Findings(order.limits.listed_per_fault)
	findings.extend(reading.all_findings())
	findings.extend(_absent(reading, plan))
	units = plan.units
	return Prepared(
		findings=findings.closed(),
		write=write,
		clean=units["clean"],
		warned=units["warned"],
		refused=units["refused"],
		hidden=len(plan.hidden),
		new=units["new"],
		changed=units["changed"],
		unchanged=units["unchanged"],
		records=sum(record.change is not RecordChange.UNCHANGED for _key, record in plan.records),
		changes=_in_words(reading, plan),
		summary={"Loads": reading.loads, "Not in the file, left as they are": len(plan.absent)},
	)


def _absent(reading: ExtractReading, plan: ExtractPlan) -> list[Finding]:
	"""Notes records that are on the site but not in the file. Does not apply to care events."""
	if reading.loads == CARE_EVENTS:
		return []
	return [
		Finding(
			Severity.NOTE,
			Message("ID {0} is on the site but not in the file; nothing was changed.", label),
			Message("Close or move the record by hand if that is right."),
			file=reading.file,
			child=label if reading.loads == CHILDREN else "",
			rule="Not in the file",
		)
		for label in plan.absent
	]


def _in_words(reading: ExtractReading, plan: ExtractPlan) -> list[ChildChange]:
	labels = {target.name: target.label for target in FIELDS[reading.loads]}
	sentences: dict[str, list[str]] = defaultdict(list)
	new = set()
	for key, record in plan.records:
		if record.change is RecordChange.CREATE and reading.loads != CARE_EVENTS:
			new.add(key)
			sentences[key] += []
		elif record.change is RecordChange.CREATE:
			day = record.values.get("event_date")
			sentences[key].append(Message("New: {0}, {1}", record.values.get("event_type"), _said(day)))
		elif record.change is RecordChange.CHANGE:
			sentences[key] += [
				Message(
					"{0}: {1} → {2}",
					Message(labels.get(name, name)),
					_said(record.before.get(name)),
					_said(value),
				)
				for name, value in record.values.items()
			]
	return [
		ChildChange(reading.units[key].label, tuple(lines), key in new) for key, lines in sentences.items()
	]


def _said(value: object) -> str:
	if value in (None, ""):
		return Message("blank")
	return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


class ExtractWriter:
	"""Writes a prepared extract by ordinary saves, so that the records' own rules apply."""

	def __init__(self, reading: ExtractReading, plan: ExtractPlan, site: SiteRecords) -> None:
		self.reading = reading
		self.plan = plan
		self.site = site
		self.made: list[str] = []
		self.left_out: list[Finding] = []

	def write(self, run: str, progress: Progress) -> None:
		"""Writes new and changed records.

		Args:
			run: name of the Import Run, which events keep.
			progress: called with the number of records written and the total.

		A record that the site's own rules refuse is left out and told; the others load.
		"""
		todo = [
			(key, record) for key, record in self.plan.records if record.change is not RecordChange.UNCHANGED
		]
		for number, (key, record) in enumerate(todo, start=1):
			frappe.db.savepoint(BEFORE_RECORD)
			try:
				self._write(key, record, run)
			except (frappe.ValidationError, frappe.PermissionError) as error:
				frappe.db.rollback(save_point=BEFORE_RECORD)
				frappe.clear_messages()
				self.left_out.append(self._refused(key, error))
			progress(number, len(todo))
		text = translated(Message("Loaded from the extract {0} ({1}).", escape_html(self.reading.file), run))
		bulk.comment_rows("Child", dict.fromkeys(self.made, text), frappe.session.user)

	def _refused(self, key: str, error: Exception) -> Finding:
		unit = self.reading.units[key]
		reason = strip_html(str(error)) or Message("you may not write this record")
		return Finding(
			Severity.REFUSED,
			Message("Row {0} was not loaded: {1}", unit.line, reason),
			Message("Correct the row at its source and load again."),
			file=self.reading.file,
			line=unit.line,
			child=unit.label,
		)

	def _write(self, key: str, record: Planned, run: str) -> None:
		doctype = DOCTYPE[self.reading.loads]
		doc: Document = frappe.get_doc(doctype, record.name) if record.name else frappe.new_doc(doctype)
		doc.update(record.values)
		if doctype == "Care Event":
			doc.import_run = run
			doc.child = self.site.units[key].name
		doc.save() if record.name else doc.insert()
		if doctype == "Child" and not record.name:
			self.made.append(doc.name)
