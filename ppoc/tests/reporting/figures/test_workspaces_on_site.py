"""Each role's workspace: nothing on it is closed to the role, and its numbers count what the user may see."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

import ppoc
from ppoc.tests.access_world import Doors, World

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
			for days in (7, 14)
		},
		**{
			f"['2000-01-01',frappe.datetime.add_days(frappe.datetime.get_today(),{days})]": [
				"2000-01-01", add_days(today, days),
			]
			for days in (-1, 30)
		},
	}  # fmt: skip
	dynamic = [[*head, known[words]] for *head, words in json.loads(card["dynamic_filters_json"])]
	return [*json.loads(card["filters_json"]), *dynamic]


def test_there_is_one_for_every_role_that_meets_decides_or_supports() -> None:
	assert {
		"Team Coordinator", "Social Worker", "Team Manager", "Practice Supervisor", "Head of Service",
		"Assistant Director", "Independent Reviewing Officer", "Business Support",
	} <= {role for _name, role in ROLES}  # fmt: skip


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
