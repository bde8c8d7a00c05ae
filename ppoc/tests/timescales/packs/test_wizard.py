"""Practice packs chosen in Frappe's setup wizard."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.timescales.packs import database, wizard
from ppoc.timescales.packs.reading import PackError


def in_use() -> set[str]:
	return set(frappe.get_all("Practice Pack", pluck="name"))


def carry_out(stages: list[dict]) -> None:
	for stage in stages:
		for task in stage["tasks"]:
			task["fn"](task["args"])


def name_of(folder: str) -> str:
	return json.loads((database.shipped_folder(folder) / "pack.json").read_text())["name"]


def test_the_wizard_offers_every_pack_while_the_site_is_not_set_up(site):
	frappe.db.set_single_value("System Settings", "setup_complete", 0)
	frappe.clear_document_cache("System Settings", "System Settings")
	boot = frappe._dict()
	wizard.offer(boot)
	assert {pack["fieldname"] for pack in boot.ppoc_practice_packs} == {
		f"practice_pack_{folder}" for folder in database.folders() if folder != "core"
	}
	assert all(pack["name"] and pack["description"] for pack in boot.ppoc_practice_packs)


def test_a_site_that_is_set_up_is_offered_nothing(site):
	frappe.db.set_single_value("System Settings", "setup_complete", 1)
	frappe.clear_document_cache("System Settings", "System Settings")
	boot = frappe._dict()
	wizard.offer(boot)
	assert not boot


@pytest.mark.requirement("X1.2")
def test_ticked_packs_come_and_combine_and_others_do_not(site):
	guidance, forums = name_of("permanence_planning_guidance"), name_of("decision_making_forums")
	standards = name_of("permanence_panel_standards")
	assert not in_use() & {guidance, forums, standards}
	ticked = {
		"practice_pack_permanence_planning_guidance": 1,
		"practice_pack_decision_making_forums": "1",
		"practice_pack_permanence_panel_standards": 0,
	}
	carry_out(wizard.stages(ticked))
	assert in_use() >= {guidance, forums}
	assert standards not in in_use()
	assert frappe.db.count("Timescale Rule", {"pack": guidance})
	assert frappe.db.count("Timescale Rule", {"pack": forums})


def test_nothing_ticked_is_no_step(site):
	assert wizard.stages({"language": "English"}) == []


def test_a_pack_with_a_typo_is_named_and_brings_nothing(site, tmp_path: Path, monkeypatch):
	folder = "permanence_planning_guidance"
	copy = tmp_path / folder
	shutil.copytree(database.shipped_folder(folder), copy)
	rules = copy / "timescale_rule.json"
	rules.write_text(rules.read_text().replace('"doctype"', '"doctpye"', 1))
	monkeypatch.setattr(wizard, "shipped_folder", lambda _folder: copy)
	before = frappe.db.count("Timescale Rule")
	(stage,) = wizard.stages({f"practice_pack_{folder}": 1})
	assert folder in stage["tasks"][0]["fail_msg"]
	with pytest.raises(PackError, match=r"timescale_rule\.json"):
		carry_out([stage])
	assert frappe.db.count("Timescale Rule") == before


@pytest.mark.requirement("Z5")
def test_in_the_browser_an_authority_ticks_its_practice(site, page: Page, server, log_in):
	forums = name_of("decision_making_forums")
	frappe.db.set_single_value("System Settings", "setup_complete", 0)
	frappe.db.set_default("desktop:home_page", "setup-wizard")
	if frappe.db.has_column("Installed Application", "is_setup_complete"):  # Frappe 16 asks each app
		frappe.db.set_value("Installed Application", {"app_name": ["is", "set"]}, "is_setup_complete", 0)
	frappe.db.commit()
	frappe.clear_cache()
	log_in("Administrator")
	page.goto(f"{server.base_url}/app/setup-wizard")
	page.locator("select[data-fieldname=currency]:visible").select_option("GBP")
	page.locator(".next-btn:visible").click()
	person = {"full_name": "Ida Example", "email": "ida@example.org", "password": "a long enough password 7"}
	for field, value in person.items():
		page.locator(f"input[data-fieldname={field}]:visible").fill(value)
	page.locator(".next-btn:visible").click()
	sheet, says = (
		page.locator("textarea[data-fieldname=ppoc_first_sheet]:visible"),
		page.get_by_role("status"),
	)
	page.locator("input[data-fieldname=ppoc_sample_children]:visible").check()
	page.locator(".next-btn:visible").click()
	box = page.locator(".modal.show", has_text="The sample children need a team")
	expect(box).to_be_visible()
	box.locator(".btn-modal-close:visible").click()
	sheet.fill("Wellmoor\tWellmoor North\nFernley\tWellmoor North")
	expect(says.get_by_text("Line 2: the team Wellmoor North is in Wellmoor on line 1")).to_be_visible()
	page.locator(".next-btn:visible").click()
	box = page.locator(".modal.show", has_text="Line 2")
	expect(box).to_be_visible()
	box.locator(".btn-modal-close:visible").click()
	sheet.fill("Wellmoor\tWellmoor North\tHester Osgood\thester@example.org\tTeam Manager")
	expect(says.get_by_text("Localities: 1. Teams: 1. People: 1.")).to_be_visible()
	page.locator("input[data-fieldname=ppoc_first_sheet_invites]:visible").check()
	page.locator(".next-btn:visible").click()
	page.get_by_label(forums).check()
	page.locator(".complete-btn:visible").click()
	page.wait_for_url(lambda url: "setup-wizard" not in url, timeout=90_000)
	frappe.db.rollback()
	assert forums in in_use()
	assert frappe.db.get_value("Team", "Wellmoor North", "locality") == "Wellmoor"
	assert "Team Manager" in frappe.get_roles("hester@example.org")
	assert frappe.db.count("Child", {"last_name": "Sample", "team": "Wellmoor North"}) == 8
