"""Endpoints for the update that a social worker writes about their own child before a meeting."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from ppoc.access.rules import worker_of
from ppoc.exceptions import AnswerError
from ppoc.meeting_statuses import ENDED
from ppoc.meetings.records.answers import ASKED, BEFORE, choices_of

OWN = ("social_worker", "supervising_social_worker")


@frappe.whitelist(methods=["GET"])
def update_before(discussion: str) -> dict[str, Any]:
	"""Returns the questions to answer before the meeting, their answers, and whether this user may write them.

	Raises:
		PermissionError: the user may not read the discussion.
	"""
	doc = frappe.get_doc("Meeting Discussion", discussion)
	doc.check_permission("read")
	status = frappe.db.get_value("Meeting", doc.meeting, "status")
	rows = [row for row in doc.answers if row.entered == BEFORE]
	return {
		"can_write": int(bool(rows) and status not in ENDED and may_update(doc, frappe.session.user)),
		"answers": [
			{
				**{field: row.get(field) for field in ASKED},
				"name": row.name,
				"answer": row.answer or "",
				"options": choices_of(row.as_dict()),
			}
			for row in rows
		],
	}


@frappe.whitelist(methods=["POST"])
def save_update(discussion: str, values: dict | str, bases: dict | str) -> dict[str, Any]:
	"""Saves answers to questions before the meeting, each compared with the text it was read with.

	If somebody else has changed one of these answers in the meantime, nothing is saved and both texts are
	returned.

	Raises:
		PermissionError: the user may not read the discussion or may not write the update.
		AnswerError: a question is not one of those before the meeting.
	"""
	given, read = frappe.parse_json(values), frappe.parse_json(bases)
	doc = _locked(discussion)
	rows = {row.name: row for row in doc.answers if row.entered == BEFORE}
	if set(given) - rows.keys():
		frappe.throw(
			_("Only the questions for before the meeting can be answered here."),
			AnswerError,
			title=_("Not Here"),
		)
	clashes = {
		name: {"question": rows[name].question, "theirs": rows[name].answer or "", "yours": text}
		for name, text in given.items()
		if not _same(rows[name].answer, read.get(name)) and not _same(rows[name].answer, text)
	}
	if clashes:
		return {"clashes": clashes}
	for name, text in given.items():
		rows[name].answer = text or None
	doc.flags.ignore_permissions = True  # `may_update` is the rule here
	doc.save()
	return {"saved": len(given)}


def may_update(doc: Document, user: str) -> bool:
	"""Returns whether the user may write these answers: with write permission on discussions, or as the
	child's social worker."""
	if frappe.has_permission("Meeting Discussion", "write", doc=doc, user=user):
		return True
	worker = worker_of(user)
	return bool(worker) and worker in frappe.db.get_value("Child", doc.child, OWN)


def _locked(discussion: str) -> Document:
	"""Returns the discussion; locks the meeting first, then the discussion, as everywhere.

	Some forums hear about a child from the managers, and the social worker sends the update without being
	invited. So a user who reads the discussion and may update it needs no permission for the rest of it.
	"""
	meeting = frappe.db.get_value("Meeting Discussion", discussion, "meeting")
	if not meeting:
		raise frappe.DoesNotExistError
	frappe.db.get_value("Meeting", meeting, "name", for_update=True)
	doc = frappe.get_doc("Meeting Discussion", discussion, for_update=True)
	doc.check_permission("read")
	if not may_update(doc, frappe.session.user):
		frappe.throw(
			_("The child's social worker writes the update before a meeting."),
			frappe.PermissionError,
			title=_("Not Yours"),
		)
	return doc


def _same(one: Any, other: Any) -> bool:
	return cstr(one).replace("\r\n", "\n").strip() == cstr(other).replace("\r\n", "\n").strip()
