"""For `bench --site … run-tests --app ppoc`: Frappe's runner knows unittest only, so it is given one test that runs all
of pytest's on the same site. PYTEST_ADDOPTS narrows them, as in PYTEST_ADDOPTS="-k booking"."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

import frappe

from ppoc.tests.bench_plugin import SITE_VARIABLE


class TestOnABench(unittest.TestCase):
	"""All tests of the app."""

	__test__ = False  # for pytest, which is already running them

	def test_all_tests_of_the_app_pass(self) -> None:
		frappe.db.commit()  # or they would wait for what the runner has written and not committed
		with tempfile.TemporaryDirectory() as folder:
			report = Path(folder) / "report.xml"
			command = [sys.executable, "-m", "pytest", str(Path(__file__).parent), f"--junitxml={report}"]
			environment = {**os.environ, SITE_VARIABLE: frappe.local.site}
			done = subprocess.run(command, cwd=frappe.local.sites_path, env=environment, check=False)
			assert report.is_file(), f"pytest did not run (exit status {done.returncode})"
			counts = counted(report)
		print(f"pytest: {counts}", file=sys.stderr)
		assert done.returncode == 0, counts
		assert counts["passed"], counts


def counted(report: Path) -> dict[str, int]:
	"""How many tests passed, failed and were skipped."""
	(suite,) = ElementTree.parse(report).getroot().iter("testsuite")
	told = {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}
	return {"passed": told["tests"] - told["failures"] - told["errors"] - told["skipped"], **told}
