"""A tracker workbook loaded onto the site: row by row, by the site's own rules, twice without harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
import pytest

from ppoc.exceptions import MappingError
from ppoc.imports.findings import Severity
from ppoc.imports.registry import KINDS, Order, Prepared
from ppoc.imports.uploads import UploadedFile
from ppoc.ppoc.doctype.child.child import Child
from ppoc.tests.children.duplicates.site_factories import (
	OTHER_LOCALITY,
	TEAM,
	give_access,
	make,
	make_child,
	make_places,
)
from ppoc.tests.imports.workbook_factories import child_row, plan_row, tracker

pytestmark = pytest.mark.requirement("P5.3")
ACTION = "Orla Brindle to visit the aunt by 01/12/2099"


@pytest.fixture
def coordinator(site: str, user_with: Callable[..., str], set_user: Callable[[str], Any]) -> str:
	make_places()
	for name in ("Orla Brindle", "Pip Marlowe"):
		make("Worker", worker_name=name)
	user = user_with("Team Coordinator")
	give_access(user)
	set_user(user)
	return user


def row(child_id: str = "Z70001", **values: Any) -> list[object]:
	return child_row(child_id, **{"CIC_Team": TEAM, "DOB": "14/05/2016", **values})


def prepare(upload: UploadedFile, user: str, **order: Any) -> Prepared:
	today = date.fromisoformat(frappe.utils.nowdate())
	return KINDS["Tracker workbook"].prepare_order(Order("Tracker workbook", [upload], user, today, **order))


def load(upload: UploadedFile, user: str, **order: Any) -> Prepared:
	prepared = prepare(upload, user, **order)
	assert prepared.refused == 0, [
		one.message for one in prepared.findings if one.severity is Severity.REFUSED
	]
	prepared.write("", lambda _done, _total: None)
	return prepared


def child(child_id: str = "Z70001") -> frappe._dict:
	return frappe.get_doc("Child", {"child_id": child_id})


def refusals(prepared: Prepared) -> list[str]:
	return [one.message for one in prepared.findings if one.severity is Severity.REFUSED]


def test_a_tracker_makes_children_plans_and_actions(coordinator: str):
	upload = tracker(
		[row(), row("Z70002", DOB="01/02/2017", Surname="Oddie")],
		sgo=[plan_row("Z70001", Barriers="Housing", Progress="Aunt met", Next_actions=ACTION)],
		ru=[plan_row("Z70002", Actual_Start="01/06/2026")],
	)
	prepared = load(upload, coordinator)
	assert (prepared.new, prepared.clean, prepared.records) == (2, 2, 5)
	first = child()
	assert (first.full_name, first.team, first.potential) == ("Tamsin Quillfeather", TEAM, "Potential now")
	assert first.on_full_care_order
	assert first.potential_history[0].rationale == "Her aunt has come forward."
	plan = frappe.get_doc("Permanence Plan", {"child": first.name})
	assert (plan.route, plan.status, str(plan.predicted_start)) == (
		"Special guardianship",
		"Prioritised",
		"2027-02-01",
	)
	assert plan.barriers[0].detail == "Housing"
	action = frappe.get_doc("Action", {"plan": plan.name})
	assert frappe.db.get_value("Worker", action.action_owner, "worker_name") == "Orla Brindle"
	second = frappe.get_doc("Permanence Plan", {"child": child("Z70002").name})
	assert (second.route, second.status) == ("Reunification", "Assessment started")


def test_loading_the_same_tracker_twice_changes_nothing(coordinator: str):
	upload = tracker(
		[row(), row("Z70002", DOB="01/02/2017", Legal_Status="Section 20", Rationale=None)],
		sgo=[plan_row("Z70001", Barriers="Housing", Next_actions=ACTION + "\nThink"), plan_row("Z70002")],
		ru=[plan_row("Z70001", Actual_Start="01/06/2026", Actual_Finish="01/07/2026")],
	)
	load(upload, coordinator)
	stamps = {name: frappe.db.count(name) for name in ("Child", "Permanence Plan", "Action")}
	again = prepare(upload, coordinator)
	assert (again.new, again.changed, again.unchanged, again.records) == (0, 0, 2, 0)
	assert again.changes == []
	load(upload, coordinator)
	assert {name: frappe.db.count(name) for name in stamps} == stamps


def test_a_corrected_tracker_changes_what_differs_and_says_so(coordinator: str):
	load(tracker([row()], sgo=[plan_row("Z70001")]), coordinator)
	corrected = tracker([row(Surname="Quill")], sgo=[plan_row("Z70001", Predicted_Start_Date="01/03/2027")])
	prepared = load(corrected, coordinator)
	(change,) = prepared.changes
	assert change.sentences == (
		"Last name: Quillfeather → Quill",
		"SGO, Predicted start: 01/02/2027 → 01/03/2027",
	)
	plan = frappe.get_doc("Permanence Plan", {"child": child().name})
	assert (str(plan.predicted_start), plan.times_moved) == ("2027-03-01", 1)


def test_a_faulty_row_costs_its_child_with_its_plans_and_the_others_load(coordinator: str):
	rows = [row(), row("Z70002", DOB="31/01/1990"), row("Z70003", DOB="01/02/2017", Surname="Oddie")]
	lists: dict[str, Any] = {
		"sgo": [plan_row("Z70001"), plan_row("Z70002"), plan_row("Z79999")],
		"ru": [plan_row("Z70003", Actual_Start="01/12/2099"), plan_row("Z70003")],
	}
	prepared = prepare(tracker(rows, **lists), coordinator)
	assert (prepared.loadable, prepared.refused, prepared.new) == (2, 1, 2)
	said = refusals(prepared)
	for place in ("“All Data”, row 3", "“SGO”, row 3", "“SGO”, row 4", "“RU”, row 3"):
		assert sum(f"Sheet {place}: " in one for one in said) == 1
	prepared.write("", lambda _done, _total: None)
	assert [one.child_id for one in (child("Z70001"), child("Z70003"))] == ["Z70001", "Z70003"]
	assert not frappe.db.exists("Child", {"child_id": "Z70002"})
	plan = frappe.get_doc("Permanence Plan", {"child": child("Z70003").name})
	assert (plan.status, plan.actual_start) == ("Prioritised", None)
	assert "Actual start: 01/12/2099" in plan.progress
	again = prepare(tracker(rows, **lists), coordinator)
	assert (again.unchanged, again.records) == (2, 0)


def test_what_the_site_refuses_while_writing_costs_the_row(coordinator: str, monkeypatch: pytest.MonkeyPatch):
	def no_bo(child: Any) -> None:
		if child.first_name == "Bo":
			frappe.throw("No Bo today.")

	monkeypatch.setattr(Child, "check_dates", no_bo)
	bo = row("Z70002", DOB="01/02/2017", First_Name="Bo")
	prepared = prepare(tracker([row(), bo], sgo=[plan_row("Z70001"), plan_row("Z70002")]), coordinator)
	prepared.write("", lambda _done, _total: None)
	(left,) = prepared.left_out
	assert "Sheet “All Data”, row 3 was not loaded: No Bo today." in left.message
	assert (left.severity, left.child) == (Severity.REFUSED, "Z70002")
	assert frappe.db.count("Permanence Plan", {"child": child().name}) == 1
	assert not frappe.db.exists("Child", {"child_id": "Z70002"})


def test_a_team_of_another_locality_is_unknown_to_the_person(coordinator: str):
	frappe.set_user("Administrator")
	make("Team", team_name="Zz Heron CIC", locality=OTHER_LOCALITY)
	frappe.set_user(coordinator)
	prepared = prepare(tracker([row(CIC_Team="Zz Heron CIC")]), coordinator)
	assert "“Zz Heron CIC”" in refusals(prepared)[0]


def test_a_child_held_elsewhere_is_refused_and_left_alone(coordinator: str):
	frappe.set_user("Administrator")
	make_child("Z70001", locality=OTHER_LOCALITY, team=None, first_name="Hidden")
	frappe.set_user(coordinator)
	prepared = prepare(tracker([row()]), coordinator)
	assert "access to this child's record" in refusals(prepared)[0]
	assert not any("Hidden" in one.message for one in prepared.findings)


@pytest.mark.requirement("X2.6")
def test_a_new_child_like_one_that_is_here_is_told(coordinator: str):
	make_child("Z1", date_of_birth="2016-05-14")
	prepared = prepare(tracker([row()]), coordinator)
	assert prepared.warned == 1
	assert any(
		one.rule == "X2.6" and "Same name and date of birth" in one.message for one in prepared.findings
	)


@pytest.mark.requirement("X2.6")
def test_the_id_of_a_merged_record_leads_to_the_record_that_was_kept(coordinator: str):
	kept, other = (
		make_child("Z1", date_of_birth="2016-05-14"),
		make_child("Z70001", date_of_birth="2016-05-14"),
	)
	frappe.db.set_value("Child", other.name, "merged_into", kept.name)
	load(tracker([row(Surname="Quill")]), coordinator)
	kept.reload()
	assert (kept.last_name, kept.child_id) == ("Quill", "Z1")
	assert frappe.db.get_value("Child", other.name, "last_name") == "Quillfeather"


def test_later_decisions_of_the_site_stand(coordinator: str):
	load(tracker([row()]), coordinator)
	before = child()
	before.update({"potential": "Uncertain", "potential_rationale": "The aunt is ill."})
	before.save()
	header_date = {"Potential_for_Permanence?": "No", "Rationale": "Old."}
	from ppoc.tests.imports.workbook_factories import ALL_DATA_HEADER, PLAN_HEADER, workbook

	rows: list[list[object]] = [[*ALL_DATA_HEADER, "Date reviewed"], [*row(**header_date), "01/01/2020"]]
	prepared = load(workbook({"All Data": rows, "SGO": [PLAN_HEADER], "RU": [PLAN_HEADER]}), coordinator)
	assert child().potential == "Uncertain"
	assert any("later decision on potential" in one.message for one in prepared.findings)


def test_facts_of_care_from_the_return_are_not_typed_over(coordinator: str):
	load(tracker([row()]), coordinator)
	assert prepare(tracker([row(Legal_Status="Section 20")]), coordinator).changed == 0


def test_a_saved_mapping_is_used(coordinator: str):
	make(
		"Import Mapping",
		mapping_name="Zz tracker",
		kind="Tracker workbook",
		columns=[
			{"sheet": "All Data", "source_column": "Mosaic ID", "target": "Child.child_id"},
			{"sheet": "All Data", "source_column": "Surname", "target": "Child.first_name"},
			{"sheet": "All Data", "source_column": "First Name", "target": "Child.last_name"},
			{"sheet": "All Data", "source_column": "CIC Team", "target": "Child.team"},
			{"sheet": "All Data", "source_column": "DOB", "target": ""},
		],
	)
	load(tracker([row()]), coordinator, mapping="Zz tracker")
	assert (child().first_name, child().last_name, child().date_of_birth) == ("Quillfeather", "Tamsin", None)


def test_a_mapping_of_another_kind_is_refused(coordinator: str):
	make("Import Mapping", mapping_name="Zz extract", kind="Extract", loads="Children")
	with pytest.raises(MappingError, match="is for: Extract"):
		prepare(tracker([row()]), coordinator, mapping="Zz extract")
