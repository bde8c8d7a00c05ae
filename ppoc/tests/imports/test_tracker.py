"""A fault in a tracker workbook costs its value or its row, and each is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.mapping import NameIndex
from ppoc.imports.tracker.fields import tab_of
from ppoc.imports.tracker.reading import TrackerReading, TrackerSettings, read_tracker
from ppoc.imports.uploads import UploadedFile
from ppoc.tests.imports.workbook_factories import (
	ALL_DATA_HEADER,
	PLAN_HEADER,
	child_row,
	plan_row,
	tracker,
	workbook,
)

pytestmark = pytest.mark.requirement("P5.3")
TODAY = date(2026, 11, 22)
LINKS = {
	"team": NameIndex([("Larkspur CIC", "T-LARK"), ("Heron CIC", "T-HERON")]),
	"social_worker": NameIndex([("Orla Brindle", "W-1"), ("Pip Marlowe", "W-2")]),
}


def read(upload: UploadedFile, **settings: Any) -> TrackerReading:
	return read_tracker(upload, TrackerSettings(TODAY, links=LINKS, **settings))


def faults(reading: TrackerReading, severity: Severity = Severity.REFUSED) -> Sequence[Finding]:
	return [finding for finding in reading.findings if finding.severity is severity]


def only_fault(reading: TrackerReading, severity: Severity = Severity.REFUSED) -> Finding:
	(fault,) = faults(reading, severity)
	assert fault.remedy
	assert fault.file == "tracker.xlsx"
	return fault


def test_a_sound_tracker_becomes_children_plans_and_actions():
	reading = read(
		tracker(
			sgo=[
				plan_row(
					Predicted_End_Date=datetime(2027, 6, 1),
					Barriers="Housing",
					Next_actions="Book the viability visit",
					Owner="Pip Marlowe",
					Due_date="15/12/2026",
				)
			]
		)
	)
	assert faults(reading) == []
	assert faults(reading, Severity.WARNING) == []
	(child,) = reading.children
	assert child.person.child_id == "70001"
	assert child.values["first_name"] == "Tamsin"
	assert child.values["date_of_birth"] == date(2014, 5, 14)
	assert child.values["team"] == "T-LARK"
	assert child.values["social_worker"] == "W-1"
	assert child.values["potential"] == "Potential now"
	(plan,) = reading.plans
	assert (plan.tab, plan.child_line) == ("SGO", 2)
	assert plan.values["predicted_start"] == date(2027, 2, 1)
	assert plan.values["predicted_finish"] == date(2027, 6, 1)
	(action,) = plan.actions
	assert (action.text, action.owner, action.due) == ("Book the viability visit", "W-2", date(2026, 12, 15))


@pytest.mark.parametrize(
	("name", "tab"),
	[
		("All Data", "All Data"),
		("1. ALL DATA ", "All Data"),
		("SGO - North", "SGO"),
		("RU (live)", "RU"),
		("Reunification", "RU"),
		("Lookups", None),
		("Rugby", None),
	],
)
def test_tabs_are_recognised_with_tolerance(name: str, tab: str | None):
	assert tab_of(name) == tab


def test_a_workbook_without_all_data_is_refused_and_its_tabs_named():
	with pytest.raises(ImportRefused, match=r"“All Data”.*“Budget”"):
		read(workbook({"Budget": [("a", "b")]}))


def test_a_missing_list_is_a_warning():
	reading = read(workbook({"All Data": [ALL_DATA_HEADER, child_row()], "SGO": [PLAN_HEADER]}))
	assert "no tab “RU”" in only_fault(reading, Severity.WARNING).message
	assert not reading.refused


def test_a_tab_without_id_or_name_is_refused_with_its_columns():
	with pytest.raises(ImportRefused, match=r"column.*ID.*name"):
		read(workbook({"All Data": [("Team", "DOB"), ("Larkspur CIC", "01/01/2015")]}))


def test_other_tabs_are_left_out_and_named():
	upload = workbook({"All Data": [ALL_DATA_HEADER, child_row()], "Lookups": [("x",)], "SGO": [], "RU": []})
	notes = [finding.message for finding in faults(read(upload), Severity.NOTE)]
	assert any("“Lookups” is not needed" in note for note in notes)


def test_a_hidden_tab_is_read_unless_a_visible_one_says_the_same():
	def hide(book: openpyxl.Workbook) -> None:
		book["SGO old"].sheet_state = "hidden"

	upload = workbook(
		{
			"SGO old": [PLAN_HEADER, plan_row("99999")],
			"All Data": [ALL_DATA_HEADER, child_row()],
			"SGO": [PLAN_HEADER, plan_row()],
			"RU": [PLAN_HEADER],
		},
		hide,
	)
	reading = read(upload)
	assert [plan.child_line for plan in reading.plans] == [2]
	assert not reading.refused


def test_a_child_on_a_list_must_be_on_all_data():
	fault = only_fault(read(tracker(sgo=[plan_row("70002")])))
	assert "Sheet “SGO”, row 2" in fault.message
	assert "70002" in fault.message
	assert "All Data" in fault.message
	assert (fault.line, fault.column) == (2, "Mosaic ID")


def test_a_child_is_found_by_name_where_a_list_has_no_id():
	reading = read(tracker(sgo=[plan_row(None, **{"Child's_Name": "QUILLFEATHER, Tamsin"})]))
	assert not reading.refused
	assert reading.plans[0].child_line == 2


def test_a_name_that_two_children_bear_needs_an_id():
	children = [child_row("1", DOB="01/01/2015"), child_row("2", DOB="02/02/2016")]
	fault = only_fault(
		read(tracker(children, ru=[plan_row(None, **{"Child's_Name": "Tamsin Quillfeather"})]))
	)
	assert "rows 2, 3 on All Data" in fault.message


def test_the_id_decides_and_another_name_with_it_is_a_warning():
	reading = read(tracker(sgo=[plan_row(**{"Child's_Name": "Wilf Oddie"})]))
	assert "row 2" in only_fault(reading, Severity.WARNING).message
	assert reading.plans[0].child_line == 2


@pytest.mark.requirement("X2.6")
@pytest.mark.parametrize("second", ["70001", "070001", " 70001 ", 70001])
def test_the_same_child_twice_on_all_data_is_refused(second: object):
	reading = read(tracker([child_row("70001"), child_row(second, Surname="Other", DOB="01/01/2016")]))
	later, earlier = faults(reading)
	assert (later.line, earlier.line) == (3, 2)
	assert "already on row 2" in later.message
	assert "on row 3 too" in earlier.message
	assert all(child.refusals for child in reading.children)  # nobody can say which is right


@pytest.mark.requirement("X2.6")
def test_one_child_under_two_ids_is_a_warning():
	reading = read(tracker([child_row("70001"), child_row("70002")]))
	fault = only_fault(reading, Severity.WARNING)
	assert fault.line == 3
	assert "date of birth" in fault.message
	assert "row 2" in fault.message


def test_the_same_child_twice_on_one_list_is_refused():
	fault = only_fault(read(tracker(sgo=[plan_row(), plan_row()])))
	assert (fault.line, fault.child) == (3, "70001")
	assert fault.message.startswith("Sheet “SGO”, row 3: ")
	assert "row 2" in fault.message


def test_a_child_on_both_lists_gets_two_plans_and_a_warning():
	reading = read(tracker(sgo=[plan_row()], ru=[plan_row()]))
	assert [plan.tab for plan in reading.plans] == ["SGO", "RU"]
	fault = only_fault(reading, Severity.WARNING)
	assert "SGO" in fault.message
	assert "row 2" in fault.message


def test_a_blank_peach_cell_is_a_warning():
	fault = only_fault(read(tracker(ru=[plan_row(Predicted_Start_Date=None)])), Severity.WARNING)
	assert fault.message.startswith("Sheet “RU”, row 2: ")
	assert fault.column == "Predicted Start Date"


@pytest.mark.parametrize(
	("column", "value", "says"),
	[
		("Predicted_Start_Date", "01/02/2013", "before the child's birth"),
		("Predicted_End_Date", "01/01/2027", "before the predicted start"),
		("Actual_Start", "01/12/2026", "in the future"),
	],
)
def test_impossible_dates_cost_themselves_and_their_words_are_kept(column: str, value: str, says: str):
	reading = read(tracker(sgo=[plan_row(**{column: value, "Progress": "Aunt met"})]))
	assert faults(reading) == []
	told = [fault for fault in faults(reading, Severity.WARNING) if says in fault.message]
	assert [(fault.line, fault.column) for fault in told] == [(2, column.replace("_", " "))]
	(plan,) = reading.plans
	assert date(*map(int, reversed(value.split("/")))) not in plan.values.values()
	assert str(plan.values["progress"]).startswith("Aunt met\n")
	assert value in str(plan.values["progress"])


@pytest.mark.parametrize(
	("column", "value", "says"),
	[
		("CIC_Team", "Larkspr", "there is no team “Larkspr”"),
		("CIC_Team", None, "names no team"),
		("DOB", "14/05/2034", "in the future"),
		("DOB", "14/05/1994", "over 25"),
		("Mosaic_ID", None, "neither an ID nor a name"),
	],
)
def test_rows_that_cannot_be_placed_are_refused(column: str, value: object, says: str):
	row = (
		child_row(
			**({"Surname": None, "First_Name": None} if column == "Mosaic_ID" else {}), **{column: value}
		)
		if (column != "Mosaic_ID")
		else child_row(None, Surname=None, First_Name=None)
	)
	fault = only_fault(read(tracker([row])))
	assert says in fault.message
	assert fault.line == 2


@pytest.mark.parametrize(
	("column", "value", "field"),
	[
		("Allocated_SW", "Nobody Here", "social_worker"),
		("Potential_for_Permanence?", "banana", "potential"),
		("DOB", "the fifth of May", "date_of_birth"),
		("Legal_Status", "=TODAY()", "legal_status"),
		("Legal_Status", "x" * 141, "legal_status"),
	],
)
def test_a_value_that_does_not_fit_is_left_out_with_a_warning(column: str, value: str, field: str):
	reading = read(tracker([child_row(**{column: value})]))
	assert (faults(reading), reading.children[0].refusals) == ([], [])
	assert any(fault.line == 2 for fault in faults(reading, Severity.WARNING))
	assert field not in reading.children[0].values


def test_every_faulty_row_is_named_at_once():
	reading = read(
		tracker(
			[child_row("1", DOB="x"), child_row("2", CIC_Team="x", DOB="01/01/2016")],
			sgo=[plan_row("3"), plan_row("1", Actual_Start="01/12/2026")],
		)
	)
	told = [*faults(reading), *faults(reading, Severity.WARNING)]
	assert [(fault.line, fault.column) for fault in told] == [
		(3, "CIC Team"),
		(2, "Mosaic ID"),
		(2, "DOB"),
		(3, "Actual Start"),
	]


def test_a_formula_without_a_result_costs_its_value():
	reading = read(tracker(sgo=[plan_row(Predicted_Start_Date="=TODAY()+30", Progress="Aunt met")]))
	fault = only_fault(reading, Severity.WARNING)
	assert "C2" in fault.message
	assert "formula" in fault.message
	assert reading.plans[0].values["progress"] == "Aunt met"


def test_a_formula_without_a_result_in_the_id_costs_its_row():
	reading = read(tracker([child_row("=A1"), child_row("70002", DOB="01/01/2016")]))
	assert [bool(child.refusals) for child in reading.children] == [True, False]


def test_rows_that_go_on_with_a_refused_row_are_refused_with_it():
	more: list[Any] = [None] * len(PLAN_HEADER)
	more[PLAN_HEADER.index("Progress")] = "School informed"
	reading = read(tracker(sgo=[plan_row("99999"), more, plan_row()]))
	assert [(fault.line, "row 2, which is refused" in fault.message) for fault in faults(reading)] == [
		(2, False),
		(3, True),
	]
	assert [bool(plan.refusals) for plan in reading.plans] == [True, False]


def test_an_error_in_a_column_that_is_not_loaded_is_no_matter():
	header = [*PLAN_HEADER, "Days left"]
	upload = workbook(
		{
			"All Data": [ALL_DATA_HEADER, child_row()],
			"SGO": [header, [*plan_row(), "=TODAY()"]],
			"RU": [PLAN_HEADER],
		}
	)
	assert faults(read(upload)) == []


def test_rows_without_a_child_go_on_with_the_actions_of_the_child_above():
	more: list[Any] = [None] * len(PLAN_HEADER)
	more[PLAN_HEADER.index("Next actions")] = "Orla Brindle to ring school by 10/12/2026"
	more[PLAN_HEADER.index("Progress")] = "School informed"
	reading = read(
		tracker(sgo=[plan_row(Progress="Aunt met", Next_actions="Pip Marlowe to visit by 01/12/2026"), more])
	)
	(plan,) = reading.plans
	assert [(action.owner, action.due, action.line) for action in plan.actions] == [
		("W-2", date(2026, 12, 1), 2),
		("W-1", date(2026, 12, 10), 3),
	]
	assert plan.values["progress"] == "Aunt met\nSchool informed"


def test_an_action_without_owner_or_date_is_kept_as_text_with_a_warning():
	reading = read(tracker(sgo=[plan_row(Next_actions="Think about schools")]))
	assert "owner" in only_fault(reading, Severity.WARNING).message
	assert [action.text for action in reading.plans[0].incomplete] == ["Think about schools"]
	assert reading.plans[0].actions == []


def test_an_action_of_somebody_unknown_is_kept_as_text_with_a_warning():
	reading = read(tracker(sgo=[plan_row(Next_actions="Visit", Owner="Zed", Due_date="01/12/2026")]))
	assert "“Zed”" in only_fault(reading, Severity.WARNING).message


@pytest.mark.parametrize(
	("text", "owner"),
	[
		("SW to visit the aunt by 01/12/2026", "W-1"),
		("TM to ask for funding by 01/12/2026", "W-9"),
		("Book the room by 01/12/2026 (Team Coordinator)", "W-8"),
	],
)
def test_an_action_may_name_the_part_somebody_plays_for_the_child(text: str, owner: str):
	people = {"T-LARK": {"team_manager": "W-9", "team_coordinator": "W-8", "practice_supervisor": ""}}
	reading = read(tracker(sgo=[plan_row(Next_actions=text)]), team_people=people)
	assert [action.owner for action in reading.plans[0].actions] == [owner]


def test_a_part_that_nobody_plays_leaves_the_action_as_text():
	reading = read(tracker(sgo=[plan_row(Next_actions="PS to write to the school by 01/12/2026")]))
	assert "“PS”" in only_fault(reading, Severity.WARNING).message
	assert reading.plans[0].actions == []


def test_a_name_that_two_workers_bear_leaves_the_action_as_text():
	links = {**LINKS, "social_worker": NameIndex([("Orla Brindle", "W-1"), ("Orla Brindle", "W-7")])}
	upload = tracker(
		[child_row(Allocated_SW=None)], sgo=[plan_row(Next_actions="Orla Brindle to ring by 01/12/2026")]
	)
	reading = read_tracker(upload, TrackerSettings(TODAY, links=links))
	assert re.search("2 .*“Orla Brindle”", only_fault(reading, Severity.WARNING).message)


def test_a_saved_mapping_is_used_and_its_differences_are_told():
	saved = {
		"All Data": {
			"Mosaic ID": "child_id",
			"Surname": "last_name",
			"First Name": "first_name",
			"CIC Team": "team",
			"Potential for Permanence?": "potential",
			"Rationale": "potential_rationale",
			"Ward": "legal_status",
		}
	}
	reading = read(tracker(), saved=saved)
	assert reading.mappings["All Data"]["Surname"] == "last_name"
	assert "date_of_birth" not in reading.children[0].values
	assert "no column “Ward”" in only_fault(reading, Severity.WARNING).message
	assert any("“DOB” is not loaded" in note.message for note in faults(reading, Severity.NOTE))


def test_dates_may_be_serial_numbers_without_a_format():
	reading = read(tracker([child_row(DOB=41773)], sgo=[plan_row(Predicted_Start_Date="46419")]))
	assert reading.children[0].values["date_of_birth"] == date(2014, 5, 14)
	assert reading.plans[0].values["predicted_start"] == date(2027, 2, 1)


def test_rows_without_a_team_take_the_one_chosen_for_them():
	reading = read(tracker([child_row(CIC_Team=None)]), default_team="T-HERON")
	assert reading.children[0].values["team"] == "T-HERON"
