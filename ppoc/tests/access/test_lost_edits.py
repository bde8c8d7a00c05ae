"""Two people edit one record: however the second one saves it, the first one's changes are not lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import frappe
import pytest

from ppoc.access.concurrency import rest_writes
from ppoc.exceptions import BlindWriteError, SharingRefusedError
from ppoc.tests.access_world import Doors, World, put

pytestmark = pytest.mark.requirement("P5.1")
STALE = "2020-01-01 00:00:00.000000"


@pytest.fixture
def group(world: World, set_user: Callable) -> str:
	"""A record without checks of its own, opened by the coordinator."""
	name = put("Sibling Group", group_name="The Tests", notes="first").name
	frappe.db.set_value("Child", world.anna, "sibling_group", name)
	set_user(world.coordinator)
	return name


def modified(name: str) -> str:
	return str(frappe.db.get_value("Sibling Group", name, "modified"))


def notes(name: str) -> str:
	return frappe.db.get_value("Sibling Group", name, "notes")


def set_value(doors: Doors, name: str, sent: str | None) -> None:
	values = {"notes": "second", **({"modified": sent} if sent else {})}
	doors.call("frappe.client.set_value", doctype="Sibling Group", name=name, fieldname=values)


def client_save(doors: Doors, name: str, sent: str | None) -> None:
	doc = frappe.get_doc("Sibling Group", name).as_dict(convert_dates_to_str=True)
	doc.update({"notes": "second", "modified": sent})
	doors.call("frappe.client.save", doc=json.loads(frappe.as_json(doc)))


def form_save(doors: Doors, name: str, sent: str | None) -> None:
	doc = frappe.get_doc("Sibling Group", name).as_dict(convert_dates_to_str=True)
	doc.update({"notes": "second", "modified": sent})
	doors.call("frappe.desk.form.save.savedocs", doc=json.loads(frappe.as_json(doc)), action="Save")


def rest_put(doors: Doors, name: str, sent: str | None) -> None:
	body = {"notes": "second", **({"modified": sent} if sent else {})}
	doors.rest("PUT", f"/api/resource/Sibling Group/{name}", **body)


WITH_TIMESTAMP = [set_value, client_save, form_save, rest_put]


@pytest.mark.parametrize("door", WITH_TIMESTAMP)
def test_a_write_that_saw_the_latest_state_is_made(group: str, doors: Doors, door: Callable) -> None:
	door(doors, group, modified(group))
	assert notes(group) == "second"


@pytest.mark.parametrize("door", WITH_TIMESTAMP)
def test_a_write_that_saw_an_older_state_is_refused(group: str, doors: Doors, door: Callable) -> None:
	with pytest.raises(frappe.TimestampMismatchError):
		door(doors, group, STALE)
	assert notes(group) == "first"


@pytest.mark.parametrize("door", WITH_TIMESTAMP)
def test_a_write_that_says_nothing_of_what_it_saw_is_refused(
	group: str, doors: Doors, door: Callable
) -> None:
	with pytest.raises((BlindWriteError, frappe.TimestampMismatchError)):
		door(doors, group, None)
	assert notes(group) == "first"


def test_two_fresh_writes_one_after_the_other_are_both_kept(group: str, doors: Doors) -> None:
	doors.call(
		"frappe.client.set_value",
		doctype="Sibling Group",
		name=group,
		fieldname={"notes": "one", "modified": modified(group)},
	)
	doors.call(
		"frappe.client.set_value",
		doctype="Sibling Group",
		name=group,
		fieldname={"family_time": "two", "modified": modified(group)},
	)
	kept = frappe.get_doc("Sibling Group", group)
	assert (kept.notes, kept.family_time) == ("one", "two")


def test_one_field_with_its_value_is_refused_and_says_what_to_do(group: str, doors: Doors) -> None:
	with pytest.raises(BlindWriteError, match="Open the record"):
		doors.call(
			"frappe.client.set_value", doctype="Sibling Group", name=group, fieldname="notes", value="second"
		)
	assert notes(group) == "first"


def test_an_edit_of_many_from_the_list_is_refused(group: str, doors: Doors) -> None:
	failed = doors.call(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype="Sibling Group",
		docnames=[group],
		action="update",
		data={"notes": "second"},
	)
	assert failed == [group]
	assert "Open the record" in frappe.as_json(frappe.local.message_log)


def test_a_drag_on_a_calendar_is_refused(group: str, world: World, doors: Doors) -> None:
	event = {
		"doctype": "Case Note",
		"name": world.of_child[world.anna]["Case Note"],
		"note_date": "2024-05-05",
	}
	with pytest.raises(BlindWriteError):
		doors.call(
			"frappe.desk.calendar.update_event",
			args=event,
			field_map={"start": "note_date", "end": "note_date"},
		)


def test_rows_of_a_record_are_not_written_by_themselves(
	world: World, doors: Doors, set_user: Callable
) -> None:
	row = {"parent": world.anna, "parenttype": "Child", "parentfield": "workers"}
	there = put("Child Worker", worker=f"W-{world.coordinator}", **row).name
	set_user(world.coordinator)
	with pytest.raises(SharingRefusedError):
		doors.rest("POST", "/api/resource/Child Worker", worker=f"W-{world.social_worker}", **row)
	with pytest.raises(SharingRefusedError):
		doors.rest(
			"PUT",
			f"/api/resource/Child Worker/{there}",
			part="x",
			modified=str(frappe.db.get_value("Child Worker", there, "modified")),
		)
	with pytest.raises(BlindWriteError):
		doors.call(
			"frappe.client.set_value",
			doctype="Child Worker",
			name=there,
			fieldname={"part": "x", "modified": STALE},
		)
	with pytest.raises(BlindWriteError):
		doors.call(
			"frappe.client.insert",
			doc={"doctype": "Child Worker", "worker": f"W-{world.social_worker}", **row},
		)


def test_new_records_and_what_they_write_along_are_made(group: str, world: World, doors: Doors) -> None:
	frappe.flags.ppoc_new_record = False
	made = doors.call("frappe.client.insert", doc={"doctype": "Sibling Group", "group_name": "New"})
	other = frappe.get_doc("Sibling Group", group)
	other.notes = "written along"
	other.save()
	assert made["group_name"] == "New"
	assert notes(group) == "written along"


def test_the_app_s_own_code_is_not_asked(group: str, doors: Doors) -> None:
	doors._request("POST", "/api/method/ppoc.somewhere.close", {})
	frappe.local.form_dict = frappe._dict(cmd="ppoc.somewhere.close")
	doc = frappe.get_doc("Sibling Group", group)
	doc.notes = "second"
	doc.save()
	assert notes(group) == "second"


@pytest.mark.parametrize(
	("method", "path", "written"),
	[
		("PUT", "/api/resource/Child/CH-1", {("Child", "CH-1"): "t"}),
		("PUT", "/api/v1/resource/Case Note/CN%201", {("Case Note", "CN 1"): "t"}),
		("PATCH", "/api/v2/document/Child/CH-1/", {("Child", "CH-1"): "t"}),
		("PUT", "/api/v2/document/Child/CH-1", {("Child", "CH-1"): "t"}),
		("POST", "/api/v2/document/Child/bulk_update", {("*", "*"): None}),
		("POST", "/api/resource/Child", {}),
		("GET", "/api/resource/Child/CH-1", {}),
		("DELETE", "/api/resource/Child/CH-1", {}),
		("POST", "/api/method/ppoc.x", {}),
		("GET", "/", {}),
	],
)
def test_what_a_rest_request_writes_is_read_from_its_path(method: str, path: str, written: dict) -> None:
	assert rest_writes(method, path, {"modified": "t"}) == written
