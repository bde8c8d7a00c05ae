"""What the page Site check asks for. Each endpoint first checks that an administrator asks."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, get_fullname, getdate

from ppoc.exceptions import NotAnAdministratorError
from ppoc.site_check.accepting import Judged, is_serious, last_day
from ppoc.site_check.findings import Severity
from ppoc.site_check.looking_database import ACCEPTED_RISK, look

ADMINISTRATORS = frozenset({"System Manager", "PPOC Administrator"})


def check_administrator() -> None:
	"""Refuses whoever does not run the site: what is wrong with it helps those who want to break in."""
	user = frappe.session.user
	if user != "Administrator" and not ADMINISTRATORS.intersection(frappe.get_roles(user)):
		said = _("The site check needs the role System Manager or PPOC Administrator.")
		frappe.throw(said, NotAnAdministratorError, title=_("No Permission"))


@frappe.whitelist(methods=["GET"])
def findings() -> list[dict[str, Any]]:
	"""What is wrong with this site, the worst first, and who said "We know" of which.

	Returns:
		For each finding: `key`, `title`, `severity`, `rank`, `what`, `remedy`, `serious`, `until_at_most`, and
		`accepted` with `name`, `by`, `until` and `reason`, or None.

	Raises:
		NotAnAdministratorError: to everybody else.
	"""
	check_administrator()
	return [as_row(row) for row in look()]


@frappe.whitelist(methods=["POST"])
def accept(finding: str, reason: str, until: str) -> None:
	"""Say "We know": the finding is shown as known until a date, with the reason.

	Args:
		finding: its key.
		reason: why it is left as it is.
		until: the last day on which this holds.

	Raises:
		NotAnAdministratorError: to everybody else.
		AcceptedRiskError: when there is no such finding, no reason, or the date is in the past or too far away.
	"""
	check_administrator()
	values = {"finding": finding, "reason": reason, "until": until}
	frappe.get_doc({"doctype": ACCEPTED_RISK, **values}).insert()


@frappe.whitelist(methods=["POST"])
def withdraw(name: str) -> None:
	"""End a "We know" today. The record of it stays.

	Raises:
		NotAnAdministratorError: to everybody else.
	"""
	check_administrator()
	frappe.get_doc(ACCEPTED_RISK, name).withdraw()


def as_row(row: Judged) -> dict[str, Any]:
	"""A finding as the page and the command's JSON give it."""
	finding, accepted = row.finding, row.accepted
	return {
		"key": finding.key,
		"title": finding.title.say(_),
		"severity": _(finding.severity.label),
		"rank": int(finding.severity),
		"what": finding.what.say(_),
		"remedy": finding.remedy.say(_),
		"serious": is_serious(row),
		"acceptable": finding.severity != Severity.INFORMATION,
		"until_at_most": str(last_day(finding.severity, getdate())),
		"accepted": accepted
		and {
			"name": accepted.name,
			"by": get_fullname(accepted.by),
			"until": formatdate(accepted.until),
			"reason": accepted.reason,
		},
	}
