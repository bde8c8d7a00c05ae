"""Offering, accepting, refusing and revoking a child; who sees what before and after; two people at the same time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import nowdate

from ppoc.access.rules import may_see, may_see_children
from ppoc.children.handovers.api import answer
from ppoc.exceptions import (
	HandoverAnswerError,
	HandoverStateError,
	HandoverTargetError,
	OpenHandoverError,
	StaleHandoverError,
)
from ppoc.tests.access_world import Doors
from ppoc.tests.factories import grant, make_action, make_child, make_plan, make_team, make_worker

pytestmark = pytest.mark.requirement("X4.5")

SECRET = "Bellatrix"


@pytest.fixture
def sides(site: str, user_with: Callable[..., str]) -> frappe._dict:
	"""A child in one team and another team in another locality; the manager of each has a login."""
	sides = frappe._dict(here=make_team(), there=make_team())
	for side in ("here", "there"):
		team, user = sides[side], user_with("Team Manager")
		grant(user, team.locality)
		frappe.db.set_value("Worker", team.team_manager, "user", user)
		sides[f"manager_{side}"] = user
	sides.coordinator_there = user_with("Team Coordinator")
	grant(sides.coordinator_there, sides.there.locality)
	sides.worker = make_worker(
		team=sides.here.name, locality=sides.here.locality, user=user_with("Social Worker")
	)
	sides.child = make_child(
		team=sides.here.name, social_worker=sides.worker.name, first_name=SECRET, last_name="Test"
	)
	return sides


def offer(sides: frappe._dict, **values: Any) -> Document:
	frappe.set_user(values.pop("by", sides.manager_here))
	values = {"to_team": sides.there.name, "reason": "The family moved", **values}
	try:
		return frappe.get_doc({"doctype": "Handover", "child": sides.child.name, **values}).insert()
	finally:
		frappe.set_user("Administrator")


def take(doc: Document, step: str, user: str, **values: Any) -> str:
	frappe.set_user(user)
	try:
		modified = str(frappe.db.get_value("Handover", doc.name, "modified"))
		return answer(doc.name, step, **{"modified": modified, **values})
	finally:
		frappe.set_user("Administrator")


def place(child: Document) -> tuple:
	return frappe.db.get_value("Child", child.name, ["locality", "team", "social_worker"])


def sees(user: str, child: Document) -> bool:
	return bool(may_see_children(user, [child.name]))


def test_sight_moves_with_acceptance_and_all_about_the_child_follows(sides, in_use):
	plan, action = make_plan(child=sides.child.name), make_action(child=sides.child.name)
	sides.child.reload()
	sides.child.append(
		"workers", {"worker": sides.worker.name, "part": "Social Worker", "from_date": "2024-01-01"}
	)
	sides.child.save()
	taker = make_worker(team=sides.there.name, locality=sides.there.locality)
	doc = offer(sides)
	assert sees(sides.manager_here, sides.child)
	assert not sees(sides.manager_there, sides.child)

	in_use()  # Frappe keeps no versions in tests otherwise
	assert take(doc, "Accept", sides.manager_there, to_worker=taker.name) == "Accepted"

	assert place(sides.child) == (sides.there.locality, sides.there.name, taker.name)
	assert sees(sides.manager_there, sides.child)
	assert sees(sides.coordinator_there, sides.child)
	assert not sees(sides.manager_here, sides.child)
	assert not sees(sides.worker.user, sides.child)
	for doctype, name in (("Permanence Plan", plan.name), ("Action", action.name)):
		assert may_see(sides.coordinator_there, doctype, [name])
		assert not may_see(sides.manager_here, doctype, [name])
	doc.reload()
	assert (doc.answered_by, str(doc.answered_on)) == (sides.manager_there, nowdate())
	history = frappe.get_last_doc("Version", {"ref_doctype": "Child", "docname": sides.child.name})
	assert history.owner == sides.manager_there
	assert sides.there.name in history.data


def test_the_receiving_side_reads_the_offer_and_nothing_of_the_child(sides, set_user):
	doc = offer(sides)
	set_user(sides.manager_there)
	doors = Doors()
	told = [
		doors.text("frappe.desk.form.load.getdoc", "GET", doctype="Handover", name=doc.name),
		doors.text("frappe.client.get_list", doctype="Handover", fields=["*"]),
		doors.text("frappe.client.get_list", doctype="Handover", fields=["name", "child.full_name as who"]),
		frappe.get_print("Handover", doc.name),
	]
	assert sides.child.child_id in told[0]
	assert "The family moved" in told[0]
	assert sides.here.name in told[0]
	assert doc.name in told[1]
	assert all(SECRET not in text for text in told)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Child", sides.child.name).check_permission("read")


def test_others_there_do_not_see_the_offer(sides):
	doc = offer(sides)
	assert not may_see(sides.coordinator_there, "Handover", [doc.name])
	with pytest.raises(frappe.PermissionError):
		take(doc, "Accept", sides.coordinator_there)


def test_a_refusal_needs_a_reason_and_leaves_the_child(sides):
	doc = offer(sides)
	with pytest.raises(HandoverStateError):
		take(doc, "Refuse", sides.manager_there, reason=" ")
	assert take(doc, "Refuse", sides.manager_there, reason="No capacity until May") == "Refused"
	assert place(sides.child) == (sides.here.locality, sides.here.name, sides.worker.name)
	assert not sees(sides.manager_there, sides.child)
	with pytest.raises((HandoverStateError, HandoverAnswerError)):
		take(doc, "Accept", sides.manager_there)
	assert offer(sides, kind="Referral").status == "Offered"


def test_an_offer_is_revoked_until_it_is_answered_and_by_its_own_side(sides):
	doc = offer(sides)
	with pytest.raises(HandoverAnswerError):
		take(doc, "Revoke", sides.manager_there, reason="Do not want it")
	with pytest.raises(HandoverAnswerError):
		take(doc, "Accept", sides.manager_here)
	assert take(doc, "Revoke", sides.manager_here, reason="Stays after all") == "Revoked"
	with pytest.raises((HandoverStateError, HandoverAnswerError)):
		take(doc, "Accept", sides.manager_there)
	assert place(sides.child)[1] == sides.here.name


def test_one_open_offer_a_child(sides):
	offer(sides)
	with pytest.raises(OpenHandoverError):
		offer(sides)


def test_only_who_may_write_the_child_offers_it(sides, user_with):
	for user in (sides.manager_there, sides.worker.user, user_with("Team Manager")):
		with pytest.raises(frappe.PermissionError):
			offer(sides, by=user)


def test_an_offer_goes_to_somebody_who_can_answer_and_elsewhere(sides):
	nobody = make_team()
	for to in ({"to_team": nobody.name}, {"to_team": sides.here.name}, {"to_team": None}):
		with pytest.raises(HandoverTargetError):
			offer(sides, **to)


def test_a_worker_s_manager_answers_for_the_worker(sides, user_with):
	supervisor = user_with("Practice Supervisor")
	frappe.db.set_value("Worker", sides.there.practice_supervisor, "user", supervisor)
	taker = make_worker(team=sides.there.name, locality=sides.there.locality, user=user_with("Social Worker"))
	doc = offer(sides, to_team=None, to_worker=taker.name)
	assert (doc.to_team, doc.to_locality) == (sides.there.name, sides.there.locality)
	assert may_see(taker.user, "Handover", [doc.name])
	with pytest.raises(HandoverAnswerError):
		take(doc, "Accept", supervisor)
	take(doc, "Accept", sides.manager_there)
	assert sees(taker.user, sides.child)


def test_a_locality_s_manager_says_which_team_takes_the_child(sides):
	doc = offer(sides, to_team=None, to_locality=sides.there.locality)
	take(doc, "Accept", sides.manager_there, to_team=sides.there.name)
	assert place(sides.child) == (sides.there.locality, sides.there.name, None)


def test_a_worker_of_the_same_team_takes_over_within_it(sides):
	taker = make_worker(team=sides.here.name, locality=sides.here.locality)
	doc = offer(sides, to_team=None, to_worker=taker.name)
	take(doc, "Accept", sides.manager_here)
	assert place(sides.child) == (sides.here.locality, sides.here.name, taker.name)
	assert not sees(sides.worker.user, sides.child)


@pytest.mark.requirement("X4.4")
def test_a_restricted_child_is_offered_to_named_people_only(sides):
	def restrict(*users: str) -> None:
		child = frappe.get_doc("Child", sides.child.name)
		child.restricted, child.restriction_reason = 1, "A relative works there"
		child.set("allowed_people", [{"user": user, "reason": "Works with the child"} for user in users])
		child.save()

	restrict(sides.manager_here)
	with pytest.raises(HandoverTargetError):
		offer(sides)
	restrict(sides.manager_here, sides.manager_there)
	doc = offer(sides)
	assert may_see(sides.manager_there, "Handover", [doc.name])
	restrict(sides.manager_here)
	assert not may_see(sides.manager_there, "Handover", [doc.name])
	with pytest.raises(frappe.PermissionError):
		take(doc, "Accept", sides.manager_there)


def test_an_offer_stays_as_it_was_made(sides, set_user):
	doc, other = offer(sides), make_child().name
	set_user(sides.manager_there)
	for field, value in (("reason", "Other"), ("child", other), ("to_locality", "x")):
		theirs = frappe.get_doc("Handover", doc.name)
		theirs.set(field, value)
		with pytest.raises((HandoverStateError, frappe.PermissionError, frappe.LinkValidationError)):
			theirs.save()
	with pytest.raises((HandoverStateError, frappe.PermissionError)):
		frappe.delete_doc("Handover", doc.name)


def test_a_child_who_moved_meanwhile_is_not_moved_by_an_old_offer(sides):
	doc = offer(sides)
	elsewhere = make_team()
	child = frappe.get_doc("Child", sides.child.name)
	child.update({"locality": elsewhere.locality, "team": elsewhere.name})
	child.save()
	with pytest.raises(HandoverStateError):
		take(doc, "Accept", sides.manager_there)


def test_an_answer_to_an_offer_that_changed_is_refused(sides):
	doc = offer(sides)
	with pytest.raises(StaleHandoverError):
		take(doc, "Accept", sides.manager_there, modified="2020-01-01 00:00:00")


def test_both_sides_are_told_by_email_without_the_child_s_name(sides, mails, committed):
	doc = offer(sides)
	mails.send_queued()
	(offered,) = mails.to(sides.manager_there)
	text = offered.get_body(("html",)).get_content()
	assert sides.child.child_id in text
	assert "The family moved" in text
	take(doc, "Refuse", sides.manager_there, reason="No room & no carers")
	mails.send_queued()
	(refused,) = mails.to(sides.manager_here)
	assert "No room &amp; no carers" in refused.get_body(("html",)).get_content()
	assert all(SECRET not in message.as_string() for message in mails.all())


# at the same time


@pytest.mark.usefixtures("committed")
def test_of_two_who_accept_at_once_one_does(sides, at_once, user_with):
	second = user_with("Practice Supervisor")
	frappe.db.set_value("Worker", sides.there.practice_supervisor, "user", second)
	doc = offer(sides)
	modified = str(frappe.db.get_value("Handover", doc.name, "modified"))
	frappe.db.commit()
	answers = at_once(
		*[lambda: answer(doc.name, "Accept", modified)] * 2,
		users=(sides.manager_there, second),
	)
	assert sorted(isinstance(one, Exception) for one in answers) == [False, True]
	(late,) = [one for one in answers if isinstance(one, Exception)]
	assert isinstance(late, StaleHandoverError)
	frappe.db.rollback()
	assert place(sides.child)[1] == sides.there.name


@pytest.mark.usefixtures("committed")
def test_accepted_and_revoked_at_once_is_one_of_them(sides, at_once):
	doc = offer(sides)
	modified = str(frappe.db.get_value("Handover", doc.name, "modified"))
	frappe.db.commit()
	accepted, revoked = at_once(
		lambda: answer(doc.name, "Accept", modified),
		lambda: answer(doc.name, "Revoke", modified, reason="Stays"),
		users=(sides.manager_there, sides.manager_here),
	)
	frappe.db.rollback()
	status = frappe.db.get_value("Handover", doc.name, "status")
	team = place(sides.child)[1]
	assert (status, team) in {("Accepted", sides.there.name), ("Revoked", sides.here.name)}
	assert isinstance(revoked if status == "Accepted" else accepted, Exception)


@pytest.mark.usefixtures("committed")
def test_of_two_offers_at_once_one_is_made(sides, at_once):
	frappe.db.commit()

	def make() -> str:
		values = {"child": sides.child.name, "to_team": sides.there.name, "reason": "Moved"}
		return frappe.get_doc({"doctype": "Handover", **values}).insert().name

	answers = at_once(make, make, users=[sides.manager_here] * 2)
	frappe.db.rollback()
	assert frappe.db.count("Handover", {"child": sides.child.name, "status": "Offered"}) == 1
	assert sum(isinstance(one, Exception) for one in answers) == 1
