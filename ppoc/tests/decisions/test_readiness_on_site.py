"""Readiness of requests on the site: what the record answers, what is asked, and who sees the gaps."""

from __future__ import annotations

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from ppoc.decisions.api import gaps_of_meeting, route
from ppoc.tests.factories import make_plan, make_request

CONTINGENCY = "There is a contingency plan"
KIN = "Kin were fully considered"
VIEWS = "The child's views are clear"
SEARCH = "Placement search or change of placement"


def answer(request, check, said, remark=""):
	row = next(row for row in request.readiness if row.readiness_check == check)
	row.update({"answer": said, "remark": remark})
	request.save()
	return next(row for row in request.readiness if row.readiness_check == check)


def checks(request):
	return {row.readiness_check for row in request.readiness}


@pytest.mark.requirement("D7.1")
def test_the_form_shows_the_gaps_to_the_social_worker_while_it_is_written(place, set_user):
	set_user(place.social_worker)
	found = route({"child": place.child.name, "request_type": "Issue of proceedings"})
	assert "Child protection planning is exhausted?" in found["gaps"]
	(conference,) = (
		gap for gap in found["gaps"] if gap.startswith("A family group conference was attempted?")
	)
	assert conference.endswith("Outcome.")
	assert any(gap.startswith(f"{CONTINGENCY}:") for gap in found["gaps"])
	assert any(gap.startswith(f"{VIEWS}?") for gap in found["gaps"])
	assert "Not ready yet" in found["gaps_html"]


@pytest.mark.requirement("D7.1")
def test_a_check_is_answered_from_the_record_where_the_record_knows(place):
	request = make_request(child=place.child.name, request_type="Issue of proceedings")
	row = answer(request, CONTINGENCY, "Yes")
	assert (row.state, row.from_record) == ("Gap", 1), "saying so makes no plan"
	before = request.gaps
	make_plan(child=place.child.name, plan_kind="Contingency")
	request.save()
	row = next(row for row in request.readiness if row.readiness_check == CONTINGENCY)
	assert (row.state, row.from_record, request.gaps) == ("Met", 1, before - 1)


@pytest.mark.requirement("D7.1")
def test_views_that_are_missing_are_no_gap_with_their_reason(place):
	request = make_request(child=place.child.name, request_type="Issue of proceedings")
	assert answer(request, VIEWS, "No").state == "Gap"
	assert answer(request, VIEWS, "No", "Three weeks old").state == "Reason given"


@pytest.mark.requirement("D7.1")
def test_the_checks_are_those_of_the_request(place):
	court = make_request(child=place.child.name, request_type="Issue of proceedings")
	search = make_request(child=place.child.name, request_type=SEARCH)
	assert KIN in checks(search) - checks(court)
	assert "Child protection planning is exhausted" in checks(court) - checks(search)
	secure = "The criteria for a secure placement are met"
	assert secure not in checks(search)
	search.placement_option = "Secure"
	search.save()
	assert secure in checks(search)
	search.update({"emergency": 1, "emergency_decision": "-", "emergency_decided_by": "-"})
	search.update(
		{"emergency_decided_on": frappe.utils.nowdate(), "placement_option": "Family network"}
	).save()
	assert not {KIN, secure} & checks(search), "except in an emergency"


@pytest.mark.requirement("F2.3")
def test_a_residential_placement_asks_why_and_for_the_way_out(place):
	request = make_request(child=place.child.name, request_type=SEARCH, placement_option="Residential")
	gaps = route(request.as_dict())["gaps"]
	assert [gap.partition(":")[0] for gap in gaps[:3]].count("Residential") == 2, gaps
	request.update({"why_not_further_up": "Two homes ended."}).save()
	assert len([gap for gap in route(request.as_dict())["gaps"] if gap.startswith("Residential")]) == 1
	request.update(
		{"why_not_further_up": "Two homes ended.", "exit_plan": "To in-house carers in May."}
	).save()
	assert not [gap for gap in route(request.as_dict())["gaps"] if gap.startswith("Residential")]
	home = make_request(child=place.child.name, request_type=SEARCH, placement_option="At home with support")
	assert not [gap for gap in route(home.as_dict())["gaps"] if gap.startswith("At home")]


@pytest.mark.requirement("D7.1", "F2.3")
def test_the_chair_sees_the_gaps_of_the_children_that_may_be_seen(place, set_user):
	request = make_request(child=place.child.name, request_type="External provider", papers=True)
	request.update({"meeting": place.panel.name, "placement_option": "Residential"}).save()
	apply_workflow(request, "List for panel")
	set_user(place.area_manager)
	gaps = gaps_of_meeting(place.panel.name)[place.child.name]
	assert any(gap.startswith("External provider: Residential: ") for gap in gaps), gaps
	set_user("Administrator")
	place.child.reload()
	place.child.update({"restricted": 1, "restriction_reason": "Known to staff"})
	place.child.append("allowed_people", {"user": place.support})
	place.child.save()
	set_user(place.area_manager)
	assert gaps_of_meeting(place.panel.name) == {}


@pytest.mark.requirement("D7.1")
def test_gaps_stop_nobody(place):
	request = make_request(child=place.child.name, request_type="Issue of proceedings", papers=True)
	request.update({"meeting": place.panel.name}).save()
	assert request.gaps > 0
	assert apply_workflow(request, "List for panel").status == "Listed"
