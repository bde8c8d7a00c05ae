"""Carries out what closing a meeting plans, under the permissions and workflows of the user who closes it.

Each record is loaded, changed and saved as its form would, with versions, workflow and validation. Everything
happens in the transaction that closes the meeting, so that a refusal anywhere leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, nowdate

from ppoc.children.flags.notifications import tell_now
from ppoc.database.rows import insert_rows
from ppoc.meetings.case_notes import write_case_notes
from ppoc.meetings.closing import Closing, Effect, EffectKind
from ppoc.plans.database import plan_to_prioritise
from ppoc.plans.potential.database import open_request
from ppoc.plans.potential.rules import REQUEST
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.timescales.recompute_database import touch

EVENT_FIELDS = ("child", "event_type", "event_date", "details", "meeting")


def carry_out(meeting: Document, closing: Closing) -> None:
	"""Carries out the plan, in the order in which one effect needs another."""
	hands = ClosingExecutor(meeting)
	for kinds, act in hands.order():
		for effect in closing.of(*kinds):
			act(effect)
		hands.put_down()
	hands.note_events([*closing.of(EffectKind.EVENT), *hands.told])
	_carry_over([effect.talk for effect in closing.of(EffectKind.CARRY_OVER)])
	write_case_notes(meeting, [effect.talk for effect in closing.of(EffectKind.CASE_NOTE)])


class ClosingExecutor:
	"""Changes records for one closing; children and plans are loaded once and saved by `put_down`."""

	def __init__(self, meeting: Document) -> None:
		self.meeting = meeting
		self.day = min(getdate(meeting.meeting_date), getdate(nowdate()))
		self.held: dict[tuple[str, str], Document] = {}
		self.told: list[Effect] = []

	def order(self) -> list[tuple[tuple[EffectKind, ...], Callable[[Effect], None]]]:
		"""Returns which kinds of effect come when: a child's record before what depends on it."""
		return [
			((EffectKind.PANEL_DONE,), self.clear_panel_flags),
			((EffectKind.POTENTIAL,), self.decide_potential),
			((EffectKind.PROGRESS, EffectKind.BARRIER), self.write_on_plan),
			((EffectKind.TO_PANEL,), self.take_to_panel),
			((EffectKind.PRIORITISE,), self.prioritise),
			((EffectKind.STEP,), self.step),
			((EffectKind.DECISION,), self.decide_request),
			((EffectKind.UNMET_NEED,), self.log_need),
			((EffectKind.BROUGHT,), self.bring_to_people),
		]

	def take(self, doctype: str, name: str) -> Document:
		"""Returns a record, loaded once, marked with the meeting that changes it."""
		if (doctype, name) not in self.held:
			self.held[(doctype, name)] = self._told(frappe.get_doc(doctype, name))
		return self.held[(doctype, name)]

	def put_down(self) -> None:
		"""Saves the loaded records."""
		for doc in self.held.values():
			doc.save()
		self.held.clear()

	def decide_potential(self, effect: Effect) -> None:
		"""Sets the child's category and rationale."""
		child = self.take("Child", effect.child)
		child.potential_rationale = effect.data["rationale"]
		child.potential = effect.data["potential"]

	def take_to_panel(self, effect: Effect) -> None:
		"""Flags the plan, or the child if there is none, for the next panel."""
		doc = self.take("Permanence Plan", effect.plan) if effect.plan else self.take("Child", effect.child)
		doc.for_panel, doc.for_panel_reason = 1, effect.data["reason"]

	def clear_panel_flags(self, effect: Effect) -> None:
		"""Clears the flags: the panel has discussed the child."""
		for doctype, name in (("Child", effect.child), ("Permanence Plan", effect.plan)):
			if name and frappe.db.get_value(doctype, name, "for_panel"):
				doc = self.take(doctype, name)
				doc.for_panel, doc.for_panel_reason = 0, None

	def write_on_plan(self, effect: Effect) -> None:
		"""Writes progress or a barrier to the plan."""
		plan = self.take("Permanence Plan", effect.plan)
		if effect.kind is EffectKind.PROGRESS:
			plan.progress = effect.data["progress"]
			return
		open_ones = {(row.category, row.detail or "") for row in plan.barriers if not row.resolved_on}
		if (effect.data["category"], effect.data["detail"]) not in open_ones:
			plan.append("barriers", {**effect.data, "raised_on": self.day})

	def prioritise(self, effect: Effect) -> None:
		"""Puts the child on the route's list, with the existing plan or a new one."""
		plan = self._told(plan_to_prioritise(effect.child, effect.data["route"]))
		if plan.is_new():
			plan.insert()
		if plan.status not in LISTED_STATUSES:
			plan.status = "Prioritised"
			plan.save()

	def step(self, effect: Effect) -> None:
		"""Moves a plan to its next status; saves the date or reason first, because the workflow checks stored
		values."""
		plan = self._told(frappe.get_doc("Permanence Plan", effect.plan))
		if not plan.get(effect.data["field"]) or effect.data["field"] == "removal_reason":
			plan.set(effect.data["field"], effect.data["value"])
			plan.save()
		plan.status = effect.data["status"]
		plan.save()

	def decide_request(self, effect: Effect) -> None:
		"""Records the Head of Service's view on a child without potential; the decision changes the child."""
		decision = self._request_of(effect.child)
		if decision.status == "Requested":
			decision.meeting = self.meeting.name
			decision.save()
			decision.status = "Listed"
			decision.save()
		decision.update(
			{
				"meeting": self.meeting.name,
				"discussion": effect.talk,
				"decision": effect.data["decision"],
				"decision_reason": effect.data["reason"],
				"deadline": effect.data["deadline"],
				"review": effect.data["review"],
			}
		)
		decision.save()
		decision.status = "Decided"
		decision.save()

	def log_need(self, effect: Effect) -> None:
		"""Logs a need that nobody could meet, for the sufficiency strategy."""
		need = frappe.new_doc("Unmet Need")
		need.update(
			{**effect.data, "child": effect.child, "meeting": self.meeting.name, "noted_on": self.day}
		)
		need.insert()

	def bring_to_people(self, effect: Effect) -> None:
		"""Flags the child to each role; the event says that all of them have been told."""
		head = f"{self.meeting.forum}, {formatdate(self.meeting.meeting_date)}"
		message = "\n".join([head, *effect.data["context"]])
		told = [tell_now(role, message, effect.child) for role in effect.data["roles"]]
		if effect.data["type"] and told and all(told):
			data = {"type": effect.data["type"], "details": self.meeting.forum, "date": getdate(nowdate())}
			self.told.append(Effect(EffectKind.EVENT, "", effect.child, effect.talk, data=data))

	def note_events(self, effects: list[Effect]) -> None:
		"""Records what happened to the children, in one statement: one event in their timelines for each effect."""
		effects = [effect for effect in effects if not (effect.data.get("once") and self._noted(effect))]
		if not effects:
			return
		rows = [dict(zip(EVENT_FIELDS, self._event(effect), strict=True)) for effect in effects]
		insert_rows("Care Event", rows, frappe.session.user)
		touch(*(effect.child for effect in effects))

	def _event(self, effect: Effect) -> tuple[object, ...]:
		data = effect.data
		return (effect.child, data["type"], data.get("date") or self.day, data["details"], self.meeting.name)

	def _noted(self, effect: Effect) -> bool:
		"""Returns whether the event exists already, so that an answer kept from last time does not record it twice."""
		fields = dict(zip(EVENT_FIELDS[:3], self._event(effect)[:3], strict=True))
		return bool(frappe.db.exists("Care Event", fields))

	def _request_of(self, child: str) -> Document:
		name = open_request(child)
		if name:
			decision = frappe.get_doc("Panel Decision", name)
		else:
			decision = frappe.new_doc("Panel Decision")
			rationale = frappe.db.get_value("Child", child, "potential_rationale")
			decision.update({"child": child, "request_type": REQUEST, "rationale": rationale or "-"})
			decision.insert()
		decision.flags.decided_by = self._chair()
		return self._told(decision)

	def _chair(self) -> str | None:
		return frappe.db.get_value("Worker", self.meeting.chair, "user") if self.meeting.chair else None

	def _told(self, doc: Document) -> Document:
		doc.flags.update({"meeting": self.meeting.name, "decided_on": self.day})
		return doc


def _carry_over(talks: list[str]) -> None:
	"""Marks what was not discussed, in one statement, including records that the user may not see."""
	if talks:
		table = frappe.qb.DocType("Meeting Discussion")
		frappe.qb.update(table).set(table.state, "Carried over").where(table.name.isin(talks)).run()
