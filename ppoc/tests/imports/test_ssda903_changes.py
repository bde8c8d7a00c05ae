"""Loading again changes only what differs, and describes each change."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.imports.ssda903.changes import ChildPlan, StoredChild, plan_child, plan_return, scope_of
from ppoc.imports.ssda903.load import Return, read_return
from ppoc.tests.imports.ssda903_factories import (
	TODAY,
	adoption,
	episode,
	header,
	held_after,
	permanence,
	read,
	review,
	uploads,
)

pytestmark = pytest.mark.requirement("X2.1")

EPISODES = [
	episode("03/05/2024", "10/09/2025", "X1"),
	episode("10/09/2025", RNE="L", LS="C1"),
]


def replan(
	held: dict[str, StoredChild], loaded: Return, held_year: int | None = None, agree: bool = False
) -> ChildPlan:
	(child,) = loaded.children
	before, scope = held.get(child.child_id), scope_of(loaded, held_year)
	plan = plan_child(child, before, scope)
	return plan_child(child, before, scope, plan.removals.keys()) if agree else plan


def test_new_child_is_created_with_everything():
	loaded = read(episodes=EPISODES, reviews=[review("01/07/2025")], adoptions=[adoption("01/09/2025")])
	plan = replan({}, loaded)
	assert plan.is_new
	assert plan.fields["date_of_birth"] == date(2014, 5, 3)
	assert (plan.fields["sex"], plan.fields["ethnicity"]) == ("Female", "WBRI")
	assert (plan.fields["looked_after"], plan.fields["care_started_on"]) == (1, date(2024, 5, 3))
	assert len(plan.episodes_added) == 2
	assert plan.sentences == [
		"Created from the SSDA903 return with 2 episode(s), 1 review(s), adoption decisions"
	]


def test_loading_twice_changes_nothing():
	loaded = read(
		episodes=EPISODES,
		reviews=[review("01/07/2025")],
		adoptions=[adoption("01/09/2025")],
		previous=[permanence("P2", LA_PERM="999", DATE_PERM="zz/05/2020")],
	)
	plan = replan(held_after(loaded), loaded, 2026)
	assert plan.changes_nothing
	assert plan.sentences == []


def test_other_spelling_of_sex_is_no_change():
	held = held_after(read(headers=[header(SEX="2")]))
	assert replan(held, read(headers=[header(SEX="F")])).changes_nothing


def test_corrected_legal_status_changes_that_episode_and_what_follows_from_it():
	held = held_after(read(episodes=EPISODES))
	plan = replan(held, read(episodes=[EPISODES[0], EPISODES[1] | {"LS": "C2"}]))
	assert list(plan.episodes_changed) == ["2025-09-10"]
	assert (plan.episodes_added, plan.episodes_removed, plan.events_added) == ([], [], [])
	assert [event.event_type for event in plan.events_changed] == ["Full care order made"]
	assert plan.fields == {"legal_status": "C2", "on_full_care_order": 1}
	assert plan.sentences == [
		"Legal status: Interim care order → Full care order",
		"On a full care order: no → yes",
		"Episode of 10 September 2025: legal status Interim care order → Full care order",
	]


def test_end_of_care_closes_the_episode_and_tells_the_route():
	held = held_after(read(episodes=EPISODES))
	plan = replan(held, read(episodes=[EPISODES[0], EPISODES[1] | {"DEC": "01/03/2026", "REC": "E47"}]))
	assert "Left care by: blank → SGO" in plan.sentences
	reason = "Special guardianship order to another carer who is kin"
	ended = f"end blank → 1 March 2026, reason for the end blank → {reason}"
	assert f"Episode of 10 September 2025: {ended}" in plan.sentences
	assert [event.event_type for event in plan.events_added] == ["Left care"]
	assert plan.fields["looked_after"] == 0


def test_vanished_episode_is_removed_if_agreed_and_said():
	held = held_after(read(episodes=EPISODES))
	plan = replan(held, read(episodes=[episode("03/05/2024")], reviews=[review("01/07/2025")]), agree=True)
	assert [gone.key for gone in plan.episodes_removed] == ["2025-09-10"]
	assert (
		"Episode of 10 September 2025 removed (C1, U6, open): the return no longer has it" in plan.sentences
	)
	assert [event.event_type for event in plan.events_removed] == ["Interim care order made"]


def test_new_episode_is_added_and_said():
	held = held_after(read(episodes=[episode("03/05/2024")]))
	plan = replan(held, read(episodes=EPISODES))
	assert "Episode of 10 September 2025 added: C1, U6, open" in plan.sentences


def test_reviews_are_added_changed_and_removed_by_their_day():
	held = held_after(read(reviews=[review("01/07/2025"), review("01/10/2025")]))
	plan = replan(
		held, read(reviews=[review("01/07/2025", REVIEW_CODE="PN6"), review("01/01/2026")]), agree=True
	)
	assert plan.sentences == [
		"Review held, 1 July 2025, Did not attend, sent views changed "
		"(it was Review held, 1 July 2025, Attended and spoke)",
		"Review held, 1 January 2026, Attended and spoke added",
		"Review held, 1 October 2025, Attended and spoke removed: the return no longer has it",
	]


def test_table_that_did_not_come_changes_nothing_of_its_kind():
	held = held_after(read(reviews=[review("01/07/2025")], adoptions=[adoption("01/09/2025")]))
	assert replan(held, read(uploads()[:2])).changes_nothing


def test_child_that_is_absent_is_left_alone():
	both = read(
		headers=[header(), header(CHILD="0002", UPN="UN1")],
		episodes=[*EPISODES, episode("01/06/2025", CHILD="0002")],
	)
	held = held_after(both)
	loaded = read(episodes=EPISODES)
	plans = plan_return(loaded.children, held, scope_of(loaded, None))
	assert [(plan.child_id, plan.changes_nothing) for plan in plans] == [("0001", True)]


def test_blank_value_does_not_wipe_what_is_held():
	held = held_after(read())
	plan = replan(held, read(headers=[header(ETHNIC="", UPN="UN1", SEX="", DOB="")]))
	assert plan.changes_nothing


def test_facts_kept_by_hand_are_left_alone():
	before = StoredChild({"legal_status": "Typed by hand"}, facts_by_hand=True)
	plan = replan({"0001": before}, read())
	assert "legal_status" not in plan.fields
	assert len(plan.episodes_added) == 1


def test_next_years_return_leaves_last_years_ended_episodes():
	last_year = read_return(uploads(episodes=[
		episode("01/06/2024", "01/09/2024", "X1"), episode("01/09/2024", RNE="L", LS="C1")
	]), TODAY, year=2025)  # fmt: skip
	this_year = read(
		episodes=[
			episode("01/09/2024", "01/06/2025", "X1", RNE="L", LS="C1"),
			episode("01/06/2025", RNE="L", LS="C2"),
		],
		previous=[],
	)
	plan = replan(held_after(last_year), this_year, 2025)
	assert plan.episodes_removed == []
	assert list(plan.episodes_changed) == ["2024-09-01"]
	assert [added.key for added in plan.episodes_added] == ["2025-06-01"]
	assert "care_started_on" not in plan.fields


def test_last_years_return_loaded_late_fills_in_and_takes_nothing_back():
	this_year = read(
		episodes=[
			episode("01/09/2024", "01/06/2025", "X1", RNE="L", LS="C1"),
			episode("01/06/2025", RNE="L", LS="C2"),
		],
		reviews=[review("01/08/2025")],
		previous=[],
	)
	last_year = read_return(uploads(headers=[header(ETHNIC="WOTH")], episodes=[
		episode("01/06/2024", "01/09/2024", "X1"), episode("01/09/2024", RNE="L", LS="C1")
	]), TODAY, year=2025)  # fmt: skip
	plan = replan(held_after(this_year), last_year, 2026)
	assert [added.key for added in plan.episodes_added] == ["2024-06-01"]
	assert (plan.episodes_changed, plan.episodes_removed, plan.events_removed) == ({}, [], [])
	assert plan.fields == {"care_started_on": date(2024, 6, 1), "placement_since": date(2024, 6, 1)}


def test_set_of_whole_histories_offers_to_remove_an_old_episode_that_it_no_longer_has():
	old = episode("01/02/2020", "01/03/2021", "E4A")
	older = episode("01/02/2018", "01/03/2019", "E4A")
	held, loaded = held_after(read(episodes=[older, old, *EPISODES])), read(episodes=[old, *EPISODES])
	assert replan(held, loaded, 2026).episodes_removed == []
	plan = replan(held, loaded, 2026, agree=True)
	assert [gone.key for gone in plan.episodes_removed] == ["2018-02-01"]
