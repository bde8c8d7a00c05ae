"""Whom an email told about which children, and what a migration changed, is on the trail."""

from __future__ import annotations

from typing import Any

import frappe
import pytest

from ppoc.access.audit import changes, emails
from ppoc.meetings.emails import sending
from ppoc.meetings.emails.recipients import Recipient
from ppoc.tests import factories

pytestmark = pytest.mark.requirement("X4.2")


def told(**filters: Any) -> list[tuple[str, str, set[str]]]:
	"""Returns who was told by email, about what, and the children."""
	rows = frappe.get_all(
		"Audit Entry", {"door": emails.DOOR, **filters}, ["user", "record", "children"], order_by="user"
	)
	return [(row.user, row.record, set((row.children or "").split())) for row in rows]


@pytest.fixture
def sitting(site: str) -> tuple[Any, list[str]]:
	"""Returns a meeting, and the two children who are discussed in it."""
	team = factories.make_team()
	children = [factories.make_child(team=team.name).name for _ in range(2)]
	for child in children:
		factories.make_plan(child=child, status="Prioritised")
	meeting = factories.make_meeting(team=team.name)
	for child in children:
		factories.discussion_of(meeting.name, child, purpose="Progress plan")
	return meeting, children


def test_a_letter_of_a_meeting_is_about_those_whom_this_recipient_reads_of(
	sitting: tuple[Any, list[str]], user_with: Any
) -> None:
	meeting, (one, _other) = sitting
	user = user_with("Social Worker", name="reads@example.org")
	person = Recipient("W-1", "Reads", "reads@example.org", user)
	sending.send(meeting, person, "Agenda", "ppoc_circulation_due", {}, "agenda", children=[one])
	assert told(record=meeting.name) == [(user, meeting.name, {one})]


def test_an_email_that_tells_of_nobody_is_not_on_it(sitting: tuple[Any, list[str]]) -> None:
	meeting, _children = sitting
	person = Recipient("W-1", "Reads", "reads@example.org", "")
	sending.send(meeting, person, "Invitation", "ppoc_circulation_due", {}, "invited")
	frappe.sendmail(recipients=["x@example.org"], subject="Lunch", message="At noon.")
	assert told() == []


def test_any_other_email_is_about_what_it_refers_to_and_the_numbers_in_it(
	sitting: tuple[Any, list[str]],
) -> None:
	_meeting, (one, other) = sitting
	frappe.sendmail(
		recipients=["A <a@example.org>", "b@example.org"],
		subject="About a child",
		message=f'<p>See <a href="/app/child/{other}">{other}</a></p>',
		reference_doctype="Child",
		reference_name=one,
		queue_separately=False,
	)
	assert told() == [("a@example.org", one, {one, other}), ("b@example.org", one, {one, other})]


def test_a_migration_is_one_entry_for_each_kind_of_record(
	sitting: tuple[Any, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
	_meeting, children = sitting
	changes._drop()
	monkeypatch.setitem(frappe.flags, "in_migrate", True)
	for child in children:
		frappe.get_doc("Child", child).update({"restricted": 0, "last_name": "Renamed"}).save()
	changes.rows_written("Child", changes.CHANGED_FIELDS, children)
	assert not frappe.get_all("Audit Entry", {"door": "Migration"})
	changes.migrated()
	found = frappe.get_all(
		"Audit Entry", {"door": "Migration", "record_type": "Child"}, ["what", "children", "outcome"]
	)
	assert [(row.what, row.outcome) for row in found] == [("Changed: 2 Child, by a migration", "Changed")]
	assert set(found[0].children.split()) == set(children)
	changes.migrated()
	assert frappe.db.count("Audit Entry", {"door": "Migration", "record_type": "Child"}) == 1
