"""Cells become values: British dates, serial numbers, marks, choices and links."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ppoc.imports.cell_values import CellError, Dates, convert, to_check, to_date, to_number, to_text
from ppoc.imports.mapping import NameIndex, TargetField

pytestmark = pytest.mark.requirement("X2.2")
DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
	"written",
	[
		DAY,
		datetime(2026, 3, 5, 14, 30),
		"05/03/2026",
		"5/3/26",
		"05.03.2026",
		"5-3-2026",
		"2026-03-05",
		"2026-03-05 00:00:00",
		"05/03/2026 14:30",
		"5 Mar 2026",
		"5th March 2026",
		"Thursday 5 March 2026",
		46086,
		46086.6,
		"46086",
	],
)
def test_dates_are_read_as_people_write_them(written: object):
	assert to_date(written) == DAY


def test_serial_numbers_of_old_mac_workbooks_count_from_1904():
	assert to_date(46086 - 1462, Dates(date1904=True)) == DAY


def test_the_month_stands_first_only_when_the_mapping_says_so():
	assert to_date("03/05/2026", Dates(month_first=True)) == DAY
	assert to_date("03/05/2026") == date(2026, 5, 3)


@pytest.mark.parametrize(
	("written", "says"),
	[
		("31/02/2026", "there is no day"),
		("03/25/2026", "the other way round"),
		("TBC", "is not a date"),
		("March 2026", "is not a date"),
		("12/03/1066", "not between 1990"),
		(12, "not between 1990"),
		(float("inf"), "is not a date"),
		(10**12, "is not a date"),
		(True, "is not a date"),
	],
)
def test_what_is_no_day_is_refused_with_a_remedy(written: object, says: str):
	with pytest.raises(CellError, match=says) as refused:
		to_date(written)
	assert "05/03/2026" in refused.value.remedy


@pytest.mark.parametrize(
	("written", "value"), [("Y", True), ("yes ", True), (1, True), ("No", False), (False, False)]
)
def test_marks_are_yes_or_no(written: object, value: bool):
	assert to_check(written) is value


def test_a_mark_that_is_neither_is_refused():
	with pytest.raises(CellError, match="neither yes nor no"):
		to_check("perhaps")


def test_numbers_in_text_fields_lose_their_decimal_point():
	assert (to_text(70001.0), to_text(1.5), to_text(DAY)) == ("70001", "1.5", "05/03/2026")
	assert to_number("1,200") == 1200
	with pytest.raises(CellError):
		to_number("many")


def test_choices_are_found_by_their_spellings_and_others_listed():
	field = TargetField(
		"potential", "Potential", "choice", choices={"Potential now": ("yes",), "No potential": ("no",)}
	)
	assert convert("YES", field) == "Potential now"
	with pytest.raises(CellError) as refused:
		convert("banana", field)
	assert "Potential now, No potential" in refused.value.remedy


def test_a_link_is_found_by_name_and_an_unknown_one_names_the_nearest():
	field = TargetField("team", "Team", "link")
	links = {"team": NameIndex([("Larkspur", "T1"), ("Heron", "T2"), ("Heron", "T3")])}
	assert convert("larkspur", field, links) == "T1"
	with pytest.raises(CellError, match="no team “Larkspr”") as refused:
		convert("Larkspr", field, links)
	assert "Larkspur" in refused.value.remedy
	with pytest.raises(CellError, match="names 2 records"):
		convert("Heron", field, links)


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_cell_says_nothing(empty: object):
	assert convert(empty, TargetField("due", "Due", "date")) is None
