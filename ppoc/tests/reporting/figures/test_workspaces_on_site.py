"""Each role's workspace: nothing on it is closed to the role, and its numbers count what the user may see."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.modules.import_file import import_file_by_path
from frappe.utils import add_days, nowdate

import ppoc
from ppoc.tests.access_world import Doors, World
from ppoc.tests.trust import expected
from ppoc.timescales.packs import database as packs

SHIPPED = Path(ppoc.__file__).parent / "ppoc"
WORKSPACES = {
	doc["name"]: doc
	for path in sorted(SHIPPED.glob("workspace/*/*.json"))
	if (doc := json.loads(path.read_text()))["roles"]
}
CARDS = {
	doc["name"]: doc
	for path in sorted(SHIPPED.glob("number_card/*/*.json"))
	if (doc := json.loads(path.read_text()))
}
ROLES = [(name, row["role"]) for name, doc in WORKSPACES.items() for row in doc["roles"]]

pytestmark = pytest.mark.usefixtures("site")


def asked(card: dict[str, Any], me: str = "-") -> list[list[Any]]:
	"""Returns the card's filters, with the values that the browser works out from user and date."""
	today = nowdate()
	known = {
		'[frappe.boot.ppoc_worker||"-"]': [me],
		"frappe.datetime.get_today()": today,
		**{
			f"[frappe.datetime.get_today(),frappe.datetime.add_days(frappe.datetime.get_today(),{days})]": [
				today, add_days(today, days),
			]
			for days in (14,)
		},
	}  # fmt: skip
	dynamic = [[*head, known[words]] for *head, words in json.loads(card["dynamic_filters_json"])]
	return [*json.loads(card["filters_json"]), *dynamic]


def test_there_is_one_for_every_role_that_works_with_children() -> None:
	without = {"PPOC Administrator", "PPOC Auditor"}
	assert {role for _name, role in ROLES} - without == {*expected.ROLES.values()} - without


HOMES = [*(name for name in WORKSPACES if name != "PPOC Administration"), "PPOC"]
"""The administrators' page guides through the configuration instead."""


@pytest.mark.parametrize("name", HOMES)
def test_what_is_waiting_comes_first(name: str) -> None:
	workspace = frappe.get_doc("Workspace", name)
	first = json.loads(workspace.content)[0]
	assert first["data"]["custom_block_name"] == "What is waiting"
	assert [row.custom_block_name for row in workspace.custom_blocks] == ["What is waiting"]
	shown = {block["data"].get("number_card_name") for block in json.loads(workspace.content)}
	assert {row.number_card_name for row in workspace.number_cards} == shown - {None}


def test_the_tracker_is_on_the_coordinator_s_page() -> None:
	shortcuts = {row["label"]: row["link_to"] for row in WORKSPACES["Team Coordinator"]["shortcuts"]}
	assert shortcuts["Tracker"] == "Tracker"


@pytest.mark.parametrize("name", sorted(WORKSPACES))
def test_a_migrate_leaves_what_an_administrator_changed(name: str) -> None:
	changed = {"title": "Ours", "modified": "2999-01-01 00:00:00"}
	frappe.db.set_value("Workspace", name, changed)
	frappe.db.set_value("Custom HTML Block", "What is waiting", "style", "b { color: green }")
	file = SHIPPED / "workspace" / frappe.scrub(name) / f"{frappe.scrub(name)}.json"
	for _ in range(2):
		import_file_by_path(str(file))
		packs.apply_shipped()
	assert frappe.db.get_value("Workspace", name, "title") == "Ours"
	assert frappe.db.get_value("Custom HTML Block", "What is waiting", "style") == "b { color: green }"


def test_a_block_that_was_deleted_stays_so() -> None:
	frappe.delete_doc("Custom HTML Block", "What is waiting", force=True)
	packs.apply_shipped()
	assert not frappe.db.exists("Custom HTML Block", "What is waiting")


@pytest.mark.parametrize(("name", "role"), ROLES)
def test_nothing_on_it_is_closed_to_the_role(name: str, role: str, user_with: Callable[..., str]) -> None:
	frappe.set_user(user_with(role))
	doc = WORKSPACES[name]
	readable = set(frappe.permissions.get_doctypes_with_read())
	for card in doc["number_cards"]:
		assert CARDS[card["number_card_name"]]["document_type"] in readable, card
	for shortcut in doc["shortcuts"]:
		kind, target = shortcut["type"], shortcut["link_to"]
		if kind == "DocType":
			assert target in readable, shortcut
		else:
			assert frappe.get_doc(kind, target).is_permitted(), shortcut


@pytest.mark.parametrize("name", sorted(CARDS))
def test_a_number_is_that_of_the_list_behind_it_for_each_reader(
	name: str, world: World, doors: Doors
) -> None:
	"""One user asks after the other, with the same cache."""
	card = CARDS[name]
	for user in (world.manager_south, world.coordinator, world.auditor, world.coordinator):
		frappe.set_user(user)
		mine = asked(card, f"W-{user}")
		if not frappe.has_permission(card["document_type"], "read"):
			continue
		shown = doors.call(
			"frappe.desk.doctype.number_card.number_card.get_result", doc=json.dumps(card), filters=mine
		)
		listed = frappe.get_list(card["document_type"], filters=mine, pluck="name", limit_page_length=0)
		assert shown == len(listed)


def test_a_number_has_none_of_another_locality_in_it(world: World, doors: Doors) -> None:
	found = {}
	for user in (world.manager_south, world.coordinator, world.manager):
		frappe.set_user(user)
		card = CARDS["Plans moving to permanence"]
		found[user] = doors.call(
			"frappe.desk.doctype.number_card.number_card.get_result",
			doc=json.dumps(card),
			filters=asked(card),
		)
	assert found == {world.manager_south: 1, world.coordinator: 1, world.manager: 2}
