"""Workbooks for tests: sound ones made with openpyxl, faulty ones made by changing their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import openpyxl

from ppoc.imports.uploads import UploadedFile

Rows = Sequence[Sequence[object]]
SHEET_1 = "xl/worksheets/sheet1.xml"

ALL_DATA_HEADER = (
	"Mosaic ID",
	"Surname",
	"First Name",
	"DOB",
	"CIC Team",
	"Allocated SW",
	"Legal Status",
	"Potential for Permanence?",
	"Rationale",
)
PLAN_HEADER = (
	"Mosaic ID",
	"Child's Name",
	"Predicted Start Date",
	"Predicted End Date",
	"Actual Start",
	"Actual Finish",
	"Progress",
	"Barriers",
	"Next actions",
	"Owner",
	"Due date",
)


def child_row(child_id: object = "70001", **overrides: object) -> list[object]:
	"""Returns a row of All Data; pass a column by name to set another value, e.g. `Rationale="…"`."""
	row: dict[str, object] = {
		"Mosaic ID": child_id,
		"Surname": "Quillfeather",
		"First Name": "Tamsin",
		"DOB": "14/05/2014",
		"CIC Team": "Larkspur CIC",
		"Allocated SW": "Orla Brindle",
		"Legal Status": "C2",
		"Potential for Permanence?": "Yes",
		"Rationale": "Her aunt has come forward.",
	}
	row.update({key.replace("_", " "): value for key, value in overrides.items()})
	return [row[name] for name in ALL_DATA_HEADER[:-2]] + [row["Potential for Permanence?"], row["Rationale"]]


def plan_row(child_id: object = "70001", **overrides: object) -> list[object]:
	"""Returns a row of SGO or RU; pass a column by name with underscores to set a value, e.g. `Due_date="…"`."""
	row: dict[str, object] = dict.fromkeys(PLAN_HEADER)
	row["Mosaic ID"] = child_id
	row["Predicted Start Date"] = "01/02/2027"
	row.update({key.replace("_", " "): value for key, value in overrides.items()})
	return [row[name] for name in PLAN_HEADER]


def workbook_bytes(
	sheets: Mapping[str, Rows], adapt: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
	"""Returns an .xlsx with these sheets.

	Args:
		sheets: rows by sheet name.
		adapt: changes the workbook before it is saved.
	"""
	book = openpyxl.Workbook()
	del book["Sheet"]
	for name, rows in sheets.items():
		sheet = book.create_sheet(name)
		for row in rows:
			sheet.append(list(row))
	if adapt:
		adapt(book)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def workbook(
	sheets: Mapping[str, Rows], adapt: Callable[[openpyxl.Workbook], None] | None = None
) -> UploadedFile:
	"""Returns an upload of an .xlsx with these sheets."""
	return UploadedFile("tracker.xlsx", workbook_bytes(sheets, adapt))


def tracker(
	children: Rows | None = None,
	sgo: Rows = (),
	ru: Rows = (),
	adapt: Callable[[openpyxl.Workbook], None] | None = None,
) -> UploadedFile:
	"""Returns a tracker with the usual headers."""
	return workbook(
		{
			"All Data": [ALL_DATA_HEADER, *([child_row()] if children is None else children)],
			"SGO": [PLAN_HEADER, *sgo],
			"RU": [PLAN_HEADER, *ru],
		},
		adapt,
	)


def with_parts(
	content: bytes, change: Callable[[str, bytes], bytes], extra: Mapping[str, bytes] = {}
) -> bytes:
	"""Returns the same ZIP with its parts passed through `change` and further parts added."""
	stream = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(content)) as source,
		zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
	):
		for name in source.namelist():
			target.writestr(name, change(name, source.read(name)))
		for name, data in extra.items():
			target.writestr(name, data)
	return stream.getvalue()


def replace_in(part: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
	"""Returns a change for `with_parts` that replaces `old` with `new` in one part, which must contain it."""

	def change(name: str, data: bytes) -> bytes:
		if name != part:
			return data
		assert old in data, f"{part} does not hold {old!r}"
		return data.replace(old, new)

	return change


def compound_file(*streams: str) -> bytes:
	"""Returns the outline of an OLE compound file whose directory has these streams."""
	header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
	entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
	return header + entries.ljust(2048, b"\0")
