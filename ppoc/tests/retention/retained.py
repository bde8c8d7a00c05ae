"""A child with something in every place where a name can stand, for the tests of erasure and disclosure."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from email.mime.text import MIMEText
from typing import Any

import frappe

from ppoc.imports import staging
from ppoc.tests.access_world import CASE_ROWS, put
from ppoc.tests.factories import number

FIRST, LAST, CHILD_ID, UPN = "Zebedee", "Quillfeather", "ZQ900417", "U123456789012"
FULL = f"{FIRST} {LAST}"
MARKS = (FIRST, LAST, CHILD_ID, UPN)


@dataclass
class Retained:
	"""The names of what was made."""

	child: str
	team: str
	locality: str
	meeting: str
	sibling: str
	other: str
	group: str
	records: dict[str, str] = field(default_factory=dict)
	paths: list[Any] = field(default_factory=list)


def make_retained() -> Retained:
	"""Makes a child whose record is due in 2100, a sibling, another child and everything around them.

	The rows are written directly, because the tests are about what is in the tables.
	"""
	mark = number()
	locality = put(
		"Locality", name=f"Place {mark}", locality_name=f"Place {mark}", nation="England", active=1
	).name
	team = put("Team", name=f"Team R{mark}", team_name=f"Team R{mark}", locality=locality, active=1).name
	group = put("Sibling Group", group_name=f"Three {mark}", notes=f"{FIRST} is the eldest").name
	named = {"first_name": FIRST, "last_name": LAST, "child_id": CHILD_ID, "upn": UPN}
	child = _child(mark, 1, locality, team, **named, sibling_group=group)
	sibling = _child(mark, 2, locality, team, first_name="Wilhelmina", last_name=LAST, sibling_group=group)
	other = _child(mark, 3, locality, team, first_name="Otto", last_name="Oakley")
	texts = {"any_other_business": f"{FIRST} likes boats. Otto too.", "closing_summary": FULL}
	meeting = put("Meeting", name=f"MTG-R{mark}", title="M", locality=locality, team=team, **texts).name
	made = Retained(child, team, locality, meeting, sibling, other, group)
	for name in (child, other):
		put(
			"Meeting Discussion",
			child=name,
			meeting=meeting,
			purpose="Categorise",
			rationale=f"{FULL}, {FIRST}",
		)
	_about(made)
	_around(made)
	_of_the_platform(made)
	_files(made)
	return made


def _child(mark: int, place: int, locality: str, team: str, **values: Any) -> str:
	values = {"child_id": f"R{mark:05d}{place}", "date_of_birth": "2016-05-01", **values}
	full_name = f"{values['first_name']} {values['last_name']}"
	name = f"CH-9{mark:04d}{place}"
	return put("Child", name=name, full_name=full_name, locality=locality, team=team, **values).name


def _about(made: Retained) -> None:
	"""A row of every case record that is about a child."""
	for doctype, row in CASE_ROWS.items():
		texts = {key: value.format(name=FULL) for key, value in row.items()}
		made.records[doctype] = put(doctype, child=made.child, **texts).name
	plan = made.records["Permanence Plan"]
	made.records["Action by plan"] = put("Action", plan=plan, what=f"Ring {FIRST}", status="Open").name
	action = made.records["Action by plan"]
	made.records["Escalation by action"] = put("Escalation", action=action, blocker=FULL, status="Open").name
	run = put("Import Run", kind="Extract", status="Loaded", files="return.csv").name
	finding = put("Import Finding", import_run=run, child_id=CHILD_ID, message=f"{FULL} has no legal status")
	made.records["Import Finding"] = finding.name
	put("Booking", child=made.child, what_for=FULL, child_id=CHILD_ID, status="Requested")
	hold = {"reason": FULL, "lifted_on": "2026-01-01", "status": "Ended"}
	made.records["Record Hold"] = put("Record Hold", child=made.child, **hold).name


def _around(made: Retained) -> None:
	"""Records about others that speak of the child."""
	put(
		"Case Note",
		child=made.sibling,
		note=f"Contact of {FIRST} and Wilhelmina Quillfeather",
		note_date="2026-01-01",
	)
	put("Case Note", child=made.other, note=f"Friend of {FULL} ({CHILD_ID})", note_date="2026-01-01")
	linked = {"rationale": "Both", "status": "Requested", "request_type": "Other"}
	request = put("Panel Decision", child=made.sibling, agreed_with=made.records["Panel Decision"], **linked)
	made.records["Panel Decision of the sibling"] = request.name
	put("Fortnightly Return", remarks=f"{LAST}, {FIRST} moves", locality=made.locality, status="Draft")
	put("Flag", meeting=made.meeting, message=f"Ask about {FIRST}", status="Open")


def _of_the_platform(made: Retained) -> None:
	"""Frappe's own records: attached to the child's, or only naming it."""
	me = {"reference_doctype": "Child", "reference_name": made.child}
	put("Comment", comment_type="Comment", content=f"<b>{FULL}</b> rang", **me)
	put("Comment", comment_type="Comment", reference_doctype="Child", reference_name=made.other, content=FULL)
	letter = put(
		"Communication", subject=FULL, content=f"<p>{FULL}</p>", communication_type="Communication", **me
	)
	put(
		"Communication",
		subject=f"About {FULL}",
		content="…",
		reference_doctype="Meeting",
		reference_name=made.meeting,
	)
	put(
		"Version",
		ref_doctype="Child",
		docname=made.child,
		data=frappe.as_json({"changed": [["full_name", "", FULL]]}),
	)
	put(
		"Version",
		ref_doctype="Meeting",
		docname=made.meeting,
		data=frappe.as_json({"changed": [["x", "", FIRST]]}),
	)
	put(
		"ToDo",
		reference_type="Child",
		reference_name=made.child,
		description=FULL,
		allocated_to="Administrator",
	)
	put("Notification Log", document_type="Meeting", document_name=made.meeting, subject=f"{FULL} is listed")
	put("Activity Log", subject=FULL, **me)
	# No rollback reaches these: what earlier tests left is still there.
	frappe.db.delete("Error Log")
	for run in staging.runs_held():
		staging.drop(run)
	put("Error Log", method="x", error=f"first_name: '{FIRST}', child: '{made.child}'")
	put("Error Log", method="x", error=f"KeyError: {FULL}")
	put(
		"Access Log", export_from="Child", reference_document=made.child, filters=f'{{"full_name": "{FULL}"}}'
	)
	put("Access Log", export_from="Meeting", filters=f'{{"child_id": "{CHILD_ID}"}}')
	put("View Log", reference_doctype="Child", reference_name=made.child, viewed_by="Administrator")
	deleted = frappe.as_json({"doctype": "Case Note", "child": made.child, "note": f"Once {FIRST}"})
	put("Deleted Document", deleted_doctype="Case Note", deleted_name="NOTE-X", data=deleted)
	put("Tag Link", document_type="Child", document_name=made.child, tag="Siblings", title=FULL)
	put("DocShare", share_doctype="Child", share_name=made.child, user="Administrator")
	packed = MIMEText(f"Dear all, {FULL} is on the list.", "plain", "utf-8").as_string()
	queue = put("Email Queue", message=packed, status="Sent", sender="a@example.org", reference_doctype="Meeting",
		reference_name=made.meeting)  # fmt: skip
	put("Email Queue Recipient", parent=queue.name, parenttype="Email Queue", recipient="b@example.org")
	put("Email Queue", message="Subject: other\n\nOtto", status="Sent", sender="a@example.org")
	for doctype, name in (("Child", made.child), ("Meeting", made.meeting)):
		forget_index(doctype, name)
		index = frappe.qb.Table("__global_search")
		frappe.qb.into(index).columns("doctype", "name", "content", "title").insert(
			doctype, name, FULL, FULL
		).run()
	made.records["Communication"] = letter.name


def forget_index(doctype: str, name: str) -> None:
	"""Deletes an entry of the search index, a table without transactions."""
	index = frappe.qb.Table("__global_search")
	frappe.qb.from_(index).delete().where(index.doctype == doctype).where(index.name == name).run()


def _files(made: Retained) -> None:
	attach = [
		("Child", made.child, f"{FULL}.txt", b"school report"),
		("Case Note", made.records["Case Note"], "note.txt", f"about {FULL}".encode()),
		("Communication", made.records["Communication"], "letter.docx", office_file(FIRST, LAST)),
	]
	for doctype, name, title, content in attach:
		file = attach_file(doctype, name, title, content)
		made.paths.append(frappe.get_site_path(*file.file_url.strip("/").split("/")))


def attach_file(doctype: str, name: str, title: str, content: bytes) -> Any:
	"""Attaches a private file."""
	values = {"attached_to_doctype": doctype, "attached_to_name": name, "file_name": title, "is_private": 1}
	return frappe.get_doc({"doctype": "File", "content": content, **values}).insert()


def office_file(*words: str) -> bytes:
	"""Returns a Word file in which tags cut the sentence in pieces."""
	pieces = "".join(f"<w:r><w:t xml:space='preserve'>{word} </w:t></w:r>" for word in words)
	space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	out = io.BytesIO()
	with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
		packed.writestr(
			"word/document.xml", f"<w:document xmlns:w='{space}'><w:p>{pieces}</w:p></w:document>"
		)
	return out.getvalue()


def ask_for_erasure(child: str) -> Any:
	"""Asks for the erasure of a record, as the session's user."""
	return frappe.get_doc({"doctype": "Erasure", "child": child}).insert()
