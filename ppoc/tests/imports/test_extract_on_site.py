"""An extract loaded onto the site: children, events and workers, twice without harm; missing rows delete nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
import pytest

from ppoc.imports.findings import Severity
from ppoc.imports.registry import KINDS, Order, Prepared
from ppoc.imports.uploads import UploadedFile
from ppoc.ppoc.doctype.child.child import Child
from ppoc.tests.children.duplicates.site_factories import (
	LOCALITY,
	OTHER_LOCALITY,
	TEAM,
	give_access,
	make,
	make_child,
	make_places,
)

pytestmark = pytest.mark.requirement("X2.2")
CHILDREN = "Case ID,Forename,Surname,DOB,Team\n"
ADA = f"Z0017,Ada,Quill,01/02/2015,{TEAM}\n"
BO = f"Z0018,Bo,Quill,31/02/2015,{TEAM}\n"
EVENTS = "Case ID,Event,Date,Notes\n"


@pytest.fixture
def coordinator(site: str, user_with: Callable[..., str], set_user: Callable[[str], Any]) -> str:
	make_places()
	user = user_with("Team Coordinator")
	give_access(user)
	for loads, columns in (
		(
			"Children",
			{
				"Case ID": "Child.child_id",
				"Forename": "Child.first_name",
				"Surname": "Child.last_name",
				"DOB": "Child.date_of_birth",
				"Team": "Child.team",
			},
		),
		(
			"Care events",
			{
				"Case ID": "Child.child_id",
				"Event": "Care Event.event_type",
				"Date": "Care Event.event_date",
				"Notes": "Care Event.details",
			},
		),
		("Workers", {"Staff ID": "Worker.worker_id", "Name": "Worker.worker_name", "Team": "Worker.team"}),
	):
		rows = [{"source_column": column, "target": target} for column, target in columns.items()]
		make("Import Mapping", mapping_name=f"Zz {loads}", kind="Extract", loads=loads, columns=rows)
	set_user(user)
	return user


def prepare(text: str, user: str, loads: str = "Children", **order: Any) -> Prepared:
	upload = UploadedFile("extract.csv", text.encode())
	today = date.fromisoformat(frappe.utils.nowdate())
	given = Order("Extract", [upload], user, today, mapping=f"Zz {loads}", **order)
	return KINDS["Extract"].prepare_order(given)


def load(text: str, user: str, loads: str = "Children", **order: Any) -> Prepared:
	prepared = prepare(text, user, loads, **order)
	prepared.write("", lambda _done, _total: None)
	return prepared


def test_clean_children_load_and_refused_ones_stay_out(coordinator: str):
	prepared = load(CHILDREN + ADA + BO, coordinator)
	assert (prepared.clean, prepared.refused, prepared.new) == (1, 1, 1)
	ada = frappe.get_doc("Child", {"child_id": "Z0017"})
	assert (ada.full_name, ada.team, ada.locality) == ("Ada Quill", TEAM, LOCALITY)
	assert not frappe.db.exists("Child", {"child_id": "Z0018"})
	told = frappe.get_all("Comment", filters={"reference_name": ada.name}, pluck="content")
	assert told == ["Loaded from the extract extract.csv ()."]


def test_loading_twice_changes_nothing_and_a_correction_what_differs(coordinator: str):
	load(CHILDREN + ADA, coordinator)
	again = load(CHILDREN + ADA, coordinator)
	assert (again.new, again.changed, again.unchanged, again.records) == (0, 0, 1, 0)
	corrected = load(CHILDREN + ADA.replace("Quill", "Quell"), coordinator)
	assert [change.sentences for change in corrected.changes] == [("Last name: Quill → Quell",)]
	assert frappe.db.get_value("Child", {"child_id": "Z0017"}, "full_name") == "Ada Quell"


def test_a_child_who_is_not_in_the_file_is_listed_and_left_as_it_is(coordinator: str):
	absent = make_child("Z0099")
	before = frappe.db.get_value("Child", absent.name, ["modified", "locality"])
	prepared = load(CHILDREN + ADA, coordinator)
	listed = [one.child for one in prepared.findings if one.rule == "Not in the file"]
	assert listed == ["Z0099"]
	assert frappe.db.get_value("Child", absent.name, ["modified", "locality"]) == before


def test_a_child_held_elsewhere_is_left_alone_and_not_listed_as_absent(coordinator: str):
	frappe.set_user("Administrator")
	hidden = make_child("Z0017", locality=OTHER_LOCALITY, team=None)
	make_child("Z0098", locality=OTHER_LOCALITY, team=None)
	frappe.set_user(coordinator)
	prepared = load(CHILDREN + ADA, coordinator)
	assert (prepared.hidden, prepared.new) == (1, 0)
	assert frappe.db.get_value("Child", hidden.name, "first_name") == "Tamsin"
	assert not any("Z0098" in one.message for one in prepared.findings)


def test_a_new_child_needs_a_place(coordinator: str):
	text = "Case ID,Forename\nZ0017,Ada\n"
	prepared = prepare(text, coordinator)
	assert prepared.refused == 1
	assert any("no locality is chosen" in one.message for one in prepared.findings)
	load(text, coordinator, locality=LOCALITY)
	assert frappe.db.get_value("Child", {"child_id": "Z0017"}, "locality") == LOCALITY


@pytest.mark.requirement("X2.6")
def test_a_new_child_like_one_that_is_here_is_told(coordinator: str):
	make_child("Z0001", first_name="Ada", last_name="Quill", date_of_birth="2015-02-01")
	prepared = prepare(CHILDREN + ADA, coordinator)
	assert prepared.warned == 1
	assert any("Same name and date of birth" in one.message for one in prepared.findings)


def event_rows(child: str) -> list[tuple[str, str]]:
	rows = frappe.get_all(
		"Care Event", filters={"child": child}, fields=["event_type", "details"], order_by="creation"
	)
	return [(row.event_type, row.details) for row in rows]


def test_events_load_once_and_leave_those_of_the_return_alone(coordinator: str):
	child = make_child("Z0017")
	kinds = frappe.get_all("Care Event Type", pluck="name", limit=2, order_by="name")
	make(
		"Care Event",
		child=child.name,
		event_type=kinds[0],
		event_date="2026-01-05",
		details="From the return",
		source_key="ssda903:reviews:2026-01-05",
	)
	text = EVENTS + f"Z0017,{kinds[0]},05/01/2026,By the extract\nZ0017,{kinds[1]},06/01/2026,Held\n"
	first = load(text, coordinator, "Care events")
	assert first.records == 1
	assert event_rows(child.name) == [(kinds[0], "From the return"), (kinds[1], "Held")]
	assert load(text, coordinator, "Care events").records == 0
	changed = load(text.replace("Held", "Held at school"), coordinator, "Care events")
	assert changed.records == 1
	assert event_rows(child.name)[1] == (kinds[1], "Held at school")


def test_one_bad_event_keeps_the_childs_other_events_out(coordinator: str):
	child = make_child("Z0017")
	kind = frappe.get_all("Care Event Type", pluck="name", limit=1)[0]
	prepared = load(EVENTS + f"Z0017,{kind},05/01/2026,a\nZ0017,{kind},soon,b\n", coordinator, "Care events")
	assert (prepared.refused, prepared.records) == (1, 0)
	assert event_rows(child.name) == []


def test_workers_load_and_change(coordinator: str):
	load(f"Staff ID,Name,Team\nZ7,Orla Brindle,{TEAM}\n", coordinator, "Workers")
	again = load(f"Staff ID,Name,Team\nZ7,Orla Marlowe,{TEAM}\n", coordinator, "Workers")
	assert again.changed == 1
	assert frappe.db.get_value("Worker", {"worker_id": "Z7"}, ["worker_name", "team"]) == (
		"Orla Marlowe",
		TEAM,
	)


def test_what_the_site_refuses_while_writing_costs_that_row_only(
	coordinator: str, monkeypatch: pytest.MonkeyPatch
):
	def no_ada(child: Any) -> None:
		if child.first_name == "Ada":
			frappe.throw("No Ada today.")

	monkeypatch.setattr(Child, "check_dates", no_ada)
	prepared = prepare(CHILDREN + ADA + BO.replace("31/02", "01/02"), coordinator)
	prepared.write("", lambda _done, _total: None)
	assert [(one.line, one.child) for one in prepared.left_out] == [(2, "Z0017")]
	assert "No Ada today." in prepared.left_out[0].message
	assert frappe.get_all("Child", {"last_name": "Quill"}, pluck="first_name") == ["Bo"]


def test_a_workbook_loads_as_well(coordinator: str):
	from ppoc.tests.imports.workbook_factories import workbook_bytes

	rows = [line.split(",") for line in (CHILDREN + ADA).splitlines()]
	upload = UploadedFile("extract.xlsx", workbook_bytes({"Export": rows}))
	today = date.fromisoformat(frappe.utils.nowdate())
	prepared = KINDS["Extract"].prepare_order(
		Order("Extract", [upload], coordinator, today, mapping="Zz Children")
	)
	assert prepared.new == 1
	assert not [one for one in prepared.findings if one.severity is Severity.REFUSED]
