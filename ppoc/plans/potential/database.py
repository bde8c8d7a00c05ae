"""Carries out what a decision on potential means for the child's records."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import nowdate

from ppoc.plans.potential.rules import NOT_YET, REQUEST, asks_the_panel, settles_the_request
from ppoc.plans.predictions import OPEN_STATUSES


def stamp(child: Document) -> None:
	"""Records who decided, when and in which meeting, on the child and in its history."""
	decided_on = child.flags.decided_on or nowdate()
	child.potential_decided_on = decided_on
	child.potential_decided_by = frappe.session.user
	child.append(
		"potential_history",
		{
			"decided_on": decided_on,
			"category": child.potential,
			"rationale": child.flags.history_rationale or child.potential_rationale,
			"decided_by": frappe.session.user,
			"meeting": child.flags.meeting,
		},
	)


def follow(child: Document) -> None:
	"""Asks the panel after a new "no potential"; withdraws the request after a different decision."""
	before = child.get_doc_before_save()
	was = before.potential if before else NOT_YET
	if asks_the_panel(was, child.potential):
		_ask_the_panel(child)
	elif settles_the_request(was, child.potential):
		_settle(child.name)


def open_request(child: str) -> str | None:
	"""Returns the child's open request to the panel, if there is one."""
	found = {"child": child, "request_type": REQUEST, "status": ["in", ["Requested", "Listed"]]}
	return frappe.db.get_value("Panel Decision", found, "name", order_by="creation desc")


def move_open_work(child: str, locality: str, team: str | None) -> None:
	"""Sets locality and team of the child's open plans and actions, in two statements."""
	for doctype, open_statuses in (("Permanence Plan", OPEN_STATUSES), ("Action", ("Open",))):
		table = frappe.qb.DocType(doctype)
		(
			frappe.qb.update(table)
			.set(table.locality, locality)
			.set(table.team, team)
			.where((table.child == child) & table.status.isin(open_statuses))
		).run()


def _ask_the_panel(child: Document) -> None:
	if open_request(child.name):
		return
	frappe.get_doc(
		{
			"doctype": "Panel Decision",
			"child": child.name,
			"request_type": REQUEST,
			"rationale": child.potential_rationale,
			"requested_by": frappe.session.user,
			"requested_on": nowdate(),
		}
	).insert()


def _settle(child: str) -> None:
	"""Withdraws the open request. This follows from the decision on potential, so no further permission is checked."""
	request = open_request(child)
	if request:
		frappe.db.set_value("Panel Decision", request, "status", "Withdrawn")
