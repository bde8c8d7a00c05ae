"""Loads a tracker workbook: reads it, compares it with the site, and writes the rows without a fault at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import frappe
from frappe.utils import getdate

from ppoc.children.identifiers import id_key
from ppoc.database.record_difference import Existing, Planned, RecordChange
from ppoc.imports.findings import Severity
from ppoc.imports.registry import ChildChange, Order, Prepared, Progress
from ppoc.imports.saved_mappings import TRACKER, saved_mapping
from ppoc.imports.site_links import KnownChildren, found_by_id, people_of_teams, teams, workers
from ppoc.imports.tracker.planning import (
	PlannedPlan,
	TrackerChanges,
	TrackerSite,
	plan_tracker,
)
from ppoc.imports.tracker.reading import TrackerReading, TrackerSettings, read_tracker
from ppoc.imports.tracker.writing import TrackerWriter
from ppoc.imports.workbook_safety import workbook_limits
from ppoc.messages import Message
from ppoc.plans.predictions import OPEN_STATUSES

CHILD_FIELDS = (
	"first_name",
	"last_name",
	"date_of_birth",
	"unborn",
	"upn",
	"locality",
	"team",
	"social_worker",
	"legal_status",
	"care_facts_by_hand",
	"potential",
	"potential_rationale",
	"potential_decided_on",
	"potential_review_on",
	"for_panel",
)
PLAN_FIELDS = (
	"name",
	"child",
	"route",
	"status",
	"predicted_start",
	"predicted_finish",
	"actual_start",
	"actual_finish",
	"progress",
	"for_panel",
)
WORDS = {
	"first_name": Message("First name"),
	"last_name": Message("Last name"),
	"date_of_birth": Message("Date of birth"),
	"unborn": Message("Not yet born"),
	"upn": Message("UPN"),
	"team": Message("Team"),
	"social_worker": Message("Social worker"),
	"legal_status": Message("Legal status"),
	"potential": Message("Potential"),
	"potential_rationale": Message("Rationale"),
	"potential_decided_on": Message("Decided on"),
	"potential_review_on": Message("Review by"),
	"for_panel": Message("Take to panel"),
	"status": Message("Status"),
	"predicted_start": Message("Predicted start"),
	"predicted_finish": Message("Predicted finish"),
	"actual_start": Message("Assessment started"),
	"actual_finish": Message("Assessment finished"),
	"progress": Message("Progress"),
	"barriers": Message("Barrier"),
}


def prepare(order: Order) -> Prepared:
	"""Reads a tracker workbook and compares it with the site.

	Args:
		order: one .xlsx, the user, and optionally a saved mapping and the team for rows that name none.

	Returns:
		What loading would do. Rows that are refused are left out; the others can be loaded.

	Raises:
		ImportRefused: the file cannot be read as a tracker.
	"""
	mapping = saved_mapping(order.mapping, TRACKER)
	settings = TrackerSettings(
		order.today,
		{"team": teams(order.user), "social_worker": workers()},
		mapping.columns,
		mapping.dates,
		order.team or mapping.team or None,
		people_of_teams(),
	)
	(upload,) = order.uploads
	reading = read_tracker(upload, settings, workbook_limits(order.limits), order.corrections)
	labels = {id_key(child.person.child_id): child.person.child_id for child in reading.children}
	site = site_for(order.user, {key: label for key, label in labels.items() if key})
	changes = plan_tracker(reading, site)
	writer = TrackerWriter(reading, changes, order.today)
	prepared = _prepared(reading, changes, writer.write)
	prepared.left_out = writer.left_out
	return prepared


def site_for(user: str, labels: Mapping[str, str]) -> TrackerSite:
	"""Reads the site's records that a tracker is compared with, in a few queries.

	Args:
		user: the user who loads; children that this user may not see are not compared and never changed.
		labels: the workbook's IDs as written, by normalised ID.
	"""
	children = KnownChildren(user, CHILD_FIELDS)
	names = children.names()
	short_name = {row.name: row.short_name for row in frappe.get_all("Route", fields=["name", "short_name"])}
	plans: dict[tuple[str, str], Existing] = {}
	closed = set()
	rows = frappe.get_all(
		"Permanence Plan",
		filters={"child": ["in", names or [""]]},
		fields=list(PLAN_FIELDS),
		order_by="creation",
	)
	barriers = _barriers_of([row.name for row in rows])
	for row in rows:
		key = (row.child, short_name.get(row.route, ""))
		if row.status in OPEN_STATUSES:
			plans[key] = Existing(row.name, {**row, "barriers": tuple(barriers[row.name])})
		else:
			closed.add(key)
	actions = _actions_of([plan.name for plan in plans.values()])
	found = found_by_id(children.entries, labels)
	return TrackerSite(
		found.units, children.people, found.hidden, plans, frozenset(closed), actions, found.unclear
	)


def _barriers_of(plans: list[str]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = defaultdict(list)
	filters = {"parent": ["in", plans or [""]], "parenttype": "Permanence Plan"}
	for row in frappe.get_all("Plan Barrier", filters=filters, fields=["parent", "detail"]):
		found[row.parent].append(row.detail or "")
	return found


def _actions_of(plans: list[str]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = defaultdict(list)
	for row in frappe.get_all("Action", filters={"plan": ["in", plans or [""]]}, fields=["plan", "what"]):
		found[row.plan].append(row.what)
	return found


def _prepared(
	reading: TrackerReading, changes: TrackerChanges, write: Callable[[str, Progress], None]
) -> Prepared:
	findings = [*reading.findings, *changes.findings]
	told = (Severity.WARNING, Severity.REFUSED)
	with_findings = {finding.child for finding in findings if finding.severity in told and finding.child}
	loading = [child for child in reading.children if child.line in changes.children]
	warned = sum(1 for child in loading if child.person.child_id in with_findings)
	return Prepared(
		findings=findings,
		write=write,
		clean=len(loading) - warned,
		warned=warned,
		refused=len(changes.refused),
		new=changes.count(RecordChange.CREATE),
		changed=changes.count(RecordChange.CHANGE),
		unchanged=changes.count(RecordChange.UNCHANGED),
		records=_records(changes),
		changes=_in_words(reading, changes),
		summary={Message("Rows on {0}", tab): rows for tab, rows in reading.rows.items()},
	)


def _records(changes: TrackerChanges) -> int:
	children = sum(record.change is not RecordChange.UNCHANGED for record in changes.children.values())
	plans = sum(plan.record.change is not RecordChange.UNCHANGED for plan in changes.plans)
	return children + plans + sum(len(plan.actions) for plan in changes.plans)


def _in_words(reading: TrackerReading, changes: TrackerChanges) -> list[ChildChange]:
	"""Describes what would change, child by child."""
	plans: dict[int, list[PlannedPlan]] = defaultdict(list)
	for plan in changes.plans:
		plans[plan.child_line].append(plan)
	told = []
	for child in reading.children:
		record = changes.children.get(child.line)
		if record is None:
			continue
		sentences = _differences(record) if record.change is RecordChange.CHANGE else []
		for plan in plans[child.line]:
			if plan.record.change is RecordChange.CREATE:
				sentences.append(Message("{0}: new plan", plan.route))
			sentences += [
				Message("{0}, {1}", plan.route, sentence)
				for sentence in _differences(plan.record)
				if plan.record.name
			]
			sentences += [Message("{0}: new action, {1}", plan.route, action.text) for action in plan.actions]
		is_new = record.change is RecordChange.CREATE
		if sentences or is_new:
			label = child.person.child_id or f"{child.person.first_name} {child.person.last_name}".strip()
			told.append(ChildChange(label, tuple(sentences), is_new))
	return told


def _differences(record: Planned) -> list[str]:
	return [
		Message("{0}: {1} → {2}", WORDS.get(name, name), _said(record.before.get(name)), _said(value))
		for name, value in record.values.items()
	]


def _said(value: object) -> str:
	if value in (None, "", ()):
		return Message("blank")
	if isinstance(value, bool):
		return Message("yes") if value else Message("no")
	if isinstance(value, tuple):
		return "; ".join(str(part) for part in value)
	return f"{getdate(value):%d/%m/%Y}" if hasattr(value, "isoformat") else str(value)
