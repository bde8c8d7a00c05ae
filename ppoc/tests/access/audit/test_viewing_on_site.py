"""Who looked at a child, for those who may know; unusual viewing, for the Caldicott guardian."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, get_datetime, now_datetime, nowdate

from ppoc.access.audit.entries import entry
from ppoc.access.audit.viewing_database import entries_about
from ppoc.access.audit.writing_database import write
from ppoc.ppoc.report.unusual_viewing import unusual_viewing
from ppoc.ppoc.report.who_looked_at_a_child import who_looked_at_a_child
from ppoc.tests.access_world import NORTH, Doors, World, put

pytestmark = pytest.mark.requirement("X4.2")


def looked(user: str, *children: str, at: Any = None, **values: Any) -> None:
	given = {"outcome": "Seen", "door": "Form", **values}
	write([entry(at=at or now_datetime(), user=user, children=children, **given)])


def rows_for(child: str, **filters: Any) -> list[dict[str, Any]]:
	return who_looked_at_a_child.execute({"child": child, **filters})[1]


def test_a_team_manager_sees_who_looked_at_a_child_of_theirs(world: World, set_user: Callable) -> None:
	looked(world.social_worker, world.anna, record_type="Child", record=world.anna)
	looked(world.coordinator, world.bella, world.anna, record_type="Child", record=world.bella, what="Bella")
	looked(world.coordinator, world.bella)
	with set_user(world.manager):
		rows = rows_for(world.anna)
	assert [row["user"] for row in rows] == [world.coordinator, world.social_worker]
	assert [row["about"] for row in rows] == ["Child", f"Child {world.anna}"]
	assert world.bella not in frappe.as_json(rows)
	assert "Bella" not in frappe.as_json(rows)


def test_nobody_learns_who_looked_at_a_child_whom_they_may_not_see(
	world: World, set_user: Callable, doors: Doors
) -> None:
	for user, child in (
		(world.manager, world.bella),
		(world.manager_south, world.anna),
		(world.coordinator, world.anna),
	):
		with set_user(user), pytest.raises(frappe.PermissionError):
			doors.call(
				"frappe.desk.query_report.run",
				report_name="Who Looked at a Child",
				filters={"child": child},
			)


def test_entries_of_a_duplicate_that_was_merged_stay_with_the_child(world: World, set_user: Callable) -> None:
	put("Child", name="TEST-TWIN", first_name="Anna", last_name="T", locality=NORTH, merged_into=world.anna)
	looked(world.coordinator, "TEST-TWIN")
	with set_user(world.auditor):
		assert [row["user"] for row in rows_for(world.anna)] == [world.coordinator]


def test_days_are_counted_whole(world: World) -> None:
	today = nowdate()
	for at in (f"{add_days(today, -1)} 00:00:00", f"{add_days(today, -1)} 23:59:59", f"{today} 00:00:00"):
		looked(world.coordinator, world.anna, at=get_datetime(at))
	assert len(rows_for(world.anna, from_date=add_days(today, -1), to_date=add_days(today, -1))) == 2


def test_the_answer_is_found_by_an_index(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
	looked(world.coordinator, world.anna)
	asked: list[tuple[str, Any]] = []
	sql = frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda query, *a, **k: asked.append((query, a)) or sql(query, *a, **k)
	)
	today = get_datetime(nowdate()).date()
	entries_about(world.anna, today, today)
	monkeypatch.undo()
	((statement, values),) = [each for each in asked if "ppoc_audit_child" in each[0]]
	if frappe.db.db_type == "mariadb":
		plan = frappe.db.sql(f"explain {statement}", *values, as_dict=True)
		assert all(step.key for step in plan), plan


def test_the_guardian_is_told_of_looking_outside_own_teams(world: World, set_user: Callable) -> None:
	noon = get_datetime(f"{nowdate()} 12:00:00")
	looked(world.coordinator, world.anna, at=noon)
	looked(world.coordinator, world.bella, at=noon)
	looked(world.manager, world.rosie, at=noon)
	looked(world.coordinator, world.anna, at=get_datetime(f"{nowdate()} 23:30:00"))
	with set_user(world.auditor):
		rows = unusual_viewing.execute({})[1]
	found = {(row["user"], row["kind"], row["children"]) for row in rows}
	assert found == {
		(world.coordinator, "Outside own teams", world.bella),
		(world.coordinator, "At night", world.anna),
		(world.manager, "Restricted child", world.rosie),
	}


def test_nobody_else_reads_the_report_of_unusual_viewing(
	world: World, set_user: Callable, doors: Doors
) -> None:
	for user in (world.manager, world.coordinator, world.configurer):
		with set_user(user), pytest.raises(frappe.PermissionError):
			doors.call("frappe.desk.query_report.run", report_name="Unusual Viewing", filters={})
