"""Runs in a separate process, for tests that kill it: loads a run, and waits in the middle of writing.

Usage: python import_worker.py SITES SITE RUN MARKER
Writes the ID of its database connection to MARKER once half of the children are written, then waits.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main(sites: str, site: str, run: str, marker: str) -> None:
	os.chdir(sites)
	import frappe

	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	from ppoc.imports import runs

	def publish_and_wait(name: str, user: str, percent: float) -> None:
		if percent >= 40 and not Path(marker).exists():
			(connection,) = frappe.db.sql("select connection_id()")[0]
			Path(f"{marker}.part").write_text(str(connection))
			os.replace(f"{marker}.part", marker)
			time.sleep(float(os.environ.get("PPOC_TEST_WAIT", "60")))

	vars(runs).update(REPORT_EVERY=0, _publish=publish_and_wait)
	runs.carry_out(run)
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
