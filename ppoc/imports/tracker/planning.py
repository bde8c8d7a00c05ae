"""Plans what loading a tracker would do to the site. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ppoc.care_codes import codes_in
from ppoc.children.duplicates.matching import PersonIndex, Strength
from ppoc.children.identifiers import id_key
from ppoc.database.record_difference import Existing, Planned, RecordChange, plan_record
from ppoc.imports.another_person import WITH_ITS_ZEROS, doubt_about, person_of, several_held
from ppoc.imports.births import FUTURE_BIRTH, settle_birth
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.mapping import normalise
from ppoc.imports.tracker.actions import TypedAction
from ppoc.imports.tracker.fields import ALL_DATA
from ppoc.imports.tracker.reading import ROUTE_OF_TAB, TrackerChild, TrackerPlan, TrackerReading
from ppoc.messages import Message
from ppoc.plans.potential.rules import NONE, NONE_AGREED, NOT_YET
from ppoc.plans.transitions import STEPS

NO_RATIONALE = "No rationale was given in the tracker workbook."  # untranslated: kept in the record


@dataclass
class TrackerSite:
	"""The site's records, as far as the user who loads may see them.

	Attributes:
		children: children by normalised ID.
		people: the same children, to find those without an ID in the tracker; keys are record names.
		hidden: IDs of records that this user may not see.
		plans: open plans by (child's record, route's short name).
		closed: (child's record, route's short name) of plans that have ended.
		actions: the texts of the open plans' actions, open or closed, by the plan's record name.
		unclear: for each normalised ID that could be one of several held ones, those IDs.
	"""

	children: Mapping[str, Existing] = field(default_factory=dict)
	people: PersonIndex = field(default_factory=PersonIndex)
	hidden: frozenset[str] = frozenset()
	plans: Mapping[tuple[str, str], Existing] = field(default_factory=dict)
	closed: frozenset[tuple[str, str]] = frozenset()
	actions: Mapping[str, Iterable[str]] = field(default_factory=dict)
	unclear: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass
class PlannedPlan:
	"""What happens to a plan, with its new actions.

	Attributes:
		child_line: row of the child on All Data.
		route: short name of the route.
		record: what happens to the plan.
		actions: actions to create.
	"""

	child_line: int
	route: str
	record: Planned
	actions: list[TypedAction] = field(default_factory=list)


@dataclass
class TrackerChanges:
	"""What loading would do.

	Attributes:
		children: what happens to each child that can load, by row of All Data.
		plans: what happens to each plan.
		findings: findings that only the site can show.
		refused: the rows of All Data that do not load.
	"""

	children: dict[int, Planned] = field(default_factory=dict)
	plans: list[PlannedPlan] = field(default_factory=list)
	findings: list[Finding] = field(default_factory=list)
	refused: set[int] = field(default_factory=set)

	def count(self, change: RecordChange) -> int:
		"""Counts the children with this change; a child whose plans or actions change counts as changed."""
		touched = {
			plan.child_line
			for plan in self.plans
			if plan.actions or plan.record.change is not RecordChange.UNCHANGED
		}
		return sum(
			1
			for line, record in self.children.items()
			if change
			is (
				RecordChange.CHANGE
				if record.change is RecordChange.UNCHANGED and line in touched
				else record.change
			)
		)


def plan_tracker(reading: TrackerReading, site: TrackerSite) -> TrackerChanges:
	"""Compares a tracker with the site.

	Args:
		reading: the workbook that has been read.
		site: the site's records.

	Returns:
		The changes. Rows that are refused, by themselves or by what is on the site, are left out with their plans.
	"""
	changes = TrackerChanges()
	names: dict[int, str] = {}
	taken: dict[str, int] = {}
	for child in reading.children:
		existing, findings = _find_child(reading.file, child, site)
		if existing is not None and (earlier := taken.setdefault(existing.name, child.line)) != child.line:
			findings.append(_same_record(reading.file, child, earlier))
		held = existing.values if existing else {}
		if held.get("unborn"):
			_expect_birth(reading, child)
		changes.findings.extend(findings)
		if child.refusals or any(finding.severity is Severity.REFUSED for finding in findings):
			changes.refused.add(child.line)
			continue
		if existing is not None:
			names[child.line] = existing.name
		settle_birth(child.values, held, reading.today)
		values, findings = _values_for(reading.file, child, existing)
		changes.findings.extend(findings)
		changes.children[child.line] = plan_record(str(child.line), values, existing)
	for plan in reading.plans:
		_plan_row(plan, names.get(plan.child_line, ""), reading, site, changes)
	return changes


def _plan_row(
	plan: TrackerPlan, child_name: str, reading: TrackerReading, site: TrackerSite, changes: TrackerChanges
) -> None:
	"""Plans one row of SGO or RU, unless it is refused or waits for its child."""
	route = ROUTE_OF_TAB[plan.tab]
	if plan.refusals:
		return
	if plan.child_line not in changes.children:
		changes.findings.append(_waits(reading, plan))
	elif (child_name, route) in site.closed and (child_name, route) not in site.plans:
		changes.findings.append(_ended(reading.file, plan))
	else:
		changes.plans.append(_plan_plan(plan, child_name, site))


def _waits(reading: TrackerReading, plan: TrackerPlan) -> Finding:
	child_id = next((one.person.child_id for one in reading.children if one.line == plan.child_line), "")
	return Finding(
		Severity.REFUSED,
		Message(
			"Sheet “{0}”, row {1}: the child's row on {2}, row {3}, is refused, so this row waits.",
			plan.tab,
			plan.line,
			ALL_DATA,
			plan.child_line,
		),
		Message("Correct the child's row."),
		file=reading.file,
		line=plan.line,
		child=child_id,
	)


def _expect_birth(reading: TrackerReading, child: TrackerChild) -> None:
	"""Takes back the fault of a birth in the future for a child whom the site holds as not yet born."""
	child.refusals = [finding for finding in child.refusals if finding.rule != FUTURE_BIRTH]
	reading.findings = [
		finding for finding in reading.findings if (finding.rule, finding.line) != (FUTURE_BIRTH, child.line)
	]


def _values_for(
	file: str, child: TrackerChild, existing: Existing | None
) -> tuple[dict[str, object], list[Finding]]:
	"""Returns the values to load: the site's facts of care and later decisions on potential take precedence."""
	values = {name: codes_in(name, value) for name, value in child.values.items()}
	potential = values.get("potential")
	if existing is None:
		if potential and potential != NOT_YET and not values.get("potential_rationale"):
			values["potential_rationale"] = NO_RATIONALE
		return values, []
	values.pop("child_id", None)
	if not existing.values.get("care_facts_by_hand"):
		values.pop("legal_status", None)
	held = existing.values.get("potential")
	if potential in (None, NOT_YET, held) or (potential, held) == (NONE, NONE_AGREED):
		values.pop("potential", None)
		values.pop("potential_decided_on", None)
		return values, []
	decided, held_since = values.get("potential_decided_on"), existing.values.get("potential_decided_on")
	if isinstance(decided, date) and isinstance(held_since, date) and decided < held_since:
		for name in ("potential", "potential_rationale", "potential_decided_on"):
			values.pop(name, None)
		return values, [_older_decision(file, child, str(held), held_since)]
	values.setdefault("potential_rationale", NO_RATIONALE)
	return values, []


def _older_decision(file: str, child: TrackerChild, held: str, since: date) -> Finding:
	about_the_row = replace(child, id_cell=None)
	return _finding(
		file,
		about_the_row,
		Severity.WARNING,
		Message(
			"The site has a later decision on potential ({0}, {1}), which is kept.", held, f"{since:%d/%m/%Y}"
		),
		Message("Correct the date in the workbook if its decision is the later one."),
	)


def _find_child(file: str, child: TrackerChild, site: TrackerSite) -> tuple[Existing | None, list[Finding]]:
	"""Returns the record for a row: by its ID, otherwise by name and date of birth."""
	person = child.person
	key = id_key(person.child_id)
	if key in site.hidden:
		return None, [
			_finding(
				file,
				child,
				Severity.REFUSED,
				Message("You do not have access to this child's record, so you may not change it."),
				Message("Take the row out, or ask for access to the child's locality."),
			)
		]
	if alike := site.unclear.get(key):
		return None, [
			_finding(
				file,
				child,
				Severity.REFUSED,
				several_held(person.child_id, alike),
				WITH_ITS_ZEROS,
			)
		]
	if key and key in site.children:
		return site.children[key], _doubts(file, child, site.children[key])
	if key:
		return None, _similar(file, child, site)
	by_name = {existing.name: existing for existing in site.children.values()}
	sure = [pair.second for pair in site.people.matches(person) if pair.strength is not Strength.POSSIBLE]
	if len(sure) == 1 and sure[0] in by_name:
		return by_name[sure[0]], []
	what = Message("is more than one child here") if sure else Message("is not here yet")
	return None, [
		_finding(
			file,
			child,
			Severity.REFUSED,
			Message("The row has no ID, and a child of this name and date of birth {0}.", what),
			Message("Fill in the child's ID."),
		)
	]


def _doubts(file: str, child: TrackerChild, existing: Existing) -> list[Finding]:
	"""Returns a finding if the row is perhaps about another child than the one who has its ID."""
	doubt = doubt_about(child.person, person_of(existing.name, existing.values))
	return [_finding(file, child, *doubt)] if doubt else []


def _similar(file: str, child: TrackerChild, site: TrackerSite) -> list[Finding]:
	return [
		_finding(
			file,
			child,
			Severity.WARNING,
			Message("{0} as {1}, which has another ID: it may be the same child.", pair.reason, pair.second),
			Message("Load it and merge the two records, or correct the ID in the workbook."),
		)
		for pair in site.people.matches(child.person)
	]


def _same_record(file: str, child: TrackerChild, earlier: int) -> Finding:
	return _finding(
		file,
		child,
		Severity.REFUSED,
		Message("The row is about the same child as row {0}.", earlier),
		Message("Delete one of the two rows, keeping what is right."),
	)


def _finding(file: str, child: TrackerChild, severity: Severity, message: str, remedy: str) -> Finding:
	"""Makes a finding about a row that its ID puts right, if the sheet has a column for it."""
	sheet, column = child.id_cell or ("", "")
	return Finding(
		severity,
		Message("Sheet “{0}”, row {1}: {2}", ALL_DATA, child.line, message),
		remedy,
		file=file,
		line=child.line,
		child=child.person.child_id,
		rule="X2.6",
		sheet=sheet,
		column=column,
		correctable=bool(column),
	)


def _ended(file: str, plan: TrackerPlan) -> Finding:
	return Finding(
		Severity.WARNING,
		Message(
			"Sheet “{0}”, row {1}: this plan has ended on the site; the row is left out.", plan.tab, plan.line
		),
		Message("If the child is prioritised again, agree it at the next Identification Meeting."),
		file=file,
		line=plan.line,
	)


def _plan_plan(plan: TrackerPlan, child_name: str, site: TrackerSite) -> PlannedPlan:
	"""Changes the plan that is open on the site where it differs, or creates one."""
	route = ROUTE_OF_TAB[plan.tab]
	existing = site.plans.get((child_name, route)) if child_name else None
	values = {**plan.values, "status": _furthest(status_of(plan.values), existing)}
	there = existing.values.get("barriers") if existing else None
	if there and str(values.get("barriers", "")) in str(there):
		values.pop("barriers", None)
	if plan.incomplete:
		texts = [str(values["progress"])] if values.get("progress") else []
		values["progress"] = "\n".join(
			[*texts, *(Message("Action to complete: {0}", action.text) for action in plan.incomplete)]
		)
	known = {normalise(text) for text in site.actions.get(existing.name, ())} if existing else set()
	return PlannedPlan(
		plan.child_line,
		route,
		plan_record(f"{plan.tab}|{plan.line}", values, existing),
		[action for action in plan.actions if normalise(action.text) not in known],
	)


def _furthest(status: str, existing: Existing | None) -> str:
	"""Keeps the status of a plan that is further ahead on the site than in the workbook."""
	there = str(existing.values.get("status")) if existing else ""
	return there if there in STEPS and STEPS.index(there) > STEPS.index(status) else status


def status_of(values: Mapping[str, object]) -> str:
	"""Returns the status of a plan by its dates: a child on a list is at least prioritised."""
	if isinstance(values.get("actual_finish"), date):
		return "Assessment finished"
	if isinstance(values.get("actual_start"), date):
		return "Assessment started"
	return "Prioritised"
