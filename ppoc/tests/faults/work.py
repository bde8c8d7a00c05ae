"""Does a job as a worker does. Runs inside the site; see `inside`."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils.background_jobs import execute_job


def do(job: str, arguments: dict[str, Any]) -> None:
	"""Does a job with all that comes before and after it, on its own connection."""
	site = frappe.local.site
	frappe.destroy()
	execute_job(site, job, None, job, arguments, user="Administrator", is_async=True)
	frappe.init(site=site, force=True)
	frappe.connect()
