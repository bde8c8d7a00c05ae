"""Every rule of every practice pack, shown on events: what is due, and in which state. No site needed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ppoc.tests.timescales.pack_cases import CASES, Case
from ppoc.timescales.calendars import calendar_of
from ppoc.timescales.checks import check, check_together
from ppoc.timescales.engine import Engine
from ppoc.timescales.pack_rules import all_pack_rules, folders, pack_event_types, records_of

RULES = {one.name: one for one in all_pack_rules()}
TYPES = pack_event_types()
ENGLAND = calendar_of("England")


def due(case: Case, facts: dict) -> list[str]:
	"""Returns what is due by the case's rule, as the cases say it; only the rules that it counts from run with it."""
	engine = Engine(with_those_before(case.rule), TYPES)
	found = engine.timescales(case.happened(), facts, date.fromisoformat(case.today), ENGLAND)
	return sorted(f"{one.due_on} {one.state.value}" for one in found if one.rule == case.rule)


def with_those_before(name: str) -> list:
	rule = RULES[name].rule
	return [rule, *(one for count in rule.counts if count.rule for one in with_those_before(count.rule))]


def showing(row: str) -> list:
	"""Returns the cases that show a row of the requirements."""
	return [pytest.param(case, id=case.rule) for case in CASES if row in case.shows]


@pytest.mark.requirement("P1.1")
@pytest.mark.parametrize("case", showing("P1.1"))
def test_identification_is_monthly_and_misses_nobody(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("P2.1")
@pytest.mark.parametrize("case", showing("P2.1"))
def test_mobilisation_is_fortnightly_for_each_prioritised_child(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("P3.1")
@pytest.mark.parametrize("case", showing("P3.1"))
def test_the_panel_is_monthly_and_told_a_week_before(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("P4.1")
@pytest.mark.parametrize("case", showing("P4.1"))
def test_the_leadership_checks_in_monthly(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("P6.1")
@pytest.mark.parametrize("case", showing("P6.1"))
def test_the_form_is_due_every_second_friday(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("T1.1")
@pytest.mark.parametrize("case", showing("T1.1"))
def test_the_initial_planning_meeting_is_within_4_weeks(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("T1.2")
@pytest.mark.parametrize("case", showing("T1.2"))
def test_then_there_is_one_every_month(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("T1.3")
@pytest.mark.parametrize("case", showing("T1.3"))
def test_the_final_one_is_2_weeks_before_what_comes_sooner(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("T1.4")
@pytest.mark.parametrize("case", showing("T1.4"))
def test_on_a_care_order_every_2_months_until_matched(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("T1.5")
@pytest.mark.parametrize("case", showing("T1.5"))
def test_on_a_placement_order_every_4_weeks_until_matched_or_changed(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("T3.1")
@pytest.mark.parametrize("case", showing("T3.1"))
def test_updates_go_3_working_days_before_and_minutes_2_after(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("T4.1")
@pytest.mark.parametrize("case", showing("T4.1"))
def test_the_adoption_medical_and_the_referral_follow_in_weeks(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("T5.2")
@pytest.mark.parametrize("case", showing("T5.2"))
def test_the_adoption_service_is_told_of_the_unborn_and_the_young(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D1.1")
@pytest.mark.parametrize("case", showing("D1.1"))
def test_the_panel_sits_every_week(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D2.3")
@pytest.mark.parametrize("case", showing("D2.3"))
def test_an_emergency_comes_to_the_next_panel(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D3.1")
@pytest.mark.parametrize("case", showing("D3.1"))
def test_papers_are_due_2_days_before_or_7(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D4.3")
@pytest.mark.parametrize("case", showing("D4.3"))
def test_decisions_are_authorised_in_48_hours(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D5.4")
@pytest.mark.parametrize("case", showing("D5.4"))
def test_there_is_a_plan_by_the_second_review(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D6.1")
@pytest.mark.parametrize("case", showing("D6.1"))
def test_the_oversight_report_is_quarterly(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D8.1")
@pytest.mark.parametrize("case", showing("D8.1"))
def test_planning_meetings_are_6_weekly_after_the_first(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D8.2")
@pytest.mark.parametrize("case", showing("D8.2"))
def test_planning_meetings_and_reviews_keep_the_court_and_adoption_dates(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("D8.3")
@pytest.mark.parametrize("case", showing("D8.3"))
def test_managers_track_every_4_weeks(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("S1.1")
@pytest.mark.parametrize("case", showing("S1.1"))
def test_the_clock_starts_with_care_or_need_or_for_the_settled(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("S1.2")
@pytest.mark.parametrize("case", showing("S1.2"))
def test_planning_meetings_come_in_10_days_then_6_weekly_and_before_reviews(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("S1.3")
@pytest.mark.parametrize("case", showing("S1.3"))
def test_reviews_come_after_20_days_3_months_and_6(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("S1.4")
@pytest.mark.parametrize("case", showing("S1.4"))
def test_care_plan_and_reviewing_officer_follow_in_5_days(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("S1.5")
@pytest.mark.parametrize("case", showing("S1.5"))
def test_a_change_of_plan_reconvenes_and_is_told(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("S1.6")
@pytest.mark.parametrize("case", showing("S1.6"))
def test_reviews_outlast_permanence_and_a_change_starts_meetings_again(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("F1.1")
@pytest.mark.parametrize("case", showing("F1.1"))
def test_the_resource_panel_asks_for_requests_on_a_tuesday(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("F1.2")
@pytest.mark.parametrize("case", showing("F1.2"))
def test_court_tracking_is_fortnightly(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("F1.3")
@pytest.mark.parametrize("case", showing("F1.3"))
def test_permanency_tracking_invites_after_the_second_review_and_back(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("F1.4")
@pytest.mark.parametrize("case", showing("F1.4"))
def test_placement_forum_1_hears_emergencies_and_the_homeless(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("F1.5")
@pytest.mark.parametrize("case", showing("F1.5"))
def test_placement_forum_2_is_weekly_and_feeds_the_strategy(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("F1.6")
@pytest.mark.parametrize("case", showing("F1.6"))
def test_tracked_placements_are_heard_every_week(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("F2.1")
@pytest.mark.parametrize("case", showing("F2.1"))
def test_notes_go_out_in_3_days_and_practice_is_told_the_next(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("Y1")
@pytest.mark.parametrize("case", showing("Y1"))
def test_the_law_asks_for_it_in_time(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("Y6")
@pytest.mark.parametrize("case", showing("Y6"))
def test_a_care_order_at_home_is_looked_at_every_6_months(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("Y10")
@pytest.mark.parametrize("case", showing("Y10"))
def test_a_family_is_followed_after_permanence(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("Y11")
@pytest.mark.parametrize("case", showing("Y11"))
def test_a_reason_is_asked_for_every_6_months_without_an_agreed_plan(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.requirement("Y12")
@pytest.mark.parametrize("case", showing("Y12"))
def test_a_child_is_told_of_a_decision_within_10_working_days(case):
	assert due(case, case.facts) == list(case.due)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.rule) for case in CASES if case.not_for])
def test_the_rule_asks_nothing_of_others(case):
	assert due(case, case.not_for) == []


def test_every_case_is_run():
	marks = [mark for name, test in globals().items() if name.startswith("test_") for mark in marks_of(test)]
	rows = {row for mark in marks if mark.name == "requirement" for row in mark.args}
	assert [case.rule for case in CASES if not rows.issuperset(case.shows)] == []


def marks_of(test: object) -> list:
	"""Returns the marks of a test."""
	return list(getattr(test, "pytestmark", ()))


def test_every_rule_has_a_case_and_every_conditional_rule_a_counter_case():
	assert set(RULES) - {case.rule for case in CASES} == set()
	conditional = {name for name, one in RULES.items() if one.rule.conditions}
	assert conditional - {case.rule for case in CASES if case.not_for} == set()


@pytest.mark.requirement("X1.2")
def test_every_document_has_a_folder_with_rules():
	of_pack = Counter(one.folder for one in RULES.values())
	assert set(of_pack) == {folder.name for folder in folders()} - {"core"}
	assert len(of_pack) == 9


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_rule_names_its_place_its_duty_and_whose_it_is_and_can_be_computed(name):
	one = RULES[name]
	assert one.record["pack"] == one.pack
	for field in ("source", "about", "duty", "duty_role", "escalate_to", "escalate_amount"):
		assert one.record.get(field), field
	facts = {"forum", "service", "age", "unborn", "on_full_care_order", "potential"}
	facts |= {"permanence_achieved", "permanence_before", "plan_agreed", "placed_with_parents"}
	facts |= {"looked_after"}
	check(one.rule, facts)
	named = one.rule.satisfied_by | one.rule.stopped_by | {count.event_type for count in one.rule.counts}
	assert named - set(TYPES) - {""} == set()
	assert {count.rule for count in one.rule.counts} - set(RULES) - {""} == set()


def test_no_two_rules_share_a_name_and_none_waits_for_itself():
	names = [one.name for one in all_pack_rules()]
	assert len(names) == len(set(names))
	check_together(one.rule for one in RULES.values())


@pytest.mark.parametrize(
	"folder", [folder for folder in folders() if folder.name != "core"], ids=lambda folder: folder.name
)
def test_every_duty_and_event_type_of_a_pack_is_used_or_shared(folder):
	used = {one.record["duty"] for one in RULES.values()}
	brought = {r["duty_name"] for r in records_of(folder) if r["doctype"] == "Timescale Duty"}
	assert brought - used == set()
	events = {
		event
		for one in RULES.values()
		for event in (
			one.rule.satisfied_by | one.rule.stopped_by | {count.event_type for count in one.rule.counts}
		)
	}
	recorded = {r.get("event_type") for r in records_of(folder) if r["doctype"] == "Forum"}
	kinds = {r["event_type"] for r in records_of(folder) if r["doctype"] == "Care Event Type"}
	elsewhere = json.dumps(
		[
			r
			for r in records_of(folder)
			if r["doctype"] in ("Agenda Query", "Delegation Rule", "Record Template")
		]
	)
	assert {kind for kind in kinds - events - recorded if kind not in elsewhere} == set()


def test_the_table_in_the_docs_is_fresh():
	root = Path(__file__).resolve().parents[3]
	command = [sys.executable, str(root / "docs" / "timescale_table.py"), "--check"]
	assert subprocess.run(command, check=False).returncode == 0, "run python3 docs/timescale_table.py"


def test_every_rule_is_in_the_docs_with_its_test():
	page = (Path(__file__).resolve().parents[3] / "docs" / "timescales.md").read_text()
	rows = {
		line.split(" | ")[0].removeprefix("| "): line for line in page.splitlines() if line.startswith("| ")
	}
	assert [name for name in RULES if "`test_" not in rows.get(name, "")] == []


@pytest.mark.requirement("Y10")
def test_each_contact_after_permanence_counts_from_the_one_before():
	"""Contact is asked for after 3, 6, 12 and 24 months; one that was made in time does not answer for the next."""
	rules = [one.rule for name, one in RULES.items() if name.startswith("Contact ")]
	engine, facts = Engine(rules, TYPES), {"looked_after": False}
	events = Case("", (), "", ("2026-03-02 Permanence achieved", "2026-06-01 Contact after permanence"), ())
	found = engine.timescales(events.happened(), facts, date(2026, 8, 1), ENGLAND)
	assert sorted(f"{one.due_on} {one.state.value}" for one in found) == [
		"2026-06-02 Met", "2026-09-02 Not due", "2027-03-02 Not due", "2028-03-02 Not due",
	]  # fmt: skip
