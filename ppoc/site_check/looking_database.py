"""One look at the installation: facts, findings, and who said "We know" of which."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from ppoc.database.dates import NO_DATE
from ppoc.site_check.accepting import Acceptance, Judged, judged
from ppoc.site_check.checks import findings_of
from ppoc.site_check.facts_database import gather
from ppoc.site_check.findings import LABELS, Finding, Severity

ACCEPTED_RISK = "Accepted Risk"
SEVERITIES = {label: severity for severity, label in LABELS.items()}


def look(at_rest: bool = False, trace: bool = False) -> list[Judged]:
	"""What is wrong with this site, the worst first.

	Args:
		at_rest: leaves out what can only be judged on a site that runs.
		trace: print whole errors; for the terminal only.
	"""
	return judged(findings_of(gather(trace), at_rest), _acceptances(), getdate())


def found_now(key: str) -> Finding | None:
	"""The finding of this key, if it is one today."""
	return next((finding for finding in findings_of(gather()) if finding.key == key), None)


def _acceptances() -> list[Acceptance]:
	"""Those that have not been withdrawn. Only administrators get here, see `api`."""
	rows = frappe.get_all(
		ACCEPTED_RISK,
		filters={"withdrawn_on": NO_DATE, "until": [">=", getdate()]},
		fields=["name", "finding", "severity", "scope", "reason", "until", "accepted_by"],
		order_by="until desc",
	)
	return [
		Acceptance(
			row.name,
			row.finding,
			SEVERITIES.get(row.severity, Severity.INFORMATION),
			tuple((row.scope or "").splitlines()),
			row.reason,
			row.until,
			row.accepted_by,
		)
		for row in rows
	]
