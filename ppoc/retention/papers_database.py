"""Makes what is sent to somebody who asked for a record: the PDF, the data, and the archive with both."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.prints.printing import pdf_of
from ppoc.retention.bundle_database import bundle_of, redactions_of
from ppoc.retention.files_database import path_of
from ppoc.retention.redaction import Bundle, redacted

TEMPLATE = "ppoc/templates/prints/disclosure_bundle.html"


def sent_bundle(doc: Document) -> Bundle:
	"""Returns what is sent for a Disclosure Request, without what is blacked out."""
	return redacted(bundle_of(doc.child), redactions_of(doc))


def html_of(doc: Document, bundle: Bundle) -> str:
	"""Returns the bundle as a page; each text says of which record and field it is, for the preview."""
	# the template is the app's own file
	return frappe.render_template(TEMPLATE, {"doc": doc, "bundle": bundle, "kinds": kinds_of(bundle)})


def kinds_of(bundle: Bundle) -> list[tuple[str, list]]:
	"""Returns the entries by kind of record, in their order."""
	kinds: dict[str, list] = {}
	for entry in bundle.entries:
		kinds.setdefault(entry.record_type, []).append(entry)
	return list(kinds.items())


def pdf(doc: Document, bundle: Bundle | None = None) -> bytes:
	"""Returns the bundle as a PDF."""
	content = html_of(doc, bundle or sent_bundle(doc))
	page = f'<!DOCTYPE html><html lang="{frappe.local.lang}"><body>{content}</body></html>'
	return pdf_of(page, title=_("Disclosure {0}").format(doc.name))


def data(doc: Document, bundle: Bundle | None = None) -> bytes:
	"""Returns the bundle as JSON."""
	bundle = bundle or sent_bundle(doc)
	kinds = {kind: [_without_type(asdict(entry)) for entry in entries] for kind, entries in kinds_of(bundle)}
	content = {"request": doc.name, "records_left_out": bundle.left_out, "records": kinds}
	return json.dumps(content, indent=1, ensure_ascii=False).encode()


def digest(content: bytes) -> str:
	"""Returns the fingerprint of a content."""
	return hashlib.sha256(content).hexdigest()


def archive(doc: Document) -> bytes:
	"""Returns a ZIP with the PDF, the data, and the files that are sent."""
	bundle, out = sent_bundle(doc), io.BytesIO()
	with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
		packed.writestr(f"{doc.name}.pdf", pdf(doc, bundle))
		packed.writestr(f"{doc.name}.json", data(doc, bundle))
		for name, content in _files(bundle):
			packed.writestr(name, content)
	return out.getvalue()


def _files(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
	number = 0
	for entry in bundle.entries:
		for file in entry.files:
			number += 1
			url = frappe.db.get_value("File", file.name, "file_url") or ""
			path = path_of(url)
			if path and path.is_file():
				title = re.sub(r"[^\w. -]", "_", file.title)[:120]
				yield f"files/{number:03d} {title}", path.read_bytes()


def _without_type(entry: dict) -> dict:
	"""Returns an entry without what is only for blacking out."""
	entry.pop("record_type")
	for file in entry["files"]:
		file.pop("name")
	return entry
