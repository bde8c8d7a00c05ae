"""Frappe's permission hooks: `permission_query_conditions` and `has_permission`, in pairs.

The role table says what a user may do with a DocType; these say with which rows. They only ever narrow
access.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe.model.document import Document

from ppoc.access import rules
from ppoc.access.scopes import SCOPES

CHANGES = frozenset({"write", "create", "submit", "cancel", "delete", "amend", "import"})

# The fields that decide who sees a record; when one of them changes, the permission is checked again.
ANCHORS: dict[str, tuple[str, ...]] = {
	"Child": ("locality",),
	"Meeting": ("locality",),
	"Sibling Group": (),
	"Audit Entry": (),
	"Import Finding": ("import_run", "child_id"),
	"Handover": ("child", "to_locality", "to_team", "to_worker", "offered_by"),
	**{
		doctype: (*scope.about, *((scope.place,) if scope.place else ()), *scope.through)
		for doctype, scope in SCOPES.items()
	},
}


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Returns whether the user may see this case record as stored and, where it differs, as submitted.

	Both are checked: a caller may submit any values, and may not move a record out of sight or into it.
	"""
	user = user or frappe.session.user
	if rules.sees_all(user):
		return True
	stored = _stored(doc, user)
	if stored and not stored.visible:
		return False
	given = {name: doc.get(name) for name in _columns_of(doc)}
	given.update(_fetched(doc, stored or frappe._dict()))
	changed = [
		name for name in ANCHORS[doc.doctype] if not stored or (given[name] or "") != (stored.get(name) or "")
	]
	if stored and not changed:
		return True
	return _sees_subjects(doc.doctype, user, {name: given[name] for name in changed}) and rules.row_fits(
		doc.doctype, user, given
	)


def _sees_subjects(doctype: str, user: str, anchors: dict[str, Any]) -> bool:
	"""Returns whether the user may see everybody whom a record is now said to be about. That it is the user's own
	opens a record that is there already; it does not let the user make one about somebody they do not see."""
	scope = SCOPES.get(doctype)
	if not (scope and scope.workers):
		return True  # the rule itself asks for them
	return all(
		rules.may_see(user, to, [anchors[name]]) for name, to in scope.about.items() if anchors.get(name)
	)


def fetched_anchors(doctype: str) -> dict[str, tuple[str, str]]:
	"""Returns which anchors of a DocType are fetched from a link: the link's column and its target's column."""
	meta, found = frappe.get_meta(doctype), {}
	for name in ANCHORS[doctype]:
		link, dot, column = (getattr(meta.get_field(name), "fetch_from", None) or "").partition(".")
		if dot:
			found[name] = (link, column)
	return found


def _fetched(doc: Document, stored: frappe._dict) -> dict[str, Any]:
	"""Returns the anchors that come from a link: the stored ones, or what they will be if the link is new or changed.

	Version 16 checks permission before it fetches and 15 after, and a program may submit any values. So the
	link's target decides where the record will be, never the submitted values.
	"""
	values = {}
	for name, (link, column) in fetched_anchors(doc.doctype).items():
		target = doc.get(link)
		if target and target == stored.get(link):
			values[name] = stored.get(name)
			continue
		to = frappe.get_meta(doc.doctype).get_field(link).options
		values[name] = frappe.db.get_value(to, target, column) if target else None
	return values


def _stored(doc: Document, user: str) -> frappe._dict | None:
	if not doc.get("name"):
		return None
	links = (link for link, _column in fetched_anchors(doc.doctype).values())
	columns = "".join(f", `{name}`" for name in dict.fromkeys((*ANCHORS[doc.doctype], *links)))
	rows = frappe.db.sql(
		# the rule is SQL of our own, and the name goes through literal()
		f"select case when ({rules.condition(doc.doctype, user)}) then 1 else 0 end as `visible`{columns}"  # noqa: S608
		f" from `tab{doc.doctype}` where `name` = {rules.literal(doc.name)}",
		as_dict=True,
	)
	return rows[0] if rows else None


def _columns_of(doc: Document) -> tuple[str, ...]:
	scope = SCOPES.get(doc.doctype)
	mine = (*scope.workers, *scope.users) if scope else ()
	return ("name", "owner", *ANCHORS[doc.doctype], *mine)


def _rows_of(doctype: str) -> Callable[[str | None], str]:
	def query(user: str | None = None) -> str:
		user = user or frappe.session.user
		return "" if rules.sees_all(user) else f"({rules.condition(doctype, user)})"

	query.__doc__ = f"The rows of {doctype} that the user may see."  # untranslated: a docstring
	return query


child_query = _rows_of("Child")
care_episode_query = _rows_of("Care Episode")
care_event_query = _rows_of("Care Event")
permanence_plan_query = _rows_of("Permanence Plan")
meeting_query = _rows_of("Meeting")
meeting_discussion_query = _rows_of("Meeting Discussion")
action_query = _rows_of("Action")
panel_decision_query = _rows_of("Panel Decision")
booking_query = _rows_of("Booking")
escalation_query = _rows_of("Escalation")
delay_reason_query = _rows_of("Delay Reason")
family_group_meeting_query = _rows_of("Family Group Meeting")
connected_person_query = _rows_of("Connected Person")
connected_person_ask_query = _rows_of("Connected Person Ask")
carer_assessment_query = _rows_of("Carer Assessment")
letter_to_child_query = _rows_of("Letter to Child")
family_group_offer_query = _rows_of("Family Group Offer")
case_note_query = _rows_of("Case Note")
sibling_group_query = _rows_of("Sibling Group")
effectiveness_review_query = _rows_of("Effectiveness Review")
quarterly_oversight_report_query = _rows_of("Quarterly Oversight Report")
import_run_query = _rows_of("Import Run")
import_finding_query = _rows_of("Import Finding")
locality_access_query = _rows_of("Locality Access")
due_dates_digest_query = _rows_of("Due Dates Digest")
service_event_query = _rows_of("Service Event")
timescale_query = _rows_of("Timescale")
handover_query = _rows_of("Handover")
flag_query = _rows_of("Flag")
tracked_placement_query = _rows_of("Tracked Placement")
tracked_placement_update_query = _rows_of("Tracked Placement Update")
unmet_need_query = _rows_of("Unmet Need")
fortnightly_return_query = _rows_of("Fortnightly Return")
return_line_query = _rows_of("Return Line")
audit_entry_query = _rows_of("Audit Entry")
record_hold_query = _rows_of("Record Hold")
disclosure_request_query = _rows_of("Disclosure Request")
data_complaint_query = _rows_of("Data Complaint")
erasure_query = _rows_of("Erasure")

child_worker_query = _rows_of("Child Worker")
child_identifier_query = _rows_of("Child Identifier")
child_allowed_person_query = _rows_of("Child Allowed Person")
potential_decision_query = _rows_of("Potential Decision")
plan_barrier_query = _rows_of("Plan Barrier")
prediction_change_query = _rows_of("Prediction Change")
rag_override_query = _rows_of("RAG Override")
meeting_agenda_item_query = _rows_of("Meeting Agenda Item")
meeting_attendee_query = _rows_of("Meeting Attendee")
discussion_answer_query = _rows_of("Discussion Answer")
action_review_query = _rows_of("Action Review")
effectiveness_score_query = _rows_of("Effectiveness Score")
effectiveness_frequency_query = _rows_of("Effectiveness Frequency")
oversight_theme_query = _rows_of("Oversight Theme")
decision_document_query = _rows_of("Decision Document")
decision_carried_on_query = _rows_of("Decision Carried On")
readiness_answer_query = _rows_of("Readiness Answer")
booking_paper_query = _rows_of("Booking Paper")
disclosure_question_query = _rows_of("Disclosure Question")
disclosure_search_query = _rows_of("Disclosure Search")
disclosure_redaction_query = _rows_of("Disclosure Redaction")
erasure_count_query = _rows_of("Erasure Count")
