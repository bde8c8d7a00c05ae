"""Pytest plugin: links tests to docs/requirements.md, and reports at the end how many rows they showed.

A mark that names no row stops the collection. A row counts as shown if a test marked with it passed and none marked
with it failed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from trial_host import settings
from trial_host.requirements import MARK, rows_of

PROPERTY = "requirement"
UNKNOWN = "unknown_requirements"


class Requirements:
	"""Counts rows. With several processes, each collects and marks the tests; the controller gets all reports, which
	carry the marks, and counts."""

	def __init__(self, rows: list[str]) -> None:
		self.rows = rows
		self.unknown: list[str] = []
		self.passed: set[str] = set()
		self.failed: set[str] = set()

	@pytest.hookimpl(tryfirst=True)
	def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
		unknown = []
		for item in items:
			ids = sorted({str(id) for mark in item.iter_markers(MARK) for id in mark.args})
			item.user_properties += [(PROPERTY, id) for id in ids]
			unknown += [f"{item.nodeid}: {id}" for id in ids if id not in self.rows]
		if unknown and hasattr(config, "workeroutput"):
			config.workeroutput[UNKNOWN] = unknown
			items.clear()
		elif unknown:
			raise pytest.UsageError(_complaint(unknown))

	@pytest.hookimpl(optionalhook=True)
	def pytest_testnodedown(self, node: Any) -> None:
		"""Reads the unknown marks from a worker process that ran nothing because of them; all workers find the same."""
		self.unknown = getattr(node, "workeroutput", {}).get(UNKNOWN, self.unknown)

	@pytest.hookimpl(trylast=True)
	def pytest_sessionfinish(self, session: pytest.Session) -> None:
		if self.unknown:
			session.exitstatus = pytest.ExitCode.USAGE_ERROR

	def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
		ids = {str(id) for name, id in report.user_properties if name == PROPERTY}
		if report.failed:
			self.failed |= ids
		elif report.when == "call" and report.passed:
			self.passed |= ids

	@pytest.hookimpl(wrapper=True, tryfirst=True)
	def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
		yield
		if self.unknown:
			terminalreporter.write_line(f"ERROR: {_complaint(self.unknown)}", red=True)
		shown = self.passed - self.failed
		terminalreporter.write_line(f"requirements: {len(shown)} of {len(self.rows)} shown")


def _complaint(unknown: list[str]) -> str:
	return "requirements that are no row of the page:\n" + "\n".join(unknown)


def pytest_configure(config: pytest.Config) -> None:
	page = settings.ROOT / settings.load().requirements
	config.pluginmanager.register(Requirements(rows_of(page)), "requirements")
