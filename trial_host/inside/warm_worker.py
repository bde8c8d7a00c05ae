"""A background worker that has imported the app before it takes a job, as Frappe 16's pool of workers has Frappe.

Each job has a process of its own, which would otherwise spend a second or two on imports.

python -m trial_host.inside.warm_worker APP ARGUMENTS OF FRAPPE
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

LEFT_OUT = ("tests", "patches", "templates")


def warm_up(app: str) -> None:
	"""Imports the modules of the app."""
	import frappe.email.queue
	import frappe.utils.background_jobs  # noqa: F401 - for the processes of jobs

	package = importlib.import_module(app)
	for module in pkgutil.walk_packages(package.__path__, f"{app}."):
		if module.name.split(".")[1] not in LEFT_OUT:
			importlib.import_module(module.name)


if __name__ == "__main__":
	warm_up(sys.argv.pop(1))
	from frappe.utils.bench_helper import main

	sys.argv.insert(1, "frappe")
	main()
