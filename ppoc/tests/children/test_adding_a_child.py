"""A coordinator adds a child: the legal status is a list that is always there, and a namesake is pointed out."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.children.duplicates.api import find
from ppoc.exceptions import CareCodeError, CareFactsError
from ppoc.tests.browser import OPTION
from ppoc.tests.factories import grant, make_child, make_team

pytestmark = pytest.mark.requirement("P1.1")
expect.set_options(timeout=20_000)


def test_a_legal_status_that_is_not_on_the_list_is_refused_with_those_that_come_near(site: str) -> None:
	with pytest.raises(CareCodeError, match=r"“full” is not a legal status.*Full care order"):
		make_child(legal_status="full")
	assert make_child(legal_status="full care order").legal_status == "C2"
	assert make_child(legal_status="").legal_status in (None, "")


def test_an_older_text_stays_until_somebody_changes_it(site: str) -> None:
	child = make_child(care_facts_by_hand=1)
	frappe.db.set_value("Child", child.name, "legal_status", "full, from the tracker")
	child.reload()
	child.first_name = "Ada"
	child.save()
	assert child.legal_status == "full, from the tracker"
	child.legal_status = "half"
	with pytest.raises(CareCodeError):
		child.save()


def test_a_child_without_a_legal_status_can_be_given_one_at_any_time(site: str) -> None:
	child = make_child(legal_status="", care_facts_by_hand=0)
	child.legal_status = "C1"
	child.save()
	child.legal_status = "C2"
	with pytest.raises(CareFactsError):
		child.save()


def test_the_same_name_with_another_date_of_birth_is_pointed_out(
	site: str, user_with: Callable, set_user: Callable
) -> None:
	team, user = make_team(), user_with("Team Coordinator")
	grant(user, team.locality)
	known = make_child(team=team.name, first_name="Zephyrine", last_name="Ould", date_of_birth="2017-03-04")
	make_child(first_name="Zephyrine", last_name="Ould", date_of_birth="2018-01-01")  # in another locality
	set_user(user)

	[hint] = find(first_name="Ould", last_name="Zephyrine", date_of_birth="2017-04-03")

	assert hint["name"] == known.name
	assert hint["reason"].startswith("Same name, born on ")
	assert not find(first_name="Zephyrine", last_name="Ould"), (
		"before a date of birth is typed it may be anybody"
	)
	assert not find(known.name, first_name="Zephyrine", last_name="Ould", date_of_birth="2017-04-03")
	[same] = find(first_name="Zephyrine", last_name="Ould", date_of_birth="2017-03-04")
	assert same["reason"] == "Same name and date of birth"


def test_a_coordinator_adds_a_child_in_the_browser(
	site: str, page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]
) -> None:
	team, user = make_team(), user_with("Team Coordinator")
	grant(user, team.locality)
	make_child(team=team.name, first_name="Zephyrine", last_name="Ould", date_of_birth="2017-03-04")
	log_in(user)
	page.goto("/app/child/new")
	page.locator("input[data-fieldname=first_name]").fill("Zephyrine")
	page.locator("input[data-fieldname=last_name]").fill("Ould")
	page.evaluate("cur_frm.set_value('date_of_birth', '2017-04-03')")
	expect(page.locator(".ppoc-duplicates")).to_contain_text("Same name, born on")
	page.get_by_role("tab", name="Care and legal status").click()
	status = page.locator("input[data-fieldname=legal_status]")
	expect(status).to_be_visible()

	status.fill("full custody")
	status.press("Tab")

	expect(page.locator(".frappe-control[data-fieldname=legal_status]")).to_contain_text(
		"“full custody” is not on the list"
	)
	status.fill("Full")
	page.locator(OPTION, has_text="Full care order").filter(visible=True).first.click()
	page.wait_for_function("cur_frm.doc.legal_status == 'C2'")
	expect(page.locator(".frappe-control[data-fieldname=legal_status]")).to_contain_text(
		"Choose from the list"
	)
