"""Endpoints of the page Site check. Each first checks that the user is an administrator."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, get_fullname, getdate

from ppoc.exceptions import NotAnAdministratorError
from ppoc.sample_children import records_database
from ppoc.site_check.accepting import JudgedFinding, is_serious, last_day
from ppoc.site_check.check_database import ACCEPTED_RISK, look
from ppoc.site_check.findings import SiteSeverity

ADMINISTRATORS = frozenset({"System Manager", "PPOC Administrator"})


def check_administrator() -> None:
	"""Refuses users who do not run the site: what is wrong with it helps attackers.

	Raises:
		NotAnAdministratorError: the user is not an administrator.
	"""
	user = frappe.session.user
	if user != "Administrator" and not ADMINISTRATORS.intersection(frappe.get_roles(user)):
		said = _("The site check needs the role System Manager or PPOC Administrator.")
		frappe.throw(said, NotAnAdministratorError, title=_("No Permission"))


@frappe.whitelist(methods=["GET"])
def findings() -> list[dict[str, Any]]:
	"""Returns what is wrong with this site, worst first, and who has accepted what.

	Returns:
		For each finding: `key`, `title`, `severity`, `rank`, `what`, `remedy`, `serious`, `acceptable`,
		`until_at_most`, and
		`accepted` with `name`, `by`, `until` and `reason`, or None.

	Raises:
		NotAnAdministratorError: the user is not an administrator.
	"""
	check_administrator()
	return [as_row(row) for row in look()]


@frappe.whitelist(methods=["POST"])
def accept(finding: str, reason: str, until: str) -> None:
	"""Accepts a finding: it is shown as known until a date, with the reason.

	Args:
		finding: its key.
		reason: why it is left as it is.
		until: the last day on which the acceptance applies.

	Raises:
		NotAnAdministratorError: the user is not an administrator.
		AcceptedRiskError: there is no such finding or no reason, or the date is in the past or too far away.
	"""
	check_administrator()
	values = {"finding": finding, "reason": reason, "until": until}
	frappe.get_doc({"doctype": ACCEPTED_RISK, **values}).insert()


@frappe.whitelist(methods=["POST"])
def withdraw(name: str) -> None:
	"""Ends an acceptance today. Its record stays.

	Raises:
		NotAnAdministratorError: the user is not an administrator.
	"""
	check_administrator()
	frappe.get_doc(ACCEPTED_RISK, name).withdraw()


@frappe.whitelist(methods=["POST"])
def remove_sample_children() -> dict[str, int]:
	"""Removes the sample children of the setup wizard with everything that was typed about them.

	Returns:
		How many were "removed", and how many "kept" because somebody has made another child of them.

	Raises:
		NotAnAdministratorError: the user is not an administrator.
	"""
	check_administrator()
	return records_database.remove()


def as_row(row: JudgedFinding) -> dict[str, Any]:
	"""Returns a finding as a row for the page and for the command's JSON."""
	finding, accepted = row.finding, row.accepted
	return {
		"key": finding.key,
		"title": finding.title.say(_),
		"severity": _(finding.severity.label),
		"rank": int(finding.severity),
		"what": finding.what.say(_),
		"remedy": finding.remedy.say(_),
		"serious": is_serious(row),
		"acceptable": finding.severity != SiteSeverity.INFORMATION,
		"until_at_most": str(last_day(finding.severity, getdate())),
		"accepted": accepted
		and {
			"name": accepted.name,
			"by": get_fullname(accepted.by),
			"until": formatdate(accepted.until),
			"reason": accepted.reason,
		},
	}
