"""Attack: forge who authorised, decided, closed or moved something and when, by an ordinary save through any door."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import frappe
import pytest

from ppoc.access import saving
from ppoc.access.system_fields import (
	LAID_OUT_BY_FORMS,
	LAYOUT,
	REWRITTEN,
	SENT_WITH_A_NEW_RECORD,
	system_fields,
)
from ppoc.exceptions import SystemFieldError
from ppoc.plans.potential.rules import REQUEST
from ppoc.tests.access_world import NORTH, Doors, World, put
from ppoc.tests.factories import make_forum, make_meeting

pytestmark = pytest.mark.requirement("X4.2")

FORGER = "somebody.else@example.org"
Change = Callable[[Doors, Any, dict[str, Any]], Any]


def as_sent(doc: Any) -> dict[str, Any]:
	"""The record as the browser has it and sends it back."""
	return json.loads(frappe.as_json(doc))


CHANGES: dict[str, Change] = {
	"REST": lambda doors, doc, values: doors.rest(
		"PUT", f"/api/resource/{doc.doctype}/{doc.name}", **values, modified=str(doc.modified)
	),
	"client.set_value": lambda doors, doc, values: doors.call(
		"frappe.client.set_value",
		doctype=doc.doctype,
		name=doc.name,
		fieldname={**values, "modified": str(doc.modified)},
	),
	"client.save": lambda doors, doc, values: doors.call(
		"frappe.client.save", doc={**as_sent(doc), **values}
	),
	"form": lambda doors, doc, values: doors.call(
		"frappe.desk.form.save.savedocs", doc={**as_sent(doc), **values}, action="Save"
	),
}


FORGED: dict[str, dict[str, Any]] = {
	"Action": {"times_moved": 0, "closed_on": "2024-01-05", "reviews": []},
	"Panel Decision": {
		"decided_by": FORGER,
		"decided_on": "2024-01-05",
		"requested_by": FORGER,
		"missing_documents": 0,
		"agreed_with": "PD-9",
	},
	"Escalation": {"raised_by": FORGER, "answered_by": FORGER, "answered_on": "2024-01-05"},
	"Flag": {"closed_by": FORGER, "set_by": FORGER, "told_on": "2024-01-05", "status": "Closed"},
	"Case Note": {"copied_on": "2024-01-05 10:00:00"},
	"Permanence Plan": {"times_moved": 0, "prioritised_by": FORGER, "prioritised_on": "2024-01-05"},
	"Child": {"potential_decided_by": FORGER, "potential_decided_on": "2024-01-05", "merged_into": "x"},
}
STORED = {
	"Action": {"times_moved": 4, "set_on": "2024-01-01"},
	"Permanence Plan": {"times_moved": 4},
	"Panel Decision": {"missing_documents": 2, "request_type": REQUEST},
}


@pytest.fixture
def forger(world: World) -> str:
	put("User", name=FORGER, email=FORGER, first_name="Somebody", enabled=1, user_type="System User")
	return FORGER


@pytest.fixture
def record(world: World) -> Callable[[str], Any]:
	"""`record("Action")` returns that record of the child whom the manager sees."""

	def record(doctype: str) -> Any:
		name = world.anna if doctype == "Child" else world.of_child[world.anna][doctype]
		if doctype in STORED:
			frappe.db.set_value(doctype, name, STORED[doctype], update_modified=False)
		if doctype == "Action":
			frappe.get_doc(
				{
					"doctype": "Action Review",
					"parent": name,
					"parenttype": "Action",
					"parentfield": "reviews",
					"outcome": "Moved",
					"note": "waited for the school",
				}
			).db_insert()
		return frappe.get_doc(doctype, name)

	return record


@pytest.mark.usefixtures("forger")
@pytest.mark.parametrize("door", sorted(CHANGES))
@pytest.mark.parametrize("doctype", sorted(FORGED))
def test_a_forged_stamp_is_not_kept(
	world: World, set_user: Callable, doors: Doors, record: Callable, doctype: str, door: str
) -> None:
	doc = record(doctype)
	set_user(world.manager)
	for field, value in FORGED[doctype].items():
		with pytest.raises(SystemFieldError):
			CHANGES[door](doors, doc, {field: value})
		assert plain(frappe.get_doc(doctype, doc.name), field) == plain(doc, field), field


def plain(doc: Any, field: str) -> Any:
	value = doc.get(field)
	return [row.as_dict() for row in value] if isinstance(value, list) else value


@pytest.mark.parametrize("doctype", ["Action", "Case Note", "Escalation"])
@pytest.mark.parametrize("door", ["client.save", "form"])
def test_the_form_as_it_was_sent_is_saved(
	world: World, set_user: Callable, doors: Doors, record: Callable, doctype: str, door: str
) -> None:
	"""Desk sends the whole record back, with the system's fields in it."""
	typed = {"Action": "outcome", "Case Note": "note", "Escalation": "blocker"}[doctype]
	doc = record(doctype)
	if doctype == "Action":
		doc.db_set({"action_owner": f"W-{world.manager}", "due_on": "2099-01-01"}, update_modified=False)
	set_user(world.manager)
	CHANGES[door](doors, frappe.get_doc(doctype, doc.name), {typed: "Rang again"})
	assert frappe.db.get_value(doctype, doc.name, typed) == "Rang again"


def test_rows_that_the_form_of_a_request_laid_out_are_saved(
	world: World, set_user: Callable, doors: Doors, record: Callable
) -> None:
	check = put(
		"Readiness Check", name="Test check", title="Test check", enabled=1, answered_from="Asked"
	).name
	row = {"readiness_check": check, "state": "Gap", "answer": "Yes", "remark": "done"}
	set_user(world.manager)
	doc = record("Panel Decision")
	CHANGES["form"](doors, doc, {"readiness": [{"doctype": "Readiness Answer", **row}]})
	stored = frappe.get_doc("Panel Decision", doc.name).readiness
	assert [(row.readiness_check, row.remark) for row in stored if row.remark] == [(check, "done")]
	CHANGES["form"](
		doors,
		frappe.get_doc("Panel Decision", doc.name),
		{"readiness": [{**as_sent(row), "state": "Met"} for row in stored]},
	)


def test_what_a_job_wrote_meanwhile_is_kept_and_nothing_refused(
	world: World, set_user: Callable, doors: Doors
) -> None:
	frappe.db.set_value("Child", world.anna, {"overdue_count": 1}, update_modified=False)
	open_form = frappe.get_doc("Child", world.anna)
	frappe.db.set_value("Child", world.anna, {"overdue_count": 3}, update_modified=False)
	set_user(world.manager)
	CHANGES["form"](doors, open_form, {"ethnicity": "x"})
	assert frappe.db.get_value("Child", world.anna, "ethnicity") == "x"
	assert frappe.get_doc("Child", world.anna).overdue_count != 1


NEW = {
	"REST": lambda doors, doc: doors.rest("POST", f"/api/resource/{doc['doctype']}", **doc),
	"client.insert": lambda doors, doc: doors.call("frappe.client.insert", doc=doc),
	"form": lambda doors, doc: doors.call(
		"frappe.desk.form.save.savedocs", doc={**doc, "__islocal": 1, "name": "new-1"}, action="Save"
	),
}


@pytest.mark.usefixtures("forger")
@pytest.mark.parametrize("door", sorted(NEW))
@pytest.mark.parametrize(
	("field", "value"),
	[("closed_on", "2024-01-05"), ("times_moved", 7), ("reviews", [{"outcome": "Done", "note": "x"}])],
)
def test_a_new_record_does_not_bring_its_own_history(
	world: World, set_user: Callable, doors: Doors, door: str, field: str, value: Any
) -> None:
	set_user(world.coordinator)
	with pytest.raises(SystemFieldError):
		NEW[door](doors, {**new_action(world), field: value})
	NEW[door](doors, new_action(world))


@pytest.mark.parametrize("door", sorted(NEW))
def test_a_copied_record_is_set_today(world: World, set_user: Callable, doors: Doors, door: str) -> None:
	"""Desk's Duplicate copies read-only fields that may be copied. They are filled in anew."""
	set_user(world.coordinator)
	NEW[door](doors, {**new_action(world), "set_on": "2019-01-01"})
	made = frappe.get_last_doc("Action", {"owner": world.coordinator})
	assert str(made.set_on) == frappe.utils.nowdate()


@pytest.mark.parametrize("door", sorted(NEW))
def test_the_hour_that_a_new_form_brings_is_not_kept(
	world: World, set_user: Callable, doors: Doors, door: str
) -> None:
	"""Desk puts the time of day into every field of type Time."""
	forum = make_forum(held_by="Locality", takes_requests=1, slots=4)
	make_meeting(forum=forum.name, locality=NORTH, meeting_date=frappe.utils.add_days(None, 30))
	set_user(world.coordinator)
	asked = {
		"doctype": "Booking",
		"child": world.anna,
		"forum": forum.name,
		"what_for": "A package of support",
	}
	NEW[door](doors, {**asked, "start_time": "03:33:33"})
	assert str(frappe.get_last_doc("Booking").start_time) != "3:33:33"


@pytest.mark.parametrize("door", sorted(NEW))
def test_owner_and_day_of_a_new_record_are_the_writer_s(
	world: World, set_user: Callable, doors: Doors, door: str
) -> None:
	set_user(world.coordinator)
	forged = {"owner": world.manager, "modified_by": world.manager, "creation": "2019-01-01 10:00:00"}
	NEW[door](doors, {**new_action(world), **forged})
	made = frappe.get_last_doc("Action", {"locality": NORTH, "child": world.anna})
	assert (made.owner, made.modified_by) == (world.coordinator, world.coordinator)
	assert made.creation.year != 2019


def new_action(world: World) -> dict[str, Any]:
	return {
		"doctype": "Action",
		"what": "Ring the school about the place",
		"action_owner": f"W-{world.coordinator}",
		"due_on": "2099-01-01",
		"child": world.anna,
	}


@pytest.mark.parametrize("door", ["client.save", "form", "REST"])
@pytest.mark.parametrize(
	"forged", [{"owner": FORGER}, {"creation": "2019-01-01 10:00:00"}, {"docstatus": 1}, {"docstatus": 2}]
)
def test_owner_and_day_of_a_record_stay(
	world: World, set_user: Callable, doors: Doors, record: Callable, door: str, forged: dict[str, Any]
) -> None:
	doc = record("Case Note")
	set_user(world.manager)
	# a form says by its button which state is meant, and Frappe takes that
	with suppress(frappe.ValidationError, frappe.PermissionError):
		CHANGES[door](doors, doc, forged)
	stored = frappe.get_doc("Case Note", doc.name)
	assert (stored.owner, stored.creation, stored.docstatus) == (doc.owner, doc.creation, 0)


@pytest.mark.parametrize("door", ["client.save", "form"])
@pytest.mark.parametrize(
	"internal",
	[
		{"_action": "discard"},
		{"_action": "cancel"},
		{"flags": {"ignore_permissions": True, "ignore_validate": True}},
		{"__ignore_validate": 1, "ignore_permissions": 1},
		{"_doc_before_save": {"times_moved": 0}},
		{"check_if_latest": 1},
		{"run_method": 1},
	],
	ids=lambda internal: next(iter(internal)),
)
def test_frappe_s_own_attributes_do_not_come_with_a_record(
	world: World, set_user: Callable, doors: Doors, record: Callable, door: str, internal: dict[str, Any]
) -> None:
	doc = record("Action")
	set_user(world.manager)
	with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		CHANGES[door](doors, doc, {"times_moved": 0, **internal})
	assert frappe.db.get_value("Action", doc.name, "times_moved") == 4


def test_the_step_of_a_workflow_is_not_skipped(
	world: World, set_user: Callable, doors: Doors, record: Callable
) -> None:
	doc = record("Panel Decision")
	set_user(world.manager)
	for door, change in CHANGES.items():
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			change(doors, doc, {"status": "Authorised"})
		frappe.clear_messages()
		assert frappe.db.get_value("Panel Decision", doc.name, "status") == "Requested", door
	new = {"doctype": "Panel Decision", "child": world.anna, "request_type": REQUEST, "rationale": "x"}
	with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		NEW["REST"](doors, {**new, "status": "Authorised"})


def test_a_record_is_not_discarded(world: World, set_user: Callable, doors: Doors, record: Callable) -> None:
	"""Version 16 lets whoever may write a record mark it as cancelled, whether its DocType has that state or not."""
	doc = record("Case Note")
	set_user(world.manager)
	for call in (
		lambda: doors.call("run_doc_method", method="discard", docs=as_sent(doc)),
		lambda: doors.call("run_doc_method", method="discard", dt="Case Note", dn=doc.name),
		lambda: doors.call("frappe.desk.form.save.discard", doctype="Case Note", name=doc.name),
	):
		with pytest.raises(Exception):  # noqa: PT011 older versions have no such method
			call()
		assert frappe.db.get_value("Case Note", doc.name, "docstatus") == 0


def test_a_method_gets_the_record_as_it_is_stored(world: World, set_user: Callable, doors: Doors) -> None:
	access = frappe.get_doc("Locality Access", {"user": world.coordinator})
	set_user(world.manager)
	forged = {**as_sent(access), "granted_by": FORGER}
	with pytest.raises(SystemFieldError):
		doors.call("run_doc_method", method="withdraw", docs=forged, args={"reason": "left"})
	doors.call("run_doc_method", method="withdraw", docs=as_sent(access), args={"reason": "left"})
	assert frappe.db.get_value("Locality Access", access.name, "withdrawn_by") == world.manager


def test_case_records_are_not_written_many_at_once(
	world: World, set_user: Callable, doors: Doors, record: Callable, user_with: Callable
) -> None:
	"""Only System Managers pass the gate to this one, and not with case records."""
	doc = record("Action")
	set_user(user_with("System Manager"))
	with pytest.raises(frappe.PermissionError):
		doors.call(
			"frappe.client.bulk_update", docs=[{"doctype": "Action", "docname": doc.name, "times_moved": 0}]
		)
	assert frappe.db.get_value("Action", doc.name, "times_moved") == 4


def shipped() -> Iterator[dict[str, Any]]:
	for file in sorted(Path(frappe.get_app_path("ppoc", "ppoc", "doctype")).glob("*/*.json")):
		read = json.loads(file.read_text())
		if read.get("doctype") == "DocType":
			yield read


def test_exceptions_name_fields_that_are_there() -> None:
	known = {shape["name"]: {field["fieldname"] for field in shape["fields"]} for shape in shipped()}
	for doctype, field in SENT_WITH_A_NEW_RECORD | LAID_OUT_BY_FORMS:
		assert field in {f.name for f in system_fields(doctype)}
	for doctype, fields in REWRITTEN.items():
		assert fields <= {f.name for f in system_fields(doctype)}, doctype
		assert fields <= known[doctype]


def test_every_stamp_is_the_system_s(site: str) -> None:
	"""A field that says who or when, in a form that nobody types it in, is read-only and so kept."""
	stamps = ("authorised_", "closed_", "withdrawn_", "granted_", "answered_", "requested_", "completed_")
	typed = set()
	for shape in shipped():
		ours = {field.name for field in system_fields(shape["name"])}
		for field in shape["fields"]:
			name = field["fieldname"]
			if name.startswith(stamps) and name.endswith(("_by", "_on")) and name not in ours:
				typed.add((shape["name"], name))
	assert typed <= {("Disclosure Request", "closed_on"), ("Family Group Offer", "answered_on")}, (
		"typed by whoever closes it, and by whoever hears the family's answer, as the day may have been another"
	)


def test_nothing_hidden_is_typed() -> None:
	"""What no form shows is the system's, too. The exceptions are keys of rows and texts that a dialogue writes."""
	open_to_forms = {"item_key", "conditions"}
	for shape in shipped():
		ours = {field.name for field in system_fields(shape["name"])}
		for field in shape["fields"]:
			if field.get("hidden") and field["fieldtype"] not in LAYOUT:
				assert field["fieldname"] in ours | open_to_forms, (shape["name"], field["fieldname"])


@pytest.mark.parametrize(
	("path", "form", "loads"),
	[
		("/api/method/run_doc_method", {"dt": "Flag", "dn": "F-1"}, True),
		("/api/method/run_doc_method", {"docs": "{}"}, False),
		("/api/resource/Flag/F-1", {"run_method": "close"}, True),
		("/api/v1/resource/Flag/F-1", {"run_method": "close"}, True),
		("/api/v2/document/Flag/F-1/method/close/", {}, True),
		("/api/v2/document/Flag/F-1", {"run_method": "close"}, False),
		("/api/resource/Flag", {"run_method": "close"}, False),
		("/api/method/frappe.client.save", {"doc": "{}", "run_method": "close"}, False),
	],
)
def test_a_method_of_a_stored_record_saves_nothing_that_was_sent(path: str, form: dict, loads: bool) -> None:
	assert saving.loads_record(path, form) == loads
