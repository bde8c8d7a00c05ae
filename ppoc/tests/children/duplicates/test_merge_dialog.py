"""The Child form in a browser: a possible duplicate is shown, compared and merged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import frappe
import pytest

from ppoc.tests.children.duplicates.site_factories import give_access, make_child, make_places

if TYPE_CHECKING:
	from playwright.sync_api import Page

pytestmark = pytest.mark.requirement("X2.6")


@pytest.fixture
def coordinator(site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]) -> str:
	make_places()
	user = user_with("Team Coordinator")
	give_access(user)
	log_in(user)
	return user


def test_a_duplicate_is_shown_compared_and_merged(page: Page, coordinator: str):
	kept, other = make_child("Z70001"), make_child("Z70002", upn="H801200001234")
	frappe.db.commit()
	page.goto(f"/app/child/{kept.name}")
	notice = page.locator(".ppoc-duplicates")
	notice.get_by_text("Same name and date of birth").wait_for()
	notice.get_by_role("button", name="Merge…").click()
	dialog = page.get_by_role("dialog")
	dialog.get_by_text("Which is right?").wait_for()
	dialog.locator("[data-fieldname=child_id] select").select_option("other")
	dialog.get_by_role("button", name="Merge", exact=True).click()
	page.get_by_text("Merged.", exact=True).wait_for()
	frappe.db.rollback()
	assert frappe.db.get_value("Child", kept.name, ["child_id", "upn"]) == ("Z70002", "H801200001234")
	assert frappe.db.get_value("Child", other.name, "merged_into") == kept.name
	page.goto(f"/app/child/{other.name}")
	page.get_by_text("This record was merged into").wait_for()


def test_a_duplicate_is_noticed_while_a_child_is_entered(page: Page, coordinator: str):
	held = make_child("Z70001")
	frappe.db.commit()
	page.goto("/app/child/new")
	page.locator("[data-fieldname=first_name] input").fill("Tamsin")
	page.locator("[data-fieldname=last_name] input").fill("Quilfeather")
	page.locator("[data-fieldname=date_of_birth] input").fill("14/05/2014")
	page.locator("[data-fieldname=date_of_birth] input").press("Tab")
	notice = page.locator(".ppoc-duplicates")
	notice.get_by_text("Nearly the same name and the same date of birth").wait_for()
	assert held.name in notice.inner_text()
