"""Due dates follow the life and never rewrite it: records saved by users, and the nightly pass."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import getdate
from freezegun import freeze_time

from ppoc.exceptions import ImpossibleDateError
from ppoc.tests.factories import (
	make_categorised_child,
	make_child,
	make_event,
	make_forum,
	make_meeting,
	make_rule,
	make_schedule,
	make_team,
)
from ppoc.timescales import nightly
from ppoc.timescales.api import timeline
from ppoc.timescales.explanations_database import explain_stored
from ppoc.timescales.recompute_database import recompute_children
from ppoc.timescales.rules_database import forget_setup, setup_changed
from ppoc.timescales.subjects_database import child_rows, first_days
from ppoc.timescales.twins_api import merge


def due(record: str, field: str = "child", **filters: str) -> list[str]:
	rows = frappe.get_all(
		"Timescale",
		filters={field: record, **filters},
		fields=["due_on", "state"],
		order_by="due_on asc, step asc",
	)
	return [f"{row.due_on} {row.state}" for row in rows]


def moved(doc: Any, **values: Any) -> Any:
	doc.reload()
	doc.update(values)
	doc.save()
	return doc


# the forum's own rhythm


@pytest.fixture
def sittings(site):
	return make_rule(
		applies_to="Forum Schedule",
		counts=[("Schedule begun", 0, "Calendar days")],
		satisfied_by=["Sitting held"],
		stopped_by=["Schedule ended"],
		repeats=1,
		repeat_amount=1,
		repeat_unit="Weeks",
		repeat_from="The forum's rhythm",
	)


def held(schedule, rhythm_day: str, on: str) -> None:
	meeting = make_meeting(
		forum=schedule.forum,
		locality=schedule.locality,
		team=schedule.team,
		meeting_date=on,
		status="Proposed",
	)
	values = {"schedule": schedule.name, "rhythm_date": rhythm_day, "status": "Held"}
	frappe.db.set_value("Meeting", meeting.name, values)


@freeze_time("2026-04-20 10:00:00")
@pytest.mark.parametrize(
	("forum", "first", "days", "expected"),
	[
		# the second Tuesday of the month: 14 April is more than a month after 10 March
		(
			{"every": "Month", "interval": 1},
			"2026-03-10",
			{"2026-03-10": "2026-03-10", "2026-04-14": "2026-04-14"},
			["2026-03-10 Met", "2026-04-14 Met", "2026-05-12 Not due"],
		),
		# every Friday: the one on Good Friday is held the day before
		(
			{"every": "Week", "interval": 1},
			"2026-03-27",
			{"2026-03-27": "2026-03-27", "2026-04-03": "2026-04-02", "2026-04-10": "2026-04-10"},
			["2026-03-27 Met", "2026-04-02 Met", "2026-04-10 Met", "2026-04-17 Overdue"],
		),
		# every second Monday, later: Easter Monday becomes the Tuesday after
		(
			{"every": "Week", "interval": 2},
			"2026-03-23",
			{"2026-03-23": "2026-03-23", "2026-04-06": "2026-04-07"},
			["2026-03-23 Met", "2026-04-07 Met", "2026-04-20 Due soon"],
		),
		# one that was left out by its people is late until the next
		(
			{"every": "Week", "interval": 1},
			"2026-04-09",
			{"2026-04-16": "2026-04-16"},
			["2026-04-09 Met late", "2026-04-23 Due soon"],
		),
		(
			{"every": "Week", "interval": 1, "on_closed_day": "Left out"},
			"2026-03-27",
			{"2026-03-27": "2026-03-27", "2026-04-10": "2026-04-10", "2026-04-17": "2026-04-17"},
			["2026-03-27 Met", "2026-04-10 Met", "2026-04-17 Met", "2026-04-24 Due soon"],
		),
	],
)
def test_a_forums_duty_follows_its_own_rhythm(sittings, forum, first, days, expected):
	team = make_team()
	schedule = make_schedule(
		forum=make_forum(held_by="Team", **forum).name,
		team=team.name,
		locality=team.locality,
		first_sitting=first,
	)
	for rhythm_day, on in days.items():
		held(schedule, rhythm_day, on)
	nightly.run_pass()
	assert due(schedule.name, "forum_schedule", rule=sittings.name) == expected


# several planned at once


@freeze_time("2026-03-11 10:00:00")
def test_the_minutes_of_the_second_meeting_do_not_close_those_of_the_first(site):
	rule = make_rule(
		counts=[("Review held", 2, "Calendar days")], satisfied_by=["Care plan updated"], same_meeting=1
	)
	team = make_team()
	child = make_child(team=team.name)
	first, second = (
		make_meeting(team=team.name, locality=team.locality, meeting_date=day, status="Proposed").name
		for day in ("2026-03-02", "2026-03-04")
	)
	make_event(child.name, "Review held", "2026-03-02", meeting=first)
	make_event(child.name, "Review held", "2026-03-04", meeting=second)
	make_event(child.name, "Care plan updated", "2026-03-05", meeting=second)
	assert due(child.name, rule=rule.name) == ["2026-03-04 Overdue", "2026-03-06 Met"]
	make_event(child.name, "Care plan updated", "2026-03-06", meeting=first)
	assert due(child.name, rule=rule.name) == ["2026-03-04 Met late", "2026-03-06 Met"]


# the past stays


def a_rule_for(conditions: str) -> Any:
	return make_rule(
		counts=[("Entered care", 10, "Calendar days"), ("Review held", 10, "Calendar days")],
		satisfied_by=["Care plan updated"],
		conditions=conditions,
	)


def test_a_move_to_another_service_ends_what_is_open_and_keeps_what_is_past(site):
	here, there = (
		make_team(service=service) for service in ("Children and Families", "Permanence and Transition")
	)
	old = a_rule_for('[["service", "=", "Children and Families"]]')
	new = a_rule_for('[["service", "=", "Permanence and Transition"]]')
	with freeze_time("2026-03-16 10:00:00"):
		child = make_child(team=here.name)
		make_event(child.name, "Entered care", "2026-02-02")
		make_event(child.name, "Care plan updated", "2026-02-10")
		make_event(child.name, "Review held", "2026-03-01")
		assert due(child.name, rule=old.name) == ["2026-02-12 Met", "2026-03-11 Overdue"]
		moved(child, team=there.name, locality=there.locality)
		expected = ["2026-02-12 Met", "2026-03-11 Missed"]
		assert (due(child.name, rule=old.name), due(child.name, rule=new.name)) == (expected, [])
		make_event(child.name, "Review held", "2026-03-16")
		assert due(child.name, rule=new.name) == ["2026-03-26 Not due"]
	with freeze_time("2026-03-17 10:00:00"):
		nightly.run_pass()
		assert due(child.name, rule=old.name) == expected


@freeze_time("2026-03-16 10:00:00")
def test_a_change_that_is_put_back_the_same_day_leaves_no_trace(site):
	here, there = (
		make_team(service=service) for service in ("Children and Families", "Permanence and Transition")
	)
	old = a_rule_for('[["service", "=", "Children and Families"]]')
	child = make_child(team=here.name)
	make_event(child.name, "Entered care", "2026-03-01")
	before = due(child.name, rule=old.name)
	moved(child, team=there.name, locality=there.locality)
	moved(child, team=here.name, locality=here.locality)
	assert due(child.name, rule=old.name) == before == ["2026-03-11 Overdue"]
	assert not frappe.db.get_value("Child", child.name, "timescales_past")


@freeze_time("2026-04-20 10:00:00")
@pytest.mark.parametrize(
	("place", "fact", "becomes"), [("Team", "service", "Other"), ("Locality", "nation", "Wales")]
)
def test_a_team_or_locality_that_changes_keeps_what_its_children_had(site, place, fact, becomes):
	team = make_team(service="Permanence")
	one, two, elsewhere = make_child(team=team.name), make_child(team=team.name), make_child()
	kept = [["unborn", 1, "2026-01-01"]]
	frappe.db.set_value("Child", two.name, "timescales_past", json.dumps(kept))
	doc = frappe.get_doc(place, team.name if place == "Team" else team.locality)
	was = doc.get(fact)
	doc.set(fact, becomes)
	doc.save()
	past = [
		json.loads(frappe.db.get_value("Child", c.name, "timescales_past") or "[]")
		for c in (one, two, elsewhere)
	]
	noted = [fact, was, "2026-04-20"]
	assert past == [[noted], [*kept, noted], []]
	doc.reload()
	doc.save()  # nothing changes, so nothing is noted
	assert json.loads(frappe.db.get_value("Child", one.name, "timescales_past")) == [noted]


def test_what_a_form_sends_for_the_past_does_not_count(site):
	child = make_child()
	moved(child, timescales_past='[["service","Anything","2020-01-01"]]')
	assert not frappe.db.get_value("Child", child.name, "timescales_past")


@freeze_time("2026-04-20 10:00:00")
def test_a_move_to_another_nation_judges_nothing_again(site):
	# 6 April 2026, Easter Monday, is a bank holiday in England and not in Scotland
	rule = make_rule(counts=[("Entered care", 2, "Working days")], satisfied_by=["Care plan updated"])
	child = make_child()
	make_event(child.name, "Entered care", "2026-04-02")
	make_event(child.name, "Care plan updated", "2026-04-08")
	assert due(child.name, rule=rule.name) == ["2026-04-08 Met"]
	team = make_team()
	frappe.get_doc("Locality", team.locality).update({"nation": "Scotland"}).save()
	moved(child, team=team.name, locality=team.locality)
	assert due(child.name, rule=rule.name) == ["2026-04-08 Met"]


def test_permanence_achieved_and_a_birthday_keep_the_past(site):
	until = a_rule_for('[["permanence_achieved", "=", 0]]')
	young = a_rule_for('[["age", "<", 10]]')
	with freeze_time("2026-03-16 10:00:00"):
		child = make_child(date_of_birth="2016-03-20")
		make_event(child.name, "Entered care", "2026-02-02")
		make_event(child.name, "Care plan updated", "2026-02-10")
		make_event(child.name, "Review held", "2026-03-01")
		make_event(child.name, "Permanence achieved", "2026-03-14")
		assert due(child.name, rule=until.name) == ["2026-02-12 Met", "2026-03-11 Missed"]
		assert due(child.name, rule=young.name) == ["2026-02-12 Met", "2026-03-11 Overdue"]
	with freeze_time("2026-03-20 02:00:00"):
		nightly.run_pass()
		assert due(child.name, rule=young.name) == ["2026-02-12 Met", "2026-03-11 Missed"]


@freeze_time("2026-03-16 10:00:00")
def test_a_decision_on_potential_satisfies_the_rule_that_asked_for_it(site):
	rule = make_rule(
		counts=[("Full care order made", 1, "Months")],
		satisfied_by=["Potential categorised"],
		conditions='[["potential", "=", "Not yet categorised"]]',
	)
	child = make_child()
	make_event(child.name, "Full care order made", "2026-03-02")
	assert due(child.name, rule=rule.name) == ["2026-04-02 Not due"]
	moved(child, potential="Potential now", potential_rationale="As talked through.")
	assert due(child.name, rule=rule.name) == ["2026-04-02 Met"]


# twins


@freeze_time("2026-04-10 10:00:00")
def test_a_review_typed_and_imported_makes_the_next_one_due_in_three_months(site):
	first, later = (
		make_rule(counts=[("Review held", months, "Months")], satisfied_by=["Care plan updated"])
		for months in (3, 6)
	)
	for rule, occurrence in ((first, 1), (later, 2)):
		frappe.db.set_value("Timescale Rule Count", rule.counts[0].name, "occurrence", occurrence)
	setup_changed()
	child = make_child()
	make_event(child.name, "Review held", "2026-03-30")
	make_event(child.name, "Review held", "2026-03-31", source_key="ssda903:review:2026-03-31")
	assert due(child.name, rule=first.name) == ["2026-06-30 Not due"]
	assert due(child.name, rule=later.name) == []


# closed days


def close(
	first_day: str, last_day: str | None = None, what: str = "Offices closed", kind: str = "Office closed"
):
	values = {
		"doctype": "Closed Day",
		"what": what,
		"first_day": first_day,
		"last_day": last_day,
		"kind": kind,
	}
	return frappe.get_doc(values).insert()


@pytest.fixture
def _setup_is_read_again() -> Iterator[None]:
	yield
	forget_setup()


@freeze_time("2026-12-14 10:00:00")
@pytest.mark.usefixtures("_setup_is_read_again")
def test_an_office_closure_moves_the_dates_the_same_night_and_says_why(site):
	rule = make_rule(counts=[("Entered care", 10, "Working days")], satisfied_by=["Review held"])
	child = make_child()
	event = make_event(child.name, "Entered care", "2026-12-14")
	assert due(child.name, rule=rule.name) == ["2026-12-30 Not due"]
	closed = close("2026-12-29", "2026-12-31")
	nightly.run_pass()
	assert due(child.name, rule=rule.name) == ["2027-01-05 Not due"]
	row = frappe.get_doc("Timescale", {"child": child.name, "rule": rule.name})
	said = [item for line in explain_stored(row) for item in line["items"]]
	assert "Closed day not counted: Offices closed, Tue 29 Dec 2026." in said
	assert event.name
	closed.delete()
	nightly.run_pass()
	assert due(child.name, rule=rule.name) == ["2026-12-30 Not due"]


@freeze_time("2026-12-14 10:00:00")
@pytest.mark.usefixtures("_setup_is_read_again")
def test_an_extra_bank_holiday_counts_too_and_what_was_met_before_stays(site):
	rule = make_rule(counts=[("Entered care", 10, "Working days")], satisfied_by=["Review held"])
	child = make_child()
	make_event(child.name, "Entered care", "2026-03-02")
	make_event(child.name, "Review held", "2026-03-16")
	make_event(child.name, "Entered care", "2026-12-07")
	close("2026-12-18", what="A coronation", kind="Bank holiday")
	nightly.run_pass()
	assert due(child.name, rule=rule.name) == ["2026-03-16 Met", "2026-12-22 Not due"]


@pytest.mark.parametrize(
	("first", "last"), [("2026-12-31", "2026-12-24"), ("2026-01-01", "2027-01-01"), ("2204-01-01", None)]
)
def test_days_in_the_wrong_order_or_far_too_many_are_refused(site, first, last):
	with pytest.raises(ImpossibleDateError, match="check the days"):
		close(first, last)


def test_the_closed_day_keeps_dates_as_days(site):
	assert date.fromisoformat(str(close("2026-12-29").first_day)) == date(2026, 12, 29)


def test_a_categorised_child_still_has_its_history(site):
	assert make_categorised_child("Potential now").potential_history


@freeze_time("2026-04-10 10:00:00")
def test_twins_are_offered_for_merging_and_the_next_load_knows_the_one_that_stays(site):
	child = make_child()
	typed = make_event(child.name, "Review held", "2026-03-30")
	loaded = make_event(child.name, "Review held", "2026-03-31", source_key="ssda903:review:2026-03-31")
	make_event(child.name, "Review held", "2026-09-30")
	(offer,) = timeline(child.name)["twins"]
	assert (offer["keep"], offer["drop"]) == (typed.name, loaded.name)
	assert offer["words"] == "Review held: Mon 30 Mar 2026 (typed) and Tue 31 Mar 2026 (imported)"
	merge(offer["keep"], offer["drop"])
	assert frappe.db.get_value("Care Event", typed.name, "source_key") == "ssda903:review:2026-03-31"
	assert not frappe.db.exists("Care Event", loaded.name)
	assert timeline(child.name)["twins"] == []


@pytest.mark.parametrize(("kind", "day"), [("Entered care", "2026-03-30"), ("Review held", "2026-04-20")])
def test_what_is_not_the_same_is_not_merged(site, kind, day):
	child = make_child()
	first = make_event(child.name, "Review held", "2026-03-30")
	other = make_event(child.name, kind, day, source_key="ssda903:other")
	with pytest.raises(ImpossibleDateError, match="not the same"):
		merge(first.name, other.name)
	with pytest.raises(ImpossibleDateError):
		merge(first.name, first.name)
	assert frappe.db.exists("Care Event", other.name)


@freeze_time("2026-04-10 10:00:00")
def test_a_child_of_a_one_year_return_has_the_rules_that_follow_from_being_in_care(site):
	rule = make_rule(
		counts=[("Entered care", 4, "Weeks"), ("In care when records begin", 4, "Weeks")],
		satisfied_by=["Plan tracked in supervision"],
	)
	child = make_child(potential="Not yet categorised")
	frappe.get_doc(
		{
			"doctype": "Care Episode",
			"child": child.name,
			"started_on": "2026-04-01",
			"reason_new_episode": "P",
		}
	).insert(ignore_permissions=True)
	frappe.db.set_value("Child", child.name, "timescales_stamp", None)  # as a load leaves a new child
	recompute_children([child.name])
	assert due(child.name, rule=rule.name) == ["2026-04-29 Not due"]
	assert due(child.name, rule="New child categorised at the next monthly meeting") == ["2026-05-01 Not due"]


def episodes_of(child: str, *rows: tuple[str, str, str]) -> None:
	"""Writes episodes as a load does: start, reason and legal status."""
	for start, reason, status in rows:
		values = {"started_on": start, "reason_new_episode": reason, "legal_status": status}
		frappe.get_doc({"doctype": "Care Episode", "child": child, **values}).insert(ignore_permissions=True)


@pytest.mark.parametrize(
	("rows", "events", "begun"),
	[
		([("2026-04-01", "P", "C2")], [], True),
		([("2026-04-01", "P", "C2")], [("Left care", "2026-06-01")], True),
		([("2026-04-01", "P", "C2")], [("Left care", "2026-06-01"), ("Entered care", "2026-07-01")], True),
		([("2026-04-01", "S", "C2")], [("Entered care", "2026-04-01"), ("Left care", "2026-06-01")], False),
		([("2024-04-01", "S", "V4"), ("2026-04-01", "P", "C2")], [("Left care", "2026-06-01")], True),
	],
)
def test_in_care_when_records_begin_outlasts_leaving_and_entering_again(site, rows, events, begun):
	left = any(kind == "Left care" for kind, _day in events)
	child = make_child(looked_after=int(not left))
	episodes_of(child.name, *rows)
	row = next(one for one in child_rows("", 100_000) if one[0] == child.name)
	happened = [(kind, getdate(day), f"E{n}") for n, (kind, day) in enumerate(events)]
	found = first_days([row], {child.name: happened})
	days = [(one.type, str(one.on)) for one in found.get(child.name, [])]
	expected = [
		("In care when records begin", "2026-04-01"),
		("On care order when records begin", "2026-04-01"),
	]
	assert days == (expected if begun else [])
