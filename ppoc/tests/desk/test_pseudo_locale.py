"""With every text in brackets, no word of ours is left without them on any page, print or email."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.utils import escape_html
from playwright.sync_api import Page, expect

from ppoc.inspection.plan_codes import CODES
from ppoc.meetings.emails.preview_api import MAILINGS
from ppoc.meetings.invitations import sending as invitations
from ppoc.tests.desk.pseudo_locale import LANGUAGE, translate_everything, untranslated
from ppoc.tests.desk.scene import (
	FRAME,
	FRAMEWORK,
	Scene,
	as_a,
	forms,
	found_on,
	lists,
	open_page,
	pages_of_our_own,
	prints,
	reports,
	scene,
	told,
)
from ppoc.tests.desk.test_landing import WORKSPACES
from ppoc.timescales import digest_database

__all__ = ["as_a", "scene"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("Z7")]
expect.set_options(timeout=30_000)
NOT_OURS = [selector for selector in (*FRAME, *FRAMEWORK) if selector != ".dt-scrollable"]
"""Frappe draws the cells of reports, but what they say is ours."""
PREVIEW = "/api/method/ppoc.meetings.emails.preview_api.preview_letters"


@pytest.fixture
def in_welsh(scene: Scene, as_a: Callable[..., str]) -> Callable[..., None]:
	"""`in_welsh(role)` logs somebody in who reads everything in the made-up translation."""
	translate_everything()

	def in_welsh(*roles: str) -> None:
		user = as_a(*roles)
		frappe.db.set_value("User", user, "language", LANGUAGE)
		frappe.db.commit()
		frappe.clear_cache(user=user)

	return in_welsh


@pytest.fixture
def left(page: Page, scene: Scene) -> Callable[[], list[str]]:
	"""`left()` is what stands untranslated on the page, without what Frappe draws around ours."""
	return lambda: untranslated(page, NOT_OURS, [*scene.stored(), *CODES])


def test_the_home_of_each_role(
	page: Page, in_welsh: Callable[..., None], left: Callable[[], list[str]]
) -> None:
	in_welsh(*WORKSPACES)
	found: list[str] = []
	for workspace in sorted(set(WORKSPACES.values())):
		open_page(page, f"/app/{workspace.lower().replace(' ', '-')}", ".codex-editor .ce-block, .widget")
		found += left()
	assert not found, told(found)


def test_the_forms_of_a_coordinators_day(
	page: Page, scene: Scene, in_welsh: Callable[..., None], left: Callable[[], list[str]]
) -> None:
	in_welsh("Team Coordinator")
	found = found_on(forms(page, scene), left)
	assert not found, told(found)


def test_the_lists_of_a_coordinators_day(
	page: Page, in_welsh: Callable[..., None], left: Callable[[], list[str]]
) -> None:
	in_welsh("Team Coordinator")
	found = found_on(lists(page), left)
	assert not found, told(found)


def test_the_pages_of_our_own(
	page: Page, scene: Scene, in_welsh: Callable[..., None], left: Callable[[], list[str]]
) -> None:
	in_welsh("Team Coordinator", "Head of Service", "Performance Officer", "PPOC Administrator")
	found = found_on(pages_of_our_own(page, scene), left)
	assert not found, told(found)


def test_every_report(page: Page, in_welsh: Callable[..., None], left: Callable[[], list[str]]) -> None:
	in_welsh("Team Coordinator", "Head of Service", "PPOC Administrator", "PPOC Auditor")
	found = found_on(reports(page), left)
	assert not found, told(found)


def test_prints(
	page: Page, scene: Scene, in_welsh: Callable[..., None], left: Callable[[], list[str]]
) -> None:
	in_welsh("Team Coordinator", "Business Support")
	found = found_on(prints(page, scene, f"&_lang={LANGUAGE}"), left)
	assert not found, told(found)


def test_the_page_that_answers_an_email(
	page: Page, scene: Scene, in_welsh: Callable[..., None], left: Callable[[], list[str]]
) -> None:
	link = scene.link()
	frappe.db.commit()
	open_page(page, f"{link}&_lang={LANGUAGE}", "form button")
	found = left()
	assert not found, told(found)


@pytest.mark.parametrize("kind", MAILINGS)
def test_the_emails_of_a_meeting(
	page: Page, scene: Scene, in_welsh: Callable[..., None], left: Callable[[], list[str]], kind: str
) -> None:
	in_welsh("Team Coordinator", "Business Support")
	if kind == "cancellation":
		invitations.send(scene.meeting)
		frappe.db.commit()
	answer = page.request.get(PREVIEW, params={"meeting": scene.meeting, "kind": kind})
	assert answer.ok, answer.text()
	letters = answer.json()["message"]
	assert letters["html"]
	page.set_content(f"<p>{escape_html(letters['subject'])}</p>{letters['html']}")
	found = left()
	assert not found, told(found)


def test_the_email_about_due_dates(
	page: Page, scene: Scene, in_welsh: Callable[..., None], left: Callable[[], list[str]]
) -> None:
	in_welsh("Team Coordinator")
	frappe.db.set_value("Timescale", {"child": scene.child}, "responsible", None)
	frappe.local.lang = LANGUAGE
	digest_database.send_digests()
	texts = frappe.get_all("Due Dates Digest", pluck="lines")
	assert texts
	page.set_content("".join(texts))
	found = left()
	assert not found, told(found)
