"""The child's page for the form and the meeting screen."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.access.records import record_for
from ppoc.meetings.guards import meeting_head
from ppoc.meetings.one_page.database import rows_for
from ppoc.meetings.one_page.story import Line, Part, heads, if_empty, one_page
from ppoc.meetings.papers.jinja import reader_of_child
from ppoc.translating import translated


@frappe.whitelist(methods=["GET", "POST"])
def child_page(child: str, meeting: str | None = None) -> dict[str, Any]:
	"""Returns a child on one page, in the user's language.

	Args:
		child: whom the page is about.
		meeting: the meeting in which it is read. What was said there is on the screen already, so the page begins
			with the meeting before.

	Returns:
		The parts said, changes, coming, actions, people and story, each with its lines (text, on, label, late,
		alarming, doctype, name) and how many `more` there are; `heads`, what stands above each part; and
		`if_empty`, what stands in a part without lines.

	Raises:
		frappe.PermissionError: the user may not read the child or the meeting.
	"""
	record_for("Child", child)
	if meeting:
		meeting_head(meeting)
	return _page(child, frappe.session.user, meeting)


def ppoc_child_page(doc: Document) -> dict[str, Any]:
	"""Returns the page of a Child for the user who prints it, or for whom the server prints it.

	Raises:
		HiddenRecordError: that user may not see the child.
	"""
	return _page(doc.name, reader_of_child(doc))


def _page(child: str, user: str, meeting: str | None = None) -> dict[str, Any]:
	"""Returns the page as this user may see it; the caller has checked that they may see the child."""
	today = getdate()
	page = one_page(rows_for(child, user, today, meeting), today)
	return {
		"heads": {name: translated(head) for name, head in heads(page).items()},
		"if_empty": {name: translated(text) for name, text in if_empty(page).items()},
		"said": _part(page.said),
		"changes": _part(page.changes),
		"coming": _part(page.coming),
		"actions": _part(page.actions),
		"people": _part(page.people),
		"story": _part(page.story),
	}


def _part(part: Part) -> dict[str, Any]:
	return {"lines": [_line(line) for line in part.lines], "more": part.more}


def _line(line: Line) -> dict[str, Any]:
	doctype, name = line.record or ("", "")
	text, label = translated(line.text), translated(line.label)
	return {
		"text": text,
		"on": line.on,
		"label": label,
		"late": line.late,
		"alarming": line.alarming,
		"doctype": doctype,
		"name": name,
	}
