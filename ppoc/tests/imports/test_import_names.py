"""Reading a names file."""

from __future__ import annotations

import pytest

from ppoc.imports.findings import ImportRefused, Severity
from ppoc.imports.names import NamesReading, changes_of, read_names
from ppoc.imports.uploads import Limits, UploadedFile

pytestmark = pytest.mark.requirement("X2.1")


def reading(text: str) -> NamesReading:
	return read_names(UploadedFile("names.csv", text.encode()), Limits())


def test_columns_may_stand_in_any_order():
	child = reading("surname,child,forename\n Invented , 007a , Ada  May\n").children["007A"]
	assert (child.first_name, child.last_name, child.line) == ("Ada May", "Invented", 2)


def test_missing_columns_are_named():
	with pytest.raises(ImportRefused) as caught:
		reading("CHILD,FORENAME,NAME\n1,Ada,x\n")
	assert [(f.column, f.severity) for f in caught.value.findings] == [("SURNAME", Severity.FILE)]


def test_other_columns_are_named_and_not_read():
	found = reading("CHILD,FORENAME,SURNAME,Team,DOB\n1,Ada,Invented,x,y\n")
	assert [one.message for one in found.findings.listed] == ["These columns were not read: Team, DOB."]
	assert found.children["1"].last_name == "Invented"


@pytest.mark.parametrize(
	("row", "column"), [(",Ada,Invented", "CHILD"), ("2,,", "SURNAME"), (f"2,{'x' * 71},y", "SURNAME")]
)
def test_row_that_cannot_be_used_is_refused_with_its_place(row: str, column: str):
	found = reading(f"CHILD,FORENAME,SURNAME\n1,Ada,Invented\n{row}\n")
	(finding,) = found.findings.listed
	assert (finding.severity, finding.line, finding.column) == (Severity.REFUSED, 3, column)
	assert list(found.children) == ["1"]


def test_id_with_two_names_is_refused_and_with_one_twice_is_not():
	found = reading("CHILD,FORENAME,SURNAME\n1,Ada,Invented\n1,Ada,Invented\n2,Bo,Made\n2,Cy,Made\n")
	assert list(found.children) == ["1"]
	assert [finding.child for finding in found.findings.listed] == ["2"]


def test_blank_part_leaves_what_is_held():
	child = reading("CHILD,FORENAME,SURNAME\n1,Ada,\n").children["1"]
	assert changes_of(child, {"first_name": "Old", "last_name": "Invented"}) == {"first_name": "Ada"}
