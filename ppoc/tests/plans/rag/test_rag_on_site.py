"""Ratings on the site: when plans, actions and escalations are saved, every hour in bulk, and by override."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate
from freezegun import freeze_time

from ppoc.exceptions import RagByHandError, RagRuleError, StaleMeetingError
from ppoc.plans.rag import api
from ppoc.plans.rag.rating_database import rate_all
from ppoc.tests.access_world import Doors, World
from ppoc.tests.factories import (
	make_action,
	make_child,
	make_escalation,
	make_event,
	make_plan,
	make_rule,
	make_worker,
	queries_of,
)

NOW = "2026-11-23 09:00:00"
TODAY = "2026-11-23"
SOON = "2027-02-01"


def child_of(**values: Any) -> str:
	"""Makes a child with a social worker and something to do."""
	name = make_child(social_worker=make_worker().name, **values).name
	make_action(child=name, due_on=add_days(TODAY, 5))
	return str(name)


def listed(**values: Any) -> Any:
	return make_plan(
		**{
			"child": values.pop("child", None) or child_of(),
			"status": "Prioritised",
			"predicted_start": SOON,
			**values,
		}
	)


def rag(plan: Any) -> tuple[str, str]:
	found = frappe.db.get_value("Permanence Plan", plan.name, ["rag", "rag_reason"])
	return found[0] or "", found[1] or ""


@pytest.fixture
def morning(site):
	with freeze_time(NOW, tick=True):
		yield


@pytest.mark.requirement("D5.1")
def test_a_plan_is_rated_as_it_is_saved_and_says_why(morning):
	plan = listed()
	assert rag(plan) == ("Green", "")
	plan.reload()
	plan.update({"predicted_start": "2026-11-01"}).save()
	assert plan.rag == "Red"
	assert "01/11/2026" in plan.rag_reason
	assert rag(plan) == (plan.rag, plan.rag_reason)


@pytest.mark.requirement("D5.1")
def test_a_barrier_an_action_and_an_escalation_rate_the_plan_and_settled_they_rate_it_no_more(morning):
	plan = listed()
	action = frappe.get_last_doc("Action", {"child": plan.child})
	frappe.db.set_value("Action", action.name, "set_on", "2026-11-01")
	action.reload()
	action.update({"due_on": "2026-11-20"}).save()
	assert rag(plan) == ("Amber", "Actions are overdue: 1.")
	action.update({"due_on": "2026-11-30"}).save()
	assert rag(plan)[0] == "Green"
	escalation = make_escalation(child=plan.child, plan=plan.name)
	assert rag(plan)[0] == "Amber"
	escalation.delete()
	assert rag(plan)[0] == "Green"
	plan.reload()
	plan.append(
		"barriers",
		{"category": frappe.get_all("Barrier Category", pluck="name")[0], "raised_on": "2026-08-01"},
	)
	plan.save()
	assert rag(plan)[0] == "Red"
	plan.barriers[0].resolved_on = TODAY
	plan.save()
	assert rag(plan)[0] == "Green"


def test_an_action_of_another_plan_of_the_child_is_not_this_ones(morning):
	plan = listed()
	other = make_plan(child=plan.child, route="Reunification", plan_kind="Parallel")
	action = make_action(child=plan.child, plan=other.name, due_on=TODAY)
	frappe.db.set_value("Action", action.name, "due_on", "2026-11-20")
	rate_all(getdate(TODAY))
	assert (rag(plan)[0], rag(other)[0]) == ("Green", "Amber")


@pytest.mark.requirement("D5.1")
def test_an_event_that_opens_or_settles_an_overdue_date_rates_the_plan_at_once(morning, monkeypatch):
	make_rule([("Test began", 10, "Calendar days")], ["Test settled"])
	plan = listed()
	frappe.db.commit()  # the new rule leaves its pass
	asked = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **options: asked.append((method, options)))
	make_event(plan.child, "Test began", TODAY)
	assert (rag(plan)[0], asked) == ("Green", [])

	make_event(plan.child, "Test began", "2026-09-01")
	((method, options),) = asked
	assert options == {"children": [plan.child], "enqueue_after_commit": True}
	frappe.get_attr(method)(options["children"])
	rating, reason = rag(plan)
	assert rating == "Red"
	assert "(11/09/2026)" in reason
	assert "four weeks" in reason

	make_event(plan.child, "Test settled", "2026-11-20")
	frappe.get_attr(asked[-1][0])(asked[-1][1]["children"])
	assert (rag(plan)[0], len(asked)) == ("Green", 2)


@pytest.mark.requirement("D5.1")
def test_days_go_by_and_the_hourly_pass_says_so_without_a_query_for_each_plan(morning):
	plans = [listed() for _ in range(4)]
	few = queries_of(lambda: rate_all(getdate("2027-02-02")))
	assert {rag(plan)[0] for plan in plans} == {"Amber"}
	assert rate_all(getdate("2027-02-02")) == 0
	for _ in range(4):
		listed()
	assert queries_of(lambda: rate_all(getdate("2027-02-20"))) <= few
	since = frappe.db.get_value("Permanence Plan", plans[0].name, "rag_since")
	assert (rag(plans[0])[0], since) == ("Red", getdate("2027-02-20"))


def test_a_closed_plan_presses_no_more(morning):
	plan = listed(predicted_start="2026-11-01")
	plan.reload()
	plan.update({"removal_reason": "Aunt withdrew"}).save()
	plan.update({"status": "No longer prioritised"}).save()
	assert (rag(plan), plan.rag_since) == (("", ""), None)


@pytest.mark.requirement("D5.1")
def test_an_admin_changes_what_presses_without_a_programmer(morning):
	plan = listed()
	rule = frappe.get_doc("RAG Rule", "No contingency")
	rule.update({"enabled": 1, "rating": "Red", "reason": "Plan B is missing."}).save()
	plan.reload()
	plan.save()
	assert rag(plan) == ("Red", "Plan B is missing.")
	rate_all(getdate(TODAY))
	assert rag(plan) == ("Red", "Plan B is missing.")
	make_plan(child=plan.child, route="Reunification", plan_kind="Contingency")
	assert rag(plan)[0] == "Green"
	with pytest.raises(RagRuleError, match="every plan"):
		rule.update({"conditions": "[]"}).save()


def test_a_changed_rule_rates_all_plans_in_the_background_and_one_that_is_off_asks_nobody(
	morning, monkeypatch
):
	asked = []
	monkeypatch.setattr(
		frappe, "enqueue", lambda method, **options: asked.append((method, options["job_id"]))
	)
	rule = frappe.get_doc("RAG Rule", "No contingency")
	rule.update({"reason": "Plan B is missing."}).save()
	frappe.db.commit()
	assert asked == []
	rule.update({"enabled": 1}).save()
	rule.update({"enabled": 0}).save()
	frappe.db.commit()
	assert asked == [("ppoc.plans.rag.nightly.rate_all", "ppoc_rag_pass")]


def test_a_rating_is_not_typed_nor_brought_back_by_a_form_loaded_before(morning):
	plan = listed()
	plan.reload()
	plan.update({"rag": "Red", "rag_reason": "I say so", "rag_by_hand_until": SOON})
	plan.append("rag_overrides", {"rating": "Red", "until": SOON, "reason": "I say so"})
	plan.save()
	assert rag(plan) == ("Green", "")
	plan.reload()
	assert plan.rag_overrides == []


# by hand


@pytest.mark.requirement("D5.1")
def test_a_rating_by_hand_has_a_reason_and_an_end_and_then_the_rules_count_again(morning):
	plan = listed(predicted_start="2026-11-01")
	api.set_by_hand(plan.name, "Green", "2026-12-10", "The aunt moves in on Friday")
	rating, reason = rag(plan)
	assert rating == "Green"
	assert "The aunt moves in on Friday" in reason.split("\n")[0]
	assert "two weeks ago" in reason
	rate_all(getdate("2026-12-10"))
	assert rag(plan)[0] == "Green"
	rate_all(getdate("2026-12-11"))
	assert rag(plan)[0] == "Red"
	assert "aunt" not in rag(plan)[1]
	row = frappe.get_doc("Permanence Plan", plan.name).rag_overrides[0]
	assert (row.set_by, row.reason) == ("Administrator", "The aunt moves in on Friday")


@pytest.mark.requirement("D5.1")
def test_what_was_set_by_hand_is_taken_back_and_stays_in_the_history(morning):
	plan = listed()
	api.set_by_hand(plan.name, "Red", "2026-12-10", "Judge is waiting")
	api.set_by_hand(plan.name, "Amber", "2026-12-20", "Judge has heard us")
	assert api.back_to_rules(plan.name)["rag"] == "Green"
	rows = frappe.get_doc("Permanence Plan", plan.name).rag_overrides
	assert [(row.rating, str(row.lifted_on)) for row in rows] == [("Red", TODAY), ("Amber", TODAY)]
	with pytest.raises(RagByHandError, match="Nothing"):
		api.back_to_rules(plan.name)


@pytest.mark.parametrize(
	("rating", "until", "reason"),
	[
		("Green", None, "Because"),
		("Green", "2026-11-22", "Because"),
		("Green", "2028-01-01", "Because"),
		("Green", "2026-12-10", "  "),
		("Blue", "2026-12-10", "Because"),
	],
)
def test_by_hand_without_reason_or_end_is_refused(morning, rating, until, reason):
	plan = listed()
	with pytest.raises(RagByHandError):
		api.set_by_hand(plan.name, rating, until, reason)


def test_who_set_a_plan_that_changed_meanwhile_looks_again(morning):
	plan = listed()
	with pytest.raises(StaleMeetingError):
		api.set_by_hand(plan.name, "Red", "2026-12-10", "Because", modified="2026-01-01 00:00:00")


@pytest.mark.requirement("D5.1", "X4.1")
def test_only_who_may_write_the_plan_sets_its_rating(
	world: World, doors: Doors, user_with: Callable[..., str]
):
	plan = world.of_child[world.anna]["Permanence Plan"]
	call = {"plan": plan, "rating": "Red", "until": add_days(getdate(), 3), "reason": "Because"}
	for user in (world.manager_south, world.social_worker, world.auditor):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			doors.call("ppoc.plans.rag.api.set_by_hand", **call)
	assert not frappe.db.exists("RAG Override", {"parent": plan})
