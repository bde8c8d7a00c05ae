"""A tracker compared with the site: what is created and changed, and that loading twice changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.children.duplicates.matching import PersonIndex
from ppoc.database.record_difference import Existing, RecordChange, plan_record, same_value
from ppoc.imports.findings import Severity
from ppoc.imports.mapping import NameIndex
from ppoc.imports.tracker.planning import TrackerChanges, TrackerSite, person_of, plan_tracker, status_of
from ppoc.imports.tracker.reading import TrackerReading, TrackerSettings, read_tracker
from ppoc.imports.uploads import UploadedFile
from ppoc.tests.imports.workbook_factories import child_row, plan_row, tracker

pytestmark = pytest.mark.requirement("P5.3")
LINKS = {
	"team": NameIndex([("Larkspur CIC", "T-LARK")]),
	"social_worker": NameIndex([("Orla Brindle", "W-1")]),
}


def read(upload: UploadedFile) -> TrackerReading:
	reading = read_tracker(upload, TrackerSettings(date(2026, 11, 22), links=LINKS))
	assert not reading.refused
	return reading


def site_after(reading: TrackerReading, changes: TrackerChanges) -> TrackerSite:
	"""Returns the site as it would be after writing the changes."""
	children = {
		child.person.child_id: Existing(f"CH-{child.line}", changes.children[child.line].values)
		for child in reading.children
	}
	plans = {
		(f"CH-{plan.child_line}", plan.route): Existing(f"PL-{number}", plan.record.values)
		for number, plan in enumerate(changes.plans)
	}
	actions = {
		f"PL-{number}": [action.text for action in plan.actions] for number, plan in enumerate(changes.plans)
	}
	people = PersonIndex(person_of(existing.name, existing.values) for existing in children.values())
	return TrackerSite(children, people, plans=plans, actions=actions)


ACTION = "Orla Brindle to visit the aunt by 01/12/2026"


def test_loading_the_same_tracker_twice_changes_nothing():
	reading = read(
		tracker(
			[child_row("1"), child_row("2", DOB="01/01/2016")],
			sgo=[plan_row("1", Next_actions=ACTION + "\nThink")],
		)
	)
	first = plan_tracker(reading, TrackerSite())
	assert (first.count(RecordChange.CREATE), len(first.plans[0].actions)) == (2, 1)
	second = plan_tracker(reading, site_after(reading, first))
	assert second.count(RecordChange.UNCHANGED) == 2
	assert [plan.record.change for plan in second.plans] == [RecordChange.UNCHANGED]
	assert second.plans[0].actions == []
	assert second.findings == []


def test_a_corrected_tracker_changes_what_differs_and_nothing_else():
	before = read(tracker(sgo=[plan_row()]))
	site = site_after(before, plan_tracker(before, TrackerSite()))
	after = plan_tracker(read(tracker(sgo=[plan_row(Predicted_Start_Date="01/03/2027")])), site)
	(plan,) = after.plans
	assert plan.record.values == {"predicted_start": date(2027, 3, 1)}
	assert plan.record.before == {"predicted_start": date(2027, 2, 1)}
	assert after.children[2].change is RecordChange.UNCHANGED
	assert after.count(RecordChange.CHANGE) == 1


def test_a_blank_cell_clears_nothing():
	before = read(tracker())
	site = site_after(before, plan_tracker(before, TrackerSite()))
	after = plan_tracker(read(tracker([child_row(Rationale=None, Legal_Status=None)])), site)
	assert after.children[2].change is RecordChange.UNCHANGED


def test_a_row_without_an_id_is_found_by_name_and_date_of_birth():
	before = read(tracker())
	site = site_after(before, plan_tracker(before, TrackerSite()))
	after = plan_tracker(read(tracker([child_row(None)])), site)
	assert after.children[2].name == "CH-2"
	assert not after.refused


def test_a_row_without_an_id_of_a_child_unknown_here_is_refused():
	changes = plan_tracker(read(tracker([child_row(None)])), TrackerSite())
	(fault,) = changes.findings
	assert changes.refused
	assert (fault.severity, fault.line) == (Severity.REFUSED, 2)
	assert "child's ID" in fault.remedy


@pytest.mark.requirement("X2.6")
def test_a_new_child_like_one_that_is_here_is_a_warning():
	before = read(tracker())
	site = site_after(before, plan_tracker(before, TrackerSite()))
	changes = plan_tracker(read(tracker([child_row("88")])), site)
	(fault,) = changes.findings
	assert fault.severity is Severity.WARNING
	assert "CH-2" in fault.message


def test_a_child_held_elsewhere_is_refused_without_saying_where():
	changes = plan_tracker(read(tracker()), TrackerSite(hidden=frozenset({"70001"})))
	(fault,) = changes.findings
	assert changes.refused
	assert "access to this child's record" in fault.message


def test_a_plan_that_went_further_on_the_site_is_not_set_back():
	reading = read(tracker(sgo=[plan_row()]))
	first = plan_tracker(reading, TrackerSite())
	site = site_after(reading, first)
	further = {**site.plans["CH-2", "SGO"].values, "status": "Assessment started"}
	changes = plan_tracker(
		reading, TrackerSite(site.children, site.people, plans={("CH-2", "SGO"): Existing("PL-0", further)})
	)
	assert changes.plans[0].record.change is RecordChange.UNCHANGED


def test_a_plan_that_ended_on_the_site_is_left_alone_with_a_warning():
	reading = read(tracker(sgo=[plan_row()]))
	site = site_after(reading, plan_tracker(reading, TrackerSite()))
	ended = TrackerSite(site.children, site.people, closed=frozenset({("CH-2", "SGO")}))
	changes = plan_tracker(reading, ended)
	assert changes.plans == []
	(fault,) = changes.findings
	assert fault.severity is Severity.WARNING
	assert "ended" in fault.message


@pytest.mark.parametrize(
	("values", "status"),
	[
		({}, "Prioritised"),
		({"actual_start": date(2026, 1, 1)}, "Assessment started"),
		({"actual_start": date(2026, 1, 1), "actual_finish": date(2026, 2, 1)}, "Assessment finished"),
	],
)
def test_a_plan_stands_where_its_dates_say(values: dict[str, object], status: str):
	assert status_of(values) == status


@pytest.mark.parametrize(
	("one", "other", "same"),
	[
		(None, "", True),
		(True, 1, True),
		(date(2026, 1, 2), "2026-01-02", True),
		("a\r\nb ", "a\nb", True),
		("a", "b", False),
		(0, None, False),
	],
)
def test_values_are_compared_by_what_they_mean(one: object, other: object, same: bool):
	assert same_value(one, other) is same


def test_a_new_record_takes_every_value_that_says_something():
	planned = plan_record("1", {"a": "x", "b": "", "c": None, "d": 0}, None)
	assert (planned.change, planned.values) == (RecordChange.CREATE, {"a": "x", "d": 0})
