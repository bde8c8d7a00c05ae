"""Who comes back, who is born, who is gone: the preview names each, and nothing is closed on absence alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from ppoc.children.duplicates.matching import Identity, find_pairs
from ppoc.database.record_difference import Existing
from ppoc.imports.births import settle_birth
from ppoc.imports.extract import ExtractSettings, read_extract
from ppoc.imports.extract_planning import SiteRecords, plan_extract
from ppoc.imports.ssda903.changes import StoredChild, plan_child, scope_of
from ppoc.imports.ssda903.load import read_return
from ppoc.imports.tracker.planning import TrackerSite, plan_tracker
from ppoc.imports.tracker.reading import TrackerSettings, read_tracker
from ppoc.imports.uploads import UploadedFile
from ppoc.tests import factories
from ppoc.tests.imports import through_page
from ppoc.tests.imports.ssda903_factories import (
	TODAY,
	episode,
	header,
	held_after,
	permanence,
	read,
	review,
	uploads,
)
from ppoc.tests.imports.workbook_factories import child_row, tracker

pytestmark = pytest.mark.requirement("X2.1")
EXPECTED = date(2026, 12, 20)
UNBORN = {"child_id": "7", "last_name": "Marsh", "date_of_birth": EXPECTED, "unborn": 1}
NAMES = "Child ID,Forename,Surname,DOB\n"


# Who comes back


@pytest.mark.parametrize("reason", ["", "E4A"])
def test_an_earlier_period_that_was_never_closed_stays_when_care_starts_again(reason: str):
	earlier = read_return(uploads(episodes=[episode("10/01/2023", "", reason)]), TODAY, year=2023)
	again = read(episodes=[episode("01/09/2025", LS="C2")], reviews=[review("01/10/2025")])
	(child,) = again.children
	plan = plan_child(child, held_after(earlier)["0001"], scope_of(again, 2023))
	assert (plan.episodes_removed, plan.events_removed, plan.removals) == ([], [], {})
	assert plan.unclosed == [date(2023, 1, 10)]
	assert plan.fields["care_started_on"] == date(2025, 9, 1)


def test_an_earlier_open_period_stays_beside_a_set_of_whole_histories_too():
	earlier = read_return(uploads(episodes=[episode("10/01/2023")]), TODAY, year=2023)
	again = read(
		headers=[header(), header(CHILD="0002", UPN="UN1")],
		episodes=[
			episode("01/09/2025"),
			*(episode(f"01/0{month}/2020", f"20/0{month}/2020", "E4A", CHILD="0002") for month in (2, 3, 5)),
			*(episode(f"01/0{month}/2025", f"20/0{month}/2025", "E4A", CHILD="0002") for month in (5, 6, 7)),
		],
	)
	assert again.covers[0] == date.min
	plan = plan_child(again.children[0], held_after(earlier)["0001"], scope_of(again, 2023))
	assert (plan.removals, plan.unclosed) == ({}, [date(2023, 1, 10)])


def test_a_start_of_care_that_the_return_does_not_know_stays():
	loaded = read(episodes=[episode("01/06/2025", RNE="L", LS="C1")])
	held = StoredChild({"looked_after": 1, "care_started_on": date(2024, 2, 1)})
	assert "care_started_on" not in plan_child(loaded.children[0], held, scope_of(loaded, None)).fields


# Who is born


@pytest.mark.parametrize(
	("row", "held", "unborn"),
	[
		({"date_of_birth": date(2026, 11, 20)}, UNBORN, False),
		({"date_of_birth": date(2026, 12, 22)}, UNBORN, True),
		({"date_of_birth": date(2026, 11, 20), "first_name": "Unborn"}, UNBORN, True),
		({"unborn": False}, UNBORN, False),
		({"last_name": "Marsh"}, UNBORN, None),
		({"date_of_birth": date(2026, 11, 20), "unborn": False}, {}, None),
		({"date_of_birth": date(2027, 1, 20), "unborn": True}, {}, True),
	],
)
def test_whether_a_child_is_born_follows_from_the_row(
	row: dict[str, object], held: dict[str, object], unborn: bool | None
):
	settle_birth(row, held, TODAY)
	assert row.get("unborn") is unborn


def extract(text: str, **held: dict[str, Any]) -> Any:
	reading = read_extract(UploadedFile("e.csv", text.encode()), ExtractSettings("Children", TODAY))
	units = {key.strip("_"): Existing(f"CH{key}", values) for key, values in held.items()}
	return plan_extract(reading, SiteRecords(units))


def test_an_expected_date_is_accepted_where_the_site_holds_the_child_as_unborn():
	plan = extract(NAMES + "7,,Marsh,28/12/2026\n", _7=UNBORN)
	assert [record.values for _key, record in plan.records] == [{"date_of_birth": date(2026, 12, 28)}]


@pytest.mark.parametrize(
	"text",
	[
		NAMES + "7,Unborn,Marsh,28/12/2026\n",
		"Child ID,Surname,DOB,Unborn\n7,Marsh,28/12/2026,Y\n",
		"Child ID,Surname,DOB,EDD\n7,Marsh,,28/12/2026\n",
	],
)
def test_an_expected_date_is_accepted_where_the_row_says_so(text: str):
	plan = extract(text)
	(values,) = [record.values for _key, record in plan.records]
	assert (values["date_of_birth"], values["unborn"]) == (date(2026, 12, 28), True)


@pytest.mark.parametrize("row", ["7,Ada,Marsh,28/12/2026\n", "7,Unborn,Marsh,28/12/2027\n"])
def test_a_birth_in_the_future_is_otherwise_refused(row: str):
	assert extract(NAMES + row).units["refused"] == 1


def test_a_workbook_takes_an_expected_date_and_then_the_birth():
	def planned(birth: str, held: dict[str, Any]) -> dict[str, object]:
		book = tracker([child_row("7", First_Name="", DOB=birth, CIC_Team=None, Allocated_SW=None)])
		reading = read_tracker(book, TrackerSettings(TODAY, default_team="T"))
		changes = plan_tracker(reading, TrackerSite({"7": Existing("CH-7", held)}))
		assert not reading.refused
		return next(iter(changes.children.values())).values

	held = {**UNBORN, "last_name": "Quillfeather"}
	assert planned("28/12/2026", held)["date_of_birth"] == date(2026, 12, 28)
	assert planned("20/11/2026", held)["unborn"] is False


def test_unborn_twins_are_two():
	twins = [Identity(key, key, "", "Unborn", "Marsh", EXPECTED) for key in ("7A", "7B")]
	marked = [Identity(key, key, "", "Baby", "Marsh", EXPECTED, unborn=True) for key in ("8A", "8B")]
	born = [Identity(key, key, "", "Ada", "Marsh", EXPECTED) for key in ("9A", "9B")]
	assert [pair.first for pair in find_pairs([*twins, *marked, *born])] == ["9A"]


def test_unborn_twins_of_an_extract_are_two_clean_children():
	plan = extract(NAMES + "7A,Unborn,Marsh,28/12/2026\n7B,Unborn,Marsh,28/12/2026\n")
	assert (plan.units["clean"], plan.units["new"]) == (2, 2)


# Whole files through the page


def test_the_preview_names_who_is_born_who_comes_back_and_who_is_gone(loader: Any):
	place = {"locality": loader.locality, "team": loader.name}
	baby = factories.make_child(
		child_id="0003", team=loader.name, date_of_birth="2026-05-20", unborn=1, upn="", looked_after=0
	)
	first = uploads(
		headers=[header(), header(CHILD="0002", UPN="UN1")],
		episodes=[episode("10/01/2023"), episode("10/01/2023", CHILD="0002")],
	)
	through_page.load(through_page.preview("SSDA903 return", first, year="2023", **place)["name"])
	second = uploads(
		headers=[header(), header(CHILD="0003", UPN="UN1", DOB="12/05/2025")],
		episodes=[episode("01/09/2025"), episode("12/05/2025", CHILD="0003")],
		reviews=[review("01/10/2025")],
		previous=[permanence("Z1"), permanence("Z1", CHILD="0003")],
	)
	shown = through_page.preview("SSDA903 return", second, **place)
	about = {row.child_id: row.message for row in shown["rows"] if row.severity == "Warning"}
	assert "starts care again" in about["0001"]
	assert "10 January 2023" in about["0001"]
	assert "is not in this return; nothing was changed" in about["0002"]
	assert "Not yet born: yes → no" in through_page.sentences(shown)["0003"]
	through_page.load(shown["name"])
	baby.reload()
	assert (baby.unborn, str(baby.date_of_birth)) == (0, "2025-05-12")
	assert frappe.db.get_value("Child", {"child_id": "0002"}, "looked_after") == 1
	first_child = frappe.db.get_value("Child", {"child_id": "0001"})
	days = frappe.get_all("Care Episode", {"child": first_child}, pluck="started_on", order_by="started_on")
	assert [str(day) for day in days] == ["2023-01-10", "2025-09-01"]
