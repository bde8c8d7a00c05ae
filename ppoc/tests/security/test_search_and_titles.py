"""Attack: make a link field, a search box or a link's title complete the name of a hidden child."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.access.platform import function_at
from ppoc.access.titles import as_seen
from ppoc.tests.access_world import Doors, World

pytestmark = pytest.mark.requirement("X4.1")


@pytest.fixture(autouse=True)
def as_coordinator(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)


@pytest.mark.parametrize("command", ["frappe.desk.search.search_link", "frappe.desk.search.search_widget"])
@pytest.mark.parametrize("ignore", [0, 1, "1"])
def test_no_link_search_finds_a_hidden_child(doors: Doors, hidden: str, command: str, ignore: object) -> None:
	told = doors.text(command, doctype="Child", txt=hidden, ignore_user_permissions=ignore, page_length=50)
	assert "TEST-" not in told
	assert "TEST-ANNA" in doors.text(command, doctype="Child", txt="Anna", ignore_user_permissions=ignore)


def test_searches_of_other_records_are_the_platform_s(doors: Doors) -> None:
	assert "Test South" in doors.text("frappe.desk.search.search_link", doctype="Locality", txt="Test South")


def test_a_link_to_a_hidden_child_shows_no_name(world: World, doors: Doors) -> None:
	title = "frappe.desk.search.get_link_title"
	assert doors.call(title, doctype="Child", docname=world.anna) == "Anna Test"
	assert doors.call(title, doctype="Child", docname=world.bella) == world.bella
	assert doors.call(title, doctype="Child", docname=world.rosie) == world.rosie


def test_a_plan_s_title_names_its_child_to_those_who_see_it(world: World, doors: Doors) -> None:
	plans = {child: rows["Permanence Plan"] for child, rows in world.of_child.items()}
	title = "frappe.desk.search.get_link_title"
	assert doors.call(title, doctype="Permanence Plan", docname=plans[world.anna]) == "Anna: SGO"
	assert doors.call(title, doctype="Permanence Plan", docname=plans[world.bella]) == plans[world.bella]


def test_a_hidden_child_does_not_exist_for_a_link_field(world: World, doors: Doors, hidden: str) -> None:
	validate, fields = "frappe.client.validate_link", "fields"
	if not function_at(validate):
		validate, fields = "frappe.client.validate_link_and_fetch", "fields_to_fetch"
	asked: dict[str, Any] = {fields: '["full_name"]', "doctype": "Child", "ignore_user_permissions": 1}
	assert doors.call(validate, docname=world.anna, **asked)["full_name"] == "Anna Test"
	assert not doors.call(validate, docname=world.bella, **asked).get("name")
	assert not doors.call(validate, docname=world.rosie, **asked).get("name")


def test_the_global_search_finds_no_hidden_child(
	world: World, doors: Doors, hidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	children = (world.anna, world.bella, world.rosie)
	indexed = [frappe._dict(doctype="Child", name=name, content=hidden, rank=1) for name in children]
	indexed.append(frappe._dict(doctype="Note", name="A note", content="", rank=1))
	# the full-text index only has committed rows, which this test does not have
	monkeypatch.setattr("frappe.utils.global_search.search", lambda *_: indexed)
	found = doors.call("frappe.utils.global_search.search", text=hidden)
	assert [row.name for row in found] == [world.anna, "A note"]


def test_the_next_record_is_not_found_by_a_hidden_one_s_fields(world: World, doors: Doors) -> None:
	from ppoc.exceptions import HiddenRecordError

	with pytest.raises(HiddenRecordError):
		doors.call(
			"frappe.desk.form.utils.get_next",
			doctype="Child",
			value=world.bella,
			prev=0,
			sort_field="first_name",
		)


def test_mentions_and_people_are_no_case_data(doors: Doors, world: World) -> None:
	assert world.bella not in doors.text("frappe.desk.search.get_names_for_mentions", search_term="TEST")


LINKED = {
	"frappe.desk.form.load.getdoc": {"doctype": "Child"},
	"frappe.www.printview.get_html_and_style": {"doc": "Child"},
}


@pytest.mark.parametrize("command", sorted(LINKED))
def test_a_form_and_a_print_give_no_title_of_a_linked_record_out_of_sight(
	world: World, doors: Doors, hidden: str, command: str
) -> None:
	frappe.db.set_value("Child", world.anna, "merged_into", world.bella)
	told = doors.text(command, name=world.anna, **LINKED[command])
	assert "Anna" in told
	assert hidden not in told


def test_titles_of_what_is_seen_are_told(world: World, set_user: Callable) -> None:
	asked = {
		f"Child::{world.anna}": "Anna",
		f"Child::{world.bella}": "Bella",
		"Locality::Test South": "South",
	}
	assert as_seen(dict(asked)) == {**asked, f"Child::{world.bella}": world.bella}
	set_user(world.auditor)
	assert as_seen(dict(asked)) == asked
