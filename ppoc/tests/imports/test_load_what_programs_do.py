"""What Excel, SQL and case systems do to files: what is unambiguous is read, one fault costs one row."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from ppoc.children.blank_words import is_nothing
from ppoc.children.duplicates.matching import Identity, find_pairs
from ppoc.database.record_difference import Existing
from ppoc.imports.cell_values import CellError, written_date
from ppoc.imports.extract import ExtractSettings, read_extract
from ppoc.imports.extract_planning import SiteRecords, plan_extract
from ppoc.imports.mapping import NameIndex
from ppoc.imports.names import read_names
from ppoc.imports.ssda903.changes import plan_child, scope_of
from ppoc.imports.tracker.reading import TrackerSettings, read_tracker
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.tests import factories
from ppoc.tests.imports import through_page
from ppoc.tests.imports.ssda903_factories import (
	TODAY,
	episode,
	header,
	held_after,
	permanence,
	read,
	review,
	uploads,
)
from ppoc.tests.imports.workbook_factories import child_row, plan_row, tracker

pytestmark = pytest.mark.requirement("X2.1")
HEADER = "Child ID,Forename,Surname,DOB,Ethnicity,UPN\n"


def extract(text: str, loads: str = "Children", **held: Any) -> tuple[Any, Any]:
	links = {"event_type": NameIndex([("Final hearing", "Final hearing")])}
	reading = read_extract(UploadedFile("e.csv", text.encode()), ExtractSettings(loads, TODAY, links=links))
	units = {key.strip("_"): Existing(f"CH{key}", values) for key, values in held.items()}
	return reading, plan_extract(reading, SiteRecords(units))


def values_of(text: str, **held: Any) -> dict[str, object]:
	((_key, record),) = extract(text, **held)[1].records
	return record.values


# Words for nothing


@pytest.mark.parametrize(
	"word",
	["NULL", "null", "None", "nan", "NaN", "N/A", "#N/A", "\\N", "(null)", "<NULL>", "-", "--", "NaT", " "],
)
def test_a_word_for_nothing_is_no_value_in_an_extract(word: str):
	text = f"{HEADER}7,Ada,{word},{word},{word},{word}\n"
	assert values_of(text) == {"child_id": "7", "first_name": "Ada"}


@pytest.mark.parametrize("name", ["Null", "Nan", "Nil", "Na", "Nona", "A", "O'Null"])
def test_a_name_that_only_looks_like_such_a_word_stays(name: str):
	assert not is_nothing(name, name=True)
	assert values_of(f"{HEADER}7,Ada,{name},,Null,nULL\n")["last_name"] == name


def test_words_for_nothing_take_nothing_away_and_are_shared_by_nobody():
	held = {
		"last_name": "Marsh",
		"ethnicity": "Chinese",
		"upn": "A123456789012",
		"date_of_birth": date(2015, 2, 1),
	}
	_reading, plan = extract(f"{HEADER}7,NULL,NULL,NULL,NULL,NULL\n", _7={"child_id": "7", **held})
	assert plan.units["unchanged"] == 1
	assert find_pairs([Identity("1", "1", upn="NULL"), Identity("2", "2", upn="NULL")]) == []


def test_a_return_of_a_sql_export_has_no_word_for_nothing_in_it():
	loaded = read(
		headers=[
			header(ETHNIC="NULL", UPN="NULL", MC_DOB="NULL", MOTHER="NULL"),
			header(CHILD="0002", UPN="null"),
		],
		episodes=[
			episode("01/06/2025", "NULL", "NULL", URN="NULL", HOME_POST="null"),
			episode("01/06/2025", "(null)", "None", CHILD="0002"),
		],
		previous=[permanence("Z1", LA_PERM="NULL", DATE_PERM="NULL"), permanence("Z1", CHILD="0002")],
	)
	assert [(child.ethnicity, child.upn, child.facts().looked_after) for child in loaded.children] == [
		(None, None, True),
		("WBRI", None, True),
	]
	assert loaded.children[0].episodes[0].urn is None
	assert not [finding for finding in loaded.findings if finding.rule.endswith("444")]


def test_a_names_file_names_nobody_null():
	file = UploadedFile("n.csv", b"CHILD,FORENAME,SURNAME\n1,NULL,Marsh\n2,NULL,NULL\n")
	found = read_names(file, Limits())
	assert {key: (one.first_name, one.last_name) for key, one in found.children.items()} == {
		"1": ("", "Marsh")
	}


def test_no_potential_in_a_tracker_is_still_said_with_the_word_none():
	book = tracker(
		[child_row(**{"Potential_for_Permanence?": "None", "CIC_Team": None, "Allocated_SW": "NULL"})]
	)
	(child,) = read_tracker(book, TrackerSettings(TODAY, default_team="T")).children
	assert (child.values["potential"], "social_worker" in child.values) == ("No potential", False)


# Dates


@pytest.mark.parametrize(
	"written",
	[
		"2024-06-01", "2024-06-01 00:00:00", "2024-06-01T00:00:00.000", "2024-06-01T00:00:00Z", "01/06/2024 00:00",
		"01/06/2024 00:00:00", "01-06-2024", "01.06.2024", "1 June 2024", "01-Jun-2024", "01/06/24", "45444",
		"2024/06/01", "20240601", "01/06/2024 12:00:00 AM", "1-Jun-24", "Sat 01/06/2024",
	],
)  # fmt: skip
def test_a_date_that_can_mean_one_day_only_is_read(written: str):
	assert written_date(written) == date(2024, 6, 1)
	assert read(episodes=[episode(written)]).children[0].episodes[0].started_on == date(2024, 6, 1)


@pytest.mark.parametrize(
	"written", ["TBC", "May 2027", "2024", "06/2024", "2024-06-01T23:00:00Z", "13/13/2024", "?"]
)
def test_a_date_that_is_not_sure_is_not_read(written: str):
	with pytest.raises(CellError):
		written_date(written)


def test_two_digits_of_a_birth_in_the_last_century_are_read():
	assert read(headers=[header(DOB="03/05/98")]).children[0].date_of_birth == date(1998, 5, 3)


@pytest.mark.parametrize("words", ["TBC", "May 2027", "after the hearing", "Q3", "31/02/2027"])
def test_words_in_a_predicted_start_are_kept_with_the_progress(words: str):
	book = tracker(
		[child_row(CIC_Team=None, Allocated_SW=None)],
		sgo=[plan_row(Predicted_Start_Date=words, Progress="Aunt met")],
	)
	reading = read_tracker(book, TrackerSettings(TODAY, default_team="T"))
	(plan,) = reading.plans
	assert not reading.refused
	assert plan.values["progress"] == f"Aunt met\nPredicted start: {words}"
	assert [one.column for one in reading.findings if "kept with the progress" in one.message] == [
		"Predicted Start Date"
	]


# One fault, one row


def test_a_value_that_is_too_long_costs_itself_and_is_told_in_the_preview():
	reading, plan = extract(f"{HEADER}7,Ada,{'M' * 80},01/02/2015,WBRI,{'9' * 14}\n8,Bo,Marsh,01/02/2016,,\n")
	assert plan.units["new"] == 2
	assert [sorted(record.values) for _key, record in plan.records] == [
		["child_id", "date_of_birth", "ethnicity", "first_name"],
		["child_id", "date_of_birth", "first_name", "last_name"],
	]
	told = [one.message for one in reading.all_findings() if "can be kept" in one.message]
	assert [("80 characters" in one, "14 characters" in one) for one in told] == [
		(False, True),
		(True, False),
	]


def test_an_id_that_is_too_long_costs_its_row():
	reading, plan = extract(f"{HEADER}{'7' * 14}x{'7' * 90},Ada,Marsh,,,\n8,Bo,Marsh,,,\n")
	assert [key for key, _record in plan.records] == ["8"]
	assert any("can be kept" in one.message for one in reading.all_findings())


def test_long_notes_of_an_event_cost_the_notes_only():
	text = f"Child ID,Event,Date,Notes\n7,Final hearing,01/02/2026,{'x' * 400}\n"
	_reading, plan = extract(text, "Care events", _7={"child_id": "7"})
	((_key, record),) = plan.records
	assert "details" not in record.values
	assert plan.units["warned"] == 1


def test_a_fault_in_a_side_table_leaves_the_episodes():
	loaded = read(
		reviews=[review("31/02/2026"), review("01/03/2026")], previous=[permanence("P2", DATE_PERM="soon")]
	)
	(child,) = loaded.children
	assert (len(child.episodes), [event.event_type for event in child.row_events].count("Review held")) == (
		1,
		1,
	)
	assert loaded.counts.refused == 0


# Two sources, one value


@pytest.mark.parametrize("written", ["WBRI", "wbri", "White British", "White - British", "WHITE BRITISH"])
def test_ethnicity_does_not_flip_between_words_and_code(written: str):
	held = held_after(read())["0001"].fields
	text = f"Child ID,Ethnicity\n0001,{written}\n"
	assert extract(text, _1=dict(held, child_id="0001"))[1].units["unchanged"] == 1


def test_words_of_an_extract_never_take_the_place_of_a_code_of_the_return():
	held = {"child_id": "7", "ethnicity": "WBRI"}
	assert extract("Child ID,Ethnicity\n7,English\n", _7=held)[1].units["unchanged"] == 1
	assert values_of("Child ID,Ethnicity\n7,English\n", _7={"child_id": "7"}) == {"ethnicity": "English"}


def test_a_upn_in_small_letters_is_no_change():
	held = {"child_id": "7", "upn": "A123456789012"}
	assert extract("Child ID,UPN\n7,a123456789012\n", _7=held)[1].units["unchanged"] == 1


def test_the_order_of_the_rows_does_not_decide_between_two_hearings():
	rows = [
		"7,Final hearing,01/02/2026,Adjourned\n",
		"7,Final hearing,01/02/2026,Order made\n",
		"7,Final hearing,01/01/2026,\n",
	]
	head = "Child ID,Event,Date,Notes\n"
	plans = [extract(head + "".join(order), "Care events", _7={})[1].records for order in (rows, rows[::-1])]
	one, other = ([(record.key, record.values) for _key, record in plan] for plan in plans)
	assert one == other
	assert [values["event_date"].month for _key, values in one] == [1, 2, 2]


def test_histories_of_two_returns_that_overlap_are_noticed():
	earlier = read(episodes=[episode("01/06/2024", "01/03/2025", "E4A")])
	later = read(episodes=[episode("01/02/2025", LS="C2")], reviews=[review("01/09/2025")])
	plan = plan_child(later.children[0], held_after(earlier)["0001"], scope_of(later, 2025))
	assert [(before.key, after.key) for before, after in plan.overlaps] == [("2024-06-01", "2025-02-01")]


# Whole files through the page


def test_a_return_that_excel_and_sql_have_been_through_loads(loader: Any):
	files = [
		UploadedFile(
			"header.csv",
			"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB,Name,,\r\n"
			"0001,F,2014-05-03 00:00:00,WBRI,NULL,,,Siân,,\r\n0002,M,03/05/2013 00:00,CHNE\r\n".encode(
				"cp1252"
			),
		),
		UploadedFile(
			"episodes.csv",
			b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\r\n"
			b"1,2025-06-01 00:00:00,S,C2,N1,U6,PR1,NULL,NULL,,,,\r\n0002,2025-07-01T00:00:00,S,V2,N1,U6,PR1\r\n",
		),
		UploadedFile(
			"reviews.csv", b"CHILD,DOB,REVIEW,REVIEW_CODE,,\r\n0001,2014-05-03,2025-08-01,PN1,,\r\n"
		),
	]
	place = {"locality": loader.locality, "team": loader.name}
	shown = through_page.preview("SSDA903 return", files, **place)
	assert (shown["children_new"], shown["children_refused"]) == (2, 0)
	told = " ".join(through_page.told(shown))
	assert "not read: Name" in told
	assert "Windows-1252" in told
	assert "fewer values" in told
	through_page.load(shown["name"])
	held = {row.child_id: row for row in frappe.get_all("Child", {"team": loader.name}, ["*"])}
	assert [(str(held[key].date_of_birth), held[key].looked_after) for key in ("0001", "0002")] == [
		("2014-05-03", 1),
		("2013-05-03", 1),
	]
	assert through_page.preview("SSDA903 return", files, **place)["children_unchanged"] == 2


def test_young_people_who_are_only_in_the_header_do_not_become_children_unless_asked_for(loader: Any):
	files = uploads(headers=[header(), header(CHILD="0900", UPN="UN1", DOB="01/01/2005")])
	place = {"locality": loader.locality, "team": loader.name}
	shown = through_page.preview("SSDA903 return", files, **place)
	assert (shown["children_new"], list(through_page.sentences(shown))) == (1, ["0001"])
	assert any("left out: 0900" in line for line in through_page.told(shown, "Note"))
	asked = through_page.preview("SSDA903 return", files, without_episodes="1", **place)
	assert asked["children_new"] == 2


def test_a_care_leaver_who_is_held_already_stays_and_is_kept_up(loader: Any):
	factories.make_child(child_id="0900", team=loader.name, date_of_birth="2005-01-01", ethnicity="", upn="")
	files = uploads(headers=[header(), header(CHILD="0900", UPN="UN1", DOB="01/01/2005", ETHNIC="CHNE")])
	shown = through_page.preview("SSDA903 return", files, locality=loader.locality, team=loader.name)
	assert through_page.sentences(shown)["0900"] == ["Sex: blank → Female", "Ethnicity: blank → Chinese"]
	assert not through_page.told(shown, "Refused")


def test_an_extract_with_one_row_that_cannot_be_kept_loads_the_others(loader: Any):
	text = (
		HEADER
		+ f"7,Ada,{'M' * 200},01/02/2015,NULL,NULL\n8,Bo,Marsh,TBC,,\n9,Cy,Marsh,2016-02-01 00:00:00,,\n"
	)
	place = {"locality": loader.locality, "team": loader.name}
	shown = through_page.preview("Extract", [UploadedFile("e.csv", text.encode())], **place)
	assert (shown["children_clean"], shown["children_warned"], shown["children_refused"]) == (1, 1, 1)
	assert through_page.load(shown["name"])["status"] == "Loaded"
	held = {row.child_id: row.full_name for row in frappe.get_all("Child", {"team": loader.name}, ["*"])}
	assert held == {"7": "Ada", "9": "Cy Marsh"}
