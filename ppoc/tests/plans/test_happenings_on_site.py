"""Steps taken on forms appear on the child's timeline like those in a meeting, each once."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from ppoc.meetings.api import close_meeting
from ppoc.tests.factories import make_child, make_meeting, make_plan, make_team, say


def happened(child: str) -> list[tuple[str, str]]:
	rows = frappe.get_all(
		"Care Event", filters={"child": child}, fields=["event_type", "details"], order_by="creation asc"
	)
	return [(row.event_type, row.details) for row in rows]


def test_a_plan_prioritised_on_its_form_is_an_event_of_the_child(site):
	child = make_child().name
	plan = make_plan(child=child, status="Proposed")
	assert happened(child) == []
	plan.update({"status": "Prioritised", "predicted_start": "2099-01-01"})
	plan.save()
	plan.save()
	assert happened(child) == [("Prioritised", plan.route)]


def test_a_potential_decided_on_the_form_is_an_event_on_its_day(site):
	child = make_child()
	child.update({"potential": "Potential now", "potential_rationale": "An aunt has come forward."})
	child.save()
	event = frappe.get_doc("Care Event", {"child": child.name})
	assert (event.event_type, event.details) == ("Potential categorised", "Potential now")
	assert event.event_date == getdate(child.potential_decided_on)


def test_a_meetings_closing_notes_each_step_once(site):
	team = make_team()
	child = make_child(team=team.name).name
	make_plan(child=child, status="Prioritised", predicted_start="2099-01-01")
	before = happened(child)
	meeting = make_meeting(team=team.name)
	say(meeting.name, child, plan_decision="Stop prioritising", decision_reason="The aunt has withdrawn.")
	close_meeting(meeting.name, str(frappe.db.get_value("Meeting", meeting.name, "modified")))
	new = [kind for kind, _ in happened(child)[len(before) :]]
	assert sorted(new) == ["Mobilisation Meeting: discussed", "No longer prioritised"]
