"""Reads and writes agendas in bulk: a fixed number of statements, however many children."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, get_time, getdate, nowdate
from pypika import Case

from ppoc.database.rows import insert_rows
from ppoc.exceptions import ForumRuleError
from ppoc.meeting_statuses import HELD
from ppoc.meetings.agenda import people
from ppoc.meetings.agenda.filling import Clock, Filling, Item, ListedDiscussion, Placed, fill
from ppoc.meetings.agenda.queries import MeetingArea, children_of_item
from ppoc.meetings.records.database import begin_answers, forget_answers, typed_in

BEGINNING = "1900-01-01"
"""The value of @last_meeting if there was no earlier meeting."""

LAID = frozenset(
	"meeting child plan agenda_item item_key purpose position slot_time why_listed state".split()
)
"""Fields of a discussion that filling writes; a value in any other field was typed."""

ADDED = "Added by hand"
"""Why a child is listed whom a person added to the agenda; filling leaves the child there."""

PLAN_PURPOSES = ("Progress plan", "Introduce", "Step down")

VALUE_FREE = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Table")


def fill_into(meeting: Document) -> dict[str, int]:
	"""Fills the agenda of a meeting; changes the attendees of `meeting`, which the caller saves.

	Returns:
		How many children were added, kept and removed, and by how many minutes the agenda runs over.
	"""
	forum = frappe.get_cached_doc("Forum", meeting.forum)
	items = [
		Item(r.item_key, r.title, r.purpose, r.minutes or 0, bool(r.agenda_query)) for r in meeting.agenda
	]
	present = discussions_of(meeting.name)
	filling = fill(items, _found(meeting, forum), present, _clock(meeting, forum))
	_write(meeting, filling)
	begin_answers(meeting)
	people.call_in(meeting, forum, sorted({place.child for place in filling.placed}))
	added = len(filling.added)
	return {
		"added": added,
		"kept": len(filling.placed) - added,
		"removed": len(filling.remove),
		"minutes_over": filling.minutes_over,
	}


def add_by_hand(meeting: Document, child: str, item_key: str) -> str:
	"""Adds a child under an item and returns the discussion's name; an existing discussion is returned as it is.

	Raises:
		ForumRuleError: the item does not exist or discusses no children.
	"""
	item = next((row for row in meeting.agenda if row.item_key == item_key and row.purpose != "Talk"), None)
	if item is None:
		frappe.throw(
			_("Choose an agenda item that is about children."), ForumRuleError, title=_("Agenda Item")
		)
	plan = frappe.db.get_value("Child", child, "current_plan") if item.purpose in PLAN_PURPOSES else None
	place = {"meeting": meeting.name, "child": child, "item_key": item_key}
	there = frappe.db.get_value("Meeting Discussion", place, "name")
	if there:
		return there
	why = {"agenda_item": item.title, "purpose": item.purpose, "why_listed": ADDED}
	talk = frappe.get_doc({"doctype": "Meeting Discussion", **place, "plan": plan, **why})
	talk.position = 1 + frappe.db.count("Meeting Discussion", {"meeting": meeting.name})
	talk.insert()
	begin_answers(meeting)
	return talk.name


def last_sitting(meeting: Document, held_only: bool) -> frappe._dict | None:
	"""Returns the previous sitting of the same forum for the same team or locality."""
	status = ["in", HELD] if held_only else ["!=", "Cancelled"]
	rows = frappe.get_all(
		"Meeting",
		filters={
			"forum": meeting.forum,
			"locality": meeting.locality,
			"team": meeting.team or ["is", "not set"],
			"meeting_date": ["<=" if held_only else "<", meeting.meeting_date],
			"name": ["!=", meeting.name or ""],
			"status": status,
		},
		fields=["name", "meeting_date"],
		order_by="meeting_date desc, start_time desc",
		limit=1,
	)
	return rows[0] if rows else None


def next_sitting_on(meeting: Document) -> date | None:
	"""Returns the day of the next sitting of the same forum for the same team or locality, if there is one."""
	return frappe.db.get_value(
		"Meeting",
		{
			"forum": meeting.forum,
			"locality": meeting.locality,
			"team": meeting.team or ["is", "not set"],
			"meeting_date": [">", meeting.meeting_date],
			"status": ["!=", "Cancelled"],
		},
		"meeting_date",
		order_by="meeting_date asc",
	)


def discussions_of(meeting: str) -> list[ListedDiscussion]:
	"""Returns what is on the agenda now, and whether somebody has typed there or set an action."""
	rows = frappe.get_all("Meeting Discussion", filters={"meeting": meeting}, fields=["*"])
	if not rows:
		return []
	acted = set(frappe.get_all("Action", filters={"set_in": meeting}, pluck="child"))
	answered = typed_in([row.name for row in rows])
	typed = [
		(f.fieldname, str(f.default or ""))
		for f in frappe.get_meta("Meeting Discussion").fields
		if f.fieldname not in LAID and f.fieldtype not in VALUE_FREE
	]
	groups = _sibling_groups([row.child for row in rows])
	return [
		ListedDiscussion(
			name=row.name,
			item=row.item_key or "",
			child=row.child,
			plan=row.plan or "",
			purpose=row.purpose,
			touched=row.why_listed == ADDED
			or row.child in acted
			or row.name in answered
			or _is_typed(row, typed),
			position=row.position or 0,
			sibling_group=groups.get(row.child, ""),
		)
		for row in rows
	]


def _is_typed(row: frappe._dict, typed: list[tuple[str, str]]) -> bool:
	return row.state != "To do" or any(str(row.get(f) or "") not in ("", "0", usual) for f, usual in typed)


def scope_of(meeting: Document, forum: Document) -> MeetingArea:
	"""Returns whose children this sitting discusses."""
	if forum.held_by == "Authority":
		return MeetingArea()
	return MeetingArea(
		locality=meeting.locality, team=(meeting.team or "") if forum.held_by == "Team" else ""
	)


def _found(meeting: Document, forum: Document) -> list[Any]:
	names = sorted({row.agenda_query for row in meeting.agenda if row.agenda_query})
	queries = {
		row.name: row
		for row in frappe.get_all(
			"Agenda Query",
			filters={"name": ["in", names or [""]], "active": 1},
			fields=["name", "subject", "filters", "ordered_by"],
		)
	}
	last = last_sitting(meeting, held_only=True)
	facts = {
		"@today": nowdate(),
		"@last_meeting": str(last.meeting_date) if last else BEGINNING,
		"@next_meeting": str(next_sitting_on(meeting) or _one_interval_on(meeting, forum)),
		"@forum": meeting.forum,
		"@meeting": meeting.name,
	}
	scope = scope_of(meeting, forum)
	found = []
	for row in meeting.agenda:
		if row.agenda_query in queries:
			found += children_of_item(row.item_key, queries[row.agenda_query], facts, scope)
	return found


def _one_interval_on(meeting: Document, forum: Document) -> date:
	"""Returns when the next sitting should be, if it has no meeting yet."""
	interval = max(forum.interval or 1, 1)
	if forum.every == "Month":
		return getdate(add_months(meeting.meeting_date, interval))
	return getdate(add_days(meeting.meeting_date, 7 * interval))


def _sibling_groups(children: list[str]) -> dict[str, str]:
	child, group = frappe.qb.DocType("Child"), frappe.qb.DocType("Sibling Group")
	rows = (
		frappe.qb.from_(child)
		.join(group)
		.on(group.name == child.sibling_group)
		.select(child.name, group.name)
		.where(child.name.isin(children) & (group.discuss_together == 1))
		.run()
	)
	return dict(rows)


def _clock(meeting: Document, forum: Document) -> Clock:
	return Clock(
		day=getdate(meeting.meeting_date),
		start=as_time(meeting.start_time),
		minutes=meeting.duration_minutes or forum.duration_minutes or 0,
		slot_minutes=forum.slot_minutes or 0,
	)


def as_time(value: Any) -> time:
	"""Returns a time of day as a Python time in whole seconds."""
	return get_time(str(value or "10:00:00")).replace(microsecond=0)


def _write(meeting: Document, filling: Filling) -> None:
	"""Removes, rearranges and adds discussions, in three statements."""
	if filling.remove:
		forget_answers(filling.remove)
		frappe.db.delete("Meeting Discussion", {"name": ["in", filling.remove]})
	_lay_out([place for place in filling.placed if place.name])
	titles = {row.item_key: row.title for row in meeting.agenda}
	rows = [_new_row(meeting.name, place, titles[place.item]) for place in filling.added]
	insert_rows("Meeting Discussion", rows, frappe.session.user)


def _new_row(meeting: str, place: Placed, title: str) -> dict[str, Any]:
	return {
		"meeting": meeting,
		"child": place.child,
		"plan": place.plan or None,
		"agenda_item": title,
		"item_key": place.item,
		"purpose": place.purpose,
		"position": place.position,
		"slot_time": str(place.slot),
		"state": "To do",
		"why_listed": place.why,
	}


def _lay_out(places: list[Placed]) -> None:
	"""Writes position and slot of the remaining rows in one statement, without changing their timestamps, so
	that typing in them is not refused."""
	if not places:
		return
	table = frappe.qb.DocType("Meeting Discussion")
	case = {"position": Case(), "slot_time": Case()}
	for place in places:
		case["position"] = case["position"].when(table.name == place.name, place.position)
		case["slot_time"] = case["slot_time"].when(table.name == place.name, str(place.slot))
	query = frappe.qb.update(table).where(table.name.isin([place.name for place in places]))
	query = query.set(table.position, case["position"].else_(table.position))
	query.set(table.slot_time, case["slot_time"].else_(table.slot_time)).run()
