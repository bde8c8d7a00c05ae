"""Unregulated, unregistered and out-of-authority placements, week by week; unmet needs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from freezegun import freeze_time

from ppoc.access.rules import may_see
from ppoc.exceptions import PlacementDatesError, PlacementFactsError, PlacementRunningError, UnmetNeedError
from ppoc.tests.factories import grant, make_child, make_meeting, make_team, make_worker
from ppoc.tests.papers import pages_of
from ppoc.timescales.digest_database import send_digests
from ppoc.timescales.nightly import recompute_all
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

STARTED = "2026-09-04"
RULE = "Update of a tracked placement every week"


@pytest.fixture
def case(site: str, user_with: Callable[..., str]) -> frappe._dict:
	"""A child with a social worker and a manager, in an authority that uses the pack."""
	with freeze_time(f"{STARTED} 09:00:00.1"):
		apply_pack(read_pack(shipped_folder("decision_making_forums")))
		team = make_team()
		case = frappe._dict(team=team, manager=user_with("Team Manager"), stranger=user_with("Team Manager"))
		grant(case.manager, team.locality)
		case.worker = make_worker(user=user_with("Social Worker"), locality=team.locality)
		case.child = make_child(
			team=team.name, social_worker=case.worker.name, first_name="Ada", last_name="Elm"
		)
	return case


def at(day: str) -> AbstractContextManager[Any]:
	return freeze_time(f"{day} 07:00:00.1")


def place(case: frappe._dict, **values: Any) -> Document:
	values = {
		"child": case.child.name,
		"unregistered": 1,
		"started_on": STARTED,
		"reason": "No registered home had room",
		**values,
	}
	with at(STARTED):
		return frappe.get_doc({"doctype": "Tracked Placement", **values}).insert()


def update(doc: Document, day: str, by: str = "Administrator", **values: Any) -> None:
	frappe.set_user(by)
	try:
		with at(day):
			doc.reload()
			doc.append("updates", {"update_on": day, "safe": "Yes", "what": "Rang four homes", **values})
			doc.save()
	finally:
		frappe.set_user("Administrator")


def events(case: frappe._dict) -> list[tuple[str, str]]:
	rows = frappe.get_all(
		"Care Event",
		filters={"child": case.child.name, "event_type": ["like", "%placement%"]},
		fields=["event_type", "event_date"],
		order_by="event_date asc",
	)
	return [(row.event_type, str(row.event_date)) for row in rows]


def due(case: frappe._dict) -> dict[str, str]:
	found = {"child": case.child.name, "rule": RULE}
	return {str(r.due_on): r.state for r in frappe.get_all("Timescale", found, ["due_on", "state"])}


@pytest.mark.requirement("F1.6")
def test_each_week_asks_for_an_update_until_it_ends(case):
	doc = place(case)
	assert due(case) == {"2026-09-11": "Not due"}
	update(doc, "2026-09-10", by=case.worker.user)
	assert due(case)["2026-09-11"] == "Met"
	assert due(case)["2026-09-18"] == "Not due"
	assert str(doc.next_update_on) == "2026-09-18"
	with at("2026-09-16"):
		doc.update({"ended_on": "2026-09-16", "end_reason": "Moved to a registered home"})
		doc.save()
	assert doc.status == "Ended"
	assert doc.next_update_on is None
	assert due(case)["2026-09-18"] == "Stopped"
	assert events(case) == [
		("Tracked placement begun", STARTED),
		("Weekly placement update sent", "2026-09-10"),
		("Tracked placement ended", "2026-09-16"),
	]


@pytest.mark.requirement("F1.6")
def test_a_missing_update_is_chased_with_the_social_worker_and_goes_further(case):
	place(case)
	with at("2026-09-15"):
		recompute_all()
		assert due(case)["2026-09-11"] == "Overdue"
		send_digests()
	lines = frappe.get_value("Due Dates Digest", {"user": case.worker.user}, "lines")
	assert "Update of a tracked placement" in lines
	assert frappe.db.exists("Due Dates Digest", {"user": case.manager, "escalated": [">", 0]})


def test_events_follow_what_is_corrected_and_are_not_doubled(case):
	doc = place(case)
	update(doc, "2026-09-10")
	with at("2026-09-11"):
		doc.reload()
		doc.save()
		doc.started_on = "2026-09-03"
		doc.updates[0].update_on = "2026-09-09"
		doc.save()
	assert events(case) == [
		("Tracked placement begun", "2026-09-03"),
		("Weekly placement update sent", "2026-09-09"),
	]


def test_where_no_pack_asks_the_record_works_all_the_same(site):
	with at(STARTED):
		child = make_child()
		assert not frappe.db.exists("Care Event Type", "Tracked placement begun")
		doc = place(frappe._dict(child=child))
	assert str(doc.next_update_on) == "2026-09-11"
	assert not frappe.db.exists("Care Event", {"child": child.name})


@pytest.mark.parametrize(
	("values", "error"),
	[
		({"unregistered": 0}, PlacementFactsError),
		({"ended_on": STARTED}, PlacementFactsError),
		({"ended_on": "2026-09-01", "end_reason": "Moved"}, PlacementDatesError),
		({"updates": [{"update_on": "2026-10-01", "safe": "Yes", "what": "x"}]}, PlacementDatesError),
		({"reason": None}, frappe.MandatoryError),
	],
)
def test_what_cannot_be_is_refused(case, values, error):
	with pytest.raises(error):
		place(case, **values)


def test_a_child_is_tracked_in_one_place_at_a_time_and_no_record_goes(case):
	doc = place(case)
	with pytest.raises(PlacementRunningError):
		place(case, out_of_authority=1)
	with pytest.raises(PlacementFactsError):
		frappe.delete_doc("Tracked Placement", doc.name)


@pytest.mark.requirement("X4.1", "X4.4")
def test_it_follows_the_child(case, set_user):
	doc = place(case)
	need = frappe.get_doc(
		{"doctype": "Unmet Need", "need": "A foster home", "kind": "Foster home", "child": case.child.name}
	).insert()
	for doctype, name in (("Tracked Placement", doc.name), ("Unmet Need", need.name)):
		assert may_see(case.manager, doctype, [name])
		assert may_see(case.worker.user, doctype, [name])
		assert not may_see(case.stranger, doctype, [name])
	update(doc, "2026-09-10")
	with set_user(case.stranger):
		assert frappe.get_list("Tracked Placement Update", parent_doctype="Tracked Placement") == []
		# as for a child who is not there; version 16 asks for permission first
		with pytest.raises((frappe.LinkValidationError, frappe.PermissionError)):
			place(case, started_on="2026-08-01", ended_on="2026-08-02", end_reason="x")


@pytest.mark.requirement("F1.6")
def test_the_notification_prints_every_fact_and_no_empty_heading(case):
	doc = place(
		case,
		setting="A flat & two staff",
		staffing="2:1 day and night",
		weekly_cost=6500,
		searches="Since 1 August, 41 homes",
		needs="Needs calm",
		deprivation_of_liberty="Applied for",
		executive_decision="Agreed for two weeks",
		regulator_told_on=STARTED,
	)
	update(doc, "2026-09-10", worker=case.worker.name)
	full = " ".join(printed(doc).split())
	for words in (
		*(
			"Ada Elm",
			"unregistered",
			"No registered home had room",
			"A flat & two staff",
			"2:1 day and night",
		),
		*("41 homes", "Needs calm", "Applied for", "Agreed for two weeks", "Rang four homes", "6,500"),
	):
		assert words in full
	assert "Not yet told" not in full
	bare = printed(place(frappe._dict(child=make_child())))
	assert "Not yet told" in bare
	assert "Recommendations and decision" not in bare
	assert "Weekly updates" not in bare


def printed(doc: Document) -> str:
	asked = frappe.local.form_dict
	frappe.local.form_dict = frappe._dict()
	try:
		pdf = frappe.get_print(
			"Tracked Placement", doc.name, "Unregulated Placement Notification", as_pdf=True
		)
	finally:
		frappe.local.form_dict = asked
	return "\n".join(pages_of(pdf))


@pytest.mark.requirement("F1.5")
def test_an_unmet_need_is_logged_for_a_child_or_a_gap_and_closed_with_what_became_of_it(case):
	meeting = make_meeting(team=case.team.name)
	about_child = frappe.get_doc(
		{
			"doctype": "Unmet Need",
			"need": "A home with a ground floor",
			"kind": "Residential home",
			"looked_for": "Twelve homes in the region",
			"placed_instead": "Two hours away",
			"child": case.child.name,
			"meeting": meeting.name,
		}
	).insert()
	assert (about_child.locality, about_child.forum) == (case.team.locality, "Mobilisation Meeting")
	gap = frappe.get_doc(
		{
			"doctype": "Unmet Need",
			"need": "Sibling homes",
			"kind": "Sibling group",
			"locality": case.team.locality,
		}
	).insert()
	assert may_see(case.manager, "Unmet Need", [gap.name])
	assert not may_see(case.stranger, "Unmet Need", [gap.name])
	gap.status = "In the strategy"
	with pytest.raises(UnmetNeedError):
		gap.save()
	gap.reload()
	gap.update({"status": "In the strategy", "outcome": "Five homes commissioned"})
	gap.save()
	with pytest.raises(UnmetNeedError):
		frappe.get_doc({"doctype": "Unmet Need", "need": "Anything", "kind": "Other"}).insert()
