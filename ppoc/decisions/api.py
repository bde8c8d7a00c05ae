"""What the form of a request asks."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.decisions import words
from ppoc.decisions.database import route_of, rules_on, write_route
from ppoc.decisions.routing import Route, that_disagree


@frappe.whitelist(methods=["POST"])
def route(doc: str | dict[str, Any]) -> dict[str, Any]:
	"""Who decides a request as it stands on the form, saved or not, and what is still missing.

	Args:
		doc: the form's values.

	Returns:
		`html` to show, `state`, `who`, `missing`, `to_state`, `agrees_also`, and the list's `documents`.
	"""
	request = _as_typed(doc)
	found = route_of(request)
	write_route(request, found)
	return {
		"html": words.html(found),
		"documents": [
			{key: row.get(key) for key in ("document", "required", "received_on", "attachment")}
			for row in request.documents
		],
		**_facts(found),
	}


def _facts(found: Route) -> dict[str, Any]:
	return {
		"state": found.state.value,
		"who": found.rule.decider if found.rule else "",
		"refused": found.refused,
		"on_the_record": bool(found.role),
		"missing": list(found.missing),
		"to_state": list(found.to_state),
		"agrees_also": list(found.agrees_also),
		"conflict": words.contradiction(found),
	}


def _as_typed(values: str | dict[str, Any]) -> Document:
	"""The request as typed, for somebody who may make one and sees the child."""
	frappe.has_permission("Panel Decision", "create", throw=True)
	values = json.loads(values) if isinstance(values, str) else values
	request = frappe.get_doc({**values, "doctype": "Panel Decision"})
	if request.child:
		frappe.get_doc("Child", request.child).check_permission("read")
	if not request.request_type:
		frappe.throw(_("Choose the request type first."), title=_("Request Type"))
	return request


@frappe.whitelist(methods=["GET"])
def rules_that_disagree(request_type: str) -> list[str]:
	"""The rules on a type of request that may hold at the same time and name different deciders."""
	frappe.has_permission("Delegation Rule", "read", throw=True)
	return [words.in_a_line(rule) for rule in that_disagree(rules_on(request_type))]
