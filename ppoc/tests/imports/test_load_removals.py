"""What is held is removed by no load, unless a person has seen it child by child and agreed."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import frappe
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppoc.imports.findings import Severity
from ppoc.imports.registry import KINDS, Order
from ppoc.imports.ssda903.changes import plan_return, scope_of
from ppoc.imports.ssda903.load import main_year, read_return
from ppoc.imports.ssda903.synthetic import make_return
from ppoc.imports.uploads import UploadedFile
from ppoc.tests.imports import through_page
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
IN_2025 = [review("01/06/2025"), review("01/09/2025"), review("01/12/2025")]
STRAY = review("02/04/2026")
EMPTY_FILE = {
	"reviews.csv": "reviews",
	"episodes.csv": "episodes",
	"placed_for_adoption.csv": "adoptions",
	"previous_permanence.csv": "previous",
}
EPISODES = [episode("03/05/2024", "10/09/2025", "X1"), episode("10/09/2025", RNE="L", LS="C1")]


def preview(team: Any, files: list[UploadedFile] | None = None, **tables: Any) -> dict[str, Any]:
	files = files or uploads(**tables)
	return through_page.preview("SSDA903 return", files, locality=team.locality, team=team.name)


def events(*types: str) -> list[str]:
	filters = {"event_type": ["in", types or ["Review held"]]}
	return [
		str(day) for day in frappe.get_all("Care Event", filters, pluck="event_date", order_by="event_date")
	]


# The year


@pytest.mark.parametrize(
	("days", "year"),
	[
		(["2025-06-01", "2025-09-01", "2026-04-02"], 2026),
		(["2025-06-01"] * 40 + ["2026-04-02", "2026-05-02"], 2026),
		(["2025-06-01"] * 40 + ["2026-06-02"] * 6, 2027),
		(["2024-06-01", "2025-06-01"], 2026),
		(["2026-04-02"], 2027),
		(["2025-06-01", "2026-04-02"], 2026),
		(["2025-06-01"] * 4 + ["2026-04-02"] * 2, 2026),
		(["2025-06-01"] * 4 + ["2026-04-02"] * 5, 2027),
		(["2025-04-02", "2026-04-02"], 2026),
		([], None),
	],
)
def test_the_year_is_the_latest_of_which_many_dates_are(days: list[str], year: int | None):
	assert main_year(map(date.fromisoformat, days)) == year


def test_one_date_after_the_year_is_asked_about_and_does_not_decide():
	loaded = read(episodes=[episode("01/06/2025")], reviews=[*IN_2025, STRAY])
	assert (loaded.year, loaded.covers[0]) == (2026, date(2025, 4, 1))
	(asked,) = [finding for finding in loaded.findings if "Is the year right?" in finding.remedy]
	assert asked.severity is Severity.WARNING
	assert "0001 (2 April 2026)" in asked.message


def test_one_stray_review_leaves_the_held_history_and_the_next_return_counts(loader: Any):
	"""A return of 2025-26 with one review of April 2026 was read as 2026-27, and took the history away."""
	children = [header(), header(CHILD="0002", UPN="UN1"), header(CHILD="0003", UPN="UN1")]
	episodes = [
		*(row | {"CHILD": child["CHILD"]} for child in children for row in EPISODES),
		episode("01/02/2020", "01/03/2021", "E4A", CHILD="0002"),
	]
	previous = [permanence("Z1", CHILD=child["CHILD"]) for child in children]
	first = preview(loader, headers=children, episodes=episodes, reviews=IN_2025, previous=previous)
	through_page.load(first["name"])
	before = frappe.db.count("Care Episode")
	again = preview(loader, headers=children, episodes=episodes, reviews=[*IN_2025, STRAY], previous=previous)
	assert (again["year"], again["removals"]) == (2026, [])
	through_page.load(again["name"])
	assert frappe.db.count("Care Episode") == before
	assert {str(row.care_started_on) for row in frappe.get_all("Child", {"team": loader.name}, ["*"])} == {
		"2024-05-03"
	}
	true = preview(loader, headers=children, episodes=episodes, reviews=IN_2025, previous=previous)
	assert not [line for line in through_page.told(true) if "later year" in line]


def test_an_older_return_says_that_it_only_fills_in(loader: Any):
	through_page.load(preview(loader, episodes=EPISODES, reviews=IN_2025)["name"])
	older = uploads(headers=[header(ETHNIC="WOTH")], episodes=[episode("01/06/2023", "01/03/2024", "E4A")])
	shown = through_page.preview("SSDA903 return", older, locality=loader.locality, year="2024")
	(line,) = [line for line in through_page.told(shown, "Warning") if "later year" in line]
	assert "March 2026" in line
	assert "March 2024" in line


# Empty tables, and tables that have lost rows


@pytest.mark.parametrize(
	("held", "came"),
	[
		({"reviews": IN_2025}, {"reviews": ()}),
		({"adoptions": [adoption("01/09/2025")]}, {"adoptions": ()}),
		({"previous": [permanence("P2", LA_PERM="999", DATE_PERM="01/05/2020")]}, {"previous": ()}),
		({"episodes": [episode("01/06/2025")]}, {"episodes": ()}),
	],
)
def test_a_file_with_column_names_only_changes_nothing(held: dict[str, Any], came: dict[str, Any]):
	before = held_after(read(**held))
	loaded = read(**{**held, **came})
	(plan,) = plan_return(loaded.children, before, scope_of(loaded, 2026))
	assert (plan.changes_nothing, plan.removals) == (True, {})
	empty = [one.file for one in loaded.findings if "column names and no rows" in one.message]
	assert came.keys() <= {EMPTY_FILE[name] for name in empty}


def test_a_child_without_a_row_in_a_filled_episodes_file_keeps_the_episodes():
	both = [header(), header(CHILD="0002", UPN="UN1")]
	other = episode("01/06/2025", CHILD="0002")
	held = held_after(read(headers=both, episodes=[*EPISODES, other]))
	loaded = read(headers=both, episodes=[other])
	plans = plan_return(loaded.children, held, scope_of(loaded, 2026))
	assert [(plan.changes_nothing, plan.removals) for plan in plans] == [(True, {}), (True, {})]


def test_an_export_with_empty_files_leaves_everything_on_the_page(loader: Any):
	through_page.load(preview(loader, episodes=[episode("01/06/2025")], reviews=IN_2025)["name"])
	shown = preview(loader, episodes=(), reviews=())
	assert shown["children_changed"] == 0
	assert sum("column names and no rows" in line for line in through_page.told(shown, "Warning")) == 3
	through_page.load(shown["name"])
	assert len(events()) == 3
	assert frappe.db.count("Care Episode") == 1
	assert frappe.db.get_value("Child", {"team": loader.name}, "looked_after") == 1


# Agreement


def test_what_is_gone_is_listed_and_stays_until_somebody_agrees(loader: Any):
	through_page.load(preview(loader, episodes=EPISODES, reviews=IN_2025)["name"])
	shorter: dict[str, Any] = {"episodes": [episode("03/05/2024")], "reviews": IN_2025[:2]}
	shown = preview(loader, **shorter)
	((row,),) = [shown["removals"]]
	assert row["child"] == "0001"
	assert sorted(row["records"].values()) == [
		"Episode of 10 September 2025 (C1, U6, open)",
		"Interim care order made, 10 September 2025, Accommodated under section 20 → Interim care order",
		"Review held, 1 December 2025, Attended and spoke",
	]
	done = through_page.load(shown["name"])
	assert "history of 1 child(ren)" in done["outcome"]
	assert (len(events()), frappe.db.count("Care Episode")) == (3, 2)
	again = preview(loader, **shorter)
	through_page.load(again["name"], remove=1)
	assert (len(events()), frappe.db.count("Care Episode")) == (2, 1)
	assert events("Interim care order made") == []
	assert preview(loader, **shorter)["children_changed"] == 0


def test_only_what_was_listed_is_removed_though_more_has_gone_since(loader: Any):
	through_page.load(preview(loader, reviews=IN_2025)["name"])
	shown = preview(loader, reviews=IN_2025[:2])
	later = preview(loader, reviews=[*IN_2025, review("01/11/2025")])
	through_page.load(later["name"])
	through_page.load(shown["name"], remove=1)
	assert events() == ["2025-06-01", "2025-09-01", "2025-11-01"]


def test_a_load_without_a_person_removes_nothing(loader: Any):
	def write(**tables: Any) -> None:
		order = Order(
			"SSDA903 return", uploads(**tables), "Administrator", TODAY, loader.locality, loader.name
		)
		KINDS[order.kind].prepare_order(order).write("IMP-test", lambda done, total: None)

	write(episodes=EPISODES, reviews=IN_2025)
	write(episodes=[episode("12/09/2025", LS="C1")], reviews=IN_2025[:1])
	assert (len(events()), frappe.db.count("Care Episode")) == (3, 2)


def test_changed_values_load_while_the_history_waits():
	held = held_after(read(episodes=EPISODES, reviews=IN_2025))
	loaded = read(
		headers=[header(ETHNIC="WOTH")],
		episodes=[episode("03/05/2024")],
		reviews=[*IN_2025, review("01/03/2026")],
	)
	(plan,) = plan_return(loaded.children, held, scope_of(loaded, 2026))
	assert (plan.fields, [event.date.month for event in plan.events_added]) == (
		{"ethnicity": "WOTH"},
		[3],
	)
	assert plan.episodes_changed == {}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
	seeds=st.tuples(st.integers(0, 500), st.integers(0, 500)),
	years=st.tuples(st.sampled_from([2024, 2025, 2026]), st.sampled_from([2024, 2025, 2026])),
	whole=st.tuples(st.booleans(), st.booleans()),
	stated=st.booleans(),
	data=st.data(),
)
def test_no_event_and_no_episode_disappears_whatever_is_loaded_in_whatever_order(
	seeds: tuple[int, int],
	years: tuple[int, int],
	whole: tuple[bool, bool],
	stated: bool,
	data: st.DataObject,
):
	"""Two returns of the same IDs with quite different histories, rows missing at random, in either order."""
	held: dict[str, Any] = {}
	held_year = None
	for seed, year, all_of_it in zip(seeds, years, whole, strict=True):
		texts = make_return(8, seed, year, whole_histories=all_of_it)
		share = data.draw(st.sampled_from([0.0, 0.5, 1.0]))
		files = [
			UploadedFile(name, _thinned(text, name, share, seed).encode()) for name, text in texts.items()
		]
		loaded = read_return(files, TODAY, year=year if stated else None)
		after = held_after(loaded, held, held_year)
		for child_id, child in held.items():
			kept = {event.source_key for event in after[child_id].events}
			assert {event.source_key for event in child.events} <= kept
			assert {one.key for one in child.episodes} <= {one.key for one in after[child_id].episodes}
		held, held_year = after, max(loaded.year, held_year or 0)


def _thinned(text: str, name: str, share: float, seed: int) -> str:
	"""Returns a file with only this share of its rows; the Header file stays whole."""
	head, *lines = text.splitlines()
	chance = random.Random(seed)
	kept = lines if name == "header.csv" else [line for line in lines if chance.random() < share]
	return "\r\n".join([head, *kept]) + "\r\n"
