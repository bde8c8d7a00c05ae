"""Runs are previewed, and loaded completely or not at all, and the log says which even if the process is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

from ppoc.imports import runs, staging
from ppoc.imports.registry import Order
from ppoc.imports.ssda903.synthetic import make_return
from ppoc.imports.uploads import UploadedFile
from ppoc.tests import factories
from ppoc.tests.contract import Bench
from ppoc.tests.imports.ssda903_factories import TODAY
from ppoc.tests.waiting import wait_until

pytestmark = [pytest.mark.requirement("X2.1"), pytest.mark.usefixtures("committed")]
WORKER = Path(__file__).with_name("import_worker.py")


@pytest.fixture
def order(site: str) -> Order:
	team = factories.make_team()
	frappe.db.commit()
	return make_order(team, make_return(20, 3, 2026, faults=["impossible date", "unknown legal status"]))


@pytest.fixture(autouse=True)
def nothing_held_afterwards(site: str) -> Iterator[None]:
	yield
	for run in staging.runs_held():
		staging.drop(run)


def make_order(team: Any, texts: dict[str, str]) -> Order:
	files = [UploadedFile(name, text.encode()) for name, text in texts.items()]
	return Order("SSDA903 return", files, "Administrator", TODAY, team.locality, team.name)


def state(run: str) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("Import Run", run, "status")


def children_of(order: Order) -> int:
	frappe.db.rollback()
	return frappe.db.count("Child", {"locality": order.locality})


def begun(order: Order) -> str:
	"""Returns a run that is marked as loading but has no process yet."""
	run = runs.preview(order)
	frappe.db.set_value("Import Run", run, "status", runs.LOADING)
	frappe.db.commit()
	return run


def test_preview_is_logged_and_loads_nothing(order: Order):
	run = frappe.get_doc("Import Run", runs.preview(order))
	assert run.status == "Previewed"
	assert (run.children_clean, run.children_warned, run.children_refused) == (18, 1, 1)
	assert (run.children_new, run.run_by, run.locality) == (19, "Administrator", order.locality)
	assert run.files.split("\n") == [upload.name for upload in order.uploads]
	refused = frappe.get_all(
		"Import Finding",
		{"import_run": run.name, "severity": "Refused"},
		["file", "line", "column", "remedy"],
	)
	assert [(f.file, f.column) for f in refused] == [("episodes.csv", "DECOM")]
	assert refused[0].line > 1
	assert refused[0].remedy
	assert children_of(order) == 0


def test_load_is_whole_and_logged(order: Order):
	run = runs.preview(order)
	runs.start_here(run)
	assert state(run) == "Loaded"
	assert children_of(order) == 19
	assert "19 new, 0 changed, 0 unchanged" in frappe.db.get_value("Import Run", run, "outcome")
	assert run not in staging.runs_held()


def test_same_files_again_are_recognised_and_change_nothing(order: Order):
	runs.start_here(runs.preview(order))
	run = runs.preview(order)
	notes = frappe.get_all("Import Finding", {"import_run": run, "severity": "Note"}, pluck="message")
	assert any("The same files were loaded before" in note for note in notes)
	runs.start_here(run)
	assert frappe.db.get_value("Import Run", run, "outcome") == "Loaded: everything was up to date already."
	assert frappe.db.get_value("Import Run", run, "children_unchanged") == 19


def test_faulty_files_are_refused_and_logged(order: Order):
	broken = [UploadedFile("header.csv", b""), UploadedFile("episodes.csv", b"\xff\xfeC")]
	run = runs.preview(Order("SSDA903 return", broken, "Administrator", TODAY, order.locality))
	assert frappe.db.get_value("Import Run", run, "status") == "Refused"
	found = frappe.get_all("Import Finding", {"import_run": run}, ["severity", "file"], order_by="idx")
	assert [(f.severity, f.file) for f in found] == [("File", "header.csv"), ("File", "episodes.csv")]
	assert run not in staging.runs_held()


def test_no_file_at_all_is_refused(order: Order):
	run = runs.preview(make_order(frappe.get_doc("Team", order.team), {}))
	assert frappe.db.get_value("Import Run", run, "status") == "Refused"
	assert frappe.get_all("Import Finding", {"import_run": run}, pluck="message") == ["No file was chosen."]


def test_discarded_run_cannot_be_loaded(order: Order):
	run = runs.preview(order)
	runs.discard(run)
	frappe.db.commit()
	assert run not in staging.runs_held()
	with pytest.raises(runs.RunStateError, match="Nothing loaded"):
		runs.start(run)


def test_job_that_runs_twice_loads_once(order: Order):
	run = runs.preview(order)
	runs.start_here(run)
	finished = frappe.db.get_value("Import Run", run, "finished_on")
	runs.carry_out(run)
	frappe.db.rollback()
	assert frappe.db.get_value("Import Run", run, "finished_on") == finished
	assert children_of(order) == 19


def test_error_in_the_middle_leaves_nothing_and_says_so(order: Order, monkeypatch: pytest.MonkeyPatch):
	from ppoc.database import rows as bulk

	def broken(*_: object) -> None:
		raise OSError("disk full")

	run = runs.preview(order)
	monkeypatch.setattr(bulk, "comment_rows", broken)
	runs.start_here(run)
	assert state(run) == "Interrupted"
	assert "Nothing was loaded" in frappe.db.get_value("Import Run", run, "outcome")
	assert "disk full" in frappe.db.get_value("Import Run", run, "outcome")
	assert children_of(order) == 0
	assert frappe.db.count("Care Episode", {"import_run": run}) == 0


class Loader:
	"""A process in the middle of a load."""

	def __init__(self, bench: Bench, run: str, folder: Path, wait: float) -> None:
		marker = folder / "half-way"
		self.process = subprocess.Popen(
			[str(bench.python), str(WORKER), str(bench.sites), bench.site, run, str(marker)],
			env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PPOC_TEST_WAIT": str(wait)},
		)
		wait_until(lambda: marker.exists() or self.process.poll() is not None, "the load did not begin")
		assert self.process.poll() is None, "the load ended before it could be stopped"
		self.connection = int(marker.read_text())

	def kill(self) -> None:
		self.process.send_signal(signal.SIGKILL)
		self.process.wait()


@pytest.fixture
def loader(bench: Bench, tmp_path: Path) -> Iterator[Callable[..., Loader]]:
	started: list[Loader] = []

	def loader(run: str, wait: float = 60) -> Loader:
		started.append(Loader(bench, run, tmp_path, wait))
		return started[-1]

	yield loader
	for one in started:
		if one.process.poll() is None:
			one.kill()


def test_load_that_is_alive_is_left_alone(order: Order, loader: Callable[..., Loader]):
	run = begun(order)
	alive = loader(run)
	assert runs.look(run) == "Loading"
	assert children_of(order) == 0
	alive.kill()


def test_killed_worker_leaves_the_site_as_before_and_the_run_says_so(
	order: Order, loader: Callable[..., Loader]
):
	run = begun(order)
	loader(run).kill()
	wait_until(lambda: _looked(run) == "Interrupted", "the dead load was not noticed")
	assert frappe.db.get_value("Import Run", run, "outcome").startswith("Nothing was loaded")
	assert children_of(order) == 0
	assert frappe.db.count("Care Event", {"import_run": run}) == 0
	again = runs.preview(order)
	runs.start_here(again)
	assert state(again) == "Loaded"
	assert children_of(order) == 19


def test_killed_database_connection_leaves_the_site_as_before(order: Order, loader: Callable[..., Loader]):
	run = begun(order)
	process = loader(run, wait=2)
	frappe.db.sql(f"kill connection {process.connection}")
	process.process.wait(timeout=60)
	assert _looked(run) == "Interrupted"
	assert frappe.db.get_value("Import Run", run, "outcome").startswith("Nothing was loaded")
	assert children_of(order) == 0


@pytest.mark.parametrize(
	("job", "seconds_ago", "expected"),
	[
		("queued", 600, "Loading"),
		("started", 1, "Loading"),
		("started", 600, "Interrupted"),
		("failed", 600, "Interrupted"),
		(None, 600, "Interrupted"),
	],
)
def test_job_in_the_queue_is_waited_for_and_a_dead_one_is_not(
	order: Order, monkeypatch: pytest.MonkeyPatch, job: str | None, seconds_ago: int, expected: str
):
	run = begun(order)
	changed = frappe.utils.add_to_date(frappe.utils.now_datetime(), seconds=-seconds_ago)
	values = {"job_id": "a-job", "modified": changed}
	frappe.db.set_value("Import Run", run, values, update_modified=False)
	monkeypatch.setattr(runs, "get_job_status", lambda job_id: job)
	assert runs.look(run) == expected


def _looked(run: str) -> str:
	frappe.db.rollback()
	status = runs.look(run)
	frappe.db.commit()
	return status


def test_night_finds_dead_loads_and_forgets_undecided_previews(order: Order):
	dead, undecided = begun(order), runs.preview(order)
	fresh = runs.preview(order)
	old = frappe.utils.add_days(frappe.utils.now_datetime(), -2)
	frappe.db.set_value("Import Run", undecided, "started_on", old)
	frappe.db.commit()
	runs.tidy_up()
	assert [state(run) for run in (dead, undecided, fresh)] == ["Interrupted", "Nothing loaded", "Previewed"]
	assert set(staging.runs_held()) & {dead, undecided, fresh} == {fresh}


def test_file_of_another_run_cannot_be_reached(site: str):
	for name in ("../secrets", "", ".", "a/b"):
		with pytest.raises(ValueError, match="name"):
			staging.kept(name)
