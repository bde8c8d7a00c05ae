"""Only users who may take a workflow step can take it; in Frappe 16, a form asks the workflow first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.tests.access_world import Doors

GET_VALUE = "frappe.client.get_value"
CONFIRM = "enable_action_confirmation"


def asks_for_confirmation(doors: Doors, doctype: str) -> object:
	return doors.call(GET_VALUE, doctype="Workflow", fieldname=CONFIRM, filters={"document_type": doctype})


@pytest.mark.parametrize("role", ["Practice Supervisor", "Business Support", "Team Manager"])
def test_whoever_reads_actions_is_told_whether_their_steps_are_confirmed(
	role: str, doors: Doors, user_with: Callable[..., str], set_user: Callable[[str], object]
) -> None:
	set_user(user_with(role))
	answer = asks_for_confirmation(doors, "Action")
	known = frappe.get_meta("Workflow").has_field(CONFIRM)
	assert answer == ({CONFIRM: 0} if known else {})
	assert asks_for_confirmation(doors, "no such DocType") == {}
	assert doors.call(GET_VALUE, doctype="Workflow", fieldname=CONFIRM, filters="Action") == {}


def test_what_a_person_may_not_read_says_nothing_of_its_workflow(
	doors: Doors, user_with: Callable[..., str], set_user: Callable[[str], object]
) -> None:
	if not frappe.get_meta("Workflow").has_field(CONFIRM):
		pytest.skip("This version has no steps that are confirmed")
	set_user(user_with("Desk User"))
	with pytest.raises(frappe.PermissionError):
		asks_for_confirmation(doors, "Action")


@pytest.mark.parametrize("field", ["workflow_name", "document_type", ["enable_action_confirmation", "name"]])
def test_the_rest_of_a_workflow_is_for_administrators(
	field: object, doors: Doors, user_with: Callable[..., str], set_user: Callable[[str], object]
) -> None:
	set_user(user_with("Team Manager"))
	with pytest.raises(frappe.PermissionError):
		doors.call(GET_VALUE, doctype="Workflow", fieldname=field, filters={"document_type": "Action"})


def test_other_values_are_answered_as_before(
	doors: Doors, user_with: Callable[..., str], set_user: Callable[[str], object]
) -> None:
	set_user(user_with("Team Manager"))
	asked: dict[str, Any] = {
		"doctype": "Route",
		"fieldname": "route_name",
		"filters": {"name": "Reunification"},
	}
	assert doors.call(GET_VALUE, **asked) == {"route_name": "Reunification"}
	assert doors.call(GET_VALUE, as_dict=0, **asked) == "Reunification"
