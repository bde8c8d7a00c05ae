"""Who gets an email of a meeting and how it looks, before it is sent; the receipt afterwards."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.exceptions import BadInputError
from ppoc.meetings.emails import circulation
from ppoc.meetings.emails.preview_api import preview_letters, receipt
from ppoc.tests.factories import make_child, make_meeting, make_plan, make_worker

pytestmark = pytest.mark.requirement("P3.1")


@pytest.fixture
def meeting(team):
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 30))
	meeting = make_meeting(team=team.name, meeting_date=add_days(nowdate(), 7))
	meeting.child = child
	return meeting


def test_the_agenda_names_who_gets_it_and_who_has_no_address(team, meeting, set_user):
	set_user(team.team_coordinator_user)
	plan = preview_letters(meeting.name, "agenda")
	assert {row["email"] for row in plan["letters"]} == {
		"team_manager@example.org", "team_coordinator@example.org"
	}  # fmt: skip
	supervisor = frappe.db.get_value("Worker", team.practice_supervisor, "worker_name")
	assert (supervisor, "has no email address") in {
		(row["worker_name"], row["why"]) for row in plan["without_address"]
	}
	assert "Ada Elm" in plan["html"]
	other = preview_letters(meeting.name, "agenda", team.team_manager)
	assert other["shown_for"] == team.team_manager
	assert frappe.db.get_value("Worker", team.team_manager, "worker_name") in other["html"]


def test_the_preview_shows_no_child_whom_the_user_may_not_see(team, meeting, set_user):
	child = frappe.get_doc("Child", meeting.child.name)
	child.update({"restricted": 1, "restriction_reason": "Safety"})
	child.append("allowed_people", {"user": team.team_manager_user})
	child.save()
	set_user(team.team_coordinator_user)
	assert "Ada Elm" not in preview_letters(meeting.name, "agenda", team.team_manager)["html"]
	set_user(team.team_manager_user)
	assert "Ada Elm" in preview_letters(meeting.name, "agenda", team.team_manager)["html"]


def test_who_may_not_send_sees_no_preview(team, meeting, set_user, user_with):
	stranger = user_with("Social Worker")
	make_worker(user=stranger, team=team.name, locality=team.locality)
	set_user(stranger)
	with pytest.raises(frappe.PermissionError):
		preview_letters(meeting.name, "agenda")
	with pytest.raises(frappe.PermissionError):
		receipt(meeting.name, "agenda", "2020-01-01")


def test_there_is_no_other_kind_of_email(team, meeting):
	with pytest.raises(BadInputError):
		preview_letters(meeting.name, "secrets")


def test_the_receipt_says_who_has_it_and_who_is_waiting(team, meeting):
	plan = preview_letters(meeting.name, "agenda")
	before = receipt(meeting.name, "agenda", plan["asked_on"])
	assert (len(before["sent"]), len(before["waiting"])) == (0, 2)
	circulation.send(meeting.name)
	after = receipt(meeting.name, "agenda", plan["asked_on"])
	assert (len(after["sent"]), len(after["waiting"])) == (2, 0)
	assert after["without_address"]


@pytest.mark.parametrize("kind", ["invitation", "cancellation", "notes", "targeted_work"])
def test_every_kind_can_be_looked_at(team, meeting, kind):
	assert preview_letters(meeting.name, kind)["subject"]
