"""All PDFs of the app's records are made by the app's engine, and those of other apps' records are not."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from pypdf import PdfReader

from ppoc.exceptions import PrintEngineError
from ppoc.prints import endpoint_overrides, engine, printing
from ppoc.tests.factories import grant, make_child, make_meeting, make_team, make_worker
from ppoc.tests.papers import pages_of, tags_of

PANEL_NOTES = "Permanence Panel Notes"


@pytest.fixture
def no_other_engine(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Makes Frappe's own PDF engine unavailable."""

	def missing(*_args: Any, **_options: Any) -> bytes:
		raise AssertionError("printed by the platform's own engine")

	from frappe.utils import pdf

	monkeypatch.setattr(pdf, "get_pdf", missing)
	for module in ("frappe.utils.print_format", "frappe.email.email_body"):
		monkeypatch.setattr(f"{module}.get_pdf", missing)


@pytest.fixture
def meeting(no_other_engine: None) -> Document:
	team = make_team()
	chair = make_worker(worker_name="Hester Osgood", locality=team.locality)
	return make_meeting(forum="Permanence Panel", locality=team.locality, chair=chair.name)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> frappe._dict:
	"""Returns the form values of the request."""
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict())
	return frappe.local.form_dict


def reader_of(pdf: bytes) -> PdfReader:
	return PdfReader(io.BytesIO(pdf))


def is_tagged(pdf: bytes) -> bool:
	root = reader_of(pdf).trailer["/Root"]
	return "/StructTreeRoot" in root and bool(root["/MarkInfo"]["/Marked"]) and bool(root["/Lang"])


def answered() -> bytes:
	return frappe.local.response.filecontent


def test_get_print(meeting: Document, asked: frappe._dict):
	pdf = frappe.get_print("Meeting", meeting.name, PANEL_NOTES, as_pdf=True)
	assert is_tagged(pdf)
	assert reader_of(pdf).metadata.title.startswith("Permanence Panel: notes")
	assert "<html" in frappe.get_print("Meeting", meeting.name, PANEL_NOTES)


def test_the_pdf_button(meeting: Document, asked: frappe._dict):
	frappe.call(
		"frappe.utils.print_format.download_pdf", doctype="Meeting", name=meeting.name, format=PANEL_NOTES
	)
	assert is_tagged(answered())


@pytest.mark.parametrize("print_format", ["Standard", None])
def test_the_platforms_standard_format(meeting: Document, asked: frappe._dict, print_format: str | None):
	pdf = frappe.get_print("Meeting", meeting.name, print_format, as_pdf=True)
	assert is_tagged(pdf)
	assert "1 / 1" in " ".join(pages_of(pdf)) or "Page 1 of" in " ".join(pages_of(pdf))


def test_an_administrators_copy(meeting: Document, asked: frappe._dict):
	ours = frappe.get_doc("Print Format", PANEL_NOTES)
	copy = frappe.copy_doc(ours)
	copy.update(
		{"name": "Notes of our own", "__newname": "Notes of our own", "standard": "No", "module": None}
	)
	copy.html = '{% include "ppoc/templates/prints/panel_notes.html" %}<p>Of our own</p>'
	copy.css = ".ppoc-paged h1 { text-transform: uppercase }"
	copy.insert()
	pdf = frappe.get_print("Meeting", meeting.name, copy.name, as_pdf=True)
	assert is_tagged(pdf)
	assert "PERMANENCE PANEL: NOTES" in " ".join(pages_of(pdf))


@pytest.mark.parametrize("count", [1, 3])
def test_several_records_at_once(meeting: Document, asked: frappe._dict, count: int):
	others = [make_meeting(forum="Permanence Panel", locality=meeting.locality) for _ in range(count - 1)]
	names = [meeting.name, *(other.name for other in others)]
	frappe.call(
		"frappe.utils.print_format.download_multi_pdf",
		doctype="Meeting",
		name=json.dumps(names),
		format=PANEL_NOTES,
	)
	pdf = answered()
	assert is_tagged(pdf)
	assert sum("Page 1 of" in page for page in pages_of(pdf)) == count
	assert tags_of(reader_of(pdf)).count("/H1") == count


def test_several_records_in_a_job(meeting: Document, asked: frappe._dict, monkeypatch: pytest.MonkeyPatch):
	from frappe.utils import print_format

	if not hasattr(print_format, "_download_multi_pdf"):
		pytest.skip("this version of Frappe prints several records in the request only")
	asked.update({"doctype": "Meeting"})
	names = json.dumps([meeting.name, meeting.name])
	print_format._download_multi_pdf("Meeting", names, PANEL_NOTES, task_id="t-1")
	(file,) = frappe.get_all("File", {"file_name": ["like", "%t-1%"]}, pluck="name")
	assert is_tagged(frappe.get_doc("File", file).get_content())


def test_an_emails_attachment(meeting: Document, asked: frappe._dict):
	attached = frappe.attach_print("Meeting", meeting.name, print_format=PANEL_NOTES)
	assert attached["fname"].endswith(".pdf")
	assert is_tagged(attached["fcontent"])
	given = frappe.attach_print("Meeting", meeting.name, html="<h1>Given</h1>", file_name="a b")
	assert given["fname"] == "ab.pdf"
	assert "Given" in " ".join(pages_of(given["fcontent"]))


def test_a_password(meeting: Document, asked: frappe._dict):
	pdf = frappe.get_print("Meeting", meeting.name, PANEL_NOTES, as_pdf=True, password="seven oaks")
	reader = reader_of(pdf)
	assert reader.is_encrypted
	assert reader.decrypt("seven oaks")
	assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_a_share_key(meeting: Document, set_user: Callable[[str], None], asked: frappe._dict):
	forum = frappe.get_doc("Forum", meeting.forum)
	keys = {doc.doctype: doc.get_document_share_key() for doc in (forum, meeting)}
	set_user("Guest")
	frappe.local.form_dict = frappe._dict(key=keys["Forum"])
	frappe.call("frappe.utils.print_format.download_pdf", doctype="Forum", name=forum.name)
	assert is_tagged(answered())

	# a key opens no case record to anybody
	frappe.local.form_dict = frappe._dict(key=keys["Meeting"])
	with pytest.raises((frappe.PermissionError, frappe.exceptions.LinkExpired)):
		frappe.call("frappe.utils.print_format.download_pdf", doctype="Meeting", name=meeting.name)


def test_a_format_of_the_builder(meeting: Document, asked: frappe._dict):
	column = {"label": "", "fields": [{"fieldname": "forum", "fieldtype": "Link", "label": "Forum"}]}
	layout = {"header": "<h1>Built</h1>", "sections": [{"label": "", "columns": [column]}]}
	built = frappe.get_doc(
		{
			"doctype": "Print Format", "name": "Built", "__newname": "Built", "doc_type": "Meeting", "standard": "No",
			"print_format_builder_beta": 1, "format_data": json.dumps(layout),
		}
	).insert()  # fmt: skip
	endpoint_overrides.download_built_pdf("Meeting", meeting.name, built.name)
	assert is_tagged(answered())


@pytest.mark.parametrize("orientation", ["Landscape", "Portrait"])
def test_a_reports_page(no_other_engine: None, asked: frappe._dict, orientation: str):
	html = "<html><body><table><tr><th>Team</th></tr><tr><td>North</td></tr></table><img src='http://127.0.0.1:9/'>"
	endpoint_overrides.report_to_pdf(html, orientation)
	pdf = answered()
	assert is_tagged(pdf)
	box = reader_of(pdf).pages[0].mediabox
	assert (box.width > box.height) == (orientation == "Landscape")
	with pytest.raises(frappe.ValidationError, match="Filter it further"):
		endpoint_overrides.report_to_pdf("<td>x</td>" * (endpoint_overrides.MOST_CELLS + 1))


def test_a_report_sent_by_email(
	meeting: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
):
	hidden = make_meeting(forum="Permanence Panel", locality=make_team().locality)
	reader = user_with("Team Coordinator")
	grant(reader, meeting.locality)
	listed = {"ref_doctype": "Meeting", "report_name": "Our meetings", "report_type": "Report Builder"}
	columns = json.dumps({"fields": [["name", "Meeting"], ["locality", "Meeting"]], "filters": []})
	report = frappe.get_doc({"doctype": "Report", "is_standard": "No", "json": columns, **listed}).insert()
	sent = frappe.get_doc(
		{
			"doctype": "Auto Email Report", "report": report.name, "report_type": "Report Builder", "user": reader,
			"email_to": reader, "frequency": "Weekly", "no_of_rows": 10, "format": "HTML",
		}
	).insert()  # fmt: skip
	sent.format = "PDF"  # Frappe 15 does not offer this choice
	pdf = sent.get_report_content()
	assert is_tagged(pdf)
	text = " ".join(pages_of(pdf))
	assert meeting.name in text
	assert hidden.name not in text


def test_the_platform_finds_the_doors(site: str):
	for name in ("frappe.utils.print_format.report_to_pdf", "frappe.utils.weasyprint.download_pdf"):
		(door,) = frappe.get_hooks("override_whitelisted_methods")[name][-1:]
		assert door.startswith("ppoc.prints.endpoint_overrides.")
	for hook in ("before_request", "before_job"):
		assert "ppoc.prints.printing.take_over" in frappe.get_hooks(hook)


def test_other_apps_records_are_printed_by_the_platform(
	site: str, monkeypatch: pytest.MonkeyPatch, asked: frappe._dict
):
	monkeypatch.setattr("frappe.utils.pdf.get_pdf", lambda html, options=None, output=None: b"the platform's")
	monkeypatch.setattr(printing, "APPS", ("ppoc",))
	todo = frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()
	assert frappe.get_print("ToDo", todo.name, as_pdf=True) == b"the platform's"
	assert not printing.is_ours("ToDo")


@pytest.mark.parametrize("doctype", ["ToDo", "Note"])
def test_the_platforms_own_records_load_nothing_either(
	site: str, no_other_engine: None, asked: frappe._dict, doctype: str
):
	values = {"description": "Ring back", "title": "Ring back", "content": "Ring back", "public": 1}
	doc = frappe.get_doc({"doctype": doctype, **values}).insert()
	field = "description" if doctype == "ToDo" else "content"
	text = 'Ring back <img src="http://127.0.0.1:9/x.png"><iframe src="file:///etc/passwd"></iframe>'
	frappe.db.set_value(doctype, doc.name, field, text)
	pdf = frappe.get_print(doctype, doc.name, as_pdf=True)
	assert "Ring back" in reader_of(pdf).pages[0].extract_text()
	assert "root:" not in reader_of(pdf).pages[0].extract_text()


def test_taking_over_twice_wraps_once(site: str):
	before = frappe.get_print
	printing.take_over()
	assert frappe.get_print is before


def test_a_missing_library_is_named(meeting: Document, asked: frappe._dict, monkeypatch: pytest.MonkeyPatch):
	def missing() -> None:
		raise engine.EngineMissing("cannot load library 'pango'")

	monkeypatch.setattr(engine, "_weasyprint", missing)
	with pytest.raises(PrintEngineError, match="libpango"):
		frappe.get_print("Meeting", meeting.name, PANEL_NOTES, as_pdf=True)


def test_pictures_are_those_the_reader_may_see(
	no_other_engine: None, user_with: Callable[..., str], asked: frappe._dict
):
	from ppoc.prints.files_database import reader_of_files
	from ppoc.tests.prints.test_nothing_is_fetched import PNG

	team = make_team()
	child, reader, stranger = (
		make_child(team=team.name),
		user_with("Team Coordinator"),
		user_with("Team Coordinator"),
	)
	grant(reader, team.locality)
	file = frappe.get_doc(
		{
			"doctype": "File", "file_name": "plan.png", "content": PNG, "is_private": 1,
			"attached_to_doctype": "Child", "attached_to_name": child.name,
		}
	).insert()  # fmt: skip
	try:
		assert reader_of_files(reader)(file.file_url) == PNG
		assert reader_of_files(stranger)(file.file_url) is None
		assert reader_of_files(reader)("/private/files/../site_config.json") is None
	finally:
		file.delete_file_data_content()


def test_poppler_reads_it_without_complaint(meeting: Document, asked: frappe._dict, tmp_path: Any):
	file = tmp_path / "notes.pdf"
	file.write_bytes(frappe.get_print("Meeting", meeting.name, PANEL_NOTES, as_pdf=True))
	said = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
	assert said.stderr == ""
