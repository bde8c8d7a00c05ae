"""Content of a decision notice: the request, who decided what and why, and what follows, as far as the reader
may see."""

from __future__ import annotations

from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import fmt_money, format_datetime, get_fullname

from ppoc.decisions.statuses import DECIDED
from ppoc.prints.jinja import ppoc_date


@dataclass
class Notice:
	"""A notice in sections; an empty section is not printed.

	Attributes:
		facts: label and value, in order; only those that are filled.
		texts: heading and text.
		lists: heading and lines.
		standing: a sentence on whether the notice may be relied on yet.
	"""

	facts: list[tuple[str, str]] = field(default_factory=list)
	texts: list[tuple[str, str]] = field(default_factory=list)
	lists: list[tuple[str, list[str]]] = field(default_factory=list)
	standing: str = ""


def ppoc_decision_notice(doc: Document) -> Notice:
	"""Returns the notice of a Panel Decision, for its print format."""
	notice = Notice(standing=_standing(doc))
	notice.facts = [
		(label, value) for label, value in (*_child(doc), *_request(doc), *_decision(doc)) if value
	]
	texts = (
		(_("What was requested"), doc.request),
		(_("Why it was requested"), doc.rationale),
		(_("What was decided in the emergency"), doc.emergency_decision if doc.emergency else ""),
		(_("Why not a more preferred placement"), doc.why_not_further_up),
		(_("Plan for leaving the placement"), doc.exit_plan),
		(_("Reasons"), doc.decision_reason),
	)
	notice.texts = [(heading, text) for heading, text in texts if (text or "").strip()]
	lists = (
		(_("Agreed at the same time"), [_(row.request_type) for row in doc.carried_on]),
		(_("Documents"), [_document(row) for row in doc.documents if row.required or row.received_on]),
		(_("What happens next"), _followed(doc)),
	)
	notice.lists = [(heading, lines) for heading, lines in lists if lines]
	return notice


def _child(doc: Document) -> list[tuple[str, str]]:
	rows = frappe.get_list(
		"Child", filters={"name": doc.child}, fields=["full_name", "child_id", "date_of_birth"], limit=1
	)
	child = rows[0] if rows else frappe._dict(full_name=_("A child"))
	return [
		(_("Child"), child.full_name),
		(_("Child ID"), child.child_id),
		(_("Born"), ppoc_date(child.date_of_birth)),
	]


def _request(doc: Document) -> list[tuple[str, str]]:
	return [
		(_("Request"), _(doc.request_type)),
		(_("Requested by"), _person(doc.requested_by)),
		(_("Requested on"), ppoc_date(doc.requested_on)),
		(_("Cost"), fmt_money(doc.cost) if doc.cost else (_("None") if doc.no_cost else "")),
		(_("Policy"), _(doc.policy_answer or "")),
		(_("Placement"), _(doc.placement_option or "")),
	]


def _decision(doc: Document) -> list[tuple[str, str]]:
	if doc.status not in DECIDED:
		return [(_("Decided by"), _(doc.who_decides or "")), (_("Status"), _(doc.status))]
	day = ppoc_date(frappe.db.get_value("Meeting", doc.meeting, "meeting_date")) if doc.meeting else ""
	return [
		(_("Decision"), _(doc.decision or "")),
		(_("Decided by"), _(doc.who_decides or "")),
		(_("Recorded by"), _person(doc.decided_by)),
		(_("Decided on"), ppoc_date(doc.decided_on)),
		(_("Date of the panel"), day),
		(_("Outside a meeting, in an emergency"), _outside(doc)),
		(_("Authorised by"), _person(doc.authorised_by)),
		(
			_("Authorised on"),
			format_datetime(doc.authorised_on, "d MMMM yyyy, HH:mm") if doc.authorised_on else "",
		),
	]


def _outside(doc: Document) -> str:
	if not doc.emergency:
		return ""
	return _("{0}, {1}").format(doc.emergency_decided_by, ppoc_date(doc.emergency_decided_on))


def _standing(doc: Document) -> str:
	if doc.status not in DECIDED:
		return _("Not decided yet: this is the request as it is now.")
	if doc.status == "Decided" and doc.authorise_by:
		until = format_datetime(doc.authorise_by, "d MMMM yyyy, HH:mm")
		return _("Not authorised by the chair yet; this is due by {0}.").format(until)
	return ""


def _document(row: Document) -> str:
	if row.received_on:
		return _("{0}, received on {1}").format(_(row.document), ppoc_date(row.received_on))
	return _(row.document) if row.attachment else _("{0}: missing").format(_(row.document))


def _followed(doc: Document) -> list[str]:
	"""Returns what starts because of the decision, without the lines that only record that an event happened."""
	events = _("Event: {0}").format("")
	return [line for line in (doc.followed or "").split("\n") if line and not line.startswith(events)]


def _person(user: str | None) -> str:
	return get_fullname(user) if user else ""
