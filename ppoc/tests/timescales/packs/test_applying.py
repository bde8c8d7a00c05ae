"""Applying packs: all of a pack or nothing, each fault named with its remedy, local edits kept."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest

from ppoc.exceptions import PracticePackError
from ppoc.tests.factories import make_rule
from ppoc.timescales.conflicts_database import conflicts
from ppoc.timescales.packs import api
from ppoc.timescales.packs.database import apply_pack, apply_shipped, folders, shipped_folder
from ppoc.timescales.packs.reading import Pack, PackError, read_pack
from ppoc.timescales.rules_database import read_rules

EVENT = {"doctype": "Care Event Type", "event_type": "Passport applied for", "group": "Other"}
DUTY = {"doctype": "Timescale Duty", "duty_name": "Passport"}
RULE = {
	"doctype": "Timescale Rule",
	"rule_name": "Passport within 3 weeks",
	"duty": "Passport",
	"enabled": 1,
	"pack": "Papers of identity",
	"counts": [{"event_type": "Entered care", "amount": 3, "unit": "Weeks", "direction": "After"}],
	"satisfied_by": [{"event_type": "Passport applied for"}],
	"stopped_by": [{"event_type": "Left care"}],
}


def pack_of(*records: dict[str, Any], version: str = "1") -> Pack:
	places = [f"identity/timescale.json, record {number}" for number, _ in enumerate(records, start=1)]
	return Pack("Papers of identity", "", version, "Passports", list(records), places)


def counted() -> dict[str, int]:
	return {
		doctype: frappe.db.count(doctype)
		for doctype in ("Care Event Type", "Timescale Duty", "Timescale Rule", "Practice Pack")
	}


NOT_IN_FORCE_YET = "Law: family group meeting offered with the letter before proceedings"


@pytest.mark.requirement("X1.2")
def test_all_packs_are_applied_together_and_no_rule_is_refused(site):
	for folder in folders():
		apply_pack(read_pack(shipped_folder(folder)))
	rules = [record for folder in folders() for record in rules_in(folder)]
	asked = {record["rule_name"] for record in rules if record["enabled"]}
	assert {record["rule_name"] for record in rules} - asked == {NOT_IN_FORCE_YET}
	assert set(frappe.get_all("Timescale Rule", {"enabled": 1}, pluck="name")) == asked
	in_force = [
		rule.name for kind in ("Child", "Meeting", "Forum Schedule") for rule in read_rules(kind).engine.rules
	]
	assert sorted(in_force) == sorted(asked)
	for rule in (*asked, NOT_IN_FORCE_YET):
		frappe.get_doc("Timescale Rule", rule).save()


def rules_in(folder: str) -> list[dict[str, Any]]:
	return [r for r in read_pack(shipped_folder(folder)).records if r["doctype"] == "Timescale Rule"]


def test_a_pack_brings_its_records_and_its_log(site):
	assert apply_pack(pack_of(EVENT, DUTY, RULE)) == [
		"Care Event Type: Passport applied for",
		"Timescale Duty: Passport",
		"Timescale Rule: Passport within 3 weeks",
	]
	assert frappe.db.get_value("Practice Pack", "Papers of identity", "version") == "1"


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
	"an unknown field": (
		{**RULE, "dutty_role": "Social Worker"},
		"Timescale Rule has no field “dutty_role”. Did you mean “duty_role”?",
	),
	"an unknown event type": (
		{**RULE, "satisfied_by": [{"event_type": "Passport aplied for"}]},  # codespell:ignore aplied
		"satisfied_by, row 1: event_type names the Care Event Type "
		"“Passport aplied for”, which is neither on the "  # codespell:ignore aplied
		"site nor earlier in the pack. Did you mean “Passport applied for”?",
	),
	"an unknown unit": (
		{**RULE, "counts": [{**RULE["counts"][0], "unit": "Fortnights"}]},
		"counts, row 1: unit is “Fortnights”; use one of Calendar days, Working days, Weeks, Months.",
	),
	"an unknown field of a row": (
		{**RULE, "counts": [{**RULE["counts"][0], "amout": 3}]},  # codespell:ignore amout
		"counts, row 1: Timescale Rule Count has no field “amout”. Did you mean “amount”?",  # codespell:ignore amout
	),
	"a number in quotes": (
		{**RULE, "due_soon_days": "seven"},
		"due_soon_days is “seven”; write a number without quotes.",
	),
	"rows that are none": ({**RULE, "stopped_by": ["Left care"]}, "stopped_by must be a list of rows"),
	"a missing field": ({key: RULE[key] for key in RULE if key != "duty"}, "duty is missing. Fill it in."),
	"an unknown doctype": (
		{"doctype": "Timescale Rul", "rule_name": "X"},
		"there is no DocType “Timescale Rul”. Did you mean “Timescale Rule”?",
	),
	"a row as a record": (
		{"doctype": "Timescale Rule Count", "unit": "Weeks"},
		"“Timescale Rule Count” is a table row, not a record of its own.",
	),
	"a condition on nothing": (
		{**RULE, "conditions": json.dumps([["colour", "=", "red"]])},
		"The conditions use “colour”, which is not a fact",
	),
	"an amount too large": (
		{**RULE, "counts": [{**RULE["counts"][0], "amount": 10000}]},
		"10,000 weeks is more than 25 years",
	),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_pack_with_a_fault_is_refused_as_a_whole_and_the_fault_named(site, fault):
	wrong, words = FAULTS[fault]
	before = counted()
	with pytest.raises(PackError) as refused:
		apply_pack(pack_of(EVENT, DUTY, wrong))
	assert str(refused.value).startswith("identity/timescale.json, record 3 (")
	assert words in str(refused.value)
	assert counted() == before
	assert not frappe.db.exists("Timescale Duty", "Passport")
	assert frappe.get_message_log() == []


def test_what_comes_with_a_pack_is_not_undone_by_another_that_is_refused(site):
	apply_pack(pack_of(EVENT, DUTY, RULE))
	with pytest.raises(PackError):
		apply_pack(pack_of(EVENT, DUTY, RULE, {**RULE, "rule_name": "Second", "pick": "Any"}, version="2"))
	assert frappe.db.get_value("Practice Pack", "Papers of identity", "version") == "1"
	assert frappe.db.exists("Timescale Rule", "Passport within 3 weeks")
	assert not frappe.db.exists("Timescale Rule", "Second")


@pytest.mark.requirement("X1.1")
def test_an_edited_and_a_deleted_rule_stay_so_when_the_pack_is_applied_again_or_upgraded(site):
	folder = "permanency_planning_meetings"
	pack = read_pack(shipped_folder(folder))
	apply_pack(pack)
	rule = frappe.get_doc("Timescale Rule", "Planning meeting every month")
	rule.update({"repeat_amount": 5, "repeat_unit": "Weeks", "enabled": 0, "about": "Ours."})
	rule.counts[0].amount = 2
	rule.save()
	frappe.delete_doc("Timescale Rule", "Referral to the tracking panel within 2 weeks")

	assert apply_pack(pack) == []
	changed = [
		{**record, "repeat_amount": 9, "about": "Theirs."} if record.get("rule_name") else record
		for record in pack.records
	]
	newer = {**RULE, "rule_name": "New in version 2", "duty": "Adoption medical", "pack": pack.name}
	newer["satisfied_by"] = [{"event_type": "Adoption medical held"}]
	assert apply_pack(Pack(pack.name, pack.source, "2", pack.description, [*changed, newer])) == [
		"Timescale Rule: New in version 2"
	]

	rule.reload()
	assert (rule.repeat_amount, rule.repeat_unit, rule.enabled, rule.about) == (5, "Weeks", 0, "Ours.")
	assert rule.counts[0].amount == 2
	assert not frappe.db.exists("Timescale Rule", "Referral to the tracking panel within 2 weeks")


def test_an_upgrade_brings_what_is_new_in_a_pack_that_an_admin_applied(site):
	pack = read_pack(shipped_folder("decision_making_forums"))
	apply_pack(Pack(pack.name, pack.source, "0", pack.description, pack.records[:-1], pack.places))
	apply_shipped()
	log = json.loads(frappe.db.get_value("Practice Pack", pack.name, "applied"))
	assert len(log) == len(pack.records)
	assert not frappe.db.exists("Practice Pack", "Permanence Panel Standards")


def test_two_packs_that_rule_on_the_same_duty_are_shown_side_by_side(site):
	for folder in ("permanency_planning_meetings", "permanence_planning_guidance"):
		apply_pack(read_pack(shipped_folder(folder)))
	found = {conflict["duty"]: conflict for conflict in conflicts()}
	assert set(found) == {"First permanency planning meeting", "Further permanency planning meetings"}
	first = found["First permanency planning meeting"]
	assert {rule["pack"] for rule in first["rules"]} == {
		"Permanency Planning Meetings",
		"Permanence Planning Guidance",
	}
	assert all(rule["in_force"] for rule in first["rules"])

	frappe.db.set_value("Timescale Duty", first["duty"], "settled_by", "Permanence Planning Guidance")
	(settled,) = conflicts(first["duty"])
	assert settled["settled_by"] == "Permanence Planning Guidance"
	in_force = {rule["name"] for rule in settled["rules"] if rule["in_force"]}
	assert in_force == {
		"First planning meeting within 10 working days",
		"First planning meeting for a settled child",
	}
	asked = {rule.name for rule in read_rules("Child").engine.rules}
	assert in_force <= asked
	assert "Initial planning meeting within 4 weeks" not in asked


def test_a_rule_of_the_admins_own_conflicts_with_a_packs(site):
	assert conflicts() == []
	make_rule(
		counts=[("Prioritised", 1, "Weeks")],
		satisfied_by=["Mobilisation Meeting: discussed"],
		duty="Progress of a prioritised child",
	)
	(conflict,) = conflicts()
	assert [rule["pack"] for rule in conflict["rules"]] == [None, "Planning Permanence Outside of Care"]


# from Desk


@pytest.mark.requirement("X1.2")
def test_the_admin_applies_a_pack_and_is_told_of_conflicts(site, user_with, set_user):
	set_user(user_with("PPOC Administrator"))
	packs = {pack["folder"]: pack for pack in api.available()}
	assert packs["core"]["applied"]
	assert packs["permanence_panel_standards"]["applied"] is None
	assert api.apply("permanence_panel_standards")["conflicts"] == ["Permanence Panel held"]
	told = api.apply("permanence_planning_guidance")
	assert told["brought"] > 0
	assert "First permanency planning meeting" in told["conflicts"]
	assert api.apply("permanence_planning_guidance")["brought"] == 0


@pytest.mark.parametrize("role", ["Team Manager", "Social Worker", "PPOC Auditor"])
def test_others_may_not_apply_packs(site, user_with, set_user, role):
	set_user(user_with(role))
	for call in (api.available, lambda: api.apply("permanence_panel_standards")):
		with pytest.raises(frappe.PermissionError):
			call()
	assert not frappe.db.exists("Practice Pack", "Permanence Panel Standards")


@pytest.mark.parametrize("folder", ["../packs", "no_such_folder", ""])
def test_only_folders_of_the_app_are_applied(site, folder):
	with pytest.raises(PracticePackError):
		api.apply(folder)


def test_a_shipped_pack_that_cannot_be_read_is_told_to_the_admin(site, tmp_path, monkeypatch):
	broken = tmp_path / "broken"
	broken.mkdir()
	(broken / "pack.json").write_text('{"name": "Broken", "order": ["timescale_rule"]}')
	(broken / "timescale_rule.json").write_text('[{"doctype": "Timescale Rule",}]')
	monkeypatch.setattr(api, "folders", lambda: ["broken"])
	monkeypatch.setattr(api, "shipped_folder", lambda folder: tmp_path / folder)
	with pytest.raises(PracticePackError, match=r"broken/timescale_rule\.json.*JSON"):
		api.apply("broken")
	(broken / "pack.json").write_text('{"name": "Broken", "ordre": []}')
	assert "ordre" in api.available()[0]["fault"]
