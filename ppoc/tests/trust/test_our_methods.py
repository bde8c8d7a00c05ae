"""Each of our own functions, called about records of another locality, says nothing and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest

import ppoc
from ppoc.access import endpoints
from ppoc.tests.access_world import Doors
from ppoc.tests.trust.caseload import Caseload

pytestmark = [pytest.mark.requirement("X4.1"), pytest.mark.trust]

RECORDS = {
	"action": "Action",
	"delay_reason": "Delay Reason",
	"booking": "Booking",
	"case_note": "Case Note",
	"child": "Child",
	"discussion": "Meeting Discussion",
	"erasure": "Erasure",
	"docname": "Child",
	"drop": "Care Event",
	"family_group_meeting": "Family Group Meeting",
	"handover": "Handover",
	"keep": "Care Event",
	"kept": "Child",
	"meeting": "Meeting",
	"other": "Child",
	"panel_decision": "Panel Decision",
	"plan": "Permanence Plan",
	"request": "Disclosure Request",
	"report": "Quarterly Oversight Report",
	"run": "Import Run",
	"timescale": "Timescale",
}
"""Arguments that name a record; the test hands in one of another locality."""
OTHERS: dict[str, Any] = {
	"on": "2026-11-30",
	"blacked": 1,
	"child_number": "TRUST-1",
	"redactions": "[]",
	"acknowledge_unreviewed": 0,
	"action_owner": "W-X",
	"attendance": "{}",
	"after": "{}",
	"again": 0,
	"bases": "{}",
	"child_id": "ID-TRUST-1",
	"choices": "{}",
	"client": "c",
	"columns": "[]",
	"corrections": "[]",
	"date_of_birth": "2015-01-01",
	"discussed": 1,
	"doc": "{}",
	"doctype": "Child",
	"due_on": "2026-12-01",
	"duty": "x",
	"end": "2099-01-01",
	"fieldname": "first_name",
	"filters": "{}",
	"finding": "x",
	"first_name": "Mark1Child",
	"folder": "x",
	"form": "x",
	"forum": "x",
	"forum_schedule": "x",
	"item_key": "x",
	"kind": "SSDA903",
	"last_name": "Trust",
	"loads": "x",
	"locality": "Test South",
	"mapping": None,
	"mapping_name": "x",
	"mode": "x",
	"modified": "2026-01-01 00:00:00",
	"months": 12,
	"name": "TRUST-1",
	"nhs_number": "999 000 0018",
	"note": "x",
	"outcome": "x",
	"pack": "x",
	"predicted_start": "2026-12-01",
	"priority": "x",
	"progress": "x",
	"rating": "Red",
	"read_value": "",
	"reason": "x",
	"remove": 1,
	"request_type": "x",
	"route": "x",
	"rule": "{}",
	"schedule": "x",
	"set_on": "2026-01-01",
	"severity": None,
	"sheet": "All Data",
	"since": "2020-01-01",
	"start": "2000-01-01",
	"step": "x",
	"team": None,
	"text": "Mark1",
	"to_team": None,
	"to_worker": None,
	"until": "2026-12-31",
	"upn": "x",
	"value": "Changed",
	"values": '{"first_name": "Changed"}',
	"weeks": 4,
	"what": "Ring Mark1Child about the flat by Friday",
	"where": None,
	"without_episodes": "1",
	"worker": "W-X",
	"year": None,
}
"""What else our functions take."""
REFUSALS = (frappe.ValidationError, frappe.PermissionError, frappe.DoesNotExistError, TypeError)
"""TypeError: Frappe checks the types of arguments."""


def ours() -> list[endpoints.Endpoint]:
	package = Path(ppoc.__file__).parent
	found = [each for each in endpoints.collect(package) if ".tests." not in each.name]
	guards = ("ppoc.access.", "ppoc.prints.")  # of Frappe's functions: tests/security and test_who_sees_what
	return [each for each in found if each.kind == "function" and not each.name.startswith(guards)]


def hidden_of(held: Caseload) -> dict[str, str]:
	return {cell.doctype: cell.name for cell in held.cells if cell.situation == "other locality"}


@pytest.mark.parametrize("endpoint", ours(), ids=lambda each: each.name.removeprefix("ppoc."))
@pytest.mark.parametrize("role", ["Team Coordinator", "Team Manager", "PPOC Administrator", "System Manager"])
def test_a_record_out_of_sight_is_neither_shown_nor_changed(
	caseload: Callable[[str, str], Caseload],
	set_user: Callable,
	doors: Doors,
	record_property: Callable[[str, Any], None],
	role: str,
	endpoint: endpoints.Endpoint,
) -> None:
	held = caseload(role, "access to the place" if role.startswith("Team") else role)
	hidden = hidden_of(held)
	marks = [cell.mark for cell in held.cells if cell.situation == "other locality"]
	before = _state(hidden)
	set_user(held.user)
	arguments = {
		name: hidden[RECORDS[name]] if name in RECORDS else OTHERS[name]
		for name in endpoint.parameters
		if not name.startswith("**")
	}
	told = ""
	try:
		answer = doors.call(endpoint.name, endpoint.http.split()[0].replace("any", "POST"), **arguments)
		told = frappe.as_json([answer, frappe.local.response])
	except REFUSALS as refusal:
		told = str(refusal)
	record_property("trust: calls of our functions", 1)
	shown = [mark for mark in marks if mark in told and mark not in json.dumps(arguments)]
	assert not shown, told[:2000]
	assert _state(hidden) == before


def _state(hidden: dict[str, str]) -> dict[str, Any]:
	return {
		doctype: frappe.db.get_value(doctype, name, "*", as_dict=True) for doctype, name in hidden.items()
	}


def test_every_argument_of_our_functions_is_known_here() -> None:
	"""A new function whose arguments are not in these tables would not be tried properly."""
	names = {name for each in ours() for name in each.parameters if not name.startswith("**")}
	assert names - set(RECORDS) - set(OTHERS) == set()
