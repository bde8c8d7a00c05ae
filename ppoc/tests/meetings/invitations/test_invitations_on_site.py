"""Who gets which invitation when a meeting is confirmed, moved or cancelled, or its members change."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import frappe
import pytest
import vobject
from frappe.model.document import Document
from freezegun import freeze_time

from ppoc.meetings.invitations import sending
from ppoc.tests.factories import make_child, make_meeting, make_plan, make_team, make_worker

pytestmark = pytest.mark.requirement("X2.4")

NOW = "2026-11-20 08:00:00.123456"


@pytest.fixture(autouse=True)
def now(site: str) -> Iterator[None]:
	with freeze_time(NOW):
		yield


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, vobject.base.Component, str]]:
	"""Collects invitations as they go into the queue: (address, calendar, subject)."""
	letters = []
	real = frappe.sendmail

	def note(**arguments: Any) -> object:
		for attachment in arguments.get("attachments") or ():
			calendar = vobject.readOne(attachment["fcontent"])
			assert attachment["content_type"].endswith(calendar.method.value)
			letters.append((arguments["recipients"][0], calendar, arguments["subject"]))
		return real(**arguments)

	monkeypatch.setattr(frappe, "sendmail", note)
	return letters


def meeting(**values: object) -> Document:
	values = {"meeting_date": "2026-12-01", "status": "Planned", **values}
	return make_meeting(team=make_team().name, **values)


def step(doc: Document, **values: object) -> int:
	"""Changes a meeting and runs the job that follows."""
	doc.reload()
	doc.update(values)
	doc.save()
	return sending.send(doc.name)


def said(letters: list) -> set[tuple[str, str, str]]:
	return {
		(to.split("@")[0].rstrip("0123456789"), c.method.value, c.vevent.sequence.value)
		for to, c, _ in letters
	}


def test_a_proposed_meeting_invites_nobody_and_a_confirmed_one_its_people(sent):
	doc = meeting(status="Proposed")
	assert sending.send(doc.name) == 0
	assert step(doc, status="Planned") == len(sent) == 3
	assert said(sent) == {
		("team_manager", "REQUEST", "0"),
		("practice_supervisor", "REQUEST", "0"),
		("team_coordinator", "REQUEST", "0"),
	}


def test_twice_the_same_state_sends_nothing(sent):
	doc = meeting()
	assert sending.send(doc.name) == 3
	assert sending.send(doc.name) == 0
	assert step(doc, any_other_business="Tea", status="Circulated") == 0
	sending.send_missed()
	assert len(sent) == 3


def test_a_moved_meeting_updates_the_same_entry(sent):
	doc = meeting()
	sending.send(doc.name)
	first = sent[0][1].vevent
	sent.clear()
	assert step(doc, meeting_date="2026-12-08", start_time="14:30:00") == 3
	changed = sent[0][1].vevent
	assert changed.uid.value == first.uid.value
	assert int(changed.sequence.value) > int(first.sequence.value)
	assert changed.dtstart.value.strftime("%Y-%m-%d %H:%M") == "2026-12-08 14:30"
	assert sent[0][2].startswith("Changed")


def test_who_comes_is_invited_and_who_goes_is_cancelled(sent):
	doc = meeting()
	sending.send(doc.name)
	sent.clear()
	doc.reload()
	leaving = next(row for row in doc.attendees if not row.chair)
	address = frappe.db.get_value("Worker", leaving.worker, "email")
	doc.remove(leaving)
	doc.append("attendees", {"worker": make_worker(email="new@example.org").name, "expected": "Always"})
	doc.save()
	assert sending.send(doc.name) == 4
	methods = {to: calendar.method.value for to, calendar, _ in sent}
	assert methods.pop(address) == "CANCEL"
	assert set(methods.values()) == {"REQUEST"}
	assert "new@example.org" in methods
	assert {calendar.vevent.sequence.value for _, calendar, _ in sent} == {"1"}


def test_a_cancelled_meeting_leaves_the_calendars_once(sent):
	doc = meeting()
	sending.send(doc.name)
	sent.clear()
	assert step(doc, cancel_reason="No room") == 0
	assert step(doc, status="Cancelled") == 3
	assert {calendar.method.value for _, calendar, _ in sent} == {"CANCEL"}
	assert sending.send(doc.name) == 0


@pytest.mark.parametrize("status", ["Planned", "Circulated", "Cancelled"])
def test_a_meeting_moved_into_the_past_leaves_the_calendars_that_show_it_ahead_once(sent, status):
	doc = meeting()
	sending.send(doc.name)
	step(doc, cancel_reason="It took place")
	sent.clear()
	assert step(doc, meeting_date="2026-11-16", status=status) == 3
	assert {calendar.method.value for _, calendar, _ in sent} == {"CANCEL"}
	assert {str(calendar.vevent.dtstart.value)[:10] for _, calendar, _ in sent} == {"2026-12-01"}
	assert sending.send(doc.name) == 0


def test_a_meeting_whose_day_has_come_is_not_cancelled(sent):
	doc = meeting(meeting_date="2026-12-01")
	sending.send(doc.name)
	sent.clear()
	with freeze_time("2026-12-02 09:00:00"):
		assert sending.send(doc.name) == 0
		assert step(doc, any_other_business="Tea") == 0


def test_a_meeting_moved_back_and_forth_invites_again_with_a_higher_number(sent):
	doc = meeting()
	sending.send(doc.name)
	step(doc, meeting_date="2026-11-16")
	cancelled = int(sent[-1][1].vevent.sequence.value)
	sent.clear()
	assert step(doc, meeting_date="2026-12-09") == 3
	assert {calendar.method.value for _, calendar, _ in sent} == {"REQUEST"}
	assert int(sent[0][1].vevent.sequence.value) > cancelled


def test_who_was_never_invited_is_not_told_of_a_cancellation(sent):
	doc = meeting(status="Proposed")
	step(doc, cancel_reason="Holiday")
	assert step(doc, status="Cancelled") == 0


@pytest.mark.parametrize(("day", "time"), [("2026-11-19", "10:00:00"), ("2026-11-20", "07:59:00")])
def test_no_mail_for_a_meeting_that_has_begun(sent, day, time):
	doc = meeting(meeting_date=day, start_time=time)
	assert sending.send(doc.name) == 0
	assert step(doc, venue="Room 5") == 0
	assert sent == []


def test_no_child_stands_in_an_invitation(sent):
	team = make_team()
	child = make_child(team=team.name, first_name="Bellatrix")
	make_plan(child=child.name, status="Prioritised")
	doc = make_meeting(team=team.name, meeting_date="2026-12-01")
	assert frappe.db.exists("Meeting Discussion", {"meeting": doc.name, "child": child.name})
	sending.send(doc.name)
	assert len(sent) == 3
	assert all(
		word not in calendar.serialize() + subject
		for _, calendar, subject in sent
		for word in ("Bellatrix", child.child_id, child.name)
	)


def test_saving_a_meeting_asks_for_the_job_and_emails_that_are_muted_for_none(monkeypatch):
	asked = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: asked.append((method, values["meeting"])))
	doc = meeting()
	assert (sending.JOB, doc.name) in asked
	asked.clear()
	monkeypatch.setattr(frappe, "are_emails_muted", lambda: True)
	doc.venue = "Room 6"
	doc.save()
	assert asked == []


def test_over_smtp_a_calendar_finds_the_invitation(mails, committed):
	doc = meeting()
	sending.send(doc.name)
	messages = mails.send_queued()
	assert len(messages) == 3
	part = calendar_part(messages[0])
	assert part.get_param("method") == "REQUEST"
	event = vobject.readOne(part.get_content()).vevent
	assert event.dtstart.value.strftime("%Y-%m-%d %H:%M %Z") == "2026-12-01 10:00 GMT"
	assert len(event.attendee_list) == 3
	assert event.organizer.value.removeprefix("mailto:") in str(messages[0]["From"])
	body = messages[0].get_body(("html",)).get_content()
	assert "10:00" in body


def calendar_part(message: EmailMessage) -> EmailMessage:
	(part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
	return part
