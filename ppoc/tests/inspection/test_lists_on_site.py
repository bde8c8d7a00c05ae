"""The lists and the files of an inspection on a site: rows, codes, the workbook, and who gets them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import frappe
import openpyxl
import pytest
from freezegun import freeze_time

from ppoc.inspection.file_database import SECTIONS, TALKS, ppoc_inspection_file
from ppoc.inspection.lists import ADOPTION, CHILDREN_IN_CARE
from ppoc.inspection.lists_database import rows_of
from ppoc.inspection.workbook import workbook
from ppoc.patches import routes_have_codes
from ppoc.tests.factories import (
	grant,
	make_child,
	make_episode,
	make_event,
	make_plan,
	make_team,
	make_worker,
	queries_of,
)

pytestmark = pytest.mark.requirement("Y13")
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-30 10:00", tick=True):
		yield


@pytest.fixture
def team(site: str) -> Any:
	return make_team()


def row_of(child: str, which: Any = CHILDREN_IN_CARE, on: date = TODAY) -> Any:
	return next((row for row in rows_of(which, on, {}) if row["child"] == child), None)


def test_a_child_s_row_is_what_the_return_and_the_plans_say(team: Any) -> None:
	worker = make_worker(worker_name="Zz Worker", locality=team.locality)
	child = make_child(
		team=team.name,
		social_worker=worker.name,
		ethnicity="WBRI",
		sex="Female",
		child_id="771",
		unaccompanied=1,
	)
	make_episode(child.name, "2025-02-01", "2026-04-01", legal_status="C1")
	make_episode(
		child.name, "2026-04-01", reason_new_episode="B", placement="U1", placement_provider="PR1", urn="SC1"
	)
	make_event(child.name, "Review held", "2026-10-05")
	make_event(child.name, "Went missing or away", "2026-08-01", details="Missing")
	make_event(
		child.name,
		"Went missing or away",
		"2026-09-01",
		details="Away from the placement without authorisation",
	)
	make_event(child.name, "Went missing or away", "2025-09-01", details="Missing")
	make_plan(child=child.name, route="Reunification", status="Prioritised", predicted_finish="2027-03-01")
	make_plan(child=child.name, route="Special guardianship", plan_kind="Parallel", status="Prioritised")
	row = row_of(child.name)
	assert (row["child_id"], row["sex"], row["ethnicity"]) == ("771", "Female", "WBRI White British")
	assert (row["age"], row["unaccompanied"], row["came_back"]) == (10, "Yes", "No")
	assert (row["started_on"], row["legal_status_since"]) == (date(2025, 2, 1), date(2026, 4, 1))
	assert row["legal_status"] == "C2 Full care order"
	assert row["need"].startswith("N1 ")
	assert row["last_review"] == date(2026, 10, 5)
	assert row["plan_code"] == "RETURN6M, LTRELFR"
	assert (row["placements"], row["missing"], row["away"]) == (2, 1, 1)
	assert (row["placement"][:3], row["provider"][:4], row["urn"]) == ("U1 ", "PR1 ", "SC1")
	assert (row["ended_on"], row["end_reason"]) == (None, "")
	assert (row["team"], row["social_worker"]) == (team.name, "Zz Worker")


def test_a_plan_that_is_only_proposed_is_not_agreed_until_somebody_says_so(team: Any) -> None:
	child = make_child(team=team.name)
	make_episode(child.name, "2025-02-01")
	make_plan(child=child.name, route="Adoption")
	assert row_of(child.name)["plan_code"] == ""
	make_event(child.name, "Permanence plan agreed", "2026-10-01")
	assert row_of(child.name)["plan_code"] == "ADOPTION"


def test_children_who_left_are_listed_for_six_months(team: Any) -> None:
	lately, long_ago = (
		make_child(team=team.name, looked_after=0, care_ended_on=day) for day in ("2026-08-01", "2026-05-30")
	)
	make_episode(lately.name, "2025-02-01", "2026-08-01", reason_ended="E45")
	make_episode(long_ago.name, "2025-02-01", "2026-05-30", reason_ended="E45")
	row = row_of(lately.name)
	assert (row["ended_on"], row["end_reason"][:4]) == (date(2026, 8, 1), "E45 ")
	assert row_of(long_ago.name) is None
	assert row_of(long_ago.name, on=date(2026, 11, 1))


def test_a_child_without_a_return_has_what_was_typed(team: Any) -> None:
	row = row_of(make_child(team=team.name, placement="U6", placement_since="2023-01-01").name)
	assert (row["started_on"], row["placement_since"]) == (date(2022, 2, 1), date(2023, 1, 1))
	assert row["placements"] is None, "nobody knows in how many placements the child was"


def test_adoption_takes_the_end_of_care_from_the_return(team: Any) -> None:
	child = make_child(team=team.name)
	make_episode(child.name, "2024-02-01", "2026-08-01", reason_ended="E12", legal_status="E1")
	make_event(child.name, "Decision to place for adoption", "2025-02-01")
	make_event(child.name, "Placement order made", "2025-03-01")
	row = row_of(child.name, ADOPTION)
	assert (row["decided_on"], row["ordered_on"]) == (date(2025, 2, 1), date(2025, 3, 1))
	assert (row["adopted_on"], row["started_on"]) == (date(2026, 8, 1), date(2024, 2, 1))


def test_everybody_has_the_children_whom_they_see(team: Any, user_with: Callable[..., str]) -> None:
	mine, other = make_child(team=team.name), make_child()
	hidden = make_child(
		team=team.name,
		restricted=1,
		allowed_people=[{"user": "Administrator", "reason": "x"}],
		restriction_reason="x",
	)
	for child in (mine, other, hidden):
		make_event(child.name, "Decision to place for adoption", "2026-02-01")
	user = user_with("Head of Service")
	grant(user, team.locality)
	frappe.set_user(user)
	for which in (CHILDREN_IN_CARE, ADOPTION):
		assert {row["child"] for row in rows_of(which, TODAY, {})} == {mine.name}
	assert rows_of(CHILDREN_IN_CARE, TODAY, {"locality": other.locality}) == []


def test_the_number_of_queries_does_not_depend_on_the_number_of_children(team: Any) -> None:
	def made(number: int) -> int:
		for _one in range(number):
			make_episode(make_child(team=team.name).name, "2025-02-01")
		return queries_of(lambda: rows_of(CHILDREN_IN_CARE, TODAY, {}))

	made(1)
	assert made(1) == made(6)


def test_the_workbook_has_ofsted_s_columns_in_their_order(team: Any) -> None:
	child = make_child(team=team.name, child_id="=1+1")
	make_episode(child.name, "2025-02-01")
	make_event(child.name, "Decision to place for adoption", "2026-02-01")
	book = openpyxl.load_workbook(io.BytesIO(workbook(TODAY, {"team": team.name})))
	assert book.sheetnames == ["List 8 Children in care", "List 10 Adoption"]
	for which, sheet in zip((CHILDREN_IN_CARE, ADOPTION), book.worksheets, strict=True):
		headings = [cell.value for cell in sheet[1]]
		assert headings == [str(column.heading) for column in which.columns]
		row = dict(zip(headings, (cell.value for cell in sheet[2]), strict=True))
		assert row["Child unique ID"] == "'=1+1", "a spreadsheet must not run it"
		assert row["Looked after since"] == datetime(2025, 2, 1)
		assert row["Disability"] is None
		assert sheet.max_row == 2
		day = sheet.cell(2, headings.index("Looked after since") + 1)
		assert day.number_format == "dd/mm/yyyy"


def test_the_download_is_for_those_who_may_run_the_lists_and_export(
	team: Any, user_with: Callable[..., str]
) -> None:
	from ppoc.inspection.api import download

	for role in ("Social Worker", "Permanence Manager", "PPOC Administrator"):
		frappe.set_user(user_with(role))
		with pytest.raises(frappe.PermissionError):
			download()
	frappe.set_user(user_with("Performance Officer"))
	with pytest.raises(frappe.ValidationError):
		download(on="some day")
	download(on="2026-11-01")
	assert frappe.local.response.filename == "annex-a-2026-11-01.xlsx"
	assert openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).sheetnames


def test_a_route_of_the_app_has_its_code_after_the_upgrade_and_another_stays(site: str) -> None:
	frappe.db.set_value("Route", "Special guardianship", "plan_code", "")
	frappe.db.set_value("Route", "Adoption", "plan_code", "OTHERPLN")
	routes_have_codes.execute()
	routes_have_codes.execute()
	assert frappe.db.get_value("Route", "Special guardianship", "plan_code") == "LTRELFR"
	assert frappe.db.get_value("Route", "Adoption", "plan_code") == "OTHERPLN"


def test_the_file_of_a_child_has_what_its_reader_may_see(team: Any, user_with: Callable[..., str]) -> None:
	child = make_child(team=team.name, first_name="Zzora")
	make_episode(child.name, "2025-02-01", placement="U6")
	make_event(child.name, "Review held", "2026-10-05", details="<b>Held late</b>")
	make_plan(child=child.name, status="Prioritised", progress="Carers have agreed")
	html = frappe.get_print("Child", child.name, "Inspection File")
	for text in (
		"Zzora",
		"1 Feb 2025",
		"Review held",
		"Carers have agreed",
		"Special guardianship",
	):
		assert text in html, text
	assert "<b>Held late</b>" not in html
	frappe.set_user(user_with("Head of Service"))  # of no locality
	with pytest.raises(frappe.PermissionError):
		ppoc_inspection_file(child)


def test_the_columns_of_each_table_fill_the_page() -> None:
	for section in SECTIONS:
		assert sum(column.share for column in section.columns) == 100, section.head
	assert sum(column.share for column in TALKS) == 100
