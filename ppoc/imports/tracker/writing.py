"""Writes a tracker's changes by ordinary saves, so that the records' own rules apply, in the open transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, strip_html

from ppoc.database import rows as bulk
from ppoc.database.record_difference import Planned, RecordChange
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.registry import Progress
from ppoc.imports.site_links import localities_of_teams
from ppoc.imports.ssda903.codes import FULL_CARE_ORDER
from ppoc.imports.tracker.fields import ALL_DATA
from ppoc.imports.tracker.planning import PlannedPlan, TrackerChanges
from ppoc.imports.tracker.reading import TrackerReading
from ppoc.messages import Message
from ppoc.plans.database import has_other_primary
from ppoc.plans.potential.rules import NOT_YET
from ppoc.plans.transitions import STEPS
from ppoc.translating import translated

FULL_CARE_ORDER_WORDS = ("c2", "fco", "full care order", "s31", "section 31", "care order")
DECISION = ("potential", "potential_rationale", "potential_decided_on")
BARRIER_CATEGORY = "Other"
BEFORE_ROW = "ppoc_tracker_row"
"""Save point to which a row is rolled back that the site's own rules refuse."""


class TrackerWriter:
	"""Writes a prepared tracker."""

	def __init__(self, reading: TrackerReading, changes: TrackerChanges, today: date) -> None:
		self.reading = reading
		self.changes = changes
		self.today = today
		self.names: dict[int, str] = {}
		self.made: list[str] = []
		self.left_out: list[Finding] = []
		self.locality: dict[str, str] = {}
		self.routes: dict[str, str] = {}

	def write(self, run: str, progress: Progress) -> None:
		"""Writes every child, plan and action.

		Args:
			run: name of the Import Run.
			progress: called with the number of rows written and the total.

		A row that the site's own rules refuse is left out and told, with the plans of a child; the others load.
		"""
		self.locality = localities_of_teams()
		self.routes = {
			row.short_name: row.name
			for row in frappe.get_all("Route", filters={"active": 1}, fields=["name", "short_name"])
		}
		total = len(self.changes.children) + len(self.changes.plans)
		done = 0
		for line, record in self.changes.children.items():
			with self._placed(ALL_DATA, line, line):
				self.names[line] = self._write_child(record)
			progress(done := done + 1, total)
		text = translated(
			Message("Loaded from the tracker workbook {0} ({1}).", escape_html(self.reading.file), run)
		)
		bulk.comment_rows("Child", dict.fromkeys(self.made, text), frappe.session.user)
		for plan in self.changes.plans:
			tab, _bar, number = plan.record.key.partition("|")
			if plan.child_line in self.names:
				with self._placed(tab, int(number), plan.child_line):
					self._write_plan(plan)
			progress(done := done + 1, total)

	@contextmanager
	def _placed(self, tab: str, line: int, child_line: int) -> Iterator[None]:
		"""Takes back what was written for a row that the site's own rules refuse, and tells it."""
		frappe.db.savepoint(BEFORE_ROW)
		try:
			yield
		except (frappe.ValidationError, frappe.PermissionError) as error:
			frappe.db.rollback(save_point=BEFORE_ROW)
			frappe.clear_messages()
			self.left_out.append(self._refused(tab, line, child_line, error))

	def _refused(self, tab: str, line: int, child_line: int, error: Exception) -> Finding:
		reason = strip_html(str(error)) or Message("you may not write this record")
		also = Message("The child's rows on the other tabs wait too.") if tab == ALL_DATA else ""
		label = next((one.person.child_id for one in self.reading.children if one.line == child_line), "")
		return Finding(
			Severity.REFUSED,
			Message("Sheet “{0}”, row {1} was not loaded: {2} {3}", tab, line, reason, also),
			Message("Correct the row and load again."),
			file=self.reading.file,
			line=line,
			child=label,
		)

	def _write_child(self, record: Planned) -> str:
		if record.change is RecordChange.UNCHANGED:
			return record.name
		values = dict(record.values)
		decision = {name: values.pop(name) for name in DECISION if name in values}
		if record.change is RecordChange.CREATE:
			child = frappe.new_doc("Child")
			child.flags.care_words_as_sent = True
			child.update(
				{**values, **self._care_facts(values), "locality": self.locality.get(str(values.get("team")))}
			)
			child.insert()
			self.made.append(child.name)
		else:
			child = frappe.get_doc("Child", record.name)
			child.flags.care_words_as_sent = True
			if "team" in values:
				values["locality"] = self.locality.get(str(values["team"]))
			child.update(values)
			if not decision:
				child.save()
		if decision:
			self._decide(child, decision)
		return child.name

	@staticmethod
	def _care_facts(values: dict[str, object]) -> dict[str, object]:
		"""Returns facts of care: a full care order unless the row says otherwise; a return corrects them later."""
		status = str(values.get("legal_status") or "")
		full = not status or any(word in status.lower() for word in FULL_CARE_ORDER_WORDS)
		if "interim" in status.lower() or status.lower().strip() in ("ico", "c1"):
			full = False
		return {
			"looked_after": 1,
			"on_full_care_order": int(full),
			"legal_status": FULL_CARE_ORDER if full else status,
		}

	@staticmethod
	def _decide(child: Document, decision: dict[str, object]) -> None:
		"""Records a decision on potential for the day that the tracker gives, otherwise for today."""
		if decision.get("potential_rationale"):
			child.potential_rationale = decision["potential_rationale"]
		if decision.get("potential") and decision["potential"] != NOT_YET:
			child.potential = decision["potential"]
			child.flags.decided_on = decision.get("potential_decided_on")
		child.save()

	def _write_plan(self, plan: PlannedPlan) -> None:
		child = self.names[plan.child_line]
		if plan.record.change is RecordChange.CREATE:
			doc = frappe.new_doc("Permanence Plan")
			doc.update({"child": child, "route": self.routes.get(plan.route, plan.route)})
			doc.plan_kind = "Parallel" if has_other_primary(doc) else "Primary"
		elif plan.record.change is RecordChange.CHANGE or plan.actions:
			doc = frappe.get_doc("Permanence Plan", plan.record.name)
		else:
			return
		self._write_values(doc, plan)
		for action in plan.actions:
			frappe.get_doc(
				{
					"doctype": "Action",
					"what": action.text,
					"child": child,
					"plan": doc.name,
					"action_owner": action.owner,
					"due_on": action.due,
					"set_on": min(self.today, action.due or self.today),
				}
			).insert()

	def _write_values(self, doc: Document, plan: PlannedPlan) -> None:
		"""Writes the dates first, then the status step by step, as the workflow requires."""
		values = dict(plan.record.values)
		status = str(values.pop("status", doc.status) or STEPS[0])
		barrier = values.pop("barriers", None)
		doc.update(values)
		if barrier:
			doc.append("barriers", {"category": BARRIER_CATEGORY, "detail": barrier, "raised_on": self.today})
		write: Callable[[], Document] = doc.insert if doc.is_new() else doc.save
		if plan.record.change is not RecordChange.UNCHANGED:
			write()
		for step in STEPS[STEPS.index(doc.status) + 1 : STEPS.index(status) + 1]:
			doc.status = step
			doc.save()
