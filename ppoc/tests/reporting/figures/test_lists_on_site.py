"""The lists of children, plans, actions and needs: their rows and counts, checked against plain SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.core.doctype.report.report import get_report_module_dotted_path
from freezegun import freeze_time

from ppoc.reporting.figures.lists_database import bars
from ppoc.tests.access_world import MARK_OF_HIDDEN, NORTH, SOUTH, World, put

PANEL = "No potential to leave care before 18"
PLACES = ((NORTH, "Nora"), (SOUTH, MARK_OF_HIDDEN))


@pytest.fixture(autouse=True)
def autumn(site: str) -> Iterator[None]:
	with freeze_time("2026-11-23 10:00", tick=True):
		yield


@pytest.fixture
def two(world: World) -> World:
	"""Makes a team and its worker in each locality."""
	for place, mark in PLACES:
		put("Team", name=f"Team {mark}", team_name=f"Team {mark}", locality=place, active=1)
		put("Worker", name=f"W-{mark}", worker_name=f"Worker {mark}", locality=place, active=1)
	return world


def child(number: int, place: str = NORTH, **values: Any) -> str:
	mark = dict(PLACES)[place]
	name = f"TEST-{mark}-{number}"
	facts = {"looked_after": 1, "on_full_care_order": 1, "potential": "Potential now", **values}
	where = {"locality": place, "team": f"Team {mark}", "social_worker": f"W-{mark}"}
	return put("Child", name=name, child_id=name, full_name=f"{mark} {number}", **where, **facts).name


def plan(of: str, **values: Any) -> str:
	where = frappe.db.get_value("Child", of, ["locality", "team"], as_dict=True)
	kind = {"plan_kind": "Primary", "route": "Special guardianship", "status": "Prioritised"}
	return put("Permanence Plan", child=of, title=of, **where, **{**kind, **values}).name


def action(of: str, due: str, **values: Any) -> str:
	where = frappe.db.get_value("Child", of, ["locality", "team"], as_dict=True)
	row = {"what": f"Ring about {of}", "status": "Open", "due_on": due, **values}
	return put("Action", child=of, **where, **row).name


def run(report: str, **filters: Any) -> tuple[list[dict], dict[str, Any], dict[tuple[str, str], Any]]:
	"""Returns the rows, the summary by label, and the chart's figures by name and label."""
	execute = frappe.get_attr(f"{get_report_module_dotted_path('PPOC', report)}.execute")
	_columns, rows, _message, chart, summary = execute(filters)
	drawn = {
		(one["name"], label): value
		for one in (chart or {"data": {"datasets": []}})["data"]["datasets"]
		for label, value in zip(chart["data"]["labels"], one["values"], strict=True)
	}
	return rows, {one["label"]: one["value"] for one in summary}, drawn


def counted(query: str, **values: Any) -> int:
	return frappe.db.sql(f"select count(*) from {query}", {"north": NORTH, **values})[0][0]


@pytest.mark.requirement("P5.1")
def test_all_data_holds_every_child_on_a_full_care_order(two: World, set_user: Any) -> None:
	for place, _mark in PLACES:
		first = child(1, place, overdue_count=2)
		frappe.db.set_value("Child", first, "current_plan", plan(first, rag="Red"))
		action(first, "2026-12-01")
		action(first, "2026-11-01", status="Done")
		child(2, place, potential="Uncertain")
		child(3, place, on_full_care_order=0)
		child(4, place, merged_into=first)
	set_user(two.coordinator)

	rows, summary, chart = run("All Data")

	assert [row["child_name"] for row in rows] == ["Nora 1", "Nora 2"]
	assert (rows[0]["route"], rows[0]["rag"], rows[0]["open_actions"]) == ("Special guardianship", "Red", 1)
	assert summary["Children"] == counted(
		"`tabChild` where locality = %(north)s and on_full_care_order = 1 and merged_into is null"
	)
	assert (summary["With a current plan"], summary["With an overdue date"]) == (1, 1)
	assert chart == {("Children", "Potential now"): 1, ("Children", "Uncertain"): 1}
	assert [row["child_name"] for row in run("All Data", potential="Uncertain")[0]] == ["Nora 2"]
	assert "Nora 3" in [row["child_name"] for row in run("All Data", other_orders=1)[0]]
	assert run("All Data", locality=SOUTH)[0] == []


@pytest.mark.requirement("P5.1")
def test_each_route_has_its_list_with_what_is_next_and_what_holds_it_up(two: World, set_user: Any) -> None:
	for place, _mark in PLACES:
		both, dated = child(1, place), child(2, place)
		barrier = {"doctype": "Plan Barrier", "parentfield": "barriers", "detail": "no home yet"}
		plan(both, barriers=[barrier, {**barrier, "detail": "over", "resolved_on": "2026-11-01"}])
		plan(both, route="Reunification", predicted_start="2026-12-01")
		plan(dated, status="Assessment started", actual_start="2026-10-01", predicted_start="2026-10-01")
		plan(dated, status="Proposed", route="Reunification")
		action(both, "2026-11-30", what="Later")
		action(both, "2026-11-10", what="First", action_owner=f"W-{dict(PLACES)[place]}")
	set_user(two.coordinator)

	rows, summary, _chart = run("SGO List", team="Team Nora")

	found = {row["child_name"]: row for row in rows}
	assert set(found) == {"Nora 1", "Nora 2"}
	first = found["Nora 1"]
	assert (first["next_action"], first["next_owner"], first["open_actions"]) == ("First", "Worker Nora", 2)
	assert (first["late"], first["barriers"]) == ("overdue", "no home yet")
	assert found["Nora 2"]["next_action"] == "No open action"
	assert summary == {
		"On the list": counted(
			"`tabPermanence Plan` where team = 'Team Nora' and route = 'Special guardianship' and status in "
			"('Prioritised', 'Assessment started', 'Assessment finished')"
		),
		"Started": 1,
		"No predicted start": 1,
		"No open action": 1,
		"Next action overdue": 1,
	}
	assert [row["child_name"] for row in run("Reunification List")[0]] == ["Nora 1"]
	assert len(run("Tracker", team="Team Nora")[0]) == 3


@pytest.mark.requirement("P7.2")
def test_predictions_stand_as_a_count_in_sql_says_and_narrow_to_a_figure(two: World, set_user: Any) -> None:
	for place, _mark in PLACES:
		for number, started in enumerate((None, "2026-10-01", "2026-10-20"), start=1):
			status = "Assessment started" if started else "Prioritised"
			one = child(number, place)
			plan(one, predicted_start="2026-10-10", actual_start=started, status=status)
		plan(one, predicted_finish="2026-11-30", predicted_start="2026-08-01", status="No longer prioritised")
	set_user(two.coordinator)

	rows, summary, chart = run("Predicted Starts and Finishes")

	in_time = "`tabPermanence Plan` where locality = %(north)s and predicted_start between %(a)s and %(b)s"
	assert summary["Predicted to start"] == counted(in_time, a="2026-08-23", b="2026-11-23") == 3
	assert Counter(row["standing"] for row in rows) == {"overdue": 1, "on time": 1, "late": 1}
	assert chart["Predicted to start", "late"] == 1
	assert (summary["Started"], summary["Finished"]) == (2, 0)
	late = run("Predicted Starts and Finishes", due="start", standing="late")[0]
	assert [row["child_name"] for row in late] == ["Nora 3"]
	ahead = run("Predicted Starts and Finishes", due="finish", to_date="2026-12-31")[0]
	assert [row["standing"] for row in ahead] == ["no longer prioritised"]


@pytest.mark.requirement("P7.2")
def test_where_a_prediction_stands_is_shown_in_the_reader_s_language_and_asked_in_none(
	two: World, set_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	plan(child(1), predicted_start="2026-10-10")
	set_user(two.coordinator)
	translation = {"overdue": "hwyr", "start": "dechrau"}
	monkeypatch.setattr("ppoc.reporting.figures.lists_database._", lambda word: translation.get(word, word))

	(row,) = run("Predicted Starts and Finishes", due="start", standing="overdue")[0]

	assert (row["due"], row["standing"]) == ("start", "overdue")
	assert (row["due_shown"], row["standing_shown"]) == ("dechrau", "hwyr")


@pytest.mark.requirement("X4.1")
@pytest.mark.parametrize("report", ["All Data", "SGO List"])
def test_an_action_on_a_restricted_sibling_s_plan_is_no_child_s_next_action(
	report: str, two: World, set_user: Any
) -> None:
	one = child(1)
	plan(one)
	action(one, "2026-11-20", what="Told to few", plan=plan(two.rosie))
	action(one, "2026-11-30", what="Told to all")
	set_user(two.coordinator)

	(row,) = run(report, team="Team Nora")[0]

	assert row["open_actions"] == 1
	assert "Told to few" not in frappe.as_json(row)


def test_actions_are_open_or_overdue_by_owner(two: World, set_user: Any) -> None:
	for place, mark in PLACES:
		one = child(1, place)
		action(one, "2026-11-20", action_owner=f"W-{mark}")
		action(one, "2026-11-25", action_owner=f"W-{mark}")
		action(one, "2026-10-01", status="Done", closed_on="2026-10-06")
		action(one, "2026-12-25")
	set_user(two.coordinator)

	rows, summary, chart = run("Actions", team="Team Nora")

	assert [(str(row["due_on"]), row["days_late"]) for row in rows] == [
		("2026-11-20", 3), ("2026-11-25", 0), ("2026-12-25", 0),
	]  # fmt: skip
	overdue = counted("`tabAction` where team = 'Team Nora' and status = 'Open' and due_on < '2026-11-23'")
	assert (summary["Overdue"], summary["Due within 7 days"], summary["Without an owner"]) == (overdue, 1, 1)
	assert (chart["Overdue", "Worker Nora"], chart["Not due yet", "Nobody"]) == (1, 1)
	assert len(run("Actions", team="Team Nora", overdue=1)[0]) == overdue == 1
	assert [row["days_late"] for row in run("Actions", team="Team Nora", status="Done")[0]] == [5]
	assert len(run("Actions", team="Team Nora", status="All")[0]) == 4
	assert len(run("Actions", action_owner="W-Nora")[0]) == 2


@pytest.mark.requirement("X4.1", "X4.4")
def test_an_owner_from_elsewhere_reads_the_action_and_not_the_child_s_name(two: World, set_user: Any) -> None:
	south = child(1, SOUTH)
	action(south, "2026-11-20", what="Send the report", action_owner=f"W-{two.social_worker}")
	set_user(two.social_worker)

	(row,) = run("Actions")[0]

	assert (row["what"], row["child_name"], row["child"]) == ("Send the report", None, None)


@pytest.mark.requirement("D5.4")
def test_children_without_a_plan_none_agreed_by_the_second_review_none_to_fall_back_on(
	two: World, set_user: Any
) -> None:
	for place, _mark in PLACES:
		names = [child(number, place, care_started_on=f"2026-0{number}-01") for number in range(1, 7)]
		_without, unagreed, agreed, whole, once, _left = names
		for one in (unagreed, agreed, whole, once):
			plan(one)
		plan(whole, plan_kind="Contingency", route="Reunification")
		plan(names[0], status="No longer prioritised")
		for one in (unagreed, agreed):
			put("Care Event", child=one, event_type="Review held", event_date="2026-03-01")
			put("Care Event", child=one, event_type="Review held", event_date="2026-06-01")
		for held in ("2026-04-01", "2026-07-01"):
			put("Care Event", child=names[0], event_type="Review held", event_date=held)
		put("Care Event", child=once, event_type="Review held", event_date="2026-06-01")
		put("Care Event", child=agreed, event_type="Permanence plan agreed", event_date="2026-05-20")
		frappe.db.set_value("Child", names[5], "looked_after", 0)
	set_user(two.coordinator)

	rows, summary, chart = run("Children without a Plan")

	assert [(row["child_name"], row["gap"]) for row in rows] == [
		("Nora 1", "No plan; No plan agreed by the second review"),
		("Nora 2", "No plan agreed by the second review; No parallel or contingency plan"),
		("Nora 3", "No parallel or contingency plan"),
		("Nora 5", "No parallel or contingency plan"),
	]
	assert rows[1]["second_review"] == date(2026, 6, 1)
	assert rows[0]["weeks"] == (date(2026, 11, 23) - date(2026, 1, 1)).days // 7
	without = counted(
		"`tabChild` c where locality = %(north)s and looked_after = 1 and not exists (select 1 from "
		"`tabPermanence Plan` p where p.child = c.name and plan_kind = 'Primary' and status <> 'No longer prioritised')"
	)
	assert summary["No plan"] == without == chart["No plan", "Team Nora"]
	fallen = run("Children without a Plan", gap="No parallel or contingency plan")[0]
	assert [row["child_name"] for row in fallen] == ["Nora 2", "Nora 3", "Nora 5"]
	tracked = run("Children without a Plan", gap="No plan agreed by the second review")[0]
	reviewed = counted(
		"(select child from `tabCare Event` e join `tabChild` c on c.name = e.child where c.locality = %(north)s and "
		"event_type = 'Review held' and child not in (select child from `tabCare Event` where event_type = "
		"'Permanence plan agreed') group by child having count(*) > 1) late"
	)
	assert [row["child_name"] for row in tracked] == ["Nora 1", "Nora 2"]
	assert summary["No plan agreed by the second review"] == reviewed == 2
	assert summary["Children"] == len(rows)


@pytest.mark.requirement("P3.2")
def test_who_came_on_a_list_and_who_left_it(two: World, set_user: Any) -> None:
	for place, _mark in PLACES:
		one = child(1, place)
		plan(one, prioritised_on="2026-10-05")
		plan(one, prioritised_on="2026-09-01", removed_on="2026-11-02", status="No longer prioritised",
			removal_reason="The aunt withdrew.")  # fmt: skip
		plan(one, prioritised_on="2026-02-01")
	set_user(two.coordinator)

	rows, summary, chart = run("Newly and No Longer Prioritised")

	assert [(row["change"], str(row["changed_on"])) for row in rows] == [
		("Newly prioritised", "2026-10-05"),
		("Newly prioritised", "2026-09-01"),
		("No longer prioritised", "2026-11-02"),
	]
	assert rows[2]["reason"] == "The aunt withdrew."
	came = "`tabPermanence Plan` where locality = %(north)s and prioritised_on between %(a)s and %(b)s"
	assert summary == {
		"Newly prioritised": counted(came, a="2026-08-23", b="2026-11-23"),
		"No longer prioritised": 1,
	}
	assert (chart["Newly prioritised", "Oct 2026"], chart["No longer prioritised", "Nov 2026"]) == (1, 1)
	assert chart["Newly prioritised", "Aug 2026"] == 0
	assert len(run("Newly and No Longer Prioritised", change="No longer prioritised")[0]) == 1


@pytest.mark.requirement("P3.3", "P3.5")
def test_no_potential_says_whether_the_head_of_service_agreed(two: World, set_user: Any) -> None:
	for place, _mark in PLACES:
		for number, potential in enumerate(("No potential", "No potential agreed", "Challenged"), start=1):
			one = child(number, place, potential=potential, potential_rationale="Nobody came forward.")
			put("Panel Decision", child=one, request_type=PANEL, status="Decided", requested_on="2026-01-01")
		put("Panel Decision", child=one, request_type=PANEL, status="Decided", requested_on="2026-06-01",
			decision="Challenged", decided_on="2026-06-09")  # fmt: skip
		put("Panel Decision", child=one, request_type="Other", status="Requested", requested_on="2026-09-01")
		child(4, place)
	set_user(two.coordinator)

	rows, summary, _chart = run("No Potential with Agreement")

	assert {row["child_name"]: row["agreed"] for row in rows} == {
		"Nora 1": "Not yet",
		"Nora 2": "Yes",
		"Nora 3": "No",
	}
	(challenged,) = (row for row in rows if row["agreed"] == "No")
	assert str(challenged["decided_on"]) == "2026-06-09"
	agreed = counted("`tabChild` where locality = %(north)s and potential = 'No potential agreed'")
	assert summary == {"No potential agreed": agreed, "Challenged": 1, "No potential": 1}


@pytest.mark.requirement("F1.5")
def test_unmet_needs_by_kind_with_what_they_cost(two: World, set_user: Any) -> None:
	for place, _mark in PLACES:
		one = child(1, place)
		need = {"locality": place, "need": "A home near school", "kind": "Foster home", "status": "Open"}
		put("Unmet Need", child=one, noted_on="2026-11-01", weekly_cost=900, **need)
		put("Unmet Need", noted_on="2026-02-01", weekly_cost=100, **{**need, "status": "Met"})
		put("Unmet Need", noted_on="2024-02-01", **need)
	set_user(two.coordinator)

	rows, summary, chart = run("Unmet Needs")

	assert [row["child_name"] for row in rows] == ["Nora 1", None]
	assert summary["Weekly cost of what was found instead"] == 1000
	noted = "`tabUnmet Need` where locality = %(north)s and noted_on >= '2025-11-23'"
	assert summary["Needs"] == counted(noted) == 2
	assert (chart["Open", "Foster home"], chart["Met", "Foster home"]) == (1, 1)
	assert [row["status"] for row in run("Unmet Needs", status="Met")[0]] == ["Met"]
	assert run("Unmet Needs", locality=SOUTH)[0] == []


def test_a_bar_of_a_chart_may_be_named_anything_as_criteria_are() -> None:
	chart = bars(["North"], ["#17663b"], datasets={"stacked": [3], "labels": [4]})
	assert chart is not None
	assert chart["data"]["datasets"] == [
		{"name": "stacked", "values": [3]},
		{"name": "labels", "values": [4]},
	]
	assert chart["barOptions"] == {"stacked": 0}
