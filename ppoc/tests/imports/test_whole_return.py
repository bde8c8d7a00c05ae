"""The tables of a return beside its episodes and reviews: what each tells of a child, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from ppoc.children.identifiers import HeldIDs
from ppoc.imports.findings import Severity
from ppoc.imports.ssda903.changes import ChildPlan, StoredChild, WorkersByID, plan_child, scope_of
from ppoc.imports.ssda903.comparison_findings import about_plans
from ppoc.imports.ssda903.load import Return, read_return
from ppoc.tests import factories
from ppoc.tests.imports import through_page
from ppoc.tests.imports.ssda903_factories import (
	TODAY,
	absence,
	adopted,
	adoption,
	allocation,
	child_of,
	episode,
	findings_of,
	header,
	held_after,
	liberty,
	read,
	review,
	unaccompanied,
	uploads,
)

pytestmark = pytest.mark.requirement("X2.1")
MADE, DUE, ENDED = (f"Deprivation of liberty order {word}" for word in ("made", "due to end", "ended"))
AWAY, BACK = "Went missing or away", "Came back from being missing or away"
ALLOCATED, MATCHED, DECIDED = (
	"Social worker allocated",
	"Matched with adopters",
	"Decision to place for adoption",
)
IN_YEAR: dict[str, Any] = {
	"episodes": [episode("01/06/2025")],
	"reviews": [review("01/07/2025"), review("01/10/2025")],
}
"""An open episode, and enough dates to tell the year: April 2025 to March 2026."""


def told(**tables: Any) -> list[tuple[str, date, str]]:
	"""Returns the events that follow from tables beside the episodes."""
	events = child_of(**IN_YEAR, **tables).row_events
	return [(one.event_type, one.date, one.details) for one in events if one.event_type != "Review held"]


def planned(held: StoredChild, loaded: Return, workers: WorkersByID | None = None) -> ChildPlan:
	(child,) = loaded.children
	return plan_child(child, held, scope_of(loaded, loaded.year, workers=workers))


# Each table


@pytest.mark.parametrize(
	("rows", "expected"),
	[
		([liberty("05/07/2025")], [(MADE, date(2025, 7, 5), "No end is recorded")]),
		(
			[liberty("05/07/2025", "05/10/2025")],
			[
				(MADE, date(2025, 7, 5), "Until 5 October 2025"),
				(ENDED, date(2025, 10, 5), "Made on 5 July 2025"),
			],
		),
		(
			[liberty("05/07/2026", "05/01/2027")],
			[
				(MADE, date(2026, 7, 5), "Until 5 January 2027"),
				(DUE, date(2027, 1, 5), "Made on 5 July 2026"),
			],
		),
		([liberty("05/07/2025", "01/07/2025")], []),
		([liberty("")], []),
		([liberty("2025-07-05 00:00")], [(MADE, date(2025, 7, 5), "No end is recorded")]),
	],
)
def test_orders_that_deprive_of_liberty(rows: list[dict[str, str]], expected: list[Any]):
	assert told(liberty=rows) == expected


@pytest.mark.parametrize(
	("rows", "expected"),
	[
		([absence("05/07/2025")], [(AWAY, date(2025, 7, 5), "Missing")]),
		(
			[absence("05/07/2025", "06/07/2025", MISSING="A")],
			[
				(AWAY, date(2025, 7, 5), "Away from the placement without authorisation"),
				(BACK, date(2025, 7, 6), "Away from the placement without authorisation since 5 July 2025"),
			],
		),
		(
			[absence("05/07/2025", "05/07/2025"), absence("05/07/2025", MISSING="")],
			[
				(AWAY, date(2025, 7, 5), "Missing"),
				(BACK, date(2025, 7, 5), "Missing since 5 July 2025"),
				(AWAY, date(2025, 7, 5), ""),
			],
		),
		([absence("31/06/2025")], []),
	],
)
def test_times_of_being_missing_or_away(rows: list[dict[str, str]], expected: list[Any]):
	assert told(missing=rows) == expected


@pytest.mark.parametrize(
	("rows", "expected", "now"),
	[
		(
			[allocation("05/07/2025")],
			[(ALLOCATED, date(2025, 7, 5), "SW1, First contact or re-referral")],
			"SW1",
		),
		(
			[
				allocation("05/10/2025", SW_ID="SW2", SW_REASON="LEFTRL"),
				allocation("05/07/2025", "05/10/2025", SW_REASON=""),
			],
			[
				(ALLOCATED, date(2025, 7, 5), "SW1"),
				(ALLOCATED, date(2025, 10, 5), "SW2, The one before left the role"),
			],
			"SW2",
		),
		(
			[allocation("05/07/2025", "05/10/2025", SW_REASON="XX")],
			[(ALLOCATED, date(2025, 7, 5), "SW1, XX")],
			None,
		),
		(
			[allocation("05/07/2025", SW_ID="", SW_REASON="")],
			[(ALLOCATED, date(2025, 7, 5), "ID not stated")],
			None,
		),
	],
)
def test_social_workers(rows: list[dict[str, str]], expected: list[Any], now: str | None):
	assert told(social_workers=rows) == expected
	row = child_of(**IN_YEAR, social_workers=rows).social_worker
	assert (row.worker_id if row else None) == now


@pytest.mark.parametrize(
	("end", "status", "events"),
	[
		("", True, []),
		("03/05/2032", True, []),  # the 18th birthday, years ahead
		("01/09/2025", False, [("Unaccompanied status ended", date(2025, 9, 1), "")]),
		("01/09/2065", True, []),  # cannot be read; it costs the date
	],
)
def test_unaccompanied_children(end: str, status: bool, events: list[Any]):
	assert told(unaccompanied_children=[unaccompanied(end)]) == events
	assert child_of(**IN_YEAR, unaccompanied_children=[unaccompanied(end)]).unaccompanied is status
	assert child_of(**IN_YEAR).unaccompanied is None


@pytest.mark.parametrize(
	("rows", "decisions", "expected"),
	[
		(
			[adopted("01/07/2025", "01/10/2025")],
			[],
			[(DECIDED, date(2025, 7, 1), ""), (MATCHED, date(2025, 10, 1), "A man and a woman")],
		),
		(
			[adopted("01/07/2025", "01/10/2025", FOSTER_CARE="1", SEX_ADOPTR="F1")],
			[adoption("01/07/2025")],
			[
				(DECIDED, date(2025, 7, 1), ""),
				(MATCHED, date(2025, 10, 1), "The foster carers adopt, One woman"),
			],
		),
		([adopted("", "01/10/2025", SEX_ADOPTR="")], [], [(MATCHED, date(2025, 10, 1), "")]),
		([adopted("01/07/2025", "")], [], [(DECIDED, date(2025, 7, 1), "")]),
	],
)
def test_adopted_children(rows: list[Any], decisions: list[Any], expected: list[Any]):
	assert told(adopted_children=rows, adoptions=decisions) == expected


@pytest.mark.parametrize(
	("placement", "status", "with_parents"),
	[("P1", "C2", True), ("P1", "C1", True), ("U6", "C2", False), ("P1", "V4", False)],
)
def test_placed_with_parents_follows_from_the_code(placement: str, status: str, with_parents: bool):
	child = child_of(episodes=[episode("01/06/2025", PLACE=placement, LS=status)])
	assert child.facts().placed_with_parents is with_parents


def test_a_child_who_leaves_care_is_not_placed_with_parents_any_more():
	child = child_of(episodes=[episode("01/06/2025", "01/09/2025", "E4A", PLACE="P1", LS="C2")])
	assert not child.facts().placed_with_parents


def test_a_second_row_where_a_child_has_one_is_told_and_a_fault_costs_the_row_only():
	tables: dict[str, Any] = {
		"unaccompanied_children": [unaccompanied(), unaccompanied("01/09/2025")],
		"missing": [absence("05/07/2025", "01/07/2025"), absence("05/08/2025")],
	}
	assert findings_of(Severity.REFUSED, **IN_YEAR, **tables) == []
	said = [finding.message for finding in findings_of(Severity.WARNING, **IN_YEAR, **tables)]
	assert any("another, different row" in one for one in said)
	assert any("before it starts on 5 July 2025. The row was left out." in one for one in said)
	assert [event[1] for event in told(**tables) if event[0] == AWAY] == [date(2025, 8, 5)]


def test_details_are_no_longer_than_a_record_keeps():
	long = "X" * 139
	tables = {"missing": [absence("05/07/2025", "06/07/2025", MISSING=long)]}
	tables["adopted_children"] = [adopted("", "01/10/2025", FOSTER_CARE="1", SEX_ADOPTR=long)]
	tables["social_workers"] = [allocation("05/07/2025", SW_ID=long)]
	assert {len(details) for _kind, _day, details in told(**tables)} == {139, 140}


# Loaded again, corrected, left out


EVERY_TABLE: dict[str, Any] = {
	"liberty": [liberty("05/07/2025", "05/10/2025")],
	"missing": [absence("05/07/2025", "06/07/2025"), absence("05/07/2025")],
	"social_workers": [allocation("05/07/2025")],
	"unaccompanied_children": [unaccompanied("01/09/2025")],
	"adopted_children": [adopted("01/07/2025", "01/10/2025")],
}


def test_a_whole_return_loaded_twice_changes_nothing():
	loaded = read(**IN_YEAR, **EVERY_TABLE)
	held = held_after(loaded)["0001"]
	assert planned(held, loaded).changes_nothing


@pytest.mark.parametrize("absent", [*EVERY_TABLE, "liberty without rows"])
def test_a_table_that_is_not_there_or_empty_takes_nothing_away(absent: str):
	held = held_after(read(**IN_YEAR, **EVERY_TABLE))["0001"]
	name = absent.split()[0]
	tables = {key: rows for key, rows in EVERY_TABLE.items() if key != name}
	if absent != name:
		tables[name] = []
	assert planned(held, read(**IN_YEAR, **tables)).removals == {}


@pytest.mark.parametrize(
	("table", "rows", "gone"),
	[
		("liberty", [liberty("05/08/2025", CHILD="0002")], 2),
		("liberty", [liberty("05/07/2025")], 1),
		("missing", [absence("05/07/2025", "06/07/2025")], 1),
		("social_workers", [allocation("06/07/2025")], 1),
		("unaccompanied_children", [unaccompanied()], 1),
	],
)
def test_what_a_corrected_table_no_longer_has_waits_for_a_yes(table: str, rows: list[Any], gone: int):
	held = held_after(read(**IN_YEAR, **EVERY_TABLE))["0001"]
	other: dict[str, Any] = {"headers": [header(), header(CHILD="0002", UPN="UN1")]}
	loaded = read(**other, **IN_YEAR, **{**EVERY_TABLE, table: rows})
	child = next(one for one in loaded.children if one.child_id == "0001")
	plan = plan_child(child, held, scope_of(loaded, loaded.year))
	assert (len(plan.removals), plan.events_removed) == (gone, [])
	agreed = plan_child(child, held, scope_of(loaded, loaded.year), [*plan.removals])
	assert len(agreed.events_removed) == gone


def test_what_happened_before_the_year_stays_even_in_a_set_of_whole_histories():
	held = held_after(
		read_return(uploads(episodes=[episode("10/01/2024")], missing=[absence("05/02/2024")]), TODAY, 2024)
	)
	loaded = read(
		headers=[header(), header(CHILD="0002", UPN="UN1")],
		episodes=[
			episode("10/01/2024"),
			*(episode(f"01/0{month}/2020", f"20/0{month}/2020", "E4A", CHILD="0002") for month in (2, 3, 5)),
			*(episode(f"01/0{month}/2025", f"20/0{month}/2025", "E4A", CHILD="0002") for month in (5, 6, 7)),
		],
		missing=[absence("05/06/2025")],
	)
	assert loaded.covers[0] == date.min
	plan = plan_child(loaded.children[0], held["0001"], scope_of(loaded, 2024))
	assert (plan.removals, [one.date for one in plan.events_added]) == ({}, [date(2025, 6, 5)])


def test_an_order_whose_end_comes_is_changed_and_not_doubled():
	files = uploads(**IN_YEAR, liberty=[liberty("05/07/2025", "05/12/2026")])
	held = held_after(read_return(files, TODAY))["0001"]
	later = read_return(files, date(2026, 12, 6))
	plan = planned(held, later)
	assert [one.event_type for one in plan.events_changed] == [ENDED]
	assert (plan.events_added, plan.removals) == ([], {})


def test_an_older_return_does_not_take_back_what_a_later_one_said():
	later = held_after(read(**IN_YEAR, unaccompanied_children=[unaccompanied("01/09/2025")]))["0001"]
	files = uploads(episodes=[episode("01/06/2024")], unaccompanied_children=[unaccompanied()])
	older = read_return(files, TODAY, 2025)
	plan = plan_child(older.children[0], later, scope_of(older, 2026))
	assert ("unaccompanied" in plan.fields, plan.removals) == (False, {})


# Who works with the child


WORKERS = WorkersByID(
	HeldIDs([("SW1", "W-1"), ("SW2", "W-2"), ("SW3", "W-3")]),
	{"W-1": "Ann Lee", "W-2": "Bo Marsh", "W-3": "Cy Hall", "W-9": "Di Ford"},
	frozenset({"W-2", "W-3", "W-9"}),
)
SINCE = [allocation("05/07/2025", "05/10/2025"), allocation("05/10/2025", SW_ID="SW2")]


@pytest.mark.parametrize(
	("here", "rows", "becomes"),
	[
		("", SINCE, "W-2"),
		("W-1", SINCE, "W-2"),  # an earlier return gave her, and she has left since
		("W-9", SINCE, None),  # a person gave the child to somebody else
		("W-2", SINCE, None),
		("", [allocation("05/07/2025", SW_ID="SW1")], None),  # left
		("", [allocation("05/07/2025", SW_ID="SW77")], None),
		("", [allocation("05/07/2025", "05/10/2025", SW_ID="SW3")], None),  # ended
		("", [allocation("05/07/2025", SW_ID="sw 3")], "W-3"),
	],
)
def test_the_social_worker_follows_the_return_unless_a_person_chose_another(
	here: str, rows: Any, becomes: str | None
):
	before = held_after(read(**IN_YEAR, social_workers=[allocation("05/07/2025")]))["0001"]
	before = StoredChild({**before.fields, "social_worker": here}, before.episodes, before.events)
	plan = planned(before, read(**IN_YEAR, social_workers=rows), WORKERS)
	assert plan.fields.get("social_worker") == becomes
	assert not becomes or any(becomes not in one and "Social worker: " in one for one in plan.sentences)


def test_a_social_worker_who_stays_or_is_not_here_is_told():
	loaded = read(**IN_YEAR, social_workers=SINCE)
	stays = planned(StoredChild({"social_worker": "W-9"}), loaded, WORKERS)
	unknown = planned(StoredChild({}), loaded, WorkersByID())
	said = list(about_plans([stays, unknown], {}))
	assert [finding.severity for finding in said] == [Severity.NOTE, Severity.NOTE]
	assert (
		"here is Di Ford; the return has Bo Marsh since 5 October 2025. The one here stays."
		in said[0].message
	)
	assert (said[0].file, said[0].line, said[0].column, said[0].child) == (
		"swepisodes.csv",
		3,
		"SW_ID",
		"0001",
	)
	assert "1 social worker(s) of the return are not here under their ID: SW2." in said[1].message


# Through the page, onto the site


def test_a_whole_set_through_the_page(loader: Any):
	worker = factories.make_worker(worker_name="Bo Marsh", worker_id="SW2")
	files = uploads(
		headers=[header(CHILD="WR1", UPN="UN1"), header(CHILD="WR2", UPN="UN1")],
		episodes=[
			episode("01/06/2025", CHILD="WR1", PLACE="P1", PLACE_PROVIDER="PR0", LS="C2"),
			episode("01/06/2025", CHILD="WR2"),
		],
		reviews=[review("01/07/2025", CHILD="WR1"), review("01/07/2025", CHILD="WR2")],
		previous=[],
		liberty=[liberty("05/07/2025", "05/10/2025", CHILD="WR2")],
		missing=[absence("05/07/2025", "06/07/2025", CHILD="WR2")],
		social_workers=[allocation("05/07/2025", CHILD="WR1", SW_ID="SW2")],
		unaccompanied_children=[unaccompanied(CHILD="WR2")],
		adopted_children=[adopted("01/07/2025", "01/10/2025", CHILD="WR2")],
	)
	place = {"locality": loader.locality, "team": loader.name}
	shown = through_page.preview("SSDA903 return", files, **place)
	assert (shown["children_new"], shown["children_refused"]) == (2, 0)
	assert not [one for one in through_page.told(shown) if "not needed here" in one]
	through_page.load(shown["name"])
	home = frappe.get_doc("Child", {"child_id": "WR1"})
	assert (home.placed_with_parents, home.unaccompanied, home.social_worker) == (1, 0, worker.name)
	away = frappe.get_doc("Child", {"child_id": "WR2"})
	assert (away.placed_with_parents, away.unaccompanied, away.social_worker) == (0, 1, None)
	kinds = frappe.get_all(
		"Care Event", {"child": away.name, "import_run": shown["name"]}, pluck="event_type"
	)
	assert {MADE, ENDED, AWAY, BACK, MATCHED, DECIDED} < set(kinds)
	again = through_page.preview("SSDA903 return", files, **place)
	assert (again["children_changed"], again["children_unchanged"], again["removals"]) == (0, 2, [])


@pytest.mark.parametrize(("placement", "expected"), [("P1", 1), ("With own parents", 1), ("U6", 0)])
def test_the_fact_follows_a_placement_typed_by_hand(site: str, placement: str, expected: int):
	child = factories.make_child(care_facts_by_hand=1, looked_after=1, placement=placement)
	assert child.placed_with_parents == expected
	child.placement = "K2"
	child.placed_with_parents = 1
	child.save()
	assert child.placed_with_parents == 0
