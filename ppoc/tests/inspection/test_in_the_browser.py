"""A performance officer gets ready for an inspection: the lists, the workbook, and files for the sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_child, make_event, make_plan, make_team
from ppoc.tests.papers import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.requirement("Y13")]
expect.set_options(timeout=30_000)


@pytest.fixture
def children(
	site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]
) -> list[Any]:
	team, user = make_team(), user_with("Performance Officer")
	grant(user, team.locality)
	children = [
		make_child(team=team.name, first_name=name, last_name="Sampled") for name in ("Ailsa", "Bram", "Cole")
	]
	for child in children:
		make_plan(child=child.name, route="Special guardianship", status="Prioritised")
		make_event(child.name, "Review held", "2026-10-05")
	frappe.db.commit()
	page.set_viewport_size({"width": 1366, "height": 768})
	log_in(user)
	return children


def test_the_lists_come_as_one_workbook(page: Page, children: list[Any], tmp_path: Path) -> None:
	page.goto("/app/query-report/List 8 Children in Care")
	table = page.locator(".datatable")
	for child in children:
		expect(table.get_by_text(child.full_name)).to_be_visible()
	expect(page.get_by_text("Not held here, and empty in the workbook: Disability")).to_be_visible()
	with page.expect_download() as download:
		page.get_by_role("button", name="Both lists in one workbook").press("Enter")
	file = tmp_path / download.value.suggested_filename
	download.value.save_as(file)
	book = openpyxl.load_workbook(file)
	assert book.sheetnames == ["List 8 Children in care", "List 10 Adoption"]
	assert book.worksheets[0].max_row == len(children) + 1
	headings = [cell.value for cell in book.worksheets[0][1]]
	code = headings.index("Permanence plan") + 1
	assert {book.worksheets[0].cell(row, code).value for row in (2, 3, 4)} == {"LTRELFR"}


def test_each_child_of_a_sample_has_a_file(page: Page, children: list[Any]) -> None:
	page.goto("/app/child")
	for child in children[:2]:
		page.locator(f".list-row-checkbox[data-name={child.name}]").check()
	page.get_by_role("button", name="Actions").click()
	page.locator(".actions-btn-group .dropdown-item", has_text="Print").locator("visible=true").first.click()
	window = page.locator(".modal.show")
	window.locator("select[data-fieldname=print_sel]").select_option("Inspection File")
	with page.context.expect_page() as opened:
		window.locator(".btn-primary:visible").click()
	answer = page.context.request.get(opened.value.url)
	assert answer.ok
	told = " ".join(pages_of(answer.body()))
	assert children[0].full_name in told
	assert children[1].full_name in told
	assert children[2].full_name not in told
