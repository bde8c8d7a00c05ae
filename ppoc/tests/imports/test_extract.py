"""Any extract with a saved mapping: each child loads completely or not at all; missing rows delete nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppoc.children.duplicates.matching import Identity, PersonIndex
from ppoc.database.record_difference import Existing, RecordChange
from ppoc.imports.extract import ExtractReading, ExtractSettings, read_extract
from ppoc.imports.extract_fields import CARE_EVENTS, CHILDREN, WORKERS
from ppoc.imports.extract_planning import SiteRecords, plan_extract
from ppoc.imports.findings import ImportRefused, Severity
from ppoc.imports.mapping import NameIndex
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.tests.imports.workbook_factories import workbook_bytes

pytestmark = pytest.mark.requirement("X2.2")
TODAY = date(2026, 11, 22)
LINKS = {
	"team": NameIndex([("Larkspur", "T-1")]),
	"social_worker": NameIndex([("Orla Brindle", "W-1")]),
	"event_type": NameIndex([("Review held", "Review held"), ("Order made", "Order made")]),
}
SAVED = {
	"Case ID": "child_id",
	"Forename": "first_name",
	"Surname": "last_name",
	"DOB": "date_of_birth",
	"Team": "team",
}
HEADER = "Case ID,Forename,Surname,DOB,Team\n"
ADA = "0017,Ada,Quill,01/02/2015,Larkspur\n"


def csv(text: str) -> UploadedFile:
	return UploadedFile("extract.csv", text.encode())


def read(text: str, loads: str = CHILDREN, **settings: Any) -> ExtractReading:
	return read_extract(csv(text), ExtractSettings(loads, TODAY, links=LINKS, **settings))


def site_after(reading: ExtractReading, site: SiteRecords) -> SiteRecords:
	"""Returns the site's children as they would be after writing the plan."""
	records = {
		key: Existing(f"CH-{key}", record.values) for key, record in plan_extract(reading, site).records
	}
	return SiteRecords(units=records)


def test_children_are_read_by_the_saved_mapping():
	reading = read(HEADER + ADA, saved=SAVED)
	(unit,) = reading.units.values()
	assert (unit.key, unit.label, unit.line) == ("17", "0017", 2)
	assert unit.records[0].values == {
		"child_id": "0017",
		"first_name": "Ada",
		"last_name": "Quill",
		"date_of_birth": date(2015, 2, 1),
		"team": "T-1",
	}


def test_a_workbook_is_read_like_a_csv_file():
	content = workbook_bytes({"Cover": [], "Export": [HEADER.strip().split(","), ADA.strip().split(",")]})
	reading = read_extract(
		UploadedFile("e.xlsx", content), ExtractSettings(CHILDREN, TODAY, SAVED, "Export", LINKS)
	)
	assert reading.units["17"].records[0].values["first_name"] == "Ada"


def test_a_sheet_that_is_not_there_is_refused():
	content = workbook_bytes({"Export": [("Case ID",), ("1",)]})
	with pytest.raises(ImportRefused, match=r"“Import”.*“Export”"):
		read_extract(
			UploadedFile("e.xlsx", content), ExtractSettings(CHILDREN, TODAY, SAVED, "Import", LINKS)
		)


def test_loading_twice_changes_nothing():
	reading = read(HEADER + ADA, saved=SAVED)
	first = plan_extract(reading, SiteRecords())
	assert first.units["new"] == 1
	second = plan_extract(reading, site_after(reading, SiteRecords()))
	assert second.units["unchanged"] == 1
	assert [record.change for _key, record in second.records] == [RecordChange.UNCHANGED]


def test_a_corrected_extract_changes_only_what_differs():
	site = site_after(read(HEADER + ADA, saved=SAVED), SiteRecords())
	plan = plan_extract(read(HEADER + ADA.replace("Quill", "Quell"), saved=SAVED), site)
	((_key, record),) = plan.records
	assert (record.change, record.values, record.before) == (
		RecordChange.CHANGE,
		{"last_name": "Quell"},
		{"last_name": "Quill"},
	)


def test_who_is_not_in_the_file_is_listed_and_left_alone():
	site = SiteRecords(units={"5": Existing("CH-5", {"child_id": "05"})})
	plan = plan_extract(read(HEADER + ADA, saved=SAVED), site)
	assert plan.absent == ("05",)
	assert [key for key, _record in plan.records] == ["17"]


def test_the_id_of_a_merged_record_stands_for_the_record_that_was_kept():
	kept = Existing("CH-5", {"child_id": "05", "first_name": "Ada"})
	site = SiteRecords(units={"5": kept, "17": kept})
	alone = plan_extract(read(HEADER + ADA, saved=SAVED), site)
	assert alone.absent == ()
	assert [record.name for _key, record in alone.records] == ["CH-5"]
	reading = read(HEADER + ADA + ADA.replace("0017", "05"), saved=SAVED)
	both = plan_extract(reading, site)
	assert [key for key, _record in both.records] == ["5"]
	told = reading.findings[-1].message
	assert "0017" in told
	assert "05" in told.replace("0017", "")
	only_kept = plan_extract(read(HEADER + ADA.replace("0017", "05"), saved=SAVED), site)
	assert only_kept.absent == ()


def test_a_refused_child_is_not_loaded_and_not_called_absent():
	site = SiteRecords(units={"17": Existing("CH-17", {"child_id": "0017", "first_name": "Old"})})
	reading = read(HEADER + ADA.replace("01/02/2015", "31/02/2015"), saved=SAVED)
	plan = plan_extract(reading, site)
	assert (plan.records, plan.absent, plan.units["refused"]) == ([], (), 1)
	(fault,) = reading.units["17"].findings
	assert (fault.line, fault.column, fault.child, fault.file) == (2, "DOB", "0017", "extract.csv")


def test_a_load_of_only_what_is_clean_leaves_warnings_to_a_person():
	people = PersonIndex([Identity("CH-9", "9", "", "Ada", "Quill", date(2015, 2, 1))])
	reading = read(HEADER + ADA + ADA.replace("0017", "0018").replace("Ada", "Cy"), saved=SAVED)
	plan = plan_extract(reading, SiteRecords(people=people), only_clean=True)
	assert [key for key, _record in plan.records] == ["18"]
	assert (plan.units["clean"], plan.units["warned"], plan.units["refused"]) == (1, 0, 1)
	assert "only clean rows" in reading.units["17"].findings[-1].message


def test_a_file_over_the_sites_limit_is_refused():
	settings = ExtractSettings(CHILDREN, TODAY, SAVED)
	with pytest.raises(ImportRefused, match="larger than"):
		read_extract(csv(HEADER + ADA), settings, Limits(file_bytes=20))
	workbook = UploadedFile("e.xlsx", workbook_bytes({"Export": [("Case ID",), ("1",)]}))
	with pytest.raises(ImportRefused, match="larger than"):
		read_extract(workbook, settings, Limits(file_bytes=20))


def test_a_child_held_elsewhere_is_left_alone():
	plan = plan_extract(read(HEADER + ADA, saved=SAVED), SiteRecords(hidden=frozenset({"17"})))
	assert (plan.records, plan.hidden) == ([], ("0017",))


def test_equal_rows_of_a_child_count_once_and_rows_that_disagree_refuse_it():
	assert plan_extract(read(HEADER + ADA + ADA, saved=SAVED), SiteRecords()).units["new"] == 1
	reading = read(HEADER + ADA + ADA.replace("Ada", "Eda"), saved=SAVED)
	assert plan_extract(reading, SiteRecords()).units["refused"] == 1
	(fault,) = reading.units["17"].findings
	assert (fault.severity, fault.line) == (Severity.REFUSED, 3)
	assert "row 2" in fault.message
	assert "first name" in fault.message


def test_a_row_without_an_id_is_told_and_the_others_load():
	reading = read(HEADER + ",Bo,Quill,01/02/2016,Larkspur\n" + ADA, saved=SAVED)
	assert plan_extract(reading, SiteRecords()).units["clean"] == 1
	assert (reading.findings[0].severity, reading.findings[0].line) == (Severity.REFUSED, 2)
	assert "ID" in reading.findings[0].message


def test_a_missing_required_column_refuses_the_file():
	with pytest.raises(ImportRefused, match="Child's ID"):
		read("Forename,Surname\nAda,Quill\n", saved={"Forename": "first_name"})


def test_columns_that_came_or_went_are_told():
	reading = read("Case ID,Shoe size\n17,3\n", saved=SAVED)
	told = {(finding.severity, finding.column) for finding in reading.findings}
	assert (Severity.NOTE, "Shoe size") in told
	assert (Severity.WARNING, "DOB") in told


def test_without_a_saved_mapping_columns_are_suggested():
	reading = read("Child ID,First Name,Last Name,D.O.B\n1,Ada,Quill,01/02/2015\n")
	assert reading.mapping == {
		"Child ID": "child_id",
		"First Name": "first_name",
		"Last Name": "last_name",
		"D.O.B": "date_of_birth",
	}
	assert "“Child ID” as Child's ID; “First Name” as First name" in reading.findings[0].message


@pytest.mark.requirement("X2.6")
def test_a_new_child_like_one_that_is_here_is_a_warning():
	people = PersonIndex([Identity("CH-9", "9", "", "Ada", "Quill", date(2015, 2, 1))])
	reading = read(HEADER + ADA, saved=SAVED)
	plan = plan_extract(reading, SiteRecords(people=people))
	assert plan.units["warned"] == 1
	assert "CH-9" in reading.units["17"].findings[0].message


EVENTS = "Child ID,Event,Date,Notes\n"
CHILD_17 = {"17": Existing("CH-17", {"child_id": "17"})}


@pytest.mark.requirement("Y8")
def test_an_nhs_number_is_read_as_the_record_holds_it_and_a_wrong_one_left_out():
	reading = read(
		"Case ID,Forename,Surname,NHS No\n1,Ada,Quill,9990000018\n2,Bo,Quill,999 000 0019\n3,Cy,Quill,\n"
	)
	ada, bo, cy = reading.units.values()
	assert ada.records[0].values["nhs_number"] == "999 000 0018"
	assert "nhs_number" not in bo.records[0].values
	[told] = bo.findings
	assert (told.severity, told.column) == (Severity.WARNING, "NHS No")
	assert "nhs_number" not in cy.records[0].values
	again = plan_extract(reading, site_after(reading, SiteRecords())).records
	assert {record.change for _key, record in again} == {RecordChange.UNCHANGED}


def test_events_of_a_child_load_together_or_not_at_all():
	reading = read(EVENTS + "17,Review held,01/02/2026,a\n17,Dance,02/02/2026,b\n", CARE_EVENTS)
	plan = plan_extract(reading, SiteRecords(units=CHILD_17))
	assert plan.records == []
	assert "no event type “Dance”" in reading.units["17"].findings[0].message


def test_events_are_told_apart_and_loading_twice_makes_none_twice():
	text = EVENTS + "17,Review held,01/02/2026,a\n17,Review held,01/02/2026,b\n17,Order made,01/02/2026,\n"
	first = plan_extract(read(text, CARE_EVENTS), SiteRecords(units=CHILD_17))
	assert [record.change for _key, record in first.records] == [RecordChange.CREATE] * 3
	known = {record.key: Existing(f"EV-{n}", record.values) for n, (_key, record) in enumerate(first.records)}
	second = plan_extract(read(text, CARE_EVENTS), SiteRecords(units=CHILD_17, events={"17": known}))
	assert [record.change for _key, record in second.records] == [RecordChange.UNCHANGED] * 3


def test_an_event_with_an_id_of_its_own_may_move_its_date():
	header = "Child ID,Event,Date,Event ID\n"
	first = plan_extract(
		read(header + "17,Review held,01/02/2026,E1\n", CARE_EVENTS), SiteRecords(units=CHILD_17)
	)
	known = {record.key: Existing("EV-1", record.values) for _key, record in first.records}
	moved = read(header + "17,Review held,05/02/2026,E1\n", CARE_EVENTS)
	((_key, record),) = plan_extract(moved, SiteRecords(units=CHILD_17, events={"17": known})).records
	assert (record.change, record.values) == (RecordChange.CHANGE, {"event_date": date(2026, 2, 5)})


def test_one_event_id_with_two_meanings_refuses_the_child():
	header = "Child ID,Event,Date,Event ID\n"
	reading = read(header + "17,Review held,01/02/2026,E1\n17,Order made,01/02/2026,E1\n", CARE_EVENTS)
	assert plan_extract(reading, SiteRecords(units=CHILD_17)).units["refused"] == 1


def test_events_under_the_id_of_a_merged_record_count_once():
	kept = Existing("CH-17", {"child_id": "17"})
	text = EVENTS + "17,Review held,01/02/2026,a\n99,Review held,01/02/2026,a\n99,Order made,02/02/2026,\n"
	plan = plan_extract(read(text, CARE_EVENTS), SiteRecords(units={"17": kept, "99": kept}))
	assert [(key, record.values["event_type"]) for key, record in plan.records] == [
		("17", "Review held"),
		("99", "Order made"),
	]


def test_events_of_a_child_that_is_not_here_are_refused():
	reading = read(EVENTS + "18,Review held,01/02/2026,a\n", CARE_EVENTS)
	assert plan_extract(reading, SiteRecords(units=CHILD_17)).units["refused"] == 1
	(fault,) = reading.units["18"].findings
	assert (fault.severity, fault.child) == (Severity.REFUSED, "18")
	assert "18" in fault.message


def test_workers_load_with_their_job():
	reading = read("Staff ID,Name,Job title,Email\n7,Orla Brindle,SW,orla@example.invalid\n", WORKERS)
	assert reading.units["7"].records[0].values["job"] == "Social Worker"


@pytest.mark.parametrize("value", ["=1+1", "@SUM(A1)", "+441234", "-5"])
def test_what_looks_like_a_formula_in_a_csv_file_is_text(value: str):
	reading = read(f"Case ID,Forename\n17,{value}\n", saved={"Case ID": "child_id", "Forename": "first_name"})
	assert reading.units["17"].records[0].values["first_name"] == value
