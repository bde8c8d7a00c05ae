"""axe-core finds no fault against WCAG 2.2 AA on any page or print of ours, but for what Frappe draws around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

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

__all__ = ["as_a", "scene"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("X5.1")]
expect.set_options(timeout=30_000)

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PRIMARY = "btn-primary"
"""The theme gives this button its colour, which some of version 15 has too faint."""


def faults(page: Page) -> list[str]:
	"""One line for each element with a fault: the rule, where it is, and what it looks like."""
	found: dict[str, Any] = (
		Axe()
		.run(
			page,
			context={"exclude": [[selector] for selector in (*FRAME, *FRAMEWORK)]},
			options={"runOnly": STANDARD, "resultTypes": ["violations"]},
		)
		.response
	)
	return [
		f"{page.url}: {rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:200]}"
		for rule in found["violations"]
		for node in rule["nodes"]
		if not (rule["id"] == "color-contrast" and PRIMARY in node["html"])
	]


@pytest.mark.parametrize("role", WORKSPACES)
def test_the_home_of_each_role(page: Page, scene: Scene, as_a: Callable[..., str], role: str) -> None:
	as_a(role)
	address = WORKSPACES[role].lower().replace(" ", "-")
	open_page(page, f"/app/{address}", ".codex-editor .ce-block, .widget")
	found = faults(page)
	assert not found, told(found)


def test_the_forms_of_a_coordinators_day(page: Page, scene: Scene, as_a: Callable[..., str]) -> None:
	as_a("Team Coordinator")
	found = found_on(forms(page, scene), lambda: faults(page))
	assert not found, told(found)


def test_the_lists_of_a_coordinators_day(page: Page, scene: Scene, as_a: Callable[..., str]) -> None:
	as_a("Team Coordinator")
	found = found_on(lists(page), lambda: faults(page))
	assert not found, told(found)


def test_the_pages_of_our_own(page: Page, scene: Scene, as_a: Callable[..., str]) -> None:
	as_a("Team Coordinator", "Head of Service", "Performance Officer", "PPOC Administrator")
	found = found_on(pages_of_our_own(page, scene), lambda: faults(page))
	assert not found, told(found)


def test_every_report(page: Page, scene: Scene, as_a: Callable[..., str]) -> None:
	as_a("Team Coordinator", "Head of Service", "PPOC Administrator", "PPOC Auditor")
	found = found_on(reports(page), lambda: faults(page))
	assert not found, told(found)


def test_prints(page: Page, scene: Scene, as_a: Callable[..., str]) -> None:
	as_a("Team Coordinator", "Business Support")
	found = found_on(prints(page, scene), lambda: faults(page))
	assert not found, told(found)


def test_the_page_that_answers_an_email(page: Page, scene: Scene) -> None:
	link = scene.link()
	frappe.db.commit()
	open_page(page, link, "form button")
	found = faults(page)
	assert not found, told(found)
	page.locator("form button").first.click()
	page.wait_for_load_state("networkidle")
	found = faults(page)
	assert not found, told(found)
