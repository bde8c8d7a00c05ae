"""Properties of every return, checked on many invented ones."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.ssda903.changes import plan_return, scope_of
from ppoc.imports.ssda903.load import Return, read_return
from ppoc.imports.ssda903.synthetic import FAULTS, make_return
from ppoc.imports.uploads import UploadedFile
from ppoc.tests.imports.ssda903_factories import TODAY, held_after

pytestmark = pytest.mark.requirement("X2.1")
SEEDS = st.integers(0, 10_000)
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def load(texts: dict[str, str]) -> Return:
	return read_return([UploadedFile(name, text.encode()) for name, text in texts.items()], TODAY)


def shuffled(text: str, rng: random.Random) -> str:
	head, *lines = text.splitlines()
	rng.shuffle(lines)
	return "\r\n".join([head, *lines]) + "\r\n"


@MANY
@given(seed=SEEDS, whole=st.booleans())
@example(seed=2566, whole=False)  # a child is in a temporary placement on 1 April
def test_invented_returns_are_without_fault(seed: int, whole: bool):
	loaded = load(make_return(25, seed, 2026, whole_histories=whole))
	assert [finding for finding in loaded.findings if finding.child] == []
	assert loaded.counts.clean == len(loaded.children) > 0


@MANY
@given(
	seed=SEEDS, fault=st.sampled_from(sorted(set(FAULTS) - {"header twice", "header repeated", "same start"}))
)
@example(seed=139, fault="other birthday in reviews")  # the first child has no review
def test_order_of_rows_makes_no_difference(seed: int, fault: str):
	texts = make_return(15, seed, 2026, faults=[fault])
	other = {name: shuffled(text, random.Random(seed)) for name, text in texts.items()}
	one, two = load(texts), load(other)
	assert one.counts == two.counts
	assert one.refused == two.refused
	assert {c.child_id: (c.episodes, c.row_events) for c in one.children} == {
		c.child_id: (c.episodes, c.row_events) for c in two.children
	}
	assert sorted((f.severity, f.rule, f.child, f.column) for f in one.findings) == sorted(
		(f.severity, f.rule, f.child, f.column) for f in two.findings
	)


@MANY
@given(seed=SEEDS, whole=st.booleans())
def test_loading_twice_changes_nothing(seed: int, whole: bool):
	loaded = load(make_return(20, seed, 2026, whole_histories=whole))
	held = held_after(loaded)
	plans = plan_return(loaded.children, held, scope_of(loaded, loaded.year))
	assert all(plan.changes_nothing for plan in plans)


@MANY
@given(seed=SEEDS)
def test_years_in_a_row_come_to_the_same_as_in_the_wrong_order(seed: int):
	"""Two years' returns of the same children, loaded in either order, leave the same episodes and facts."""
	later = make_return(20, seed, 2026, whole_histories=True)
	lines = later["episodes.csv"].splitlines()
	head, rows = lines[0], [line.split(",") for line in lines[1:]]

	def year_of_rows(year: int) -> dict[str, str]:
		starts, ends = date(year - 1, 4, 1), date(year, 3, 31)
		kept = []
		for row in rows:
			begun, ended = (_date(row[1]), _date(row[7]) if row[7] else date.max)
			if begun <= ends and ended >= starts:
				kept.append(row if ended <= ends else [*row[:7], "", "", "", *row[10:]])
		children = {row[0] for row in kept}
		header = later["header.csv"].splitlines()
		named = [header[0], *[line for line in header[1:] if line.split(",")[0] in children]]
		return {
			"header.csv": "\n".join(named) + "\n",
			"episodes.csv": "\n".join([head, *map(",".join, kept)]) + "\n",
		}

	first, second = (
		read_return([UploadedFile(n, t.encode()) for n, t in year_of_rows(year).items()], TODAY, year=year)
		for year in (2025, 2026)
	)
	forward = held_after(second, held_after(first), 2025)
	backward = held_after(first, held_after(second), 2026)
	assert forward.keys() == backward.keys()
	for child, held in forward.items():
		other = backward[child]
		assert sorted(held.episodes, key=lambda e: e.order) == sorted(other.episodes, key=lambda e: e.order)
		assert {k: v for k, v in held.fields.items() if v} == {k: v for k, v in other.fields.items() if v}


def _date(written: str) -> date:
	day, month, year = written.split("/")
	return date(int(year), int(month), int(day))


@settings(max_examples=150, deadline=None)
@given(seed=SEEDS, data=st.data())
def test_spoilt_bytes_are_refused_or_read_but_never_crash(seed: int, data: st.DataObject):
	files = {name: text.encode() for name, text in make_return(3, seed % 50, 2026).items()}
	name = data.draw(st.sampled_from(sorted(files)))
	place = data.draw(st.integers(0, len(files[name])))
	junk = data.draw(st.binary(max_size=12))
	length = data.draw(st.integers(0, 40))
	files[name] = files[name][:place] + junk + files[name][place + length :]
	uploads = [UploadedFile(n, content) for n, content in files.items()]
	loaded, findings = _read_or_refused(uploads)
	assert all(finding.remedy and finding.file for finding in findings if finding.severity is Severity.FILE)
	if loaded is None:
		assert findings
	else:
		assert len(loaded.children) == loaded.counts.clean + loaded.counts.with_warnings


def _read_or_refused(uploads: list[UploadedFile]) -> tuple[Return | None, list[Finding]]:
	try:
		loaded = read_return(uploads, TODAY)
	except ImportRefused as refusal:
		return None, refusal.findings
	return loaded, list(loaded.findings)


@pytest.mark.slow(4)
def test_a_return_of_60_000_rows_is_read_whole():
	texts = make_return(5200, 7, 2026)
	assert sum(text.count("\n") for text in texts.values()) > 60_000
	loaded = load(texts)
	plan_return(loaded.children, {}, scope_of(loaded, None))
	assert loaded.counts.clean == 5200


def test_same_seed_makes_the_same_return():
	assert make_return(10, 3, 2026) == make_return(10, 3, 2026)
	assert make_return(10, 3, 2026) != make_return(10, 4, 2026)


def test_invented_caseload_holds_every_way_out_of_care():
	loaded = load(make_return(600, 1, 2026))
	routes = {child.facts().left_care_by for child in loaded.children}
	assert routes == {None, "SGO", "Reunification", "Adoption", "Child Arrangements Order"}
	assert any(child.facts().on_full_care_order for child in loaded.children)
	told = {event.event_type for child in loaded.children for event in child.events()}
	assert {"Previous permanence", "Placed for adoption", "Adoption decision reversed", "Review held"} <= told
