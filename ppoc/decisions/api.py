"""Endpoints for the form of a request."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.hidden_links import check_sent
from ppoc.decisions import messages, readiness_database
from ppoc.decisions.database import route_of, rules_on, write_route
from ppoc.decisions.routing import Route, that_disagree
from ppoc.exceptions import RequestNotReadyError


@frappe.whitelist(methods=["POST"])
def route(doc: str | dict[str, Any]) -> dict[str, Any]:
	"""Returns who decides the request on the form, saved or not, and what is still missing.

	Args:
		doc: the form's values.

	Returns:
		`html` and `gaps_html` to show; `state`, `who`, `missing`, `to_state`, `agrees_also`, `gaps`; the rows
		of
		`documents` and `readiness` that the lists require.

	Raises:
		PermissionError: the user may not make a request, or may not see the child or another record it names.
		RequestNotReadyError: no request type is chosen.
	"""
	request = _as_typed(doc)
	found = route_of(request)
	write_route(request, found)
	gaps = readiness_database.look(request)
	return {
		"html": messages.html(found),
		"gaps": gaps,
		"gaps_html": messages.gaps_html(gaps),
		"documents": _rows(request.documents, ("document", "required", "received_on", "attachment")),
		"readiness": _rows(
			request.readiness, ("readiness_check", "answer", "remark", "state", "from_record")
		),
		**_facts(found),
	}


@frappe.whitelist(methods=["GET"])
def gaps_of_meeting(meeting: str) -> dict[str, list[str]]:
	"""Returns for the chair what is missing on the requests listed for a sitting, by child.

	Raises:
		PermissionError: the user may not read the meeting.
	"""
	frappe.get_doc("Meeting", meeting).check_permission("read")
	return readiness_database.gaps_of_meeting(meeting)


def _rows(rows: list[Document], fields: tuple[str, ...]) -> list[dict[str, Any]]:
	return [{field: row.get(field) for field in fields} for row in rows]


def _facts(found: Route) -> dict[str, Any]:
	return {
		"state": found.state.value,
		"who": found.rule.decider if found.rule else "",
		"refused": found.refused,
		"on_the_record": bool(found.role),
		"missing": list(found.missing),
		"to_state": list(found.to_state),
		"agrees_also": list(found.agrees_also),
		"conflict": messages.contradiction(found),
	}


def _as_typed(values: str | dict[str, Any]) -> Document:
	"""Returns the request as typed, after checking that the user may make one and see what it is about."""
	frappe.has_permission("Panel Decision", "create", throw=True)
	values = json.loads(values) if isinstance(values, str) else values
	request = frappe.get_doc({**values, "doctype": "Panel Decision"})
	check_sent(request)
	if not request.request_type:
		frappe.throw(_("Choose the request type first."), RequestNotReadyError, title=_("Request Type"))
	return request


@frappe.whitelist(methods=["GET"])
def rules_that_disagree(request_type: str) -> list[str]:
	"""Returns the rules on a request type that may apply at the same time but name different deciders."""
	frappe.has_permission("Delegation Rule", "read", throw=True)
	return [messages.in_a_line(rule) for rule in that_disagree(rules_on(request_type))]
