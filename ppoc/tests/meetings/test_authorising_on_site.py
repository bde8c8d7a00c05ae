"""The chair authorises a sitting's decisions and recommendations: once, in one step, for the children they may see."""

from __future__ import annotations

import frappe
import freezegun
import pytest
from frappe.model.workflow import apply_workflow

from ppoc.exceptions import WrongDeciderError
from ppoc.meetings.authorising_api import authorise_meeting, may_authorise
from ppoc.tests.factories import grant, make_child, make_meeting, make_request, make_team, make_worker
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

AUTHORISED = "Panel decisions authorised"


@pytest.fixture
def sitting(site, user_with):
	"""A closed sitting with a request, a child who was put forward, and one whom the chair may not see."""
	with freezegun.freeze_time("2026-03-10 15:00:00.5"):
		apply_pack(read_pack(shipped_folder("permanence_panel_standards")))
		team = make_team()
		chair = user_with("Head of Service", name="chair@example.org")
		manager = user_with("Team Manager", name="manager@example.org")
		for user in (chair, manager):
			grant(user, team.locality)
		worker = make_worker(locality=team.locality).name
		asks, forward = (
			make_child(team=team.name, social_worker=worker, **values) for values in ({}, {"for_panel": 1})
		)
		closed = make_child(
			team=team.name, for_panel=1, restricted=1, restriction_reason="A relative works here.",
			allowed_people=[{"user": manager}],
		)  # fmt: skip
		panel = make_meeting(forum="Permanence Panel Part 1", locality=team.locality)
		request = make_request(child=asks.name, request_type="External provider", papers=True)
		request.update({"meeting": panel.name}).save()
		request = apply_workflow(request, "List for panel")
		request.update({"decision": "Agreed"}).save()
		apply_workflow(request, "Decide")
		panel.reload()
		for name in frappe.get_all("Meeting Discussion", {"meeting": panel.name}, pluck="name"):
			talk = frappe.get_doc("Meeting Discussion", name)
			for row in talk.answers:
				row.answer = "As agreed." if row.required else row.answer
			talk.update({"state": "Done"}).save()
		panel.update({"status": "Held"}).save()
		yield frappe._dict(
			panel=panel,
			chair=chair,
			manager=manager,
			request=request,
			asks=asks,
			forward=forward,
			closed=closed,
		)


@pytest.mark.requirement("D4.3", "X4.4")
def test_one_step_of_the_chair_authorises_requests_and_recommendations(sitting, set_user):
	panel = sitting.panel
	assert str(panel.authorise_by) == "2026-03-12 12:00:00", "48 hours after two hours from ten"
	set_user(sitting.chair)
	assert may_authorise(panel.name)
	done = authorise_meeting(panel.name, str(frappe.db.get_value("Meeting", panel.name, "modified")))
	assert done["requests"] == 1
	set_user("Administrator")
	assert frappe.db.get_value("Panel Decision", sitting.request.name, "status") == "Authorised"
	noted = frappe.get_all("Care Event", {"event_type": AUTHORISED}, pluck="child")
	assert sorted(noted) == sorted([sitting.asks.name, sitting.forward.name]), "each once, the closed one not"
	assert not may_authorise(panel.name)


@pytest.mark.requirement("D4.3")
def test_nobody_else_authorises_and_nobody_types_it(sitting, set_user):
	set_user(sitting.manager)
	assert not may_authorise(sitting.panel.name)
	with pytest.raises(WrongDeciderError, match="The chair authorises"):
		authorise_meeting(sitting.panel.name, str(sitting.panel.modified))
	typed = frappe.get_doc("Meeting", sitting.panel.name)
	typed.update({"authorised_by": sitting.manager, "authorised_on": "2026-03-10 16:00:00"}).save()
	typed.reload()
	assert (typed.authorised_by, typed.authorised_on) == (None, None)
