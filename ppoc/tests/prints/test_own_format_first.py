"""Print opens the paper that was made for a record, unless an administrator has chosen another."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from playwright.sync_api import Page, expect

from ppoc.tests.access_world import put
from ppoc.tests.factories import grant, make_meeting, make_team, make_worker

pytestmark = pytest.mark.requirement("X5.1")
expect.set_options(timeout=20_000)


def papers() -> dict[str, set[str]]:
	"""Returns DocType → the print formats that the app has for it."""
	found: dict[str, set[str]] = {}
	for paper in frappe.get_all("Print Format", {"module": "PPOC", "standard": "Yes"}, ["name", "doc_type"]):
		found.setdefault(paper.doc_type, set()).add(paper.name)
	return found


def test_every_record_that_has_a_paper_prints_it_first(site: str) -> None:
	wrong = {
		doctype: frappe.get_meta(doctype).default_print_format
		for doctype, own in papers().items()
		if frappe.get_meta(doctype).default_print_format not in own
	}
	assert len(papers()) >= 7
	assert not wrong


@pytest.mark.parametrize("doctype", ["Quarterly Oversight Report", "Effectiveness Review"])
def test_a_print_that_names_no_format_is_the_record_s_own(site: str, doctype: str) -> None:
	team, reviewer = make_team(), make_worker().name
	values = {
		"locality": team.locality,
		"chair": reviewer,
		"reviewer": reviewer,
		"quarter_start": "2026-01-01",
	}
	own = {field: value for field, value in values.items() if frappe.get_meta(doctype).has_field(field)}
	record = put(doctype, title="First quarter", review_date="2026-03-01", **own)

	html = frappe.get_print(doctype, record.name)

	assert 'class="ppoc-paged"' in html
	assert html.count("data-fieldname") == 0, "not Frappe's list of fields"


@pytest.mark.usefixtures("committed")  # a DocType that is loaded again changes its table
def test_what_an_administrator_chose_comes_first(site: str) -> None:
	theirs = {
		"doctype": "Print Format",
		"doc_type": "Effectiveness Review",
		"name": "Our review",
		"standard": "No",
	}
	frappe.get_doc(
		{**theirs, "custom_format": 1, "print_format_type": "Jinja", "html": "<p>ours</p>"}
	).insert()
	make_property_setter(
		"Effectiveness Review", None, "default_print_format", "Our review", "Data", for_doctype=True
	)
	frappe.reload_doctype("Effectiveness Review", force=True)
	frappe.clear_cache(doctype="Effectiveness Review")

	assert frappe.get_meta("Effectiveness Review").default_print_format == "Our review"
	team = make_team()
	record = put("Effectiveness Review", locality=team.locality, review_date="2026-03-01")
	assert "<p>ours</p>" in frappe.get_print("Effectiveness Review", record.name)


def test_print_opens_the_agenda_of_the_forum(
	site: str, page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]
) -> None:
	team, user = make_team(), user_with("Team Coordinator")
	grant(user, team.locality)
	meeting = make_meeting(forum="Permanence Panel", locality=team.locality, chair=make_worker().name)
	log_in(user)
	page.goto(f"/app/meeting/{meeting.name}")
	page.wait_for_function("cur_frm && cur_frm.meta.default_print_format == 'Permanence Panel Agenda'")

	page.evaluate("cur_frm.print_doc()")  # what the button calls; it looks different in each release

	expect(page.locator("[data-fieldname=print_format] input")).to_have_value("Permanence Panel Agenda")
