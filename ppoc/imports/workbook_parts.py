"""Finds what openpyxl's read-only mode does not report: merged cells, and formulas that were never calculated.

Expects a workbook that `workbook_safety` has accepted.
"""

# ruff: noqa: S314 - `workbook_safety` has refused document types, and so every entity, before

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from ppoc.imports.workbook_safety import CHUNK

WORKBOOK_PART = "xl/workbook.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
MERGE_TAG = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
FORMULA_TAG = re.compile(rb"<(?:\w+:)?f[\s/>]")
OVERLAP = 200
"""Bytes kept from one chunk to the next; longer than any of the tags."""


@dataclass
class SheetParts:
	"""What one sheet's XML contains beyond its values.

	Attributes:
		uncalculated: addresses of cells with a formula and no saved result.
		formulas: number of cells with a formula.
		merges: the merged ranges as (first column, first row, last column, last row).
	"""

	uncalculated: set[str] = field(default_factory=set)
	formulas: int = 0
	merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def column_number(letters: str) -> int:
	"""Converts column letters to a number from 1: A is 1, AA is 27."""
	number = 0
	for letter in letters:
		number = number * 26 + ord(letter) - 64
	return number


def sheet_parts(archive: zipfile.ZipFile, empty_rows: int) -> dict[str, SheetParts]:
	"""Reads the merged cells and formulas of every sheet.

	Args:
		archive: an open workbook that passed `workbook_safety.check_workbook`.
		empty_rows: a sheet ends after this many consecutive empty rows.

	Returns:
		The result by sheet name, without sheets whose part cannot be found.
	"""
	return {name: _read_sheet(archive, part, empty_rows) for name, part in _parts_by_sheet(archive).items()}


def is_strict_workbook(archive: zipfile.ZipFile) -> bool:
	"""Returns whether the workbook was saved as “Strict Open XML”, which openpyxl does not read."""
	return WORKBOOK_PART in archive.namelist() and b"purl.oclc.org/ooxml" in archive.read(WORKBOOK_PART)


def _parts_by_sheet(archive: zipfile.ZipFile) -> dict[str, str]:
	names = set(archive.namelist())
	if WORKBOOK_PART not in names or WORKBOOK_RELATIONS not in names:
		return {}
	targets = {
		relation.get("Id"): relation.get("Target", "")
		for relation in ElementTree.fromstring(archive.read(WORKBOOK_RELATIONS))
	}
	found: dict[str, str] = {}
	for sheet in ElementTree.fromstring(archive.read(WORKBOOK_PART)).findall(".//{*}sheet"):
		key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
		target = targets.get(key, "")
		part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
		if target and part in names:
			found[sheet.get("name", "")] = part
	return found


def _read_sheet(archive: zipfile.ZipFile, part: str, empty_rows: int) -> SheetParts:
	facts = SheetParts()
	if _scan_bytes(archive, part, facts):
		with archive.open(part) as stream:
			_scan_formulas(stream, facts, empty_rows)
	return facts


def _scan_bytes(archive: zipfile.ZipFile, part: str, facts: SheetParts) -> bool:
	"""Collects the merged ranges, and returns whether there is any formula: fast even for a million empty rows."""
	has_formula = False
	tail = b""
	with archive.open(part) as stream:
		while chunk := stream.read(CHUNK):
			window = tail + chunk
			has_formula = has_formula or FORMULA_TAG.search(window) is not None
			for match in MERGE_TAG.finditer(window):
				left, top, right, bottom = (group.decode() for group in match.groups())
				facts.merges.append((column_number(left), int(top), column_number(right), int(bottom)))
			last = max((match.end() for match in MERGE_TAG.finditer(window)), default=0)
			tail = window[max(last, len(window) - OVERLAP) :]
	return has_formula


def _scan_formulas(stream: IO[bytes], facts: SheetParts, empty_rows: int) -> None:
	"""Finds formulas without a saved result, up to the row at which the reader stops too."""
	empty = 0
	for _event, element in ElementTree.iterparse(stream):
		tag = element.tag.rpartition("}")[2]
		if tag == "c":
			_note_formula(element, facts)
		elif tag == "row":
			empty = 0 if element.find("*/*") is not None else empty + 1
			if empty > empty_rows:
				return
			element.clear()


def _note_formula(cell: ElementTree.Element, facts: SheetParts) -> None:
	"""Counts a formula, and records its cell if no result was saved. A saved empty text has the type "str"."""
	if cell.find("{*}f") is None:
		return
	facts.formulas += 1
	if not cell.findtext("{*}v") and cell.get("t") != "str":
		facts.uncalculated.add(cell.get("r", ""))
