"""The setup wizard makes the localities, teams and people that were pasted into it."""

from __future__ import annotations

import frappe
import pytest

from ppoc.imports import first_sheet_database as made
from ppoc.imports.first_sheet import LEADS, read_sheet
from ppoc.imports.first_sheet_api import look

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
