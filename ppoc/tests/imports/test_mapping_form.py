"""The mapping form in a browser: suggests columns from a file, then saves them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import frappe
import pytest

from ppoc.imports.uploads import Limits
from ppoc.tests.imports.workbook_factories import child_row, plan_row, tracker

if TYPE_CHECKING:
	from playwright.sync_api import Page

pytestmark = pytest.mark.requirement("P5.3")


def test_columns_of_a_tracker_are_suggested_and_saved(
	site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None], tmp_path: Path
):
	log_in(user_with("Team Coordinator"))
	file = tmp_path / "tracker.xlsx"
	file.write_bytes(tracker([child_row()], sgo=[plan_row()]).read(Limits()))
	page.goto("/app/import-mapping/new")
	page.locator("[data-fieldname=mapping_name] input").fill("Zz our tracker")
	page.locator("[data-fieldname=kind] select").select_option("Tracker workbook")
	with page.expect_file_chooser() as chooser:
		page.get_by_role("button", name="Suggest columns from a file").click()
	chooser.value.set_files(str(file))
	page.get_by_text("columns, and 0 of them have no field").wait_for()
	page.get_by_role("button", name="Save", exact=True).click()
	page.wait_for_url("**/import-mapping/Zz%20our%20tracker")
	frappe.db.rollback()
	columns = frappe.get_doc("Import Mapping", "Zz our tracker").columns
	targets = {(row.sheet, row.source_column): row.target for row in columns}
	assert targets["SGO", "Predicted Start Date"] == "Permanence Plan.predicted_start"
	assert targets["All Data", "DOB"] == "Child.date_of_birth"
