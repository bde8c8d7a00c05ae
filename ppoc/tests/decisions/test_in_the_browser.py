"""A social worker writes a request and an area manager decides it, in Chromium."""

from __future__ import annotations

import os

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.tests.factories import make_request

expect.set_options(timeout=15_000)
STAYING_PUT = "Staying Put after 18"


def keep(page: Page, name: str) -> None:
	"""Saves a screenshot if pictures are requested."""
	if folder := os.environ.get("PPOC_KEEP_PRINTS"):
		page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def set_value(page: Page, field: str, value: object) -> None:
	page.evaluate("([field, value]) => cur_frm.set_value(field, value)", [field, value])


@pytest.mark.requirement("D2.1", "D7.1")
def test_the_form_says_who_decides_and_what_is_missing_while_it_is_written(page: Page, place, log_in):
	frappe.db.commit()
	log_in(place.social_worker)
	page.goto("/app/panel-decision/new")
	route = page.locator("[data-fieldname=route_html]")
	page.wait_for_function("() => window.cur_frm && cur_frm.doctype === 'Panel Decision'")
	set_value(page, "child", place.child.name)
	set_value(page, "request_type", "Placement search or change of placement")
	expect(route).to_contain_text("Area manager")
	expect(route).to_contain_text("Minutes of the permanence planning meeting")
	readiness = page.locator("[data-fieldname=readiness_html]")
	expect(readiness).to_contain_text("There is a contingency plan:")
	set_value(page, "placement_option", "Residential")
	expect(readiness).to_contain_text("Residential: ")
	expect(page.locator("[data-fieldname=documents] .grid-row[data-idx='1']")).to_contain_text("Minutes")
	keep(page, "request")
	set_value(page, "rationale", "The placement ends in May.")
	page.evaluate("() => cur_frm.save()")
	expect(page.locator(".page-head .indicator-pill")).to_contain_text("Requested")
	expect(page.locator("[data-fieldname=decision] select")).to_have_count(0)


@pytest.mark.requirement("D2.1")
def test_an_area_manager_decides_on_the_form(page: Page, place, log_in):
	request = make_request(child=place.child.name, request_type=STAYING_PUT, papers=True)
	frappe.db.commit()
	log_in(place.area_manager)
	page.goto(f"/app/panel-decision/{request.name}")
	expect(page.locator("[data-fieldname=route_html]")).to_contain_text("Area manager decides")
	page.locator("[data-fieldname=decision] select").select_option("Agreed")
	page.evaluate("() => cur_frm.save()")
	page.locator(".actions-btn-group:visible > button").click()
	page.get_by_role("link", name="Decide on the record").click()
	expect(page.locator(".page-head .indicator-pill")).to_contain_text("Decided")
	keep(page, "decided")
	page.goto("/app/panel-decision")
	expect(page.locator(".list-row", has_text=STAYING_PUT)).to_contain_text("Decided")
	keep(page, "list")
