"""Who may see the children of a locality, on one page, with a button that ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.ppoc.report.who_has_access import who_has_access
from ppoc.tests.access_world import NORTH, SOUTH, World, grant
from ppoc.tests.factories import make_worker

pytestmark = pytest.mark.requirement("P5.2")


@pytest.fixture
def manager(site: str, world: World, user_with: Callable[..., str]) -> Iterator[str]:
	"""A team manager of the North, on a Monday in November."""
	with freeze_time("2026-11-23 10:00", tick=True):
		user = user_with("Team Manager")
		grant(user, NORTH)
		yield user


def rows(**asked: Any) -> list[dict[str, Any]]:
	return who_has_access.execute(asked)[1]


def test_a_manager_sees_name_roles_until_and_why_in_their_own_locality_only(
	manager: str, user_with: Callable[..., str], set_user: Callable[[str], Any]
) -> None:
	coordinator, elsewhere = user_with("Team Coordinator", "Business Support"), user_with("Team Coordinator")
	away = make_worker(worker_name="Olive Away", locality=NORTH)
	grant(coordinator, NORTH, to_date="2026-12-24", stand_in_for=away.name)
	grant(elsewhere, SOUTH)
	frappe.db.set_value(
		"User",
		coordinator,
		{"full_name": "Bea North", "last_active": "2026-11-20 09:00:00", "last_login": "2026-11-19 08:00:00"},
	)
	set_user(manager)
	found = {row["who"]: row for row in rows()}
	bea = found["Bea North"]
	assert (bea["roles"], bea["locality"]) == ("Business Support, Team Coordinator", NORTH)
	assert (str(bea["to_date"]), bea["reason"]) == ("2026-12-24", "Stands in for Olive Away")
	assert (bea["standing"], str(bea["used_on"])) == ("Has access", "2026-11-20")
	assert {row["locality"] for row in found.values()} == {NORTH}
	assert rows(locality=SOUTH) == []


def test_when_a_colleague_last_worked_is_for_those_who_can_end_their_access(
	manager: str, user_with: Callable[..., str], set_user: Callable[[str], Any]
) -> None:
	supervisor = user_with("Practice Supervisor")
	grant(supervisor, NORTH)
	frappe.db.set_value("User", manager, "last_active", "2026-11-20 09:00:00")
	set_user(supervisor)
	columns, found = who_has_access.execute({})
	assert "used_on" not in {column["fieldname"] for column in columns}
	assert {row["used_on"] for row in found} == {None}


def test_access_that_has_ended_shows_when_asked_for_and_withdrawing_ends_it(
	manager: str, user_with: Callable[..., str], set_user: Callable[[str], Any]
) -> None:
	coordinator = user_with("Team Coordinator")
	grant(coordinator, NORTH)
	set_user(manager)
	[row] = rows(user=coordinator)
	assert row["can_withdraw"]
	frappe.get_doc("Locality Access", row["access"]).withdraw("Works in the South now")
	assert rows(user=coordinator) == []
	[row] = rows(user=coordinator, ended=1)
	assert (row["standing"], row["reason"], row["can_withdraw"]) == ("Withdrawn", "Works in the South now", 0)


def test_a_login_that_has_ended_is_named(
	manager: str, user_with: Callable[..., str], set_user: Callable[[str], Any]
) -> None:
	leaver = user_with("Team Coordinator")
	grant(leaver, NORTH)
	frappe.db.set_value("User", leaver, "enabled", 0)
	set_user(manager)
	[row] = rows(user=leaver)
	assert (row["standing"], row["can_withdraw"]) == ("Login has ended", 1)


def test_whoever_may_not_read_who_has_access_is_refused(
	manager: str, user_with: Callable[..., str], set_user: Callable[[str], Any]
) -> None:
	set_user(user_with("Social Worker"))
	with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
		rows()
