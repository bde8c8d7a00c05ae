"""Attack: open, print, follow links from or call methods on a record with a guessed name (names are numbered), or
send a forged record that names a hidden child."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe import realtime

from ppoc.tests.access_world import CASE_ROWS, NORTH, SOUTH, Doors, World

pytestmark = pytest.mark.requirement("X4.1")

# whether a browser may listen to a record's changes; the name depends on the release
SUBSCRIBE = (
	"frappe.realtime.can_subscribe_doc"
	if hasattr(realtime, "can_subscribe_doc")
	else "frappe.realtime.has_permission"
)
READS: dict[str, Callable[[str, str], dict[str, Any]]] = {
	"frappe.client.get": lambda dt, dn: {"doctype": dt, "name": dn},
	"frappe.desk.form.load.getdoc": lambda dt, dn: {"doctype": dt, "name": dn},
	"frappe.desk.form.load.get_docinfo": lambda dt, dn: {"doctype": dt, "name": dn},
	"frappe.desk.form.load.get_communications": lambda dt, dn: {"doctype": dt, "name": dn},
	"frappe.www.printview.get_html_and_style": lambda dt, dn: {"doc": dt, "name": dn},
	"frappe.desk.notifications.get_open_count": lambda dt, dn: {"doctype": dt, "name": dn},
	"frappe.desk.form.linked_with.get": lambda dt, dn: {"doctype": dt, "docname": dn},
	"frappe.desk.form.document_follow.get_follow_users": lambda dt, dn: {"doctype": dt, "doc_name": dn},
	SUBSCRIBE: lambda dt, dn: {"doctype": dt, "docname": dn, "name": dn},
	"frappe.model.workflow.get_transitions": lambda dt, dn: {"doc": {"doctype": dt, "name": dn}},
	"frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview": lambda dt, dn: {
		"reference_dt": dt,
		"reference_doc": dn,
		"message": "{{ doc.as_json() }}",
	},
}


def nothing(doors: Doors, command: str, doctype: str) -> str:
	"""Returns what is told of a record that is not there: Desk asks for a form before it opens a new record, so that
	is no error; all others refuse."""
	if command != "frappe.desk.form.load.getdoc":
		return ""
	return doors.text(command, **READS[command](doctype, "NO-SUCH-RECORD"))


@pytest.mark.parametrize("command", sorted(READS))
@pytest.mark.parametrize("child", ["bella", "rosie"])
def test_a_hidden_child_is_not_opened(
	world: World, set_user: Callable, doors: Doors, command: str, child: str
) -> None:
	set_user(world.coordinator)
	told = doors.text(command, **READS[command]("Child", getattr(world, child)))
	assert told == nothing(doors, command, "Child"), "it was answered instead of refused"


@pytest.mark.parametrize("doctype", sorted(CASE_ROWS))
def test_nor_is_what_is_about_them(
	world: World, set_user: Callable, doors: Doors, hidden: str, doctype: str
) -> None:
	set_user(world.coordinator)
	for child in (world.bella, world.rosie):
		name = world.of_child[child][doctype]
		for command in (
			"frappe.client.get",
			"frappe.desk.form.load.getdoc",
			"frappe.www.printview.get_html_and_style",
		):
			assert doors.text(command, **READS[command](doctype, name)) == nothing(doors, command, doctype)
		with pytest.raises(frappe.PermissionError):
			doors.rest("GET", f"/api/resource/{doctype}/{name}")


def test_the_own_child_is_opened(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	assert doors.rest("GET", f"/api/resource/Child/{world.anna}").full_name == "Anna Test"
	for command in (
		"frappe.client.get",
		"frappe.desk.form.load.getdoc",
		"frappe.www.printview.get_html_and_style",
	):
		assert "Anna" in doors.text(command, **READS[command]("Child", world.anna))


@pytest.mark.parametrize(
	"command", ["frappe.utils.print_format.download_pdf", "frappe.utils.weasyprint.download_pdf"]
)
def test_a_hidden_child_is_not_printed(world: World, set_user: Callable, doors: Doors, command: str) -> None:
	set_user(world.coordinator)
	# some releases say that the child does not exist
	with pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)):
		doors.call(command, http="GET", doctype="Child", name=world.bella, print_format="Standard")


def test_nor_printed_among_others(world: World, set_user: Callable, doors: Doors, hidden: str) -> None:
	set_user(world.coordinator)
	try:
		doors.call(
			"frappe.utils.print_format.download_multi_pdf", doctype="Child", name=[world.anna, world.bella]
		)
	except frappe.PermissionError:
		return
	text = subprocess.run(
		["pdftotext", "-", "-"], input=frappe.local.response.filecontent, capture_output=True, check=True
	).stdout.decode()
	assert "Anna" in text
	assert hidden not in text


def test_a_guest_with_any_key_gets_nothing(world: World, set_user: Callable, doors: Doors) -> None:
	key = frappe.get_doc("Child", world.anna).get_document_share_key()
	set_user("Guest")
	with pytest.raises((frappe.PermissionError, frappe.exceptions.LinkExpired)):
		doors.call(
			"frappe.utils.print_format.download_pdf", http="GET", doctype="Child", name=world.anna, key=key
		)
	signature = frappe.get_doc("Child", world.anna).get_signature()
	# version 16 has no separate error for an invalid key
	wrong_key = getattr(frappe.exceptions, "InvalidKeyError", frappe.PermissionError)
	with pytest.raises((frappe.PermissionError, wrong_key)):
		doors.call(
			"frappe.utils.print_format.download_pdf",
			http="GET",
			doctype="Child",
			name=world.anna,
			key=signature,
		)


def test_a_forged_record_that_names_a_hidden_child_is_not_filled_in(
	world: World, set_user: Callable, doors: Doors, hidden: str
) -> None:
	set_user(world.coordinator)
	forged = {"doctype": "Case Note", "child": world.bella, "note": "x", "note_date": "2024-01-01"}
	assert hidden not in doors.text("frappe.www.printview.get_html_and_style", doc={**forged, "name": "new"})
	existing = {**forged, "name": world.of_child[world.anna]["Case Note"]}
	assert hidden not in doors.text("frappe.www.printview.get_html_and_style", doc=existing)


def test_records_that_link_to_a_locality_are_those_one_sees(
	world: World, set_user: Callable, doors: Doors, hidden: str
) -> None:
	set_user(world.coordinator)
	for locality in (NORTH, SOUTH):
		assert hidden not in doors.text(
			"frappe.desk.form.linked_with.get", doctype="Locality", docname=locality
		)
	assert world.anna in doors.text("frappe.desk.form.linked_with.get", doctype="Locality", docname=NORTH)


@pytest.mark.parametrize(("locality", "children"), [(NORTH, 1), (SOUTH, 0)])
def test_a_locality_s_form_counts_the_children_one_sees(
	world: World, set_user: Callable, doors: Doors, locality: str, children: int
) -> None:
	set_user(world.coordinator)
	answer = doors.call("frappe.desk.notifications.get_open_count", doctype="Locality", name=locality)
	counted = answer["count"]
	rows = counted if isinstance(counted, list) else counted["external_links_found"]
	assert {row.get("doctype") or row["name"]: row["count"] for row in rows}["Child"] == children


def test_a_title_is_not_written_past_the_record(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call(
			"frappe.model.rename_doc.update_document_title", doctype="Child", docname=world.anna, title="Else"
		)


def test_no_email_is_sent_about_a_hidden_child(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call(
			"frappe.core.doctype.communication.email.make",
			doctype="Child",
			name=world.bella,
			content="x",
			recipients="me@example.org",
			print_format="Standard",
			send_email=1,
		)
