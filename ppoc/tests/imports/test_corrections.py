"""Cells that somebody corrects on the import page: read in place of the file's, and never guessed."""

from __future__ import annotations

import pytest

from ppoc.children.duplicates.matching import name_words, shortened
from ppoc.imports.corrections import Correction, CorrectionFault, corrected, corrections_of, together
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.workbook_reading import SheetRow, Table

pytestmark = pytest.mark.requirement("P5.3")

FAULT = Finding(Severity.REFUSED, "No date.")
TABLE = Table(
	"tracker.xlsx",
	"SGO",
	1,
	("Name", "Start"),
	(SheetRow(2, {"Name": "F Wendinford"}, {"Start": FAULT}), SheetRow(3, {"Name": "Ada Elm"})),
)


def test_a_corrected_cell_is_read_and_its_fault_is_gone():
	(first, second) = corrected(
		TABLE,
		[Correction("SGO", 2, "Name", "Fenven Wendinford"), Correction("SGO", 2, "Start", "01/02/2027")],
	).rows
	assert first == SheetRow(2, {"Name": "Fenven Wendinford", "Start": "01/02/2027"})
	assert second is TABLE.rows[1] or second == TABLE.rows[1]


def test_a_cell_can_be_emptied():
	assert corrected(TABLE, [Correction("SGO", 3, "Name", "")]).rows[1].values == {}


@pytest.mark.parametrize(
	"elsewhere",
	[Correction("RU", 2, "Name", "x"), Correction("SGO", 9, "Name", "x"), Correction("SGO", 2, "Team", "x")],
)
def test_what_is_about_another_place_changes_nothing(elsewhere):
	assert corrected(TABLE, [elsewhere]).rows == TABLE.rows


def test_the_later_correction_of_a_cell_counts():
	first, later = Correction("SGO", 2, "Name", "a"), Correction("SGO", 2, "Name", "b")
	other = Correction("SGO", 3, "Name", "c")
	assert together([first, other], [later]) == [later, other]


CELL = {"sheet": "SGO", "line": 2, "column": "Name", "text": " Ada "}


def test_what_the_page_sends_becomes_corrections():
	assert corrections_of([CELL]) == [Correction("SGO", 2, "Name", "Ada")]


@pytest.mark.parametrize(
	"sent",
	[
		None,
		{},
		"x",
		[1],
		[{**CELL, "line": "2"}],
		[{**CELL, "line": True}],
		[{**CELL, "text": None}],
		[{**CELL, "text": "x" * 6_000}],
		[{**CELL, "more": 1}],
		[{"sheet": "SGO"}],
		[CELL] * 3_000,
	],
	ids=range(11),
)
def test_anything_else_is_refused(sent):
	with pytest.raises(CorrectionFault):
		corrections_of(sent)


@pytest.mark.parametrize(
	("short", "whole", "is_short"),
	[
		("F Wendinford", "Fenven Wendinford", True),
		("Fen Wendinford", "Fenven Wendinford", True),
		("F Wendinford", "Fenven Mary Wendinford", True),
		("G Wendinford", "Fenven Wendinford", False),
		("Fenven Wendinford", "Fenven Wendinford", False),
		("Wendinford", "Fenven Wendinford", False),
	],
)
def test_a_shortened_name_is_recognised(short, whole, is_short):
	words = [
		name_words(*name.rsplit(" ", 1)) if " " in name else name_words("", name) for name in (short, whole)
	]
	assert shortened(*words) is is_short
