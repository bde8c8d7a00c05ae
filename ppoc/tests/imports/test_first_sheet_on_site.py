"""The setup wizard makes the localities, teams and people that were pasted into it."""

from __future__ import annotations

import frappe
import pytest

from ppoc.imports import first_sheet_database as made
from ppoc.imports.first_sheet import LEADS, read_sheet
from ppoc.imports.first_sheet_api import look

pytestmark = pytest.mark.requirement("Z5")

SHEET = """Locality,Team,Name,Email,Job
Wellmoor,Wellmoor North,Hester Osgood,hester@example.org,Team Manager
Wellmoor,Wellmoor North,Ida Farrow,ida@example.org,Team Coordinator
Wellmoor,Wellmoor South,Ida Farrow,ida@example.org,Team Coordinator
Wellmoor,,Ada Quill,,Head of Service
Fernley
"""


def sheet():
	return read_sheet(SHEET, made.jobs())


def counts() -> tuple[int, ...]:
	return tuple(frappe.db.count(doctype) for doctype in ("Locality", "Team", "Worker"))


def test_everything_on_the_sheet_is_made_and_the_teams_know_who_leads_them(site):
	before = counts()
	made.make(sheet())
	assert tuple(now - then for now, then in zip(counts(), before, strict=True)) == (2, 2, 3)
	team = frappe.get_doc("Team", "Wellmoor North")
	assert team.locality == "Wellmoor"
	assert frappe.db.get_value("Worker", team.team_manager, "worker_name") == "Hester Osgood"
	south = frappe.db.get_value("Team", "Wellmoor South", "team_coordinator")
	assert south == team.team_coordinator


def test_a_second_time_makes_nothing_and_changes_nothing(site):
	made.make(sheet())
	frappe.db.set_value("Locality", "Wellmoor", "nation", "Wales")
	before = counts()
	made.make(sheet())
	assert counts() == before
	assert frappe.db.get_value("Locality", "Wellmoor", "nation") == "Wales"


def test_the_leads_are_jobs_that_there_are(site):
	assert set(LEADS) <= set(made.jobs())
	assert set(LEADS.values()) <= {field.fieldname for field in frappe.get_meta("Team").fields}


def test_the_wizard_has_a_stage_only_for_a_sheet(site):
	assert made.stages({}) == made.stages({made.FIELD: "  \n"}) == []
	[stage] = made.stages({made.FIELD: SHEET})
	[task] = stage["tasks"]
	task["fn"](task["args"])
	assert frappe.db.exists("Team", "Wellmoor South")


INVITED = """Wellmoor,Wellmoor North,Hester Osgood,hester@example.org,Team Manager
Wellmoor,Wellmoor North,Ida Farrow,ida@example.org,Social Worker
Fernley,Fernley East,Hester Osgood,hester@example.org,Team Manager
Wellmoor,Wellmoor North,Ada Quill,,Team Coordinator
Wellmoor,,Bram Tully,bram@example.org,Other
"""


def carry_out(text: str, **answers: int) -> None:
	for stage in made.stages({made.FIELD: text, **answers}):
		for task in stage["tasks"]:
			task["fn"](task["args"])


@pytest.fixture
def set_up(site, user_with) -> str:
	"""The login that the wizard makes first, for whoever sets the site up."""
	return user_with("System Manager")


def access_of(user: str) -> set[str]:
	return set(frappe.get_all("Locality Access", {"user": user}, pluck="locality"))


def test_who_has_an_address_and_a_job_is_invited_with_role_access_and_email(set_up):
	carry_out(INVITED, **{made.INVITES: 1})
	assert set(frappe.get_roles("hester@example.org")) >= {"Team Manager"}
	assert "System Manager" not in frappe.get_roles("hester@example.org")
	assert access_of("hester@example.org") == {"Wellmoor", "Fernley"}
	assert frappe.db.get_value("Worker", {"email": "ida@example.org"}, "user") == "ida@example.org"
	assert not access_of("ida@example.org")
	assert not frappe.db.exists("User", "bram@example.org")
	told = frappe.get_all(
		"Email Queue Recipient", {"recipient": ["like", "%@example.org"]}, pluck="recipient"
	)
	assert {"hester@example.org", "ida@example.org"} <= set(told)
	assert "bram@example.org" not in told


def test_a_second_time_invites_nobody_and_a_login_from_before_keeps_its_rights(set_up, user_with):
	before = user_with("PPOC Auditor", name="hester@example.org")
	carry_out(INVITED, **{made.INVITES: 1})
	carry_out(INVITED, **{made.INVITES: 1})
	assert "Team Manager" not in frappe.get_roles(before)
	assert not access_of(before)
	assert frappe.db.count("User", {"email": "ida@example.org"}) == 1


def test_more_people_than_frappe_makes_in_an_hour_are_invited(set_up):
	line = "Wellmoor,Wellmoor North,Person {0},person{0}@example.org,Social Worker"
	lines = [line.format(number) for number in range(65)]
	carry_out("\n".join(lines), **{made.INVITES: 1})
	assert frappe.db.count("User", {"email": ["like", "person%@example.org"]}) == 65


def test_nobody_is_invited_unasked(site):
	carry_out(INVITED)
	assert not frappe.db.exists("User", "hester@example.org")


def test_a_sheet_with_a_fault_stops_the_wizard_before_it_makes_anything(site):
	with pytest.raises(frappe.ValidationError, match="Line 2: enter the locality"):
		made.stages({made.FIELD: "Wellmoor\n,North"})


def test_while_it_is_pasted_it_is_counted_and_nothing_is_made(site, set_user, user_with):
	before = counts()
	assert look(SHEET) == {"localities": 2, "teams": 2, "people": 3}
	assert look(",North") == {"fault": "Line 1: enter the locality in the first column."}
	assert counts() == before
	set_user(user_with("Team Manager"))
	with pytest.raises(frappe.PermissionError):
		look(SHEET)
