"""A row finds the child whose ID it has, in every kind of load, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from ppoc.children.duplicates.matching import Identity
from ppoc.database.record_difference import Existing
from ppoc.imports.another_person import doubt_about
from ppoc.imports.extract import ExtractSettings, read_extract
from ppoc.imports.extract_planning import SiteRecords, plan_extract
from ppoc.imports.findings import Severity
from ppoc.imports.tracker.planning import TrackerSite, plan_tracker
from ppoc.imports.tracker.reading import TrackerSettings, read_tracker
from ppoc.imports.uploads import UploadedFile
from ppoc.tests import factories
from ppoc.tests.imports import through_page
from ppoc.tests.imports.ssda903_factories import episode, header, permanence, read, uploads
from ppoc.tests.imports.workbook_factories import child_row, tracker, workbook_bytes

pytestmark = pytest.mark.requirement("X2.6")
TODAY = date(2026, 11, 22)
HEADER = "Child ID,Forename,Surname,DOB\n"
ADA = {"child_id": "40010", "first_name": "Ada", "last_name": "Quill", "date_of_birth": date(2015, 2, 1)}
ADA_IS = Identity("CH-1", "40010", "", "Ada", "Quill", date(2015, 2, 1))


def extract(text: str, **site: Any) -> Any:
	reading = read_extract(UploadedFile("e.csv", text.encode()), ExtractSettings("Children", TODAY))
	return reading, plan_extract(reading, SiteRecords(**site))


@pytest.mark.parametrize("written", ["4001.0", "4001.00", "4001-0", "'4001", "4,001"])
def test_an_extract_does_not_take_one_id_for_another(written: str):
	text = f'{HEADER}"{written}",Bo,Marsh,01/02/2016\n'
	_reading, plan = extract(text, units={"40010": Existing("CH-1", ADA)})
	assert [(record.name, record.values["last_name"]) for _key, record in plan.records] == [("", "Marsh")]


def test_an_id_that_a_spreadsheet_shortened_is_refused_with_its_place():
	reading, plan = extract(HEADER + "1.23457E+11,Bo,Marsh,01/02/2016\n")
	assert plan.records == []
	(finding,) = [
		one for one in reading.all_findings() if one.severity is Severity.REFUSED and "E+11" in one.message
	]
	assert (finding.line, finding.column) == (2, "Child ID")


def test_a_number_in_a_workbook_with_more_digits_than_excel_keeps_is_refused():
	content = workbook_bytes({"Sheet": [("Child ID", "Surname"), (1234567890123456789.0, "Marsh")]})
	reading = read_extract(UploadedFile("e.xlsx", content), ExtractSettings("Children", TODAY))
	assert plan_extract(reading, SiteRecords()).records == []


@pytest.mark.parametrize(
	("given", "severity"),
	[
		(Identity("", "40010", "", "Ada", "Marsh", date(2016, 2, 1)), Severity.WARNING),
		(Identity("", "40010", "", "Bo", "Marsh"), Severity.WARNING),
		(Identity("", "040010", "", "Ada", "Quill", date(2016, 2, 1)), Severity.REFUSED),
		(Identity("", "40010", "", "Ada", "Marsh", date(2015, 2, 1)), None),
		(Identity("", "40010", "", "Ada", "QUILL", date(2015, 1, 2)), None),
		(Identity("", "040010", "", "", "", date(2015, 2, 1)), None),
	],
)
def test_a_row_that_would_make_a_child_somebody_else_is_never_clean(
	given: Identity, severity: Severity | None
):
	doubt = doubt_about(given, ADA_IS)
	assert (doubt.severity if doubt else None) is severity


def test_an_extract_that_changes_surname_and_birth_waits_for_a_person():
	text = HEADER + "40010,Ada,Marsh,01/02/2016\n"
	reading = read_extract(UploadedFile("e.csv", text.encode()), ExtractSettings("Children", TODAY))
	plan = plan_extract(reading, SiteRecords({"40010": Existing("CH-1", ADA)}), only_clean=True)
	assert (plan.records, plan.units["clean"]) == ([], 0)
	assert any("surname, date of birth together" in finding.message for finding in reading.all_findings())


def test_a_tracker_that_changes_surname_and_birth_says_so():
	book = tracker([child_row("40010", Surname="Marsh", DOB="01/02/2016", CIC_Team=None, Allocated_SW=None)])
	reading = read_tracker(book, TrackerSettings(TODAY, default_team="T"))
	site = TrackerSite({"40010": Existing("CH-1", ADA)})
	assert ["perhaps the ID is another" in f.message for f in plan_tracker(reading, site).findings] == [True]


def test_zeros_that_one_file_of_a_return_has_lost_are_found_again():
	loaded = read(episodes=[episode("01/06/2025", CHILD="1")], previous=[permanence("Z1", CHILD="1.0")])
	assert (loaded.counts.refused, loaded.counts.clean) == (0, 1)
	assert [(child.child_id, len(child.episodes)) for child in loaded.children] == [("0001", 1)]


def test_two_children_of_a_return_whose_ids_differ_by_a_zero_stay_two():
	loaded = read(
		headers=[header(), header(CHILD="1", UPN="UN1")],
		episodes=[episode("01/06/2025"), episode("01/05/2025", CHILD="1")],
		previous=[permanence("Z1"), permanence("Z1", CHILD="1")],
	)
	assert {child.child_id: child.episodes[0].started_on.month for child in loaded.children} == {
		"0001": 6,
		"1": 5,
	}


def ids_in(team: Any) -> list[str]:
	return frappe.get_all("Child", {"team": team.name}, pluck="child_id", order_by="child_id")


def test_a_child_whose_zeros_a_workbook_lost_is_not_made_twice_by_the_return(loader: Any):
	row = child_row(1, CIC_Team=loader.name, Allocated_SW=None, DOB="03/05/2014")
	book = tracker([[*row[:-2], "", ""]])
	shown = through_page.preview("Tracker workbook", [book], locality=loader.locality)
	through_page.load(shown["name"])
	shown = through_page.preview("SSDA903 return", uploads(), locality=loader.locality, team=loader.name)
	assert (shown["children_new"], shown["children_changed"]) == (0, 1)
	through_page.load(shown["name"])
	assert ids_in(loader) == ["1"]
	assert (
		frappe.db.count("Care Episode", {"child": frappe.db.get_value("Child", {"team": loader.name})}) == 1
	)


def test_a_return_does_not_overwrite_the_child_whose_id_is_only_nearly_the_same(loader: Any):
	factories.make_child(child_id="1", team=loader.name, date_of_birth="2010-01-01", upn="")
	shown = through_page.preview("SSDA903 return", uploads(), locality=loader.locality, team=loader.name)
	assert (shown["children_new"], shown["children_changed"], shown["children_refused"]) == (0, 0, 1)
	assert any("nearly that of the child 1" in line for line in through_page.told(shown, "Refused"))


def test_a_held_id_as_written_counts_before_one_without_zeros(loader: Any):
	for child_id in ("1", "0001"):
		factories.make_child(child_id=child_id, team=loader.name, date_of_birth="2014-05-03", upn="")
	shown = through_page.preview("SSDA903 return", uploads(), locality=loader.locality, team=loader.name)
	through_page.load(shown["name"])
	with_episodes = frappe.get_all("Care Episode", pluck="child")
	assert frappe.get_all("Child", {"name": ["in", with_episodes]}, pluck="child_id") == ["0001"]


def test_an_id_that_could_be_either_of_two_is_refused(loader: Any):
	for child_id in ("01", "001"):
		factories.make_child(child_id=child_id, team=loader.name)
	shown = through_page.preview("SSDA903 return", uploads(), locality=loader.locality, team=loader.name)
	assert shown["children_refused"] == 1
	assert through_page.told(shown, "Refused") == ["The ID 0001 could be any of these here: 001, 01."]


def test_a_names_file_with_a_number_for_an_id_names_the_right_child(loader: Any):
	for child_id in ("4001", "40010"):
		factories.make_child(child_id=child_id, team=loader.name, first_name="", last_name="")
	file = UploadedFile("names.csv", b"CHILD,FORENAME,SURNAME\n4001.0,Ada,Invented\n")
	through_page.load(through_page.preview("Names", [file])["name"])
	held = {row.child_id: row.full_name for row in frappe.get_all("Child", {"team": loader.name}, ["*"])}
	assert held == {"4001": "Ada Invented", "40010": "Child 40010"}
