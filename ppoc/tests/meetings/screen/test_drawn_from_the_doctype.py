"""The screen is built from the DocTypes as they are on the site."""

from __future__ import annotations

import frappe
import pytest
from frappe.custom.doctype.custom_field.custom_field import create_custom_field
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from playwright.sync_api import expect

from ppoc.tests.factories import discussion_of
from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P2.2")]


@pytest.fixture
def altered(site, committed):
	"""A discussion as some council's admin might have customised it."""
	create_custom_field(
		"Meeting Discussion",
		{
			"fieldname": "carers_view",
			"label": "The carer's view",
			"fieldtype": "Small Text",
			"insert_after": "progress",
			"mandatory_depends_on": "eval:doc.plan_decision=='Assessment started'",
		},
	)
	make_property_setter("Meeting Discussion", "progress", "label", "What has happened", "Data")
	frappe.db.commit()
	yield
	frappe.clear_cache(doctype="Meeting Discussion")


def test_a_field_an_admin_adds_or_renames_shows_and_saves_without_code(
	altered, open_screen, coordinator, stored
):
	scene = make_scene(coordinator)
	screen = open_screen(coordinator, scene.meeting)
	expect(screen.field("progress").locator(".control-label")).to_contain_text("What has happened")

	screen.write("carers_view", "She would like to adopt.")
	screen.press("Tab")
	screen.all_saved()
	discussion = discussion_of(scene.meeting, scene.children[0]).name
	assert stored("Meeting Discussion", discussion, "carers_view") == "She would like to adopt."


def test_the_fields_follow_what_is_chosen_as_on_the_form(open_screen, coordinator):
	screen = open_screen(coordinator, make_scene(coordinator).meeting)
	expect(screen.field("decision_reason")).to_be_hidden()
	screen.tab_to("plan_decision")
	screen.type("Stop")
	expect(screen.field("decision_reason")).to_be_visible()
	expect(screen.field("decision_reason").locator(".control-label")).to_contain_class("reqd")
	assert screen.focused("data-fieldname") == "plan_decision"


def test_somebody_who_may_only_read_types_nothing(open_screen, user_with, coordinator):
	reader = user_with("Performance Officer", name="reader@example.org")
	scene = make_scene(coordinator, reader)
	screen = open_screen(reader, scene.meeting)
	expect(screen.page.locator(".ms-fields textarea:visible")).to_have_count(0)
	expect(screen.page.locator(".ms-new")).to_be_hidden()
	expect(screen.page.locator(".ms-mark-button:enabled")).to_have_count(0)
