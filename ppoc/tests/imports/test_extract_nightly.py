"""The nightly extract: loads only what has no warnings, on behalf of a user; missing rows delete nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.model.document import Document

from ppoc.access import rules
from ppoc.exceptions import MappingError
from ppoc.imports import nightly
from ppoc.imports.loading_rights import PlaceError
from ppoc.tests.children.duplicates.site_factories import (
	LOCALITY,
	TEAM,
	give_access,
	make,
	make_child,
	make_places,
)

pytestmark = pytest.mark.requirement("X2.2")
HEADER = "Case ID,Forename,Surname,DOB,Social worker\n"
CLEAN = "Z0017,Ada,Quill,01/02/2015,\n"
WARNED = "Z0018,Bo,Quill,01/02/2016,Nobody Here\n"
REFUSED = "Z0019,Cy,Quill,31/02/2016,\n"


@pytest.fixture
def mapping(site: str, committed: Any, user_with: Callable[..., str]) -> Document:
	"""A mapping marked for the nightly load, with its file among the private files."""
	make_places()
	user = user_with("Team Coordinator")
	give_access(user)
	file = make("File", file_name="zz-nightly.csv", content=HEADER + CLEAN, is_private=1)
	targets = {
		"Case ID": "Child.child_id",
		"Forename": "Child.first_name",
		"Surname": "Child.last_name",
		"DOB": "Child.date_of_birth",
		"Social worker": "Child.social_worker",
	}
	doc = make(
		"Import Mapping",
		mapping_name="Zz nightly",
		kind="Extract",
		loads="Children",
		locality=LOCALITY,
		team=TEAM,
		nightly=1,
		nightly_file=file.file_url,
		nightly_user=user,
		columns=[{"source_column": column, "target": target} for column, target in targets.items()],
	)
	file.db_set({"attached_to_doctype": "Import Mapping", "attached_to_name": doc.name})
	frappe.db.commit()
	return doc


def write_file(mapping: Document, text: str) -> None:
	"""Overwrites the file, as the case system does before the nightly load."""
	name = frappe.db.get_value("File", {"file_url": mapping.nightly_file}, "name")
	Path(frappe.get_doc("File", name).get_full_path()).write_text(text, encoding="utf-8")


def run_of(name: str | None) -> frappe._dict:
	return frappe.db.get_value("Import Run", name, "*", as_dict=True)


def held(*ids: str) -> list[str]:
	return frappe.get_all("Child", filters={"child_id": ["in", ids]}, pluck="child_id", order_by="child_id")


def test_only_what_is_clean_is_loaded_and_the_rest_waits_for_a_person(mapping: Document):
	write_file(mapping, HEADER + CLEAN + WARNED + REFUSED)
	run = run_of(nightly.load_extract(mapping.name))
	assert (run.status, run.run_by, run.children_clean, run.children_refused) == (
		"Loaded",
		mapping.nightly_user,
		1,
		2,
	)
	assert held("Z0017", "Z0018", "Z0019") == ["Z0017"]
	waiting = frappe.get_all(
		"Import Finding", filters={"import_run": run.name, "child_id": "Z0018"}, pluck="message"
	)
	assert any("only clean rows" in message for message in waiting)
	assert frappe.session.user == "Administrator"


def test_the_next_night_changes_nothing_and_lists_who_is_missing(mapping: Document):
	make_child("Z0099")
	frappe.db.commit()
	nightly.load_extract(mapping.name)
	before = frappe.db.get_value("Child", {"child_id": "Z0017"}, "modified")
	run = run_of(nightly.load_extract(mapping.name))
	assert (run.status, run.children_unchanged, run.records_changed) == ("Loaded", 1, 0)
	assert frappe.db.get_value("Child", {"child_id": "Z0017"}, "modified") == before
	missing = {"import_run": run.name, "rule": "Not in the file"}
	assert frappe.get_all("Import Finding", filters=missing, pluck="child_id") == ["Z0099"]
	assert held("Z0099") == ["Z0099"]


def test_a_file_with_nothing_clean_loads_nothing_and_stays_in_the_log(mapping: Document):
	write_file(mapping, HEADER + REFUSED)
	assert run_of(nightly.load_extract(mapping.name)).status == "Nothing loaded"


def test_a_faulty_file_is_refused_in_the_log(mapping: Document):
	write_file(mapping, "")
	assert run_of(nightly.load_extract(mapping.name)).status == "Refused"


def test_a_mapping_that_is_no_longer_marked_is_left_alone(mapping: Document):
	mapping.db_set("nightly", 0)
	assert nightly.load_extract(mapping.name) is None


def test_each_marked_mapping_is_queued_once_a_day(mapping: Document, monkeypatch: pytest.MonkeyPatch):
	queued: list[dict[str, Any]] = []
	monkeypatch.setattr(
		frappe, "enqueue", lambda method, **options: queued.append({"method": method, **options})
	)
	nightly.load_marked_extracts()
	(job,) = [one for one in queued if one["mapping"] == mapping.name]
	assert job["method"] == "ppoc.imports.nightly.load_extract"
	assert job["deduplicate"]
	assert frappe.utils.nowdate() in job["job_id"]


def test_a_user_who_may_no_longer_load_children_loads_nothing(mapping: Document):
	frappe.db.delete("Has Role", {"parent": mapping.nightly_user})
	frappe.clear_cache(user=mapping.nightly_user)
	with pytest.raises(frappe.PermissionError):
		nightly.load_extract(mapping.name)
	assert frappe.session.user == "Administrator"
	assert held("Z0017") == []


def test_a_user_whose_login_has_ended_loads_nothing(mapping: Document):
	frappe.db.set_value("User", mapping.nightly_user, "enabled", 0)
	with pytest.raises(frappe.PermissionError):
		nightly.load_extract(mapping.name)
	assert held("Z0017") == []


def test_a_user_who_lost_the_locality_loads_nothing(mapping: Document):
	frappe.db.delete("Locality Access", {"user": mapping.nightly_user})
	rules.forget()
	with pytest.raises(PlaceError):
		nightly.load_extract(mapping.name)
	assert frappe.session.user == "Administrator"
	assert held("Z0017") == []


@pytest.mark.parametrize("role", ["PPOC Administrator", "Team Coordinator"])
def test_nobody_else_changes_what_is_loaded_in_that_name(
	mapping: Document, user_with: Callable[..., str], set_user: Callable, role: str
):
	other = user_with(role)
	give_access(other)
	with set_user(other):
		changes: tuple[dict[str, Any], ...] = (
			{"nightly_file": "/private/files/other.csv"},
			{"locality": None},
			{"columns": []},
		)
		for change in changes:
			doc = frappe.get_doc("Import Mapping", mapping.name)
			doc.update(change)
			with pytest.raises(MappingError):
				doc.save()
		doc = frappe.get_doc("Import Mapping", mapping.name)
		doc.nightly = 0
		doc.save()  # anybody who keeps the mappings may stop it


def test_who_cannot_load_does_not_take_it_over(
	mapping: Document, user_with: Callable[..., str], set_user: Callable
):
	other = user_with("PPOC Administrator")
	with set_user(other):
		mapping.reload()
		mapping.nightly_user = other
		with pytest.raises(frappe.PermissionError):
			mapping.save()
