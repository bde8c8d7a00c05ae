"""Endpoints for the form of a booking."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.records import record_for
from ppoc.exceptions import BookingRefusedError
from ppoc.meetings.bookings import database
from ppoc.meetings.bookings.places import deadline


@frappe.whitelist(methods=["POST"])
def take_step(booking: str, step: str, modified: str, reason: str | None = None) -> str:
	"""Approves, refuses or withdraws a booking.

	Args:
		step: Approve, Refuse or Withdraw.
		modified: the booking's timestamp when it was read.
		reason: required for Refuse and Withdraw.

	Returns:
		The booking's new status.

	Raises:
		PermissionError: the user may not change the booking.
		BookingRefusedError: the booking has changed since, or the step is not possible.
	"""
	doc = record_for("Booking", booking, "write", for_update=True)
	if str(doc.modified) != modified:
		frappe.throw(
			_("The booking has changed since you opened it. Check it again."),
			BookingRefusedError,
			title=_("Booking"),
		)
	_take(doc, step, reason or "")
	doc.add_comment("Workflow", _(doc.status))
	return str(doc.status)


def _take(doc: Document, step: str, reason: str) -> None:
	if step == "Approve":
		doc.approve()
	elif step == "Refuse":
		doc.refuse(reason)
	elif step == "Withdraw":
		doc.withdraw(reason)
	else:
		frappe.throw(
			_("“{0}” is not a step of a booking.").format(step), BookingRefusedError, title=_("Booking")
		)


@frappe.whitelist(methods=["GET"])
def coming(child: str, forum: str) -> list[dict[str, Any]]:
	"""Returns the coming sittings of a forum for a child: day, time, deadline for booking, and places left.

	Raises:
		PermissionError: the user may not read the child.
	"""
	frappe.get_doc("Child", child).check_permission("read")
	asked = frappe._dict(child=child, name=None)
	held_by, calendar = frappe.get_cached_doc("Forum", forum), database.calendar_for(child)
	terms = database.terms_of(held_by)
	return [
		{
			"meeting": sitting.meeting,
			"day": str(sitting.day),
			"start": str(sitting.start),
			"deadline": str(deadline(sitting, terms, calendar) or ""),
			"left": max(terms.places - sitting.taken, 0) if terms.places else None,
		}
		for sitting in database.sittings_for(asked, held_by)
	]
