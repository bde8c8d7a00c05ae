"""What the links of an email do: who may use them, when, how often, and what the meeting then shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pytest
import requests
from frappe.utils import add_days, getdate, nowdate
from freezegun import freeze_time

from ppoc.meetings.actions import email_answers_database as answers
from ppoc.meetings.actions.email_answers import EmailAnswer
from ppoc.meetings.emails import targeted_work
from ppoc.meetings.emails.content import Update
from ppoc.meetings.emails.preview_api import preview_letters
from ppoc.meetings.screen_database import rows_of
from ppoc.tests.contract import Server
from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.requirement("Z3")]

WHAT = "Ring Ada Elm's aunt about the larger flat"


class Case:
	"""An open action of somebody who gets emails, about a child of their team."""

	def __init__(self, user: str | None = None) -> None:
		self.team = make_team()
		self.worker = make_worker(locality=self.team.locality, email="jo@example.org", user=user)
		self.child = make_child(team=self.team.name, first_name="Ada", last_name="Elm")
		self.plan = make_plan(
			child=self.child.name, status="Prioritised", predicted_start=add_days(nowdate(), 40)
		)
		self.action = make_action(child=self.child.name, action_owner=self.worker.name, what=WHAT)

	def links(self, seen_by: str | None = None) -> dict[str, str]:
		"""Returns label → address, as the email has them."""
		task = Update(
			self.action.name, self.child.name, "Ada Elm", "1", WHAT, self.worker.name, "", None, "Open", True
		)
		[row] = answers.with_answers([{"label": "", "task": task}], self.worker.name, seen_by)
		return {link["label"]: link["url"] for link in row["answers"]}

	def key(self) -> str:
		return re.search(r"key=([^&]+)", self.links()["Done"]).group(1)

	def now(self) -> Any:
		return frappe.get_doc("Action", self.action.name)


def test_done_closes_the_action_and_says_how(set_user):
	case = Case()
	key = case.key()
	set_user("Guest")
	assert not answers.answer(key, EmailAnswer.DONE).cannot
	action = case.now()
	assert action.status == "Done"
	assert action.reviews[-1].by_email
	assert action.reviews[-1].outcome == "Done"
	assert case.worker.worker_name in action.reviews[-1].note
	assert frappe.session.user == "Guest", "nobody is logged in by a link"


@pytest.mark.parametrize("said", [EmailAnswer.NEEDS_LONGER, EmailAnswer.BLOCKED])
def test_the_other_answers_leave_the_action_open_for_the_meeting(said):
	case = Case()
	due = case.action.due_on
	answers.answer(case.key(), said)
	action = case.now()
	assert (action.status, str(action.due_on), action.times_moved) == ("Open", str(due), 0)
	assert [row.outcome for row in action.reviews] == [said.value]


def test_a_link_is_used_once_by_whoever_comes_first():
	case = Case()
	key = case.key()
	answers.answer(key, EmailAnswer.BLOCKED)
	assert answers.answer(key, EmailAnswer.DONE).cannot == answers.USED
	assert case.now().status == "Open"
	assert not answers.look(case.key()).cannot, "the next email asks again"


def test_a_meeting_that_reviewed_the_action_comes_first():
	case = Case()
	key = case.key()
	action = case.now()
	action.flags.kept_as = "Kept"
	action.save()
	assert answers.look(key).cannot == answers.USED


def test_a_link_ends_after_four_weeks():
	key = Case().key()
	today = getdate()
	with freeze_time(add_days(today, 28), tick=True):
		assert not answers.look(key).cannot
	with freeze_time(add_days(today, 29), tick=True):
		assert answers.look(key).cannot == answers.EXPIRED


def test_somebody_who_handed_the_action_on_cannot_answer_it():
	case = Case()
	key = case.key()
	other = make_worker(locality=case.team.locality)
	frappe.db.set_value("Action", case.action.name, "action_owner", other.name)
	assert answers.answer(key, EmailAnswer.DONE).cannot == answers.SOMEBODY_ELSES
	frappe.db.set_value("Action", case.action.name, "action_owner", case.worker.name)
	frappe.db.set_value("Worker", case.worker.name, "active", 0)
	assert answers.answer(key, EmailAnswer.DONE).cannot == answers.SOMEBODY_ELSES
	assert case.now().status == "Open"


def test_the_page_shows_no_name_of_the_child():
	case = Case()
	said = answers.shown(answers.look(case.key()))
	assert said["child"] == "A. E."
	assert "Ada" not in str(said)
	assert "Elm" not in str(said)
	assert "aunt about the larger flat" in said["what"]


def test_an_owner_with_a_login_answers_under_it(user_with: Callable[..., str], set_user):
	user = user_with("Team Manager")
	case = Case(user)
	grant(user, case.team.locality)
	key = case.key()
	set_user("Guest")
	answers.answer(key, EmailAnswer.DONE)
	assert case.now().reviews[-1].reviewed_by == user


def test_whoever_looks_at_the_email_first_gets_no_link_that_works(user_with, set_user):
	user = user_with("Team Coordinator")
	case = Case()
	grant(user, case.team.locality)
	meeting = make_meeting(team=case.team.name, meeting_date=nowdate())
	frappe.db.set_value("Action", case.action.name, {"set_in": meeting.name, "forum": meeting.forum})
	set_user(user)
	shown = preview_letters(meeting.name, "targeted_work", case.worker.name)
	assert "Needs longer" in shown["html"]
	assert "action-answer" not in shown["html"]
	set_user("Administrator")
	mailing = targeted_work.mailing(frappe.get_doc("Meeting", meeting.name))
	[letter] = [one for one in mailing.letters if one.person.worker == case.worker.name]
	assert "/action-answer?key=" in letter.args["own"][0]["answers"][0]["url"]


def test_the_meeting_opens_with_the_answers(user_with, set_user):
	user = user_with("Team Coordinator")
	case = Case()
	grant(user, case.team.locality)
	second = make_action(child=case.child.name, action_owner=case.worker.name, what="Book the court date")
	meeting = make_meeting(team=case.team.name, meeting_date=nowdate())
	if not frappe.db.exists("Meeting Discussion", {"meeting": meeting.name, "child": case.child.name}):
		values = {"meeting": meeting.name, "child": case.child.name, "purpose": "Progress plan"}
		frappe.get_doc({"doctype": "Meeting Discussion", **values}).insert()
	answers.answer(case.key(), EmailAnswer.DONE)
	case.action = second
	answers.answer(case.key(), EmailAnswer.BLOCKED)
	set_user(user)
	found = {row["name"]: row for row in rows_of(frappe.get_doc("Meeting", meeting.name), user)["actions"]}
	assert {row["answered"]["outcome"] for row in found.values()} == {"Done", "Blocked"}
	assert all(str(row["answered"]["on"]) == nowdate() for row in found.values())


class TestOverHttp:
	"""As a browser, a mail program and a stranger ask for the page."""

	@pytest.fixture
	def page(self, server: Server, committed: None) -> Callable[..., requests.Response]:
		def ask(method: str = "GET", **values: str) -> requests.Response:
			address = f"{server.base_url}/action-answer"
			if method == "POST":
				return requests.post(address, data=values, timeout=60)
			return requests.request(method, address, params=values, timeout=60)

		return ask

	def test_looking_changes_nothing_and_the_button_does(self, page):
		case = Case()
		key = case.key()
		frappe.db.commit()
		for method in ("GET", "HEAD", "GET"):
			answer = page(method, key=key, say="done")
			assert answer.status_code == 200
		assert "Ada" not in answer.text
		assert case.worker.worker_name in answer.text
		assert "no-store" in answer.headers["Cache-Control"]
		frappe.db.rollback()
		assert case.now().status == "Open"
		taken = page("POST", key=key, say="done")
		assert taken.status_code == 200
		assert "is on record" in taken.text
		frappe.db.rollback()
		assert case.now().status == "Done"
		assert page("POST", key=key, say="blocked").status_code == 410

	def test_two_answers_at_once_leave_one(self, page):
		case = Case()
		key = case.key()
		frappe.db.commit()
		with ThreadPoolExecutor(2) as both:
			found = list(both.map(lambda said: page("POST", key=key, say=said), ("needs_longer", "blocked")))
		assert sorted(answer.status_code for answer in found) == [200, 410]
		frappe.db.rollback()
		assert len(case.now().reviews) == 1

	@pytest.mark.parametrize("key", ["", "x", "a.b", "%00", "x" * 2000, "é.é", "<script>alert(1)</script>"])
	@pytest.mark.parametrize("method", ["GET", "POST"])
	def test_a_key_that_is_none_is_told_so(self, page, key, method):
		answer = page(method, key=key, say="done")
		assert answer.status_code == 410
		assert "cannot be used" in answer.text
		assert "<script>alert" not in answer.text

	def test_a_choice_that_is_none_asks_again(self, page):
		case = Case()
		frappe.db.commit()
		answer = page("POST", key=case.key(), say="delete everything")
		assert answer.status_code == 200
		assert "An action of" in answer.text
		frappe.db.rollback()
		assert case.now().status == "Open"
