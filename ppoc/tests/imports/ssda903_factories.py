"""Small SSDA903 returns for tests, row by row. All children are invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ppoc.imports.findings import Finding, Severity
from ppoc.imports.ssda903.changes import ChildPlan, ReturnScope, StoredChild, plan_child, scope_of
from ppoc.imports.ssda903.files import COLUMNS, TableName
from ppoc.imports.ssda903.load import Return, read_return
from ppoc.imports.ssda903.synthetic import FILE_NAMES, as_csv
from ppoc.imports.ssda903.timeline import ReturnedChild
from ppoc.imports.uploads import Limits, UploadedFile

TODAY = date(2026, 11, 22)
Record = dict[str, str]


def header(**values: str) -> Record:
	"""A Header row without faults."""
	defaults = {"CHILD": "0001", "SEX": "F", "DOB": "03/05/2014", "ETHNIC": "WBRI", "UPN": "A123456789012"}
	return defaults | values


def episode(start: str, end: str = "", reason: str = "", **values: str) -> Record:
	"""An episode without faults: section 20, with foster carers."""
	defaults = {
		"CHILD": "0001",
		"DECOM": start,
		"RNE": "S",
		"LS": "V2",
		"CIN": "N1",
		"PLACE": "U6",
		"PLACE_PROVIDER": "PR1",
		"DEC": end,
		"REC": reason,
	}
	return defaults | values


def review(day: str, **values: str) -> Record:
	"""A review that the child attended."""
	return {"CHILD": "0001", "DOB": "03/05/2014", "REVIEW": day, "REVIEW_CODE": "PN1"} | values


def adoption(day: str, **values: str) -> Record:
	"""A decision to place the child for adoption."""
	return {"CHILD": "0001", "DOB": "03/05/2014", "DATE_PLACED": day} | values


def permanence(kind: str, **values: str) -> Record:
	"""A previous permanence."""
	return {"CHILD": "0001", "DOB": "03/05/2014", "PREV_PERM": kind} | values


def uploads(
	headers: Sequence[Record] | None = None,
	episodes: Sequence[Record] | None = None,
	reviews: Sequence[Record] = (),
	adoptions: Sequence[Record] = (),
	previous: Sequence[Record] | None = None,
) -> list[UploadedFile]:
	"""Returns the five files; by default, of one child with one open episode."""
	rows = {
		TableName.HEADER: [header()] if headers is None else headers,
		TableName.EPISODES: [episode("01/06/2025")] if episodes is None else episodes,
		TableName.REVIEWS: reviews,
		TableName.PLACED_FOR_ADOPTION: adoptions,
		TableName.PREVIOUS_PERMANENCE: [permanence("Z1")] if previous is None else previous,
	}
	return [
		UploadedFile(FILE_NAMES[table], as_csv(COLUMNS[table], records).encode())
		for table, records in rows.items()
	]


def read(files: Sequence[UploadedFile] | None = None, limits: Limits | None = None, **tables: Any) -> Return:
	"""Reads the given files, or files of the given rows."""
	return read_return(files or uploads(**tables), TODAY, limits=limits)


def child_of(**tables: Any) -> ReturnedChild:
	"""Returns the only child of a return of the given rows."""
	(child,) = read(**tables).children
	return child


def findings_of(severity: Severity, **tables: Any) -> list[Finding]:
	"""Returns the findings of one severity about the children of the given rows."""
	return [finding for finding in read(**tables).findings if finding.severity is severity and finding.child]


def rules_broken(**tables: Any) -> set[str]:
	"""Returns the numbers of the rules that the given rows break."""
	found = findings_of(Severity.WARNING, **tables)
	return {finding.rule.removeprefix("SSDA903 rule ") for finding in found}


def after(child: ReturnedChild, held: StoredChild | None, plan: ChildPlan) -> StoredChild:
	"""Returns the child on the site after a plan has been carried out."""
	held = held or StoredChild({})
	gone = {episode.key for episode in plan.episodes_removed}
	episodes = {e.key: e for e in held.episodes if e.key not in gone} | plan.episodes_changed
	episodes |= {e.key: e for e in plan.episodes_added}
	lost = {event.source_key for event in plan.events_removed}
	events = {e.source_key: e for e in held.events if e.source_key not in lost}
	events |= {e.source_key: e for e in (*plan.events_added, *plan.events_changed)}
	return StoredChild(
		{**held.fields, **plan.fields}, tuple(episodes.values()), tuple(events.values()), held.facts_by_hand
	)


def held_after(
	loaded: Return, held: dict[str, StoredChild] | None = None, held_year: int | None = None
) -> dict[str, StoredChild]:
	"""Returns the children on the site after a return has been loaded."""
	held = dict(held or {})
	scope: ReturnScope = scope_of(loaded, held_year)
	for child in loaded.children:
		before = held.get(child.child_id)
		held[child.child_id] = after(child, before, plan_child(child, before, scope))
	return held
