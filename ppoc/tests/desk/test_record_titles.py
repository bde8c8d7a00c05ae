"""Every record is called what a person would call it, never by a code."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.desk.record_titles import TITLES
from ppoc.tests.browser import HEADING
from ppoc.tests.factories import discussion_of, grant, make_child, make_meeting, make_plan, make_team

NUMBERED = re.compile(r"hash|.*#.*", re.IGNORECASE)
# One row for each child or night, which engines write and no role opens as a form.
OF_ENGINES = {"Timescale Facts", "RAG Facts", "Timescale Pass"}
# Their reports name them.
OF_ADMINISTRATORS = {"Open Endpoint", "Audit Entry"}


def test_no_doctype_calls_its_records_by_a_code(site: str) -> None:
	ours = frappe.get_all("DocType", {"module": "PPOC", "istable": 0, "issingle": 0}, pluck="name")
	coded = {
		name
		for name in ours
		if NUMBERED.match(frappe.get_meta(name).autoname or "hash") and not frappe.get_meta(name).title_field
	}
	assert coded - OF_ENGINES - OF_ADMINISTRATORS <= set(TITLES)


@pytest.mark.parametrize("doctype", TITLES)
def test_a_title_is_made_of_fields_that_everybody_reads(site: str, doctype: str) -> None:
	meta = frappe.get_meta(doctype)
	for fieldname in TITLES[doctype]:
		if fieldname != "creation":
			field = meta.get_field(fieldname)
			assert (field.permlevel, field.hidden) == (0, 0), fieldname


@pytest.mark.browser
@pytest.mark.requirement("X5.1")
def test_a_discussion_is_called_by_the_child_and_the_meeting(
	site: str, page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]
) -> None:
	team, user = make_team(), user_with("Team Coordinator", name="coordinator@example.org")
	grant(user, team.locality)
	child = make_child(team=team.name, first_name="Fenven", last_name="Wendinford")
	make_plan(child=child.name, status="Prioritised")
	meeting = make_meeting(team=team.name)
	name = discussion_of(meeting.name, child.name).name
	log_in(user)
	page.goto(f"/app/meeting-discussion/{name}")
	expect(page.locator(HEADING)).to_contain_text(f"{child.full_name}, {meeting.title}")
	assert page.title().startswith(child.full_name)
	page.goto("/app/meeting-discussion")
	expect(page.locator(".list-subject").filter(has_text=child.full_name)).to_contain_text(meeting.title)
	page.goto("/app/locality-access")
	expect(page.locator(".list-subject").filter(has_text=team.locality)).to_contain_text("coordinator")
