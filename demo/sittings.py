"""One meeting of the demo, held as its coordinator would hold it: confirm, talk, review, close."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from demo import phrases
from demo.decisions import Listed, NewAction, Said, Voices, working_day
from demo.meeting_facts import listed_in, workers_of
from demo.records import PANEL
from ppoc.access.rules import may_see_children
from ppoc.meetings.actions import reviewing
from ppoc.meetings.database import earlier_open_actions, reviewed_in
from ppoc.meetings.emails import database as letters


def in_the_know(doc: Document) -> Document:
	"""A record that was read a moment ago from the agenda of one's own meeting: its links are not looked up again."""
	doc.flags.ignore_links = True
	doc.flags.ignore_permissions = True
	return doc


RESOLVED_BY = ("Assessment started", "Assessment finished", "Permanence achieved")


def confirm(name: str) -> None:
	"""Make a proposal a planned meeting; its agenda fills itself."""
	meeting = frappe.get_doc("Meeting", name)
	if meeting.status == "Proposed":
		meeting.status = "Planned"
		meeting.save()


def circulate(name: str) -> None:
	"""Send the agenda round, as far as the emails are not muted."""
	confirm(name)
	meeting = frappe.get_doc("Meeting", name)
	if meeting.status == "Planned":
		meeting.status = "Circulated"
		meeting.save()


class Sitting:
	"""A meeting in progress, in the name of the session's user."""

	def __init__(self, name: str, day: date, voices: Voices) -> None:
		self.name = name
		self.day = day
		self.voices = voices
		self.meeting: Document = frappe.get_doc("Meeting", name)
		self.at_panel = self.meeting.forum == PANEL

	def hold(self) -> None:
		"""Everything up to the close, with a commit before it as there would be between people's entries."""
		listed = listed_in(self.name, frappe.session.user)
		reached = self.voices.reached(listed, self.day)
		workers = workers_of([one.child for one in reached])
		acted = set(frappe.get_all("Action", filters={"set_in": self.name}, pluck="child"))
		for one in reached:
			self.talk_about(one, workers.get(one.child, {}), one.child in acted)
		self.review_actions()
		frappe.db.commit()
		self.close()
		self.mark_letter_sent()
		frappe.db.commit()

	def talk_about(self, one: Listed, workers: dict[str, str], has_actions: bool) -> None:
		said = self.voices.say(one, self.day, self.at_panel)
		if one.plan:
			self.change_plan(one, said)
		discussion = in_the_know(frappe.get_doc("Meeting Discussion", one.discussion))
		discussion.update({**said.discussion, "state": "Done"})
		discussion.save()
		for action in () if has_actions else said.actions:
			self.set_action(one, action, workers)
		if said.escalation:
			self.escalate(one, said.escalation)

	def change_plan(self, one: Listed, said: Said) -> None:
		resolved = one.open_barriers and said.discussion.get("plan_decision") in RESOLVED_BY
		if not said.plan and not resolved:
			return
		plan = in_the_know(frappe.get_doc("Permanence Plan", one.plan))
		plan.update(said.plan)
		for barrier in plan.barriers if resolved else ():
			barrier.resolved_on = barrier.resolved_on or self.day
		plan.flags.meeting = self.name
		plan.save()

	def set_action(self, one: Listed, said: NewAction, workers: dict[str, str]) -> None:
		action = frappe.get_doc(
			{
				"doctype": "Action",
				"what": said.what,
				"child": one.child,
				"plan": one.plan or None,
				"action_owner": workers.get(said.part) or workers.get("practice supervisor"),
				"due_on": said.due_on,
				"priority": "Urgent" if said.urgent else "Normal",
				"set_in": self.name,
				"forum": self.meeting.forum,
			}
		)
		in_the_know(action).insert()

	def escalate(self, one: Listed, blocker: str) -> None:
		frappe.get_doc(
			{
				"doctype": "Escalation",
				"child": one.child,
				"plan": one.plan,
				"meeting": self.name,
				"to_role": "Assistant Director",
				"barrier_category": one.open_barriers[0] if one.open_barriers else None,
				"blocker": blocker,
				"answer_due": working_day(self.day + timedelta(days=14)),
			}
		).insert()

	def review_actions(self) -> None:
		done = reviewed_in(self.name)
		rows = [row for row in earlier_open_actions(self.meeting) if row.name not in done]
		seen = may_see_children(frappe.session.user, [row.child for row in rows])
		for row in rows:
			if row.child not in seen:
				continue
			action = in_the_know(frappe.get_doc("Action", row.name))
			due_on = getdate(action.due_on)
			said = self.voices.review(
				f"{action.what}:{row.child}:{action.set_on}", action.times_moved or 0, due_on, self.day
			)
			moved = said.due_on if said.due_on != due_on else None
			outcome = "Kept" if said.outcome == "Moved" and not moved else said.outcome
			reviewing.review(action, outcome, self.name, said.note or None, moved, None)

	def close(self) -> None:
		meeting = frappe.get_doc("Meeting", self.name)
		chance = self.voices.chance(meeting.forum, meeting.team or meeting.locality, self.day)
		for person in meeting.attendees:
			if person.expected != "When asked":
				person.attendance = "Present" if person.chair or chance.random() < 0.9 else "Apologies"
		meeting.any_other_business = chance.choice(phrases.AOB)
		# A restricted child's action may be open to others only; it stays open, and the meeting says so.
		meeting.unreviewed_acknowledged = 1
		meeting.status = "Held"
		meeting.save()

	def mark_letter_sent(self) -> None:
		"""The Targeted Work email of a past meeting counts as sent, though nobody got it."""
		meeting = frappe.get_doc("Meeting", self.name)
		if frappe.get_cached_value("Forum", meeting.forum, "sends_targeted_work"):
			letters.mark_told(self.name, [case.plan for case in letters.new_cases(meeting, again=False)])
			meeting.db_set("targeted_work_sent_on", now_datetime(), update_modified=False)


def issue_notes(name: str) -> None:
	meeting = frappe.get_doc("Meeting", name)
	if meeting.status == "Held":
		meeting.status = "Notes issued"
		meeting.save()


def answer_escalations(locality: str, day: date, voices: Voices) -> None:
	"""The session's user answers what has waited two weeks, as a rule."""
	waiting = frappe.get_all(
		"Escalation",
		filters={"locality": locality, "status": "Open", "raised_on": ["<", day - timedelta(days=13)]},
		fields=["name", "blocker", "raised_on"],
	)
	for row in waiting:
		chance = voices.chance("answer", row.blocker, row.raised_on, day)
		if chance.random() < 0.7:
			escalation = frappe.get_doc("Escalation", row.name)
			escalation.answer = chance.choice(phrases.ANSWERS)
			escalation.save()
