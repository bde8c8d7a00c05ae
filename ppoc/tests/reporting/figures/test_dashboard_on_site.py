"""The dashboard's numbers equal those of the lists and reports behind them, and count only what the user may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, add_months
from freezegun import freeze_time

from ppoc.ppoc.report.predicted_starts_and_finishes import predicted_starts_and_finishes
from ppoc.reporting.figures import api
from ppoc.tests.access_world import MARK_OF_HIDDEN, NORTH, SOUTH, World, put
from ppoc.tests.factories import queries_of

TODAY = date(2026, 11, 23)

pytestmark = [
	pytest.mark.usefixtures("site"),
	pytest.mark.requirement("P7.1"),
	pytest.mark.requirement("P7.2"),
]


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time(TODAY):
		yield


def day(months: int = 0, days: int = 0) -> date:
	return frappe.utils.getdate(add_days(add_months(TODAY, months), days))


PLANS: list[dict[str, Any]] = [
	{
		"status": "Prioritised",
		"predicted_start": day(-1),
		"rag": "Red",
		"rag_reason": "Predicted start passed",
	},
	{"status": "Prioritised", "predicted_start": None, "rag": "Amber"},
	{"status": "Prioritised", "predicted_start": day(2), "rag": "Green"},
	{
		"status": "Assessment started",
		"predicted_start": day(-2),
		"actual_start": day(-2),
		"predicted_finish": day(-1),
	},
	{
		"status": "Assessment started",
		"predicted_start": day(-2),
		"actual_start": day(-2, 9),
		"case_system_agrees": "No",
	},
	{
		"status": "Achieved",
		"predicted_start": day(-9),
		"actual_start": day(-9),
		"predicted_finish": day(-1),
		"actual_finish": day(-1, 3),
	},
	{"status": "No longer prioritised", "predicted_start": day(-1, 5)},
]


@pytest.fixture
def caseload(world: World) -> World:
	"""Two teams in North, one in South with the same plans twice, and a restricted child with a red plan."""
	for team, locality in (("Test One", NORTH), ("Test Two", NORTH), ("Test South Team", SOUTH)):
		put("Team", name=team, team_name=team, locality=locality, active=1)
	for number, plan in enumerate(PLANS):
		place = {"locality": NORTH, "team": ("Test One", "Test Two")[number % 2]}
		_plan(_child(f"TEST-N{number}", "Nora", number, **place), number, plan, **place)
		for copy in ("A", "B"):
			place = {"locality": SOUTH, "team": "Test South Team"}
			child = _child(f"TEST-S{number}{copy}", MARK_OF_HIDDEN, number, **place)
			_plan(child, number, plan, **place)
	_plan(world.rosie, 0, PLANS[0], locality=NORTH, team="Test One")
	return world


def _child(name: str, first_name: str, number: int, **place: str) -> str:
	potential = ("Potential now", "Uncertain", "No potential")[number % 3]
	full_name = f"{first_name} {number}"
	return put(
		"Child",
		name=name,
		child_id=name,
		full_name=full_name,
		on_full_care_order=1,
		potential=potential,
		**place,
	).name


def _plan(child: str, number: int, plan: dict[str, Any], **place: str) -> None:
	route = ("Special guardianship", "Reunification")[number % 2]
	barrier = {
		"doctype": "Plan Barrier",
		"parentfield": "barriers",
		"category": "Housing",
		"detail": "too small",
	}
	values = {"case_system_agrees": "Not checked", **plan, **place}
	put("Permanence Plan", child=child, title=child, route=route, barriers=[barrier, barrier], **values)


@pytest.fixture(params=["coordinator", "manager_south", "auditor"])
def reader(request: pytest.FixtureRequest, caseload: World) -> Iterator[str]:
	user = getattr(caseload, request.param)
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")


def figures(answer: Any) -> Iterator[dict[str, Any]]:
	"""Yields every figure in an answer, at any depth."""
	if isinstance(answer, dict) and "filters" in answer:
		yield answer
	elif isinstance(answer, dict | list):
		for part in answer.values() if isinstance(answer, dict) else answer:
			yield from figures(part)


@pytest.mark.parametrize("place", [{}, {"locality": NORTH}, {"locality": NORTH, "team": "Test Two"}])
def test_each_number_is_that_of_the_list_it_opens(reader: str, place: dict[str, str]) -> None:
	found = list(figures(api.dashboard(**place)))
	assert len(found) > 80
	for figure in found:
		if figure["doctype"]:
			asked = [
				[*name.split("."), *_operation(value)]
				if "." in name
				else [figure["doctype"], name, *_operation(value)]
				for name, value in figure["filters"].items()
			]
			names = frappe.get_list(figure["doctype"], filters=asked, pluck="name", limit_page_length=0)
			assert len(set(names)) == figure["value"], figure


def _operation(value: Any) -> tuple[str, Any]:
	return (value[0], value[1]) if isinstance(value, list) else ("=", value)


def test_where_each_stands_is_what_the_report_says(reader: str) -> None:
	shown = api.dashboard()["standing"]
	rows = predicted_starts_and_finishes.execute({})[1]
	counted = Counter((row["due"], row["standing"]) for row in rows)
	assert counted.total() > 0
	assert {
		(due, figure["key"]): figure["value"]
		for due, row in shown.items()
		for figure in row
		if figure["value"]
	} == dict(counted)


def test_numbers_agree_with_plain_sql_for_the_auditor(caseload: World) -> None:
	frappe.set_user(caseload.auditor)
	answer = api.dashboard(locality=NORTH)

	def counted(query: str) -> int:
		return frappe.db.sql(query, {"north": NORTH, "today": TODAY})[0][0]

	listed = "status in ('Prioritised', 'Assessment started', 'Assessment finished') and locality = %(north)s"
	tiles = {figure["key"]: figure["value"] for figure in answer["tiles"]}
	plans = "select count(*) from `tabPermanence Plan` where "
	children = "select count(*) from `tabChild` where on_full_care_order = 1 and locality = %(north)s"
	assert tiles["children"] == counted(children) == 7
	assert tiles["cohort"] == counted(plans + listed)
	assert tiles["red"] == counted(plans + listed + " and rag = 'Red'") == 2
	passed = " and status = 'Prioritised' and predicted_start < %(today)s"
	assert tiles["start_passed"] == counted(plans + listed + passed) == 2
	assert {one["key"]: one["value"] for one in answer["categories"]}["Uncertain"] == counted(
		children + " and potential = 'Uncertain'"
	)
	blocked = (
		"select count(distinct parent) from `tabPlan Barrier` where resolved_on is null and parent in"
		f" (select name from `tabPermanence Plan` where {listed})"
	)
	assert sum(one["value"] for one in answer["blockers"]) == counted(blocked) == 6


def test_one_locality_s_numbers_never_reach_another(caseload: World) -> None:
	answers = []
	for user in (caseload.manager_south, caseload.coordinator, caseload.manager_south):
		frappe.set_user(user)
		answers.append(api.dashboard())
	south, north, south_again = answers
	assert MARK_OF_HIDDEN not in frappe.as_json(north)
	assert [f["value"] for f in figures(south["tiles"])] == [
		f["value"] for f in figures(south_again["tiles"])
	]
	by = [{one["key"]: one["value"] for one in answer["tiles"]} for answer in (south, north)]
	assert by[0]["children"] == 2 * by[1]["children"] == 14
	frappe.set_user(caseload.coordinator)
	elsewhere = api.dashboard(locality=SOUTH)
	assert {figure["value"] for figure in figures(elsewhere)} == {0}
	assert not elsewhere["push"]


def test_a_restricted_child_is_in_nobody_else_s_number(caseload: World) -> None:
	red = {}
	for user in (caseload.coordinator, caseload.manager):
		frappe.set_user(user)
		answer = api.dashboard(locality=NORTH)
		red[user] = {one["key"]: one["value"] for one in answer["tiles"]}["red"]
		assert (caseload.rosie in frappe.as_json(answer)) == (user == caseload.manager)
	assert red == {caseload.coordinator: 1, caseload.manager: 2}


def test_what_to_push_names_child_reason_and_barrier(caseload: World) -> None:
	frappe.set_user(caseload.coordinator)
	(first,) = api.dashboard()["push"]
	assert first["child_name"] == "Nora 0"
	assert (first["reason"], first["missed"]) == ("Predicted start passed", day(-1))
	assert first["barriers"] == "Housing: too small; Housing: too small"


def test_who_has_no_such_page_gets_no_figure(caseload: World) -> None:
	frappe.set_user(caseload.configurer)
	with pytest.raises(frappe.PermissionError):
		api.dashboard()


def test_so_many_children_so_many_queries(caseload: World) -> None:
	frappe.set_user(caseload.coordinator)
	api.dashboard()
	few = queries_of(api.dashboard)
	for number in range(20):
		_plan(
			_child(f"TEST-M{number}", "Mora", number, locality=NORTH),
			number,
			PLANS[number % 7],
			locality=NORTH,
		)
	assert queries_of(api.dashboard) == few
