"""Several people act at the same moment, each on a separate connection."""

from __future__ import annotations

import threading
from typing import Any

import frappe
import pytest

from ppoc.exceptions import MeetingClosedError, StaleMeetingError
from ppoc.meetings import autosave
from ppoc.meetings.agenda.api import create_proposed
from ppoc.meetings.api import close_meeting, save_field
from ppoc.meetings.database import discussions_of
from ppoc.tests.factories import (
	discussion_of,
	make_child,
	make_meeting,
	make_plan,
	make_schedule,
	make_team,
	say,
)
from ppoc.tests.waiting import wait_until


@pytest.fixture
def meeting(committed, site):
	"""A committed mobilisation meeting with one child who has been discussed."""
	team = make_team()
	child = make_child(team=team.name)
	make_plan(child=child.name, status="Prioritised", predicted_start="2099-01-01")
	meeting = make_meeting(team=team.name)
	meeting.talk = say(meeting.name, child.name, progress="Going on.").name
	frappe.db.commit()
	return meeting


def test_two_who_close_at_the_same_time_close_once(meeting, at_once):
	modified = str(frappe.db.get_value("Meeting", meeting.name, "modified"))
	answers = at_once(*[lambda: close_meeting(meeting.name, modified)] * 2)
	errors = [answer for answer in answers if isinstance(answer, Exception)]
	assert len(errors) == 1
	assert isinstance(errors[0], MeetingClosedError | StaleMeetingError)
	frappe.db.rollback()
	assert frappe.db.get_value("Meeting", meeting.name, "status") == "Held"
	assert frappe.db.count("Care Event", {"meeting": meeting.name}) == 1


@pytest.mark.requirement("P5.1")
def test_two_who_type_on_one_child_at_the_same_time_both_keep_their_words(meeting, at_once):
	talk = meeting.talk
	answers = at_once(
		lambda: save_field("Meeting Discussion", talk, "barriers", "Damp room", None),
		lambda: save_field("Meeting Discussion", talk, "review", "All done", None),
	)
	assert [answer["saved"] for answer in answers] == [1, 1]
	frappe.db.rollback()
	doc = frappe.get_doc("Meeting Discussion", talk)
	assert (doc.barriers, doc.review, doc.progress) == ("Damp room", "All done", "Going on.")


def test_typing_and_closing_at_the_same_time_lose_no_word_unseen(meeting, at_once):
	modified = str(frappe.db.get_value("Meeting", meeting.name, "modified"))
	plan = discussion_of(meeting.name, frappe.db.get_value("Meeting Discussion", meeting.talk, "child")).plan
	typed, closed = at_once(
		lambda: save_field("Meeting Discussion", meeting.talk, "progress", "Newest words", "Going on."),
		lambda: close_meeting(meeting.name, modified),
	)
	assert closed["status"] == "Held"
	frappe.db.rollback()
	words = frappe.db.get_value("Permanence Plan", plan, "progress")
	if isinstance(typed, Exception):
		assert isinstance(typed, MeetingClosedError)
		assert words == "Going on."
	else:
		assert words == "Newest words"


def test_who_types_in_one_meeting_does_not_wait_for_another_that_is_being_closed(meeting, at_once):
	team = make_team().name
	child = make_child(team=team).name
	make_plan(child=child, status="Prioritised", predicted_start="2099-01-01")
	elsewhere = say(make_meeting(team=team).name, child).name
	frappe.db.commit()

	def type_without_patience() -> dict[str, Any]:
		have_little_patience()
		return save_field("Meeting Discussion", elsewhere, "progress", "Typed meanwhile", None)

	discussions_of(meeting.name, lock=True)
	(answer,) = at_once(type_without_patience)
	frappe.db.rollback()
	assert answer["saved"] == 1


def test_who_proposes_meetings_does_not_wait_for_one_of_the_schedule_that_is_being_closed(
	site, committed, at_once
):
	schedule = make_schedule()
	held, *_ = create_proposed(schedule=schedule.name, weeks=6)
	frappe.db.commit()

	def propose_without_patience() -> list[str]:
		have_little_patience()
		return create_proposed(schedule=schedule.name, weeks=30)

	frappe.db.get_value("Meeting", held, "name", for_update=True)
	(made,) = at_once(propose_without_patience)
	frappe.db.rollback()
	assert len(made) > 0


def have_little_patience() -> None:
	"""This connection waits for no lock longer than two seconds."""
	mariadb, postgres = "SET innodb_lock_wait_timeout = 2", "SET lock_timeout = 2000"
	frappe.db.sql(mariadb if frappe.db.db_type == "mariadb" else postgres)


@pytest.mark.requirement("X2.5")
def test_who_is_ended_by_the_database_in_favour_of_another_has_the_words_saved_all_the_same(
	meeting, at_once, monkeypatch
):
	"""The other transaction locks the plan and waits for the meeting; ours locks the meeting and waits for the plan."""
	plan = discussion_of(meeting.name, frappe.db.get_value("Meeting Discussion", meeting.talk, "child")).plan
	tries, holds = [], threading.Event()
	record_in_meeting = autosave.record_in_meeting

	def counted(*args: Any) -> Any:
		tries.append(args)
		return record_in_meeting(*args)

	def other() -> None:
		frappe.db.get_value("Permanence Plan", plan, "name", for_update=True)
		frappe.db.sql("update `tabDocField` set idx = idx + 1")  # the larger transaction wins
		holds.set()
		going_on = "select 1 from information_schema.processlist where id <> connection_id() and info like %s"
		wait_until(
			lambda: frappe.db.sql(going_on, "%Permanence Plan%for update%"), "nobody asks for the plan"
		)
		frappe.db.get_value("Meeting", meeting.name, "name", for_update=True)
		frappe.db.rollback()

	def typed() -> dict[str, Any]:
		holds.wait(30)
		return save_field("Permanence Plan", plan, "progress", "Typed meanwhile", None, meeting.name)

	monkeypatch.setattr(autosave, "record_in_meeting", counted)
	gone_on, answer = at_once(other, typed)
	assert gone_on is None
	assert len(tries) == 2, "there was no deadlock"
	assert answer["saved"] == 1
	frappe.db.rollback()
	assert frappe.db.get_value("Permanence Plan", plan, "progress") == "Typed meanwhile"
