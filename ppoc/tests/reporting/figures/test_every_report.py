"""Every shipped report: who may run it, what it counts for each user, a bounded number of queries, safe exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import openpyxl
import pytest
from frappe.core.doctype.report.report import get_report_module_dotted_path
from freezegun import freeze_time

import ppoc
from ppoc.access.safe_exports import guard
from ppoc.access.sharing import is_case
from ppoc.exceptions import HiddenRecordError
from ppoc.tests.access_world import CASE_ROWS, MARK_OF_HIDDEN, NORTH, SOUTH, Doors, World, grant, put
from ppoc.tests.factories import queries_of

ABOUT_PEOPLE = ("Who Looked at a Child", "Unusual Viewing", "Access to Question", "Who Has Access")
"""These are for few, and about people with a login: ppoc/tests/access has their tests."""

REPORTS = {
	doc["name"]: doc
	for path in sorted((Path(ppoc.__file__).parent / "ppoc/report").glob("*/*.json"))
	if (doc := json.loads(path.read_text()))["name"] not in ABOUT_PEOPLE
}
TYPES = {
	"Data",
	"Link",
	"Date",
	"Datetime",
	"Int",
	"Float",
	"Percent",
	"Currency",
	"Check",
	"Small Text",
	"Dynamic Link",
}
FORMULA = "=HYPERLINK(1)"
MORE = 12

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-23 10:00", tick=True):
		yield


@pytest.fixture(params=sorted(REPORTS))
def report(request: pytest.FixtureRequest) -> dict[str, Any]:
	return REPORTS[request.param]


@pytest.fixture
def full(world: World) -> World:
	"""Makes, in each locality, a team and children with everything that a report may show, in each state."""
	for place, team, mark in ((NORTH, "Test Team N", "Nora"), (SOUTH, "Test Team S", MARK_OF_HIDDEN)):
		put("Team", name=team, team_name=team, locality=place, active=1, monthly_capacity=1)
		for number in range(3):
			_child(f"TEST-{mark}-{number}", mark, number, place, team)
	return world


MOVED = {
	"doctype": "Prediction Change", "parentfield": "predictions", "date_field": "Predicted start",
	"was": "2026-10-10", "became": "2026-10-20", "changed_on": "2026-10-05 10:00:00",
}  # fmt: skip
STATES: dict[str, list[dict[str, Any]]] = {
	"Permanence Plan": [
		{"status": "Prioritised", "predicted_start": "2026-10-20", "prioritised_on": "2026-10-01", "rag": "Red",
		 "predictions": [MOVED]},
		{"status": "Assessment started", "predicted_start": "2026-09-20", "actual_start": "2026-10-01",
		 "predicted_finish": "2026-11-20", "prioritised_on": "2026-08-01", "rag": "Amber"},
		{"status": "No longer prioritised", "removed_on": "2026-11-02", "prioritised_on": "2026-07-01", "rag": "Green"},
	],
	"Action": [{"status": "Open"}, {"status": "Done", "closed_on": "2026-11-01"}, {"status": "Open"}],
	"Panel Decision": [
		{"status": "Requested"}, {"status": "Listed"},
		{"status": "Authorised", "decided_on": "2026-11-03", "requested_on": "2026-10-20", "decision": "Agreed"},
	],
}  # fmt: skip


def _child(name: str, first_name: str, number: int, place: str, team: str) -> None:
	potential = ("No potential agreed", "Uncertain", "No potential")[number % 3]
	put(
		"Child", name=name, child_id=name, full_name=f"{first_name} {number}", on_full_care_order=1, looked_after=1,
		potential=potential, potential_decided_on="2026-11-01", locality=place, team=team,
		potential_rationale=first_name, care_started_on="2026-01-01",
	)  # fmt: skip
	for doctype, row in CASE_ROWS.items():
		values = {key: value.format(name=first_name) for key, value in row.items()}
		state = STATES.get(doctype, [{}] * 3)[number % 3]
		fields = {df.fieldname for df in frappe.get_meta(doctype).fields}
		where = {key: value for key, value in (("locality", place), ("team", team)) if key in fields}
		listed = "Reunification" if number % 3 == 1 else "Special guardianship"
		route = {"route": listed} if doctype == "Permanence Plan" else {}
		put(doctype, child=name, **{**values, **state, **where, **route})
	meeting = put(
		"Meeting", title=f"Meeting of {first_name}", forum="Permanence Panel", locality=place, team=team,
		meeting_date="2026-11-04", status="Notes issued", notes_issued_on="2026-11-09", closed_on="2026-11-04",
	)  # fmt: skip
	put("Care Event", child=name, event_type="Pre-proceedings begun", event_date="2026-10-01")
	put("Care Event", child=name, event_type="Proceedings issued", event_date="2026-11-02")
	put("Care Event", child=name, event_type="Decision to place for adoption", event_date="2026-10-02")
	criterion = frappe.get_all("Effectiveness Criterion", pluck="name", limit=1)[0]
	score = {"doctype": "Effectiveness Score", "parentfield": "scores", "criterion": criterion, "score": "3"}
	put("Effectiveness Review", locality=place, review_date="2026-11-01", scores=[score])
	put("Unmet Need", need=first_name, status="Open", kind="Foster home", noted_on="2026-11-01", locality=place,
		meeting=meeting.name)  # fmt: skip


def run(doors: Doors, report: dict[str, Any], **filters: Any) -> dict[str, Any]:
	return doors.call("frappe.desk.query_report.run", report_name=report["name"], filters=filters)


def test_it_says_for_whom_it_is_and_is_never_kept(report: dict[str, Any]) -> None:
	assert (report["is_standard"], report["report_type"]) == ("Yes", "Script Report")
	assert (report["prepared_report"], report["disabled"]) == (0, 0)
	assert is_case(report["ref_doctype"])
	may_read = {row.role for row in frappe.get_meta(report["ref_doctype"]).permissions if row.read}
	roles = {row["role"] for row in report["roles"]}
	assert set() < roles <= may_read
	may_take_reports = {row.role for row in frappe.get_meta(report["ref_doctype"]).permissions if row.report}
	assert roles <= may_take_reports


def test_each_reader_gets_the_own_rows_one_after_the_other(
	report: dict[str, Any], full: World, doors: Doors
) -> None:
	for user in (full.manager_south, full.coordinator, full.manager_south):
		frappe.set_user(user)
		told = frappe.as_json(
			[run(doors, report), run(doors, report, locality=NORTH), run(doors, report, locality=SOUTH)]
		)
		hidden = (
			("Nora", "Test Team N", "Anna") if user == full.manager_south else (MARK_OF_HIDDEN, "Test Team S")
		)
		assert not [word for word in hidden if word in told]


def test_a_restricted_child_is_told_to_those_named_alone(
	report: dict[str, Any], full: World, doors: Doors
) -> None:
	frappe.db.set_value("Child", full.rosie, {"on_full_care_order": 1, "team": "Test Team N"})
	for user in (full.manager, full.coordinator):
		frappe.set_user(user)
		told = frappe.as_json(run(doors, report, locality=NORTH))
		assert user == full.manager or "Rosie" not in told


def test_its_columns_are_typed_and_its_rows_fit_them(
	report: dict[str, Any], full: World, doors: Doors
) -> None:
	frappe.set_user(full.auditor)
	answer = run(doors, report)
	for column in answer["columns"]:
		assert column["label"], column
		assert column["fieldtype"] in TYPES, column
		assert column["fieldtype"] != "Link" or frappe.db.exists("DocType", column["options"])
	names = {column["fieldname"] for column in answer["columns"]}
	rows = [row for row in answer["result"] if isinstance(row, dict)]
	assert all(names <= set(row) for row in rows)


def test_more_children_need_no_more_queries(report: dict[str, Any], full: World) -> None:
	frappe.set_user(full.coordinator)
	execute = frappe.get_attr(f"{get_report_module_dotted_path('PPOC', report['name'])}.execute")
	execute(frappe._dict())
	few = queries_of(lambda: execute(frappe._dict()))
	for number in range(MORE):
		_child(f"TEST-MORE-{number}", "Nora", number, NORTH, "Test Team N")
	assert queries_of(lambda: execute(frappe._dict())) <= few + 1


@pytest.mark.requirement("X2.3")
@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_what_is_exported_holds_no_formula(
	report: dict[str, Any], kind: str, full: World, doors: Doors
) -> None:
	guard()
	frappe.db.sql("update `tabChild` set full_name = %s", FORMULA)
	for doctype, field in (("Action", "what"), ("Unmet Need", "need"), ("Permanence Plan", "progress")):
		frappe.db.sql(f"update `tab{doctype}` set `{field}` = %s", FORMULA)
	frappe.set_user("Administrator")
	doors.call(
		"frappe.desk.query_report.export_query", report_name=report["name"], file_format_type=kind, filters={},
		visible_idx=list(range(1000)), csv_quoting=2, csv_delimiter=",", include_indentation=0,
	)  # fmt: skip
	content = frappe.local.response.filecontent
	cells = cells_of(content, kind)
	assert cells
	assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-")) and not _is_number(cell)]
	assert frappe.get_last_doc("Access Log").report_name == report["name"]


def cells_of(content: bytes, kind: str) -> list[str]:
	"""Returns the texts in a file; a formula in a workbook starts with "="."""
	if kind == "CSV":
		return [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
	sheet = openpyxl.load_workbook(io.BytesIO(content)).active
	return [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]


def _is_number(text: str) -> bool:
	try:
		float(text.replace(",", ""))
	except ValueError:
		return False
	return True


@pytest.mark.parametrize("kind", ["XLSX", "CSV", "HTML"])
def test_by_email_it_holds_what_its_reader_sees_and_goes_to_nobody_else(
	report: dict[str, Any], kind: str, full: World
) -> None:
	guard()
	doc = frappe.get_doc(
		{
			"doctype": "Auto Email Report",
			"report": report["name"],
			"user": full.coordinator,
			"email_to": full.coordinator,
			"format": kind,
			"frequency": "Weekly",
			"no_of_rows": 1000,
			"send_if_data": 0,
			"report_type": "Script Report",
		}
	)
	doc.insert()
	assert frappe.session.user == "Administrator"
	content = doc.get_report_content()
	assert frappe.session.user == "Administrator"
	text = content if isinstance(content, str) else " ".join(cells_of(content, "Excel"))
	assert not [word for word in (MARK_OF_HIDDEN, "Test Team S") if word in text]
	doc.email_to = full.manager_south
	with pytest.raises(HiddenRecordError, match="sent"):
		doc.save()
	frappe.set_user(full.manager_south)
	with pytest.raises(HiddenRecordError, match="may open this"):
		doc.get_report_content()


def test_two_localities_are_one_s_own_when_granted(full: World, doors: Doors) -> None:
	"""Shows that the reports are not empty, which the tests above would not notice: this user sees both localities."""
	grant(full.coordinator, SOUTH)
	frappe.set_user(full.coordinator)
	told = {name: frappe.as_json(run(doors, report)) for name, report in REPORTS.items()}
	marks = (MARK_OF_HIDDEN, "Test Team S", SOUTH)
	empty = {name for name, text in told.items() if not any(mark in text for mark in marks)}
	assert empty <= EMPTY_HERE, empty


EMPTY_HERE = {
	"My Due Dates", "Overdue by Duty", "Records to Erase", "Time in each Stage", "At Home on a Care Order",
	"Permanence after Coming into Care", "Back in Care after Permanence", "Steps after Coming into Care",
	"After Permanence",
}  # fmt: skip
"""The user has no duties, nobody's record is old enough, no child is at home or left care; counts by duty, route or
cohort name nobody."""
