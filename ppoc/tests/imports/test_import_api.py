"""Who may load what, and what the endpoints and the command answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

from ppoc.database import rows as bulk
from ppoc.imports import api, runs, staging
from ppoc.imports.findings import ImportRefused
from ppoc.imports.registry import KINDS, Order
from ppoc.imports.ssda903.synthetic import make_return
from ppoc.imports.uploads import UploadedFile
from ppoc.tests import factories
from ppoc.tests.contract import Bench
from ppoc.tests.imports.ssda903_factories import TODAY, episode, header, uploads

pytestmark = pytest.mark.requirement("X2.1")
MAY = ("Team Coordinator", "Performance Officer")
MAY_NOT = ("Social Worker", "Team Manager", "Head of Service", "PPOC Auditor", "PPOC Administrator")


@pytest.fixture
def place(site: str) -> Any:
	return factories.make_team()


@pytest.fixture(autouse=True)
def nothing_held_afterwards(site: str) -> Iterator[None]:
	yield
	for run in staging.runs_held():
		staging.drop(run)


@pytest.fixture
def loader(place: Any, user_with: Callable[..., str]) -> str:
	user = user_with("Performance Officer")
	factories.grant(user, place.locality)
	return user


def previewed(user: str, place: Any, files: list[UploadedFile] | None = None) -> str:
	return runs.preview(Order("SSDA903 return", files or uploads(), user, TODAY, place.locality, place.name))


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_its_reader(kind: str, place: Any):
	spoilt = [UploadedFile("a.csv", b"")]
	with pytest.raises(ImportRefused, match="The file is empty"):
		KINDS[kind].prepare_order(Order(kind, spoilt, "Administrator", TODAY, place.locality, place.name))


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.one_file])
def test_kinds_of_one_file_refuse_two(kind: str, place: Any):
	two = [UploadedFile("a.csv", b"A\n1\n"), UploadedFile("b.csv", b"A\n1\n")]
	with pytest.raises(ImportRefused, match=r"a\.csv, b\.csv: "):
		KINDS[kind].prepare_order(Order(kind, two, "Administrator", TODAY, place.locality, place.name))


@pytest.mark.parametrize("role", MAY)
def test_who_may_load(role: str, user_with: Callable[..., str], set_user: Callable[[str], Any]):
	set_user(user_with(role))
	assert {kind["kind"] for kind in api.choices()["kinds"]} == set(KINDS)


@pytest.mark.parametrize("role", MAY_NOT)
@pytest.mark.parametrize(
	"call",
	[
		lambda run: api.choices(),
		lambda run: api.preview("SSDA903 return", "L"),
		lambda run: api.load(run),
		lambda run: api.discard(run),
		lambda run: api.status(run),
		lambda run: api.findings(run),
		lambda run: api.export_findings(run),
	],
)
def test_who_may_not(
	role: str,
	call: Callable[[str], Any],
	place: Any,
	user_with: Callable[..., str],
	set_user: Callable[[str], Any],
):
	run = previewed("Administrator", place)
	set_user(user_with(role))
	with pytest.raises(api.NotALoaderError):
		call(run)


def test_choices_hold_only_localities_with_access(loader: str, place: Any, set_user: Callable[[str], Any]):
	factories.make_locality()
	set_user(loader)
	assert api.choices()["localities"] == [place.locality]


def test_new_children_go_nowhere_without_access(loader: str, place: Any, set_user: Callable[[str], Any]):
	elsewhere = factories.make_team()
	set_user(loader)
	for locality, team in ((elsewhere.locality, ""), ("", ""), (place.locality, elsewhere.name)):
		with pytest.raises(api.PlaceError):
			api.preview("SSDA903 return", locality, team)
	with pytest.raises(api.PlaceError, match="kind"):
		api.preview("Everything", place.locality)


@pytest.mark.parametrize("step", [api.load, api.discard])
def test_run_of_somebody_else_cannot_be_decided_on(
	step: Callable[[str], Any], loader: str, place: Any, set_user: Callable[[str], Any]
):
	run = previewed("Administrator", place)
	set_user(loader)
	with pytest.raises(api.NotALoaderError, match="somebody else"):
		step(run)
	assert frappe.db.get_value("Import Run", run, "status") == "Previewed"


def test_run_of_another_locality_cannot_be_seen(loader: str, set_user: Callable[[str], Any]):
	run = previewed("Administrator", factories.make_team())
	set_user(loader)
	for step in (api.status, api.findings, api.export_findings):
		with pytest.raises(frappe.PermissionError):
			step(run)


def test_load_is_queued_once(
	loader: str, place: Any, set_user: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
):
	run = previewed(loader, place)
	queued: list[dict[str, Any]] = []
	monkeypatch.setattr(
		frappe, "enqueue", lambda method, **options: queued.append({"method": method, **options})
	)
	set_user(loader)
	assert api.load(run)["status"] == "Loading"
	with pytest.raises(runs.RunStateError):
		api.load(run)
	assert [(job["method"], job["run"], job["job_id"]) for job in queued] == [
		("ppoc.imports.runs.carry_out", run, f"ppoc-import-{run}")
	]
	assert queued[0]["deduplicate"]
	assert queued[0]["enqueue_after_commit"]


def test_nothing_to_load_is_said(loader: str, place: Any, set_user: Callable[[str], Any]):
	run = previewed(loader, place, uploads(episodes=[episode("bad")]))
	set_user(loader)
	with pytest.raises(runs.RunStateError, match="no child to load"):
		api.load(run)


def test_status_tells_counts_findings_and_changes(loader: str, place: Any, set_user: Callable[[str], Any]):
	run = previewed(loader, place, uploads(headers=[header(ETHNIC="=1+1")]))
	set_user(loader)
	told = api.status(run)
	assert (told["status"], told["children_warned"], told["children_new"]) == ("Previewed", 1, 1)
	assert (told["findings"]["Warning"], told["findings"]["Refused"]) == (
		3,
		0,
	)  # two of the files have no rows
	assert told["changes"] == [
		{"child": "0001", "new": True, "changes": ["Created from the SSDA903 return with 1 episode(s)"]}
	]


def test_changes_of_a_child_out_of_sight_are_not_shown(
	loader: str, place: Any, set_user: Callable[[str], Any]
):
	run = previewed(loader, place)
	factories.make_child(child_id="0001")
	set_user(loader)
	assert api.status(run)["changes"] == []


def test_changes_are_shown_to_nobody_but_the_one_who_previews(
	loader: str, place: Any, set_user: Callable[[str], Any]
):
	run = previewed("Administrator", place)
	assert len(api.status(run)["changes"]) == 1
	set_user(loader)
	assert api.status(run)["changes"] == []
	assert "Created from" not in str(frappe.get_doc("Import Run", run).as_dict())


def test_findings_are_filtered_and_paged(loader: str, place: Any, set_user: Callable[[str], Any]):
	texts = make_return(80, 5, 2026)
	texts["header.csv"] = texts["header.csv"].replace(",WBRI,", ",XXXX,")
	run = previewed(loader, place, [UploadedFile(name, text.encode()) for name, text in texts.items()])
	set_user(loader)
	spoilt = texts["header.csv"].count("XXXX")
	first = api.findings(run, "Warning", "rule 103")
	assert (first["total"], len(first["rows"])) == (spoilt, min(spoilt, 50))
	second = api.findings(run, "Warning", "rule 103", start=50) if spoilt > 50 else {"rows": []}
	assert len(second["rows"]) == max(spoilt - 50, 0)
	assert api.findings(run, "Refused")["total"] == 0
	assert api.findings(run, text="no such text")["total"] == 0


def test_export_is_safe_from_formulas(loader: str, place: Any, set_user: Callable[[str], Any]):
	run = previewed(loader, place, [*uploads(), UploadedFile("=cmd|calc.csv", b"X\n1\n")])
	formulas = ("+A1", " =A1", "＝A1")
	rows = [{"import_run": run, "severity": "Note", "message": formula} for formula in formulas]
	bulk.insert_rows("Import Finding", rows, loader)
	set_user(loader)
	api.export_findings(run)
	lines = frappe.response["filecontent"].decode("utf-8-sig").splitlines()
	assert lines[0] == "severity,message,remedy,file,line,column,child_id,rule"
	assert any(",'=cmd|calc.csv," in line for line in lines)
	for formula in formulas:
		assert any(line.startswith(f"Note,'{formula},") for line in lines)
	assert frappe.response["type"] == "download"


class TestCommand:
	"""`ppoc-import-ssda903` in a separate process, as from a shell."""

	@pytest.fixture
	def command(
		self, committed: None, place: Any, bench: Bench
	) -> Callable[..., subprocess.CompletedProcess]:
		frappe.db.commit()

		def command(*arguments: str) -> subprocess.CompletedProcess:
			helper = [str(bench.python), "-m", "frappe.utils.bench_helper", "frappe", "--site", bench.site]
			environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
			return subprocess.run(
				[*helper, "ppoc-import-ssda903", *arguments],
				cwd=bench.sites,
				env=environment,
				capture_output=True,
				text=True,
				check=False,
			)

		return command

	@pytest.fixture
	def folder(self, tmp_path: Path) -> Path:
		for name, text in make_return(12, 6, 2026, faults=["overlap", "end before start"]).items():
			(tmp_path / name).write_text(text)
		return tmp_path

	def test_dry_run_shows_and_loads_nothing(self, command: Callable[..., Any], folder: Path, place: Any):
		done = command(str(folder), "--dry-run", "--locality", place.locality)
		assert done.returncode == 0, done.stderr
		assert "10 clean, 1 with warnings (they load too)" in done.stdout
		assert "1 refused" in done.stdout
		assert "episodes.csv" in done.stdout
		assert "before it starts on" in done.stdout
		assert "Nothing loaded" in done.stdout
		frappe.db.rollback()
		assert frappe.db.count("Child", {"locality": place.locality}) == 0

	def test_loads_then_changes_nothing(self, command: Callable[..., Any], folder: Path, place: Any):
		arguments = (str(folder), "--locality", place.locality, "--team", place.name)
		first, second = command(*arguments), command(*arguments)
		assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
		assert "11 new, 0 changed, 0 unchanged" in first.stdout
		assert "up to date already" in second.stdout
		frappe.db.rollback()
		assert frappe.db.count("Child", {"team": place.name}) == 11

	def test_history_that_the_return_no_longer_has_goes_only_when_agreed(
		self, command: Callable[..., Any], folder: Path, place: Any
	):
		arguments = (str(folder), "--locality", place.locality, "--team", place.name)
		assert command(*arguments).returncode == 0
		head, gone, *rest = (folder / "reviews.csv").read_text().splitlines()
		(folder / "reviews.csv").write_text("\n".join([head, *rest]) + "\n")
		shown = command(*arguments, "--dry-run", "--remove-history", "--yes")
		assert f"child {gone.split(',')[0]}\n    Review held, " in shown.stdout
		asked = command(*arguments, "--remove-history")
		assert "nobody can be asked here" in asked.stdout
		frappe.db.rollback()
		before = frappe.db.count("Care Event", {"event_type": "Review held"})
		assert command(*arguments, "--remove-history", "--yes").returncode == 0
		frappe.db.rollback()
		assert frappe.db.count("Care Event", {"event_type": "Review held"}) == before - 1

	def test_faulty_file_is_refused_with_status_1(
		self, command: Callable[..., Any], folder: Path, place: Any
	):
		(folder / "reviews.csv").write_bytes(b"")
		done = command(str(folder), "--locality", place.locality)
		assert done.returncode == 1
		assert "reviews.csv" in done.stdout
		assert "The file is empty." in done.stdout

	def test_wrong_arguments_end_with_status_2(self, command: Callable[..., Any], folder: Path, place: Any):
		assert command(str(folder / "nowhere"), "--locality", place.locality).returncode == 2
		assert command(str(folder), "--locality", "Atlantis").returncode == 2
