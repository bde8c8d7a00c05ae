"""Reading workbooks: what people upload, and what attackers would."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ppoc.imports.findings import ImportRefused, Severity
from ppoc.imports.uploads import UploadedFile
from ppoc.imports.workbook_reading import Table, Workbook, read_workbook, table_of
from ppoc.imports.workbook_safety import MEGABYTE, WorkbookLimits
from ppoc.tests.imports.workbook_factories import (
	SHEET_1,
	compound_file,
	replace_in,
	with_parts,
	workbook,
	workbook_bytes,
)

pytestmark = pytest.mark.requirement("P5.3")
SIMPLE = {"All Data": [("ID", "Name", "Due"), ("1", "Ada", "01/02/2026"), ("2", "Bo", "")]}
HEADERS = ("ID", "Name", "Due")


def refusal(content: bytes, limits: WorkbookLimits | None = None) -> str:
	"""Returns the message and remedy with which a file is refused."""
	with pytest.raises(ImportRefused) as refused:
		read_workbook(UploadedFile("tracker.xlsx", content), limits or WorkbookLimits())
	(finding,) = refused.value.findings
	assert finding.severity is Severity.FILE
	assert finding.file == "tracker.xlsx"
	assert finding.remedy
	return f"{finding.message} {finding.remedy}"


def first_table(book: Workbook) -> Table:
	return table_of(book, book.sheets[0], HEADERS)[0]


def test_rows_keep_their_numbers_and_real_dates_stay_dates():
	rows = [("ID", "Name", "Due"), (), ("1", "Ada", datetime(2026, 2, 1))]
	table = first_table(read_workbook(workbook({"All Data": rows})))
	assert table.headers == HEADERS
	assert [(row.line, row.values) for row in table.rows] == [
		(3, {"ID": "1", "Name": "Ada", "Due": datetime(2026, 2, 1)})
	]


def test_an_empty_file_is_refused():
	assert "empty" in refusal(b"")


def test_a_file_of_200_megabytes_is_refused_by_its_size_without_being_read(tmp_path: Path):
	big = tmp_path / "big.xlsx"
	with big.open("wb") as stream:
		stream.truncate(200 * MEGABYTE)
	with pytest.raises(ImportRefused) as refused:
		read_workbook(UploadedFile("big.xlsx", big))
	assert "larger than 25 MB" in refused.value.findings[0].message


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.98])
def test_a_truncated_workbook_is_refused(keep: float):
	content = workbook_bytes(SIMPLE)
	assert "damaged or incomplete" in refusal(content[: int(len(content) * keep)])


def test_a_workbook_with_flipped_bytes_is_refused():
	content = bytearray(workbook_bytes(SIMPLE))
	with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
		offset = archive.getinfo(SHEET_1).header_offset
	for position in range(offset + 60, offset + 90):
		content[position] ^= 0xFF
	assert "damaged" in refusal(bytes(content))


def test_a_zip_bomb_is_refused_by_what_it_declares():
	bomb = with_parts(
		workbook_bytes(SIMPLE), lambda _name, data: data, {"xl/media/a.bin": bytes(20 * MEGABYTE)}
	)
	assert len(bomb) < MEGABYTE
	assert "larger" in refusal(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_refused_by_what_comes_out():
	bomb = bytearray(
		with_parts(workbook_bytes(SIMPLE), lambda _name, data: data, {"xl/media/a.bin": bytes(20 * MEGABYTE)})
	)
	declared = struct.pack("<L", 20 * MEGABYTE)
	at = bomb.rfind(declared)
	bomb[at : at + 4] = struct.pack("<L", 1000)
	assert refusal(bytes(bomb))


def test_many_parts_are_refused():
	many = {f"xl/extra/{number}.xml": b"<a/>" for number in range(60)}
	content = with_parts(workbook_bytes(SIMPLE), lambda _name, data: data, many)
	assert "parts" in refusal(content, WorkbookLimits(parts=50))


def test_a_password_protected_workbook_is_told_from_an_old_one():
	protected = refusal(compound_file("EncryptionInfo", "EncryptedPackage"))
	assert "password" in protected
	assert "Encrypt with Password" in protected
	old = refusal(compound_file("Workbook"))
	assert ".xls)" in old
	assert "password" not in old


def test_a_zip_with_a_password_is_refused():
	content = bytearray(workbook_bytes(SIMPLE))
	at = content.find(b"PK\x01\x02")
	content[at + 8] |= 1
	assert "password" in refusal(bytes(content))


@pytest.mark.parametrize(
	("part", "data", "says"),
	[
		("xl/vbaProject.bin", b"\0", ".xlsm"),
		("xl/workbook.bin", b"\0", ".xlsb"),
		("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", ".ods"),
	],
)
def test_other_kinds_of_workbook_are_named(part: str, data: bytes, says: str):
	content = with_parts(workbook_bytes(SIMPLE), lambda _name, old: old, {part: data})
	assert says in refusal(content)


def test_text_named_xlsx_is_refused_and_csv_is_offered():
	assert "CSV" in refusal(b"ID,Name\n1,Ada\n")


def test_a_zip_that_is_no_workbook_is_refused():
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		archive.writestr("hello.txt", "hello")
	assert "not an Excel workbook" in refusal(stream.getvalue())


def test_strict_open_xml_is_named():
	content = with_parts(
		workbook_bytes(SIMPLE),
		replace_in(
			"xl/workbook.xml",
			b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
			b"http://purl.oclc.org/ooxml/spreadsheetml/main",
		),
	)
	assert "Strict Open XML" in refusal(content)


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize("part", [SHEET_1, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_xml_entities_are_refused_in_every_part(part: str):
	def declare(name: str, data: bytes) -> bytes:
		if name != part:
			return data
		start = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
		return data[:start] + ENTITIES + data[start:]

	assert "entities" in refusal(with_parts(workbook_bytes(SIMPLE), declare))


def test_xml_entities_are_refused_in_another_encoding():
	def declare(name: str, data: bytes) -> bytes:
		if name != SHEET_1:
			return data
		text = data.decode().partition("?>")[2] if data.startswith(b"<?xml") else data.decode()
		return ('<?xml version="1.0" encoding="UTF-16"?>' + ENTITIES.decode() + text).encode("utf-16")

	assert "entities" in refusal(with_parts(workbook_bytes(SIMPLE), declare))


def test_broken_xml_in_a_sheet_is_refused():
	content = with_parts(workbook_bytes(SIMPLE), replace_in(SHEET_1, b"</sheetData>", b"</sheetDat"))
	assert "damaged" in refusal(content)


def test_a_formula_without_a_saved_result_is_a_fault_of_its_cell():
	rows = [("ID", "Name", "Due"), ("1", "Ada", "=TODAY()+7")]
	table = first_table(read_workbook(workbook({"All Data": rows})))
	fault = table.rows[0].faults["Due"]
	assert (fault.line, fault.column, fault.file) == (2, "Due", "tracker.xlsx")
	assert fault.message.startswith("Sheet “All Data”, row 2: ")
	assert "C2" in fault.message
	assert "formula" in fault.message


def test_a_formula_with_a_saved_result_counts_as_that_result_and_is_noted():
	content = workbook_bytes({"All Data": [("ID", "Name", "Due"), ("1", "=B9", "=C9")]})
	content = with_parts(content, replace_in(SHEET_1, b"<f>B9</f><v></v>", b"<f>B9</f><v>77</v>"))
	content = with_parts(
		content, replace_in(SHEET_1, b'<c r="C2"><f>C9</f><v></v>', b'<c r="C2" t="str"><f>C9</f><v></v>')
	)
	book = read_workbook(UploadedFile("t.xlsx", content))
	row = first_table(book).rows[0]
	assert row.values == {"ID": "1", "Name": 77}
	assert row.faults == {}
	assert "2 formulas" in book.findings[0].message


def test_an_error_in_a_cell_is_a_fault_with_its_address():
	rows = [("ID", "Name", "Due"), ("1", "#REF!", "")]

	def mark_error(book: openpyxl.Workbook) -> None:
		book["All Data"]["B2"].data_type = "e"

	row = first_table(read_workbook(workbook({"All Data": rows}, mark_error))).rows[0]
	assert "B2" in row.faults["Name"].message
	assert "#REF!" in row.faults["Name"].message
	assert "Name" not in row.values


def test_links_to_other_workbooks_are_not_followed_and_noted():
	link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
	content = with_parts(
		workbook_bytes(SIMPLE), lambda _name, data: data, {"xl/externalLinks/externalLink1.xml": link}
	)
	book = read_workbook(UploadedFile("t.xlsx", content))
	assert "other workbooks" in book.findings[0].message


def test_hidden_sheets_are_read_and_marked():
	def hide(book: openpyxl.Workbook) -> None:
		book["Old"].sheet_state = "veryHidden"

	book = read_workbook(workbook({**SIMPLE, "Old": [("x",)]}, hide))
	assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("All Data", False), ("Old", True)]


def test_a_value_merged_over_rows_counts_for_each_row_and_is_noted():
	rows = [("ID", "Name", "Team"), ("1", "Ada", "Larkspur"), ("2", "Bo", None), ("3", "Cy", None)]
	book = read_workbook(workbook({"All Data": rows}, lambda book: book["All Data"].merge_cells("C2:C3")))
	assert [row.values.get("Team") for row in first_table(book).rows] == ["Larkspur", "Larkspur", None]
	assert re.search("C2.*C3.*merged", book.findings[0].message)


def test_a_title_merged_across_columns_changes_nothing():
	rows = [("Tracker of the north", None, None), ("ID", "Name", "Due"), ("1", "Ada", "x")]
	book = read_workbook(workbook({"All Data": rows}, lambda book: book["All Data"].merge_cells("A1:C1")))
	table = first_table(book)
	assert table.header_line == 2
	assert book.findings == ()


def test_the_header_is_found_below_titles_and_notes():
	rows = [("Planning permanence", None), (), ("Updated", "03/02/2026", "by the team"), ("Child ID", "Name")]
	book = read_workbook(workbook({"All Data": [*rows, ("9", "Ada")]}))
	table, _findings = table_of(book, book.sheets[0], ["child id", "NAME", "Date of birth"])
	assert (table.header_line, table.headers[:2]) == (4, ("Child ID", "Name"))
	assert table.rows[0].values == {"Child ID": "9", "Name": "Ada"}


def test_a_sheet_without_a_header_is_refused():
	book = read_workbook(workbook({"All Data": [(1, 2, 3), (4, 5, 6)]}))
	with pytest.raises(ImportRefused, match="column names"):
		table_of(book, book.sheets[0], HEADERS)


def test_repeated_and_missing_column_names_get_names_of_their_own():
	rows = [("ID", "Notes", "notes ", None, None), ("1", "a", "b", "c", None)]
	book = read_workbook(workbook({"All Data": rows}))
	table, findings = table_of(book, book.sheets[0], ["ID", "Notes"])
	assert table.headers == ("ID", "Notes", "notes (column C)", "Column D")
	assert table.rows[0].values == {"ID": "1", "Notes": "a", "notes (column C)": "b", "Column D": "c"}
	assert [finding.line for finding in findings] == [1, 1]
	assert "columns B and C" in findings[0].message


def test_a_false_dimension_hides_no_rows():
	content = with_parts(workbook_bytes(SIMPLE), replace_in(SHEET_1, b'ref="A1:C3"', b'ref="A1:A1"'))
	table = first_table(read_workbook(UploadedFile("t.xlsx", content)))
	assert [row.values.get("Name") for row in table.rows] == ["Ada", "Bo"]


def test_reading_ends_after_many_empty_formatted_rows_and_says_so():
	def far_away(book: openpyxl.Workbook) -> None:
		book["All Data"]["A1048576"] = "lost"

	book = read_workbook(workbook(SIMPLE, far_away), WorkbookLimits(empty_rows=100))
	assert len(book.sheets[0].rows) == 3
	assert "row 3" in book.findings[0].message


def test_too_many_rows_are_refused():
	rows = [("ID", "Name"), *((str(number), "x") for number in range(30))]
	assert "20" in refusal(workbook_bytes({"All Data": rows}), WorkbookLimits(rows=20))


def test_the_1904_date_system_is_told():
	def old_mac(book: openpyxl.Workbook) -> None:
		book.epoch = CALENDAR_MAC_1904

	rows = [("ID", "Name", "Due"), ("1", "Ada", datetime(2026, 2, 1))]
	book = read_workbook(workbook({"All Data": rows}, old_mac))
	assert book.date1904
	assert first_table(book).rows[0].values["Due"] == datetime(2026, 2, 1)


def test_spaces_and_line_ends_of_copied_text_are_cleaned():
	rows = [("ID", "Name", "Due"), ("\u00a070001\u200b ", "Ada _x000D_\r\n Bo", "  ")]
	row = first_table(read_workbook(workbook({"All Data": rows}))).rows[0]
	assert row.values == {"ID": "70001", "Name": "Ada\nBo"}
