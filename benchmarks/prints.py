"""Compares prints by WeasyPrint and headless Chromium: the panel's notes with 60 children, minutes, a
quarterly report.

Both get the same pages. Chromium is started for each print, as Frappe 16's generator does. See README.md.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import frappe
import freezegun
import pytest
from frappe.model.document import Document

from ppoc.prints import printing
from ppoc.tests.factories import (
	discussion_of,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

GOES = int(os.environ.get("PPOC_BENCH_GOES", "3"))
TODAY = "2026-03-10 09:00:00.5"
SENTENCE = "The carers came to every session. "


@pytest.fixture
def team(site: None) -> Document:
	with freezegun.freeze_time(TODAY):
		for pack in ("permanence_panel_standards", "decision_making_forums", "permanency_planning_meetings"):
			apply_pack(read_pack(shipped_folder(pack)))
		return make_team()


def panel(team: Document, children: int) -> Document:
	chair = make_worker(worker_name="Hester Osgood", locality=team.locality)
	rows = [make_child(team=team.name, first_name=f"Child{n:02}", last_name="Elm") for n in range(children)]
	for child in rows:
		make_plan(child=child.name, status="Prioritised", predicted_start="2026-04-09", for_panel=1)
	meeting = make_meeting(forum="Permanence Panel", locality=team.locality, chair=chair.name)
	for number, child in enumerate(rows):
		talk = discussion_of(meeting.name, child.name, purpose="Progress plan")
		frappe.db.set_value("Meeting Discussion", talk.name, "progress", SENTENCE * (2 + number % 5))
		make_action(what="Visit the aunt", child=child.name, set_in=meeting.name, action_owner=chair.name)
	return meeting


@pytest.fixture
def papers(team: Document) -> dict[str, tuple[str, str, str]]:
	"""Returns what is printed: DocType, record, format."""
	with freezegun.freeze_time(TODAY):
		report = {
			"doctype": "Quarterly Oversight Report",
			"locality": team.locality,
			"quarter_start": "2026-01-01",
		}
		meeting = panel(team, 60).name
		return {
			"panel's notes, 60 children": ("Meeting", meeting, "Permanence Panel Notes"),
			"panel's agenda, 60 children": ("Meeting", meeting, "Permanence Panel Agenda"),
			"minutes, 60 children": ("Meeting", meeting, "Meeting Minutes"),
			"quarterly report": (
				"Quarterly Oversight Report", frappe.get_doc(report).insert().name, "Quarterly Oversight Report",
			),
		}  # fmt: skip


def took(act: Callable[[], object]) -> tuple[float, float]:
	"""Returns the median elapsed seconds and CPU seconds, including child processes, of several runs."""
	act()
	goes = []
	for _ in range(GOES):
		clock, cpu = time.perf_counter(), _cpu()
		act()
		goes.append((time.perf_counter() - clock, _cpu() - cpu))
	return median(go[0] for go in goes), median(go[1] for go in goes)


def _cpu() -> float:
	return sum(os.times()[:4])


def chromium(page: str, folder: Path) -> bytes:
	source, pdf = folder / "page.html", folder / "page.pdf"
	source.write_text(page)
	options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
	subprocess.run(
		[shutil.which("chromium") or "chromium", *options, f"--print-to-pdf={pdf}", source.as_uri()],
		check=True, capture_output=True,
	)  # fmt: skip
	return pdf.read_bytes()


def test_prints(
	papers: dict[str, tuple[str, str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
	printing.take_over()
	for label, (doctype, name, print_format) in papers.items():
		page = frappe.get_print(doctype, name, print_format, no_letterhead=1)
		rendering = took(lambda: frappe.get_print(doctype, name, print_format, no_letterhead=1))  # noqa: B023
		weasy = took(lambda: printing.pdf_of(page))  # noqa: B023
		browser = took(lambda: chromium(page, tmp_path))  # noqa: B023
		with capsys.disabled():
			print(f"\n{label}: seconds on the clock (of the processors)")
			for what, (clock, cpu) in (("page", rendering), ("WeasyPrint", weasy), ("Chromium", browser)):
				print(f"  {what:10} {clock:6.2f} ({cpu:.2f})")
			print(f"  WeasyPrint takes {weasy[0] / browser[0]:.2f} times what Chromium takes")
		assert printing.pdf_of(page).startswith(b"%PDF")
	own, others = (
		resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
	)
	with capsys.disabled():
		print(f"\nmost memory: this process {own} MiB, Chromium's largest process {others} MiB")
