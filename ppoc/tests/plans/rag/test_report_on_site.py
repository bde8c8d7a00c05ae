"""The RAG report: the user's plans, the most urgent first, with the same counts in chart and summary."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import getdate
from freezegun import freeze_time

from ppoc.plans.rag.rating_database import rate_all
from ppoc.ppoc.report.pre_proceedings_and_court.pre_proceedings_and_court import execute as court_tracker
from ppoc.ppoc.report.rag.rag import execute
from ppoc.tests.access_world import NORTH, SOUTH, World
from ppoc.tests.factories import make_child, make_event, make_plan, make_team, queries_of

NOW = "2026-11-23 09:00:00"


@pytest.fixture
def caseload(world: World) -> str:
	"""Makes red, amber and green plans in North; returns their team."""
	with freeze_time(NOW, tick=True):
		team = make_team(locality=NORTH).name
		for start in ("2026-10-01", "2026-11-20", "2027-03-01", "2027-03-01"):
			make_plan(child=make_child(team=team).name, status="Prioritised", predicted_start=start)
		frappe.db.set_value("RAG Rule", {"rule_name": ["not like", "Predicted start%"]}, "enabled", 0)
		rate_all(getdate("2026-11-23"))
	return str(team)


@pytest.mark.requirement("D5.1", "P7.1")
def test_the_most_pressing_plans_come_first_and_all_figures_are_the_same(caseload: str) -> None:
	_columns, rows, _message, chart, summary = execute({"team": caseload})
	assert [row["rag"] for row in rows] == ["Red", "Amber", "Green", "Green"]
	assert "two weeks" in rows[0]["reason"]
	counted = frappe.db.sql(
		"select rag, count(*) from `tabPermanence Plan` where team = %s and status = 'Prioritised' group by rag",
		caseload,
	)
	assert {row["label"]: row["value"] for row in summary} == dict(counted)
	assert {row["name"]: row["values"] for row in chart["data"]["datasets"]} == {
		rating: [number] for rating, number in counted
	}
	assert [row["rag"] for row in execute({"team": caseload, "rag": "Red"})[1]] == ["Red"]


@pytest.mark.requirement("D5.1", "X4.1")
def test_each_reader_has_the_plans_of_their_children_in_rows_chart_and_summary(
	world: World, caseload: str
) -> None:
	for user, localities in ((world.coordinator, {NORTH}), (world.manager_south, {SOUTH})):
		frappe.set_user(user)
		_columns, rows, _message, chart, summary = execute()
		assert {row["locality"] for row in rows} == localities
		assert world.rosie not in {row["child"] for row in rows}
		assert sum(row["value"] for row in summary) == len(rows)
		drawn = [value for row in chart["data"]["datasets"] for value in row["values"]]
		assert sum(drawn) == len(rows)
		assert execute({"locality": ({NORTH, SOUTH} - localities).pop()})[1] == []


def test_the_report_asks_the_database_no_more_for_more_plans(caseload: str) -> None:
	frappe.set_user("Administrator")
	execute()
	assert queries_of(execute) <= 2


@pytest.mark.requirement("D5.1")
@freeze_time(NOW, tick=True)
def test_the_tracker_of_pre_proceedings_and_court_rates_the_childs_primary_plan(site: str) -> None:
	child, other = make_child(), make_child()
	for one in (child, other):
		make_event(one.name, "Pre-proceedings begun", "2026-11-02")
	make_plan(child=child.name, status="Prioritised", predicted_start="2026-10-01")
	make_plan(child=child.name, route="Reunification", plan_kind="Parallel")
	rows = {row["child"]: row for row in court_tracker({})[1]}
	assert rows[child.name]["rag"] == "Red"
	assert "two weeks" in rows[child.name]["rag_reason"]
	assert rows[other.name]["rag"] == ""
