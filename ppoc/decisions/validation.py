"""Checks what a request must have before it is listed, decided or authorised."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, get_time, getdate, nowdate

from ppoc.decisions import messages
from ppoc.decisions.routing import Route, RoutingState
from ppoc.decisions.statuses import DECIDED
from ppoc.exceptions import (
	ImpossibleDateError,
	NotDecidedHereError,
	RequestFixedError,
	RequestNotReadyError,
	WrongDeciderError,
)

CLOSED = (*DECIDED, "Withdrawn", "Refused")
FIXED = (
	"request_type",
	"request",
	"rationale",
	"cost",
	"no_cost",
	"policy_answer",
	"emergency",
	"emergency_decision",
	"emergency_decided_by",
	"emergency_decided_on",
	"placement_option",
	"why_not_further_up",
	"exit_plan",
	"meeting",
	"decision",
)
"""Fields that cannot change once the request is closed, because other things followed from them."""


def check_fixed(doc: Document, before: Document | None) -> None:
	"""Refuses to change what was asked and decided; a different view needs a new request.

	Raises:
		RequestFixedError: a fixed field has changed.
	"""
	if not before or before.status not in CLOSED:
		return
	changed = next((field for field in FIXED if doc.has_value_changed(field)), None)
	if changed:
		frappe.throw(
			_(
				"{0} cannot be changed after the decision. Make a new request if there is something new to decide."
			).format(frappe.bold(_(doc.meta.get_label(changed)))),
			RequestFixedError,
			title=_("Decided Already"),
		)


def check_request(doc: Document, found: Route) -> None:
	"""Refuses a request that is decided elsewhere and names the right route (D1.2).

	Raises:
		NotDecidedHereError: the request is decided elsewhere.
		ImpossibleDateError: the emergency decision is in the future.
	"""
	if found.refused:
		frappe.throw(
			_("{0}: this is not decided here. The right route is {1}.").format(
				frappe.bold(_(doc.request_type)), frappe.bold(found.decider)
			),
			NotDecidedHereError,
			title=_("Not Decided Here"),
		)
	if doc.emergency_decided_on and getdate(doc.emergency_decided_on) > getdate(nowdate()):
		frappe.throw(
			_("The date of the emergency decision is in the future."),
			ImpossibleDateError,
			title=_("Impossible Date"),
		)


def check_step(doc: Document, found: Route, was: str | None) -> None:
	"""Checks what the step from one status to another requires."""
	if doc.status == was:
		return
	if doc.status == "Listed":
		_check_listing(doc, found)
	elif doc.status == "Decided":
		_check_deciding(doc, found, was)


def _check_listing(doc: Document, found: Route) -> None:
	"""Checks that a request is listed for the forum that decides it, with its documents (D2.1)."""
	_check_route(found)
	if found.role:
		_wrong_decider(_("{0} It needs no meeting.").format(messages.who_decides(found)))
	_check_forum(doc, found)
	if not found.retrospective:
		_check_papers(found)


def _check_deciding(doc: Document, found: Route, was: str | None) -> None:
	"""Checks that the right body decides: the forum in its sitting, or the role on the record."""
	_check_route(found)
	if not doc.decision:
		_not_ready(_("Say what was decided."))
	if found.role:
		if found.role not in frappe.get_roles():
			_wrong_decider(messages.who_decides(found))
		_check_papers(found)
	elif was != "Listed":
		_wrong_decider(_("{0} List it for a meeting first.").format(messages.who_decides(found)))
	elif found.forum:
		_check_sitting(doc, found)
	if doc.decision == "Agreed":
		_check_carried_on(doc, found)


def _check_route(found: Route) -> None:
	if found.state in (RoutingState.CONFLICT, RoutingState.TO_BE_STATED):
		said = [messages.who_decides(found), *messages.contradiction(found)]
		_not_ready("<br>".join(frappe.utils.escape_html(line) for line in said))


def _check_papers(found: Route) -> None:
	if found.missing:
		_not_ready(messages.missing(found))


def _check_forum(doc: Document, found: Route) -> None:
	forum = doc.meeting and frappe.db.get_value("Meeting", doc.meeting, "forum")
	if found.forum and forum and forum != found.forum:
		_wrong_decider(
			_("{0} is a meeting of {1}. {2}").format(
				frappe.bold(doc.meeting), frappe.bold(forum), messages.who_decides(found)
			)
		)


def _check_sitting(doc: Document, found: Route) -> None:
	"""Checks that a forum decides in a sitting, and not before its date."""
	if not doc.meeting:
		_not_ready(_("Choose the meeting of {0} that decides.").format(frappe.bold(found.forum)))
	_check_forum(doc, found)
	day = getdate(frappe.db.get_value("Meeting", doc.meeting, "meeting_date"))
	if day > getdate(nowdate()):
		_not_ready(
			_("The panel meets on {0}. It cannot decide before then.").format(frappe.format(day, "Date"))
		)


def _check_carried_on(doc: Document, found: Route) -> None:
	"""Checks that an agreement names what is agreed along with it (D2.2); a single possibility is filled in."""
	if not found.agrees_also:
		return
	if not doc.carried_on and len(found.agrees_also) == 1:
		doc.append("carried_on", {"request_type": found.agrees_also[0]})
	if not doc.carried_on:
		_not_ready(
			_("Enter under “Agreed at the same time” what is agreed in the same meeting. {0}").format(
				messages.with_it(found)
			)
		)
	strange = next(
		(row.request_type for row in doc.carried_on if row.request_type not in found.agrees_also), None
	)
	if strange:
		_wrong_decider(
			_("{0} cannot be agreed together with {1}. {2}").format(
				frappe.bold(_(strange)), frappe.bold(_(doc.request_type)), messages.with_it(found)
			)
		)


def authorise_by(meeting: str | Document | None) -> datetime | None:
	"""Returns the time by which the chair must authorise a sitting's decisions, as its forum requires (D4.3)."""
	if not meeting:
		return None
	fields = ["forum", "meeting_date", "start_time", "duration_minutes"]
	sitting = (
		frappe.db.get_value("Meeting", meeting, fields, as_dict=True) if isinstance(meeting, str) else meeting
	)
	hours = frappe.db.get_value("Forum", sitting.forum, "authorise_within_hours")
	if not hours:
		return None
	begins = datetime.combine(getdate(sitting.meeting_date), get_time(str(sitting.start_time or "10:00:00")))
	return get_datetime(begins + timedelta(minutes=sitting.duration_minutes or 0, hours=hours))


def _not_ready(said: str) -> None:
	frappe.throw(said, RequestNotReadyError, title=_("Not Ready"))


def _wrong_decider(said: str) -> None:
	frappe.throw(said, WrongDeciderError, title=_("Decided Elsewhere"))
