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
BESIDE = {
	"liberty": TableName.DEPRIVATION_OF_LIBERTY,
	"missing": TableName.MISSING,
	"social_workers": TableName.SOCIAL_WORKERS,
	"unaccompanied_children": TableName.UASC,
	"adopted_children": TableName.AD1,
}
"""Tables that a set need not have."""


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


def liberty(start: str, end: str = "", **values: str) -> Record:
	"""An order that deprives the child of liberty."""
	return {"CHILD": "0001", "DOB": "03/05/2014", "DOLO_START": start, "DOLO_END": end} | values


def absence(start: str, end: str = "", **values: str) -> Record:
	"""A time in which the child was missing."""
	return {"CHILD": "0001", "DOB": "03/05/2014", "MISSING": "M", "MIS_START": start, "MIS_END": end} | values


def allocation(start: str, end: str = "", **values: str) -> Record:
	"""A time in which a social worker had the child."""
	defaults = {"CHILD": "0001", "DOB": "03/05/2014", "SW_ID": "SW1", "SW_REASON": "FCONTA"}
	return defaults | {"SW_DECOM": start, "SW_DEC": end} | values


def unaccompanied(end: str = "", **values: str) -> Record:
	"""An unaccompanied child."""
	return {"CHILD": "0001", "SEX": "F", "DOB": "03/05/2014", "DUC": end} | values


def adopted(decided: str, matched: str, **values: str) -> Record:
	"""How an adopted child came to the adopters."""
	defaults = {"CHILD": "0001", "DOB": "03/05/2014", "FOSTER_CARE": "0", "SEX_ADOPTR": "MF"}
	return defaults | {"DATE_INT": decided, "DATE_MATCH": matched} | values


def uploads(
	headers: Sequence[Record] | None = None,
	episodes: Sequence[Record] | None = None,
	reviews: Sequence[Record] = (),
	adoptions: Sequence[Record] = (),
	previous: Sequence[Record] | None = None,
	**beside: Sequence[Record],
) -> list[UploadedFile]:
	"""Returns the five files; by default, of one child with one open episode. `beside` has tables of `BESIDE`."""
	rows = {
		TableName.HEADER: [header()] if headers is None else headers,
		TableName.EPISODES: [episode("01/06/2025")] if episodes is None else episodes,
		TableName.REVIEWS: reviews,
		TableName.PLACED_FOR_ADOPTION: adoptions,
		TableName.PREVIOUS_PERMANENCE: [permanence("Z1")] if previous is None else previous,
		**{BESIDE[name]: records for name, records in beside.items()},
	}
	return [
		UploadedFile(
			FILE_NAMES.get(table, f"{table.value.lower()}.csv"), as_csv(COLUMNS[table], records).encode()
		)
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
