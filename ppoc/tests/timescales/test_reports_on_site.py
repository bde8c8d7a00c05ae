"""My Due Dates and Overdue by Duty: the user's own, the most urgent first, and only what they may see."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.ppoc.report.my_due_dates import my_due_dates
from ppoc.ppoc.report.overdue_by_duty import overdue_by_duty
from ppoc.tests.factories import grant, make_child, make_event, make_rule, make_team, make_worker


def due_in(child: Any, days: int, **rule: Any) -> Any:
	"""Makes a rule, and an event that makes it due for the child that many days from today."""
	kind = f"Begun {frappe.generate_hash(length=6)}"
	made = make_rule(counts=[(kind, 100, "Calendar days")], satisfied_by=["Review held"], **rule)
	make_event(child.name, kind, add_days(nowdate(), days - 100))
	return made


@pytest.fixture
def scene(site, user_with) -> SimpleNamespace:
	"""A team with a social worker who has a login, and a team in another locality."""
	team, elsewhere = make_team(), make_team()
	user = user_with("Social Worker")
	worker = make_worker(worker_name="Sal Worrick", user=user, locality=team.locality)
	child = make_child(team=team.name, social_worker=worker.name)
	return SimpleNamespace(team=team, elsewhere=elsewhere, user=user, worker=worker, child=child)


def mine(**filters: Any) -> list[tuple[str, str]]:
	rows = my_due_dates.execute(filters)[1]
	return [(row["duty"], row["words"]) for row in rows]


def test_my_due_dates_are_mine_with_the_overdue_first(scene, set_user):
	later, late, soon = (due_in(scene.child, days, duty_role="Social Worker") for days in (40, -12, 2))
	due_in(scene.child, 3, duty_role="Team Manager")
	set_user(scene.user)
	assert mine() == [
		(late.duty, "Overdue by 12 days"),
		(soon.duty, "Due in 2 days"),
		(later.duty, "Due in 40 days"),
	]
	assert mine(only_overdue=1) == [(late.duty, "Overdue by 12 days")]


def test_what_nobody_in_particular_has_is_for_the_role_in_its_localities(scene, user_with, set_user):
	user = user_with("Permanence Manager")
	grant(user, scene.team.locality)
	here = due_in(scene.child, 5, duty_role="Permanence Manager")
	due_in(make_child(team=scene.elsewhere.name), 5, duty_role="Permanence Manager")
	set_user(user)
	assert mine() == [(here.duty, "Due in 5 days")]
	set_user(scene.user)
	assert mine() == []


@pytest.mark.requirement("X4.1")
def test_a_restricted_child_leaves_my_due_dates(scene, set_user):
	due_in(scene.child, -1, duty_role="Social Worker")
	set_user(scene.user)
	assert len(mine()) == 1
	set_user("Administrator")
	scene.child.reload()
	scene.child.update({"restricted": 1, "restriction_reason": "Police"})
	scene.child.append("allowed_people", {"user": "Administrator"})
	scene.child.save()
	set_user(scene.user)
	assert mine() == []


def by(group: str, **filters: Any) -> dict[str, dict[str, Any]]:
	return {row["grouped"]: row for row in overdue_by_duty.execute({"group_by": group, **filters})[1]}


@pytest.fixture
def manager(scene, user_with) -> str:
	user = user_with("Team Manager")
	grant(user, scene.team.locality)
	return user


@pytest.mark.requirement("X4.1")
def test_a_manager_counts_what_is_late_in_the_own_locality_only(scene, manager, set_user):
	rule = due_in(scene.child, -12)
	other = make_child(team=scene.elsewhere.name)
	make_event(other.name, rule.counts[0].event_type, add_days(nowdate(), -300))
	set_user(manager)
	row = by("Duty")[rule.duty]
	assert (row["overdue"], row["children"], row["longest"]) == (1, 1, 12)
	assert set(by("Locality")) == {scene.team.locality}
	assert set(by("Team")) == {scene.team.name}
	assert by("Team", team=scene.elsewhere.name) == {}


def test_the_figures_add_up_to_the_rows_and_the_chart_shows_the_latest(scene, manager, set_user):
	rules = [due_in(scene.child, days) for days in (-12, -3, 4, 60)]
	set_user(manager)
	_columns, rows, _message, chart, summary = overdue_by_duty.execute({"group_by": "Duty"})
	assert {row["grouped"] for row in rows} >= {rule.duty for rule in rules}
	assert summary[0]["value"] == sum(row["overdue"] for row in rows)
	assert chart["data"]["datasets"][0]["values"] == [row["overdue"] for row in rows if row["overdue"]]
	assert summary[2]["value"] >= 12


def test_a_group_that_is_not_offered_is_not_a_column(scene, manager, set_user):
	due_in(scene.child, -1)
	set_user(manager)
	assert by("name`; drop") == by("Duty")


@pytest.mark.requirement("X4.1")
@pytest.mark.parametrize("report", ["My Due Dates", "Overdue by Duty"])
def test_a_report_runs_for_who_asks_and_for_nobody_else(scene, manager, set_user, report):
	from ppoc.access.endpoint_overrides import run_report

	hidden = due_in(make_child(team=scene.elsewhere.name), -1)
	set_user(manager)
	told = frappe.as_json(run_report(report, user="Administrator"))
	assert hidden.duty not in told
