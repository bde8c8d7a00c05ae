"""Reads the readiness checks and the record, and writes the results onto the request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.decisions.database import came
from ppoc.decisions.readiness import (
	ASKED,
	Answer,
	Option,
	ReadinessCheck,
	ReadinessFinding,
	RequestFacts,
	findings,
	placement_gaps,
)
from ppoc.plans.family_meetings.database import gaps_on
from ppoc.plans.family_meetings.stages import NOT_HELD_AS_IT_SHOULD_BE, NOT_OFFERED_AS_IT_SHOULD_BE
from ppoc.plans.predictions import OPEN_STATUSES

FIELDS = (
	"name",
	"title",
	"request_group",
	"placement_option",
	"escalation_only",
	"placement_only",
	"not_in_emergency",
	"answered_from",
	"event_type",
	"plans",
	"document",
	"child_field",
	"family_meeting",
	"gives_way",
	"remark_says",
	"reason_closes",
	"position",
)
CONTINGENCY = ("Contingency", "Parallel")
PARTS = {
	"Event of the child": "event_type",
	"Plan of the child": "plans",
	"Document of the request": "document",
	"Field of the child": "child_field",
	"Family group meeting": "family_meeting",
}
"""What answers a check, and the check's field that says which part of it."""
MISSING = {
	"Offered, or a reason why not": NOT_OFFERED_AS_IT_SHOULD_BE,
	"Held if accepted, or a reason why not": NOT_HELD_AS_IT_SHOULD_BE,
}
"""What a check asks of family group meetings, and what may not be missing."""


def look(doc: Document) -> list[str]:
	"""Updates a request's readiness rows to its current checks, and returns its gaps as sentences."""
	rows = frappe.get_all("Readiness Check", filters={"enabled": 1}, fields=list(FIELDS))
	types = _types_of(row.name for row in rows)
	checks = [_check_of(row, types[row.name]) for row in rows]
	answers = {row.readiness_check: Answer(row.answer or "", row.remark or "") for row in doc.readiness}
	found = findings(checks, _asked(doc), _known(doc, rows), answers)
	_lay_out(doc, found)
	gaps = [*placement_words(doc), *(in_words(one) for one in found if one.is_gap)]
	doc.gaps = len(gaps)
	return gaps


def gaps_of_meeting(meeting: str) -> dict[str, list[str]]:
	"""Returns for the chair the gaps of requests listed for a sitting, by child, for children the reader may see."""
	listed = frappe.get_list(
		"Panel Decision",
		filters={"meeting": meeting, "status": ["in", ["Listed", "Decided"]], "gaps": [">", 0]},
		pluck="name",
		limit=0,
	)
	gaps: dict[str, list[str]] = defaultdict(list)
	for name in listed:
		doc = frappe.get_doc("Panel Decision", name)
		gaps[doc.child] += [f"{_(doc.request_type)}: {words}" for words in look(doc)]
	return dict(gaps)


def in_words(finding: ReadinessFinding) -> str:
	"""Returns a gap as a sentence that says what would close it."""
	check = finding.check
	if finding.from_record:
		return _("{0}: the record does not show it.").format(_(check.name))
	if check.remark_says:
		return _("{0}? Also say: {1}.").format(_(check.name), _(check.remark_says))
	if check.reason_closes:
		return _("{0}? If not, say why.").format(_(check.name))
	return _("{0}?").format(_(check.name))


def placement_words(doc: Document) -> list[str]:
	"""Returns what is missing on the requested placement, as sentences."""
	if not frappe.get_cached_value("Request Type", doc.request_type, "asks_placement"):
		return []
	rows = frappe.get_all(
		"Placement Option", filters={"active": 1}, fields=["name", "position", "needs_exit_plan"]
	)
	options = [Option(row.name, row.position, bool(row.needs_exit_plan)) for row in rows]
	gaps = placement_gaps(
		doc.placement_option or "", options, doc.why_not_further_up or "", doc.exit_plan or ""
	)
	placement = _(doc.placement_option or "")
	say = {
		"option": lambda: _("Which placement is requested?"),
		"why": lambda: _("{0}: why not a more preferred placement?").format(placement),
		"exit": lambda: _("{0}: there is no plan for leaving it.").format(placement),
	}
	return [say[gap]() for gap in gaps]


def _types_of(checks: Iterable[str]) -> dict[str, set[str]]:
	filters = {"parent": ["in", [*checks, ""]], "parenttype": "Readiness Check"}
	found = defaultdict(set)
	for row in frappe.get_all("Readiness Check Type", filters=filters, fields=["parent", "request_type"]):
		found[row.parent].add(row.request_type)
	return found


def _check_of(row: frappe._dict, types: set[str]) -> ReadinessCheck:
	return ReadinessCheck(
		name=row.name,
		groups=frozenset([row.request_group] if row.request_group else []),
		types=frozenset(types),
		placements=frozenset([row.placement_option] if row.placement_option else []),
		escalation_only=bool(row.escalation_only),
		placement_only=bool(row.placement_only),
		not_in_emergency=bool(row.not_in_emergency),
		answered_from=row.answered_from,
		part=row.get(PARTS.get(row.answered_from, "")) or "",
		gives_way=bool(row.gives_way),
		remark_says=row.remark_says or "",
		reason_closes=bool(row.reason_closes),
		position=row.position or 0,
	)


def _asked(doc: Document) -> RequestFacts:
	kind = frappe.get_cached_doc("Request Type", doc.request_type)
	return RequestFacts(
		request_type=doc.request_type,
		group=kind.request_group,
		placement=doc.placement_option or "",
		escalates=bool(kind.escalates_to_court),
		asks_placement=bool(kind.asks_placement),
		emergency=bool(doc.emergency),
	)


def _known(doc: Document, rows: list[frappe._dict]) -> dict[str, bool]:
	"""Returns the record's answers to the checks that it can answer; reads each kind of record once."""
	mine = [row for row in rows if row.answered_from != ASKED]
	known = {}
	for source in {row.answered_from for row in mine}:
		holds = SOURCES[source](doc)
		known.update({row.name: holds(row) for row in mine if row.answered_from == source})
	return known


Holds = Callable[[frappe._dict], bool]


def _events(doc: Document) -> Holds:
	there = set(frappe.get_all("Care Event", filters={"child": doc.child}, pluck="event_type", distinct=True))
	return lambda row: row.event_type in there


def _plans(doc: Document) -> Holds:
	filters = {"child": doc.child, "status": ["in", OPEN_STATUSES]}
	kinds = set(frappe.get_all("Permanence Plan", filters=filters, pluck="plan_kind"))
	return lambda row: bool(kinds) if row.plans == "Any" else bool(kinds & set(CONTINGENCY))


def _documents(doc: Document) -> Holds:
	there = {row.document for row in doc.documents if came(row)}
	return lambda row: row.document in there


def _child_fields(doc: Document) -> Holds:
	child = frappe.get_cached_doc("Child", doc.child)
	return lambda row: bool(child.get(row.child_field))


def _family_meetings(doc: Document) -> Holds:
	gaps = set(gaps_on(doc.child, getdate(nowdate())))
	return lambda row: not MISSING.get(row.family_meeting, NOT_OFFERED_AS_IT_SHOULD_BE) & gaps


SOURCES: dict[str, Callable[[Document], Holds]] = {
	"Event of the child": _events,
	"Plan of the child": _plans,
	"Document of the request": _documents,
	"Field of the child": _child_fields,
	"Family group meeting": _family_meetings,
}


def _lay_out(doc: Document, found: list[ReadinessFinding]) -> None:
	"""Writes one row for each check, in order; an answer to a check that no longer applies is kept unless it
	is empty."""
	there = {row.readiness_check: row for row in doc.readiness}
	rows = []
	for one in found:
		row = there.pop(one.check.name, None) or doc.append("readiness", {"readiness_check": one.check.name})
		row.update({"state": one.state.value, "from_record": int(one.from_record)})
		rows.append(row)
	for row in there.values():
		if row.answer or row.remark:
			row.update({"state": "", "from_record": 0})
			rows.append(row)
	doc.set("readiness", rows)
	for number, row in enumerate(rows, start=1):
		row.idx = number
