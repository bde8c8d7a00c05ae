"""Slippage, time in stages and capacity over the plans that the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.ppoc.report.capacity import capacity
from ppoc.ppoc.report.slippage import slippage
from ppoc.ppoc.report.time_in_each_stage import time_in_each_stage
from ppoc.tests.access_world import NORTH, SOUTH, World, put

pytestmark = pytest.mark.usefixtures("site")
PLACES = ((NORTH, "Test Team N"), (SOUTH, "Test Team S"))


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-23"):
		yield


@pytest.fixture
def plans(world: World) -> World:
	"""In each locality three plans of a team that can start one a month."""
	for place, team in PLACES:
		put("Team", name=team, team_name=team, locality=place, active=1, monthly_capacity=1)
		for number, values in enumerate(
			(
				{"status": "Prioritised", "predicted_start": "2026-12-05", "prioritised_on": "2026-10-14"},
				{"status": "Prioritised", "predicted_start": "2026-12-20", "prioritised_on": "2026-11-03"},
				{
					"status": "Assessment started",
					"predicted_start": "2026-10-01",
					"prioritised_on": "2026-09-01",
					"actual_start": "2026-10-11",
				},
			)
		):
			child = put("Child", full_name=f"{team} {number}", locality=place, team=team)
			changes = [("2026-11-01", "2026-12-05"), (None, "2026-11-01")] if number == 0 else []
			put(
				"Permanence Plan",
				child=child.name,
				locality=place,
				team=team,
				route="Special guardianship",
				predictions=[_change(was, became) for was, became in changes],
				barriers=[{"doctype": "Plan Barrier", "parentfield": "barriers", "category": "Housing"}] * 2,
				**values,
			)
	return world


def _change(was: str | None, became: str) -> dict[str, Any]:
	day = {"changed_on": "2026-10-20 10:00:00", "date_field": "Predicted start"}
	return {"doctype": "Prediction Change", "parentfield": "predictions", "was": was, "became": became, **day}


@pytest.mark.requirement("X3.2")
@pytest.mark.parametrize(
	("by", "group"), [("Team", "Test Team N"), ("Barrier", "Housing"), ("Locality", NORTH)]
)
def test_slippage_counts_moves_of_the_own_plans(plans: World, by: str, group: str) -> None:
	frappe.set_user(plans.coordinator)
	_columns, rows, _message, chart, summary = slippage.execute(
		{"group_by": by, "route": "Special guardianship"}
	)
	assert [(r["group"], r["plans"], r["moved"], r["later"], r["median_later"]) for r in rows] == [
		(group, 3, 1, 1, 34)
	]
	assert chart["data"]["datasets"][0]["values"] == [1]
	assert summary[0]["value"] == frappe.db.sql(
		"select count(*) from `tabPermanence Plan` where locality = %s and predicted_start is not null"
		" and route = 'Special guardianship'",
		NORTH,
	)[0][0]  # fmt: skip


@pytest.mark.requirement("X3.2")
def test_moves_outside_the_time_do_not_count(plans: World) -> None:
	frappe.set_user(plans.coordinator)
	rows = slippage.execute({"from_date": "2026-11-01", "team": "Test Team N"})[1]
	assert [(row["plans"], row["moved"]) for row in rows] == [(3, 0)]


@pytest.mark.requirement("X3.2")
def test_stages_count_those_still_waiting(plans: World) -> None:
	frappe.set_user(plans.coordinator)
	columns, rows, message, chart = time_in_each_stage.execute({"group_by": "Team", "team": "Test Team N"})
	first = rows[0]
	assert (first["stage"], first["plans"], first["ended"]) == ("Prioritised until assessment started", 3, 1)
	# waits of 20 and 40 days go on, one of 40 ended: half of the two then at risk came through
	assert (first["first_quarter"], first["median"], first["third_quarter"]) == (40, 40, None)
	assert first["remark"] == "Fewer than three quarters have come through so far."
	assert "Kaplan-Meier" in message
	assert chart["data"]["labels"][-1] == "Test Team N: Prioritised until assessment started"
	assert chart["data"]["datasets"][0]["values"][-1] == 40
	assert {column["fieldname"] for column in columns} <= set(first)


@pytest.mark.requirement("X3.1")
def test_capacity_says_where_a_team_is_overloaded(plans: World) -> None:
	frappe.set_user(plans.coordinator)
	_columns, rows, _message, chart, summary = capacity.execute({"locality": NORTH, "team": "Test Team N"})
	by_month = {f"{row['month']:%Y-%m}": row for row in rows}
	assert list(by_month) == [
		"2026-08",
		"2026-09",
		"2026-10",
		"2026-11",
		"2026-12",
		*(f"2027-0{n}" for n in range(1, 6)),
	]
	shown = {month: (r["capacity"], r["predicted"], r["started"], r["over"]) for month, r in by_month.items()}
	assert (shown["2026-10"], shown["2026-12"], shown["2027-01"]) == (
		(1, 1, 1, None),
		(1, 2, 0, 1),
		(1, 0, 0, None),
	)
	assert by_month["2026-12"]["standing"] == "Overloaded: 1 more than it says it can start."
	assert [row["value"] for row in summary] == [1, 1]
	assert chart["data"]["datasets"][0]["values"] == [1] * 10
	assert chart["data"]["datasets"][1]["values"] == [0, 0, 1, 0, 2, 0, 0, 0, 0, 0]
	assert {row["team"] for row in capacity.execute()[1]} == {"Test Team N"}


@pytest.mark.requirement("X3.1")
def test_a_team_that_said_nothing_is_not_called_overloaded(plans: World) -> None:
	frappe.db.set_value("Team", "Test Team N", "monthly_capacity", 0)
	frappe.set_user(plans.coordinator)
	rows = capacity.execute({"team": "Test Team N"})[1]
	assert {row["over"] for row in rows} == {None}
	assert "has not said" in rows[0]["standing"]
