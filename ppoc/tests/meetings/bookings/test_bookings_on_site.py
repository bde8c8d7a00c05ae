"""Places in sittings on a site: agreement, deadline, capacity, waiting list, messages, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import frappe
import pytest
from frappe.email.doctype.notification.notification import trigger_daily_alerts
from frappe.model.document import Document
from freezegun import freeze_time

from ppoc.access.rules import may_see
from ppoc.exceptions import BookingRefusedError
from ppoc.meetings.agenda.database import fill_into
from ppoc.meetings.bookings import database
from ppoc.meetings.bookings.api import coming, take_step
from ppoc.tests.factories import (
	grant,
	make_child,
	make_forum,
	make_meeting,
	make_request,
	make_team,
	make_worker,
)

NOW = "2026-11-09 10:00:00"
FIRST, SECOND = "2026-11-24", "2026-12-08"
LATE = "2026-11-12 10:00:00"

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def monday():
	with freeze_time(NOW, tick=True):
		yield


@pytest.fixture
def world(site: str, user_with: Callable[..., str]) -> frappe._dict:
	"""A resource panel with two sittings of two places each, a child, its social worker, and the person who agrees."""
	team = make_team(service="Children in Care")
	forum = make_forum(
		held_by="Locality",
		takes_requests=1,
		approval_role="Head of Service",
		slots=2,
		waiting_list=1,
		request_deadline_days=7,
		request_deadline_weekday="Tuesday",
		request_deadline_time="16:00:00",
		emergency_allowed=1,
		papers=[
			{"document": "Request form", "due_days": 2, "days_unit": "Working days", "required": 1},
			{"document": "Care plan", "due_days": 2, "days_unit": "Calendar days"},
			{
				"document": "Care plan",
				"due_days": 7,
				"days_unit": "Calendar days",
				"service": "Children in Care",
			},
			{
				"document": "Medical",
				"due_days": 7,
				"days_unit": "Calendar days",
				"service": "Another service",
			},
		],
	)
	place = {"forum": forum.name, "locality": team.locality}
	world = frappe._dict(
		team=team,
		forum=forum,
		first=make_meeting(meeting_date=FIRST, **place),
		second=make_meeting(meeting_date=SECOND, **place),
		worker_user=user_with("Social Worker"),
		manager=user_with("Head of Service"),
	)
	grant(world.manager, team.locality)
	world.worker = make_worker(
		team=team.name, locality=team.locality, user=world.worker_user, email="worker@example.org"
	)
	world.child = own_child(world)
	return world


def fresh(doc: Document) -> Document:
	doc.reload()
	return doc


def own_child(world: frappe._dict, **values: Any) -> Document:
	return make_child(team=world.team.name, social_worker=world.worker.name, **values)


def ask(world: frappe._dict, by: str | None = None, **values: Any) -> Document:
	values = {"child": world.child.name, "forum": world.forum.name, "what_for": "A package", **values}
	frappe.set_user(by or world.worker_user)
	try:
		return frappe.get_doc({"doctype": "Booking", **values}).insert()
	finally:
		frappe.set_user("Administrator")


def step(doc: Document, name: str, by: str, reason: str = "") -> Document:
	frappe.set_user(by)
	try:
		take_step(doc.name, name, str(frappe.db.get_value("Booking", doc.name, "modified")), reason)
	finally:
		frappe.set_user("Administrator")
	return fresh(doc)


def booked(world: frappe._dict, **values: Any) -> Document:
	child = values.pop("child", None) or own_child(world).name
	return step(ask(world, child=child, **values), "Approve", world.manager)


@pytest.mark.requirement("F1.1")
def test_a_place_is_given_when_who_has_to_agree_agrees(world):
	booking = ask(world)
	assert (booking.status, booking.meeting, booking.approval_role) == ("Requested", None, "Head of Service")
	booking = step(booking, "Approve", world.manager)
	assert (booking.status, booking.meeting, str(booking.meeting_date)) == ("Booked", world.first.name, FIRST)
	assert (booking.answered_by, booking.presenter) == (world.manager, world.worker.name)


def test_only_the_role_that_the_forum_names_agrees_and_only_once(world, user_with):
	booking = ask(world)
	with pytest.raises(BookingRefusedError, match="Head of Service"):
		step(booking, "Approve", world.worker_user)
	elsewhere = user_with("Head of Service")
	grant(elsewhere, make_team().locality)
	with pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)):
		step(booking, "Approve", elsewhere)
	step(booking, "Approve", world.manager)
	with pytest.raises(BookingRefusedError, match="already"):
		step(booking, "Refuse", world.manager, "Too early")


def test_a_place_cannot_be_typed(world):
	booking = ask(world)
	booking.update({"status": "Booked", "meeting": world.first.name, "approval_role": None})
	booking.save()
	assert (booking.status, booking.meeting, booking.approval_role) == ("Requested", None, "Head of Service")


@pytest.mark.requirement("F1.1")
def test_after_the_deadline_the_next_sitting_is_given_and_the_wanted_one_is_refused(world):
	with freeze_time(LATE, tick=True):
		booking = booked(world)
		assert booking.meeting == world.second.name
		assert "10/11/2026 16:00" in booking.place_note
		with pytest.raises(BookingRefusedError, match="16:00"):
			booked(world, wanted=world.first.name)


@pytest.mark.requirement("F1.4", "D2.3")
def test_an_emergency_comes_to_the_next_sitting_and_is_looked_at_afterwards(world):
	with pytest.raises(BookingRefusedError, match="by whom and when"):
		ask(world, emergency=1)
	with freeze_time("2026-11-23 18:00:00", tick=True):
		booking = booked(
			world, emergency=1, emergency_decision="Placed on 22 November by the manager on duty"
		)
	assert (booking.meeting, booking.retrospective) == (world.first.name, 1)


def test_a_full_sitting_is_passed_over_then_one_waits_and_moves_up_when_a_place_is_free(world):
	first = [booked(world) for _ in range(2)]
	second = [booked(world) for _ in range(2)]
	assert {b.meeting for b in first} == {world.first.name}
	assert {b.meeting for b in second} == {world.second.name}
	waits, waits_longer_behind = booked(world), booked(world)
	assert (waits.status, waits.meeting) == ("Waiting list", None)
	step(first[0], "Withdraw", world.worker_user, "Settled without the panel")
	assert (fresh(waits).status, waits.meeting) == ("Booked", world.first.name)
	assert fresh(waits_longer_behind).status == "Waiting list"


def test_a_new_sitting_takes_those_who_wait(world):
	for _ in range(4):
		booked(world)
	waits = booked(world)
	third = make_meeting(forum=world.forum.name, locality=world.team.locality, meeting_date="2026-12-22")
	assert fresh(waits).meeting == third.name


def test_a_sitting_that_moves_takes_its_bookings_along_and_a_cancelled_one_gives_them_back(world):
	booking = booked(world)
	fresh(world.first).update({"meeting_date": "2026-11-26"})
	world.first.save()
	assert str(fresh(booking).meeting_date) == "2026-11-26"
	meeting = fresh(world.first)
	meeting.cancel_reason = "The chair is ill"
	meeting.save()
	meeting.status = "Cancelled"
	meeting.save()
	assert (fresh(booking).status, booking.meeting) == ("Booked", world.second.name)
	assert "cancelled" in booking.place_note


def test_one_open_booking_for_each_child_and_forum(world):
	booking = ask(world)
	with pytest.raises(BookingRefusedError, match=booking.name):
		ask(world)
	step(booking, "Refuse", world.manager, "Talk to the family first")
	assert ask(world).status == "Requested"


def test_a_forum_without_agreement_gives_the_place_at_once(world):
	fresh(world.forum).update({"approval_role": None})
	world.forum.save()
	assert ask(world).meeting == world.first.name


@pytest.mark.requirement("D3.1")
def test_papers_are_due_by_the_childs_service_and_a_late_one_is_chased(world):
	booking = booked(world)
	due = {row.document: str(row.due_on) for row in booking.papers}
	assert due == {"Request form": "2026-11-20", "Care plan": "2026-11-17"}
	assert (str(booking.papers_due_on), booking.papers_missing) == ("2026-11-17", 2)
	with freeze_time("2026-11-18 07:00:00", tick=True):
		trigger_daily_alerts()
	assert "are late" in last_mail(booking)
	care_plan = next(row for row in fresh(booking).papers if row.document == "Care plan")
	care_plan.received_on = "2026-11-18"
	booking.save()
	assert (str(booking.papers_due_on), booking.papers_missing) == ("2026-11-20", 1)


def last_mail(booking: Document) -> str:
	import email
	import email.policy

	name = frappe.get_all(
		"Email Queue", {"reference_name": booking.name}, pluck="name", order_by="creation desc", limit=1
	)[0]
	message = email.message_from_string(
		frappe.get_doc("Email Queue", name).message, policy=email.policy.default
	)
	return f"{message['Subject']}\n{message.get_body(('html',)).get_content()}"


@pytest.mark.requirement("D5.3")
def test_the_social_worker_is_told_when_and_what_to_bring_over_smtp(world, mails, committed):
	booking = booked(world)
	frappe.db.commit()
	mails.send_queued()
	(mail,) = mails.to("worker@example.org")
	text = mail.get_body(("html",)).get_content()
	assert "24/11/2026" in mail["Subject"]
	assert "Request form" in text
	assert world.child.full_name not in text + mail["Subject"]
	assert booking.child_id in text


def test_nobody_is_told_of_a_restricted_child_they_may_not_see(world):
	child = own_child(world)
	booking = booked(world, child=child.name)
	assert booking.tell == "worker@example.org"
	fresh(child).update({"restricted": 1, "restriction_reason": "Known family"})
	child.append("allowed_people", {"user": world.manager, "reason": "Head of Service"})
	child.save()
	fresh(booking).save()
	assert booking.tell == ""
	assert not may_see(world.worker_user, "Booking", [booking.name])


def test_a_social_worker_books_own_children_only(world):
	other = make_child()
	with pytest.raises(
		(frappe.PermissionError, frappe.LinkValidationError)
	):  # as for a child who is not there
		ask(world, child=other.name)
	frappe.set_user(world.worker_user)
	with pytest.raises(frappe.PermissionError):
		coming(other.name, world.forum.name)


def test_the_form_says_when_the_forum_sits_and_until_when_one_asks(world):
	booked(world)
	frappe.set_user(world.worker_user)
	first, second = coming(world.child.name, world.forum.name)
	assert (first["day"], first["deadline"], first["left"]) == (FIRST, "2026-11-10 16:00:00", 1)
	assert (second["day"], second["left"]) == (SECOND, 2)


def test_two_who_ask_at_the_same_time_do_not_get_the_same_last_place(world, at_once):
	fresh(world.forum).update({"approval_role": None, "slots": 1})
	world.forum.save()
	fresh(world.second).delete()
	children = [own_child(world).name for _ in range(2)]
	frappe.db.commit()

	def ask_for(child: str) -> str:
		values = {"child": child, "forum": world.forum.name, "what_for": "A package"}
		return frappe.get_doc({"doctype": "Booking", **values}).insert().status

	found = at_once(*[partial(ask_for, child) for child in children], users=[world.worker_user] * 2)
	assert sorted(found) == ["Booked", "Waiting list"]


def test_a_child_with_a_place_is_on_the_agenda_and_one_who_waits_is_not(world):
	item = {
		"title": "Children booked",
		"purpose": "Introduce",
		"agenda_query": "Places given in this sitting",
	}
	fresh(world.forum).append("agenda_items", item)
	world.forum.slots = 1
	world.forum.save()
	panel = make_meeting(forum=world.forum.name, locality=world.team.locality, meeting_date="2026-12-22")
	booking, waits = booked(world, wanted=panel.name), booked(world, wanted=panel.name)
	fill_into(fresh(panel))
	listed = frappe.get_all("Meeting Discussion", {"meeting": panel.name}, pluck="child")
	assert (waits.status, listed) == ("Waiting list", [booking.child])


def test_a_request_belongs_to_the_sitting_in_which_its_place_was_given(world):
	request = make_request(child=world.child.name)
	booking = step(ask(world, request=request.name), "Approve", world.manager)
	assert fresh(request).meeting == booking.meeting == world.first.name
	with pytest.raises(BookingRefusedError, match="another child"):
		ask(world, child=own_child(world).name, request=request.name)


def test_what_is_asked_for_is_kept(world):
	booking = ask(world)
	with pytest.raises(BookingRefusedError, match="kept"):
		booking.delete()


def test_the_daily_job_gives_places_that_have_become_free(world):
	for _ in range(4):
		booked(world)
	waits = booked(world)
	frappe.db.set_value("Forum", world.forum.name, "slots", 3)
	frappe.clear_document_cache("Forum", world.forum.name)
	database.move_all_up()
	assert fresh(waits).status == "Booked"
