"""Makes the demo on a site, from the bench's folder of sites: `../env/bin/python -m demo SITE --children 20`"""

from __future__ import annotations

import argparse
import os

import frappe

from demo import make


def main() -> None:
	parser = argparse.ArgumentParser(
		prog="python -m demo", description="Makes an invented caseload on a site."
	)
	parser.add_argument("site", help="a site with the app and without children")
	parser.add_argument(
		"--sites-path", default=".", help="the bench's folder of sites, if it is not this one"
	)
	parser.add_argument("--children", type=int, default=make.CHILDREN, help="how many (%(default)s)")
	parser.add_argument("--weeks", type=int, default=make.WEEKS, help="how long the history is (%(default)s)")
	parser.add_argument("--processes", type=int, default=make.PROCESSES, help="at most (%(default)s)")
	parser.add_argument(
		"--only", nargs="+", help="go on with a demo that was begun, in these localities only"
	)
	asked = parser.parse_args()
	os.chdir(asked.sites_path)
	frappe.init(site=asked.site, sites_path=os.getcwd())
	frappe.connect()
	try:
		if asked.only:
			make.play_part(asked.only)
		else:
			make.run(asked.children, asked.weeks, processes=asked.processes)
		frappe.db.commit()
	finally:
		frappe.destroy()


if __name__ == "__main__":
	main()
