"""Recognising the files of a return."""

from __future__ import annotations

import random

import pytest

from ppoc.imports.findings import ImportRefused, Severity
from ppoc.imports.ssda903.files import ALSO_READ, COLUMNS, NEEDED, READ, TableName, open_set
from ppoc.imports.uploads import UploadedFile
from ppoc.tests.imports.ssda903_factories import read, uploads

pytestmark = pytest.mark.requirement("X2.1")


def named(table: TableName, name: str = "x.csv", columns: list[str] | None = None) -> UploadedFile:
	return UploadedFile(name, (",".join(columns or COLUMNS[table]) + "\n").encode())


def refused(files: list[UploadedFile]) -> list[tuple[str, str]]:
	with pytest.raises(ImportRefused) as caught:
		open_set(files)
	assert all(finding.severity is Severity.FILE and finding.remedy for finding in caught.value.findings)
	return [(finding.file, finding.message) for finding in caught.value.findings]


def test_tables_are_known_by_their_columns_in_any_order_and_under_any_name():
	files = []
	for number, table in enumerate(NEEDED):
		columns = list(COLUMNS[table])
		random.Random(number).shuffle(columns)
		files.append(named(table, f"export{number}.txt", [column.lower() for column in columns]))
	assert set(open_set(files).tables) == set(NEEDED)


def test_values_follow_their_columns_whatever_the_order():
	files = uploads()
	lines = [line.split(",") for line in files[0].source.decode().splitlines()]
	turned = "\n".join(",".join(reversed(values)) for values in lines) + "\n"
	child = read([UploadedFile("header.csv", turned.encode()), *files[1:]]).children[0]
	assert (child.child_id, child.upn, child.ethnicity) == ("0001", "A123456789012", "WBRI")


@pytest.mark.parametrize("table", [table for table in TableName if table not in READ])
def test_other_tables_of_the_set_are_named_as_not_needed(table: TableName):
	loaded = read([*uploads(), named(table, "other.csv")])
	(note,) = (finding for finding in loaded.findings if finding.file == "other.csv")
	assert note.severity is Severity.NOTE
	assert f"the {table.value} table. It is not needed" in note.message
	assert loaded.counts.clean == 1


@pytest.mark.parametrize("table", ALSO_READ)
def test_tables_that_few_children_are_in_may_be_there_without_rows_or_not_at_all(table: TableName):
	assert not [finding for finding in read(uploads()).findings if table.value in finding.message]
	(note,) = (f for f in read([*uploads(), named(table, "x.csv")]).findings if f.file == "x.csv")
	assert (note.severity, "column names and no rows" in note.message) == (Severity.NOTE, True)


def test_missing_column_is_named_with_its_table():
	columns = [column for column in COLUMNS[TableName.EPISODES] if column != "DECOM"]
	(fault,) = refused([*uploads()[:1], named(TableName.EPISODES, "ep.csv", columns)])
	assert fault[0] == "ep.csv"
	assert "DECOM" in fault[1]
	assert "Episodes" in fault[1]


def test_columns_that_do_not_belong_are_named_per_file_and_not_read():
	loaded = read(
		[
			named(TableName.REVIEWS, "r.csv", [*COLUMNS[TableName.REVIEWS], "Worker"]),
			named(TableName.PREVIOUS_PERMANENCE, "p.csv", ["TEAM", *COLUMNS[TableName.PREVIOUS_PERMANENCE]]),
			*uploads()[:2],
		]
	)
	told = {
		finding.file: finding.message for finding in loaded.findings if "were not read" in finding.message
	}
	assert told == {
		"r.csv": "These columns do not belong to the Reviews table and were not read: Worker.",
		"p.csv": "These columns do not belong to the PrevPerm table and were not read: TEAM.",
	}


def test_file_of_no_table_is_refused():
	faults = refused([*uploads(), UploadedFile("stock.csv", b"SKU,PRICE\n1,2\n")])
	((name, message),) = faults
	assert name == "stock.csv"
	assert "SKU, PRICE" in message


def test_same_table_twice_is_refused():
	faults = refused([*uploads(), named(TableName.HEADER, "old header.csv")])
	((name, message),) = faults
	assert name == "old header.csv"
	assert "Header" in message
	assert " header.csv" in message


@pytest.mark.parametrize(("place", "table"), [(0, "Header"), (1, "Episodes")])
def test_set_without_header_or_episodes_is_refused(place: int, table: str):
	files = uploads()
	del files[place]
	((_, message),) = refused(files)
	assert table in message


def test_set_without_other_files_loads_and_says_so():
	loaded = read(uploads()[:2])
	said = {finding.file for finding in loaded.findings if finding.severity is Severity.WARNING}
	assert said == {"(Reviews)", "(PlacedAdoption)", "(PrevPerm)"}
	assert loaded.counts.clean == 1


@pytest.mark.parametrize(("files", "said"), [([], "only the CSV set"), (uploads(), "mixes XML and CSV")])
def test_xml_is_refused_alone_and_mixed(files: list[UploadedFile], said: str):
	((name, message),) = refused([*files, UploadedFile("return.XML", b"<RETURN/>")])
	assert name == "return.XML"
	assert said in message


def test_every_faulty_file_is_named_at_once():
	faults = refused([UploadedFile("a.csv", b""), UploadedFile("b.csv", b"\xff\xfeC\x00"), *uploads()[:1]])
	assert [name for name, _ in faults] == ["a.csv", "b.csv"]


def test_fault_inside_any_file_refuses_the_set():
	spoilt = UploadedFile("reviews.csv", b"CHILD,DOB,REVIEW,REVIEW_CODE\n0001,03/05/2014,01/02/2026,PN1,x\n")
	with pytest.raises(ImportRefused) as caught:
		read([*uploads()[:2], spoilt])
	assert [(f.file, f.line, f.column) for f in caught.value.findings] == [("reviews.csv", 2, "")]
