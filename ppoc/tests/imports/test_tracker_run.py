"""A tracker in the import log: previewed, loaded in one transaction, without the rows that fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from ppoc.imports import api, runs, staging
from ppoc.imports.loading_rights import NotALoaderError
from ppoc.imports.registry import Order
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.ppoc.doctype.child.child import Child
from ppoc.tests.children.duplicates.site_factories import LOCALITY, TEAM, give_access, make, make_places
from ppoc.tests.imports.workbook_factories import child_row, compound_file, plan_row, tracker

pytestmark = pytest.mark.requirement("P5.3")


@pytest.fixture
def coordinator(
	site: str, committed: Any, user_with: Callable[..., str], set_user: Callable[[str], Any]
) -> str:
	make_places()
	make("Worker", worker_name="Orla Brindle")
	user = user_with("Team Coordinator")
	give_access(user)
	frappe.db.commit()
	set_user(user)
	return user


def row(child_id: str, **values: object) -> list[object]:
	return child_row(child_id, **{"CIC_Team": TEAM, "DOB": "14/05/2016", **values})


def preview(upload: UploadedFile, user: str) -> frappe._dict:
	today = date.fromisoformat(frappe.utils.nowdate())
	name = runs.preview(Order("Tracker workbook", [upload], user, today, locality=LOCALITY))
	frappe.db.commit()
	return run_of(name)


def run_of(name: str) -> frappe._dict:
	return frappe.db.get_value("Import Run", name, "*", as_dict=True)


def held() -> list[str]:
	return frappe.get_all("Child", filters={"locality": LOCALITY}, pluck="child_id", order_by="child_id")


def test_a_previewed_tracker_loads_and_the_log_counts_it(coordinator: str):
	run = preview(
		tracker([row("Z70001"), row("Z70002", DOB="01/02/2017")], sgo=[plan_row("Z70001")]), coordinator
	)
	assert (run.status, run.children_new, held()) == ("Previewed", 2, [])
	runs.start_here(run.name)
	run = run_of(run.name)
	assert (run.status, run.children_new, run.run_by) == ("Loaded", 2, coordinator)
	assert held() == ["Z70001", "Z70002"]


def test_a_workbook_of_refused_rows_leaves_nothing_to_load(coordinator: str):
	run = preview(tracker([row("Z70002", DOB="31/01/1990")]), coordinator)
	assert (run.status, run.children_clean, run.children_refused) == ("Previewed", 0, 1)
	with pytest.raises(runs.RunStateError, match="no child to load"):
		runs.start(run.name)


def test_a_refused_row_is_listed_and_the_others_load(coordinator: str):
	run = preview(tracker([row("Z70001"), row("Z70002", DOB="31/01/1990")]), coordinator)
	assert (run.status, run.children_clean, run.children_refused) == ("Previewed", 1, 1)
	runs.start_here(run.name)
	assert (run_of(run.name).status, held()) == ("Loaded", ["Z70001"])
	listed = frappe.get_all(
		"Import Finding",
		filters={"import_run": run.name, "severity": "Refused"},
		fields=["line", "column", "child_id", "remedy"],
	)
	assert [(one.line, one.column, one.child_id) for one in listed] == [(3, "DOB", "Z70002")]
	assert listed[0].remedy


def test_a_row_that_fails_while_writing_is_left_out_and_told(
	coordinator: str, monkeypatch: pytest.MonkeyPatch
):
	def no_bo(child: Any) -> None:
		if child.first_name == "Bo":
			frappe.throw("No Bo today.")

	monkeypatch.setattr(Child, "check_dates", no_bo)
	faulty = row("Z70002", DOB="01/02/2017", First_Name="Bo")
	run = preview(tracker([row("Z70001"), faulty], sgo=[plan_row("Z70001")]), coordinator)
	assert run.children_clean == 2
	runs.start_here(run.name)
	run = run_of(run.name)
	assert "1 record(s) could not be loaded" in run.outcome
	assert (run.status, held()) == ("Loaded", ["Z70001"])
	assert frappe.db.count("Permanence Plan", {"locality": LOCALITY}) == 1
	told = frappe.get_all("Import Finding", {"import_run": run.name, "severity": "Refused"}, pluck="message")
	assert any("row 3 was not loaded: No Bo today." in one for one in told)


@pytest.mark.parametrize(
	("content", "says"),
	[
		(b"", "empty"),
		(compound_file("EncryptionInfo", "EncryptedPackage"), "password"),
		(tracker([child_row()]).read(Limits())[:900], "damaged or incomplete"),
	],
	ids=["empty", "with a password", "broken off"],
)
def test_a_file_that_is_no_workbook_is_refused_in_the_log(coordinator: str, content: bytes, says: str):
	run = preview(UploadedFile("tracker.xlsx", content), coordinator)
	assert run.status == "Refused"
	(finding,) = frappe.get_all(
		"Import Finding", filters={"import_run": run.name}, fields=["message", "file", "remedy"]
	)
	assert says in finding.message
	assert finding.file == "tracker.xlsx"
	assert finding.remedy


def cells(run: str) -> list[frappe._dict]:
	"""Returns the findings about a cell that can be corrected on the page."""
	fields = ["sheet", "line", "column", "suggestion", "severity", "message"]
	return frappe.get_all("Import Finding", {"import_run": run, "correctable": 1}, fields, order_by="line")


def test_a_shortened_name_and_a_date_in_words_are_put_right_on_the_page(coordinator: str):
	children = [row("Z70001", First_Name="Fenven", Surname="Wendinford"), row("Z70002", DOB="in spring 2016")]
	run = preview(tracker(children, sgo=[plan_row(None, **{"Child's Name": "F Wendinford"})]), coordinator)
	birth, name = sorted(cells(run.name), key=lambda cell: cell.sheet)
	assert (birth.sheet, birth.line, birth.column) == ("All Data", 3, "DOB")
	assert name.severity == "Refused"
	assert (name.sheet, name.line, name.suggestion) == ("SGO", 2, "Z70001")
	told = api.correct(
		run.name,
		[
			{"sheet": "All Data", "line": 3, "column": "DOB", "text": "01/04/2016"},
			{"sheet": "SGO", "line": 2, "column": name.column, "text": name.suggestion},
		],
	)
	frappe.db.commit()
	assert [one.message for one in cells(told["name"])] == []
	assert run_of(run.name).status == "Nothing loaded"
	assert told["name"] in run_of(run.name).outcome
	runs.start_here(told["name"])
	assert held() == ["Z70001", "Z70002"]
	assert frappe.db.count("Permanence Plan", {"locality": LOCALITY}) == 1
	assert staging.runs_held() == []


def test_good_rows_load_at_once_and_the_rest_is_finished_later(coordinator: str):
	run = preview(tracker([row("Z70001"), row("Z70002", DOB="31/01/1990")]), coordinator)
	runs.start_here(run.name)
	assert held() == ["Z70001"]
	runs.tidy_up()
	assert api.status(run.name)["corrects"] == 1
	birth = {"sheet": "All Data", "line": 3, "column": "DOB", "text": "31/01/2016"}
	again = api.correct(run.name, [birth])
	frappe.db.commit()
	assert (again["children_new"], again["children_unchanged"]) == (1, 1)
	runs.start_here(again["name"])
	assert held() == ["Z70001", "Z70002"]
	assert staging.runs_held() == []
	with pytest.raises(runs.RunStateError, match="not here any more"):
		api.correct(run.name, [birth])


def test_the_rest_waits_for_two_weeks(coordinator: str):
	run = preview(tracker([row("Z70001"), row("Z70002", DOB="31/01/1990")]), coordinator)
	runs.start_here(run.name)
	frappe.db.set_value("Import Run", run.name, "finished_on", add_days(now_datetime(), -15))
	frappe.db.commit()
	runs.tidy_up()
	assert staging.runs_held() == []
	assert api.status(run.name)["corrects"] == 0


def test_nobody_else_corrects_a_run(coordinator: str, user_with: Callable[..., str], set_user: Callable):
	run = preview(tracker([row("Z70001")]), coordinator)
	set_user("Administrator")
	other = user_with("Team Coordinator")
	give_access(other)
	set_user(other)
	with pytest.raises(NotALoaderError):
		api.correct(run.name, [])
