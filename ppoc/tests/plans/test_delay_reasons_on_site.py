"""Why a child has no agreed plan: written, due every six months, read by two people, and told where it matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_months, nowdate

from ppoc.exceptions import DelayReasonError
from ppoc.home.api import what_is_waiting
from ppoc.plans.delay.api import mark_read
from ppoc.ppoc.report.children_without_a_plan import children_without_a_plan
from ppoc.tests.factories import grant, make_child, make_event, make_plan, make_team, make_worker
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack
from ppoc.timescales.recompute_database import recompute_children

pytestmark = pytest.mark.requirement("Y11")
DUTY = "Reason why no plan is agreed"


@pytest.fixture
def team(site: str) -> Document:
	return make_team()


def make_reason(child: str, **values: Any) -> Document:
	said = {"reason": "The aunt has not been asked.", "next_step": "Ask her by Friday."}
	return frappe.get_doc({"doctype": "Delay Reason", "child": child, **said, **values}).insert()


def in_care(team: Document, months: int) -> Document:
	return make_child(team=team.name, care_started_on=add_months(nowdate(), -months))


def test_it_says_how_long_the_child_has_been_in_care_and_records_the_event(team: Document) -> None:
	child = in_care(team, 13)
	reason = make_reason(child.name)
	assert (reason.months_in_care, reason.locality, reason.team) == (13, team.locality, team.name)
	assert (reason.written_by, str(reason.written_on)) == (frappe.session.user, nowdate())
	assert frappe.db.exists("Care Event", {"child": child.name, "event_type": "Reason for delay written"})


def test_a_child_who_is_not_in_care_needs_none(team: Document) -> None:
	child = make_child(team=team.name, looked_after=0, on_full_care_order=0, care_ended_on=nowdate())
	with pytest.raises(DelayReasonError, match="is not in care"):
		make_reason(child.name)


def test_it_is_due_after_six_months_and_met_by_writing_it(team: Document) -> None:
	apply_pack(read_pack(shipped_folder("reason_clock")))
	child = in_care(team, 7)
	make_event(child.name, "Entered care", add_months(nowdate(), -7))
	recompute_children([child.name])
	assert states(child.name) == ["Overdue"]
	make_reason(child.name)
	recompute_children([child.name])
	assert states(child.name) == ["Met late", "Not due"]


def test_a_child_on_a_list_has_an_agreed_plan_until_taken_off_it(team: Document) -> None:
	apply_pack(read_pack(shipped_folder("reason_clock")))
	child = in_care(team, 7)
	make_event(child.name, "Entered care", add_months(nowdate(), -7))
	make_plan(child=child.name, status="Prioritised")
	recompute_children([child.name])
	assert "Overdue" not in states(child.name)


def states(child: str) -> list[str]:
	rows = frappe.get_all("Timescale", {"child": child, "duty": DUTY}, ["state"], order_by="due_on")
	return [row.state for row in rows]


def test_the_two_who_must_read_it_are_told_and_say_so(
	team: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	child, officer, head = (
		in_care(team, 7),
		user_with("Independent Reviewing Officer"),
		user_with("Head of Service"),
	)
	for user in (officer, head):
		grant(user, team.locality)
	worker = make_worker(user=officer, job="Independent Reviewing Officer", email=officer)
	frappe.db.set_value("Child", child.name, "reviewing_officer", worker.name)
	reason = make_reason(child.name)
	for user, field in ((officer, "read_by_officer"), (head, "read_by_head")):
		set_user(user)
		assert "read why no plan is agreed" in waiting()
		assert mark_read(reason.name) == {field: user}
		assert "read why no plan is agreed" not in waiting()
		with pytest.raises(DelayReasonError):
			mark_read(reason.name)
	set_user("Administrator")
	reason.reload()
	assert (reason.read_by_officer, reason.read_by_head) == (officer, head)


def waiting() -> str:
	return frappe.as_json(what_is_waiting())


def test_somebody_else_marks_nothing_and_sees_it_only_with_the_child(
	team: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	reason = make_reason(in_care(team, 7).name)
	manager, elsewhere = user_with("Team Manager"), user_with("Head of Service")
	grant(manager, team.locality)
	set_user(manager)
	with pytest.raises(DelayReasonError):
		mark_read(reason.name)
	set_user(elsewhere)
	with pytest.raises(frappe.PermissionError):
		mark_read(reason.name)
	assert not frappe.get_list("Delay Reason", {"name": reason.name})


def test_what_was_read_stays_as_it_is(
	team: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	reason = make_reason(in_care(team, 7).name)
	reason.reason = "The aunt has said no."
	reason.save()
	head = user_with("Head of Service")
	grant(head, team.locality)
	set_user(head)
	mark_read(reason.name)
	set_user("Administrator")
	reason.reload()
	reason.reason = "Something else"
	with pytest.raises(DelayReasonError, match="has been read"):
		reason.save()


def test_the_report_shows_the_last_reason_and_who_has_read_it(team: Document) -> None:
	child = in_care(team, 14)
	make_reason(child.name)
	make_reason(child.name, reason="The uncle is being assessed.")
	[row] = [
		row for row in children_without_a_plan.execute({"team": team.name})[1] if row["child"] == child.name
	]
	assert (row["reason"], str(row["reason_written_on"]), row["reason_read"]) == (
		"The uncle is being assessed.",
		nowdate(),
		"",
	)
