"""The minutes of structured records in print: what was said, no empty headings, for one child and for sixty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import freezegun
import pytest
from frappe.model.document import Document

from ppoc.meetings.agenda.api import add_child
from ppoc.meetings.records.answers import choices_of
from ppoc.tests.factories import grant, make_action, make_child, make_meeting, make_team, make_worker
from ppoc.tests.papers import pages_of
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

SENTENCE = "The carers and the aunt meet each Thursday; the school writes by the end of the month. "
LONG_NAME = "Maximiliana-Theodora Featherstonehaugh-Cholmondeley"


@pytest.fixture
def team(site: None) -> Iterator[Document]:
	with freezegun.freeze_time("2026-03-10 09:00:00.5"):
		for pack in ("permanence_panel_standards", "decision_making_forums", "permanency_planning_meetings"):
			apply_pack(read_pack(shipped_folder(pack)))
		yield make_team()


def held(forum: str, team: Document, children: list[Document], every_answer: bool = True) -> Document:
	meeting = make_meeting(forum=forum, locality=team.locality)
	item = next(row for row in meeting.agenda if row.purpose == "Record")
	for child in children:
		add_child(meeting.name, child.name, item.item_key)
	for name in frappe.get_all("Meeting Discussion", {"meeting": meeting.name}, pluck="name"):
		talk = frappe.get_doc("Meeting Discussion", name)
		for number, row in enumerate(talk.answers):
			if row.required or every_answer:
				row.answer = row.answer or answer_to(row, number)
		talk.state = "Done"
		talk.save()
	return meeting


def answer_to(row: Any, number: int) -> str:
	usual = {"Date": "2026-04-14", "Number": "4250", "Text": "As recorded"}
	return (choices_of(row.as_dict()) or [usual.get(row.answer_type, SENTENCE * (1 + number % 3))])[0]


def pdf(meeting: Document, print_format: str = "Meeting Minutes") -> list[str]:
	data = frappe.get_print("Meeting", meeting.name, print_format, as_pdf=True, no_letterhead=1)
	if os.environ.get("PPOC_KEEP_PDF"):
		Path(os.environ["PPOC_KEEP_PDF"], f"{meeting.forum}-{meeting.name}.pdf").write_bytes(data)
	return pages_of(data)


@pytest.mark.requirement("D4.2")
def test_panel_notes_print_the_block_of_the_child_the_recommendation_and_the_actions(team: Document) -> None:
	child = make_child(team=team.name, first_name="Ada", last_name="Elm", care_started_on="2024-03-01")
	owner = make_worker(worker_name="Hester Osgood")
	meeting = held("Permanence Panel Part 1", team, [child])
	make_action(
		child=child.name, set_in=meeting.name, action_owner=owner.name, due_on="2026-04-14",
		what="Book the matching meeting with both carers",
	)  # fmt: skip

	text = "\n".join(pdf(meeting))

	for words in (
		"Ada Elm, born 1 May 2016", "Entered care: 01/03/2024", "Panel's recommendation", "Section 20", "Red",
		"Actions agreed", "Owner", "Timescale", "Book the matching meeting with both carers", "Hester Osgood",
		"14 Apr 2026", "Discussion · Ada Elm",
	):  # fmt: skip
		assert words in text


def test_what_nobody_answered_has_neither_line_nor_heading(team: Document) -> None:
	child = make_child(team=team.name)
	meeting = held("Initial Permanency Planning Meeting", team, [child], every_answer=False)

	text = "\n".join(pdf(meeting))

	assert "Needs and assessments" in text
	for absent in (
		"If adoption may be needed", "If long-term fostering", "Form M/B", "Next steps", "Any other business",
		"Actions agreed", "Review of actions",
	):  # fmt: skip
		assert absent not in text


@pytest.mark.requirement("F1.3")
@pytest.mark.parametrize("count", [1, 60])
def test_the_tracking_pro_forma_is_right_for_one_child_and_for_sixty_with_long_names(
	team: Document, count: int
) -> None:
	children = [
		make_child(team=team.name, first_name=LONG_NAME, last_name=f"Nummer{n:02d}") for n in range(count)
	]
	meeting = held("Permanency Tracking", team, children)

	pages = pdf(meeting)

	text = "\n".join(pages)
	flat = "".join(text.split())
	for child in children:
		assert flat.count("".join(f"{child.full_name}, born".split())) == 1
	assert text.count("Which permanency options are available?") == count
	assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))
	assert all(len(page.split()) > 25 for page in pages[:-1]), "no page is all but empty"


def test_children_who_were_carried_over_are_one_line(team: Document) -> None:
	one, other = (make_child(team=team.name) for _ in range(2))
	meeting = held("Permanency Tracking", team, [one, other])
	frappe.db.set_value(
		"Meeting Discussion", {"meeting": meeting.name, "child": other.name}, "state", "Carried over"
	)

	text = "\n".join(pdf(meeting))

	assert f"Carried over to the next meeting: {other.full_name}" in text
	assert f"{other.full_name}, born" not in text


def test_a_restricted_child_is_absent_from_the_minutes_of_others(
	team: Document, user_with: Any, set_user: Any
) -> None:
	one, hidden = (make_child(team=team.name) for _ in range(2))
	meeting = held("Permanency Tracking", team, [one, hidden])
	user = user_with("Team Manager")
	grant(user, team.locality)
	hidden.reload()
	hidden.update({"restricted": 1, "restriction_reason": "Court order"})
	hidden.append("allowed_people", {"user": "Administrator"})
	hidden.save()

	set_user(user)
	text = "\n".join(pdf(meeting))

	assert one.full_name in text
	assert hidden.full_name not in text
	assert text.count("Which permanency options are available?") == 1


@pytest.mark.requirement("F1.2")
@pytest.mark.parametrize("forum", ["Pre-Proceedings Tracking", "Court Tracking"])
def test_the_briefing_on_a_case_is_one_page_each(team: Document, forum: str) -> None:
	children = [make_child(team=team.name, first_name=LONG_NAME) for _ in range(3)]
	meeting = held(forum, team, children)

	pages = pdf(meeting, "Case Briefings")

	assert len(pages) == 3
	for child, page in zip(children, pages, strict=True):
		assert child.full_name in page
		assert "Tasks and actions in progress, by whom and by when" in page
		assert "Page 1 of 1" in page


def test_no_case_makes_one_page_that_says_so(team: Document) -> None:
	assert "No child is on the agenda." in pdf(held("Court Tracking", team, []), "Case Briefings")[0]
