"""What if on the site: its counts come true, it counts what the user may see, and it writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.exceptions import TimescaleRuleError
from ppoc.tests.access_world import World
from ppoc.tests.factories import (
	grant,
	make_child,
	make_event,
	make_plan,
	make_rule,
	make_schedule,
	make_team,
	queries_of,
)
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack
from ppoc.timescales.recompute_database import recompute_stale
from ppoc.timescales.whatif import api

NOW = "2026-11-23 09:00:00"
GUIDANCE = "permanence_planning_guidance"


@pytest.fixture
def caseload(site):
	"""Makes three children with a history, in a team whose coordinator is logged in."""
	with freeze_time(NOW, tick=True):
		team = make_team()
		for entered, met in (("2026-06-01", "2026-06-12"), ("2026-10-01", None), ("2026-11-16", None)):
			child = make_child(team=team.name).name
			make_event(child, "Entered care", entered)
			if met:
				make_event(child, "Permanency planning meeting held", met)
		yield team


def timescales(team: str) -> Counter[tuple[str, str]]:
	rows = frappe.get_all("Timescale", {"team": team, "child": ["is", "set"]}, ["duty", "state"])
	return Counter((row.duty, row.state) for row in rows)


def overdue(counts: dict[str, Any]) -> dict[str, int]:
	return {duty: count["overdue"] for duty, count in counts["duties"].items() if count["overdue"]}


@pytest.mark.requirement("X3.3")
@pytest.mark.parametrize("mode", ["Instead", "Beside"])
def test_what_it_says_of_another_pack_is_what_comes_true_when_the_pack_is_applied(caseload, mode):
	before = timescales(caseload.name)
	told = api.count(GUIDANCE, mode, team=caseload.name)
	assert timescales(caseload.name) == before
	assert overdue(told["now"]) == {duty: n for (duty, state), n in before.items() if state == "Overdue"}
	assert overdue(told["then"])["First permanency planning meeting"] == 1

	apply_pack(read_pack(shipped_folder(GUIDANCE)))
	pack = frappe.get_all("Practice Pack", {"name": ["like", "%uidance%"]}, pluck="name")[0]
	if mode == "Instead":
		for rule in frappe.get_all("Timescale Rule", {"pack": ["not in", [pack, ""]]}, pluck="name"):
			frappe.get_doc("Timescale Rule", rule).update({"enabled": 0}).save()
	recompute_stale()
	after = {duty: n for (duty, state), n in timescales(caseload.name).items() if state == "Overdue"}
	assert overdue(told["then"]) == after


@pytest.mark.requirement("X3.3")
def test_a_changed_rule_is_compared_without_being_saved(caseload):
	rule = make_rule(
		[("Entered care", 4, "Weeks")], ["Permanency planning meeting held"], duty_role="Social Worker"
	)
	given = {**rule.as_dict(convert_dates_to_str=True)}
	given["counts"][0]["amount"] = 100
	told = api.count(rule=frappe.as_json(given), team=caseload.name)
	assert (told["now"]["duties"][rule.duty]["overdue"], told["then"]["duties"][rule.duty]["overdue"]) == (
		1,
		0,
	)
	assert told["then"]["duties"][rule.duty]["role"] == "Social Worker"
	assert frappe.get_doc("Timescale Rule", rule.name).counts[0].amount == 4


@pytest.mark.requirement("X3.3")
def test_a_child_who_has_a_permanent_home_counts_as_one(caseload):
	settled = make_child(team=caseload.name)
	make_event(settled.name, "Entered care", "2026-06-01")
	make_event(settled.name, "Permanence achieved", "2026-08-03")
	rule = make_rule(
		[("Entered care", 4, "Weeks")],
		["Permanency planning meeting held"],
		conditions='[["permanence_achieved", "=", 0]]',
	)
	told = api.count(rule=frappe.as_json(rule.as_dict(convert_dates_to_str=True)), team=caseload.name)
	assert [told[when]["duties"][rule.duty]["overdue"] for when in ("now", "then")] == [1, 1]
	recompute_stale()
	assert timescales(caseload.name)[(rule.duty, "Overdue")] == 1


@pytest.mark.requirement("X3.3")
def test_who_would_have_to_meet_how_often(caseload):
	plan = make_plan(child=make_child(team=caseload.name).name, status="Prioritised")
	assert plan.status == "Prioritised"
	make_schedule(team=caseload.name)
	told = api.load(
		frappe.as_json({"now": {}, "then": {"Permanence Planning Meeting": 26}}), GUIDANCE, team=caseload.name
	)
	now, then = told["now"]["roles"]["Team Manager"], told["then"]["roles"]["Team Manager"]
	# the shipped practice: the team's meeting of an hour and a half every other week
	assert (round(now["sittings"], 2), round(now["hours"], 2)) == (2.17, 3.26)
	# the guidance: two hours every week
	assert (round(then["sittings"], 2), round(then["hours"], 2)) == (4.35, 8.7)
	forum = told["then"]["forums"][0]
	assert (forum["forum"], round(forum["children"], 2), round(forum["fit"], 1)) == (
		"Permanence Planning Meeting",
		8.67,
		17.4,
	)


@pytest.mark.requirement("X3.3", "X4.1")
def test_each_asker_counts_the_children_that_they_may_see(world: World):
	told = {}
	for user in (world.coordinator, world.manager, world.manager_south, world.auditor):
		frappe.set_user(user)
		told[user] = api.count(GUIDANCE)["total"]
	everybody = frappe.db.count("Child", {"merged_into": ["is", "not set"]})
	assert [told[user] for user in (world.coordinator, world.manager, world.manager_south)] == [1, 2, 1]
	assert told[world.auditor] == everybody


def test_who_manages_nobody_may_not_ask(world: World):
	frappe.set_user(world.social_worker)
	for call in (api.packs, lambda: api.count(GUIDANCE), lambda: api.load("{}", GUIDANCE)):
		with pytest.raises(frappe.PermissionError):
			call()


def test_a_pack_that_is_none_is_refused(caseload):
	for pack, mode in (("../../etc", "Instead"), (GUIDANCE, "Sideways")):
		with pytest.raises(TimescaleRuleError):
			api.count(pack, mode)


def test_more_children_take_no_more_questions_to_the_database(caseload, user_with: Callable[..., str]):
	user = user_with("Team Manager")
	grant(user, caseload.locality)
	frappe.set_user(user)
	api.count(GUIDANCE)
	few = queries_of(lambda: api.count(GUIDANCE))
	frappe.set_user("Administrator")
	for _ in range(5):
		make_event(make_child(team=caseload.name).name, "Entered care", "2026-10-01")
	frappe.set_user(user)
	assert queries_of(lambda: api.count(GUIDANCE)) <= few
