"""The shipped records: what every DocType, workflow and role must have, read from the app's own files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

APP = Path(__file__).resolve().parents[2]
CONFIGURATION = {
	"Accepted Risk",
	"Agenda Query",
	"Barrier Category",
	"Care Event Type",
	"Closed Day",
	"Delegation Rule",
	"Effectiveness Criterion",
	"Forum",
	"Forum Schedule",
	"Import Mapping",
	"Locality",
	"Open Endpoint",
	"Placement Option",
	"Practice Pack",
	"RAG Facts",
	"RAG Rule",
	"Readiness Check",
	"Record Template",
	"Request Type",
	"Retention Settings",
	"Access Settings",
	"Route",
	"Team",
	"Timescale Duty",
	"Timescale Facts",
	"Timescale Pass",
	"Timescale Rule",
	"Words We Use",
	"Worker",
}
COMPUTED = {"Audit Entry", "Due Dates Digest", "Import Finding", "RAG Facts", "Timescale", "Timescale Facts"}
"""Written only by the app, and rewritten whenever their source records change; those records keep the history."""


def read(path: Path) -> Any:
	return json.loads(path.read_text())


DOCTYPES = {d["name"]: d for d in map(read, (APP / "ppoc" / "doctype").glob("*/*.json"))}
OWN = {n: d for n, d in DOCTYPES.items() if not d.get("istable")}
CASE = {n: d for n, d in OWN.items() if n not in CONFIGURATION}
WORKFLOWS = {w["document_type"]: w for w in read(APP / "practice_packs" / "core" / "workflow.json")}
ROLES = {r["name"] for r in read(APP / "practice_packs" / "core" / "role.json")}


@pytest.mark.parametrize("name", sorted(OWN))
def test_each_record_says_what_it_is_and_keeps_its_history(name: str) -> None:
	doctype = OWN[name]
	assert doctype.get("description"), "the admin sees no description"
	assert doctype.get("track_changes") or name in COMPUTED, "changes leave no trace"


@pytest.mark.parametrize("name", sorted(CASE))
def test_no_role_shares_or_deletes_case_records(name: str) -> None:
	assert [p["role"] for p in CASE[name]["permissions"] if p.get("share") or p.get("delete")] == []


@pytest.mark.parametrize("name", sorted(CASE))
def test_the_configuring_admin_and_the_system_manager_see_no_case_records(name: str) -> None:
	allowed = {"Locality Access"}
	roles = {p["role"] for p in CASE[name]["permissions"]}
	assert name in allowed or not roles & {"PPOC Administrator", "System Manager", "All", "Guest"}


@pytest.mark.parametrize("name", sorted(CASE))
def test_the_auditor_reads_and_changes_nothing(name: str) -> None:
	rights = [p for p in CASE[name]["permissions"] if p["role"] == "PPOC Auditor"]
	assert any(p.get("read") for p in rights)
	assert not any(p.get(r) for p in rights for r in ("write", "create", "delete", "submit", "import"))


@pytest.mark.parametrize("name", ["Child", "Meeting", "Action", "Panel Decision", "Effectiveness Review"])
def test_records_that_other_programs_name_keep_their_names(name: str) -> None:
	assert name in OWN


@pytest.mark.parametrize("name", ["Child", "Permanence Plan", "Meeting", "Action", "Panel Decision"])
def test_each_worked_record_has_a_workflow_over_all_its_states(name: str) -> None:
	workflow = WORKFLOWS[name]
	field = next(f for f in DOCTYPES[name]["fields"] if f["fieldname"] == workflow["workflow_state_field"])
	states = [s["state"] for s in workflow["states"]]
	assert field["options"].split("\n") == states
	assert {t["next_state"] for t in workflow["transitions"]} >= set(states[1:]), "a state cannot be reached"
	assert {t["allowed"] for t in workflow["transitions"]} <= ROLES


def test_workflow_words_ship_with_the_app() -> None:
	states = {s["name"] for s in read(APP / "practice_packs" / "core" / "workflow_state.json")}
	actions = {a["name"] for a in read(APP / "practice_packs" / "core" / "workflow_action_master.json")}
	for workflow in WORKFLOWS.values():
		assert {s["state"] for s in workflow["states"]} <= states
		assert {t["action"] for t in workflow["transitions"]} <= actions


def test_every_role_of_a_permission_ships_with_the_app() -> None:
	roles = {p["role"] for d in OWN.values() for p in d["permissions"]}
	assert roles - {"System Manager"} <= ROLES
	assert len(ROLES) == 15


def test_links_lead_to_records_that_exist() -> None:
	platform = {"User", "Role", "Print Format", "DocType"}
	for name, doctype in DOCTYPES.items():
		for field in doctype["fields"]:
			if field["fieldtype"] in {"Link", "Table"}:
				assert field["options"] in platform | set(DOCTYPES), f"{name}.{field['fieldname']}"
		assert doctype["field_order"] == [f["fieldname"] for f in doctype["fields"]], name
