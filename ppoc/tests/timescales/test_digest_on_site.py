"""One digest for each person and working day, about children that they may see, sent by an editable Notification."""

from __future__ import annotations

from datetime import date

import frappe
import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from ppoc.tests.factories import grant, make_child, make_event, make_rule, make_team, make_worker
from ppoc.timescales.digest import DigestLine, DigestRecipient, told
from ppoc.timescales.digest_database import send_digests

MONDAY, SUNDAY = "2026-11-23 07:00:00", "2026-11-22 07:00:00"
BOXING_DAY_OBSERVED = "2026-12-28 07:00:00"


@pytest.fixture
def case(site, user_with, committed):
	"""A child whose review is overdue, the responsible social worker, and the team manager it is escalated to."""
	team = make_team()
	worker_user, manager_user = user_with("Social Worker"), user_with("Team Manager")
	worker = make_worker(user=worker_user, locality=team.locality)
	grant(manager_user, team.locality)
	make_rule(
		counts=[("Entered care", 10, "Calendar days")],
		satisfied_by=["Review held"],
		duty_role="Social Worker",
		escalate_to="Team Manager",
		escalate_amount=5,
		escalate_unit="Working days",
	)
	with freeze_time(MONDAY):
		child = make_child(team=team.name, social_worker=worker.name)
		make_event(child.name, "Entered care", "2026-03-02")
	frappe.db.commit()
	return frappe._dict(child=child, worker=worker_user, manager=manager_user)


def digests(user: str) -> list[frappe._dict]:
	return frappe.get_all(
		"Due Dates Digest", filters={"user": user}, fields=["*"], order_by="digest_date asc"
	)


def send_at(moment: str) -> None:
	with freeze_time(moment):
		send_digests()


def test_each_is_told_once_a_day_however_often_the_job_runs(case):
	for _ in range(3):
		send_at(MONDAY)
	(worker,) = digests(case.worker)
	assert (worker.overdue, worker.due_soon, worker.escalated) == (1, 0, 0)
	assert case.child.full_name in worker.lines
	(manager,) = digests(case.manager)
	assert (manager.overdue, manager.escalated) == (0, 1)


@pytest.mark.parametrize("quiet", [SUNDAY, BOXING_DAY_OBSERVED])
def test_nobody_is_told_on_a_day_off(case, quiet):
	send_at(quiet)
	assert digests(case.worker) == digests(case.manager) == []


@pytest.mark.requirement("X4.1")
def test_nobody_is_told_of_a_child_that_they_may_not_see(case):
	child = frappe.get_doc("Child", case.child.name)
	child.restricted, child.restriction_reason = 1, "A relative works here"
	child.append("allowed_people", {"user": case.worker, "reason": "Social worker"})
	child.save()
	send_at(MONDAY)
	assert len(digests(case.worker)) == 1
	assert digests(case.manager) == []


def test_a_digest_is_read_by_nobody_else(case, set_user):
	send_at(MONDAY)
	set_user(case.manager)
	mine = frappe.get_list("Due Dates Digest", fields=["user"], pluck="user")
	assert mine == [case.manager]
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Due Dates Digest", digests(case.worker)[0].name).check_permission("read")


def test_the_email_says_what_the_authority_wrote_and_arrives_once(case, mails):
	notification = frappe.get_doc("Notification", "Due dates of the day")
	notification.subject = "Today: {{ doc.overdue }} late"
	notification.save()
	send_at(MONDAY)
	send_at(MONDAY)
	mails.send_queued()
	(message,) = mails.to(case.worker)
	assert message["Subject"] == "Today: 1 late"
	assert case.child.full_name in message.get_body(("html",)).get_content()


def test_digests_are_thrown_away_after_a_month(case):
	send_at(MONDAY)
	send_at("2026-12-24 07:00:00")
	assert [str(digest.digest_date) for digest in digests(case.worker)] == ["2026-12-24"]


# plain values


def row(name: str, **values: object) -> frappe._dict:
	return frappe._dict(
		{
			"name": name,
			"state": "Overdue",
			"responsible": "",
			"duty_role": "Social Worker",
			"locality": "North",
		}
		| {"escalate_on": None, "escalate_to": ""}
		| values
	)


def test_who_is_responsible_is_told_and_others_with_the_role_are_not():
	anna = DigestRecipient("anna", "W-1", frozenset({"Social Worker"}), frozenset({"North"}))
	bert = DigestRecipient("bert", "W-2", frozenset({"Social Worker"}), frozenset({"North"}))
	assert told([row("T1", responsible="W-1")], [anna, bert], date(2026, 11, 23)) == {
		"anna": [DigestLine("T1", False)]
	}
	assert set(told([row("T1")], [anna, bert], date(2026, 11, 23))) == {"anna", "bert"}


@given(st.lists(st.sampled_from(["North", "South", ""]), max_size=6))
def test_a_role_without_access_to_the_place_is_never_told(places):
	anna = DigestRecipient("anna", "", frozenset({"Social Worker"}), frozenset({"North"}))
	rows = [row(f"T{number}", locality=place) for number, place in enumerate(places)]
	lines = told(rows, [anna], date(2026, 11, 23)).get("anna", [])
	assert {line.timescale for line in lines} == {r.name for r in rows if r.locality == "North"}
