"""The sample children of the setup wizard: made in the first team, useful on the first day, and gone in one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.utils import getdate, nowdate
from playwright.sync_api import Page, expect

from ppoc.exceptions import NotAnAdministratorError
from ppoc.imports import first_sheet_database
from ppoc.sample_children import records_database, wizard
from ppoc.sample_children.stories import CHILDREN, SURNAME
from ppoc.site_check import api, check_database
from ppoc.tests.factories import make_action, make_child, make_meeting, make_plan, make_team

pytestmark = pytest.mark.requirement("Z5")
SHEET = """
Wellmoor, Wellmoor North, Hester Osgood, hester@example.org, Team Manager
Wellmoor, Wellmoor North, Jory Cardew, jory@example.org, Social Worker
"""


@pytest.fixture
def team(site: str) -> Any:
	return make_team()


@pytest.fixture
def samples(team: Any) -> list[str]:
	return records_database.make(team.locality, team.name)


def rows_about(children: list[str]) -> dict[str, int]:
	"""Returns how many rows of each table name one of the children in any of its links."""
	found = {}
	for doctype, field in frappe.get_all(
		"DocField", {"fieldtype": "Link", "options": "Child"}, ["parent", "fieldname"], as_list=True
	):
		found[doctype] = frappe.db.count(doctype, {field: ["in", children]})
	return found


def finding() -> Any:
	return check_database.found_now("sample-children")


def test_the_wizard_makes_them_in_the_first_team_of_the_list(site: str) -> None:
	answers = {first_sheet_database.FIELD: SHEET, first_sheet_database.INVITES: 1, wizard.FIELD: 1}
	for stage in (*first_sheet_database.stages(answers), *wizard.stages(answers)):
		for task in stage["tasks"]:
			task["fn"](task["args"])
	made = frappe.get_all("Child", {"last_name": SURNAME}, ["child_id", "team", "social_worker"])
	assert len(made) == len(CHILDREN) == 8
	assert {child.team for child in made} == {"Wellmoor North"}
	jory = frappe.db.get_value("Worker", {"email": "jory@example.org"})
	assert {child.social_worker for child in made} == {jory}
	frappe.set_user("hester@example.org")
	assert len(frappe.get_list("Child", {"last_name": SURNAME})) == 8
	frappe.set_user("jory@example.org")
	assert len(frappe.get_list("Child", {"last_name": SURNAME})) == 8


@pytest.mark.parametrize("answers", [{}, {wizard.FIELD: 0, first_sheet_database.FIELD: SHEET}])
def test_nobody_who_does_not_ask_gets_them(site: str, answers: dict[str, Any]) -> None:
	assert wizard.stages(answers) == []


def test_without_a_team_the_wizard_says_what_is_missing(site: str) -> None:
	with pytest.raises(frappe.ValidationError, match="need a team"):
		wizard.stages({wizard.FIELD: 1, first_sheet_database.FIELD: "  "})


def test_the_wizard_may_make_them_twice(samples: list[str], team: Any) -> None:
	assert sorted(records_database.make(team.locality, team.name)) == sorted(samples)
	assert frappe.db.count("Child", {"last_name": SURNAME}) == 8


def test_each_stands_for_a_situation(samples: list[str]) -> None:
	plans = frappe.get_all(
		"Permanence Plan", {"child": ["in", samples]}, ["route", "status", "predicted_finish", "rag"]
	)
	assert {plan.status for plan in plans} >= {
		"Proposed",
		"Prioritised",
		"Assessment started",
		"Assessment finished",
	}
	assert {plan.route for plan in plans} >= {"Special guardianship", "Reunification", "Adoption"}
	assert [plan for plan in plans if plan.predicted_finish and plan.predicted_finish < getdate()], (
		"one is late"
	)
	children = frappe.get_all(
		"Child", {"name": ["in", samples]}, ["unborn", "current_plan", "next_due_on", "potential"]
	)
	assert [child for child in children if child.unborn]
	assert [child for child in children if not child.current_plan]
	assert [child for child in children if child.potential == "Uncertain"]
	assert [child for child in children if child.next_due_on], "the shipped rules give them due dates"


def test_a_meeting_of_the_team_has_them_on_its_agenda(samples: list[str], team: Any) -> None:
	meeting = make_meeting(team=team.name)
	on_agenda = frappe.get_all("Meeting Discussion", {"meeting": meeting.name}, pluck="child")
	assert set(on_agenda) & set(samples)


def test_they_are_removed_with_everything_about_them_and_nothing_else(samples: list[str], team: Any) -> None:
	other = make_child(team=team.name)
	plan = make_plan(child=other.name, status="Prioritised")
	meeting = make_meeting(team=team.name)
	make_action(child=samples[0])
	note = frappe.get_doc(
		{"doctype": "Case Note", "child": samples[0], "note_date": nowdate(), "note": "Tried out."}
	).insert()
	note.add_comment("Comment", "A comment on the note")
	frappe.get_doc(
		{"doctype": "File", "file_name": "tried.txt", "content": "x", "is_private": 1}
		| {"attached_to_doctype": "Child", "attached_to_name": samples[0]}
	).insert()
	others = {doctype: frappe.db.count(doctype) - number for doctype, number in rows_about(samples).items()}
	others["Child"] = frappe.db.count("Child") - len(samples)
	assert records_database.remove() == {"removed": 8, "kept": 0}
	assert not any(rows_about(samples).values())
	assert {doctype: frappe.db.count(doctype) for doctype in others} == others
	assert frappe.db.exists("Permanence Plan", plan.name)
	assert frappe.db.exists("Meeting", meeting.name)
	assert not frappe.db.exists("Comment", {"reference_doctype": "Case Note", "reference_name": note.name})
	assert not frappe.db.exists("File", {"file_name": ["like", "tried%"]})
	assert not frappe.db.exists("Deleted Document", {"deleted_name": ["in", samples]})
	assert records_database.there() == []
	assert records_database.remove() == {"removed": 0, "kept": 0}


@pytest.mark.parametrize("change", [{"child_id": "400123"}, {"last_name": "Trennick"}])
def test_one_that_became_another_child_stays(samples: list[str], change: dict[str, str]) -> None:
	child = frappe.get_doc("Child", samples[0])
	child.update(change).save()
	assert records_database.remove() == {"removed": 7, "kept": 1}
	assert records_database.there() == [samples[0]]
	assert finding()


def test_one_that_a_record_was_merged_into_stays(samples: list[str], team: Any) -> None:
	merged = make_child(team=team.name)
	frappe.db.set_value("Child", merged.name, "merged_into", samples[0])
	assert records_database.remove() == {"removed": 7, "kept": 1}
	assert frappe.db.exists("Child", merged.name)


def test_a_child_of_the_same_surname_is_no_sample(samples: list[str], team: Any) -> None:
	child = make_child(team=team.name, first_name="Ash", last_name=SURNAME)
	records_database.remove()
	assert frappe.db.exists("Child", child.name)


def test_the_removal_is_on_the_trail(samples: list[str]) -> None:
	frappe.db.commit()
	records_database.remove()
	frappe.db.commit()
	deleted = frappe.get_all(
		"Audit Entry", {"record_type": "Child", "what": ["like", "%eleted%"]}, pluck="children"
	)
	assert set(samples) <= set(" ".join(deleted).replace(",", " ").split())


def test_the_site_check_names_them_until_they_are_gone(
	samples: list[str], user_with: Callable[..., str]
) -> None:
	assert "8" in str(finding().what)
	user = user_with("Team Manager")
	frappe.set_user(user)
	with pytest.raises(NotAnAdministratorError):
		api.remove_sample_children()
	frappe.set_user(user_with("PPOC Administrator"))
	assert api.remove_sample_children() == {"removed": 8, "kept": 0}
	frappe.set_user("Administrator")
	assert finding() is None


@pytest.mark.browser
def test_an_administrator_removes_them_by_keyboard(
	samples: list[str], page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]
) -> None:
	frappe.db.commit()
	log_in(user_with("PPOC Administrator"))
	page.set_viewport_size({"width": 1366, "height": 768})
	page.goto("/app/ppoc-site-check")
	found = page.locator("[data-finding=sample-children]")
	expect(found).to_contain_text("8", timeout=90_000)
	found.get_by_role("button", name="Remove the sample children").press("Enter")
	page.locator(".modal.show").get_by_role("button", name="Yes").press("Enter")
	expect(page.get_by_text("Sample children removed: 8.")).to_be_visible()
	expect(found).to_have_count(0)
	expect(page.locator("#ppoc-site-check-title")).to_be_focused()
	frappe.db.rollback()
	assert not frappe.db.count("Child", {"last_name": SURNAME})
