"""The emails of a meeting: to whom, about which children, once, and recorded."""

from __future__ import annotations

import email
import email.policy
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, now_datetime, nowdate

from ppoc.exceptions import AlreadySentError, MeetingClosedError
from ppoc.meetings.actions.api import review_action
from ppoc.meetings.api import close_meeting
from ppoc.meetings.emails import circulation, nightly, notes, targeted_work
from ppoc.meetings.emails.api import circulate, send_targeted_work
from ppoc.tests.factories import (
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_worker,
	say,
)
from ppoc.tests.papers import pages_of


@pytest.fixture
def outbox(site, monkeypatch):
	"""Collects emails as they go into the queue: (address, subject, text and HTML, PDFs)."""
	sent = []
	real = frappe.sendmail

	def note(**arguments: Any) -> object:
		html = frappe.get_template(f"templates/emails/{arguments['template']}.html").render(arguments["args"])
		sent.append((arguments["recipients"][0], arguments["subject"], html, arguments.get("attachments")))
		return real(**arguments)

	monkeypatch.setattr(frappe, "sendmail", note)
	return sent


def to(outbox, address):
	return [letter for letter in outbox if letter[0] == address]


def listed_child(team, **values: object):
	child = make_child(team=team.name, **values)
	plan = make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 30))
	return child, plan


def held_meeting(team, child, **said: object):
	meeting = make_meeting(team=team.name)
	say(meeting.name, child.name, progress="Going on.", **said)
	return meeting


def close(meeting):
	close_meeting(meeting.name, str(frappe.db.get_value("Meeting", meeting.name, "modified")), True)


@pytest.mark.requirement("P2.6")
def test_new_cases_and_every_action_update_go_to_attendees_and_owners(team, outbox):
	child, plan = listed_child(team)
	earlier = make_meeting(team=team.name, meeting_date=add_days(nowdate(), -14))
	old = make_action(
		child=child.name,
		set_in=earlier.name,
		set_on=add_days(nowdate(), -14),
		what="Ask the aunt about a room",
	)
	owner = make_worker(worker_name="Olive Owner", email="olive@example.org")
	meeting = held_meeting(team, child)
	review_action(old.name, "Done", meeting=meeting.name, note="She has one")
	make_action(
		child=child.name,
		set_in=meeting.name,
		action_owner=owner.name,
		what="Send the viability & health report",
	)
	close(meeting)

	targeted_work.send(meeting.name)

	assert {letter[0] for letter in outbox} == {
		"team_manager@example.org",
		"team_coordinator@example.org",
		"olive@example.org",
	}
	html = to(outbox, "team_manager@example.org")[0][2]
	for words in (
		child.full_name,
		"SGO",
		"Ask the aunt about a room",
		"Done: She has one",
		"Olive Owner",
		"New",
	):
		assert words in html
	assert "Send the viability &amp; health report" in html
	meeting.reload()
	assert meeting.targeted_work_sent_on
	record = frappe.get_all(
		"Communication",
		{"reference_doctype": "Meeting", "reference_name": meeting.name},
		["recipients", "content"],
	)
	assert {row.recipients for row in record} == {letter[0] for letter in outbox}
	assert all(child.full_name not in row.content for row in record)
	assert frappe.db.count("Email Queue", {"reference_name": meeting.name}) == 3
	plan.reload()
	assert plan.targeted_work_in == meeting.name


@pytest.mark.requirement("P2.6")
def test_a_case_is_new_in_one_letter_only(team, outbox):
	child, _plan = listed_child(team)
	first = held_meeting(team, child)
	close(first)
	targeted_work.send(first.name)
	outbox.clear()
	second = held_meeting(team, child)
	make_action(child=child.name, set_in=second.name)
	close(second)
	targeted_work.send(second.name)
	html = to(outbox, "team_manager@example.org")[0][2]
	assert "New on the lists" not in html
	assert "Visit the grandparents" in html


@pytest.mark.requirement("X4.1")
def test_an_owner_without_sight_reads_the_own_action_by_id_and_nothing_else(team, outbox):
	child, _ = listed_child(team)
	hidden, _ = listed_child(team)
	owner = make_worker(email="olive@example.org")
	meeting = held_meeting(team, child)
	for one in (child, hidden):
		make_action(
			child=one.name,
			set_in=meeting.name,
			action_owner=owner.name,
			what=f"Visit the aunt of {one.child_id}x",
		)
	make_action(child=child.name, set_in=meeting.name, what="Write to legal about the order")
	frappe.db.set_value("Child", hidden.name, "restricted", 1)
	close(meeting)
	targeted_work.send(meeting.name)
	html = to(outbox, "olive@example.org")[0][2]
	assert f"Visit the aunt of {child.child_id}x" in html
	assert child.child_id in html
	for secret in (
		child.full_name,
		hidden.full_name,
		f"{hidden.child_id}x",
		"Write to legal",
		"New on the lists",
	):
		assert secret not in html
	assert hidden.full_name not in to(outbox, "team_manager@example.org")[0][2]


@pytest.mark.requirement("P2.6")
def test_a_second_letter_is_asked_for_explicitly(team, outbox):
	child, _ = listed_child(team)
	meeting = held_meeting(team, child)
	with pytest.raises(MeetingClosedError):
		send_targeted_work(meeting.name)
	close(meeting)
	targeted_work.send(meeting.name)
	count = len(outbox)
	assert targeted_work.send(meeting.name) == 0
	with pytest.raises(AlreadySentError):
		send_targeted_work(meeting.name)
	assert targeted_work.send(meeting.name, again=True) == count
	assert "New on the lists" in outbox[-1][2]


@pytest.mark.parametrize("letter", [targeted_work, circulation, notes], ids=["work", "agenda", "notes"])
def test_a_letter_asked_for_again_goes_out_once_even_if_its_job_is_delivered_twice(team, outbox, letter):
	child, _ = listed_child(team)
	meeting = held_meeting(team, child)
	close(meeting)
	first = letter.send(meeting.name)
	asked_on = str(now_datetime())
	assert letter.send(meeting.name, again=True, asked_on=asked_on) == first > 0
	assert letter.send(meeting.name, again=True, asked_on=asked_on) == 0
	assert len(outbox) == 2 * first


def test_the_night_sends_what_a_lost_job_left_unsent(team, outbox):
	child, _ = listed_child(team)
	meeting = held_meeting(team, child)
	close(meeting)
	nightly.send_missed()
	assert to(outbox, "team_manager@example.org")
	count = len(outbox)
	nightly.send_missed()
	assert len(outbox) == count


@pytest.fixture
def panel(team):
	"""A panel in a week's time with a listed child and its reviewing officer."""
	officer = make_worker(job="Independent Reviewing Officer", email="iro@example.org")
	child, plan = listed_child(team, reviewing_officer=officer.name)
	other, other_plan = listed_child(team)
	for one in (plan, other_plan):
		one.update(
			{"for_panel": 1, "for_panel_reason": "Housing needs help", "progress": "Viability positive"}
		).save()
	panel = make_meeting(
		forum="Permanence Panel", locality=team.locality, meeting_date=add_days(nowdate(), 7)
	)
	panel.child, panel.other = child, other
	return panel


@pytest.mark.requirement("P3.1")
def test_a_panel_is_circulated_with_its_cases_to_each_the_own(team, panel, outbox, set_user):
	with set_user(team.team_coordinator_user):
		circulate(panel.name)
	assert frappe.db.get_value("Meeting", panel.name, "status") == "Circulated"
	assert frappe.db.get_value("Meeting", panel.name, "circulated_on")
	circulation.send(panel.name)
	manager, officer = to(outbox, "team_manager@example.org")[0][2], to(outbox, "iro@example.org")[0][2]
	for words in (
		panel.child.full_name,
		panel.other.full_name,
		"Housing needs help",
		"Viability positive",
		"Dashboard review",
	):
		assert words in manager
	assert panel.child.child_id in officer
	assert panel.other.child_id not in officer
	assert panel.other.full_name not in officer
	assert circulation.send(panel.name) == 0


def test_who_left_or_has_a_closed_login_gets_no_letter(team, panel, outbox):
	frappe.db.set_value("User", team.team_manager_user, "enabled", 0)
	frappe.db.set_value("Worker", panel.attendees[-1].worker, "active", 0)
	circulation.send(panel.name)
	assert [letter[0] for letter in outbox] == ["team_coordinator@example.org"]


def test_who_is_added_after_the_circulation_gets_the_agenda_by_night(team, panel, outbox):
	panel.reload()
	panel.status = "Circulated"
	panel.save()
	circulation.send(panel.name)
	outbox.clear()
	panel.append("attendees", {"worker": make_worker(email="late@example.org").name})
	panel.save()
	nightly.send_missed()
	assert [letter[0] for letter in outbox] == ["late@example.org"]


@pytest.mark.requirement("P3.1")
def test_the_coordinator_is_reminded_once_a_day_from_a_week_before(team, panel, outbox):
	late = make_meeting(forum="Permanence Panel", locality=team.locality, meeting_date=add_days(nowdate(), 8))
	nightly.remind_coordinators()
	nightly.remind_coordinators()
	subjects = [letter[1] for letter in to(outbox, "team_coordinator@example.org")]
	assert [panel.title in subject for subject in subjects] == [True]
	assert all(late.title not in subject for subject in subjects)


def pdf_text(attachments):
	return " ".join(pages_of(attachments[0]["fcontent"]))


@pytest.mark.requirement("P3.4")
def test_notes_go_to_the_attendees_as_a_pdf_without_restricted_children(team, panel, outbox, set_user):
	frappe.db.set_value("Meeting", panel.name, "meeting_date", nowdate())
	say(panel.name, panel.child.name, purpose="Progress plan", progress="Said about the first")
	say(panel.name, panel.other.name, purpose="Progress plan", progress="Said about the second")
	owner = make_worker(worker_name="Olive Owner", email="olive@example.org")
	for what in ("Write to housing about the damp", "Visit the aunt and see the room"):
		make_action(child=panel.child.name, set_in=panel.name, what=what, action_owner=owner.name)
	withdrawn = make_action(
		child=panel.child.name, set_in=panel.name, action_owner=owner.name, what="Not this one"
	)
	review_action(withdrawn.name, "No longer needed", meeting=panel.name, note="A mistake")
	nobody = make_worker(worker_name="Ned Nothing", email="ned@example.org")
	panel.reload()
	panel.append("attendees", {"worker": nobody.name})
	panel.save()
	close(panel)
	frappe.db.set_value("Child", panel.other.name, "restricted", 1)
	doc = frappe.get_doc("Meeting", panel.name)
	doc.status = "Notes issued"
	doc.save()
	notes.send(panel.name)
	letter = to(outbox, "team_manager@example.org")[0]
	assert "action" not in letter[2], "whoever has no action reads nothing about actions"
	own = to(outbox, "olive@example.org")[0][2]
	assert "Here are your 2 actions" in own
	assert "Write to housing about the damp" in own
	assert "Not this one" not in own
	assert not to(outbox, "ned@example.org"), "no login, no action: no email"
	text = pdf_text(letter[3])
	assert "Said about the first" in text
	assert "Said about the second" not in text
	assert panel.other.full_name not in text


def test_a_letter_has_html_and_text(team, outbox):
	child, _ = listed_child(team)
	meeting = held_meeting(team, child)
	close(meeting)
	targeted_work.send(meeting.name)
	raw = frappe.get_last_doc("Email Queue", {"reference_name": meeting.name}).message
	parts = {
		part.get_content_type() for part in email.message_from_string(raw, policy=email.policy.default).walk()
	}
	assert {"text/html", "text/plain"} <= parts


@pytest.mark.requirement("P2.6")
def test_the_targeted_work_email_arrives_over_smtp(committed, team, mails):
	child, _ = listed_child(team)
	meeting = held_meeting(team, child)
	close(meeting)
	targeted_work.send(meeting.name)
	frappe.db.commit()
	mails.send_queued()
	message = mails.to("team_manager@example.org")[-1]
	assert "Targeted Work" in message["Subject"]
	for kind in ("plain", "html"):
		assert child.full_name in message.get_body((kind,)).get_content()
