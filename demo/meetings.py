"""One meeting of the demo, as its coordinator would run it: confirm, discuss, review actions, close."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from demo import phrases
from demo.discussions import ChildOnAgenda, Entry, NewAction, Participants, working_day
from demo.meeting_facts import discussed_in, listed_in, workers_of
from demo.service_records import PANEL
from ppoc.access.rules import may_see_children
from ppoc.database.retry import begins_again
from ppoc.meetings.actions import reviewing
from ppoc.meetings.database import earlier_open_actions, reviewed_in
from ppoc.meetings.emails import database as emails


def trusted(doc: Document) -> Document:
	"""A record from the agenda of the user's own meeting, read a moment ago: its links need no second check."""
	doc.flags.ignore_links = True
	doc.flags.ignore_permissions = True
	return doc


RESOLVED_BY = ("Assessment started", "Assessment finished", "Permanence achieved")


def confirm(name: str) -> None:
	"""Turn a proposed meeting into a planned one; its agenda fills itself."""
	meeting = frappe.get_doc("Meeting", name)
	if meeting.status == "Proposed":
		meeting.status = "Planned"
		meeting.save()


def circulate(name: str) -> None:
	"""Circulate the agenda. The emails are muted while the history is made."""
	confirm(name)
	meeting = frappe.get_doc("Meeting", name)
	if meeting.status == "Planned":
		meeting.status = "Circulated"
		meeting.save()


class MeetingInProgress:
	"""A meeting, run in the name of the session's user."""

	def __init__(self, name: str, day: date, participants: Participants) -> None:
		self.name = name
		self.day = day
		self.participants = participants
		self.meeting: Document = frappe.get_doc("Meeting", name)
		self.at_panel = self.meeting.forum == PANEL

	def hold(self) -> None:
		"""Discuss the children, review the actions and close, with the commits that people's own entries would have.

		Whoever takes a number for a new record keeps other processes waiting for theirs until the commit.
		"""
		listed = listed_in(self.name, frappe.session.user)
		reached = self.participants.reached(listed, self.day, discussed_in(self.name))
		workers = workers_of([one.child for one in reached])
		with_actions = set(frappe.get_all("Action", filters={"set_in": self.name}, pluck="child"))
		for one in reached:
			self.discuss(one, workers.get(one.child, {}), one.child in with_actions)
			frappe.db.commit()
		self.review_actions()
		frappe.db.commit()
		begins_again(waits=True)(self.end)()

	def end(self) -> None:
		"""Close the meeting in a transaction of its own.

		A try that follows another keeps the numbers to itself from its beginning to its commit; with a commit in
		between, a busy process beside this one could take one each time.
		"""
		self.close()
		self.mark_email_sent()
		frappe.db.commit()

	def discuss(self, one: ChildOnAgenda, workers: dict[str, str], has_actions: bool) -> None:
		entry = self.participants.discuss(one, self.day, self.at_panel)
		if one.plan:
			self.change_plan(one, entry)
		discussion = trusted(frappe.get_doc("Meeting Discussion", one.discussion))
		discussion.update({**entry.discussion, "state": "Done"})
		discussion.save()
		for action in () if has_actions else entry.actions:
			self.set_action(one, action, workers)
		if entry.escalation:
			self.escalate(one, entry.escalation)

	def change_plan(self, one: ChildOnAgenda, entry: Entry) -> None:
		resolved = one.open_barriers and entry.discussion.get("plan_decision") in RESOLVED_BY
		if not entry.plan and not resolved:
			return
		plan = trusted(frappe.get_doc("Permanence Plan", one.plan))
		plan.update(entry.plan)
		for barrier in plan.barriers if resolved else ():
			barrier.resolved_on = barrier.resolved_on or self.day
		plan.flags.meeting = self.name
		plan.save()

	def set_action(self, one: ChildOnAgenda, entry: NewAction, workers: dict[str, str]) -> None:
		action = frappe.get_doc(
			{
				"doctype": "Action",
				"what": entry.what,
				"child": one.child,
				"plan": one.plan or None,
				"action_owner": workers.get(entry.part) or workers.get("practice supervisor"),
				"due_on": entry.due_on,
				"priority": "Urgent" if entry.urgent else "Normal",
				"set_in": self.name,
				"forum": self.meeting.forum,
			}
		)
		trusted(action).insert()

	def escalate(self, one: ChildOnAgenda, blocker: str) -> None:
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
		ids = dict(
			frappe.get_all("Child", {"name": ["in", sorted(seen)]}, ["name", "child_id"], as_list=True)
		)
		for row in rows:
			if row.child not in seen:
				continue
			action = trusted(frappe.get_doc("Action", row.name))
			due_on = getdate(action.due_on)
			entry = self.participants.review(
				f"{action.what}:{ids[row.child]}:{action.set_on}", action.times_moved or 0, due_on, self.day
			)
			moved = entry.due_on if entry.due_on != due_on else None
			outcome = "Kept" if entry.outcome == "Moved" and not moved else entry.outcome
			reviewing.review(action, outcome, self.name, entry.note or None, moved, None)

	def close(self) -> None:
		meeting = frappe.get_doc("Meeting", self.name)
		draw = self.participants.draws(meeting.forum, meeting.team or meeting.locality, self.day)
		for person in meeting.attendees:
			if person.expected != "When asked":
				person.attendance = "Present" if person.chair or draw.random() < 0.9 else "Apologies"
		meeting.any_other_business = draw.choice(phrases.AOB)
		# A restricted child's action may be visible to others only; it stays open, and the meeting says so.
		meeting.unreviewed_acknowledged = 1
		meeting.status = "Held"
		meeting.save()

	def mark_email_sent(self) -> None:
		"""The Targeted Work email of a past meeting counts as sent, although nobody received it."""
		meeting = frappe.get_doc("Meeting", self.name)
		if frappe.get_cached_value("Forum", meeting.forum, "sends_targeted_work"):
			emails.mark_told(self.name, [case.plan for case in emails.new_cases(meeting, again=False)])
			meeting.db_set("targeted_work_sent_on", now_datetime(), update_modified=False)


def issue_notes(name: str) -> None:
	meeting = frappe.get_doc("Meeting", name)
	if meeting.status == "Held":
		meeting.status = "Notes issued"
		meeting.save()


def answer_escalations(locality: str, day: date, participants: Participants) -> None:
	"""The session's user answers most of what has waited for two weeks."""
	waiting = frappe.get_all(
		"Escalation",
		filters={"locality": locality, "status": "Open", "raised_on": ["<", day - timedelta(days=13)]},
		fields=["name", "blocker", "raised_on"],
	)
	for row in waiting:
		draw = participants.draws("answer", row.blocker, row.raised_on, day)
		if draw.random() < 0.7:
			escalation = frappe.get_doc("Escalation", row.name)
			escalation.answer = draw.choice(phrases.ANSWERS)
			escalation.save()
