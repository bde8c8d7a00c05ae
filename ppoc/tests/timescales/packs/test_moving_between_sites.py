"""An authority's own setup moves as fixtures of its own app, with Frappe's own export and import."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.core.doctype.data_import.data_import import export_json, import_doc
from frappe.utils import nowdate

from ppoc.authority_app.files import FIXTURES
from ppoc.tests.factories import make_child, make_event, make_forum, make_meeting, make_rule, make_team
from ppoc.timescales.packs.database import apply_shipped

ROOT = Path(__file__).resolve().parents[4]
OWN: dict[str, dict[str, Any]] = {
	"Role": {"role_name": "Kinship Adviser"},
	"Care Event Type": {"event_type": "Kinship adviser asked", "group": "Other"},
	"Print Format": {
		"name": "Our panel sheet",
		"doc_type": "Meeting",
		"print_format_type": "Jinja",
		"custom_format": 1,
		"html": "<h1>Our sheet for {{ doc.forum }}</h1>",
		"standard": "No",
	},
	"Property Setter": {
		"doctype_or_field": "DocField",
		"doc_type": "Child",
		"field_name": "child_id",
		"property": "label",
		"property_type": "Data",
		"value": "Mosaic number",
	},
	"Custom DocPerm": {"parent": "Child", "role": "Kinship Adviser", "read": 1},
}


def what_travels() -> dict[str, Any]:
	"""Returns what an authority's app exports: DocType → filters."""
	return {
		one if isinstance(one, str) else one["dt"]: None if isinstance(one, str) else one["filters"]
		for one in FIXTURES
	}


@pytest.fixture
def change(site) -> Callable[[], dict[str, str]]:
	"""`change()` does what an authority changes in a year: new records, and shipped ones edited or disabled."""

	def change() -> dict[str, str]:
		for doctype, values in OWN.items():
			frappe.get_doc({"doctype": doctype, **values}).insert()
		rule = make_rule(
			[("Entered care", 5, "Working days")],
			["Kinship adviser asked"],
			rule_name="Adviser within a week",
		)
		forum = make_forum(forum_name="Kinship Clinic", members=[{"role": "Kinship Adviser", "chair": 1}])
		panel = frappe.get_doc("Forum", "Permanence Panel")
		panel.update({"duration_minutes": 75, "notes_print_format": "Our panel sheet"}).save()
		off = frappe.get_doc("Timescale Rule", "Fortnightly form on Friday")
		off.update({"enabled": 0}).save()
		return {"rule": rule.name, "forum": forum.name}

	return change


@pytest.mark.requirement("X1.1")
def test_an_authoritys_own_ways_arrive_on_another_site_and_stay_through_an_upgrade(
	site, tmp_path: Path, change, set_user, user_with
):
	exported = what_travels()
	frappe.db.savepoint("here")
	made = change()
	for doctype, filters in exported.items():
		export_json(doctype, str(tmp_path / f"{frappe.scrub(doctype)}.json"), filters=filters)
	frappe.db.rollback(save_point="here")
	frappe.clear_cache()
	assert not frappe.db.exists("Forum", made["forum"])
	assert frappe.db.get_value("Forum", "Permanence Panel", "duration_minutes") == 60

	import_doc(str(tmp_path))
	apply_shipped()
	frappe.clear_cache()

	for doctype in ("Role", "Print Format", "Care Event Type"):
		assert frappe.db.exists(doctype, next(iter(OWN[doctype].values())))
	assert frappe.db.get_value("Forum", "Permanence Panel", ["duration_minutes", "notes_print_format"]) == (
		75, "Our panel sheet",
	)  # fmt: skip
	assert not frappe.db.get_value("Timescale Rule", "Fortnightly form on Friday", "enabled")
	assert frappe.get_meta("Child").get_label("child_id") == "Mosaic number"
	team = make_team()
	meeting = make_meeting(forum=made["forum"], team=team.name)
	assert [row.role for row in frappe.get_doc("Forum", made["forum"]).members] == ["Kinship Adviser"]
	assert "Our sheet for Kinship Clinic" in frappe.get_print("Meeting", meeting.name, "Our panel sheet")
	child = make_child(team=team.name, care_started_on=nowdate())
	make_event(child.name, "Entered care", nowdate())
	assert frappe.db.exists("Timescale", {"child": child.name, "rule": made["rule"]})


@pytest.mark.requirement("X1.1")
def test_what_travels_is_all_that_packs_bring_and_what_an_admin_may_add():
	listed = set(what_travels())
	brought = {
		record["doctype"]
		for file in (ROOT / "ppoc" / "practice_packs").glob("*/*.json")
		if isinstance(records := json.loads(file.read_text()), list)
		for record in records
	}
	assert brought - {"Custom HTML Block"} <= listed  # it is code, and nobody's to change
	assert {"Custom Field", "Property Setter", "Custom DocPerm", "Print Format", "Report"} <= listed
