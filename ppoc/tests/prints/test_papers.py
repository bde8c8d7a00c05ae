"""The papers of meetings: printed from what was entered, for people who may read it, and well laid out on A4."""

from __future__ import annotations

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

from ppoc.meetings.api import save_field
from ppoc.meetings.papers.database import meeting_record
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_categorised_child,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)
from ppoc.tests.papers import pages_of

PANEL = "Permanence Panel"


@pytest.fixture
def team(site, user_with):
	"""Makes a team with a coordinator's login, and a head of service who chairs the panel."""
	team = make_team()
	team.coordinator = user_with("Team Coordinator")
	grant(team.coordinator, team.locality)
	team.head = make_worker(worker_name="Hester Osgood", job="Head of Service", locality=team.locality)
	return team


def child_for_panel(team, first_name="Ada", **plan: object) -> tuple:
	child = make_child(team=team.name, first_name=first_name, last_name="Elm")
	values = {"status": "Prioritised", "predicted_start": add_days(nowdate(), 30), "for_panel": 1, **plan}
	return child, make_plan(child=child.name, **values)


def panel(team, **overrides: object) -> Document:
	return make_meeting(forum=PANEL, locality=team.locality, chair=team.head.name, **overrides)


def html_of(meeting, print_format):
	meeting = frappe.get_doc("Meeting", meeting.name)
	return frappe.get_print("Meeting", meeting.name, print_format, doc=meeting, no_letterhead=1)


def pdf_text(meeting, print_format):
	data = frappe.get_print("Meeting", meeting.name, print_format, as_pdf=True, no_letterhead=1)
	return pages_of(data)


@pytest.mark.requirement("P3.3")
def test_the_notes_say_what_was_entered_and_nothing_was_typed_twice(team):
	child, _plan = child_for_panel(team)
	no_potential = make_categorised_child(
		"No potential", "Settled with carers.", team=team.name, first_name="Bo"
	)
	meeting = panel(team, next_meeting_date=add_days(nowdate(), 28))
	talk = discussion_of(meeting.name, child.name, purpose="Progress plan")
	talk.update({"progress": "Carers are keen.", "barriers": "No school place", "review": "All done."}).save()
	challenge = discussion_of(meeting.name, no_potential.name, purpose="Challenge")
	challenge.update({"head_of_service_view": "Challenged", "challenge": "Ask the father's family."}).save()
	owner = make_worker(worker_name="Sal Worrick").name
	make_action(
		what="Visit the aunt with the genogram", child=child.name, set_in=meeting.name, action_owner=owner
	)
	frappe.db.set_value("Meeting", meeting.name, "any_other_business", "Training on 4 March.")

	text = " ".join(pdf_text(meeting, "Permanence Panel Notes"))

	for words in (
		"Chair Hester Osgood",
		"1. Children with prioritised actions",
		"Ada Elm",
		"Visit the aunt with the genogram (Sal Worrick",
		"No school place",
		"All done.",
		"2. Children identified as having no potential",
		"Settled with carers.",
		"No: Ask the father's family.",
		"3. Any other business Training on 4 March.",
		"Page 1 of",
	):
		assert words in text


@pytest.mark.requirement("P3.2")
def test_the_agenda_has_the_timings_the_questions_and_the_lists(team):
	child_for_panel(team)
	gone = make_plan(child=make_child(team=team.name, first_name="Cy").name, status="Prioritised")
	gone.update({"removal_reason": "Aunt withdrew."}).save()
	gone.update({"status": "No longer prioritised"}).save()
	meeting = panel(team, start_time="10:00:00")

	text = " ".join(pdf_text(meeting, "Permanence Panel Agenda"))

	for words in (
		"1. Dashboard review (10:00, 10 minutes)",
		"predicted to start an assessment in the last 3 months?",
		"2. Children being progressed (10:10, 30 minutes)",
		"3. Newly prioritised children",
		"4. No longer prioritised",
		"Aunt withdrew.",
		"No potential to leave care before 18 (10:40, 15 minutes)",
		"(10:55, 5 minutes)",
		"Date of the next meeting",
	):
		assert words in text


@pytest.mark.requirement("P3.3")
def test_empty_sections_are_said_in_words(team):
	text = " ".join(pdf_text(panel(team), "Permanence Panel Notes"))

	assert "No prioritised child was discussed." in text
	assert "No decision of “no potential” was brought to this panel." in text
	assert "No other business." in text


@pytest.mark.requirement("P3.3")
@pytest.mark.slow(8)
def test_sixty_children_fill_numbered_pages_that_repeat_the_header(team):
	plans = [child_for_panel(team, f"Child{n:02}") for n in range(60)]
	meeting = panel(team)
	for child, _plan in plans:
		talk = discussion_of(meeting.name, child.name, purpose="Progress plan")
		frappe.db.set_value(
			"Meeting Discussion", talk.name, "progress", "The carers came to every session. " * 4
		)

	pages = pdf_text(meeting, "Permanence Panel Notes")

	assert len(pages) > 5
	assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
	assert all("Deadline of next action" in page for page in pages[:-1])
	text = " ".join(pages)
	assert all(f"Child{n:02}" in text for n in range(60))


@pytest.mark.requirement("X4.4")
def test_a_restricted_child_is_left_out_and_not_counted_for_others(team, set_user):
	child_for_panel(team, "Open")
	hidden, _plan = child_for_panel(team, "Hidden")
	meeting = panel(team)
	make_action(what="Something about the hidden one", child=hidden.name, set_in=meeting.name)
	hidden.reload()
	hidden.update({"restricted": 1, "restriction_reason": "Police"})
	hidden.append("allowed_people", {"user": "Administrator"})
	hidden.save()

	set_user(team.coordinator)
	html = html_of(meeting, "Permanence Panel Notes") + html_of(meeting, "Permanence Panel Agenda")

	assert "Open Elm" in html
	assert "Hidden" not in html
	assert "hidden one" not in html
	assert "estricted" not in html


@pytest.mark.requirement("X4.1")
def test_the_server_prints_for_the_reader_it_names_not_for_itself(team, user_with):
	child_for_panel(team)
	stranger = user_with("Team Coordinator")
	meeting = frappe.get_doc("Meeting", panel(team).name)

	assert meeting_record(meeting, team.coordinator).children("Progress plan")
	assert not meeting_record(meeting, stranger).children("Progress plan")
	meeting.flags.printed_for = stranger
	html = frappe.get_print("Meeting", meeting.name, "Permanence Panel Notes", doc=meeting, no_letterhead=1)
	assert "Ada Elm" not in html


def test_a_reader_whose_role_sees_no_children_gets_papers_without_them(team, user_with):
	child_for_panel(team)
	meeting = frappe.get_doc("Meeting", panel(team).name)

	assert not meeting_record(meeting, user_with("PPOC Administrator")).children("Progress plan")


@pytest.mark.requirement("X4.1")
def test_a_stranger_cannot_print_the_meeting(team, user_with, set_user):
	meeting = panel(team)
	set_user(user_with("Team Coordinator"))

	with pytest.raises(frappe.PermissionError):
		frappe.call(
			"frappe.www.printview.get_html_and_style",
			doc="Meeting",
			name=meeting.name,
			print_format="Permanence Panel Notes",
		)


def test_printing_more_children_asks_the_database_no_more_often(team):
	meeting = panel(team)
	few = _queries(meeting)
	for n in range(12):
		child_for_panel(team, f"Child{n}")
	fuller = panel(team, meeting_date=add_days(nowdate(), 1))

	assert len(meeting_record(fuller, "Administrator").children("Progress plan")) == 12
	# A plan adds its barriers and a child its actions: a fixed number of extra queries, not one per child.
	assert _queries(fuller) <= few + 8


def _queries(meeting) -> int:
	meeting = frappe.get_doc("Meeting", meeting.name)
	meeting_record(meeting, "Administrator")
	asked = []
	real = frappe.db.sql
	frappe.db.sql = lambda *args, **kwargs: (asked.append(args), real(*args, **kwargs))[1]
	try:
		meeting_record(meeting, "Administrator")
	finally:
		del frappe.db.sql
	return len(asked)


@pytest.mark.requirement("P3.4")
def test_a_case_note_prints_for_whoever_may_see_the_child(team):
	child, _plan = child_for_panel(team)
	note = frappe.get_doc(
		{"doctype": "Case Note", "child": child.name, "subject": "Panel", "note": "Agreed:\n- Visit the aunt"}
	).insert()

	html = frappe.get_print("Case Note", note.name, "Case Note", no_letterhead=1)

	assert "Ada Elm" in html
	assert "- Visit the aunt" in html


@pytest.mark.parametrize("forum", ["Identification Meeting", "Mobilisation Meeting"])
def test_the_other_forums_have_their_agenda_and_notes(team, forum):
	child_for_panel(team, "Dee")
	make_child(team=team.name, first_name="Eve")
	meeting = make_meeting(forum=forum, team=team.name)

	for field in ("agenda_print_format", "notes_print_format"):
		text = " ".join(pdf_text(meeting, frappe.db.get_value("Forum", forum, field)))
		assert ("Dee" if forum.startswith("Mob") else "Eve") in text
		assert "Page 1 of" in text


def test_every_forum_names_papers_that_exist(site):
	for forum in frappe.get_all("Forum", fields=["agenda_print_format", "notes_print_format"]):
		assert frappe.db.exists("Print Format", forum.agenda_print_format)
		assert frappe.db.exists("Print Format", forum.notes_print_format)


@pytest.mark.requirement("P2.7")
def test_notes_say_of_each_earlier_action_whether_it_was_reviewed(team):
	child, _plan = child_for_panel(team)
	before = panel(team, meeting_date=add_days(nowdate(), -28))
	for what in ("Visit the aunt with the genogram", "Ask the father who else he trusts"):
		make_action(what=what, child=child.name, set_in=before.name, set_on=add_days(nowdate(), -28))
	meeting = panel(team)

	text = " ".join(pdf_text(meeting, "Permanence Panel Notes"))

	assert "Visit the aunt with the genogram: Not reviewed" in text
	assert "Ask the father who else he trusts: Not reviewed" in text
	assert "None to review" not in text


@pytest.mark.requirement("P3.3")
def test_notes_say_who_came_who_sent_apologies_and_of_whom_nothing_is_recorded(team):
	meeting = panel(team)
	people = {"Nia Present": "Present", "Olu Apologies": "Apologies", "Pat Unknown": ""}
	workers = {name: make_worker(worker_name=name).name for name in people}
	meeting.set("attendees", [{"worker": workers[name], "attendance": said} for name, said in people.items()])
	meeting.save()

	notes = " ".join(pdf_text(meeting, "Permanence Panel Notes"))
	agenda = " ".join(pdf_text(meeting, "Permanence Panel Agenda"))

	for heading, name in (("Present", "Nia Present"), ("Apologies", "Olu Apologies")):
		assert f"{heading} {name}" in notes
	assert "Attendance not recorded" in notes
	assert notes.index("Olu Apologies") < notes.index("Attendance not recorded") < notes.index("Pat Unknown")
	assert "Invited" in agenda
	assert "Attendance not recorded" not in agenda
	meeting.reload()
	for row in meeting.attendees:
		row.attendance = ""
	meeting.save()
	nobody_noted = " ".join(pdf_text(meeting, "Permanence Panel Notes"))
	assert nobody_noted.index("Attendance not recorded") < nobody_noted.index("Nia Present")
	assert "Attendees" not in nobody_noted


@pytest.mark.requirement("P2.3")
@pytest.mark.parametrize(
	("forum", "print_format"),
	[("Mobilisation Meeting", "Meeting Notes"), (PANEL, "Permanence Panel Notes")],
)
def test_notes_say_which_predicted_start_the_meeting_changed(team, forum, print_format):
	_child, plan = child_for_panel(team, predicted_start="2026-12-01")
	where = {"team": team.name} if forum != PANEL else {"locality": team.locality}
	meeting = make_meeting(forum=forum, meeting_date="2026-11-10", **where)
	save_field("Permanence Plan", plan.name, "predicted_start", "2027-01-15", "2026-12-01", meeting.name)

	text = " ".join(pdf_text(meeting, print_format))

	assert "Predicted start 15 Jan 2027 (was 1 Dec 2026)" in text


@pytest.mark.requirement("P3.2")
def test_no_two_children_on_an_agenda_stand_at_the_same_time(team):
	for name in ("Ada", "Bea", "Cal", "Dee"):
		child, _plan = child_for_panel(team, name)
		frappe.db.set_value("Child", child.name, {"potential": "Uncertain", "for_panel": 1})
	meeting = panel(team, start_time="14:00:00")

	times = frappe.get_all(
		"Meeting Discussion", {"meeting": meeting.name}, pluck="slot_time", order_by="position"
	)

	assert len(times) > 4, "some are on it twice"
	assert len(set(times)) == len(times)


@pytest.mark.requirement("P3.1")
def test_a_monthly_panel_prints_the_next_day_of_its_rhythm(team):
	meeting = panel(team, status="Proposed", meeting_date="2026-03-10")
	frappe.db.set_value("Meeting", meeting.name, "next_meeting_date", None)

	for print_format in ("Permanence Panel Agenda", "Permanence Panel Notes"):
		text = " ".join(pdf_text(meeting, print_format))
		assert "April 2026" in text
		assert "To be agreed" not in text
