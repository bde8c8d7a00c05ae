"""Calls of the forms about timescales: explanation, timeline, trial; children of other localities never appear."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from ppoc.exceptions import TimescaleRuleError
from ppoc.tests.factories import (
	grant,
	make_child,
	make_event,
	make_meeting,
	make_rule,
	make_team,
	make_worker,
	queries_of,
)
from ppoc.timescales.api import (
	describe_rule,
	duties_in_conflict,
	explain,
	rules_for_duty,
	timeline,
	try_rule,
)


def words_of(lines: list[dict[str, Any]]) -> dict[str, str]:
	return {line["label"]: " | ".join([line["words"], *line["items"]]) for line in lines}


class Forgetful(dict):
	"""Remembers nothing, because rules that a process remembers would outlive the rollback of a test."""

	def __contains__(self, key: object) -> bool:
		return False


@pytest.fixture(autouse=True)
def rules_are_read_anew(site, monkeypatch):
	monkeypatch.setattr("ppoc.timescales.rules_database._known", Forgetful())


@pytest.fixture
def rule(site):
	return make_rule(
		counts=[("Entered care", 10, "Working days")],
		satisfied_by=["Review held"],
		duty_role="Social Worker",
		source="section 3.3",
	)


@pytest.fixture
def team(site, user_with):
	"""Makes a team whose coordinator has a login and access."""
	team = make_team()
	team.user = user_with("Team Coordinator")
	grant(team.user, team.locality)
	return team


@pytest.fixture
def admin(user_with) -> str:
	return user_with("PPOC Administrator")


def timescale_of(child: Any, rule: Any) -> str:
	return frappe.db.get_value("Timescale", {"child": child.name, "rule": rule.name}, "name")


def as_form(rule: Any, **changes: Any) -> str:
	"""Returns the document as a form sends it."""
	return json.dumps({**rule.as_dict(), **changes}, default=str)


# explanations


@pytest.mark.requirement("X1.3")
def test_a_due_date_is_explained_from_the_rule_to_the_person(rule, team, set_user):
	worker = make_worker(worker_name="Sal Worrick")
	child = make_child(team=team.name, social_worker=worker.name)
	event = make_event(child.name, "Entered care", "2026-03-30")
	set_user(team.user)
	told = explain(timescale_of(child, rule))
	lines = words_of(told["lines"])
	assert told["about"]["title"] == child.full_name
	assert "section 3.3" in lines["Source"]
	assert "Good Friday, Fri 3 Apr 2026" in lines["How it is worked out"]
	assert lines["Whose duty"] == "Sal Worrick (Social Worker)"
	assert next(line for line in told["lines"] if line["label"] == "Counted from")["link"] == (
		"Care Event",
		event.name,
	)


def test_a_date_that_the_rules_no_longer_give_says_so(rule, team):
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", "2026-03-30")
	timescale = timescale_of(child, rule)
	rule.enabled = 0
	rule.save()
	assert "no longer asks" in words_of(explain(timescale)["lines"])["Out of date"]


def test_a_meeting_s_due_date_is_explained_by_its_own_dates(site):
	rule = make_rule(
		counts=[("Meeting date", 5, "Working days")],
		satisfied_by=["Notes issued"],
		stopped_by=["Meeting cancelled"],
		applies_to="Meeting",
	)
	meeting = make_meeting(meeting_date="2026-11-16")
	name = frappe.db.get_value("Timescale", {"meeting": meeting.name, "rule": rule.name}, "name")
	told = explain(name)
	assert told["about"]["doctype"] == "Meeting"
	assert words_of(told["lines"])["Counted from"] == "Meeting date on Mon 16 Nov 2026"


@pytest.mark.requirement("X4.1")
@pytest.mark.parametrize("role", ["Team Coordinator", "PPOC Administrator"])
def test_nobody_is_told_of_a_child_that_they_do_not_see(rule, team, user_with, set_user, role):
	child = make_child()
	make_event(child.name, "Entered care", "2026-03-30")
	timescale = timescale_of(child, rule)
	user = team.user if role == "Team Coordinator" else user_with(role)
	set_user(user)
	for call in (
		lambda: explain(timescale),
		lambda: timeline(child.name),
		lambda: try_rule(as_form(rule), child=child.name),
	):
		with pytest.raises(frappe.PermissionError):
			call()


@pytest.mark.requirement("X4.1")
def test_a_restricted_child_s_dates_and_events_are_for_those_named(rule, team, set_user):
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", "2026-03-30")
	child.reload()
	child.update({"restricted": 1, "restriction_reason": "Police"})
	child.append("allowed_people", {"user": "Administrator"})
	child.save()
	set_user(team.user)
	with pytest.raises(frappe.PermissionError):
		timeline(child.name)
	with pytest.raises(frappe.PermissionError):
		explain(timescale_of(child, rule))


# timeline


def test_the_timeline_has_what_happened_and_what_is_due_the_most_urgent_first(team, set_user):
	rules = [
		make_rule(counts=[("Entered care", days, "Calendar days")], satisfied_by=["Review held"])
		for days in (30, 5)
	]
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", add_days(nowdate(), -10), details="Police protection")
	set_user(team.user)
	told = timeline(child.name)
	mine = [item for item in told["due"] if item["rule"] in {rule.name for rule in rules}]
	assert [(item["duty"], item["state"]) for item in mine] == [
		(rules[1].duty, "Overdue"),
		(rules[0].duty, "Not due"),
	]
	assert mine[0]["words"] == "Overdue by 5 days"
	assert [event["type"] for event in told["events"] if event["details"]] == ["Entered care"]
	assert told["counts"]["Overdue"] == sum(item["state"] == "Overdue" for item in told["due"])


def test_a_timeline_takes_the_same_queries_however_much_happened(rule, team):
	few, many = make_child(team=team.name), make_child(team=team.name)
	for child, events in ((few, 1), (many, 12)):
		for number in range(events):
			make_event(child.name, "Entered care", add_days("2026-01-05", number))
	timeline(few.name)
	assert queries_of(lambda: timeline(few.name)) == queries_of(lambda: timeline(many.name))


# trials


def test_a_rule_is_tried_on_a_child_before_it_is_enabled_and_nothing_is_written(rule, team, set_user):
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", add_days(nowdate(), -3))
	frappe.db.set_value("Timescale Rule", rule.name, "enabled", 0)
	before = frappe.get_all("Timescale", fields=["*"], order_by="name")
	set_user(team.user)
	told = try_rule(as_form(rule, rule_name="An unsaved rule", name="new-rule-1"), child=child.name)
	assert len(told["dates"]) == 1
	assert "Counted from" in words_of(told["dates"][0]["explanation"])
	assert told["dates"][0]["was"] == ""
	assert frappe.get_all("Timescale", fields=["*"], order_by="name") == before
	assert not frappe.db.exists("Timescale Rule", "An unsaved rule")


def test_a_changed_rule_is_compared_with_the_one_in_force(rule, team, set_user):
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", "2026-03-02")
	counts = [{"event_type": "Entered care", "amount": 20, "unit": "Working days", "direction": "After"}]
	told = try_rule(as_form(rule, counts=counts), child=child.name)
	assert told["dates"][0]["was"].startswith("Mon 16 Mar 2026")
	assert told["dates"][0]["words"].startswith("Mon 30 Mar 2026")


def all_batches(rule: str) -> list[dict[str, Any]]:
	batches, after = [], ""
	while True:
		batches.append(try_rule(rule, after=after))
		after = batches[-1]["next"]
		if not after:
			return batches


@pytest.mark.requirement("X4.1")
def test_the_administrator_counts_all_children_and_is_told_no_name(rule, team, admin, set_user, monkeypatch):
	monkeypatch.setattr("ppoc.timescales.simulation_database.BATCH", 1)
	children = [make_child(team=team.name), make_child()]
	for child in children:
		make_event(child.name, "Entered care", "2026-03-02")
	frappe.db.set_value("Timescale Rule", rule.name, "enabled", 0)
	set_user(admin)
	batches = all_batches(as_form(rule, enabled=0))
	assert sum(batch["touched"] for batch in batches) >= 2
	assert sum(batch["after"].get("Overdue", 0) for batch in batches) >= 2
	assert {team.name} <= {name for batch in batches for name in batch["teams"]}
	told = frappe.as_json(batches)
	assert not any(child.full_name in told for child in children)
	assert not any(batch["samples"] for batch in batches)


@pytest.mark.requirement("X1.3")
def test_who_has_a_permanent_home_is_not_in_the_trial_of_a_rule_for_those_who_wait(rule, team, set_user):
	settled, reopened = make_child(team=team.name), make_child(team=team.name)
	for child in (settled, reopened):
		make_event(child.name, "Entered care", "2026-03-02")
		make_event(child.name, "Permanence achieved", "2026-05-04")
	make_event(reopened.name, "Permanence plan changed", "2026-06-01")
	rule.update({"conditions": '[["permanence_achieved", "=", 0]]'}).save()
	set_user(team.user)
	(batch,) = all_batches(as_form(rule))
	assert [sample["name"] for sample in batch["samples"]] == []
	assert (
		batch["before"] == batch["after"] == {}
	)  # what was missed before it stays missed, and nothing is open
	dates = {child: try_rule(as_form(rule), child=child.name)["dates"] for child in (settled, reopened)}
	assert [len(dates[child]) for child in (settled, reopened)] == [1, 1]
	assert explain(timescale_of(reopened, rule))


@pytest.mark.requirement("X4.1")
def test_others_count_and_read_only_the_children_that_they_see(rule, team, set_user):
	mine, other = make_child(team=team.name), make_child()
	for child in (mine, other):
		make_event(child.name, "Entered care", "2026-03-02")
	frappe.db.set_value("Timescale Rule", rule.name, "enabled", 0)
	set_user(team.user)
	(batch,) = all_batches(as_form(rule))
	assert (batch["looked_at"], batch["touched"]) == (1, 1)
	assert [sample["title"] for sample in batch["samples"]] == [mine.full_name]
	assert batch["teams"] == {team.name: {"touched": 1, "Overdue": 1}}
	assert other.full_name not in frappe.as_json(batch)


def test_a_rule_that_waits_for_the_tried_one_moves_with_it(rule, team):
	following = make_rule(counts=[("Entered care", 1, "Weeks")], satisfied_by=["Notes issued"])
	following.counts[0].update({"event_type": None, "other_rule": rule.name})
	following.save()
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", "2026-03-02")
	counts = [{"event_type": "Entered care", "amount": 20, "unit": "Working days", "direction": "After"}]
	batches = all_batches(as_form(rule, counts=counts))
	sample = next(s for batch in batches for s in batch["samples"] if s["name"] == child.name)
	assert sample["more"] == 1


def test_a_rule_with_a_fault_is_refused_before_it_is_tried(rule):
	with pytest.raises(TimescaleRuleError, match="satisfies"):
		try_rule(as_form(rule, satisfied_by=[]))


def test_a_rule_of_a_pack_that_was_not_chosen_says_that_it_will_not_count(rule, team):
	pack = frappe.get_doc({"doctype": "Practice Pack", "pack_name": "Another"}).insert()
	frappe.db.set_value("Timescale Duty", rule.duty, "settled_by", pack.name)
	(note,) = try_rule(as_form(rule), child=make_child(team=team.name).name)["notes"]
	assert "Another" in note


def test_a_rule_is_described_while_it_is_written(rule, admin, set_user):
	set_user(admin)
	whole = describe_rule(as_form(rule))
	assert whole["sentence"].startswith("Due 10 working days after Entered care. Done by: Review held.")
	assert whole["fault"] == ""
	part = describe_rule({"rule_name": "Begun", "counts": [{"event_type": "Entered care"}]})
	assert part == {"sentence": "", "fault": "Date 1: choose its unit."}


# duties in conflict


def test_rules_of_two_packs_for_a_duty_stand_side_by_side_until_one_is_chosen(rule, admin, set_user):
	for number, pack in enumerate(("Pack one", "Pack two"), start=1):
		frappe.get_doc({"doctype": "Practice Pack", "pack_name": pack}).insert()
		make_rule(
			counts=[("Entered care", number, "Weeks")],
			satisfied_by=["Review held"],
			duty=rule.duty,
			pack=pack,
		)
	set_user(admin)
	told = rules_for_duty(rule.duty)
	assert told["conflict"] == ["Pack one", "Pack two", "a local rule"]
	assert [row["pack"] for row in told["rules"] if row["pack"]] == ["Pack one", "Pack two"]
	assert rule.duty in duties_in_conflict()
	duty = frappe.get_doc("Timescale Duty", rule.duty)
	duty.settled_by = "Pack two"
	duty.save()
	told = rules_for_duty(rule.duty)
	assert (told["conflict"], rule.duty in duties_in_conflict()) == ([], False)
	assert [row["pack"] for row in told["rules"] if row["in_force"]] == ["Pack two"]


def test_a_trial_counts_a_rule_on_the_weekday_that_it_names(rule, team):
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", "2026-03-02")
	told = try_rule(as_form(rule, weekday="Thursday"), child=child.name)
	lines = words_of(told["dates"][0]["explanation"])
	assert told["dates"][0]["words"].startswith("Thu 19 Mar 2026")
	assert "Mon 16 Mar 2026" in lines["How it is worked out"]
	assert "next Thursday" in lines["How it is worked out"]


def test_an_overdue_date_counts_calendar_days(rule, team):
	child = make_child(team=team.name)
	make_event(child.name, "Entered care", "2026-03-02")
	due_on = getdate("2026-03-16")
	assert explain(timescale_of(child, rule))["words"] == f"Overdue by {(getdate() - due_on).days} days"
