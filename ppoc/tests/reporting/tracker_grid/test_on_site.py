"""The tracker grid on a site: who sees which rows, what is saved and refused, and what others have changed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, now_datetime, nowdate

from ppoc.exceptions import FieldNotEditableError, ImpossibleDateError, RationaleMissingError
from ppoc.reporting.tracker_grid.api import changed_rows, open_sheet, save_cells
from ppoc.reporting.tracker_grid.sheets import ALL_DATA, ALL_LISTS
from ppoc.tests.factories import grant, make_action, make_child, make_plan, make_team, queries_of

pytestmark = pytest.mark.requirement("Z2")

SGO, REUNIFICATION = "Special guardianship", "Reunification"
START = "predicted_start"


@pytest.fixture
def tracker(site, user_with, set_user) -> SimpleNamespace:
	"""Two children of a team, one on each list, and one of another locality; the team's coordinator is logged in."""
	team, elsewhere = make_team(), make_team()
	coordinator = user_with("Team Coordinator")
	grant(coordinator, team.locality)
	plans = {}
	for route, of in ((SGO, team), (REUNIFICATION, team), ("hidden", elsewhere)):
		child = make_child(team=of.name)
		plans[route] = make_plan(
			child=child.name, status="Prioritised", route=SGO if route == "hidden" else route
		)
	set_user(coordinator)
	return SimpleNamespace(team=team, coordinator=coordinator, plans=plans)


def keys(sheet: str) -> set[str]:
	return {row["key"] for row in open_sheet(sheet)["rows"]}


def row_of(sheet: str, key: str) -> dict[str, Any]:
	return next(row for row in open_sheet(sheet)["rows"] if row["key"] == key)


def save(plan: Any, was: Any = None, **values: Any) -> dict[str, Any]:
	return save_cells("Permanence Plan", plan.name, values, dict.fromkeys(values, was))


def stored(plan: Any, field: str = START) -> str:
	return str(frappe.db.get_value("Permanence Plan", plan.name, field) or "")


def test_each_route_has_its_sheet_and_nobody_sees_a_child_of_elsewhere(tracker):
	plans = tracker.plans
	assert keys(SGO) == {plans[SGO].name}
	assert keys(ALL_LISTS) == {plans[SGO].name, plans[REUNIFICATION].name}
	assert keys(ALL_DATA) == {plans[SGO].child, plans[REUNIFICATION].child}


def test_the_sheets_are_named_and_another_name_is_refused_with_what_to_do(tracker):
	sheets = open_sheet(ALL_LISTS)["sheets"]
	assert [sheet["title"] for sheet in sheets[:4]] == ["All Data", "All lists", "SGO", "RU"]
	with pytest.raises(frappe.DoesNotExistError, match="Choose one"):
		open_sheet("No such sheet")


def test_what_is_typed_is_saved_as_by_the_form_with_its_history(tracker):
	plan, first, second = tracker.plans[SGO], add_days(nowdate(), 30), add_days(nowdate(), 60)
	assert save(plan, predicted_start=first)["saved"] == 1
	answer = save(plan, was=first, predicted_start=second)
	assert answer["values"] == {START: second, "times_moved": 1}
	plan.reload()
	assert [str(row.became) for row in plan.predictions] == [first, second]
	assert plan.predictions[-1].changed_by == tracker.coordinator


def test_a_cell_that_somebody_else_has_changed_is_not_overwritten(tracker, user_with, set_user):
	plan, theirs, mine = tracker.plans[SGO], add_days(nowdate(), 20), add_days(nowdate(), 40)
	colleague = user_with("Practice Supervisor")
	grant(colleague, tracker.team.locality)
	with set_user(colleague):
		save(plan, predicted_start=theirs)
	answer = save(plan, predicted_start=mine)
	assert (answer["clash"], answer["by"]) == (1, colleague)
	assert answer["fields"][START] == {"theirs": theirs, "yours": mine}
	assert stored(plan) == theirs


def test_two_who_type_in_different_cells_of_a_row_both_keep_theirs(tracker, user_with, set_user):
	plan = tracker.plans[SGO]
	colleague = user_with("Practice Supervisor")
	grant(colleague, tracker.team.locality)
	with set_user(colleague):
		save(plan, progress="The aunt is willing")
	assert save(plan, predicted_start=add_days(nowdate(), 40))["saved"] == 1
	assert stored(plan, "progress") == "The aunt is willing"


def test_the_checks_of_the_form_hold(tracker):
	plan = tracker.plans[SGO]
	with pytest.raises(ImpossibleDateError):
		save(plan, actual_start=add_days(nowdate(), 3))
	with pytest.raises(RationaleMissingError):
		save_cells("Child", plan.child, {"potential": "No potential"}, {})
	both = {"potential": "No potential", "potential_rationale": "Settled with her carers"}
	assert save_cells("Child", plan.child, both, {})["saved"] == 1


@pytest.mark.parametrize("field", ["times_moved", "child", "locality", "rag", "no_such_field"])
def test_what_nobody_types_is_not_typed_here_either(tracker, field):
	with pytest.raises(FieldNotEditableError):
		save(tracker.plans[SGO], **{field: "1"})


def test_other_records_are_not_on_the_tracker(tracker):
	with pytest.raises(FieldNotEditableError):
		save_cells("Action", make_action().name, {"what": "x"}, {})


def test_a_plan_of_elsewhere_is_neither_changed_nor_told(tracker):
	hidden = tracker.plans["hidden"]
	with pytest.raises(frappe.PermissionError):
		save(hidden, predicted_start=nowdate())
	hidden.db_set("progress", "Of elsewhere")
	answer = changed_rows(ALL_LISTS, str(add_days(now_datetime(), -1)))
	assert hidden.child not in answer["children"]
	assert hidden.name not in {row["key"] for row in answer["rows"]}


def test_who_may_only_read_sees_the_sheet_and_changes_nothing(tracker, user_with, set_user):
	officer = user_with("Independent Reviewing Officer")
	grant(officer, tracker.team.locality)
	set_user(officer)
	answer = open_sheet(SGO)
	assert [row["key"] for row in answer["rows"]] == [tracker.plans[SGO].name]
	assert not any(column.get("editable") for column in answer["columns"])
	with pytest.raises(frappe.PermissionError):
		save(tracker.plans[SGO], predicted_start=nowdate())


def test_what_others_save_is_told_with_their_name_and_nothing_else_is_sent(tracker, user_with, set_user):
	since = str(add_days(now_datetime(), 1))
	assert changed_rows(ALL_LISTS, since)["rows"] == []
	colleague = user_with("Practice Supervisor")
	grant(colleague, tracker.team.locality)
	frappe.db.sql(
		"update `tabPermanence Plan` set modified = '2020-01-01' where name != %s", tracker.plans[SGO].name
	)
	frappe.db.sql("update `tabChild` set modified = '2020-01-01'")
	with set_user(colleague):
		save(tracker.plans[SGO], progress="The aunt is willing")
	frappe.db.sql("update `tabChild` set modified = '2020-01-01'")
	answer = changed_rows(ALL_LISTS, str(now_datetime()))
	assert [row["key"] for row in answer["rows"]] == [tracker.plans[SGO].name]
	assert answer["names"][colleague] == frappe.utils.get_fullname(colleague)


def test_a_plan_that_left_its_list_is_told_by_its_child_alone(tracker):
	plan = tracker.plans[SGO]
	plan.db_set("status", "No longer prioritised")
	answer = changed_rows(SGO, str(now_datetime()))
	assert plan.child in answer["children"]
	assert plan.name not in {row["key"] for row in answer["rows"]}


def test_a_field_of_the_authority_that_stands_in_lists_is_a_column(committed, tracker, set_user):
	with set_user("Administrator"):
		frappe.get_doc(
			{
				"doctype": "Custom Field",
				"dt": "Permanence Plan",
				"fieldname": "custom_assessor",
				"label": "Assessor",
				"fieldtype": "Data",
				"in_list_view": 1,
			}
		).insert()
	column = next(each for each in open_sheet(SGO)["columns"] if each["field"] == "plan:custom_assessor")
	assert (column["label"], column["editable"]) == ("Assessor", True)
	assert save(tracker.plans[SGO], custom_assessor="Morwenna Tully")["saved"] == 1
	assert row_of(SGO, tracker.plans[SGO].name)["plan:custom_assessor"] == "Morwenna Tully"


def test_more_children_need_no_more_queries(tracker):
	open_sheet(ALL_LISTS)
	few = queries_of(lambda: open_sheet(ALL_LISTS))
	for _ in range(3):
		make_plan(child=make_child(team=tracker.team.name).name, status="Prioritised")
	assert queries_of(lambda: open_sheet(ALL_LISTS)) <= few
