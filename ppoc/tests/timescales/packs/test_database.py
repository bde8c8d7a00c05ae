"""What an installation adds, and what a later migrate leaves alone."""

from __future__ import annotations

import json
import os
import subprocess

import frappe
import pytest

from ppoc.timescales.packs.checking import is_of_use
from ppoc.timescales.packs.database import SHIPPED, apply_pack, apply_shipped, shipped_folder
from ppoc.timescales.packs.reading import Pack, read_pack

# What a migrate writes itself: log, stamps, search, jobs. Nothing that an authority would call a change.
PASSING = {
	"tabScheduled Job Log",
	"tabScheduled Job Type",
	"tabError Log",
	"tabPatch Log",
	"__global_search",
	"tabDefaultValue",
	"tabSingles",
	"tabSessions",
	"tabInstalled Application",
	"tabVersion",  # checked below: Frappe records its list of installed apps again
	"version_id_seq",
	"tabNavbar Item",  # version 16 updates the standard items again
}


def test_an_install_brings_every_record_of_the_shipped_packs(site: str) -> None:
	for folder in SHIPPED:
		pack = read_pack(shipped_folder(folder))
		log = json.loads(frappe.db.get_value("Practice Pack", pack.name, "applied"))
		assert len(log) == len(list(filter(is_of_use, pack.records))) > 0
		for key in log:
			doctype, name = key.split(": ", 1)
			assert frappe.db.exists(doctype, name), key


@pytest.mark.requirement("P1.1")
def test_the_process_guide_has_its_three_forums_as_data(site: str) -> None:
	identification = frappe.get_doc("Forum", "Identification Meeting")
	assert (identification.duration_minutes, identification.directly_before) == (30, "Mobilisation Meeting")
	assert identification.before_every_nth == 2
	assert [m.role for m in identification.members if m.chair] == ["Team Manager"]
	panel = frappe.get_doc("Forum", "Permanence Panel")
	assert [i.minutes for i in panel.agenda_items if i.minutes] == [10, 30, 15, 5]
	assert panel.circulate_days_before == 7


def test_applying_the_packs_again_brings_nothing(site: str) -> None:
	for folder in SHIPPED:
		assert apply_pack(read_pack(shipped_folder(folder))) == []


def test_what_an_admin_changed_or_deleted_stays_so(site: str) -> None:
	forum = frappe.get_doc("Forum", "Mobilisation Meeting")
	forum.duration_minutes = 75
	forum.save()
	frappe.delete_doc("Barrier Category", "Other agency")
	apply_shipped()
	assert frappe.db.get_value("Forum", "Mobilisation Meeting", "duration_minutes") == 75
	assert not frappe.db.exists("Barrier Category", "Other agency")


def test_a_newer_version_of_a_pack_brings_only_what_is_new(site: str) -> None:
	pack = read_pack(shipped_folder("core"))
	newer = {"doctype": "Barrier Category", "category_name": "Immigration status", "active": 1}
	grown = type(pack)(pack.name, pack.source, "2", pack.description, [*pack.records, newer])
	assert apply_pack(grown) == ["Barrier Category: Immigration status"]
	assert frappe.db.get_value("Practice Pack", pack.name, "version") == "2"


def checksums() -> dict[str, int]:
	"""Returns a checksum of every table that an authority would call its own."""
	tables = [t for t in frappe.db.get_tables(cached=False) if t not in PASSING]
	frappe.db.rollback()
	sums = dict(frappe.db.sql("checksum table " + ", ".join(f"`{t}`" for t in tables)))
	own_versions = {"ref_doctype": ["!=", "Installed Applications"]}
	return sums | {"versions": frappe.db.count("Version", own_versions)}


@pytest.mark.slow(18)
def test_migrating_twice_changes_nothing(bench, committed, site: str) -> None:
	command = [str(bench.python), "-m", "frappe.utils.bench_helper", "frappe"]
	migrate = [*command, "--site", site, "migrate", "--skip-search-index"]
	subprocess.run(migrate, cwd=bench.sites, check=True, capture_output=True, env=os.environ)
	before = checksums()
	subprocess.run(migrate, cwd=bench.sites, check=True, capture_output=True, env=os.environ)
	after = checksums()
	assert {t for t in before.keys() | after.keys() if before.get(t) != after.get(t)} == set()


def test_a_setting_that_this_version_does_not_have_is_left_out(site: str) -> None:
	def settings(doctype: str, needs: str) -> dict[str, object]:
		return {"doctype": "List View Settings", "name": doctype, "needs_field": needs, "disable_count": 1}

	pack = Pack("Lists", "", "1", "", [settings("ToDo", "no_such_field"), settings("Note", "disable_count")])
	assert apply_pack(pack) == ["List View Settings: Note"]
	assert not frappe.db.exists("List View Settings", "ToDo")
	assert json.loads(frappe.db.get_value("Practice Pack", "Lists", "applied")) == [
		"List View Settings: Note"
	]
	assert apply_pack(pack) == []


GUIDANCE, STANDARDS = "permanence_planning_guidance", "permanence_panel_standards"


@pytest.mark.parametrize("order", [(STANDARDS, GUIDANCE), (GUIDANCE, STANDARDS)])
def test_two_packs_with_a_forum_of_the_same_name_both_keep_theirs(site: str, order: tuple[str, str]) -> None:
	first, second = (read_pack(shipped_folder(folder)) for folder in order)
	for pack in (first, second):
		apply_pack(pack)
	name = "Permanence Planning Meeting"
	own = f"{name} ({second.name})"
	days = {pack.name: _forum_of(pack, name)["notes_due_days"] for pack in (first, second)}
	assert frappe.db.get_value("Forum", name, ["pack", "notes_due_days"]) == (first.name, days[first.name])
	assert frappe.db.get_value("Forum", own, ["pack", "notes_due_days"]) == (second.name, days[second.name])
	assert own in frappe.db.get_value("Practice Pack", second.name, "shared")
	assert apply_pack(second) == []
	frappe.delete_doc("Forum", own)
	assert apply_pack(second) == []


def test_a_forum_that_an_earlier_version_lost_is_added_once(site: str) -> None:
	first, second = (read_pack(shipped_folder(folder)) for folder in (STANDARDS, GUIDANCE))
	for pack in (first, second):
		apply_pack(pack)
	own = f"Permanence Planning Meeting ({second.name})"
	frappe.delete_doc("Forum", own)
	log = frappe.get_doc("Practice Pack", second.name)
	lost = [key.replace(f" ({second.name})", "") for key in json.loads(log.applied)]
	log.db_set("applied", json.dumps(lost))
	assert f"Forum: {own}" in apply_pack(second)


def test_options_that_say_the_same_are_shared_and_it_is_told(site: str) -> None:
	for folder in ("decision_making_forums", STANDARDS):
		pack = read_pack(shipped_folder(folder))
		apply_pack(pack)
	told = frappe.db.get_value("Practice Pack", pack.name, "shared")
	options = (
		"At home with support",
		"Family network",
		"In-house foster carers",
		"Other foster carers",
		"Residential",
	)
	assert all(f"Placement Option “{option}” is used together with" in told for option in options)
	assert not frappe.db.exists("Placement Option", f"Residential ({pack.name})")


def test_rules_of_the_second_pack_speak_of_its_own_forum(site: str) -> None:
	forum = {
		"doctype": "Forum",
		"forum_name": "Allocation",
		"pack": "First",
		"duration_minutes": 60,
		"interval": 1,
	}
	other = {**forum, "pack": "Second", "duration_minutes": 90}
	rule = {
		"doctype": "Timescale Rule",
		"rule_name": "Notes of the allocation",
		"duty": "Notes of a forum",
		"applies_to": "Meeting",
		"counts": [{"event_type": "Meeting date", "amount": 3, "unit": "Working days"}],
		"satisfied_by": [{"event_type": "Notes issued"}],
		"conditions": '[["forum", "=", "Allocation"]]',
		"pack": "Second",
	}
	duty = {"doctype": "Timescale Duty", "duty_name": "Notes of a forum"}
	apply_pack(Pack("First", "", "1", "", [forum]))
	apply_pack(Pack("Second", "", "1", "", [duty, other, rule]))
	assert "Allocation (Second)" in frappe.db.get_value("Timescale Rule", rule["rule_name"], "conditions")
	assert frappe.db.get_value("Forum", "Allocation (Second)", "duration_minutes") == 90


def _forum_of(pack: Pack, name: str) -> dict:
	return next(record for record in pack.records if record.get("forum_name") == name)
