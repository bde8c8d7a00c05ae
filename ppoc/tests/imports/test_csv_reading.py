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


@pytest.mark.parametrize(
	("mark", "byte"), [(b"", b"\x82"), (b"", b"\x8e"), (b"\xef\xbb\xbf", b"\xeb"), (b"", b"\x81")]
)
def test_other_encodings_are_refused_with_line_column_and_character(mark: bytes, byte: bytes):
	"""The letters of DOS (82) and the Mac (8E), and a file that says it is UTF-8."""
	finding = refusal(mark + b"CHILD,NAME,PLACE\n1,Ann,x\n2,Zo" + byte + b",y\n")
	assert (finding.line, finding.column) == (3, "NAME")
	assert {"5", "3", byte.hex().upper(), "UTF-8"} <= set(re.findall(r"[\w-]+", finding.message))
	assert "UTF-8" in finding.remedy


def test_bad_byte_at_the_start_of_a_row_is_in_the_first_column():
	assert refusal(b"CHILD,NAME\n\x811,Ann\n").column == "CHILD"


@pytest.mark.parametrize(
	"name", ["Siân", "Zoë", "Renée", "Łucja", "Žofia", "O’Brien", "Niamh – Áine", "Ångström", "Chloë 50 °"]
)
def test_accents_load_right_from_excels_ordinary_csv_and_from_utf8(name: str):
	text = f"CHILD,NAME\n1,{name}\n"
	try:
		saved = [text.encode(), text.encode("utf-8-sig"), text.encode("cp1252")]
	except UnicodeEncodeError:
		saved = [text.encode()]
	assert [rows(content)[0].values[1] for content in saved] == [name] * len(saved)


@pytest.mark.parametrize("name", ["Siân", "Renée", "O’Brien", "Ántonia", "Ñusta", "Łucja", "Zoë – Àine"])
def test_letters_that_were_coded_twice_are_put_right_and_told(name: str):
	doubly = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in name.encode())
	table = read_csv(UploadedFile("a.csv", f"CHILD,NAME\n1,{doubly}\n".encode()))
	assert [row.values[1] for row in table.rows()] == [name]
	assert any("coded twice" in note.message and note.line == 2 for note in table.findings)


def test_accents_in_two_forms_are_one_name():
	assert rows("CHILD,NAME\n1,Sia\u0302n\n")[0].values == ("1", "Si\u00e2n")


def test_a_lost_letter_is_refused_with_its_place():
	finding = refusal("CHILD,NAME\n1,Ann\n2,Si\ufffdn\n")
	assert (finding.line, finding.column) == (3, "NAME")


def test_a_file_in_windows_1252_says_so():
	table = read_csv(UploadedFile("a.csv", "CHILD,NAME\n1,Siân\n".encode("cp1252")))
	(note,) = table.findings
	assert "Windows-1252" in note.message
	assert "Siân" in note.message


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


@pytest.mark.parametrize("row", ["2,b", "2", "2,b,", "2,b,,,,", "2,b, ,"])
def test_values_missing_at_the_end_of_a_row_are_blank(row: str):
	read = rows(f"A,B,C\n1,x,y\n{row}\n3,x,y\n")
	assert [value.strip() for value in read[1].values] == ["2", "b" if "b" in row else "", ""]


def test_short_rows_are_told():
	table = read_csv(UploadedFile("a.csv", b"A,B,C\n1,x,y\n2\n3,x\n"))
	list(table.rows())
	(told,) = table.findings
	assert (told.severity, told.line) == (Severity.WARNING, 3)
	assert "2 row(s) have fewer values" in told.message


def test_a_value_without_a_heading_is_refused_with_its_line():
	assert refusal("A,B,C\n1,x,y\n2,b,c,d\n").line == 3
	assert refusal("A,B,C,,\n1,x,y,,\n2,b,c,d,\n").line == 3
	assert refusal("A,,C\n1,,y\n2,b,c\n").line == 3


@pytest.mark.parametrize("text", ["A,B,,\n1,x,,\n", "A,B,,\n1,x\n", "A,,B\n1,,x\n", ",A,B\n,1,x\n"])
def test_columns_without_a_name_are_left_out_if_nothing_stands_in_them(text: str):
	table = read_csv(UploadedFile("a.csv", text.encode()))
	assert table.columns == ("A", "B")
	assert [row.values for row in table.rows()] == [("1", "x")]


def test_a_row_cut_in_two_by_a_line_end_inside_a_value_is_refused():
	finding = refusal("A,B,C,D,E,F\n1,2,3,4,5,6\n1,2,one\nhalf,4,5,6\n1,2,3,4,5,6\n")
	assert finding.line == 3
	assert "two halves" in finding.message


def test_all_faulty_rows_are_named_up_to_a_limit():
	with pytest.raises(ImportRefused) as caught:
		rows("A,B\n" + "1,2,3\n" * 3 + "1,2\n" + "1,2,3\n" * 50)
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


def test_rows_that_have_got_into_a_value_are_refused_with_line_and_column():
	finding = refusal('A,B\n1,x\n2,"y\n' + "3,y\n" * 600 + '"\n4,x\n')
	assert (finding.line, finding.column) == (3, "B")


def test_a_long_note_with_line_ends_is_no_fault_of_the_file():
	note = "Visited, with the aunt.\nAll is well.\n" * 100
	assert rows(f'A,B,C,D\n1,2,3,"{note}"\n')[0].values[3] == note


@pytest.mark.parametrize("length", [3000, 200_000])
def test_a_long_value_is_left_to_whoever_knows_how_long_it_may_be(length: int):
	assert [len(row.values[1]) for row in rows("A,B\n1," + "x" * length + "\n2,y\n")] == [length, 1]


@pytest.mark.parametrize(
	("head", "said"),
	[
		("CHILD,DOB,child", "The column CHILD appears 2 times"),
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
