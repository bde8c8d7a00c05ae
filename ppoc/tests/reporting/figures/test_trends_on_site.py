"""Slippage, time in stages and capacity over the plans that the user may see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.meetings.actions.api import capacity_note
from ppoc.ppoc.report.capacity import capacity
from ppoc.ppoc.report.moved_predictions import moved_predictions
from ppoc.ppoc.report.plans_in_a_stage import plans_in_a_stage
from ppoc.ppoc.report.slippage import slippage
from ppoc.ppoc.report.time_in_each_stage import time_in_each_stage
from ppoc.tests.access_world import NORTH, SOUTH, World, put
from ppoc.tests.factories import queries_of

pytestmark = pytest.mark.usefixtures("site")
PLACES = ((NORTH, "Test Team N"), (SOUTH, "Test Team S"))


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-23"):
		yield


@pytest.fixture
def plans(world: World) -> World:
	"""Makes, in each locality, three plans of a team that can start one a month."""
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


def _change(was: str | None, became: str | None, on: str = "2026-10-20 10:00:00") -> dict[str, Any]:
	day = {"changed_on": on, "date_field": "Predicted start"}
	return {"doctype": "Prediction Change", "parentfield": "predictions", "was": was, "became": became, **day}


@pytest.fixture
def various(plans: World) -> World:
	"""Adds, in each locality, plans on another list: moved later, earlier or away; ended before the period; undated."""
	for place, team in PLACES:
		for number, (values, moves, barriers) in enumerate(VARIOUS):
			child = put("Child", full_name=f"{team} again {number}", locality=place, team=team)
			put(
				"Permanence Plan", child=child.name, locality=place, team=team if number else None,
				route="Reunification", predictions=[_change(*move) for move in moves],
				barriers=[{"doctype": "Plan Barrier", "parentfield": "barriers", "category": one} for one in barriers],
				**{"status": "Prioritised", "prioritised_on": "2026-09-10", **values},
			)  # fmt: skip
	put(
		"Permanence Plan", child=plans.rosie, locality=NORTH, team="Test Team N", route="Reunification",
		status="Prioritised", predicted_start="2026-12-09", prioritised_on="2026-09-10",
		predictions=[_change("2026-11-01", "2026-12-09")],
	)  # fmt: skip
	return plans


VARIOUS: list[tuple[dict[str, Any], list[tuple[Any, ...]], list[str]]] = [
	({"predicted_start": "2027-01-10"}, [("2027-02-01", "2027-01-10"), ("2027-01-01", "2027-02-01")], ["Legal"]),
	({"predicted_start": None}, [("2026-12-01", None)], ["Legal", "Housing"]),
	({"predicted_start": "2027-03-01", "actual_start": "2026-11-02", "actual_finish": "2026-11-20",
	  "achieved_on": "2026-11-22", "status": "Achieved"}, [("2027-01-01", "2027-03-01")], []),
	({"predicted_start": "2025-06-01", "actual_start": "2025-06-03", "prioritised_on": "2025-04-01",
	  "status": "Assessment started"}, [], []),
	({"predicted_start": "2026-12-24"}, [("2026-12-20", "2026-12-24", "2025-01-01 10:00:00")], []),
	({"predicted_start": None}, [], ["Finance"]),
	({"predicted_start": "2026-12-30", "status": "No longer prioritised", "removed_on": "2026-10-01"}, [], []),
]  # fmt: skip


@pytest.mark.requirement("X3.2")
@pytest.mark.parametrize("by", ["Team", "Route", "Locality", "Barrier"])
@pytest.mark.parametrize(
	"asked", [{}, {"from_date": "2026-10-21"}, {"to_date": "2026-10-25"}, {"route": "Reunification"}]
)
def test_each_figure_of_slippage_opens_what_it_counted(
	various: World, by: str, asked: dict[str, str]
) -> None:
	for user, hidden in ((various.coordinator, "Test Team S"), (various.manager_south, "Test Team N")):
		frappe.set_user(user)
		filters = {"group_by": by, **asked}
		_columns, rows, _message, _chart, summary = slippage.execute(filters)
		assert rows
		for row in rows:
			assert hidden not in row["group"]
			for counted in moved_predictions.COUNTED:
				behind = moved_predictions.execute({**filters, "group": row["of"], "counted": counted})[1]
				assert len(behind) == row[counted], (row["group"], counted)
				assert not [
					one for one in behind if hidden in one["child_name"] or "Rosie" in one["child_name"]
				]
		everybody = moved_predictions.execute({**filters, "counted": "plans"})[1]
		assert len(everybody) == summary[0]["value"]


@pytest.mark.requirement("X3.2")
def test_slippage_leaves_out_what_could_not_move_in_the_time(various: World) -> None:
	"""A plan that started a year and a half ago could not move; counting it would make any period look good."""
	frappe.set_user(various.coordinator)
	row = slippage.execute({"group_by": "Route", "route": "Reunification"})[1][0]
	shown = {
		key: row[key]
		for key in ("plans", "moved", "moves", "later", "earlier", "taken_away", "longest_later")
	}
	assert shown == {
		"plans": 5, "moved": 3, "moves": 4, "later": 2, "earlier": 1, "taken_away": 1, "longest_later": 59,
	}  # fmt: skip
	# days on which they had predictions, until today or until they ended: 75 (moved twice), 41, 54, 75, 22
	assert row["days"] == 75 + 41 + 54 + 75 + 22
	assert row["moves_a_year"] == round(4 * 365.25 / row["days"], 1)
	counted = frappe.db.sql(
		"select count(*) from `tabPermanence Plan` plan where locality = %s and route = 'Reunification'"
		" and child <> %s and (predicted_start is not null or exists (select name from `tabPrediction Change` c"
		" where c.parent = plan.name))"
		" and coalesce(actual_start, achieved_on, removed_on, '2999-01-01') >= '2025-11-23'",
		(NORTH, various.rosie),
	)[0][0]  # fmt: skip
	assert counted == row["plans"]


@pytest.mark.requirement("X3.2")
def test_slippage_is_asked_of_the_database_once(various: World) -> None:
	frappe.set_user(various.coordinator)
	slippage.execute({})
	assert [queries_of(partial(slippage.execute, {"group_by": by})) for by in ("Team", "Barrier")] == [
		2,
		3,
	]


@pytest.mark.requirement("X3.2")
@pytest.mark.parametrize("by", ["Route", "Team", "Locality"])
@pytest.mark.parametrize("asked", [{}, {"to_date": "2026-11-10"}, {"stage": "Prioritised until permanence"}])
def test_each_figure_of_a_stage_opens_the_plans_it_counted(
	various: World, by: str, asked: dict[str, str]
) -> None:
	for user, hidden in ((various.coordinator, "Test Team S"), (various.manager_south, "Test Team N")):
		frappe.set_user(user)
		filters = {"group_by": by, **asked}
		rows = time_in_each_stage.execute(filters)[1]
		assert rows
		for row in rows:
			for counted in ("plans", "ended", "still_open"):
				wanted = {**filters, "group": row["of"], "stage": row["in_stage"], "counted": counted}
				behind = plans_in_a_stage.execute(wanted)[1]
				assert len(behind) == row[counted], (row["group"], counted)
				assert not [
					one for one in behind if hidden in one["child_name"] or "Rosie" in one["child_name"]
				]
			waiting = [one["days"] for one in behind]
			assert max(waiting, default=None) == row["longest_open"]


@pytest.mark.requirement("X3.2")
def test_stages_end_on_the_day_asked_for(various: World) -> None:
	"""On 10 November the finish on 20 November was not known yet; the plan had been waiting since 2 November."""
	frappe.set_user(various.coordinator)
	asked = {"group_by": "Route", "route": "Reunification", "stage": "Assessment started until finished"}
	asked["from_date"] = "2026-01-01"
	(now,), (then,) = (
		time_in_each_stage.execute({**asked, **until})[1] for until in ({}, {"to_date": "2026-11-10"})
	)
	assert (now["ended"], now["median"]) == (1, 18)
	assert (then["ended"], then["median"], then["longest_open"]) == (0, None, 8)
	assert "10/11/2026" in time_in_each_stage.execute({**asked, "to_date": "2026-11-10"})[2]


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
		" and route = 'Special guardianship' and (actual_start is null or actual_start >= '2025-11-23')",
		NORTH,
	)[0][0]  # fmt: skip


@pytest.mark.requirement("X3.2")
def test_moves_outside_the_time_do_not_count(plans: World) -> None:
	frappe.set_user(plans.coordinator)
	rows = slippage.execute({"from_date": "2026-11-01", "team": "Test Team N"})[1]
	assert [(row["plans"], row["moved"]) for row in rows] == [(2, 0)], "the third began in October"


@pytest.mark.requirement("X3.2")
def test_stages_count_those_still_waiting(plans: World) -> None:
	frappe.set_user(plans.coordinator)
	columns, rows, message, chart = time_in_each_stage.execute({"group_by": "Team", "team": "Test Team N"})
	assert [row["median"] for row in rows] == [40, None, None]
	first = rows[0]
	assert (first["stage"], first["plans"], first["ended"]) == ("Prioritised until assessment started", 3, 1)
	# waits of 20 and 40 days continue, one of 40 has ended: half of the two then at risk came through
	assert (first["first_quarter"], first["median"], first["third_quarter"]) == (40, 40, None)
	assert "three quarters" in first["remark"]
	assert not rows[1]["plans"] or rows[1]["remark"] != first["remark"]
	assert "Kaplan-Meier" in message
	assert chart["title"].startswith("Test Team N")
	assert chart["data"]["labels"] == [row["stage"] for row in rows]
	# if half are not through, there is no median: instead of a zero bar, the longest wait so far in another colour
	assert [one["values"] for one in chart["data"]["datasets"]] == [
		[row["median"] or 0 for row in rows],
		[0 if row["median"] else row["longest_open"] for row in rows],
	]
	assert all(any(values) for values in zip(*(d["values"] for d in chart["data"]["datasets"]), strict=True))
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
	assert by_month["2026-12"]["standing"].startswith("Overloaded: 1 ")
	assert [row["value"] for row in summary] == [1, 1]
	assert chart["data"]["datasets"][0]["values"] == [1] * 10
	assert chart["data"]["datasets"][1]["values"] == [0, 0, 1, 0, 2, 0, 0, 0, 0, 0]
	assert by_month["2026-08"]["standing"] == "Not full."
	assert by_month["2027-01"]["standing"] == "Room for 1 more."
	assert {row["team"] for row in capacity.execute()[1]} == {"Test Team N"}
	frappe.set_user(plans.manager_south)
	assert {row["team"] for row in capacity.execute()[1]} == {"Test Team S"}


@pytest.mark.requirement("X3.1")
def test_a_team_that_said_nothing_is_not_called_overloaded(plans: World) -> None:
	frappe.db.set_value("Team", "Test Team N", "monthly_capacity", 0)
	frappe.set_user(plans.coordinator)
	rows = capacity.execute({"team": "Test Team N"})[1]
	assert {row["over"] for row in rows} == {None}
	assert "has not said" in rows[0]["standing"]


@pytest.mark.requirement("X3.1")
def test_one_teams_overload_is_not_hidden_by_another_teams_room(plans: World) -> None:
	put("Team", name="Test Team R", team_name="Test Team R", locality=NORTH, active=1, monthly_capacity=9)
	child = put("Child", full_name="R", locality=NORTH, team="Test Team R")
	put(
		"Permanence Plan", child=child.name, locality=NORTH, team="Test Team R", route="Reunification",
		status="Prioritised", predicted_start="2026-12-02",
	)  # fmt: skip
	frappe.set_user(plans.coordinator)
	chart = capacity.execute({})[3]
	assert chart["data"]["labels"] == ["Test Team N", "Test Team R"]
	within, too_many, room = (dataset["values"] for dataset in chart["data"]["datasets"])
	assert (within, too_many, room) == ([1, 1], [1, 0], [0, 8])


@pytest.mark.requirement("X3.1", "X4.4")
def test_the_warning_counts_what_the_report_counts_and_no_restricted_child(various: World) -> None:
	"""Rosie's plan starts in December too. Somebody who may not see her could infer from a number that she exists."""
	begun = {"team": "Test Team N", "status": "Assessment started", "route": "Special guardianship"}
	(typed,) = frappe.get_all("Permanence Plan", begun, pluck="name")
	told = {}
	for user in (various.coordinator, various.manager):
		frappe.set_user(user)
		rows = capacity.execute({"team": "Test Team N"})[1]
		predicted = next(row["predicted"] for row in rows if f"{row['month']:%Y-%m}" == "2026-12")
		note = capacity_note(typed, "2026-12-15")
		assert (
			f"would start {predicted + 1} assessments in December 2026, counting only the plans you can see"
			in note
		)
		told[user] = predicted
	assert told[various.manager] == told[various.coordinator] + 1
