"""Reads the delegation list, and writes the route onto a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from ppoc.decisions.routing import DelegationRule, Paper, Request, Route, RoutingState, route, rule_of

RULE_FIELDS = (
	"name",
	"rule_name",
	"request_type",
	"decided_by",
	"forum",
	"role",
	"known_as",
	"right_route",
	"cost_condition",
	"cost_limit",
	"policy_condition",
	"row_number",
	"source",
)


def rules_on(request_type: str) -> list[DelegationRule]:
	"""Returns the enabled rules on a request type. They are configuration, which everybody may read."""
	filters = {"request_type": request_type, "enabled": 1}
	rows = frappe.get_all("Delegation Rule", filters=filters, fields=list(RULE_FIELDS))
	names = [row.name for row in rows]
	papers = _rows("Delegation Document", names, ("document", "required"))
	also = _rows("Delegation Also", names, ("request_type",))
	return [rule_of({**row, "documents": papers[row.name], "agrees_also": also[row.name]}) for row in rows]


def _rows(table: str, parents: list[str], fields: Iterable[str]) -> dict[str, list[frappe._dict]]:
	found = defaultdict(list)
	if parents:
		filters = {"parent": ["in", parents], "parenttype": "Delegation Rule"}
		for row in frappe.get_all(table, filters=filters, fields=["parent", *fields], order_by="idx"):
			found[row.parent].append(row)
	return found


def route_of(doc: Document) -> Route:
	"""Returns who decides this request as it is now, and what is still needed."""
	if doc.agreed_with:  # its documents and its decider were those of the request that it was agreed with
		return Route(RoutingState.NO_RULE)
	settled_by = frappe.db.get_value("Request Type", doc.request_type, "settled_by") or ""
	return route(_request_of(doc), rules_on(doc.request_type), settled_by)


def _request_of(doc: Document) -> Request:
	return Request(
		request_type=doc.request_type,
		cost=0 if doc.no_cost else (float(doc.cost) if doc.cost else None),
		policy=doc.policy_answer or "",
		emergency=bool(doc.emergency),
		received=frozenset(row.document for row in doc.documents if came(row)),
	)


def came(row: Document) -> bool:
	"""Returns whether a document of a request has arrived."""
	return bool(row.received_on or row.attachment)


def write_route(doc: Document, found: Route) -> None:
	"""Writes the route onto the request, for its form, lists and agendas."""
	_lay_out_papers(doc, found.papers)
	doc.update(
		{
			"route_state": found.state.value,
			"who_decides": found.rule.decider if found.rule else "",
			"route_rule": found.rule.name if found.rule else None,
			"route_forum": found.forum or None,
			"route_role": found.role or None,
			"retrospective": int(found.retrospective),
			"missing_documents": len(found.missing),
		}
	)


def _lay_out_papers(doc: Document, papers: Iterable[Paper]) -> None:
	"""Writes a row for each document on the list; rows that have arrived, or that a user added, stay."""
	wanted = {paper.name: paper for paper in papers}
	rows = []
	for row in doc.documents:
		paper = wanted.pop(row.document, None)
		if paper or came(row) or not row.required:
			rows.append(row)
			row.required = int(bool(paper and paper.required))
	doc.set("documents", rows)
	for paper in wanted.values():
		doc.append("documents", {"document": paper.name, "required": int(paper.required)})
