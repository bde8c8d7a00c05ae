"""Every text of a record stays text in a print: whatever it names, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from frappe.model.document import Document

from ppoc.tests.access_world import put
from ppoc.tests.factories import (
	discussion_of,
	make_action,
	make_child,
	make_family_meeting,
	make_meeting,
	make_person,
	make_plan,
	make_request,
	make_schedule,
	make_team,
	make_worker,
)
from ppoc.tests.papers import pages_of
from ppoc.tests.prints.attacks import Watched, attacks, watched

pytestmark = pytest.mark.requirement("X4.1")
TEXTS = ("Small Text", "Text", "Long Text", "Text Editor", "Markdown Editor", "HTML Editor", "Data")
NOT_TEXTS = {"item_key", "figures", "child_id", "route", "unit", "rhythm", "email", "phone"}
"""Fields that the app itself writes and reads again."""
NOT_PRINTED = ("Forum", "Import Mapping", "Timescale Rule", "Timescale Duty", "Care Event Type", "RAG Rule")
"""Setup that the app reads and nobody prints."""
SEALED = ("Audit Entry", "Audit Seal")
"""The database itself refuses every change."""


@pytest.fixture
def seen(site: str, tmp_path: Path) -> Iterator[Watched]:
	with watched(tmp_path) as place:
		yield place


@pytest.fixture
def records(seen: Watched) -> dict[str, Document]:
	"""Makes one record of everything that can be printed."""
	team = make_team()
	worker = make_worker(worker_name="Hester Osgood", locality=team.locality)
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	make_plan(child=child.name, status="Prioritised", for_panel=1, predicted_start="2027-01-05")
	meeting = make_meeting(forum="Permanence Panel", locality=team.locality, chair=worker.name)
	discussion_of(meeting.name, child.name, purpose="Progress plan")
	make_action(child=child.name, set_in=meeting.name, action_owner=worker.name)
	make_schedule(team=team.name)
	held = {"offered_to": "x", "offered_on": "2026-03-02", "answer": "Accepted", "answered_on": "2026-03-03"}
	make_family_meeting(child=child.name, offers=[held], held_on="2026-03-09", child_there="Yes")
	make_person(child=child.name)
	note = {"doctype": "Case Note", "child": child.name, "subject": "x", "note": "x"}
	letter = {"doctype": "Letter to Child", "child": child.name, "letter_text": "x"}
	return {
		"Child": child,
		"Meeting": meeting,
		"Case Note": frappe.get_doc(note).insert(),
		"Letter to Child": frappe.get_doc(letter).insert(),
		"Panel Decision": make_request(child=child.name),
		"Tracked Placement": put(
			"Tracked Placement", child=child.name, unregulated=1, started_on="2026-03-01", locality=team.locality
		),
		"Effectiveness Review": frappe.get_doc(
			{
				"doctype": "Effectiveness Review", "locality": team.locality, "review_date": "2026-03-31",
				"reviewer": worker.name,
			}
		).insert(),
		"Quarterly Oversight Report": frappe.get_doc(
			{"doctype": "Quarterly Oversight Report", "locality": team.locality, "quarter_start": "2026-02-11"}
		).insert(),
		"Erasure": put("Erasure", child_number="CH-1", locality=team.locality, status="Erased", reason="x"),
	}  # fmt: skip


def poison(texts: list[str]) -> int:
	"""Writes a few of the texts, in turn, into every text field of all the app's records; returns how many fields."""
	count = 0
	for doctype in frappe.get_all("DocType", {"module": "PPOC", "issingle": 0}, pluck="name"):
		fields = [
			field
			for field in frappe.get_meta(doctype).fields
			if field.fieldtype in TEXTS
			and field.fieldname not in NOT_TEXTS
			and not (field.is_virtual or field.unique)
		]
		if not fields or doctype in (*NOT_PRINTED, *SEALED):
			continue
		for name in frappe.get_all(doctype, pluck="name", limit=5):
			values = {
				field.fieldname: texts[(count + number) % len(texts)][: field.length or 140]
				if field.fieldtype == "Data"
				else "\n".join(texts[(count + number + more) % len(texts)] for more in (0, 11, 23))
				for number, field in enumerate(fields)
			}
			frappe.db.set_value(doctype, name, values, update_modified=False)
			count += len(fields)
	frappe.clear_cache()
	return count


FORMATS = {
	"Child": ("Child on One Page", "Inspection File", "Handover Page", "Family Group Decision-Making"),
	"Meeting": [
		"Permanence Panel Agenda", "Permanence Panel Notes", "Meeting Agenda", "Meeting Notes", "Meeting Minutes",
		"Case Briefings", "Standard",
	],
	"Case Note": ["Case Note", "Standard"],
	"Letter to Child": ["Letter to Child", "Standard"],
	"Panel Decision": ["Decision Notice", "Standard"],
	"Tracked Placement": ["Unregulated Placement Notification", "Standard"],
	"Effectiveness Review": ["Effectiveness Review", "Standard"],
	"Quarterly Oversight Report": ["Quarterly Oversight Report", "Standard"],
	"Erasure": ["Erasure Certificate", "Standard"],
}  # fmt: skip


def test_no_text_of_a_record_makes_a_print_load_something(seen: Watched, records: dict[str, Document]):
	assert poison(sorted(attacks(seen).values(), key=len)) > 60
	frappe.local.form_dict = frappe._dict()

	for doctype, formats in FORMATS.items():
		for print_format in formats:
			pdf = frappe.get_print(doctype, records[doctype].name, print_format, as_pdf=True)
			text = " ".join(pages_of(pdf))
			assert seen.came == [], print_format
			assert "KEPT-FROM-PRINTS" not in text, print_format
			if print_format not in ("Standard", "Case Briefings"):
				assert "://127.0.0.1" in text, f"{print_format} does not say what was written"


def test_all_print_formats_are_among_those_tried(site: str):
	ours = set(frappe.get_all("Print Format", {"module": "PPOC"}, pluck="name"))
	assert ours == {name for formats in FORMATS.values() for name in formats} - {"Standard"}
