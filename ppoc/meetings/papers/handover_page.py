"""What a social worker who takes over a child needs to know on the first day, made from the record."""

from __future__ import annotations

from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.decisions.statuses import WAITING
from ppoc.meetings.papers.database import worker_names
from ppoc.meetings.papers.jinja import reader_of_child
from ppoc.meetings.papers.record_tables import CHOICE, DAY, Cells, Section, family_group_meetings, table_of
from ppoc.messages import Message
from ppoc.plans.predictions import OPEN_STATUSES
from ppoc.timescales.models import OPEN

SECTIONS = (
	Section(
		Message("Plans"),
		"Permanence Plan",
		"plan_kind desc, name asc",
		(
			Cells(("route", "plan_kind", "status"), Message("Plan"), 22, CHOICE),
			Cells(("predicted_start", "actual_start"), Message("Start predicted, start"), 15, DAY),
			Cells(("predicted_finish", "actual_finish"), Message("Finish predicted, finish"), 15, DAY),
			Cells(("progress",), Message("Progress"), 48),
		),
		{"status": ["in", list(OPEN_STATUSES)]},
	),
	Section(
		Message("Has to be done"),
		"Timescale",
		"due_on asc, name asc",
		(
			Cells(("due_on",), Message("Due"), 14, DAY),
			Cells(("duty",), Message("Duty"), 42, CHOICE),
			Cells(("duty_role",), Message("Whose"), 26, CHOICE),
			Cells(("state",), Message("Now"), 18, CHOICE),
		),
		{"state": ["in", [state.value for state in OPEN]]},
	),
	Section(
		Message("Open actions"),
		"Action",
		"due_on asc, name asc",
		(
			Cells(("due_on",), Message("Due"), 14, DAY),
			Cells(("what",), Message("Action"), 60),
			Cells(("action_owner",), Message("Who"), 26),
		),
		{"status": "Open"},
	),
	Section(
		Message("Asked for and not decided yet"),
		"Panel Decision",
		"requested_on asc, name asc",
		(
			Cells(("requested_on",), Message("Asked"), 14, DAY),
			Cells(("request_type", "status"), Message("Request"), 30, CHOICE),
			Cells(("rationale",), Message("Why"), 56),
		),
		{"status": ["in", list(WAITING)]},
	),
	family_group_meetings("creation desc, name desc"),
	Section(
		Message("Why no plan is agreed"),
		"Delay Reason",
		"written_on desc, name desc",
		(
			Cells(("written_on",), Message("Written"), 14, DAY),
			Cells(("reason",), Message("Why"), 43),
			Cells(("next_step",), Message("What is done"), 43),
		),
	),
)
PEOPLE = ("social_worker", "supervising_social_worker", "reviewing_officer")


def ppoc_handover_page(doc: Document) -> dict[str, Any]:
	"""Returns the handover page of a child for the user who prints it, or for whom the server prints it.

	Returns:
		`people`: pairs of what somebody is for the child, and the name; `sections`: as `record_tables.table_of`.

	Raises:
		HiddenRecordError: that user may not see the child.
	"""
	reader = reader_of_child(doc)
	sections = [table_of(section, doc.name, reader) for section in SECTIONS]
	return {"people": _people(doc), "sections": [section for section in sections if section["rows"]]}


def _people(doc: Document) -> list[tuple[str, str]]:
	today = getdate()
	named = [(_(doc.meta.get_label(field)), doc.get(field)) for field in PEOPLE]
	others = [
		(row.part or _("Works with the child"), row.worker)
		for row in doc.workers
		if not row.to_date or getdate(row.to_date) >= today
	]
	names = worker_names(worker for _what, worker in (*named, *others) if worker)
	return [(what, names[worker]) for what, worker in (*named, *others) if names.get(worker)]
