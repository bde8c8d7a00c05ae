"""Writes a note for each child's file after a meeting, ready to copy into the case system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from ppoc.meetings.records.database import answers_of, shown


def note_text(
	forum: str, day: date, said: Sequence[Mapping[str, Any]], actions: Sequence[Mapping[str, Any]]
) -> str:
	"""Returns the text of a note: forum and date, what was said and decided, then actions with owner and date."""
	lines = [f"{forum}, {formatdate(day)}"]
	for talk in said:
		lines += ["", *_said(talk)]
	lines += ["", _("Actions:") if actions else _("No actions were set.")]
	for number, action in enumerate(actions, start=1):
		due = formatdate(action["due_on"]) if action["due_on"] else ""
		lines.append(
			_("{0}. {1} Owner: {2}. Due: {3}.").format(
				number, _sentence(action["what"]), action["owner_name"] or action["action_owner"], due
			)
		)
	return "\n".join(lines)


def write_case_notes(meeting: Document, talks: Iterable[str]) -> None:
	"""Writes one note for each child discussed, with everything said about this child in the meeting."""
	names = list(talks)
	if not names:
		return
	said: dict[str, list[Any]] = {}
	for row in frappe.get_all(
		"Meeting Discussion", filters={"name": ["in", names]}, fields=["*"], order_by="position asc"
	):
		said.setdefault(row.child, []).append(row)
	actions = _actions(meeting.name, list(said))
	answers = answers_of(names)
	for child, rows in said.items():
		for row in rows:
			row.answers = answers.get(row.name, [])
		frappe.get_doc(
			{
				"doctype": "Case Note",
				"child": child,
				"meeting": meeting.name,
				"note_date": meeting.meeting_date,
				"subject": f"{meeting.forum} {formatdate(meeting.meeting_date)}",
				"note": note_text(meeting.forum, meeting.meeting_date, rows, actions.get(child, [])),
			}
		).insert()


def _actions(meeting: str, children: list[str]) -> dict[str, list[frappe._dict]]:
	action, worker = frappe.qb.DocType("Action"), frappe.qb.DocType("Worker")
	rows = (
		frappe.qb.from_(action)
		.left_join(worker)
		.on(worker.name == action.action_owner)
		.select(
			action.child,
			action.what,
			action.due_on,
			action.action_owner,
			worker.worker_name.as_("owner_name"),
		)
		.where((action.set_in == meeting) & action.child.isin(children or [""]))
		.orderby(action.due_on)
		.orderby(action.name)
		.run(as_dict=True)
	)
	found: dict[str, list[frappe._dict]] = {}
	for row in rows:
		found.setdefault(row.child, []).append(row)
	return found


def _said(talk: Mapping[str, Any]) -> list[str]:
	"""Returns what was said about the child under one agenda item, line by line; blank answers add no line."""
	barriers = ": ".join(filter(None, [talk["barrier_category"], talk["barriers"]]))
	decision = talk["plan_decision"] or ""
	if decision and talk["decision_date"]:
		decision = _("{0} on {1}").format(decision, formatdate(talk["decision_date"]))
	if decision and talk["decision_reason"]:
		decision = f"{decision}: {talk['decision_reason']}"
	answers = [
		(_("Progress"), talk["progress"]),
		(_("Barriers"), barriers),
		(_("Decision"), decision),
		(_("Potential for permanence"), talk["potential"]),
		(_("Rationale"), talk["rationale"]),
		(_("To be prioritised for"), talk["prioritise_for"]),
		(_("Head of Service"), talk["head_of_service_view"]),
		(_("Challenge"), talk["challenge"]),
		(_("Deadline"), formatdate(talk["deadline"]) if talk["deadline"] else ""),
		(_("Review of actions"), talk["review"]),
	]
	answers += [(row["question"], shown(row)) for row in talk.get("answers") or [] if not row.get("left_out")]
	lines = [f"{label}: {_sentence(text)}" for label, text in answers if text and str(text).strip()]
	return [f"{talk['agenda_item']}:", *(lines or [_("Discussed.")])] if talk["agenda_item"] else lines


def _sentence(text: str) -> str:
	text = str(text).strip()
	return text if text.endswith((".", "!", "?")) else f"{text}."
