"""A site that had requests before request types existed."""

from __future__ import annotations

import frappe

from ppoc.patches import requests_are_routed
from ppoc.tests.factories import make_request


def test_types_in_use_become_records_and_the_admins_workflow_gains_what_is_new(site):
	request = make_request()
	frappe.db.set_value("Panel Decision", request.name, "request_type", "Holiday abroad")
	workflow = frappe.get_doc("Workflow", "Panel Decision")
	workflow.states = [row for row in workflow.states if row.state != "Refused"]
	workflow.transitions = [
		row
		for row in workflow.transitions
		if row.next_state != "Refused" and row.action not in ("Decide on the record", "Authorise")
	]
	workflow.transitions[0].action = "Put on the agenda"
	frappe.get_doc(
		{"doctype": "Workflow Action Master", "workflow_action_name": "Put on the agenda"}
	).insert()
	workflow.save()

	requests_are_routed.execute()

	workflow.reload()
	assert frappe.db.exists("Request Type", "Holiday abroad")
	request.reload()
	request.save()
	assert workflow.transitions[0].action == "Put on the agenda", "what the admin changed stays"
	actions = [row.action for row in workflow.transitions]
	assert {"Refuse", "Decide on the record", "Authorise"} <= set(actions)
	count = len(actions)
	requests_are_routed.execute()
	assert len(frappe.get_doc("Workflow", "Panel Decision").transitions) == count
