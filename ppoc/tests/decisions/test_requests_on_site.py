"""Requests under the panel standards' delegation list: who decides, which papers are needed, and what follows."""

from __future__ import annotations

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, nowdate

from ppoc.decisions.api import route, rules_that_disagree
from ppoc.exceptions import NotDecidedHereError, RequestFixedError, RequestNotReadyError, WrongDeciderError
from ppoc.tests.decisions.conftest import PANEL
from ppoc.tests.factories import bring_papers, grant, make_event, make_meeting, make_request
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

LPM, ISSUE, SECOND = "Legal planning meeting", "Issue of proceedings", "Second pre-proceedings"
STAYING_PUT = "Staying Put after 18"
CPAT = "Child and parent team assessment before proceedings"


def listed(place, request_type, **values: object):
	"""Makes a request with its papers, listed for today's panel."""
	request = make_request(child=place.child.name, request_type=request_type, papers=True, **values)
	request.meeting = place.panel.name
	request.save()
	return apply_workflow(request, "List for panel")


def agree(request, action="Decide", **values: object):
	request.update({"decision": "Agreed", **values})
	request.save()
	return apply_workflow(request, action)


def events(child):
	return frappe.get_all("Care Event", {"child": child}, pluck="event_type", order_by="creation")


@pytest.mark.requirement("D2.1")
def test_the_form_says_at_once_who_decides_and_what_is_missing(place, set_user):
	set_user(place.social_worker)
	found = route({"child": place.child.name, "request_type": STAYING_PUT})
	assert (found["who"], found["on_the_record"]) == ("Area manager", True)
	assert found["missing"] == ["Minutes of the permanence planning meeting"]
	assert "Area manager" in found["html"]
	assert "Head of Service" in found["html"]
	found = route({"child": place.child.name, "request_type": CPAT})
	assert found["to_state"] == ["cost"]
	assert "the cost" in found["html"]


def test_who_may_not_see_the_child_learns_nothing_of_its_requests(place, user_with, set_user):
	request = make_request(child=place.child.name, request_type=STAYING_PUT)
	set_user(user_with("Social Worker"))
	with pytest.raises(frappe.PermissionError):
		route({"child": place.child.name, "request_type": STAYING_PUT})
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Panel Decision", request.name).check_permission("read")
	assert (
		frappe.get_list("Decision Document", {"parent": request.name}, parent_doctype="Panel Decision") == []
	)


@pytest.mark.requirement("D1.2")
def test_adoption_is_refused_with_the_right_route_named(place, set_user):
	set_user(place.social_worker)
	with pytest.raises(NotDecidedHereError, match="Agency decision maker"):
		make_request(child=place.child.name, request_type="Adoption recommendation")


@pytest.mark.requirement("D2.1")
def test_a_request_is_listed_with_its_documents_and_not_before(place, set_user):
	set_user(place.social_worker)
	request = make_request(child=place.child.name, request_type=ISSUE)
	assert (request.who_decides, request.route_forum, request.missing_documents) == (
		"Permanence Panel",
		PANEL,
		1,
	)
	set_user(place.support)  # who sees the sittings; a social worker does not
	request.update({"meeting": place.panel.name}).save()
	with pytest.raises(RequestNotReadyError, match="Legal consultation form"):
		apply_workflow(request, "List for panel")
	request.reload()
	request.documents[0].received_on = nowdate()
	request.save()
	assert request.missing_documents == 0
	apply_workflow(request, "List for panel")
	assert frappe.db.get_value("Panel Decision", request.name, "status") == "Listed"


@pytest.mark.requirement("D2.1")
def test_a_request_is_not_listed_for_a_forum_that_does_not_decide_it(place):
	other = make_meeting(team=place.team.name)
	request = make_request(child=place.child.name, request_type=ISSUE, papers=True, meeting=other.name)
	with pytest.raises(WrongDeciderError, match="Permanence Panel decides"):
		apply_workflow(request, "List for panel")
	on_record = make_request(child=place.child.name, request_type=STAYING_PUT, papers=True)
	on_record.update({"meeting": place.panel.name}).save()
	with pytest.raises(WrongDeciderError, match="It needs no meeting"):
		apply_workflow(on_record, "List for panel")


@pytest.mark.requirement("D2.1")
def test_an_area_manager_decides_on_the_record_without_a_panel(place, set_user):
	request = make_request(child=place.child.name, request_type=STAYING_PUT, papers=True)
	set_user(place.area_manager)
	decided = agree(request, "Decide on the record")
	assert (decided.status, decided.decided_by) == ("Decided", place.area_manager)
	assert str(decided.decided_on) == nowdate()
	assert decided.meeting is None


@pytest.mark.requirement("D2.1")
def test_who_lacks_the_role_or_the_locality_does_not_decide(place, user_with, set_user):
	request = make_request(child=place.child.name, request_type=STAYING_PUT, papers=True)
	manager = user_with("Team Manager")
	grant(manager, place.locality)
	set_user(manager)
	request.reload()
	with pytest.raises(WrongDeciderError, match="Area manager decides"):
		agree(request, "Decide on the record")
	set_user(user_with("Head of Service"))  # without access to any locality
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Panel Decision", request.name).check_permission("write")
	assert frappe.db.get_value("Panel Decision", request.name, "status") == "Requested"


@pytest.mark.requirement("D2.1")
def test_a_social_worker_asks_and_does_not_decide(place, set_user):
	set_user(place.social_worker)
	request = make_request(child=place.child.name, request_type=STAYING_PUT, papers=True)
	request.update({"decision": "Agreed", "decision_reason": "Because I say so"}).save()
	request.reload()
	assert not request.decision
	assert not request.decision_reason
	frappe.db.set_value("Panel Decision", request.name, "decision", "Agreed")
	request.reload()
	request.status = "Decided"
	with pytest.raises(WrongDeciderError):
		request.save()


@pytest.mark.requirement("D2.1")
def test_the_panel_decides_in_its_sitting_and_not_before_it(place):
	later = make_meeting(
		forum=PANEL,
		locality=place.locality,
		team=None,
		meeting_date=add_days(nowdate(), 7),
		start_time="11:00:00",
	)
	request = listed(place, ISSUE)
	request.meeting = later.name
	request.save()
	with pytest.raises(RequestNotReadyError, match="cannot decide before then"):
		agree(request)
	request.reload()
	request.meeting = place.panel.name
	assert agree(request).status == "Decided"


@pytest.mark.requirement("D2.1a")
def test_a_contradiction_is_shown_and_the_admin_settles_it_for_good(place, set_user, user_with):
	request = make_request(child=place.child.name, request_type=CPAT, cost=1500, meeting=place.panel.name)
	bring_papers(request)
	assert request.route_state == "Conflict"
	found = route(request.as_dict())
	assert [row.split(":")[0] for row in found["conflict"]] == ["Area manager", "Permanence Panel"]
	assert "contradicts itself" in found["html"]
	with pytest.raises(RequestNotReadyError, match="contradicts itself"):
		apply_workflow(request, "List for panel")
	set_user(user_with("PPOC Administrator"))
	assert len(rules_that_disagree(CPAT)) == 2
	settled = frappe.get_doc("Request Type", CPAT)
	settled.update({"settled_by": "Row 8: child and parent team assessment over the limit"}).save()
	set_user("Administrator")
	apply_pack(read_pack(shipped_folder("permanence_panel_standards")))
	assert frappe.db.get_value("Request Type", CPAT, "settled_by"), "a pack applied again keeps it"
	request.reload()
	request.save()
	assert (request.route_state, request.who_decides) == ("Routed", "Area manager")
	assert "Two rows disagree" in route(request.as_dict())["html"]


@pytest.mark.requirement("D2.2")
def test_a_legal_planning_meeting_carries_on_what_the_chair_agrees_with_it(place, set_user):
	request = listed(place, LPM)
	set_user(place.area_manager)
	with pytest.raises(RequestNotReadyError, match="Agreed at the same time"):
		agree(request)
	request.reload()
	request.append("carried_on", {"request_type": SECOND})
	request = agree(request, decision_reason="Threshold is met.")
	other = frappe.get_doc("Panel Decision", {"agreed_with": request.name})
	assert (other.request_type, other.status, other.decision) == (SECOND, "Decided", "Agreed")
	assert (other.meeting, other.decided_by) == (place.panel.name, place.area_manager)
	assert other.tracker == "Pre-proceedings and court"
	request.reload()
	assert request.carried_on[0].request == other.name
	assert f"Agreed at the same time: {SECOND} ({other.name})" in request.followed
	assert events(place.child.name)[-4:] == [
		"Request decided",
		"Legal planning meeting agreed",
		"Request decided",
		"Pre-proceedings agreed",
	]
	apply_workflow(request, "Authorise")
	other.reload()
	assert (other.status, other.authorised_by) == ("Authorised", place.area_manager)


@pytest.mark.requirement("D2.2")
def test_nothing_strange_is_agreed_along(place):
	request = listed(place, LPM)
	request.append("carried_on", {"request_type": STAYING_PUT})
	with pytest.raises(WrongDeciderError, match=STAYING_PUT):
		agree(request)


@pytest.mark.requirement("D2.3")
def test_an_emergency_comes_to_the_next_panel_afterwards(place, set_user):
	set_user(place.social_worker)
	request = make_request(
		child=place.child.name,
		request_type="Accommodation into care",
		emergency=1,
		emergency_decision="Police protection, placed with foster carers overnight.",
		emergency_decided_by="Duty manager",
		emergency_decided_on=add_days(nowdate(), -1),
	)
	assert (request.status, request.retrospective) == ("Listed", 1)
	assert request.missing_documents == 1, "it comes although its papers do not yet"
	assert "Emergency placement made" in events(place.child.name)
	set_user("Administrator")
	forum = frappe.get_doc("Forum", PANEL)
	if not any(row.agenda_query == "Decisions taken in an emergency" for row in forum.agenda_items):
		forum.append(
			"agenda_items",
			{
				"title": "Emergencies",
				"purpose": "Introduce",
				"agenda_query": "Decisions taken in an emergency",
			},
		)
		forum.save()
	panel = make_meeting(forum=PANEL, locality=place.locality, team=None, start_time="15:00:00")
	assert frappe.db.exists("Meeting Discussion", {"meeting": panel.name, "child": place.child.name})
	request.reload()
	request.meeting = panel.name
	assert agree(request).status == "Decided"


@pytest.mark.requirement("D5.2")
def test_a_decision_on_proceedings_puts_the_child_on_the_tracker_by_itself(place):
	request = agree(listed(place, ISSUE))
	request.reload()
	assert request.tracker == "Pre-proceedings and court"
	assert "Issue of proceedings agreed" in events(place.child.name)
	assert "On the tracker: Pre-proceedings and court" in request.followed
	refused = listed(place, ISSUE)
	refused.update({"decision": "Not agreed", "decision_reason": "Kin first."}).save()
	refused = apply_workflow(refused, "Decide")
	refused.reload()
	assert not refused.tracker


def test_a_decision_starts_plan_and_action_for_the_childs_worker(place):
	request = make_request(
		child=place.child.name,
		request_type="Special guardianship with a support plan",
		policy_answer="Within",
	)
	agree(bring_papers(request), "Decide on the record")
	plan = frappe.get_last_doc("Permanence Plan", {"child": place.child.name})
	assert (plan.route, plan.status, plan.plan_kind) == ("Special guardianship", "Proposed", "Primary")
	search = make_request(child=place.child.name, request_type="External provider", papers=True)
	search.update({"meeting": place.panel.name}).save()
	agree(apply_workflow(search, "List for panel"))
	action = frappe.get_last_doc("Action", {"child": place.child.name})
	assert (action.action_owner, action.set_in, action.forum) == (place.worker, place.panel.name, PANEL)
	assert action.what.startswith("Start the placement search")


def test_listing_papers_and_authorising_are_events_that_due_dates_count(place):
	request = listed(place, ISSUE)
	assert events(place.child.name)[-3:] == [
		"Permanence panel planned",
		"Panel on pre-proceedings planned",
		"Panel papers sent",
	]
	apply_workflow(agree(request), "Authorise")
	assert events(place.child.name)[-1] == "Panel decisions authorised"
	other = listed(place, "Supervision order or its extension")
	apply_workflow(other, "Withdraw")
	assert events(place.child.name)[-1] == "Panel slot cancelled"


@pytest.mark.requirement("D4.3")
def test_the_chair_authorises_within_48_hours_of_the_panel(place, set_user):
	request = agree(listed(place, ISSUE))
	assert str(request.authorise_by) == f"{add_days(nowdate(), 2)} 11:00:00"
	set_user(place.support)
	with pytest.raises(Exception, match="Not a valid Workflow Action"):
		apply_workflow(frappe.get_doc("Panel Decision", request.name), "Authorise")
	set_user(place.area_manager)
	done = apply_workflow(frappe.get_doc("Panel Decision", request.name), "Authorise")
	assert (done.authorised_by, str(done.authorised_on)[:10]) == (place.area_manager, nowdate())


def test_a_refused_request_says_why(place):
	request = make_request(child=place.child.name, request_type=ISSUE)
	request.update({"decision_reason": "Family group conference first."}).save()
	assert apply_workflow(request, "Refuse").status == "Refused"


def test_requests_without_a_rule_are_listed_as_before(place):
	request = make_request(child=place.child.name, meeting=place.panel.name)
	assert (request.route_state, request.who_decides) == ("No rule", "")
	assert agree(apply_workflow(request, "List for panel")).status == "Decided"


@pytest.mark.requirement("D5.2")
def test_a_decision_and_all_that_follows_happen_together_or_not_at_all(committed, place):
	"""The last effect finds nobody to carry it out, so the earlier effects are undone too."""
	request = listed(place, "Accommodation into care")
	request.update({"decision": "Agreed"}).save()
	frappe.db.set_value("Child", place.child.name, "social_worker", None)
	frappe.db.set_value("Team", place.team.name, "team_manager", None)
	frappe.db.commit()
	happened = events(place.child.name)
	with pytest.raises(RequestNotReadyError, match="nobody is there to do it"):
		apply_workflow(request, "Decide")
	assert events(place.child.name) != happened, "the event was written before the fault came"
	frappe.db.rollback()  # as Frappe does when a request fails
	assert events(place.child.name) == happened
	assert frappe.db.get_value("Panel Decision", request.name, "status") == "Listed"
	frappe.db.set_value("Child", place.child.name, "social_worker", place.worker)
	apply_workflow(frappe.get_doc("Panel Decision", request.name), "Decide")
	assert [name for name in events(place.child.name) if name not in happened] == [
		"Request decided",
		"Decision to enter care",
	]


@pytest.mark.requirement("X4.4")
def test_requests_on_a_restricted_child_are_seen_by_the_named_people_only(place, set_user):
	request = make_request(child=place.child.name, request_type=ISSUE)
	place.child.reload()
	place.child.update({"restricted": 1, "restriction_reason": "Known to staff"})
	place.child.append("allowed_people", {"user": place.area_manager})
	place.child.save()
	for user, seen in ((place.support, []), (place.area_manager, [request.name])):
		set_user(user)
		assert frappe.get_list("Panel Decision", {"child": place.child.name}, pluck="name") == seen
		assert len(
			frappe.get_list("Decision Document", {"parent": request.name}, parent_doctype="Panel Decision")
		) == len(seen)
	set_user(place.support)
	with pytest.raises(frappe.PermissionError):
		route(request.as_dict())


@pytest.mark.requirement("D5.2")
def test_a_tracked_child_comes_to_the_next_tracking_panel_by_itself(place):
	"""The child lives at home, and no other item of the tracking panel picks it up."""
	at_home = {"looked_after": 0, "on_full_care_order": 0, "legal_status": "", "care_started_on": None}
	place.child.update(at_home).save()
	agree(listed(place, ISSUE))
	tracking = make_meeting(forum="Permanence Panel Part 2", locality=place.locality, team=None)
	talk = {"meeting": tracking.name, "child": place.child.name, "agenda_item": "Pre-proceedings and court"}
	assert frappe.db.exists("Meeting Discussion", talk)


@pytest.mark.requirement("D4.3")
def test_an_authorisation_that_is_due_is_done_by_the_chairs_step(place):
	request = agree(listed(place, ISSUE))
	make_event(place.child.name, "Presented to permanence panel", nowdate())
	due = {"child": place.child.name, "rule": "Panel decisions authorised within 48 hours"}
	timescale = frappe.get_doc("Timescale", due)
	assert (timescale.state, str(timescale.due_on)) == ("Not due", add_days(nowdate(), 2))
	apply_workflow(request, "Authorise")
	timescale.reload()
	assert timescale.state == "Met"


def test_what_was_decided_is_not_changed_afterwards(place, set_user):
	request = make_request(child=place.child.name, request_type=STAYING_PUT, papers=True)
	request = agree(request, "Decide on the record")
	set_user(place.social_worker)
	for field, value in (("rationale", "Something else"), ("request_type", "Other")):
		request.reload()
		request.set(field, value)
		with pytest.raises(RequestFixedError):
			request.save()
	set_user(place.area_manager)
	request.reload()
	request.update({"decision": "Not agreed", "decision_reason": "Second thoughts"})
	with pytest.raises(RequestFixedError):
		request.save()
	request.reload()
	request.update({"decision_reason": "Said more clearly."}).save()


def test_a_request_without_a_type_is_asked_for_one(place):
	with pytest.raises(frappe.MandatoryError, match="request_type"):
		make_request(child=place.child.name, request_type=None)
