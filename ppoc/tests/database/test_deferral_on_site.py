"""The switch for work in bulk: nothing is computed inside the block, all of it at its end, and an error loses none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.database.deferral import deferred
from ppoc.plans.rag.rating_database import rate_all
from ppoc.tests.at_once import AtOnce
from ppoc.tests.factories import (
	make_action,
	make_child,
	make_event,
	make_forum,
	make_meeting,
	make_plan,
	make_rule,
	make_schedule,
	make_team,
	make_worker,
	queries_of,
	without_the_law,
)
from ppoc.timescales.recompute_database import gathered, recompute_children, recompute_stale

TODAY = "2026-11-23"


@pytest.fixture
def rules(site: str):
	"""A rule for children, one for meetings, one for schedules."""
	with freeze_time(f"{TODAY} 09:00:00", tick=True):
		without_the_law()
		make_rule([("Entered care", 10, "Calendar days")], ["Review held"])
		make_rule([("Meeting date", 3, "Calendar days")], ["Notes issued"], applies_to="Meeting")
		make_rule([("Schedule begun", 0, "Calendar days")], ["Sitting held"], applies_to="Forum Schedule")
		yield


def due(field: str, name: str) -> list[str]:
	"""The due dates of a child, a meeting or a schedule."""
	dates = frappe.get_all("Timescale", {field: name}, pluck="due_on", order_by="due_on asc")
	return [str(day) for day in dates]


def rating(plan: Any) -> str:
	return frappe.db.get_value("Permanence Plan", plan.name, "rag") or ""


def make_late_plan(**values: Any) -> Any:
	"""A plan that is rated Red, because its predicted start has gone by; with a later one it is Green."""
	child = make_child(social_worker=make_worker().name).name
	make_action(child=child, due_on="2026-11-28")
	return make_plan(**{"child": child, "status": "Prioritised", "predicted_start": "2026-11-01", **values})


class Interrupted(Exception):
	pass


@contextmanager
def failing_block() -> Iterator[None]:
	"""A block that ends with an error, which somebody outside of it catches."""
	with suppress(Interrupted), deferred():
		yield
		raise Interrupted


def test_nothing_is_computed_inside_and_everything_at_the_end(rules):
	with deferred():
		child, plan = make_child(), make_late_plan()
		make_event(child.name, "Entered care", "2026-11-02")
		meeting = make_meeting(team=make_team().name, meeting_date="2026-11-16")
		schedule = make_schedule(forum=make_forum().name, first_sitting="2026-11-02")
		places = {"child": child.name, "meeting": meeting.name, "forum_schedule": schedule.name}
		assert [due(field, name) for field, name in places.items()] == [[], [], []]
		assert rating(plan) == ""
	assert due("child", child.name) == ["2026-11-12"]
	assert "2026-11-19" in due("meeting", meeting.name)
	assert "2026-11-02" in due("forum_schedule", schedule.name)
	assert rating(plan) == "Red"
	assert frappe.db.get_value("Child", child.name, "overdue_count") == 1


def test_the_ratings_count_the_due_dates_of_the_same_block(rules):
	"""Its action is saved first, the event that makes a due date overdue afterwards."""
	plan = make_late_plan(predicted_start="2027-02-01")
	assert rating(plan) == "Green"
	with deferred():
		make_action(child=plan.child, due_on="2026-11-29")
		make_event(plan.child, "Entered care", "2026-09-01")
	assert "2026-09-11" in due("child", plan.child)
	assert rating(plan) == "Red"


def test_each_record_is_computed_once_however_often_it_is_saved(rules):
	child = make_child().name

	def save(times: int) -> None:
		with deferred():
			for day in range(times):
				frappe.db.set_value("Child", child, "last_name", f"Name{day}")
				frappe.get_doc("Child", child).update({"first_name": f"Name{day}"}).save()

	save(1)
	once, four_times = queries_of(lambda: save(1)), queries_of(lambda: save(4))
	one_save = queries_of(lambda: frappe.get_doc("Child", child).update({"first_name": "Ann"}).save())
	assert four_times < once + 3 * one_save


def test_what_is_computed_outright_is_computed_inside_a_block_too(rules):
	child, plan = make_child(), make_late_plan(predicted_start="2027-02-01")
	with deferred():
		make_event(child.name, "Entered care", "2026-11-02")
		plan.update({"predicted_start": "2026-11-01"}).save()
		assert recompute_children([child.name]) == 1
		assert rate_all() >= 1
		assert (due("child", child.name), rating(plan)) == (["2026-11-12"], "Red")


def test_what_was_written_past_the_records_is_found_at_the_end(rules):
	child = make_child()
	event = make_event(child.name, "Entered care", "2026-11-02")
	with deferred():
		frappe.db.set_value("Care Event", event.name, "event_date", "2026-11-09", update_modified=False)
		assert recompute_stale() == 0
		assert due("child", child.name) == ["2026-11-12"]
	assert due("child", child.name) == ["2026-11-19"]


def test_a_block_in_a_block_leaves_its_work_to_the_outer_one(rules):
	first, second = make_child().name, make_child().name
	with deferred():
		with deferred():
			make_event(first, "Entered care", "2026-11-02")
		with gathered():
			make_event(second, "Entered care", "2026-11-03")
		assert due("child", first) == due("child", second) == []
	assert (due("child", first), due("child", second)) == (["2026-11-12"], ["2026-11-13"])


def test_a_block_inside_one_that_gathers_due_dates_computes_the_rest_itself(rules):
	child, plan = make_child().name, make_late_plan(predicted_start="2027-02-01")
	with gathered():
		with deferred():
			make_event(child, "Entered care", "2026-11-02")
			plan.update({"predicted_start": "2026-11-01"}).save()
		assert (due("child", child), rating(plan)) == ([], "Red")
	assert due("child", child) == ["2026-11-12"]


def test_after_an_error_the_switch_is_off_and_nothing_of_the_block_is_left(rules, monkeypatch):
	asked = enqueued(monkeypatch)
	child = make_child().name
	frappe.db.savepoint("ppoc_test")
	with failing_block():
		make_event(child, "Entered care", "2026-11-02")
	frappe.db.rollback(save_point="ppoc_test")
	assert asked == []
	make_event(child, "Entered care", "2026-11-03")
	assert due("child", child) == ["2026-11-13"]


def test_an_error_in_an_inner_block_that_is_caught_loses_nothing(rules):
	child = make_child().name
	with deferred():
		with failing_block():
			make_event(child, "Entered care", "2026-11-02")
		assert due("child", child) == []
	assert due("child", child) == ["2026-11-12"]


def test_what_was_committed_before_an_error_is_computed_by_a_job(rules, committed, monkeypatch):
	child, other, plan = make_child().name, make_child().name, make_late_plan(predicted_start="2027-02-01")
	frappe.db.commit()
	asked = enqueued(monkeypatch)
	with failing_block():
		make_event(child, "Entered care", "2026-11-02")
		plan.update({"predicted_start": "2026-11-01"}).save()
		frappe.db.commit()
		make_event(other, "Entered care", "2026-11-02")
	frappe.db.rollback()
	assert (due("child", child), rating(plan)) == ([], "Green")
	((method, options),) = asked
	assert options["left"]["ppoc.timescales.recompute_database.recompute_children"] == [child]

	frappe.get_attr(method)(options["left"])

	assert (due("child", child), rating(plan)) == (["2026-11-12"], "Red")
	assert due("child", other) == []


def test_what_is_committed_although_the_block_failed_is_computed_by_a_job(rules, committed, monkeypatch):
	child = make_child().name
	frappe.db.commit()
	asked = enqueued(monkeypatch)
	with failing_block():
		make_event(child, "Entered care", "2026-11-02")
	assert asked == [], "nobody knows yet what becomes of it"
	frappe.db.commit()
	((method, options),) = asked
	frappe.get_attr(method)(options["left"])
	assert due("child", child) == ["2026-11-12"]


def test_without_a_queue_the_error_that_ended_the_block_is_still_told(rules, committed, monkeypatch):
	def no_queue(*_: Any, **__: Any) -> None:
		raise ConnectionError

	child = make_child().name
	frappe.db.commit()
	monkeypatch.setattr(frappe, "enqueue", no_queue)
	with failing_block():
		make_event(child, "Entered care", "2026-11-02")
		frappe.db.commit()
	assert recompute_stale() == 1, "the nightly pass finds it"
	assert due("child", child) == ["2026-11-12"]


def test_a_long_block_computes_in_between_and_nothing_twice(rules, committed):
	child, other = make_child().name, make_child().name
	with deferred() as waiting:
		make_event(child, "Entered care", "2026-11-02")
		waiting.compute()
		frappe.db.commit()
		assert due("child", child) == ["2026-11-12"]
		make_event(other, "Entered care", "2026-11-03")
		assert set().union(*waiting.waiting.values()) == {other}
		assert due("child", other) == []
	assert due("child", other) == ["2026-11-13"]


def test_a_caller_with_a_pass_of_its_own_forgets_what_waits(rules):
	child = make_child().name
	with deferred() as waiting:
		make_event(child, "Entered care", "2026-11-02")
		waiting.forget()
	assert due("child", child) == []
	assert recompute_stale() == 1
	assert due("child", child) == ["2026-11-12"]


def test_colleagues_who_save_at_the_same_time_have_their_due_dates_at_once(rules, committed, at_once: AtOnce):
	mine, theirs = make_child().name, make_child().name
	frappe.db.commit()
	with deferred():
		make_event(mine, "Entered care", "2026-11-02")
		frappe.db.commit()
		answers = at_once(lambda: str(make_event(theirs, "Entered care", "2026-11-03").name))
		assert isinstance(answers[0], str), answers
		frappe.db.commit()
		assert (due("child", mine), due("child", theirs)) == ([], ["2026-11-13"])
	assert due("child", mine) == ["2026-11-12"]


def test_a_colleague_who_saves_the_same_child_meanwhile_computes_it_and_the_end_agrees(
	rules, committed, at_once: AtOnce
):
	child = make_child().name
	frappe.db.commit()
	with deferred():
		make_event(child, "Entered care", "2026-11-02")
		frappe.db.commit()
		answers = at_once(lambda: str(make_event(child, "Review held", "2026-11-10").name))
		assert isinstance(answers[0], str), answers
		frappe.db.commit()
	assert due("child", child) == ["2026-11-12"]
	assert frappe.db.get_value("Timescale", {"child": child}, "state") == "Met"


def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
	"""The deferral's own jobs from now on, kept and not run."""
	asked: list[tuple[str, dict[str, Any]]] = []

	def keep(method: str, **options: Any) -> None:
		if "deferral" in method:
			asked.append((method, options))

	monkeypatch.setattr(frappe, "enqueue", keep)
	return asked
