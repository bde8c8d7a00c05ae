"""Makes the past of some localities in a process of its own: `python -m demo.part SITE SITES_PATH LOCALITY…`"""

from __future__ import annotations

import os
import sys

import frappe

from demo.make import Demo, quiet
from demo.state import read_state


def main(site: str, sites_path: str, *names: str) -> None:
	os.chdir(sites_path)
	frappe.init(site=site, sites_path=sites_path)
	frappe.connect()
	try:
		state = read_state()
		if state is None:
			raise SystemExit("The demo of this site was never begun.")
		with quiet():
			Demo(state).play(names)
		frappe.db.commit()
	finally:
		frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
