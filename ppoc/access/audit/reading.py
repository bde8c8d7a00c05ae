"""Finds in a request and its answer which records they name. Plain text in, words out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ppoc.access.rest_addresses import rest_address

QUOTED = re.compile(rb'"([A-Za-z0-9_-]{4,60})"(?!\s*:)')
"""A value of JSON that can be a name; a key is followed by a colon."""

NUMBERED = re.compile(rb"\b[A-Z]{1,5}-[A-Z0-9][A-Z0-9-]{2,40}\b")
"""A name from a series, such as CH-00012, wherever it stands in a text."""

DATE = re.compile(r"\d{4}-\d\d-\d\d")
FIELD = re.compile(r"[a-z_]+")
NAME = re.compile(r"[A-Za-z0-9_-]{4,60}")

NOBODYS_NAME = re.compile(
	r"(^|_|\$skip)(pwd|pass|passwd|password|secret|token|otp|key|sid|cmd)$", re.IGNORECASE
)
"""Arguments that hold no name of a record but may hold what nobody should keep; and the feed's `$skiptoken`,
which holds the last record of the page before."""

ARCHIVE, PDF = b"PK\x03\x04", b"%PDF"
TEXTS = ("json", "text/", "xml", "octet-stream")
"""Frappe sends exports of any format as `application/octet-stream`."""

LARGEST_SHEET = 100 * 1024 * 1024

RECORD_FIELDS = (
	("doctype", "name"),
	("doctype", "docname"),
	("dt", "dn"),
	("reference_doctype", "reference_name"),
	("reference_doctype", "reference_docname"),
	("ref_doctype", "docname"),
	("attached_to_doctype", "attached_to_name"),
)
OWN_ARGUMENTS = {
	"child": "Child",
	"meeting": "Meeting",
	"plan": "Permanence Plan",
	"discussion": "Meeting Discussion",
}
"""How our own endpoints call the records that they are asked about."""

FILES = ("/private/files/", "/files/")

DOORS = (
	("frappe.desk.form.", "Form"),
	("frappe.desk.reportview.export_query", "Export"),
	("frappe.desk.reportview.", "List"),
	("frappe.desk.query_report.export_query", "Export"),
	("frappe.desk.query_report.", "Report"),
	("frappe.desk.search.", "Search"),
	("frappe.utils.global_search.", "Search"),
	("frappe.desk.link_preview.", "Search"),
	("frappe.utils.print_format.", "Print"),
	("frappe.utils.weasyprint.", "Print"),
	("frappe.www.printview.", "Print"),
	("frappe.core.doctype.data_export.", "Export"),
	("frappe.core.doctype.data_import.", "Import"),
	("frappe.core.doctype.file.", "File"),
	("frappe.core.api.file.", "File"),
	("frappe.handler.download_file", "File"),
	("frappe.handler.upload_file", "File"),
	("download_file", "File"),
	("upload_file", "File"),
	("frappe.client.", "REST"),
	("frappe.desk.", "Form"),
	("frappe.model.workflow.", "Form"),
	("run_doc_method", "Form"),
	("ppoc.meetings.", "Meeting"),
	("ppoc.reporting.tracker_grid.", "List"),
	("ppoc.reporting.", "Dashboard"),
	("ppoc.imports.", "Import"),
	("ppoc.prints.", "Print"),
	("ppoc.", "Form"),
)
PAGES = (
	("/api/method/", "Other"),
	("/api/", "REST"),
	("/odata/", "Feed"),
	("/printview", "Print"),
	("/private/files/", "File"),
	("/files/", "File"),
)
REPORT_VIEW = "Report"


@dataclass(frozen=True)
class Asked:
	"""What a request asked for. words: everything in it that can be the name of a record."""

	record_type: str = ""
	record: str = ""
	report: str = ""
	file: str = ""
	words: tuple[str, ...] = ()


def door(command: str, path: str, form: Mapping[str, Any]) -> str:
	"""Returns in a word by what the records were reached."""
	for start, word in DOORS if command else ():
		if command.startswith(start):
			return REPORT_VIEW if word == "List" and form.get("view") == REPORT_VIEW else word
	return next((word for start, word in PAGES if path.startswith(start)), "Other")


def asked(path: str, form: Mapping[str, Any]) -> Asked:
	"""Returns what a request asked for, from its address and its arguments."""
	record_type, record = _record(unquote(path), form)
	texts = [value for key, value in form.items() if isinstance(value, str) and not NOBODYS_NAME.search(key)]
	file = next((text for text in (unquote(path), *texts) if text.startswith(FILES)), "")
	return Asked(
		record_type,
		record,
		_plain(form.get("report_name")),
		file,
		tuple(sorted(_words_of(record, *texts))),
	)


def words_in(body: bytes, kind: str) -> set[str]:
	"""Returns what in an answer can be the name of a record.

	Args:
		body: the answer.
		kind: its content type; a workbook is unpacked, a picture or a PDF tells nothing.
	"""
	if body.startswith(ARCHIVE):
		body = _unpacked(body)
	elif not _is_text(kind) or body.startswith(PDF):
		return set()
	if "json" not in kind:
		return {word for word in _numbered(body) if _can_be_name(word)}
	found = {each.decode() for each in QUOTED.findall(body)}
	if b"<" in body:  # a page inside the answer, such as a print
		found |= _numbered(body)
	return {word for word in found if _can_be_name(word)}


def from_series(words: Iterable[str]) -> set[str]:
	"""Returns the words that look like names from a series: away from case records, the others can be anything."""
	return {word for word in words if NUMBERED.fullmatch(word.encode())}


def words_in_parts(parts: Iterable[bytes], kind: str, put: Any) -> Iterator[bytes]:
	"""Yields the parts of an answer that is still being made, each after its words have been put on record.

	A name may begin in one part and end in the next, so the end of each part is looked at again.
	"""
	before = b""
	known: set[str] = set()
	for part in parts:
		found = _numbered(before + part) - known if _is_text(kind) else set()
		if found:
			known |= found
			put(found)
		before = (before + part)[-100:]
		yield part


def _record(path: str, form: Mapping[str, Any]) -> tuple[str, str]:
	address = rest_address(path)
	if address and address.doctype:
		return address.doctype, address.name
	for doctype, name in RECORD_FIELDS:
		named, record = _plain(form.get(doctype)), _plain(form.get(name))
		if named and record:
			return named, record
	if named := _plain(form.get("doctype")):
		return named, ""
	for argument, doctype in OWN_ARGUMENTS.items():
		if record := _plain(form.get(argument)):
			return doctype, record
	return "", ""


def _words_of(*texts: str) -> set[str]:
	found = {text for text in texts if NAME.fullmatch(text)}
	for text in texts:
		if len(text) > 5:
			body = text.encode(errors="ignore")
			found.update(each.decode() for each in (*NUMBERED.findall(body), *QUOTED.findall(body)))
	return {word for word in found if _can_be_name(word)}


def _numbered(body: bytes) -> set[str]:
	return {each.decode() for each in NUMBERED.findall(body)}


def _is_text(kind: str) -> bool:
	return any(part in kind for part in TEXTS)


def _can_be_name(word: str) -> bool:
	return not (DATE.fullmatch(word) or FIELD.fullmatch(word))


def _plain(value: Any) -> str:
	return value if isinstance(value, str) and len(value) <= 140 and not value.startswith(("[", "{")) else ""


def _unpacked(body: bytes) -> bytes:
	try:
		with zipfile.ZipFile(io.BytesIO(body)) as archive:
			parts = [part for part in archive.infolist() if part.filename.endswith(".xml")]
			if sum(part.file_size for part in parts) > LARGEST_SHEET:
				return b""
			return b" ".join(archive.read(part) for part in parts)
	except zipfile.BadZipFile:
		return b""
