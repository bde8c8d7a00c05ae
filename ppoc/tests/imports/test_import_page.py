"""The import page in a browser: choose, preview, decide, watch, see the result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frappe
import pytest

from ppoc.imports.ssda903.synthetic import make_return
from ppoc.imports.uploads import Limits
from ppoc.tests import factories
from ppoc.tests.imports.workbook_factories import child_row, plan_row, tracker

if TYPE_CHECKING:
	from playwright.sync_api import Page

pytestmark = pytest.mark.requirement("X2.1")
FAULTS = ("impossible date", "not in header", "unknown legal status")


@pytest.fixture
def loader(site: str, user_with: Callable[..., str], log_in: Callable[[str], None]) -> Any:
	team = factories.make_team()
	user = user_with("Performance Officer")
	factories.grant(user, team.locality)
	log_in(user)
	return team


def written(folder: Path, texts: dict[str, str]) -> list[str]:
	for name, text in texts.items():
		(folder / name).write_text(text)
	return [str(folder / name) for name in texts]


def choose(page: Page, files: list[str], team: Any) -> None:
	page.goto("/app/ppoc-import")
	page.get_by_label("Kind of import").wait_for()
	page.get_by_label("Files").set_input_files(files)
	page.get_by_label("Locality for new children").select_option(team.locality)
	page.get_by_label("Team for new children").select_option(team.name)
	page.get_by_role("button", name="Preview").press("Enter")


def test_from_files_to_loaded_children(page: Page, loader: Any, tmp_path: Path):
	files = written(tmp_path, make_return(30, 4, 2026, faults=FAULTS))
	choose(page, files, loader)
	page.get_by_role("heading", name="Preview: nothing has been loaded yet").wait_for()
	assert frappe.db.count("Child", {"locality": loader.locality}) == 0
	assert page.locator(".ppoc-import-counts dd").all_inner_texts() == ["27", "1", "2", "0", "28", "0", "0"]
	page.get_by_label("Show").select_option("Refused")
	page.get_by_text("a day that does not exist").wait_for()
	page.locator("#ppoc-import-search").fill("Header file")
	page.get_by_text("The child is not in the Header file").wait_for()
	page.get_by_role("button", name="Load these 28 children").press("Enter")
	page.get_by_role("heading", name="Loaded", exact=True).wait_for(timeout=60_000)
	assert "28 new" in page.locator(".ppoc-import-status").inner_text()
	frappe.db.rollback()
	assert frappe.db.count("Child", {"locality": loader.locality, "team": loader.name}) == 28


def test_history_that_is_gone_is_removed_only_with_the_box_ticked(page: Page, loader: Any, tmp_path: Path):
	texts = make_return(6, 4, 2026)
	head, gone, *rest = texts["reviews.csv"].splitlines()
	child = gone.split(",")[0]
	shorter = {**texts, "reviews.csv": "\n".join([head, *rest]) + "\n"}
	for files, agree, left in ((texts, None, 0), (shorter, False, 0), (shorter, True, 1)):
		choose(page, written(tmp_path, files), loader)
		page.get_by_role("heading", name="Preview: nothing has been loaded yet").wait_for()
		if agree is not None:
			page.get_by_role("heading", name="History that the files no longer have (1 children)").wait_for()
			assert child in page.locator(".ppoc-import-removals li").first.inner_text()
			page.get_by_label("Remove this history when loading").set_checked(agree)
		page.get_by_role("button", name="Load these 6 children").press("Enter")
		page.get_by_role("heading", name="Loaded", exact=True).wait_for(timeout=60_000)
		frappe.db.rollback()
		reviews = frappe.db.count("Care Event", {"event_type": "Review held"})
		assert reviews == len(rest) + 1 - left


def test_faulty_files_are_refused_with_their_place(page: Page, loader: Any, tmp_path: Path):
	texts = make_return(3, 4, 2026)
	texts["episodes.csv"] = texts["episodes.csv"].replace("DECOM", "STARTED", 1)
	choose(page, written(tmp_path, texts), loader)
	page.get_by_role("heading", name="The files were refused: nothing was loaded").wait_for()
	page.get_by_text("The column DECOM is missing").wait_for()
	assert page.get_by_role("button", name="Load these").count() == 0


def test_loading_nothing_leaves_nothing(page: Page, loader: Any, tmp_path: Path):
	choose(page, written(tmp_path, make_return(3, 4, 2026)), loader)
	page.get_by_role("button", name="Load nothing").press("Enter")
	page.get_by_role("heading", name="Nothing was loaded", exact=True).wait_for()
	frappe.db.rollback()
	assert frappe.db.count("Child", {"locality": loader.locality}) == 0


def test_a_tracker_is_mended_in_place_and_loads(
	page: Page, user_with: Callable[..., str], log_in: Callable[[str], None], tmp_path: Path
):
	"""The coordinator's workbook says “F Wendinford” for Fenven Wendinford: one button says who is meant."""
	team, user = factories.make_team(), user_with("Team Coordinator")
	factories.grant(user, team.locality)
	factories.make_worker(worker_name="Orla Brindle")
	log_in(user)
	children = [child_row("Z70001", CIC_Team=team.name, First_Name="Fenven", Surname="Wendinford")]
	plan = plan_row(None, **{"Child's Name": "F Wendinford"})
	path = tmp_path / "tracker.xlsx"
	path.write_bytes(tracker(children, sgo=[plan]).read(Limits()))
	page.goto("/app/ppoc-import")
	page.get_by_label("Kind of import").select_option("Tracker workbook")
	page.get_by_label("Files").set_input_files(str(path))
	page.get_by_label("Locality for new children").select_option(team.locality)
	page.get_by_role("button", name="Preview").press("Enter")
	page.get_by_role("heading", name="Preview: nothing has been loaded yet").wait_for()
	page.get_by_text("Is it Fenven Wendinford, row 2 on All Data?").wait_for()
	page.get_by_role("button", name="Use Z70001").press("Enter")
	page.get_by_role("button", name="Check again with 1 correction").press("Enter")
	page.get_by_text("Corrected here (1)").wait_for()
	assert not page.get_by_text("Is it Fenven Wendinford").count()
	page.get_by_role("button", name="Load this child").press("Enter")
	page.get_by_role("heading", name="Loaded", exact=True).wait_for(timeout=60_000)
	frappe.db.rollback()
	child = frappe.db.get_value("Child", {"child_id": "Z70001"})
	assert frappe.db.count("Permanence Plan", {"child": child}) == 1
