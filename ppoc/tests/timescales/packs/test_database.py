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
