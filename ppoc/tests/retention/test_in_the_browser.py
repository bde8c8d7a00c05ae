"""Those who erase and disclose, at their screens: list, two people, certificate; preview, black, PDF."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_child, make_team
from ppoc.tests.papers import pages_of

pytestmark = pytest.mark.requirement("X4.3")
expect.set_options(timeout=30_000)


@pytest.fixture
def screen(page: Page) -> Page:
	page.set_viewport_size({"width": 1366, "height": 768})
	return page


def keep(page: Page, name: str) -> None:
	"""Saves a screenshot if pictures are requested."""
	if folder := os.environ.get("PPOC_KEEP_PRINTS"):
		page.screenshot(path=f"{folder}/{name}.png")


def form(page: Page, doctype: str) -> None:
	page.wait_for_function(
		f"() => window.cur_frm && cur_frm.doctype === '{doctype}' && !cur_frm.is_dirty_loading"
	)


@pytest.fixture
def people(site: str, user_with: Callable[..., str]) -> dict[str, str]:
	team = make_team()
	users = {role: user_with(role) for role in ("Head of Service", "Assistant Director")}
	for user in users.values():
		grant(user, team.locality)
	return {**users, "team": team.name}


def test_one_person_asks_another_confirms_and_a_certificate_remains(
	screen: Page, people: dict[str, str], log_in: Callable[[str], None]
):
	child = make_child(first_name="Zebedee", last_name="Quillfeather", team=people["team"])
	frappe.get_doc(
		{"doctype": "Case Note", "child": child.name, "note_date": "2020-01-01", "note": "Once"}
	).insert()
	frappe.db.set_value("Child", child.name, "date_of_birth", "1940-05-01")
	frappe.db.commit()

	log_in(people["Head of Service"])
	screen.goto("/app/query-report/Records to Erase")
	expect(screen.locator(".dt-scrollable")).to_contain_text("kept until the age of 75")
	keep(screen, "list")
	screen.goto("/app/erasure/new")
	form(screen, "Erasure")
	screen.evaluate("(child) => cur_frm.set_value('child', child)", child.name)
	keep(screen, "ask")
	screen.evaluate("() => cur_frm.save()")
	expect(screen.locator(".form-message")).to_contain_text("Somebody else has to confirm it.")
	expect(screen.get_by_role("button", name="Confirm erasure")).to_have_count(0)
	keep(screen, "asked")
	frappe.db.rollback()
	erasure = frappe.get_all("Erasure", {"child": child.name}, pluck="name")[0]

	log_in(people["Assistant Director"])
	screen.goto(f"/app/erasure/{erasure}")
	screen.get_by_role("button", name="Confirm erasure").click()
	screen.locator(".modal.show input[data-fieldname=child_number]").fill(child.name)
	keep(screen, "confirm")
	screen.locator(".modal.show .btn-primary", has_text="Confirm erasure").click()
	expect(screen.locator(".page-head .indicator-pill")).not_to_contain_text("Asked")

	def erased() -> bool:
		frappe.db.rollback()
		return frappe.db.get_value("Erasure", erasure, "status") == "Erased"

	from ppoc.tests.waiting import wait_until

	wait_until(erased, "the job did not erase the record", seconds=180)
	screen.goto(f"/app/erasure/{erasure}")
	expect(screen.locator(".page-head .indicator-pill")).to_contain_text("Erased")
	expect(screen.locator("[data-fieldname=counts]")).to_contain_text("Case Note")
	keep(screen, "certificate")
	answer = screen.request.get(
		f"/api/method/frappe.utils.print_format.download_pdf?doctype=Erasure&name={erasure}&format=Erasure Certificate"
	)
	text = " ".join(pages_of(save(answer, "certificate.pdf")))
	assert child.name in text
	assert "Quillfeather" not in text


def save(answer: Any, name: str) -> bytes:
	assert answer.ok, answer.text()
	if folder := os.environ.get("PPOC_KEEP_PRINTS"):
		(Path(folder) / name).write_bytes(answer.body())
	return answer.body()


def test_passages_are_blacked_out_in_the_preview(
	screen: Page, people: dict[str, str], log_in: Callable[[str], None]
):
	child = make_child(first_name="Zebedee", last_name="Quillfeather", team=people["team"])
	make_child(first_name="Cleo", last_name="Ashwood", team=people["team"])
	note = "Uncle Bob Oakhurst came to the contact. Cleo Ashwood was there too."
	frappe.get_doc(
		{"doctype": "Case Note", "child": child.name, "note_date": "2026-01-01", "note": note}
	).insert()
	values = {
		"received_on": "2026-10-01",
		"asked_by": "Zebedee Quillfeather",
		"relation": "The child or young person",
	}
	request = frappe.get_doc({"doctype": "Disclosure Request", "child": child.name, **values}).insert()
	frappe.db.commit()

	log_in(people["Head of Service"])
	screen.goto(f"/app/disclosure-request/{request.name}")
	expect(screen.locator(".form-dashboard, .form-message").first).to_be_visible()
	keep(screen, "request")
	screen.get_by_role("button", name="Preview").click()
	page = screen.frame_locator(".ppoc-disclosure")
	expect(page.locator("body")).to_contain_text("Uncle Bob Oakhurst")
	screen.get_by_role("button", name="Another child is named: Cleo Ashwood").click()
	page.locator("tr", has_text="Uncle Bob").first.locator("td").evaluate(
		"""(cell) => {
			const text = cell.firstChild, at = text.data.indexOf("Bob Oakhurst");
			cell.ownerDocument.getSelection().setBaseAndExtent(text, at, text, at + 12);
			cell.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
		}"""
	)
	expect(screen.locator(".modal.show .btn-warning")).to_have_count(2)
	keep(screen, "marking")
	screen.locator(".modal.show .btn-primary", has_text="Black out").click()
	expect(page.locator("body")).to_contain_text("Uncle █████ came")
	expect(page.locator("body")).not_to_contain_text("Ashwood")
	page.locator("tr", has_text="Uncle").first.scroll_into_view_if_needed()
	keep(screen, "blacked")
	answer = screen.request.get(f"/api/method/ppoc.retention.api.download?request={request.name}&kind=PDF")
	text = " ".join(pages_of(save(answer, "bundle.pdf")))
	assert "Uncle █████ came to the contact" in text
	assert "Oakhurst" not in text
	assert "Ashwood" not in text
	screen.goto(f"/app/disclosure-request/{request.name}")
	expect(screen.locator("[data-fieldname=redactions]")).to_contain_text("Bob Oakhurst")
	keep(screen, "redactions")
