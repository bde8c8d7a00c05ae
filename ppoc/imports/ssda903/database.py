"""Loads a return: bulk reads, a plan for each child, bulk writes in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import frappe
from frappe.utils import escape_html

from ppoc.children.duplicates.matching import Identity
from ppoc.database import rows as bulk
from ppoc.imports.another_person import doubt_about, several_held
from ppoc.imports.archives import unpacked
from ppoc.imports.duplicate_warnings import likenesses
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.registry import ChildChange, ChildRemoval, Order, Prepared, Progress
from ppoc.imports.ssda903.changes import ChildPlan, ReturnScope, StoredChild, plan_return, scope_of
from ppoc.imports.ssda903.comparison_findings import about_plans, older, set_aside
from ppoc.imports.ssda903.events import CareEvent
from ppoc.imports.ssda903.existing_children import (
	ExistingChildren,
	held_children,
	latest_year_loaded,
	looked_after_by_returns,
	routes_by_reason,
	workers_by_id,
)
from ppoc.imports.ssda903.load import Return, read_return
from ppoc.imports.ssda903.timeline import EPISODE_FIELDS, ReturnedChild
from ppoc.messages import Message
from ppoc.timescales.past_facts_database import past_after
from ppoc.translating import translated

KIND = "SSDA903 return"
NEVER_IN_CARE = "without_episodes"
"""Option: young people without any episode become children of the caseload, too."""


def prepare(order: Order) -> Prepared:
	"""Reads a return and works out what loading it would do. See `ppoc.imports.registry`.

	Args:
		order: the files, the user, and where new children go; `options["year"]` is the year of the return.

	Returns:
		What loading would do.

	Raises:
		ImportRefused: the files are faulty.
	"""
	year = int(order.options.get("year") or 0) or None
	loaded = read_return(unpacked(order.uploads, order.limits), order.today, year, order.limits)
	held = held_children([child.child_id for child in loaded.children], order.user)
	held_year = latest_year_loaded(KIND)
	scope = scope_of(loaded, held_year, routes_by_reason(), workers_by_id())
	doubts = list(_doubts(loaded.children, held))
	children, aside = _to_load(loaded, held, doubts, order)
	plans = plan_return(children, held.children, scope, order.agreed)
	new = [_person(child) for child in children if child.child_id not in held.children]
	findings = [*loaded.findings, *doubts, *likenesses(new, order.user), *_left_alone(held)]
	findings += older(loaded, held_year) if scope.is_older else ()
	findings += [*about_plans(plans, order.agreed), *set_aside(aside)]
	findings += () if scope.is_older else _absent(order.user, held, scope)
	return _prepared(order, loaded, held, plans, findings)


def _to_load(
	loaded: Return, held: ExistingChildren, doubts: Iterable[Finding], order: Order
) -> tuple[list[ReturnedChild], list[ReturnedChild]]:
	"""Returns the children to load, and those that stand aside because they were never in care, as far as is known."""
	refused = {finding.child for finding in doubts if finding.severity is Severity.REFUSED}
	left_alone = held.hidden | held.merged.keys() | refused
	children = [child for child in loaded.children if child.child_id not in left_alone]
	if order.options.get(NEVER_IN_CARE) == "1":
		return children, []
	aside = [child for child in children if not child.episodes and child.child_id not in held.children]
	return [child for child in children if child.episodes or child.child_id in held.children], aside


def _person(child: ReturnedChild) -> Identity:
	return Identity(child.child_id, child.child_id, child.upn or "", date_of_birth=child.date_of_birth)


def _doubts(children: Iterable[ReturnedChild], held: ExistingChildren) -> Iterator[Finding]:
	"""Yields a finding for each child whose ID finds perhaps somebody else on the site."""
	for child in children:
		child_id = child.child_id
		if alike := held.unclear.get(child_id):
			message = several_held(child_id, alike)
			remedy = Message("Write the ID on the child's record exactly as the return has it.")
			yield Finding(Severity.REFUSED, message, remedy, column="CHILD", child=child_id)
		elif (person := held.people.get(child_id)) and (doubt := doubt_about(_person(child), person)):
			yield Finding(*doubt, column="CHILD", child=child_id)


def _prepared(
	order: Order, loaded: Return, held: ExistingChildren, plans: list[ChildPlan], findings: list[Finding]
) -> Prepared:
	warned = loaded.warned | {finding.child for finding in findings if finding.severity is Severity.WARNING}
	loading = {plan.child_id for plan in plans}
	differing = [plan for plan in plans if not plan.changes_nothing]
	return Prepared(
		findings=findings,
		write=_Writer(order, held, plans).write,
		clean=len(loading - warned),
		warned=len(loading & warned),
		refused=len({f.child for f in findings if f.severity is Severity.REFUSED and f.child}),
		hidden=len(held.hidden),
		new=sum(plan.is_new for plan in plans),
		changed=sum(not plan.is_new for plan in differing),
		unchanged=len(plans) - len(differing),
		records=sum(plan.records for plan in plans),
		changes=[ChildChange(plan.child_id, tuple(plan.sentences), plan.is_new) for plan in differing],
		removals=[ChildRemoval(plan.child_id, plan.removals) for plan in plans if plan.removals],
		summary=_summary(loaded),
	)


def _summary(loaded: Return) -> dict[str, str | int]:
	return {"year": loaded.year, "tables": ", ".join(sorted(table.value for table in loaded.tables))}


def _absent(user: str, held: ExistingChildren, scope: ReturnScope) -> Iterator[Finding]:
	"""Warns about each child who is looked after here and not in the return."""
	for row in looked_after_by_returns(user, scope.covers[1]):
		if row.name not in held.all_names:
			message = Message(
				"The child is looked after here and is not in this return; nothing was changed."
			)
			remedy = Message(
				"If the child has left care, enter how and when; otherwise ask why the return lacks the child."
			)
			yield Finding(Severity.WARNING, message, remedy, child=row.child_id, rule="Not in the return")


def _left_alone(held: ExistingChildren) -> Iterable[Finding]:
	if held.hidden:
		message = Message(
			"You have no access to {0} of the children who are here already; their records are left as they are.",
			len(held.hidden),
		)
		yield Finding(
			Severity.NOTE,
			message,
			Message("Ask somebody with access to their locality to load the return too."),
		)
	for child_id, name in held.merged.items():
		message = Message(
			"The record of {0} was merged into {1}, so its rows are not loaded.", child_id, name
		)
		remedy = Message("Have the two IDs merged at the source, or load the other ID's rows.")
		yield Finding(Severity.WARNING, message, remedy, child=child_id, column="CHILD")


@dataclass
class _Writer:
	"""Writes the plans of all children."""

	order: Order
	held: ExistingChildren
	plans: list[ChildPlan]

	def write(self, run: str, progress: Progress) -> None:
		"""Writes everything in the open transaction, with few statements for any number of children."""
		todo = [plan for plan in self.plans if not plan.changes_nothing]
		names = self._children(todo, progress)
		self._add(todo, names, run)
		self._change(todo, names, progress)
		self._remove(todo, names)
		said = {names[plan.child_id]: _history(plan, run) for plan in todo}
		bulk.comment_rows("Child", said, self.order.user)
		progress(len(todo), len(todo))

	def _children(self, plans: Sequence[ChildPlan], progress: Progress) -> dict[str, str]:
		"""Inserts the new children; returns the record name of every child."""
		rows = []
		names = {plan.child_id: self.held.names[plan.child_id] for plan in plans if not plan.is_new}
		for plan in plans:
			if plan.is_new:
				rows.append(self._new_child(plan))
				names[plan.child_id] = rows[-1]["name"]
				progress(len(rows), 2 * len(plans))
		bulk.insert_rows("Child", rows, self.order.user)
		return names

	def _new_child(self, plan: ChildPlan) -> dict[str, Any]:
		"""Returns the row of a new child, with everything that the record's own rules set on the first save."""
		child = frappe.new_doc("Child", child_id=plan.child_id, **plan.fields)
		child.locality, child.team = self.order.locality, self.order.team or None
		child.set_new_name()
		child.before_insert()
		child.set_name()
		child.note_joining_the_team()
		left_out = {"doctype", "creation", "modified", "owner", "modified_by", "docstatus", "idx"}
		return {name: value for name, value in child.get_valid_dict().items() if name not in left_out}

	def _add(self, plans: Sequence[ChildPlan], names: dict[str, str], run: str) -> None:
		episodes = [
			{"child": names[plan.child_id], "import_run": run, **asdict(episode)}
			for plan in plans
			for episode in plan.episodes_added
		]
		events = [
			{
				"child": names[plan.child_id],
				"import_run": run,
				**_event_values(event),
				"source_key": event.source_key,
			}
			for plan in plans
			for event in plan.events_added
		]
		bulk.insert_rows("Care Episode", episodes, self.order.user)
		bulk.insert_rows("Care Event", events, self.order.user)

	def _change(self, plans: Sequence[ChildPlan], names: dict[str, str], progress: Progress) -> None:
		versions = []
		for done, plan in enumerate(plans):
			before = self.held.children.get(plan.child_id)
			if before is not None:
				versions += self._changed_records(plan, before, names[plan.child_id])
				progress(len(plans) + done, 2 * len(plans))
		bulk.insert_rows("Version", versions, self.order.user)

	def _changed_records(self, plan: ChildPlan, before: StoredChild, child: str) -> list[dict[str, Any]]:
		past = past_after(
			child, before.fields, plan.fields
		)  # due dates that are settled keep the facts of their time
		versions = (
			[self._update("Child", child, before.fields, {**plan.fields, **past})] if plan.fields else []
		)
		episodes = {episode.key: asdict(episode) for episode in before.episodes}
		for key, episode in plan.episodes_changed.items():
			name = self.held.episode_names[child, key]
			versions.append(self._update("Care Episode", name, episodes[key], asdict(episode)))
		events = {event.source_key: _event_values(event) for event in before.events}
		for event in plan.events_changed:
			name = self.held.event_names[child, event.source_key]
			versions.append(self._update("Care Event", name, events[event.source_key], _event_values(event)))
		return versions

	def _update(
		self, doctype: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]
	) -> dict[str, Any]:
		differing = {field: value for field, value in after.items() if value != before.get(field)}
		return bulk.update_row(doctype, name, before, differing, self.order.user)

	def _remove(self, plans: Sequence[ChildPlan], names: dict[str, str]) -> None:
		episodes = self._removed(plans, names, lambda plan: [
			(self.held.episode_names[names[plan.child_id], e.key], {f: getattr(e, f) for f in EPISODE_FIELDS})
			for e in plan.episodes_removed
		])  # fmt: skip
		events = self._removed(plans, names, lambda plan: [
			(self.held.event_names[names[plan.child_id], e.source_key], _event_values(e))
			for e in plan.events_removed
		])  # fmt: skip
		bulk.delete_rows("Care Episode", episodes, self.order.user)
		bulk.delete_rows("Care Event", events, self.order.user)

	def _removed(
		self,
		plans: Sequence[ChildPlan],
		names: dict[str, str],
		records: Callable[[ChildPlan], list[tuple[str, dict[str, Any]]]],
	) -> list[dict[str, Any]]:
		return [
			{"name": name, "child": names[plan.child_id], **values}
			for plan in plans
			for name, values in records(plan)
		]


def _event_values(event: CareEvent) -> dict[str, Any]:
	return {"event_type": event.event_type, "event_date": event.date, "details": event.details}


def _history(plan: ChildPlan, run: str) -> str:
	lines = "<br>".join(escape_html(translated(sentence)) for sentence in plan.sentences)
	return f"{escape_html(run)}: {lines}"
