"""The main task of each role, in Chromium. Other roles' tasks are tested elsewhere:

- Team Coordinator: types in a meeting (`test_return_to_panel.py`);
- Social Worker and Head of Service: request a place, agree to it (`tests/meetings/bookings/test_in_the_browser.py`);
- Team Manager: hands a child over (`tests/children/handovers/test_in_the_browser.py`);
- Performance Officer: loads a return (`tests/imports/test_import_page.py`);
- PPOC Administrator: applies a pack (`tests/forms/test_in_the_browser.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_request,
	make_team,
	make_worker,
)
from ppoc.tests.papers import pages_of

expect.set_options(timeout=20_000)

VISIT = "Visit the aunt and write down what she needs"


class Desk:
	"""The Desk of one user in a team."""

	def __init__(self, page: Page, team: Document, user: str, worker: Document) -> None:
		self.page, self.team, self.user, self.worker = page, team, user, worker

	def open(self, doctype: str, name: str = "") -> None:
		"""Opens a record's form, or the list, by its address."""
		frappe.db.commit()
		self.page.goto("/app/" + "/".join(filter(None, (doctype.lower().replace(" ", "-"), name))))

	def press(self, button: str) -> None:
		"""Presses a button once the page has finished its requests: buttons that appear late move the others."""
		self.page.get_by_role("button", name=button, exact=True).wait_for()
		self.page.wait_for_function("!frappe.request.ajax_count")
		self.page.get_by_role("button", name=button, exact=True).click()

	def fill(self, field: str, text: str) -> None:
		"""Fills a field and leaves it: Frappe 16 redraws Save when a field is left, and a click in between is lost."""
		entry = self.page.locator(f"[data-fieldname={field}]").locator("textarea, input").first
		entry.fill(text)
		entry.press("Tab")

	def save(self) -> None:
		with self.page.expect_response(lambda answer: "savedocs" in answer.url) as saved:
			self.press("Save")
		assert saved.value.ok, saved.value.text()
		frappe.db.rollback()

	def take(self, step: str, state: str) -> None:
		"""Takes a step of the workflow, and waits until the record shows the new state.

		One that sends emails first shows to whom, and afterwards a receipt.
		"""
		self.page.get_by_role("button", name="Actions").click()
		self.page.get_by_role("link", name=step, exact=True).click()
		shown = self.page.locator(".indicator-pill").get_by_text(state, exact=True)
		sends = self.page.locator(".modal.show").get_by_role("button", name=SENDS)
		expect(shown.or_(sends).first).to_be_visible()
		if sends.is_visible():
			somebody_gets_it = sends.inner_text().startswith("Send to")
			sends.click()
			if somebody_gets_it:
				self.page.locator(".modal.show").get_by_role("button", name="Close", exact=True).first.click()
		expect(shown).to_be_visible()
		frappe.db.rollback()


SENDS = re.compile("Send to|Go on")


@pytest.fixture
def desk(site: str, page: Page, user_with, log_in) -> Callable[[str], Desk]:
	"""`desk(role)` returns the Desk of a new user with this role, logged in, in a new team."""

	def desk(role: str) -> Desk:
		team, user = make_team(), user_with(role)
		grant(user, team.locality)
		job = "Other" if role == "PPOC Auditor" else role
		worker = make_worker(job=job, locality=team.locality, user=user, email=user)
		log_in(user)
		return Desk(page, team, user, worker)

	return desk


@pytest.mark.parametrize("role", ["Practice Supervisor", "Supervising Social Worker"])
def test_an_own_action_is_closed_with_what_came_of_it(desk, role):
	mine = desk(role)
	child = make_child(team=mine.team.name, supervising_social_worker=mine.worker.name)
	action = make_action(what=VISIT, child=child.name, action_owner=mine.worker.name)
	mine.open("Action")
	mine.page.locator(".list-row a", has_text=VISIT).first.click()
	mine.fill("outcome", "She can take both children and needs a second bed.")
	mine.save()
	mine.take("Complete", "Done")
	assert frappe.db.get_value("Action", action.name, ["status", "closed_on"]) == (
		"Done", frappe.utils.getdate(),
	)  # fmt: skip


def test_an_assistant_director_answers_what_was_escalated(desk):
	mine = desk("Assistant Director")
	child = make_child(team=mine.team.name)
	blocker = {"doctype": "Escalation", "child": child.name, "blocker": "Nobody decides on the allowance."}
	escalation = frappe.get_doc({**blocker, "to_role": "Assistant Director"}).insert()
	mine.open("Escalation", escalation.name)
	mine.fill("answer", "Finance pays it from Monday.")
	mine.save()
	assert frappe.db.get_value("Escalation", escalation.name, ["status", "answered_by"]) == (
		"Answered", mine.user,
	)  # fmt: skip


def test_a_reviewing_officer_reads_where_the_own_child_stands(desk):
	mine = desk("Independent Reviewing Officer")
	child = make_child(
		team=mine.team.name, reviewing_officer=mine.worker.name, first_name="Ada", last_name="Elm"
	)
	make_child(team=mine.team.name, first_name="Not", last_name="Theirs")
	make_plan(child=child.name, status="Prioritised")
	mine.open("Permanence Plan")
	expect(mine.page.locator(".list-row", has_text="Ada Elm")).to_have_count(1)
	expect(mine.page.get_by_text("Not Theirs")).to_have_count(0)
	mine.page.locator(".list-row a", has_text="Ada Elm").first.click()
	expect(mine.page.locator(".form-layout [data-fieldname=route]")).to_contain_text("Special guardianship")
	expect(mine.page.get_by_role("button", name="Save", exact=True)).to_be_hidden()


def test_a_legal_adviser_finds_what_was_decided_and_prints_the_notice(desk):
	mine = desk("Legal Adviser")
	child = make_child(team=mine.team.name, first_name="Ada", last_name="Elm")
	request = make_request(child=child.name)
	mine.open("Panel Decision")
	mine.page.locator(".list-row", has_text="Ada Elm").get_by_role("link").first.click()
	expect(mine.page.locator("[data-fieldname=rationale]").first).to_be_visible()
	answer = _pdf(mine.page, "Panel Decision", request.name, "Decision Notice")
	assert "Ada Elm" in " ".join(pages_of(answer))


def test_a_permanence_manager_confirms_a_meeting_that_the_rhythm_proposed(desk):
	mine = desk("Permanence Manager")
	meeting = make_meeting(team=mine.team.name, status="Proposed", meeting_date=add_days(nowdate(), 9))
	mine.open("Meeting", meeting.name)
	mine.take("Confirm", "Planned")
	assert frappe.db.get_value("Meeting", meeting.name, "status") == "Planned"


def test_business_support_issues_the_notes_and_prints_them(desk):
	mine = desk("Business Support")
	meeting = make_meeting(forum="Permanence Panel", locality=mine.team.locality)
	mine.open("Meeting", meeting.name)
	mine.press("Preview closing")
	mine.page.locator(".modal.show").get_by_role("button", name="Close meeting").click()
	expect(mine.page.locator(".indicator-pill").get_by_text("Held")).to_be_visible()
	mine.take("Issue notes", "Notes issued")
	text = " ".join(pages_of(_pdf(mine.page, "Meeting", meeting.name, "Permanence Panel Notes")))
	assert "Permanence Panel" in text


def test_a_placements_officer_writes_this_weeks_update(desk):
	mine = desk("Placements Officer")
	child = make_child(team=mine.team.name)
	placement = frappe.get_doc(
		{
			"doctype": "Tracked Placement",
			"child": child.name,
			"unregulated": 1,
			"started_on": add_days(nowdate(), -10),
			"reason": "No foster carer was found in time.",
		}
	).insert()
	mine.open("Tracked Placement", placement.name)
	mine.press("Weekly update")
	dialog = mine.page.locator(".modal.show")
	dialog.locator("[data-fieldname=safe] select").select_option("Yes")
	dialog.locator("[data-fieldname=what] textarea").fill("Two carers were asked; one visits on Monday.")
	with mine.page.expect_response(lambda answer: "savedocs" in answer.url):
		dialog.get_by_role("button", name="Add").click()
	frappe.db.rollback()
	placement = frappe.get_doc("Tracked Placement", placement.name)
	assert [(str(row.update_on), row.safe) for row in placement.updates] == [(nowdate(), "Yes")]


def test_an_auditor_reads_who_decided_what(desk):
	mine = desk("PPOC Auditor")
	child = make_child(team=mine.team.name, first_name="Ada", last_name="Elm")
	child.update({"potential": "Uncertain", "potential_rationale": "The two views differ."}).save()
	mine.open("Child")
	mine.page.locator(".list-row a", has_text="Elm").first.click()
	form = mine.page.locator(".form-layout")
	form.get_by_role("tab", name="Potential for permanence").click()
	expect(form.locator("[data-fieldname=potential_rationale]")).to_contain_text("The two views differ.")
	expect(form.locator("[data-fieldname=potential_decided_by]")).to_contain_text("Administrator")
	expect(mine.page.get_by_role("button", name="Save", exact=True)).to_be_hidden()


def _pdf(page: Page, doctype: str, name: str, print_format: str) -> bytes:
	asked: dict[str, str | float | bool] = {"doctype": doctype, "name": name, "format": print_format}
	asked["no_letterhead"] = "1"
	answer = page.request.get(
		"/api/method/frappe.utils.print_format.download_pdf", params=asked, timeout=90_000
	)
	assert answer.ok, answer.text()[:500]
	return answer.body()
