"""Forms offer no step that is then refused, and ask before a date is taken that cannot be meant, in Chromium."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, formatdate, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_action, make_child, make_plan, make_team

pytestmark = pytest.mark.browser

expect.set_options(timeout=15_000)


@pytest.fixture
def as_coordinator(page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]):
	user = user_with("Team Coordinator")
	team = make_team()
	grant(user, team.locality)
	page.set_viewport_size({"width": 1366, "height": 768})
	log_in(user)
	return team


def options_of(page: Page, fieldname: str) -> list[str]:
	return page.locator(f"[data-fieldname={fieldname}] select option").all_inner_texts()


@pytest.mark.requirement("P2.7")
def test_an_action_is_withdrawn_with_a_reason_and_offers_no_refused_status(page, site, as_coordinator):
	action = make_action(child=make_child(team=as_coordinator.name).name)
	frappe.db.commit()
	page.goto(f"/app/action/{action.name}")
	expect(page.locator("[data-fieldname=status] select option")).to_have_count(2)
	assert options_of(page, "status") == ["Open", "Done"]

	page.get_by_role("button", name="Withdraw…").click()
	window = page.locator(".modal.show")
	window.locator("textarea").fill("The aunt has moved in already")
	window.get_by_role("button", name="Withdraw", exact=True).click()
	expect(page.locator(".indicator-pill", has_text="No longer needed")).to_be_visible()
	frappe.db.rollback()
	action.reload()
	assert (action.status, action.outcome) == ("No longer needed", "The aunt has moved in already")
	assert action.reviews[-1].note == "The aunt has moved in already"


def begun(page: Page, team: str) -> tuple[Document, str, str]:
	"""Opens a plan whose assessment has begun; returns it, its predicted start and a day to come."""
	start, later = add_days(nowdate(), -10), add_days(nowdate(), 60)
	plan = make_plan(child=make_child(team=team).name, status="Assessment started", predicted_start=start)
	frappe.db.commit()
	page.goto(f"/app/permanence-plan/{plan.name}")
	expect(page.locator("[data-fieldname=status] select option")).to_have_count(1)
	return plan, start, later


@pytest.mark.requirement("P2.3")
def test_a_start_after_the_assessment_began_is_asked_about_on_the_form(page, site, as_coordinator):
	plan, start, later = begun(page, as_coordinator.name)
	assert options_of(page, "status") == ["Assessment started"], "each step asks for its date or reason first"
	entry = page.locator('[data-fieldname="predicted_start"] input')
	entry.fill(formatdate(later))
	entry.press("Tab")
	window = page.locator(".modal.show")
	expect(window).to_contain_text("Did you mean the finish?")
	window.get_by_role("button", name="Finish on").click()
	expect(page.locator('[data-fieldname="predicted_finish"] input')).to_have_value(formatdate(later))
	expect(entry).to_have_value(formatdate(start))
	with page.expect_response(lambda answer: "savedocs" in answer.url):
		page.keyboard.press("Control+s")
	frappe.db.rollback()
	plan.reload()
	assert (str(plan.predicted_start), str(plan.predicted_finish)) == (start, later)
	assert plan.times_moved == 0


@pytest.mark.requirement("P2.3")
def test_an_answer_given_while_the_window_is_still_opening_counts(page, site, as_coordinator):
	"""Bootstrap does not close a window while it fades in."""
	_plan, _start, later = begun(page, as_coordinator.name)
	page.evaluate(
		"""async (day) => {
			const next_picture = () => new Promise((resolve) => requestAnimationFrame(resolve));
			cur_frm.set_value("predicted_start", day);
			while (!document.querySelector(".modal.show .btn-primary")) await next_picture();
			for (let pictures = 0; pictures < 3; pictures++) await next_picture();
			document.querySelector(".modal.show .btn-primary").click();
		}""",
		later,
	)
	expect(page.locator('[data-fieldname="predicted_finish"] input')).to_have_value(formatdate(later))
	expect(page.locator(".modal.show")).to_have_count(0)
