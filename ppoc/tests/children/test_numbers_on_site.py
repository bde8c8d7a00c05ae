"""The numbers by which other services know a child, on a site: checked, kept, seen by few, found when doubled."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.model.document import Document

from ppoc.children.duplicates import api
from ppoc.exceptions import NHSNumberError
from ppoc.reporting.odata.records_database import properties
from ppoc.retention.child_records_database import persons
from ppoc.tests.factories import grant, make_child, make_team

pytestmark = pytest.mark.requirement("Y8")
NHS, SHOWN = "9990000018", "999 000 0018"
UPN, NEXT_UPN = "H801200001234", "T801200009876"


@pytest.fixture
def child(site: str, user_with, set_user) -> Document:
	"""A child with an NHS number; the coordinator of the team is logged in."""
	team = make_team()
	made = make_child(team=team.name, nhs_number=NHS, upn=UPN)
	user = user_with("Team Coordinator")
	grant(user, team.locality)
	set_user(user)
	return made


@pytest.fixture
def without_right(child: Document, user_with, set_user) -> str:
	"""Somebody of the locality whose role may not read NHS numbers is logged in."""
	user = user_with("Independent Reviewing Officer")
	grant(user, child.locality)
	set_user(user)
	return user


def former(child: Document) -> list[str]:
	child.reload()
	return [row.number for row in child.identifiers if row.kind == "Former UPN"]


def test_it_is_kept_as_the_nhs_writes_it_and_a_wrong_one_is_refused(child: Document):
	child.reload()
	assert child.nhs_number == SHOWN
	child.nhs_number = "9990000019"
	with pytest.raises(NHSNumberError, match="do not fit each other"):
		child.save()


def test_a_upn_that_another_takes_the_place_of_is_kept_once(child: Document):
	for upn in (NEXT_UPN, UPN, NEXT_UPN):
		child.reload()
		child.upn = upn
		child.save()
	assert sorted(former(child)) == [UPN, NEXT_UPN]
	child.upn = NEXT_UPN.lower()
	child.save()
	assert sorted(former(child)) == [UPN, NEXT_UPN]


def test_a_code_for_a_missing_upn_is_no_former_upn(child: Document):
	missing = make_child(team=child.team, upn="UN1")
	missing.upn = NEXT_UPN
	missing.save()
	assert former(missing) == []


def test_who_has_no_right_to_it_reads_it_by_no_door(child: Document, without_right: str):
	assert frappe.get_list("Child", {"name": child.name}, "*")[0].get("nhs_number") is None
	doc = frappe.get_doc("Child", child.name)
	doc.apply_fieldlevel_read_permissions()
	assert doc.get("nhs_number") is None
	assert api.find(nhs_number=NHS) == []


def test_it_is_in_no_print_and_no_feed_unless_an_administrator_switches_it_on(child: Document, set_user):
	def printed() -> str:
		return str(
			frappe.get_print(
				"Child", child.name, print_format="Standard", doc=frappe.get_doc("Child", child.name)
			)
		)

	assert "nhs_number" not in properties("Child")
	assert SHOWN not in printed()
	with set_user("Administrator"):
		for shown in ("print_hide", "report_hide"):
			frappe.make_property_setter(
				{
					"doctype": "Child",
					"fieldname": "nhs_number",
					"property": shown,
					"value": "0",
					"property_type": "Check",
				}
			)
	frappe.clear_cache(doctype="Child")
	assert "nhs_number" in properties("Child")
	assert SHOWN in printed()


def test_a_child_that_is_there_twice_is_found_by_nhs_number_and_former_upn(child: Document):
	child.reload()
	child.upn = NEXT_UPN
	child.save()
	reasons: dict[str, Any] = {
		"Same NHS number": {"nhs_number": "999-000-0018"},
		"Same UPN as before": {"upn": UPN},
	}
	for reason, asked in reasons.items():
		assert [(one["name"], one["reason"]) for one in api.find(**asked)] == [(child.name, reason)]


def test_a_child_out_of_sight_is_not_told_by_its_numbers(child: Document, user_with, set_user):
	set_user("Administrator")
	stranger = user_with("Team Coordinator")
	grant(stranger, make_team().locality)
	set_user(stranger)
	assert api.find(nhs_number=NHS) == api.find(upn=UPN) == []


def test_a_merge_asks_for_the_nhs_number_and_brings_the_other_numbers_along(child: Document, set_user):
	with set_user("Administrator"):
		row = {"kind": "Home Office reference", "number": "H1234567"}
		other = make_child(team=child.team, nhs_number="9990000026", identifiers=[row])
		fields = {each["field"] for each in api.preview(child.name, other.name)["fields"]}
		assert "nhs_number" in fields
		stamps = {part: str(doc.modified) for part, doc in (("kept", child), ("other", other))}
		choices = dict.fromkeys(fields, "kept")
		api.merge(child.name, other.name, choices, stamps)
	child.reload()
	assert child.nhs_number == SHOWN
	assert [row.number for row in child.identifiers] == ["H1234567"]


def test_all_numbers_are_blacked_in_what_is_disclosed_about_another_child(child: Document):
	[person] = persons([child.name])
	assert {NHS, SHOWN, UPN} <= set(person.numbers)
