"""From the list, nobody sends the emails of several meetings without having seen who gets them."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
import requests
from frappe.utils.password import update_password

from ppoc.exceptions import UnseenStepError
from ppoc.tests.factories import grant, make_meeting, make_team, make_worker
from ppoc.tests.site_fixtures import PASSWORD

BULK = "/api/method/frappe.model.workflow.bulk_workflow_approval"
WORDS = "Take this step on the form of the meeting."


def proposed(team: Any) -> list[str]:
	return [make_meeting(team=team.name, locality=team.locality, status="Proposed").name for _ in range(2)]


@pytest.mark.requirement("P9.1")
def test_several_meetings_are_not_confirmed_from_the_list(site, committed, server, user_with):
	team, user = make_team(), user_with("Team Coordinator")
	grant(user, team.locality)
	make_worker(locality=team.locality, user=user, email=user)
	names = proposed(team)
	update_password(user, PASSWORD)
	frappe.db.commit()
	browser = requests.Session()
	answer = browser.post(
		f"{server.base_url}/api/method/login", data={"usr": user, "pwd": PASSWORD}, timeout=60
	)
	token = answer.json()["csrf_token"]
	step = {"docnames": json.dumps(names), "doctype": "Meeting", "action": "Confirm"}

	answer = browser.post(
		f"{server.base_url}{BULK}", data=step, headers={"X-Frappe-CSRF-Token": token}, timeout=60
	)

	assert answer.ok
	frappe.db.rollback()
	refused = {"error": ["like", f"%UnseenStepError: {WORDS}%"]}  # what version 16 says comes by another way
	assert frappe.db.count("Error Log", refused) == 2
	assert frappe.get_all("Meeting", {"name": ["in", names]}, pluck="status") == ["Proposed"] * 2
	assert frappe.db.count("Email Queue") == 0


@pytest.fixture
def long_list(site, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job that Frappe leaves for more than twenty records."""
	job = frappe._dict(method="frappe.model.workflow._bulk_workflow_action")
	monkeypatch.setattr(frappe.local, "job", job, raising=False)


def test_nor_by_the_job_that_a_long_list_leaves(long_list):
	doc = frappe.get_doc("Meeting", proposed(make_team())[0])
	doc.status = "Planned"
	with pytest.raises(UnseenStepError, match=WORDS):
		doc.save()


def test_the_form_takes_the_same_step(site):
	doc = frappe.get_doc("Meeting", proposed(make_team())[0])
	doc.status = "Planned"
	doc.save()
	assert frappe.db.get_value("Meeting", doc.name, "status") == "Planned"


def test_what_changes_no_status_is_saved_by_such_a_job(long_list):
	doc = frappe.get_doc("Meeting", proposed(make_team())[0])
	doc.venue = "Town Hall"
	doc.save()
	assert frappe.db.get_value("Meeting", doc.name, "venue") == "Town Hall"
