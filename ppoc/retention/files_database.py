"""Finds the files that belong to a child's records or name the child, and removes them from the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import frappe
from pypdf import PdfReader

from ppoc.retention.child_records_database import Names
from ppoc.retention.names import Finder

FOLDERS = (("private", "files"), ("public", "files"))
MOST_BYTES = 200 * 1024 * 1024
"""Unpacked content of one file that is read; an archive bomb stops here."""
DEEPEST = 3


def files_of(names: Names) -> list[frappe._dict]:
	"""Returns the File records that are attached to these records."""
	fields = [
		"name",
		"file_name",
		"file_url",
		"thumbnail_url",
		"attached_to_doctype",
		"attached_to_name",
		"file_size",
	]
	found = []
	for doctype, records in names.items():
		filters = {"attached_to_doctype": doctype, "attached_to_name": ["in", records], "is_folder": 0}
		found += frappe.get_all("File", filters, fields, order_by="creation asc")
		urls = _in_attach_fields(doctype, records) - {row.file_url for row in found}
		loose = {"file_url": ["in", sorted(urls)], "attached_to_name": ["is", "not set"]}
		found += frappe.get_all("File", loose, fields) if urls else []
	return found


def _in_attach_fields(doctype: str, records: list[str]) -> set[str]:
	"""Returns the addresses in the attachment fields of records and of their rows."""
	meta, urls = frappe.get_meta(doctype), set()
	tables = [(doctype, "name"), *((field.options, "parent") for field in meta.get_table_fields())]
	for table, column in tables:
		for field in frappe.get_meta(table).get("fields", {"fieldtype": ["in", ["Attach", "Attach Image"]]}):
			urls |= set(frappe.get_all(table, {column: ["in", records]}, pluck=field.fieldname))
	return {url for url in urls if url}


def paths_to_remove(files: list[frappe._dict]) -> list[str]:
	"""Returns the addresses of files on the disk that no other File record uses."""
	names = [row.name for row in files]
	urls = {url for row in files for url in (row.file_url, row.thumbnail_url) if url and url.startswith("/")}
	others = {"file_url": ["in", sorted(urls)], "name": ["not in", names]}
	kept = set(frappe.get_all("File", others, pluck="file_url")) if urls else set()
	return sorted(urls - kept)


def remove(urls: list[str]) -> int:
	"""Removes files from the disk; one that is gone already is no fault. Returns how many there were."""
	removed = 0
	for url in urls:
		path = path_of(url)
		if path and path.is_file():
			path.unlink()
			removed += 1
	return removed


def path_of(url: str) -> Path | None:
	"""Returns where a file lies; None for an address that leads out of the site's folders of files."""
	tops = {"/files/": ("public", "files"), "/private/files/": ("private", "files")}
	for start, folder in tops.items():
		if url.startswith(start):
			top = Path(frappe.get_site_path(*folder)).resolve()
			path = (top / url.removeprefix(start)).resolve()
			return path if path.is_relative_to(top) else None
	return None


def naming(finder: Finder, without: list[str]) -> list[Path]:
	"""Returns the files on the disk that name the child, by their name or content, apart from those given."""
	skipped = {path_of(url) for url in without}
	return [
		path
		for path in _all_files()
		if path.resolve() not in skipped
		and (finder.finds(path.name) or any(map(finder.finds, texts_of_file(path))))
	]


def _all_files() -> Iterator[Path]:
	for folder in FOLDERS:
		top = Path(frappe.get_site_path(*folder))
		yield from sorted(path for path in top.rglob("*") if path.is_file() and not path.is_symlink())


def texts_of_file(path: Path) -> Iterator[str]:
	"""Yields the texts in a file."""
	if path.stat().st_size <= MOST_BYTES:
		yield from texts_of(path.read_bytes())


def texts_of(content: bytes, depth: int = 0) -> Iterator[str]:
	"""Yields the texts in a content: plain, of a PDF, or packed in an archive or an office document."""
	if content.startswith(b"PK\x03\x04") and depth < DEEPEST:
		yield from _texts_in_archive(content, depth)
	elif content.startswith(b"%PDF"):
		yield from _texts_of_pdf(content)
	yield content.decode("utf-8", errors="replace")
	if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
		yield content.decode("utf-16", errors="replace")


def _texts_in_archive(content: bytes, depth: int) -> Iterator[str]:
	left = MOST_BYTES
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			for part in archive.infolist():
				left -= part.file_size
				if left < 0:
					return
				yield part.filename
				inner = archive.read(part)
				yield from texts_of(inner, depth + 1)
				if part.filename.endswith(".xml"):
					yield _without_tags(inner)
	except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
		return  # broken or locked: nothing in it can be read


def _without_tags(xml: bytes) -> str:
	"""Returns the text of a part of an office document, where a word may be cut in pieces by tags."""
	from lxml import etree

	try:
		root = etree.fromstring(
			xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
		)
	except etree.XMLSyntaxError:
		return ""
	pieces: list[str] = []
	for element in root.iter():
		if not isinstance(element.tag, str):
			continue
		if element.tag.rpartition("}")[2] in ("p", "si", "row", "c"):
			pieces.append(" ")
		pieces.append(element.text or "")
	return "".join(pieces)


def _texts_of_pdf(content: bytes) -> Iterator[str]:
	try:
		pdf = PdfReader(io.BytesIO(content))
		yield " ".join(str(value) for value in (pdf.metadata or {}).values())
		for page in pdf.pages:
			yield page.extract_text()
	except Exception as error:  # pypdf raises many kinds for a broken file
		frappe.logger("ppoc").info("a PDF could not be read: %s", error)
