"""Runs the checks on the installation: facts, findings, and who has accepted which of them."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from ppoc.database.dates import NO_DATE
from ppoc.site_check.accepting import Acceptance, JudgedFinding, judged
from ppoc.site_check.checks import findings_of
from ppoc.site_check.facts_database import gather
from ppoc.site_check.findings import LABELS, SiteFinding, SiteSeverity

ACCEPTED_RISK = "Accepted Risk"
SEVERITIES = {label: severity for severity, label in LABELS.items()}


def look(at_rest: bool = False, trace: bool = False) -> list[JudgedFinding]:
	"""Returns what is wrong with this site, worst first.

	Args:
		at_rest: leaves out what can only be checked on a running site.
		trace: print whole errors; for the terminal only.
	"""
	return judged(findings_of(gather(trace), at_rest), _acceptances(), getdate())


def found_now(key: str) -> SiteFinding | None:
	"""Returns the finding with this key if the site has it now."""
	return next((finding for finding in findings_of(gather()) if finding.key == key), None)


def _acceptances() -> list[Acceptance]:
	"""Returns acceptances that have not been withdrawn. Only administrators get here, see `api`."""
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
			SEVERITIES.get(row.severity, SiteSeverity.INFORMATION),
			tuple((row.scope or "").splitlines()),
			row.reason,
			row.until,
			row.accepted_by,
		)
		for row in rows
	]
