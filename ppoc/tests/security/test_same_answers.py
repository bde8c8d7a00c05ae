"""Attack: find out whether there is a child with a certain number, by comparing how a hidden record is refused with
how one is refused that does not exist; on every door, in status, kind of error and words."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
import requests
from pypdf import PdfReader

from ppoc.tests.access_world import World

pytestmark = [pytest.mark.requirement("X4.1"), pytest.mark.usefixtures("committed")]
NOBODY = "TEST-NOBODY"
CALL = "/api/method/"


def doors_to(doctype: str, name: str, anna: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
	"""Yields method, path and arguments of every door that takes a record."""
	rest = f"/api/resource/{doctype}/{name}"
	yield "GET", rest, {}
	yield "PUT", rest, {"modified": "2024-01-01 00:00:00"}
	yield "DELETE", rest, {}
	yield "POST", f"{rest}?run_method=get_title", {}
	yield "GET", "/printview", {"doctype": doctype, "name": name}
	yield "GET", f"{CALL}frappe.utils.print_format.download_pdf", {"doctype": doctype, "name": name}
	yield (
		"GET",
		f"{CALL}frappe.utils.print_format.download_multi_pdf",
		{
			"doctype": doctype,
			"name": json.dumps([name]),
		},
	)
	yield (
		"GET",
		f"{CALL}frappe.utils.weasyprint.download_pdf",
		{
			"doctype": doctype,
			"name": name,
			"print_format": "Standard",
		},
	)
	yield "GET", f"{CALL}frappe.www.printview.get_html_and_style", {"doc": doctype, "name": name}
	for command in ("client.get", "client.delete", "desk.form.load.getdoc", "desk.form.load.get_docinfo"):
		yield "POST", f"{CALL}frappe.{command}", {"doctype": doctype, "name": name}
	yield (
		"POST",
		f"{CALL}frappe.client.get_value",
		{
			"doctype": doctype,
			"fieldname": "name",
			"filters": {"name": name},
		},
	)
	yield (
		"POST",
		f"{CALL}frappe.client.set_value",
		{
			"doctype": doctype,
			"name": name,
			"fieldname": {"owner": "x", "modified": "2024-01-01 00:00:00"},
		},
	)
	doc = {"doctype": doctype, "name": name, "modified": "2024-01-01 00:00:00"}
	yield "POST", f"{CALL}frappe.client.save", {"doc": doc}
	yield "POST", f"{CALL}frappe.desk.form.save.savedocs", {"doc": json.dumps(doc), "action": "Save"}
	yield "POST", f"{CALL}run_doc_method", {"dt": doctype, "dn": name, "method": "check_permission"}
	yield "POST", f"{CALL}run_doc_method", {"docs": json.dumps(doc), "method": "get_title"}
	for command in (
		"client.validate_link",
		"desk.search.get_link_title",
		"desk.link_preview.get_preview_data",
	):
		yield "POST", f"{CALL}frappe.{command}", {"doctype": doctype, "docname": name}
	yield (
		"POST",
		f"{CALL}frappe.desk.form.utils.add_comment",
		{
			"reference_doctype": doctype,
			"reference_name": name,
			"content": "x",
			"comment_email": "x@example.org",
			"comment_by": "x",
		},
	)
	yield (
		"POST",
		f"{CALL}frappe.desk.form.assign_to.add",
		{
			"doctype": doctype,
			"name": name,
			"assign_to": json.dumps(["x@example.org"]),
		},
	)
	yield "POST", f"{CALL}frappe.desk.form.linked_with.get", {"doctype": doctype, "docname": name}
	yield "POST", f"{CALL}frappe.desk.notifications.get_open_count", {"doctype": doctype, "name": name}
	yield "POST", f"{CALL}frappe.desk.like.toggle_like", {"doctype": doctype, "name": name, "add": "Yes"}
	yield "POST", f"{CALL}frappe.desk.doctype.tag.tag.add_tag", {"tag": "t", "dt": doctype, "dn": name}
	yield (
		"POST",
		f"{CALL}frappe.desk.form.document_follow.get_follow_users",
		{
			"doctype": doctype,
			"doc_name": name,
		},
	)
	yield "POST", f"{CALL}frappe.share.add", {"doctype": doctype, "name": name, "user": "x@example.org"}
	yield (
		"POST",
		f"{CALL}frappe.core.doctype.communication.email.make",
		{
			"doctype": doctype,
			"name": name,
			"content": "x",
			"recipients": "x@example.org",
		},
	)
	yield (
		"POST",
		f"{CALL}frappe.model.rename_doc.update_document_title",
		{
			"doctype": doctype,
			"docname": name,
			"name": name + "-X",
		},
	)
	yield (
		"POST",
		f"{CALL}frappe.client.insert",
		{
			"doc": {
				"doctype": "File",
				"file_name": "x.txt",
				"content": "x",
				"attached_to_doctype": doctype,
				"attached_to_name": name,
			}
		},
	)


def doors_by_link(child: str, anna: str, world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
	"""Yields doors where the child is named by a field or by an argument of our own methods."""
	action = {"doctype": "Action", "child": child, "what": "Ring the school", "due_on": "2030-01-01"}
	yield "POST", f"{CALL}frappe.client.insert", {"doc": action}
	yield "POST", "/api/resource/Action", action
	yield (
		"POST",
		f"{CALL}frappe.desk.form.save.savedocs",
		{
			"doc": json.dumps({**action, "name": "new-action-1", "__islocal": 1}),
			"action": "Save",
		},
	)
	stored = world.of_child[anna]["Action"]
	modified = str(frappe.db.get_value("Action", stored, "modified"))
	yield (
		"POST",
		f"{CALL}frappe.client.set_value",
		{
			"doctype": "Action",
			"name": stored,
			"fieldname": {"child": child, "modified": modified},
		},
	)
	yield "PUT", f"/api/resource/Action/{stored}", {"child": child, "modified": modified}
	for doctype in ("Case Note", "Permanence Plan", "Flag", "Escalation"):
		yield "POST", f"/api/resource/{doctype}", {"child": child}
	yield "GET", f"{CALL}ppoc.timescales.api.timeline", {"child": child}
	yield (
		"POST",
		f"{CALL}ppoc.ppoc.doctype.child.child.take_to_panel",
		{
			"child": child,
			"reason": "x",
			"modified": "2024-01-01 00:00:00",
		},
	)
	yield "POST", f"{CALL}ppoc.children.duplicates.api.preview", {"kept": anna, "other": child}


def told(answer: requests.Response, name: str) -> tuple[int, Any]:
	"""Returns what an answer says, without the name that the caller gave."""
	try:
		said = answer.json()
		said.pop("exc", None)
		text = json.dumps(said, sort_keys=True)
	except (ValueError, AttributeError):
		text = _text_of_pdf(answer.content) if answer.content.startswith(b"%PDF") else answer.text
	text = re.sub(r"__frappe_exc_id[^0-9a-f]*[0-9a-f]+", "", text)  # version 16 numbers each error at random
	return answer.status_code, text.replace(name, "…")


def _text_of_pdf(content: bytes) -> str:
	return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("doctype", ["Child", "Action", "Meeting Discussion", "Permanence Plan"])
def test_a_hidden_record_and_none(world: World, session: Callable, doctype: str) -> None:
	of_rosie = world.of_child[world.rosie]
	hidden = [world.bella, world.rosie] if doctype == "Child" else [of_rosie[doctype]]
	ask = session(world.coordinator)
	own = world.anna if doctype == "Child" else world.of_child[world.anna][doctype]
	assert ask("GET", f"/api/resource/{doctype}/{own}").status_code == 200
	wrong = []
	for name in hidden:
		for seen, absent in zip(
			doors_to(doctype, name, world.anna), doors_to(doctype, NOBODY, world.anna), strict=True
		):
			there, not_there = (
				told(ask(*seen[:2], **seen[2]), name),
				told(ask(*absent[:2], **absent[2]), NOBODY),
			)
			if there != not_there:
				wrong.append((seen[:2], there, not_there))
	assert not wrong, "\n".join(map(str, wrong))


def test_a_hidden_child_named_by_a_field(world: World, session: Callable) -> None:
	ask = session(world.manager_south)  # sees South, neither Anna nor Rosie
	wrong = []
	for seen, absent in zip(
		doors_by_link(world.anna, world.bella, world),
		doors_by_link(NOBODY, world.bella, world),
		strict=True,
	):
		there, not_there = (
			told(ask(*seen[:2], **seen[2]), world.anna),
			told(ask(*absent[:2], **absent[2]), NOBODY),
		)
		if there != not_there:
			wrong.append((seen[:2], there, not_there))
	assert not wrong, "\n".join(map(str, wrong))


def test_files_comments_and_logs_of_hidden_records(world: World, session: Callable) -> None:
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "f.txt",
			"content": frappe.generate_hash(),
			"attached_to_doctype": "Child",
			"attached_to_name": world.bella,
		}
	).insert()
	comment = frappe.get_doc("Child", world.bella).add_comment("Comment", "x")
	frappe.db.commit()
	ask = session(world.coordinator)
	try:
		for doctype, name in (("File", file.name), ("Comment", comment.name)):
			for path in (
				f"/api/resource/{doctype}/{{}}",
				f"{CALL}frappe.client.get?doctype={doctype}&name={{}}",
			):
				there, none = ask("GET", path.format(name)), ask("GET", path.format("0000000000"))
				assert told(there, name) == told(none, "0000000000"), path
		for url in ("frappe.handler.download_file", "download_file"):
			there = ask("GET", CALL + url, file_url=file.file_url)
			none = ask("GET", CALL + url, file_url="/private/files/none.txt")
			assert told(there, file.file_url) == told(none, "/private/files/none.txt")
			assert there.status_code == 404
	finally:
		file.delete_file_data_content()


def test_what_one_may_see_is_refused_in_its_own_words(world: World, session: Callable) -> None:
	"""A refusal that is about a right, not about a record, keeps its status and its words."""
	ask = session(world.auditor)
	path = f"/api/resource/Child/{world.anna}"
	seen = ask("GET", path)
	assert seen.status_code == 200
	refused = ask("PUT", path, ethnicity="x", modified=seen.json()["data"]["modified"])
	assert refused.status_code == 403, refused.text
	coordinator = session(world.coordinator)
	blind = coordinator("PUT", path, ethnicity="x")
	assert blind.status_code == 417
	assert "Open the record" in blind.text
