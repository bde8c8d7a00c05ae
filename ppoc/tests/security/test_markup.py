"""Attack: a text that runs a script, or that reports to another computer that it was read: in names of uploaded
files, in cells of a workbook, in comments, names of users and formatted text; by saving, setting or in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import frappe
import pytest
from frappe.utils import getdate

from ppoc.database.rows import insert_rows, update_row
from ppoc.database.statements import insert_values
from ppoc.tests.access_world import Doors, World

pytestmark = pytest.mark.requirement("X4.1")
RUNS = '"<img src=x onerror=alert(1)>"'
"""In quotation marks it is valid JSON, which Frappe's sanitiser leaves as it is."""
BEACON = '<p>Text</p><img src="http://evil.example/b.png"><p style="background-image:url(http://evil.example/c)">x</p>'
TAG = re.compile(r"<[a-zA-Z/!?]")
ACTIVE = re.compile(r"<[a-zA-Z/!?][^>]*(onerror|evil\.example|javascript:)", re.IGNORECASE)


def test_a_short_text_is_no_markup_whoever_writes_it(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.manager)
	modified = str(frappe.db.get_value("Child", world.anna, "modified"))
	doors.call(
		"frappe.client.set_value",
		doctype="Child",
		name=world.anna,
		fieldname={"ethnicity": RUNS, "modified": modified},
	)
	stored = frappe.db.get_value("Child", world.anna, "ethnicity")
	assert "onerror" in stored
	assert not TAG.search(stored)


def test_formatted_text_keeps_its_format_and_loads_nothing(
	world: World, set_user: Callable, doors: Doors
) -> None:
	set_user(world.manager)
	doors.call(
		"frappe.desk.form.utils.add_comment",
		reference_doctype="Child",
		reference_name=world.anna,
		content=BEACON + RUNS,
		comment_email=world.manager,
		comment_by="M",
	)
	(stored,) = frappe.get_all(
		"Comment", {"reference_name": world.anna, "comment_type": "Comment"}, pluck="content"
	)
	assert "<p>Text</p>" in stored
	assert not ACTIVE.search(stored), stored


def test_what_users_say_of_themselves_runs_nothing_on_the_screens_of_others(world: World) -> None:
	user = frappe.get_doc("User", world.coordinator)
	user.update({"location": RUNS, "bio": BEACON})
	user.save(ignore_permissions=True)
	stored = frappe.db.get_value("User", world.coordinator, ["location", "full_name", "bio"])
	assert not [text for text in stored if ACTIVE.search(text or "")], stored


@pytest.mark.parametrize("way", ["rows", "update", "statement", "insert past the checks"])
def test_rows_written_in_bulk_are_cleaned_too(world: World, way: str) -> None:
	plan = world.of_child[world.anna]["Permanence Plan"]
	if way == "rows":
		(name,) = insert_rows("Case Note", [{"child": world.anna, "note": BEACON + RUNS}], world.manager)
		stored = frappe.db.get_value("Case Note", name, "note")
	elif way == "update":
		update_row("Permanence Plan", plan, {}, {"title": RUNS}, world.manager)
		stored = frappe.db.get_value("Permanence Plan", plan, "title")
	elif way == "statement":
		insert_values("Flag", ["name", "message"], [["TEST-FLAG-MARKUP", RUNS]])
		stored = frappe.db.get_value("Flag", "TEST-FLAG-MARKUP", "message")
	else:
		doc = frappe.get_doc({"doctype": "Flag", "message": RUNS, "name": "TEST-FLAG-MARKUP-2"})
		doc.db_insert()
		stored = frappe.db.get_value("Flag", doc.name, "message")
	assert "onerror" in stored or way == "rows"
	assert not ACTIVE.search(stored), stored


def test_the_name_of_an_uploaded_file_is_text_everywhere(
	world: World, set_user: Callable, tmp_path: Path
) -> None:
	from ppoc.imports import runs
	from ppoc.imports.registry import Order
	from ppoc.imports.uploads import UploadedFile

	set_user(world.coordinator)
	path = tmp_path / "x.csv"
	path.write_text("a,b\n1,2\n")
	order = Order(
		kind="Names",
		uploads=[UploadedFile("<img src=x onerror=alert(1)>.csv", path)],
		user=world.coordinator,
		today=getdate("2024-03-01"),
	)
	run = runs.preview(order)
	stored = frappe.get_doc("Import Run", run)
	assert "onerror" in stored.files
	assert not TAG.search(stored.files)
	for finding in frappe.get_all("Import Finding", {"import_run": run}, ["file", "message", "remedy"]):
		assert not [text for text in finding.values() if ACTIVE.search(text or "")], finding
	assert not ACTIVE.search(frappe.get_print("Import Run", run))


def test_code_and_administrators_texts_are_left_alone(world: World) -> None:
	template = frappe.get_doc(
		{
			"doctype": "Email Template",
			"name": "T",
			"subject": "s",
			"response": '<img src="https://a.example/l.png">',
		}
	).insert()
	assert "https://a.example/l.png" in template.response


def test_what_was_written_before_is_cleaned_once(world: World) -> None:
	from ppoc.patches.names_of_files_are_text import execute

	(finding,) = insert_rows("Import Finding", [{"message": "x"}], world.manager)
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "a.txt", "content": frappe.generate_hash()}
	).insert()
	frappe.db.set_value("Import Finding", finding, "message", RUNS)
	frappe.db.set_value("File", file.name, "file_name", "<img src=x>.txt")
	for _time in range(2):
		execute()
		assert frappe.db.get_value("Import Finding", finding, "message") == RUNS.replace("<img", "< img")
		assert frappe.db.get_value("File", file.name, "file_name") == "_img src=x_.txt"
	file.delete_file_data_content()
