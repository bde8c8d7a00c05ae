"""Starts what follows when a request is listed, decided or authorised, in the same transaction as that step.

The rule that routed the request says what follows (D5.2). The consequences of a permitted step are written
without a permission check on each; a user who may not see the child could not take the step.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from ppoc.decisions.database import rules_on
from ppoc.decisions.routing import Request, route
from ppoc.exceptions import RequestNotReadyError
from ppoc.plans.predictions import OPEN_STATUSES
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.models import Offset, Unit

DECIDED = "Request decided"
"""The event recorded for every request that has a rule; the rule says what else follows."""

FIELDS = ("kind", "event_type", "route", "plan_kind", "tracker", "text", "due_days", "owner_role")


def moments(doc: Document, before: Document | None) -> list[tuple[str, date]]:
	"""Returns what has just happened to the request and on which day, in order."""
	was = before.status if before else None
	listed_before = before if before and before.status == "Listed" else None
	found = []
	if doc.retrospective and doc.status == "Listed" != was:
		found.append(("Emergency", getdate(doc.emergency_decided_on)))
	if (
		doc.status == "Listed"
		and doc.meeting
		and not (listed_before and listed_before.meeting == doc.meeting)
	):
		found.append(("Listed", getdate(frappe.db.get_value("Meeting", doc.meeting, "meeting_date"))))
	if (
		doc.status == "Listed"
		and not doc.missing_documents
		and (not listed_before or listed_before.missing_documents)
	):
		found.append(("Papers complete", getdate(nowdate())))
	if doc.status == "Decided" != was and doc.decision == "Agreed":
		found.append(("Agreed", getdate(doc.decided_on)))
	if doc.status == "Authorised" != was:
		found.append(("Authorised", getdate(doc.authorised_on)))
	if doc.status in ("Withdrawn", "Refused") and was == "Listed":
		found.append(("Withdrawn", getdate(nowdate())))
	return found


def follow(doc: Document, before: Document | None) -> None:
	"""Starts what follows from the step that the request has just taken."""
	was = before.status if before else None
	if not doc.route_rule:
		return
	if doc.status == "Decided" != was:
		_note(doc, DECIDED, getdate(doc.decided_on), f"{_(doc.request_type)}: {_(doc.decision)}")
	started = [words for moment, day in moments(doc, before) for words in start(doc, moment, day)]
	if doc.status == "Decided" != was and doc.decision == "Agreed":
		started += [words for row in doc.carried_on if not row.request for words in _carry_on(doc, row)]
	if doc.status == "Authorised" != was:
		_authorise_along(doc)
	if started:
		said = [*(doc.followed or "").split("\n"), *started]
		doc.db_set("followed", "\n".join(filter(None, said)), update_modified=False)


def start(doc: Document, moment: str, day: date) -> list[str]:
	"""Starts what the request's rule says for a moment, and returns descriptions of it."""
	filters = {"parent": doc.route_rule, "parenttype": "Delegation Rule", "moment": moment}
	rows = frappe.get_all("Decision Consequence", filters=filters, fields=list(FIELDS), order_by="idx")
	return [words for row in rows if (words := HANDS[row.kind](doc, row, day))]


def _event(doc: Document, row: frappe._dict, day: date) -> str:
	_note(doc, row.event_type, day, _(doc.request_type))
	return _("Event: {0}").format(_(row.event_type))


def _note(doc: Document, event_type: str, day: date, details: str) -> None:
	_insert(
		"Care Event",
		child=doc.child,
		event_type=event_type,
		event_date=day,
		details=details,
		meeting=doc.meeting,
	)


def _plan(doc: Document, row: frappe._dict, day: date) -> str:
	"""Creates a proposed plan unless one of this route is open; next to a primary plan it becomes a parallel one."""
	filters = {"child": doc.child, "status": ["in", OPEN_STATUSES]}
	there = frappe.get_all("Permanence Plan", filters=filters, fields=["name", "route", "plan_kind"])
	if any(plan.route == row.route for plan in there):
		return _("There is a plan already: {0}").format(_(row.route))
	kind = row.plan_kind or "Primary"
	if kind == "Primary" and any(plan.plan_kind == "Primary" for plan in there):
		kind = "Parallel"
	plan = _insert("Permanence Plan", child=doc.child, route=row.route, plan_kind=kind)
	return _("Plan {0}: {1} ({2})").format(plan.name, _(row.route), _(kind))


def _tracker(doc: Document, row: frappe._dict, day: date) -> str:
	doc.db_set("tracker", row.tracker, update_modified=False)
	return _("On the tracker: {0}").format(_(row.tracker))


def _action(doc: Document, row: frappe._dict, day: date) -> str:
	"""Creates an action for the child's worker, or for the team manager if the child has none."""
	action = _insert(
		"Action",
		what=_(row.text),
		child=doc.child,
		action_owner=_owner(doc, row.owner_role),
		set_on=day,
		due_on=_working_days_after(doc, day, row.due_days or 0),
		set_in=doc.meeting,
		forum=doc.route_forum,
	)
	return _("Action {0}: {1}").format(action.name, action.what)


HANDS: dict[str, Callable[[Document, frappe._dict, date], str]] = {
	"Event": _event,
	"Plan": _plan,
	"Tracker": _tracker,
	"Action": _action,
}


def _owner(doc: Document, role: str) -> str:
	child = frappe.db.get_value(
		"Child", doc.child, ["social_worker", "supervising_social_worker", "team"], as_dict=True
	)
	manager = child.team and frappe.db.get_value("Team", child.team, "team_manager")
	field = {"Social Worker": "social_worker", "Supervising Social Worker": "supervising_social_worker"}
	owner = (child.get(field[role]) if role in field else None) or manager
	if not owner:
		frappe.throw(
			_(
				"This decision sets an action, but nobody is there to do it. Name the child's social"
				" worker, or a manager of the team."
			),
			RequestNotReadyError,
			title=_("Nobody to Do It"),
		)
	return owner


def _working_days_after(doc: Document, day: date, days: int) -> date:
	locality = frappe.db.get_value("Child", doc.child, "locality")
	nation = frappe.db.get_value("Locality", locality, "nation") or "England"
	return calendar_here(nation).count(day, Offset(days, Unit.WORKING_DAYS)) if days else day


def _carry_on(doc: Document, row: Document) -> list[str]:
	"""Creates a request for what is agreed along with this one, decided in the same sitting (D2.2)."""
	rule = route(Request(row.request_type), rules_on(row.request_type)).rule
	other = _insert(
		"Panel Decision",
		child=doc.child,
		request_type=row.request_type,
		request=_("Agreed together with {0}.").format(_(doc.request_type)),
		rationale=doc.rationale,
		agreed_with=doc.name,
	)
	other.db_set(
		{
			"status": "Decided",
			"decision": "Agreed",
			"decision_reason": doc.decision_reason,
			"decided_by": doc.decided_by,
			"decided_on": doc.decided_on,
			"meeting": doc.meeting,
			"discussion": doc.discussion,
			"authorise_by": doc.authorise_by,
			"who_decides": doc.who_decides,
			"route_forum": doc.route_forum,
			"route_rule": rule.name if rule else None,
		},
		update_modified=False,
	)
	row.db_set("request", other.name, update_modified=False)
	follow(other, None)
	said = _("Agreed at the same time: {0} ({1})").format(_(row.request_type), other.name)
	return [said, *(other.followed or "").split("\n")]


def _authorise_along(doc: Document) -> None:
	"""Authorises what was agreed along with a request."""
	filters = {"agreed_with": doc.name, "status": "Decided"}
	for name in frappe.get_all("Panel Decision", filters=filters, pluck="name"):
		other = frappe.get_doc("Panel Decision", name)
		before = frappe.copy_doc(other)
		values = {
			"status": "Authorised",
			"authorised_by": doc.authorised_by,
			"authorised_on": doc.authorised_on or now_datetime(),
		}
		other.db_set(values, update_modified=False)
		before.status = "Decided"
		follow(other, before)


def _insert(doctype: str, **values: Any) -> Document:
	doc = frappe.new_doc(doctype)
	doc.update(values)
	doc.flags.ignore_permissions = True  # it follows from a step that the user may take
	return doc.insert()
