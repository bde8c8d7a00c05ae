"""Pytest plugin: ties tests to docs/requirements.md and says at the end how many rows they showed.

A mark that names no row stops the collection. A row counts as shown when a test marked with it passed and
none marked with it failed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trial_host.requirements import MARK, rows_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "requirements.md"


class Requirements:
	def __init__(self, rows: list[str]) -> None:
		self.rows = rows
		self.of_test: dict[str, set[str]] = {}
		self.passed: set[str] = set()
		self.failed: set[str] = set()

	@pytest.hookimpl(tryfirst=True)
	def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
		unknown = []
		for item in items:
			ids = {str(id) for mark in item.iter_markers(MARK) for id in mark.args}
			self.of_test[item.nodeid] = ids
			unknown += [f"{item.nodeid}: {id}" for id in sorted(ids.difference(self.rows))]
		if unknown:
			raise pytest.UsageError(f"requirements that are no row of {PAGE.name}:\n" + "\n".join(unknown))

	def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
		ids = self.of_test.get(report.nodeid, set())
		if report.failed:
			self.failed |= ids
		elif report.when == "call" and report.passed:
			self.passed |= ids

	@pytest.hookimpl(wrapper=True, tryfirst=True)
	def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
		yield
		shown = self.passed - self.failed
		terminalreporter.write_line(f"requirements: {len(shown)} of {len(self.rows)} shown")


def pytest_configure(config: pytest.Config) -> None:
	config.pluginmanager.register(Requirements(rows_of(PAGE)), "requirements")
