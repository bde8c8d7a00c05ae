"""Compares each report's server time with the best handwritten SQL for the same rows. See README.md.

The floor is what somebody with the database's password would wait for: a statement written for the report and
the reader (`plain_sql`), whose rows the driver fetches. Also shown: the time of Frappe's own report runner
when the answer is ready, and of the report's own statements sent again on their own.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frappe
import pytest

import ppoc
from benchmarks import plain_sql
from benchmarks.caseload import CHILDREN, LOCALITIES, TODAY, fill
from ppoc.access.endpoint_overrides import run_report

GOES, GOAL = 9, 2.0
ONLY = os.environ.get("PPOC_BENCH_REPORT", "")
REPORTS = sorted(
	json.loads(path.read_text())["name"]
	for path in (Path(ppoc.__file__).parent / "ppoc/report").glob("*/*.json")
	if path.stem
	not in ("who_looked_at_a_child", "unusual_viewing")  # of the audit trail, not of the caseload
)


@pytest.fixture
def head_of_service(committed: None, site: object, user_with: Callable[..., str]) -> Iterator[str]:
	user = user_with("Head of Service", "Performance Officer")
	fill(reader=user)
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")


def together(*acts: Callable[[], object]) -> list[float]:
	"""Returns the best time in seconds of each act; they take turns after a warm-up, so that a busy machine
	affects all."""
	goes: list[list[float]] = [[] for _act in acts]
	for go in range(GOES + 1):
		for act, took in zip(acts, goes, strict=True):
			began = time.perf_counter()
			act()
			if go:
				took.append(time.perf_counter() - began)
	return [min(took) for took in goes]


def statements(act: Callable[[], object]) -> list[tuple[str, Any]]:
	"""Returns the statements that a call sends to the database."""
	sent: list[tuple[str, Any]] = []
	sql = frappe.db.sql

	def spy(query: Any, values: Any = (), *args: Any, **options: Any) -> Any:
		sent.append((str(query), values))
		return sql(query, values, *args, **options)

	frappe.db.sql = spy
	try:
		act()
	finally:
		frappe.db.sql = sql
	return [
		(query, values)
		for query, values in sent
		if query.lstrip().lower().startswith(("select", "(select", "with"))
	]


@contextmanager
def worked_out(report: str) -> Iterator[None]:
	"""Replaces the report by its ready answer, so that only Frappe's own runner is measured with these rows."""
	name = frappe.scrub(report).replace("-", "_")
	module = frappe.get_module(f"ppoc.ppoc.report.{name}.{name}")
	execute = module.execute
	answer = execute(frappe._dict())
	module.execute = lambda filters=None: answer
	try:
		yield
	finally:
		module.execute = execute


def measure(report: str, asked: dict[str, Any]) -> tuple[str, float]:
	"""Returns a line with the measurements, and how many times as long as the floor the report takes."""

	def run() -> Any:
		return run_report(report, filters=json.dumps({}))

	rows = run()["result"]
	plain_sql.assert_same(report, rows, asked)
	own, by_hand = statements(run), [(one, asked) for one in plain_sql.statements(report)]
	ours, floor, again = together(run, lambda: plain_sql.fetch(by_hand), lambda: plain_sql.fetch(own))
	with worked_out(report):
		(runner,) = together(run)
	remark = " (maths)" if plain_sql.is_maths(report) else ""
	line = (
		f"{report:<36}{len(rows):>6}{1000 * ours:>9.1f}{1000 * floor:>9.1f}{1000 * runner:>8.1f}"
		f"{ours / floor:>8.2f}{(ours - runner) / floor:>8.2f}{ours / again:>8.2f}{remark}"
	)
	return line, ours / floor


def test_reports(head_of_service: str, capsys: pytest.CaptureFixture[str]) -> None:
	lines, slow = [], []
	asked = plain_sql.values(head_of_service, LOCALITIES[:2], TODAY)
	for name in REPORTS:
		if ONLY and name != ONLY:
			continue
		line, times = measure(name, asked)
		lines.append(line)
		if times > GOAL:
			slow.append(name)
	with capsys.disabled():
		print(f"\nreports, {CHILDREN} children (goal {GOAL} times plain SQL by hand):")
		print(
			f"{'':<36}{'rows':>6}{'ours ms':>9}{'hand ms':>9}{'runner':>8}{'times':>8}{'without':>8}{'own':>8}"
		)
		print(*lines, sep="\n")
		print("over the goal:", ", ".join(slow) or "none")
	assert lines
