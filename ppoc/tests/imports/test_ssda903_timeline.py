"""What follows from a child's rows: events, and the child's present situation."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.imports.ssda903.events import EVENT_TYPES, CareEvent
from ppoc.tests.imports.ssda903_factories import adoption, child_of, episode, header, permanence, review

pytestmark = pytest.mark.requirement("X2.1")

TO_FULL_ORDER = [
	episode("01/06/2024", "10/09/2024", "X1"),
	episode("10/09/2024", "20/05/2025", "X1", RNE="L", LS="C1"),
	episode("20/05/2025", RNE="L", LS="C2"),
]
STATUS_10_SEPTEMBER = "Accommodated under section 20 → Interim care order"


def told(**tables: object) -> list[tuple[str, date, str]]:
	return [(event.event_type, event.date, event.details) for event in child_of(**tables).events()]


def types(**tables: object) -> list[str]:
	return [event_type for event_type, _, _ in told(**tables)]


def test_way_from_section_20_to_a_full_care_order():
	assert told(episodes=TO_FULL_ORDER) == [
		(
			"Entered care",
			date(2024, 6, 1),
			"Accommodated under section 20; Fostered by another carer, not long-term; Abuse or neglect",
		),
		("Interim care order made", date(2024, 9, 10), STATUS_10_SEPTEMBER),
		("Full care order made", date(2025, 5, 20), "Interim care order → Full care order"),
	]


def test_facts_of_a_child_on_a_full_care_order():
	facts = child_of(episodes=TO_FULL_ORDER).facts()
	assert facts.looked_after
	assert facts.on_full_care_order
	assert facts.legal_status == "C2"
	assert (facts.care_started_on, facts.care_ended_on) == (date(2024, 6, 1), None)
	assert facts.placement == "U6"
	assert facts.placement_since == date(2024, 6, 1)
	assert facts.left_care_by is None


def test_placement_since_is_the_last_move():
	moved = [
		episode("01/06/2024", "10/09/2024", "X1"),
		episode("10/09/2024", "20/05/2025", "X1", RNE="P", PLACE="K2", PLACE_PROVIDER="PR4"),
		episode("20/05/2025", RNE="L", LS="C1", PLACE="K2", PLACE_PROVIDER="PR4"),
	]
	assert child_of(episodes=moved).facts().placement_since == date(2024, 9, 10)


@pytest.mark.parametrize(
	("reason", "route"),
	[
		("E45", "SGO"),
		("E46", "SGO"),
		("E47", "SGO"),
		("E48", "SGO"),
		("E4A", "Reunification"),
		("E4B", "Reunification"),
		("E41", "Child Arrangements Order"),
		("E11", "Adoption"),
		("E12", "Adoption"),
		("E3", None),
		("E8", None),
		("E17", None),
	],
)
def test_end_of_care_tells_the_route_out(reason: str, route: str | None):
	child = child_of(episodes=[episode("01/06/2025", "01/12/2025", reason, LS="C2")])
	facts = child.facts()
	assert facts.left_care_by == route
	assert (facts.looked_after, facts.on_full_care_order, facts.legal_status) == (False, False, "")
	assert (facts.care_started_on, facts.care_ended_on) == (date(2025, 6, 1), date(2025, 12, 1))
	left = child.events()[-1]
	assert (left.event_type, left.date) == ("Left care", date(2025, 12, 1))
	assert left.details.startswith(f"{route}: ") is (route is not None)


def test_authority_may_say_which_reasons_mean_which_route():
	child = child_of(episodes=[episode("01/06/2025", "01/12/2025", "E13", LS="C2")])
	assert child.facts({"E13": "Living with family"}).left_care_by == "Living with family"


def test_death_is_dated():
	child = child_of(episodes=[episode("01/06/2025", "01/12/2025", "E2")])
	assert child.facts().date_of_death == date(2025, 12, 1)


@pytest.mark.parametrize("status", ["V3", "V4"])
def test_short_breaks_are_not_being_looked_after_and_tell_of_no_events(status: str):
	child = child_of(episodes=[episode("01/06/2025", LS=status)])
	assert not child.facts().looked_after
	assert child.events() == []


def test_order_in_force_at_the_start_is_an_event_of_that_day():
	assert types(episodes=[episode("01/06/2025", LS="C1")]) == ["Entered care", "Interim care order made"]


def test_care_order_in_force_again_after_a_placement_order_is_not_made_anew():
	episodes = [
		episode("01/01/2024", "01/02/2025", "X1", LS="C2"),
		episode("01/02/2025", "01/07/2025", "X1", RNE="L", LS="E1"),
		episode("01/07/2025", RNE="L", LS="C2"),
	]
	assert told(episodes=episodes)[-3:] == [
		("Placement order made", date(2025, 2, 1), "Full care order → Placement order"),
		("Legal status changed", date(2025, 7, 1), "Placement order → Full care order, as before"),
		("Placement order revoked", date(2025, 7, 1), "Placement order → Full care order, as before"),
	]


def test_moves_are_told_and_whether_the_carer_stays():
	episodes = [
		episode("01/01/2025", "01/02/2025", "X1"),
		episode("01/02/2025", "01/07/2025", "X1", RNE="P", PLACE="K2", PLACE_PROVIDER="PR4"),
		episode("01/07/2025", RNE="T", PLACE="U4"),
	]
	assert [
		details for event_type, _, details in told(episodes=episodes) if event_type == "Placement changed"
	] == [
		"Fostered by another carer, not long-term → Children's home",
		"Children's home → Fostered by another carer, long-term, same carer",
	]


def test_adoption_from_decision_to_order():
	episodes = [
		episode("01/01/2025", "01/06/2025", "X1", LS="C1"),
		episode("01/06/2025", "01/09/2025", "X1", RNE="L", LS="E1"),
		episode("01/09/2025", "01/02/2026", "E12", RNE="P", LS="E1", PLACE="A6"),
	]
	assert types(episodes=episodes, adoptions=[adoption("10/05/2025")])[2:] == [
		"Decision to place for adoption",
		"Placement order made",
		"Placement changed",
		"Placed for adoption",
		"Left care",
	]


def test_adoption_placement_that_ends_and_decision_that_is_reversed():
	episodes = [
		episode("01/01/2025", "01/09/2025", "X1", LS="E1", PLACE="A6"),
		episode("01/09/2025", RNE="P", LS="E1"),
	]
	decision = adoption("01/12/2024", DATE_PLACED_CEASED="01/10/2025", REASON_PLACED_CEASED="RD3")
	events = told(episodes=episodes, adoptions=[decision])
	assert (
		"Adoption placement ended",
		date(2025, 9, 1),
		"Now: Fostered by another carer, not long-term",
	) in events
	assert events[-1] == ("Adoption decision reversed", date(2025, 10, 1), "No adopters could be found")


def test_reviews_are_told_with_how_the_child_took_part():
	reviews = [review("01/07/2025"), review("01/10/2025", REVIEW_CODE="PN6")]
	assert told(reviews=reviews)[1:] == [
		("Review held", date(2025, 7, 1), "Attended and spoke"),
		("Review held", date(2025, 10, 1), "Did not attend, sent views"),
	]


def test_two_reviews_of_one_day_are_two_events():
	reviews = [review("01/07/2025"), review("01/07/2025", REVIEW_CODE="PN6")]
	keys = [event.source_key for event in child_of(reviews=reviews).row_events]
	assert keys == ["ssda903:review:2025-07-01", "ssda903:review:2025-07-01#2"]


@pytest.mark.parametrize(
	("row", "day", "details"),
	[
		("P2 999 04/05/2020", date(2020, 5, 4), "order, authority: 999"),
		("P1 WAL zz/05/2020", date(2020, 5, 1), "Adoption (May 2020), authority: Wales"),
		("P3 999 zz/zz/2020", date(2020, 1, 1), "order (2020), authority: 999"),
		("P2 999 zz/zz/zzzz", date(2025, 6, 1), "order (date not known), authority: 999"),
		("P4", date(2025, 6, 1), "Permanence of an unknown kind (date not known)"),
	],
)
def test_previous_permanence_is_dated_as_far_as_it_is_known(row: str, day: date, details: str):
	kind, authority, written = (*row.split(), "", "")[:3]
	(event,) = child_of(previous=[permanence(kind, LA_PERM=authority, DATE_PERM=written)]).row_events
	assert (event.event_type, event.date) == ("Previous permanence", day)
	assert event.details.endswith(details)


def test_no_previous_permanence_is_no_event():
	assert child_of(previous=[permanence("Z1")]).row_events == ()


def test_re_entry_begins_a_new_period_of_care():
	episodes = [
		episode("01/01/2022", "01/06/2023", "E47", LS="C2"),
		episode("01/06/2025", LS="V2"),
	]
	child = child_of(episodes=episodes, previous=[permanence("P2", LA_PERM="999", DATE_PERM="01/06/2023")])
	assert [event.event_type for event in child.events()] == [
		"Entered care",
		"Full care order made",
		"Left care",
		"Previous permanence",
		"Entered care",
	]
	assert child.facts().care_started_on == date(2025, 6, 1)
	assert child.facts().left_care_by is None


def test_care_that_began_before_the_rows_begin_has_no_start():
	child = child_of(episodes=[episode("01/06/2024", RNE="P", LS="C2")], previous=[])
	assert child.facts().care_started_on is None
	assert child.facts().on_full_care_order
	assert child.events() == []


def test_order_made_on_the_first_day_that_is_known_is_told():
	child = child_of(episodes=[episode("01/06/2024", RNE="L", LS="C2")], previous=[])
	assert [event.event_type for event in child.events()] == ["Full care order made"]


def test_ended_the_day_it_began_comes_before_what_began_that_day():
	episodes = [episode("01/06/2025", RNE="L", LS="C2"), episode("01/06/2025", "01/06/2025", "X1")]
	child = child_of(episodes=episodes)
	assert [e.legal_status for e in child.episodes] == ["V2", "C2"]
	assert child.facts().on_full_care_order
	assert len({e.key for e in child.episodes}) == 2


def test_of_two_episodes_left_open_the_later_counts():
	episodes = [episode("01/06/2025"), episode("01/09/2025", RNE="L", LS="C2")]
	assert child_of(episodes=episodes).facts().on_full_care_order


@pytest.mark.parametrize(("upn", "kept"), [("UN1", None), ("A123456789012", "A123456789012")])
def test_reason_for_having_no_upn_is_no_upn(upn: str, kept: str | None):
	assert child_of(headers=[header(UPN=upn)]).upn == kept


@pytest.mark.parametrize(("written", "sex"), [("1", "M"), ("2", "F"), ("M", "M"), ("F", "F"), ("U", "U")])
def test_both_spellings_of_sex_mean_the_same(written: str, sex: str):
	assert child_of(headers=[header(SEX=written)]).sex == sex


def test_details_fit_their_field():
	long = [
		episode("01/01/2025", "01/02/2025", "X1", LS="J3", PLACE="A6"),
		episode("01/02/2025", RNE="B", LS="C1", PLACE="U2"),
	]
	events: list[CareEvent] = child_of(episodes=long).events()
	assert max(len(event.details) for event in events) <= 140
	assert {event.event_type for event in events} <= set(EVENT_TYPES)


@pytest.mark.parametrize(
	("before", "after", "ended"),
	[
		("E1", "C2", ["Placement order revoked"]),
		("E1", "V2", ["Placement order revoked"]),
		("C2", "V2", ["Care order discharged"]),
		("C2", "E1", []),  # the care order stands behind the placement order
		("C1", "V2", []),
		("C1", "C2", []),
	],
)
def test_an_order_that_ends_while_the_child_stays_in_care_is_told(before: str, after: str, ended: list[str]):
	rows = [episode("01/01/2025", "01/09/2025", "X1", LS=before), episode("01/09/2025", RNE="L", LS=after)]
	found = [event for event in child_of(episodes=rows).events() if event.source_key.endswith(":ended")]
	assert [event.event_type for event in found] == ended
	assert all(event.date == date(2025, 9, 1) for event in found)
