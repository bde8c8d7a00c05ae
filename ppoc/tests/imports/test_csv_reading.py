"""Reading CSV files: what is accepted, and what each faulty file is told."""

from __future__ import annotations

import io
import re
import tracemalloc
from pathlib import Path

import pytest

from ppoc.imports.csv_reading import CsvRow, read_csv
from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.uploads import MEGABYTE, Limits, UploadedFile, files_of_folder

pytestmark = pytest.mark.requirement("X2.1")


def rows(text: str | bytes, limits: Limits | None = None) -> list[CsvRow]:
	content = text.encode() if isinstance(text, str) else text
	return list(read_csv(UploadedFile("a.csv", content), limits).rows())


def refusal(text: str | bytes, limits: Limits | None = None) -> Finding:
	with pytest.raises(ImportRefused) as caught:
		rows(text, limits)
	finding = caught.value.findings[0]
	assert finding.severity is Severity.FILE
	assert finding.file == "a.csv"
	assert finding.remedy
	return finding


def test_rows_carry_the_line_they_begin_on_past_quoted_line_ends():
	assert rows('CHILD,NOTE\r\n1,"two\r\nlines"\r\n\r\n2,x\r\n') == [
		(2, ("1", "two\r\nlines")),
		(5, ("2", "x")),
	]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf8_is_read_with_and_without_byte_order_mark(mark: str):
	table = read_csv(UploadedFile("a.csv", f"{mark}CHILD,NAME\n1,Zoë\n".encode()))
	assert table.columns == ("CHILD", "NAME")
	assert [row.values for row in table.rows()] == [("1", "Zoë")]


def test_old_mac_line_ends_are_read():
	assert rows("CHILD,N\r1,a\r2,b\r") == [(2, ("1", "a")), (3, ("2", "b"))]


def test_leading_zeros_and_formulas_stay_text():
	values = ("007", "=1+1", "+44", "-3", "@x")
	assert rows("A,B,C,D,E\n" + ",".join(values) + "\n") == [(2, values)]


def test_blank_rows_are_passed_over_and_noted():
	table = read_csv(UploadedFile("a.csv", b"A,B\n1,2\n\n,,,\n3,4\n"))
	assert [row.line for row in table.rows()] == [2, 5]
	(note,) = table.findings
	assert (note.severity, note.line) == (Severity.NOTE, 3)


def test_missing_line_end_at_the_end_is_noted():
	table = read_csv(UploadedFile("a.csv", b"A,B\n1,2"))
	assert len(list(table.rows())) == 1
	(note,) = table.findings
	assert note.severity is Severity.NOTE
	assert "line end" in note.message


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  \r\n"])
def test_empty_file_is_refused(content: bytes):
	assert refusal(content).message == "The file is empty."


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("byte", [b"\xeb", b"\x96"])
def test_windows_1252_is_refused_with_line_column_and_character(mark: bytes, byte: bytes):
	finding = refusal(mark + b"CHILD,NAME,PLACE\n1,Ann,x\n2,Zo" + byte + b",y\n")
	assert (finding.line, finding.column) == (3, "NAME")
	assert {"5", "3", byte.hex().upper(), "UTF-8"} <= set(re.findall(r"[\w-]+", finding.message))
	assert "UTF-8" in finding.remedy


def test_bad_byte_at_the_start_of_a_row_is_in_the_first_column():
	assert refusal(b"CHILD,NAME\n\xeb1,Ann\n").column == "CHILD"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_utf16_and_utf32_are_refused(encoding: str):
	finding = refusal("CHILD,NAME\n1,Ann\n".encode(encoding))
	assert "UTF-" in finding.message
	assert finding.line == 1


def test_nul_byte_is_refused_with_its_place():
	finding = refusal(b"CHILD,NAME\n1,Ann\n2,B\x00b\n")
	assert (finding.line, finding.column) == (3, "NAME")


@pytest.mark.parametrize(
	("start", "kind"),
	[
		(b"PK\x03\x04xx", "Excel workbook"),
		(b"\xd0\xcf\x11\xe0xx", "password-protected"),
		(b"%PDF-1.7", "PDF"),
	],
)
def test_other_formats_are_named(start: bytes, kind: str):
	assert kind in refusal(start).message


@pytest.mark.parametrize(
	("row", "column"), [("2,b", "C"), ("2,b,c,d", ""), ("2", "B")], ids=["too few", "too many", "one"]
)
def test_row_with_wrong_number_of_values_is_refused_with_its_line(row: str, column: str):
	finding = refusal(f"A,B,C\n1,x,y\n{row}\n3,x,y\n")
	assert (finding.line, finding.column) == (3, column)


def test_all_faulty_rows_are_named_up_to_a_limit():
	with pytest.raises(ImportRefused) as caught:
		rows("A,B\n" + "1\n" * 3 + "1,2\n" + "1\n" * 50)
	assert [finding.line for finding in caught.value.findings][:4] == [2, 3, 4, 6]
	assert len(caught.value.findings) == 20


def test_file_cut_off_in_its_last_row_is_refused_as_cut_off():
	finding = refusal("A,B,C\n1,x,y\n2,x")
	assert finding.line == 3
	assert "cut off" in finding.message


def test_quote_that_stays_open_is_refused_where_its_row_begins():
	finding = refusal('A,B\n1,x\n2,"never closed\n3,y\n')
	assert finding.line == 3
	assert "not closed" in finding.message


def test_quote_that_swallows_a_long_file_is_refused():
	assert refusal('A,B\n1,"x\n' + "2,y\n" * 100_000).line == 2


def test_value_too_long_is_refused_with_line_and_column():
	finding = refusal("A,B\n1,x\n2," + "x" * 3000 + "\n")
	assert (finding.line, finding.column) == (3, "B")


@pytest.mark.parametrize(
	("head", "said"),
	[
		("CHILD,DOB,child", "The column CHILD appears 2 times"),
		("CHILD,,DOB", "Column 2 of 3 has no name"),
		("CHILD;DOB;SEX", "not separated by commas"),
		("CHILD\tDOB", "not separated by commas"),
		("", "first line is blank"),
	],
)
def test_faulty_header_is_refused(head: str, said: str):
	finding = refusal(f"{head}\n1,2,3\n")
	assert said in finding.message
	assert finding.line == 1


def test_too_many_rows_are_refused_with_the_line():
	finding = refusal("A,B\n" + "1,2\n" * 11, Limits(rows=10))
	assert finding.line == 12


def test_200_megabytes_are_refused_without_being_read(tmp_path: Path):
	path = tmp_path / "big.csv"
	with path.open("wb") as stream:
		stream.truncate(200 * MEGABYTE)
	tracemalloc.start()
	with pytest.raises(ImportRefused, match="larger than 1 MB"):
		read_csv(UploadedFile("big.csv", path), Limits(file_bytes=MEGABYTE))
	peak = tracemalloc.get_traced_memory()[1]
	tracemalloc.stop()
	assert peak < 4 * MEGABYTE


def test_limit_of_50_megabytes_by_default():
	class Endless(io.BytesIO):
		read_so_far = 0

		def read(self, size: int | None = -1) -> bytes:
			self.read_so_far += size or 0
			return b"x" * (size or 0)

	stream = Endless()
	with pytest.raises(ImportRefused, match="larger than 50 MB"):
		read_csv(UploadedFile("endless.csv", stream))
	assert stream.read_so_far == 50 * MEGABYTE + 1


def test_file_that_is_not_there_is_refused(tmp_path: Path):
	with pytest.raises(ImportRefused, match="cannot be opened"):
		read_csv(UploadedFile("gone.csv", tmp_path / "gone.csv"))


def test_folder_gives_its_files_by_name(tmp_path: Path):
	for name in ("b.CSV", "a.csv", "c.txt"):
		(tmp_path / name).write_text("A\n1\n")
	assert [upload.name for upload in files_of_folder(tmp_path, (".csv",))] == ["a.csv", "b.CSV"]
	with pytest.raises(ImportRefused, match="no such folder"):
		files_of_folder(tmp_path / "nowhere", (".csv",))
	with pytest.raises(ImportRefused, match=r"no \.xml file"):
		files_of_folder(tmp_path, (".xml",))
