"""Each report's server time against its own statements sent by hand. See README.md.

The floor is what a person with the database's password would wait for: the statements the report sends, with the
condition of who sees what in them, and their rows fetched by the driver. What is above it is ours and the framework's.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

import ppoc
from benchmarks.caseload import CHILDREN, TODAY, fill
from ppoc.access.doors import run_report

GOES, GOAL = 5, 2.0
ONLY = os.environ.get("PPOC_BENCH_REPORT", "")
REPORTS = sorted(
	json.loads(path.read_text())["name"]
	for path in (Path(ppoc.__file__).parent / "ppoc/report").glob("*/*.json")
)


@pytest.fixture
def head_of_service(committed: None, site: object, user_with: Callable[..., str]) -> Iterator[str]:
	user = user_with("Head of Service", "Performance Officer")
	fill(reader=user)
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")


def took(act: Callable[[], object]) -> float:
	"""Seconds, the middle of some goes after one to warm up."""
	act()
	goes = []
	for _ in range(GOES):
		began = time.perf_counter()
		act()
		goes.append(time.perf_counter() - began)
	return median(goes)


def statements(act: Callable[[], object]) -> list[tuple[str, Any]]:
	"""What an act sends to the database."""
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


def replay(sent: list[tuple[str, Any]]) -> int:
	"""The rows of the statements, as the driver gives them."""
	rows = 0
	for query, values in sent:
		cursor = frappe.db._conn.cursor()
		cursor.execute(query, values or None)
		rows += len(cursor.fetchall())
		cursor.close()
	return rows


def test_reports(head_of_service: str, capsys: pytest.CaptureFixture[str]) -> None:
	lines, slow = [], []
	with freeze_time(TODAY, tick=True):
		for name in REPORTS:
			if ONLY and name != ONLY:
				continue

			def run(name: str = name) -> Any:
				return run_report(name, filters=json.dumps({}))

			rows = len(run()["result"])
			sent = statements(run)
			ours, floor = took(run), took(lambda sent=sent: replay(sent))
			lines.append(
				f"{name:<36}{rows:>8} rows{len(sent):>4} statements  {1000 * ours:8.1f} ms  {ours / floor:6.2f} times"
			)
			if ours / floor > GOAL:
				slow.append(name)
	with capsys.disabled():
		print(f"\nreports, {CHILDREN} children (goal {GOAL}):", *lines, sep="\n")
		print("over the goal:", ", ".join(slow) or "none")
	assert lines
