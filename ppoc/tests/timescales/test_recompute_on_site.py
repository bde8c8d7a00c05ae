"""Due dates on the site: computed when events are saved, and kept right whoever saves."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate
from freezegun import freeze_time

from ppoc.exceptions import TimescaleRuleError
from ppoc.tests.factories import (
	make_child,
	make_event,
	make_forum,
	make_meeting,
	make_rule,
	make_schedule,
	make_team,
	make_worker,
	queries_of,
	without_the_law,
)
from ppoc.timescales import nightly
from ppoc.timescales.recompute_database import gathered, recompute_children, recompute_stale
from ppoc.timescales.rules_database import all_rules


def due(child: str, **filters: str) -> list[tuple[str, str]]:
	rows = frappe.get_all(
		"Timescale",
		filters={"child": child, **filters},
		fields=["due_on", "state"],
		order_by="due_on asc, step asc",
	)
	return [(str(row.due_on), row.state) for row in rows]


@pytest.fixture
def rule(site):
	without_the_law()
	return make_rule([("Entered care", 10, "Calendar days")], ["Review held"])


def test_saving_an_event_makes_the_due_date_and_the_childs_list_says_so(rule):
	child = make_child()
	make_event(child.name, "Entered care", add_days(nowdate(), -2))
	assert due(child.name, rule=rule.name) == [(add_days(nowdate(), 8), "Not due")]
	said = frappe.db.get_value("Child", child.name, ["next_due_on", "next_due", "overdue_count"])
	assert said == (getdate(add_days(nowdate(), 8)), rule.duty, 0)


def test_a_late_event_settles_it_and_deleting_the_event_opens_it_again(rule):
	child = make_child()
	make_event(child.name, "Entered care", "2026-03-02")
	assert [state for _, state in due(child.name, rule=rule.name)] == ["Overdue"]
	held = make_event(child.name, "Review held", "2026-03-10")
	assert due(child.name, rule=rule.name) == [("2026-03-12", "Met")]
	held.delete()
	assert [state for _, state in due(child.name, rule=rule.name)] == ["Overdue"]
	assert frappe.db.get_value("Child", child.name, "overdue_count") == 1


def test_whose_duty_it_is_follows_the_child(site):
	worker = make_worker()
	rule = make_rule(
		counts=[("Entered care", 10, "Calendar days")],
		satisfied_by=["Review held"],
		duty_role="Social Worker",
	)
	child = make_child(social_worker=worker.name)
	make_event(child.name, "Entered care", nowdate())
	responsible = {"rule": rule.name, "child": child.name}
	assert frappe.db.get_value("Timescale", responsible, "responsible") == worker.name
	child.reload()
	child.social_worker = make_worker().name
	child.save()
	assert frappe.db.get_value("Timescale", responsible, "responsible") == child.social_worker


def test_what_is_computed_is_not_typed_over(rule):
	child = make_child()
	make_event(child.name, "Entered care", "2026-03-02")
	child.reload()
	child.update({"overdue_count": 0, "next_due": "Nothing at all", "timescales_stamp": "forged"})
	child.save()
	assert frappe.db.get_value("Child", child.name, "overdue_count") == 1


def test_saving_a_child_loaded_before_an_event_keeps_the_computed_dates(rule):
	child = make_child()
	make_event(child.name, "Entered care", add_days(nowdate(), -2))
	assert child.next_due_on is None  # loaded before the change
	child.last_name = "Newname"
	child.save()
	assert frappe.db.get_value("Child", child.name, "next_due_on") == getdate(add_days(nowdate(), 8))


def test_saving_again_without_a_change_writes_no_due_date(rule):
	child = make_child()
	make_event(child.name, "Entered care", "2026-03-02")
	before = frappe.get_all("Timescale", filters={"child": child.name}, fields=["name", "modified"])
	assert recompute_children([child.name]) == 0
	assert frappe.get_all("Timescale", filters={"child": child.name}, fields=["name", "modified"]) == before


def test_many_saved_together_are_computed_once_at_the_end(rule):
	children = [make_child().name for _ in range(3)]
	with gathered():
		for child in children:
			make_event(child, "Entered care", "2026-03-02")
		assert [due(child) for child in children] == [[], [], []]
	assert [len(due(child)) for child in children] == [1, 1, 1]


def test_the_queries_do_not_grow_with_the_children(rule):
	children = [make_child().name for _ in range(12)]
	with gathered():
		for child in children:
			make_event(child, "Entered care", "2026-03-02")
	frappe.db.set_value("Child", {"name": ["in", children]}, "timescales_stamp", "old", update_modified=False)
	few = queries_of(lambda: recompute_children(children[:2]))
	assert queries_of(lambda: recompute_children(children[2:])) == few


def test_what_was_written_past_the_records_is_found_by_the_next_pass(rule):
	child = make_child()
	event = make_event(child.name, "Entered care", "2026-03-02")
	frappe.db.set_value("Care Event", event.name, "event_date", "2026-03-09", update_modified=False)
	assert recompute_stale() == 1
	assert due(child.name) == [("2026-03-19", "Overdue")]


def test_a_disabled_rule_asks_for_nothing_and_an_enabled_one_at_the_next_pass(rule, committed):
	child = make_child()
	make_event(child.name, "Entered care", "2026-03-02")
	rule.enabled = 0
	rule.save()
	nightly.run_pass()
	assert due(child.name) == []
	assert frappe.db.get_value("Child", child.name, ["next_due_on", "overdue_count"]) == (None, 0)
	rule.enabled = 1
	rule.save()
	nightly.run_pass()
	assert len(due(child.name)) == 1


@freeze_time("2026-11-22 09:00:00")
def test_the_pass_changes_states_as_days_go_by_and_writes_no_more_than_that(rule, committed):
	child, other = make_child(), make_child()
	make_event(child.name, "Entered care", "2026-11-20")
	make_event(other.name, "Entered care", "2026-03-02")
	nightly.run_pass(getdate("2026-11-22"))
	assert due(child.name) == [("2026-11-30", "Not due")]
	log = frappe.get_doc("Timescale Pass", nightly.run_pass(getdate("2026-11-23")))
	assert due(child.name) == [("2026-11-30", "Due soon")]
	assert (log.status, log.changed) == ("Done", 1)
	nightly.run_pass(getdate("2026-12-01"))
	assert due(child.name) == [("2026-11-30", "Overdue")]


@freeze_time("2026-11-22 09:00:00")
def test_a_killed_pass_leaves_whole_children_and_the_next_one_finishes_it(rule, committed, monkeypatch):
	children = sorted(make_child().name for _ in range(3))
	for child in children:
		make_event(child, "Entered care", "2026-11-20")
	nightly.run_pass(getdate("2026-11-22"))
	real, calls = nightly.recompute_children, []

	def killed(names: list[str], *rest: Any) -> int:
		calls.append(names)
		if len(calls) == 2:
			raise KeyboardInterrupt
		return real(names, *rest)

	monkeypatch.setattr(nightly, "recompute_children", killed)
	with pytest.raises(KeyboardInterrupt):
		nightly.run_pass(getdate("2026-12-01"), batch=1)
	frappe.db.rollback()
	assert [due(child)[0][1] for child in children].count("Overdue") == 1
	monkeypatch.undo()
	nightly.run_pass(getdate("2026-12-01"))
	assert [due(child)[0][1] for child in children] == ["Overdue"] * 3
	statuses = frappe.get_all("Timescale Pass", pluck="status", order_by="name desc", limit=2)
	assert statuses == ["Done", "Interrupted"]


# meetings and schedules


def test_a_meetings_notes_are_due_from_the_day_it_was_held(site):
	rule = make_rule(
		counts=[("Meeting date", 3, "Calendar days")],
		satisfied_by=["Notes issued"],
		stopped_by=["Meeting cancelled"],
		applies_to="Meeting",
	)
	meeting = make_meeting(team=make_team().name, meeting_date="2026-11-16")
	row = frappe.get_doc("Timescale", {"meeting": meeting.name, "rule": rule.name})
	assert (str(row.due_on), row.child) == ("2026-11-19", None)


def test_a_schedule_asks_for_its_sittings(site):
	rule = make_rule(
		counts=[("Schedule begun", 0, "Calendar days")],
		satisfied_by=["Sitting held"],
		stopped_by=["Schedule ended"],
		applies_to="Forum Schedule",
		repeats=1,
		repeat_amount=2,
		repeat_unit="Weeks",
	)
	schedule = make_schedule(forum=make_forum().name, first_sitting="2026-11-02")
	row = frappe.get_doc("Timescale", {"forum_schedule": schedule.name, "rule": rule.name})
	assert (str(row.due_on), row.state) == ("2026-11-02", "Overdue")


# refused


@pytest.mark.parametrize(
	("wrong", "words"),
	[
		({"satisfied_by": []}, "Choose the event that satisfies"),
		({"counts": [("Entered care", 10_000, "Weeks")]}, "more than 25 years"),
		({"repeats": 1, "repeat_amount": 2, "repeat_unit": "Weeks", "stopped_by": []}, "never end"),
		({"conditions": '[["shoe_size", "=", "4"]]'}, "shoe_size"),
		({"conditions": "[[["}, "not valid JSON"),
		({"conditions": '[["age", "resembles", "4"]]'}, "resembles"),
	],
)
def test_a_rule_that_cannot_be_computed_is_refused_with_the_remedy(site, wrong, words):
	right = {"counts": [("Entered care", 10, "Calendar days")], "satisfied_by": ["Review held"]}
	with pytest.raises(TimescaleRuleError, match=words):
		make_rule(**{**right, **wrong})


def test_rules_that_wait_for_each_other_are_refused(rule):
	second = make_rule(counts=[("Entered care", 1, "Weeks")], satisfied_by=["Review held"])
	second.counts[0].update({"event_type": None, "other_rule": rule.name})
	second.save()
	rule.counts[0].update({"event_type": None, "other_rule": second.name})
	with pytest.raises(TimescaleRuleError, match="wait for each other"):
		rule.save()


def test_an_event_type_in_use_is_not_deleted(rule):
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc("Care Event Type", "Entered care")


@pytest.mark.parametrize("day", ["0024-03-01", "2204-03-01"])
def test_an_event_in_the_year_24_or_2204_is_refused_when_it_is_typed(rule, day):
	with pytest.raises(frappe.ValidationError, match="year"):
		make_event(make_child().name, "Entered care", day)


def test_a_rule_whose_unit_is_none_of_the_choices_does_not_stop_the_others(rule):
	"""A row from before the choices changed, or written past the form."""
	bad = make_rule(counts=[("Entered care", 5, "Calendar days")], satisfied_by=["Review held"])
	frappe.db.set_value("Timescale Rule Count", {"parent": bad.name}, "unit", "Fortnights")
	frappe.db.set_value("Timescale Rule", rule.name, {"escalate_unit": "Soon", "pick": "Any", "weekday": "X"})
	found = {each.name: each for each in all_rules("Child")}
	assert rule.name in found
	assert found[rule.name].escalate_after is None
	assert bad.name not in found
	title = f"Timescale Rule left out: {bad.name}"
	log = frappe.get_all("Error Log", {"method": title}, pluck="error")
	assert "Fortnights" in log[0]
	assert "Calendar days, Working days, Weeks, Months" in log[0]


def test_a_unit_that_is_none_of_the_choices_is_refused_with_the_choices(rule):
	doc = frappe.get_doc("Timescale Rule", rule.name)
	doc.counts[0].unit = "Fortnights"
	with pytest.raises(TimescaleRuleError, match="Calendar days, Working days, Weeks, Months"):
		doc.save()
