"""Spoilt files to each importer: refused with the file's name, or loaded whole; never half, never an error."""

from __future__ import annotations

import contextlib
import contextvars
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest

from ppoc.imports import runs, staging
from ppoc.imports.saved_mappings import suggested_columns
from ppoc.imports.ssda903.synthetic import FILE_NAMES, make_return
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.tests.children.duplicates.site_factories import (
	LOCALITY,
	TEAM,
	give_access,
	make,
	make_child,
	make_places,
)
from ppoc.tests.imports.workbook_factories import child_row, plan_row, tracker
from ppoc.tests.trust.inputs.spoilt_files import CSV_WAYS, XLSX_WAYS, ZIP_WAYS, spoilt
from ppoc.tests.trust.inputs.wire import Case, Tally, Wire

pytestmark = [
	pytest.mark.trust,
	pytest.mark.inputs,
	pytest.mark.slow(60),
	pytest.mark.usefixtures("committed"),
]
EXTRACT = (
	b"Case ID,Forename,Surname,DOB,Social worker\n"
	b"Z0017,Ada,Quill,01/02/2015,\nZ0018,Bo,Quill,01/02/2016,Nobody Here\nZ0019,Cy,Quill,31/02/2016,\n"
)
EVENTS = b"Case ID,Event,On\nZ0001,Entered care,01/02/2025\nZ0002,Entered care,02/02/2025\n"
TARGETS = {
	"Case ID": "Child.child_id",
	"Forename": "Child.first_name",
	"Surname": "Child.last_name",
	"DOB": "Child.date_of_birth",
	"Social worker": "Child.social_worker",
}
NAMES = b"CHILD,FORENAME,SURNAME\nZ0001,Ada,Quill\nZ0002,Bo,Quill\n"
LOG = {"tabImport Run", "tabImport Finding", "tabSeries"}
"""What a preview writes, whatever becomes of it."""


@dataclass(frozen=True)
class Spoilt:
	"""A spoilt upload, with what a person chose beside it."""

	way: str
	kind: str
	files: tuple[tuple[str, bytes], ...]
	mapping: str = ""


def returns() -> Iterator[Spoilt]:
	whole = [(name, text.encode()) for name, text in make_return(3, seed=7, year=2026).items()]
	for at, (name, content) in enumerate(whole):
		for way, bad in spoilt(content, name, CSV_WAYS, 17):
			yield Spoilt(f"{name}, {way}", "SSDA903 return", (*whole[:at], (name, bad), *whole[at + 1 :]))
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		for name, content in whole:
			archive.writestr(name, content)
	for way, bad in spoilt(stream.getvalue(), "zip", ZIP_WAYS, 30):
		yield Spoilt(f"archive, {way}", "SSDA903 return", (("return.zip", bad),))


def names() -> Iterator[Spoilt]:
	for way, bad in spoilt(NAMES, "names", CSV_WAYS, 68):
		yield Spoilt(way, "Names", (("names.csv", bad),))


def extracts() -> Iterator[Spoilt]:
	for way, bad in spoilt(EXTRACT, "extract", CSV_WAYS, 68):
		yield Spoilt(way, "Extract", (("extract.csv", bad),), "Zz extract")
	for way, bad in spoilt(workbook(), "extract", XLSX_WAYS, 22):
		yield Spoilt(way, "Extract", (("extract.xlsx", bad),), "Zz extract")


def trackers() -> Iterator[Spoilt]:
	for way, bad in spoilt(workbook(), "tracker", XLSX_WAYS, 80):
		yield Spoilt(way, "Tracker workbook", (("tracker.xlsx", bad),), "Zz tracker")


def workbook() -> bytes:
	rows = [child_row(f"Z{number}", CIC_Team=TEAM) for number in (70001, 70002)]
	return tracker(rows, sgo=[plan_row("Z70001")]).read(Limits())


KINDS = {"returns": returns, "names": names, "extracts": extracts, "trackers": trackers}


@pytest.fixture
def loader(site: str, user_with: Callable[..., str], request: pytest.FixtureRequest) -> Iterator[str]:
	make_places()
	for child_id in ("Z0001", "Z0002"):
		make_child(child_id)
	columns = [{"source_column": column, "target": target} for column, target in TARGETS.items()]
	place = {"locality": LOCALITY, "team": TEAM}
	make(
		"Import Mapping",
		mapping_name="Zz extract",
		kind="Extract",
		loads="Children",
		columns=columns,
		**place,
	)
	found = suggested_columns(
		UploadedFile("tracker.xlsx", workbook()), "Tracker workbook", "Children", Limits()
	)
	chosen = [{key: row[key] for key in ("sheet", "source_column", "target")} for row in found]
	make("Import Mapping", mapping_name="Zz tracker", kind="Tracker workbook", columns=chosen, **place)
	user = user_with("Team Coordinator", "Performance Officer")
	give_access(user)
	yield user
	for run in staging.runs_held():
		staging.drop(run)


@pytest.mark.parametrize("kind", KINDS)
def test_each_spoilt_file(
	loader: str, wire: Callable[[str], Wire], reported: Callable[..., None], kind: str
) -> None:
	tally, way = Tally(), wire(loader)
	for each in KINDS[kind]():
		_try(way, each, tally)
	reported(tally)


def _try(wire: Wire, spoilt: Spoilt, tally: Tally) -> None:
	before = wire.rows()
	body = {"kind": spoilt.kind, "locality": LOCALITY, "team": TEAM, "mapping": spoilt.mapping}
	case = Case(
		spoilt.way, "POST", "/api/method/ppoc.imports.api.preview", spoilt.kind, body, uploads=spoilt.files
	)
	answer = wire.send(case)
	tally.tried += 1
	if answer.status != 200:
		tally.errors.append(f"{answer.status} {case}: {answer.message()[:300]}\n{answer.trace[-900:]}")
		return
	run = json.loads(answer.text)["message"]
	_same(wire, before, f"{case}: the preview", tally)
	if run["status"] == runs.REFUSED:
		tally.refused += 1
		if not _says_where(run["name"], [name for file in spoilt.files for name in names_of(*file)]):
			tally.silent.append(f"{case}: refused, and no finding names the file")
	elif not _ends_well(wire, run["name"]):
		row = _row(run["name"])
		if row.status == runs.INTERRUPTED:
			tally.errors.append(f"{case}: {row.outcome}")
		_same(wire, before, f"{case}: {row.status}", tally)


def _same(wire: Wire, before: dict[str, int], what: str, tally: Tally) -> None:
	after = wire.rows()
	changed = {name for name in after if after[name] != before.get(name)} - LOG
	if changed:
		tally.half_writes.append(f"{what}: {', '.join(sorted(changed))}")


def names_of(name: str, content: bytes) -> Iterator[str]:
	"""Yields the name of an upload and, of an archive that can be opened, those of the files in it."""
	yield name
	with contextlib.suppress(Exception), zipfile.ZipFile(io.BytesIO(content)) as archive:
		yield from archive.namelist()


def _says_where(run: str, names: list[str]) -> bool:
	frappe.db.rollback()
	found = frappe.get_all(
		"Import Finding", {"import_run": run, "severity": "File"}, ["file", "message", "remedy"]
	)
	places = {*names, *FILE_NAMES.values(), *(f"({table.value})" for table in FILE_NAMES)}
	return (
		bool(found)
		and all(row.message and row.remedy and row.file for row in found)
		and any(place in f"{row.file} {row.message}" for row in found for place in places)
	)


def _ends_well(wire: Wire, run: str) -> bool:
	"""Loads what was previewed, as the worker does; returns whether it was loaded, whole."""
	contextvars.Context().run(_load, wire.site, os.getcwd(), run)
	return _row(run).status == runs.LOADED


def _load(site: str, sites: str, run: str) -> None:
	frappe.init(site=site, sites_path=sites, force=True)
	frappe.connect()
	try:
		frappe.set_user(frappe.db.get_value("Import Run", run, "run_by"))
		if not frappe.db.sql(
			"select children_clean + children_warned from `tabImport Run` where name = %s", run
		)[0][0]:
			runs.discard(run)
			frappe.db.commit()
		else:
			runs.start_here(run)
	finally:
		frappe.destroy()


def _row(run: str) -> Any:
	frappe.db.rollback()
	return frappe.db.get_value("Import Run", run, ["status", "outcome"], as_dict=True)
