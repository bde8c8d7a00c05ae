"""A return of the shape of the public sample of Data to Insight's validator: every code at random, most rules broken.

The sample itself is not needed: 2,675 children with random codes, a third of them in short breaks, a reason for the end
without an end, dates of five years, one set of all twelve tables.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import frappe
import pytest

from ppoc import care_codes
from ppoc.care_codes import LEGAL_STATUS
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.changes import plan_return, scope_of
from ppoc.imports.ssda903.files import COLUMNS, TableName
from ppoc.imports.ssda903.load import read_return
from ppoc.imports.ssda903.synthetic import as_csv
from ppoc.imports.uploads import UploadedFile
from ppoc.tests.imports import through_page
from ppoc.tests.imports.ssda903_factories import TODAY, held_after

pytestmark = pytest.mark.requirement("X2.1")
FIRST = date(2015, 6, 1)
Rows = dict[TableName, list[dict[str, str]]]


def sample(children: int, seed: int = 1) -> list[UploadedFile]:
	"""Returns the files of a set in which codes and dates are put together at random."""
	chance = random.Random(seed)
	rows: Rows = {table: [] for table in TableName}
	for number in range(children):
		_child(chance, str(100_000 + 13 * number), rows)
	return [
		UploadedFile(f"{table.value}.csv", as_csv(COLUMNS[table], records).encode())
		for table, records in rows.items()
	]


def _child(chance: random.Random, child: str, rows: Rows) -> None:
	born = date(2001, 1, 1) + timedelta(days=chance.randrange(4700))
	who = {"CHILD": child, "DOB": _said(born)}
	rows[TableName.HEADER].append(
		{**who, "SEX": chance.choice("12"), "ETHNIC": chance.choice([*care_codes.ETHNICITY]), "UPN": "UN1"}
	)
	rows[TableName.PREVIOUS_PERMANENCE].append({**who, "PREV_PERM": "Z1"})
	rows[TableName.OC2].append({**who, "HEALTH_CHECK": "1"})
	if chance.random() < 0.02:
		rows[TableName.OC3].append({**who, "IN_TOUCH": "YES"})
	if chance.random() < 0.2:
		return
	day = FIRST + timedelta(days=chance.randrange(1000))
	for last in [False] * chance.randrange(3) + [True]:
		until = day + timedelta(days=chance.randrange(1, 400))
		closed = not last or chance.random() < 0.3
		rows[TableName.EPISODES].append(_episode(chance, child, day, until if closed else None, last))
		day = until
	for _ in range(chance.randrange(8)):
		held_on = FIRST + timedelta(days=chance.randrange(1500))
		rows[TableName.REVIEWS].append(
			{**who, "REVIEW": _said(held_on), "REVIEW_CODE": chance.choice([*codes.REVIEW_CODE])}
		)


def _episode(chance: random.Random, child: str, day: date, until: date | None, last: bool) -> dict[str, str]:
	reasons = [*care_codes.REASON_EPISODE_CEASED]
	return {
		"CHILD": child,
		"DECOM": _said(day),
		"RNE": chance.choice("SLPTBU"),
		"LS": chance.choice([*LEGAL_STATUS]),
		"CIN": chance.choice([*care_codes.NEED]),
		"PLACE": chance.choice([*care_codes.PLACEMENT]),
		"PLACE_PROVIDER": chance.choice([*care_codes.PROVIDER]),
		"DEC": _said(until) if until else "",
		"REC": "X1" if not last or chance.random() < 0.6 else chance.choice(reasons),
	}


def _said(day: date) -> str:
	return f"{day:%d/%m/%Y}"


def test_a_sample_of_random_codes_has_most_of_its_children_in_care_and_lists_its_faults():
	loaded = read_return(sample(800), TODAY)
	ids = {child.child_id for child in loaded.children} | loaded.refused
	assert len(ids) == 800
	open_ended = [
		child for child in loaded.children if child.episodes and child.episodes[-1].ended_on is None
	]
	in_care = [child for child in open_ended if child.episodes[-1].legal_status not in codes.SHORT_BREAKS]
	assert all(child.facts().looked_after for child in in_care)
	assert len(in_care) > 300
	assert len({finding.rule for finding in loaded.findings if finding.rule}) > 10


def test_a_sample_loaded_twice_changes_nothing_and_loses_nothing():
	loaded = read_return(sample(400), TODAY)
	held = held_after(loaded)
	again = plan_return(loaded.children, held, scope_of(loaded, loaded.year))
	assert all(plan.changes_nothing and not plan.removals for plan in again)
	kept = sum(len(child.episodes) for child in held.values())
	assert kept == sum(len(child.episodes) for child in loaded.children)


def test_a_sample_through_the_page_loads_once_and_then_changes_nothing(loader: Any):
	files, place = sample(150), {"locality": loader.locality, "team": loader.name}
	shown = through_page.preview("SSDA903 return", files, **place)
	through_page.load(shown["name"])
	in_care = frappe.db.count("Child", {"team": loader.name, "looked_after": 1})
	assert in_care > 50
	again = through_page.preview("SSDA903 return", files, **place)
	assert (again["children_new"], again["children_changed"], again["removals"]) == (0, 0, [])
	assert again["children_unchanged"] == shown["children_new"]
