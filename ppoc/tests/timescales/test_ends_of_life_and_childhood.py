"""A death and the 18th birthday end every clock, on plain values and on the site."""

from __future__ import annotations

from datetime import date

import frappe
import pytest
from freezegun import freeze_time

from ppoc.tests.factories import make_child, make_event
from ppoc.tests.timescales.lives import due
from ppoc.timescales import nightly
from ppoc.timescales.models import CHILD_DIED, TURNED_18
from ppoc.timescales.subjects_database import life_ends

PROGRESS = "Prioritised child discussed every fortnight"


@pytest.mark.parametrize(
	("rule", "life"),
	[
		(PROGRESS, "2026-03-02 Prioritised"),
		("First review within 20 working days", "2026-03-02 Entered care"),
		("Planning meeting every six weeks", "2026-03-02 Permanency planning meeting held"),
		("Minutes on the child's file within 2 working days", "2026-03-04 Permanency planning meeting held"),
		(
			"Care plan updated within 5 working days of a meeting",
			"2026-03-03 Permanency planning meeting held",
		),
		("Later reviews every 6 months", "2026-01-02 Review held\n2026-02-02 Review held"),
	],
)
@pytest.mark.parametrize("end", [CHILD_DIED, TURNED_18])
def test_from_the_end_on_nothing_is_asked_for(rule, life, end):
	assert [said.split(" ", 1)[1] for said in due(rule, f"{life}\n2026-03-05 {end}", "2026-09-01")] == [
		"Stopped"
	]


@pytest.mark.parametrize("late", ["Prioritised", "Entered care", "Review held"])
def test_what_is_recorded_after_the_end_starts_nothing(late):
	rules = [PROGRESS, "First review within 20 working days", "Second review 3 months after the first"]
	assert due(rules, f"2026-03-05 {CHILD_DIED}\n2026-03-06 {late}\n2026-04-01 {late}", "2026-04-02") == []


def test_what_was_done_before_it_stays_done():
	life = f"2026-02-02 Prioritised\n2026-02-16 Mobilisation Meeting: discussed\n2026-02-20 {TURNED_18}"
	assert due(PROGRESS, life, "2026-03-20") == ["2026-02-16 Met", "2026-03-02 Stopped"]


def test_childhood_ends_on_the_birthday_and_not_before():
	assert life_ends(date(2008, 3, 5), None, date(2026, 3, 4)) == []
	assert [event.on for event in life_ends(date(2008, 2, 29), None, date(2026, 3, 5))] == [date(2026, 3, 1)]
	assert life_ends(None, None, date(2026, 3, 5)) == []
	both = life_ends(date(2008, 3, 5), date(2020, 1, 1), date(2026, 3, 5))
	assert [event.type for event in both] == [CHILD_DIED, TURNED_18]


def still_asked(child: str) -> tuple:
	return frappe.db.get_value("Child", child, ["next_due_on", "next_due", "overdue_count"])


@freeze_time("2026-03-04 10:00:00")
def test_a_date_of_death_typed_by_hand_leaves_nothing_due(site):
	child = make_child(date_of_birth="2016-05-01")
	make_event(child.name, "Prioritised", "2026-03-02")
	make_event(child.name, "Entered care", "2026-01-05")
	assert still_asked(child.name)[1]
	child.reload()
	child.date_of_death = "2026-03-03"
	child.save()
	assert still_asked(child.name) == (None, None, 0)
	child.reload()
	child.date_of_death = None
	child.save()
	assert still_asked(child.name)[1]


def test_the_nightly_pass_ends_the_clocks_on_the_18th_birthday(site):
	with freeze_time("2026-03-04 10:00:00"):
		child = make_child(date_of_birth="2008-03-05")
		make_event(child.name, "Prioritised", "2026-03-02")
		nightly.run_pass()
		assert still_asked(child.name)[1]
	with freeze_time("2026-03-05 02:00:00"):
		nightly.run_pass()
		assert still_asked(child.name) == (None, None, 0)
