"""The child on one page from real records: as each reader may see it, in a meeting and on paper."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.exceptions import HiddenRecordError
from ppoc.meetings.one_page.api import child_page, ppoc_child_page
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_child,
	make_event,
	make_meeting,
	make_plan,
	make_team,
	queries_of,
)

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.requirement("Z1")]

MOST_QUERIES = 40


@pytest.fixture
def told(user_with: Callable[..., str], set_user: Callable) -> str:
	"""A child who was discussed a fortnight ago and will be today; the session is that of the team's coordinator."""
	team = make_team()
	user = user_with("Team Coordinator")
	grant(user, team.locality)
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	plan = make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 60))
	last = make_meeting(team=team.name, meeting_date=add_days(nowdate(), -14))
	talk = discussion_of(last.name, child.name) if _is_listed(last.name, child.name) else None
	if talk is None:
		talk = frappe.get_doc(
			{
				"doctype": "Meeting Discussion",
				"meeting": last.name,
				"child": child.name,
				"purpose": "Progress plan",
			}
		).insert()
	talk.update({"progress": "Grandmother was seen.", "state": "Done"}).save()
	frappe.db.set_value("Meeting", last.name, "status", "Held")
	make_event(child.name, "Review held", add_days(nowdate(), -3))
	make_action(
		child=child.name,
		plan=plan.name,
		what="Ring housing about the keys",
		set_on=add_days(nowdate(), -9),
		due_on=add_days(nowdate(), -1),
	)
	set_user(user)
	return child.name


def _is_listed(meeting: str, child: str) -> bool:
	return bool(frappe.db.exists("Meeting Discussion", {"meeting": meeting, "child": child}))


def lines(page: dict, part: str) -> list[str]:
	return [line["text"] for line in page[part]["lines"]]


def test_all_parts_come_from_the_records(told):
	page = child_page(told)
	assert lines(page, "said") == ["Grandmother was seen."]
	assert page["heads"]["said"].startswith("Said last time (Mobilisation Meeting, ")
	assert "Review held" in lines(page, "changes")
	assert lines(page, "actions")[0].startswith("Ring housing about the keys · ")
	assert page["actions"]["lines"][0]["late"]
	assert any("predicted for" in line for line in lines(page, "story"))


def test_in_a_meeting_it_tells_of_the_time_before(told):
	last = frappe.db.get_value("Meeting Discussion", {"child": told}, "meeting")
	assert not child_page(told, meeting=last)["said"]["lines"], (
		"what this meeting says is on the screen already"
	)


def test_somebody_who_may_not_see_the_child_gets_nothing(told, user_with, set_user):
	set_user(user_with("Team Coordinator", name="elsewhere@example.org"))
	with pytest.raises(frappe.PermissionError):
		child_page(told)


def test_nor_is_it_printed_for_them(told, user_with, set_user):
	child = frappe.get_doc("Child", told)
	set_user(user_with("Team Coordinator"))
	with pytest.raises(HiddenRecordError):
		ppoc_child_page(child)


def test_a_role_that_reads_no_actions_gets_the_page_without_them(told, user_with, set_user):
	"""Each part is read with the reader's own permissions."""
	locality = frappe.db.get_value("Child", told, "locality")
	set_user("Administrator")
	reader = user_with("Legal Adviser", name="adviser@example.org")
	grant(reader, locality)
	set_user(reader)
	page = child_page(told)
	allowed = frappe.has_permission("Action", "read")
	assert bool(page["actions"]["lines"]) is allowed


def test_the_queries_do_not_grow_with_the_history(told):
	child_page(told)  # Frappe reads each form's definition once
	few = queries_of(lambda: child_page(told))
	user = frappe.session.user
	frappe.set_user("Administrator")
	for day in range(20):
		make_event(told, "Review held", add_days(nowdate(), -200 - day))
		make_action(child=told, what=f"Send the papers of week {day} to court")
	frappe.set_user(user)
	assert queries_of(lambda: child_page(told)) <= few + 2
	assert few < MOST_QUERIES


@pytest.mark.requirement("X5.1")
def test_the_same_parts_are_on_paper(told):
	html = frappe.get_print("Child", told, "Child on One Page")
	for words in (
		"Ada Elm",
		"Grandmother was seen.",
		"Review held",
		"Ring housing about the keys",
		"overdue",
	):
		assert words in html
