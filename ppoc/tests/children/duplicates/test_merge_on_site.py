"""Finding and merging duplicates on the site: who may do it, what moves, and that nothing gets lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.document import Document

from ppoc.children.duplicates import api
from ppoc.exceptions import MergeChoiceError, MergedRecordError, MergeRefusedError, StaleMergeError
from ppoc.tests.children.duplicates.site_factories import (
	OTHER_LOCALITY,
	give_access,
	make,
	make_child,
	make_places,
	make_plan,
)

pytestmark = pytest.mark.requirement("X2.6")
ALL_KEPT = {"child_id": "kept", "first_name": "kept", "legal_status": "kept"}


@pytest.fixture
def coordinator(site: str, user_with: Callable[..., str], set_user: Callable[[str], Any]) -> str:
	make_places()
	name = user_with("Team Coordinator")
	give_access(name)
	return name


@pytest.fixture
def pair(coordinator: str, set_user: Callable[[str], Any]) -> tuple[Document, Document]:
	"""The same child twice, as a coordinator sees it."""
	kept, other = make_child("Z70001"), make_child("Z70002", first_name="Tasmin", upn="H801200001234")
	set_user(coordinator)
	return kept, other


def merge(kept: Document, other: Document, choices: dict[str, str] = ALL_KEPT) -> dict[str, Any]:
	stamps = {
		part: str(frappe.db.get_value("Child", child.name, "modified"))
		for part, child in (("kept", kept), ("other", other))
	}
	return api.merge(kept.name, other.name, choices, stamps)


def test_the_same_child_is_noticed_while_it_is_entered(pair: tuple[Document, Document]):
	found = api.find(first_name="QUILLFEATHER", last_name="Tamsin", date_of_birth="2014-05-14")
	assert [(one["name"], one["strength"]) for one in found] == [
		(pair[0].name, "Likely"),
		(pair[1].name, "Possible"),
	]
	assert [one["name"] for one in api.find(child_id="z-70001")] == [pair[0].name]
	assert [one["name"] for one in api.find(upn="h801200001234")] == [pair[1].name]


def test_a_record_is_not_its_own_duplicate(pair: tuple[Document, Document]):
	found = api.find(pair[0].name, first_name="Tamsin", last_name="Quillfeather", date_of_birth="2014-05-14")
	assert [one["name"] for one in found] == [pair[1].name]


def test_children_hidden_from_the_person_are_never_revealed(coordinator: str, set_user: Callable[[str], Any]):
	make_child("Z1", locality=OTHER_LOCALITY, team=None)
	make_child("Z2", restricted=1, allowed_people=[{"user": "Administrator"}])
	set_user(coordinator)
	assert (
		api.find(child_id="Z1", first_name="Tamsin", last_name="Quillfeather", date_of_birth="2014-05-14")
		== []
	)


def test_a_merge_keeps_one_record_and_makes_the_other_a_pointer(pair: tuple[Document, Document]):
	kept, other = pair
	merge(kept, other)
	kept.reload()
	other.reload()
	assert (kept.child_id, kept.first_name, kept.upn) == ("Z70001", "Tamsin", "H801200001234")
	assert other.merged_into == kept.name
	assert (other.child_id, other.first_name) == ("Z70002", "Tasmin")
	assert [one["name"] for one in api.find(child_id="Z70002")] == []


def test_what_the_person_chooses_of_the_other_record_is_kept(pair: tuple[Document, Document]):
	kept, other = pair
	merge(kept, other, {**ALL_KEPT, "child_id": "other", "first_name": "other"})
	kept.reload()
	assert (kept.child_id, kept.first_name, kept.full_name) == ("Z70002", "Tasmin", "Tasmin Quillfeather")


def test_choices_arrive_as_json_over_http(pair: tuple[Document, Document]):
	kept, other = pair
	stamps = {"kept": str(kept.modified), "other": str(other.modified)}
	api.merge(kept.name, other.name, json.dumps({**ALL_KEPT, "first_name": "other"}), json.dumps(stamps))
	assert frappe.db.get_value("Child", kept.name, "first_name") == "Tasmin"


def test_a_missing_choice_changes_nothing(pair: tuple[Document, Document]):
	kept, other = pair
	with pytest.raises(MergeChoiceError, match="First name"):
		merge(kept, other, {"child_id": "kept"})
	assert not frappe.db.get_value("Child", other.name, "merged_into")


def test_a_merged_record_is_read_only(pair: tuple[Document, Document]):
	merge(*pair)
	other = frappe.get_doc("Child", pair[1].name)
	other.first_name = "Changed"
	with pytest.raises(MergedRecordError, match=pair[0].name):
		other.save()


def test_everything_linked_moves_with_comments_versions_and_files(pair: tuple[Document, Document]):
	kept, other = pair
	frappe.set_user("Administrator")
	note = make("Case Note", child=other.name, note="Visited the aunt.")
	comment = other.add_comment("Comment", "She prefers to be called Tam.")
	file = make(
		"File", file_name="z.txt", content="z", attached_to_doctype="Child", attached_to_name=other.name
	)
	other.reload()
	other.ethnicity = "WBRI"
	other.save(ignore_version=False)
	versions = frappe.get_all(
		"Version", filters={"ref_doctype": "Child", "docname": other.name}, pluck="name"
	)
	assert versions
	merge(kept, other)
	assert frappe.db.get_value("Case Note", note.name, "child") == kept.name
	assert frappe.db.get_value("Comment", comment.name, "reference_name") == kept.name
	assert frappe.db.get_value("File", file.name, "attached_to_name") == kept.name
	assert set(frappe.get_all("Version", filters={"name": ["in", versions]}, pluck="docname")) == {kept.name}
	told = frappe.get_all(
		"Comment", filters={"reference_name": kept.name, "comment_type": "Info"}, pluck="content"
	)
	assert any(f"{other.name} (ID Z70002" in text and "1 Case Note" in text for text in told)


def test_no_link_to_the_other_record_is_left_anywhere(pair: tuple[Document, Document]):
	from ppoc.children.duplicates.reading import links_to

	kept, other = pair
	frappe.set_user("Administrator")
	plan = make_plan(other)
	worker = make("Worker", worker_name="Orla Brindle")
	make(
		"Action",
		what="Visit the aunt on Friday",
		child=other.name,
		plan=plan.name,
		action_owner=worker.name,
		due_on=frappe.utils.add_days(None, 7),
	)
	make("Panel Decision", child=other.name, request_type="Other", rationale="No kin.")
	merge(kept, other)
	left = {
		(doctype, column): frappe.get_all(doctype, filters={column: other.name}, pluck="name")
		for doctype, column in links_to("Child")
	}
	assert {place: names for place, names in left.items() if names} == {}


def episode(child: Document, started_on: str, **values: Any) -> Document:
	return make("Care Episode", child=child.name, started_on=started_on, legal_status="C2", **values)


def test_equal_episodes_collapse_and_others_stand_together(pair: tuple[Document, Document]):
	kept, other = pair
	frappe.set_user("Administrator")
	episode(kept, "2020-01-01")
	twin = episode(other, "2020-01-01")
	more = episode(other, "2021-01-01", placement="U4")
	result = merge(kept, other)
	assert result["collapsed"] == 1
	assert not frappe.db.exists("Care Episode", twin.name)
	assert frappe.db.get_value("Care Episode", more.name, "child") == kept.name
	assert frappe.db.count("Care Episode", {"child": kept.name}) == 2


def test_open_plans_on_one_route_become_one_with_what_both_knew(pair: tuple[Document, Document]):
	kept, other = pair
	frappe.set_user("Administrator")
	goes_on = make_plan(kept, predicted_finish="2027-09-01")
	closes = make_plan(other, predicted_start="2027-03-01", predicted_finish="2027-08-01")
	worker = make("Worker", worker_name="Orla Brindle")
	action = make(
		"Action",
		what="Visit the aunt on Friday",
		child=other.name,
		plan=closes.name,
		action_owner=worker.name,
		due_on=frappe.utils.add_days(None, 7),
	)
	merge(kept, other)
	goes_on.reload()
	closes.reload()
	assert (str(goes_on.predicted_start), str(goes_on.predicted_finish)) == ("2027-03-01", "2027-09-01")
	assert (closes.status, closes.child) == ("No longer prioritised", kept.name)
	assert goes_on.name in closes.removal_reason
	assert frappe.db.get_value("Action", action.name, "plan") == goes_on.name
	assert frappe.db.get_value("Child", kept.name, "current_plan") == goes_on.name
	told = frappe.get_all("Comment", filters={"reference_name": goes_on.name}, pluck="content")
	assert any("2027-08-01" in text for text in told)


def test_a_second_primary_plan_becomes_parallel(pair: tuple[Document, Document]):
	kept, other = pair
	frappe.set_user("Administrator")
	make_plan(kept)
	second = make_plan(other, "Reunification")
	merge(kept, other)
	second.reload()
	assert (second.plan_kind, second.status) == ("Parallel", "Prioritised")
	second.progress = "Goes on."
	second.save()


def test_a_decision_on_potential_is_taken_over_with_its_history(pair: tuple[Document, Document]):
	kept, other = pair
	other.update({"potential": "Uncertain", "potential_rationale": "Her aunt is thinking."})
	other.save()
	decided_by = other.potential_decided_by
	merge(kept, other)
	kept.reload()
	assert (kept.potential, kept.potential_rationale) == ("Uncertain", "Her aunt is thinking.")
	assert kept.potential_decided_by == decided_by
	assert [row.category for row in kept.potential_history] == ["Uncertain"]


PAST = '[["looked_after",0,"2025-02-01"],["potential","Not yet categorised","2025-05-01"],["team","A","2025-06-01"]]'


@pytest.mark.parametrize(
	("choice", "facts"),
	[
		("other", {"looked_after": [0, "2025-02-01"], "team": ["B", "2024-06-01"]}),
		("kept", {"looked_after": [1, "2024-03-01"], "team": ["B", "2024-06-01"]}),
	],
)
def test_what_a_fact_was_before_comes_from_the_record_that_the_fact_comes_from(
	pair: tuple[Document, Document], choice: str, facts: dict[str, Any]
):
	kept, other = pair
	frappe.db.set_value(
		"Child", other.name, {"timescales_past": PAST, "legal_status": "C1", "potential": "Uncertain"}
	)
	own = '[["looked_after",1,"2024-03-01"],["team","B","2024-06-01"]]'
	frappe.db.set_value("Child", kept.name, "timescales_past", own)
	merge(kept, other, {**ALL_KEPT, "legal_status": choice})
	kept.reload()
	past = {fact: [value, day] for fact, value, day in json.loads(kept.timescales_past)}
	# the decision on potential came from the other record, so what it was before did, too
	assert past == {**facts, "potential": ["Not yet categorised", "2025-05-01"]}
	assert kept.potential == "Uncertain"


def test_the_record_that_becomes_a_pointer_remembers_what_it_was(pair: tuple[Document, Document]):
	kept, other = pair
	frappe.db.set_value("Child", other.name, {"looked_after": 1, "on_full_care_order": 1})
	merge(kept, other)
	past = {
		fact: value
		for fact, value, _day in json.loads(frappe.db.get_value("Child", other.name, "timescales_past"))
	}
	assert (past["looked_after"], past["on_full_care_order"]) == (1, 1)


def test_a_restriction_binds_the_kept_record_too(pair: tuple[Document, Document], coordinator: str):
	kept, other = pair
	frappe.set_user("Administrator")
	other.reload()
	other.update({"restricted": 1, "restriction_reason": "Known to staff"})
	other.append("allowed_people", {"user": coordinator})
	other.save()
	frappe.set_user(coordinator)
	merge(kept, other)
	kept.reload()
	assert kept.restricted
	assert [row.user for row in kept.allowed_people] == [coordinator]
	assert frappe.db.get_value("Child", other.name, "restricted")


def test_nobody_merges_a_child_that_they_do_not_see(coordinator: str, set_user: Callable[[str], Any]):
	kept = make_child("Z1")
	hidden = make_child("Z2", locality=OTHER_LOCALITY, team=None)
	set_user(coordinator)
	for one, two in ((kept, hidden), (hidden, kept)):
		with pytest.raises(frappe.PermissionError):
			api.preview(one.name, two.name)
		with pytest.raises(frappe.PermissionError):
			merge(one, two)


def test_whoever_may_only_read_does_not_merge(
	pair: tuple[Document, Document], user_with: Callable[..., str], set_user: Callable[[str], Any]
):
	reader = user_with("Independent Reviewing Officer")
	give_access(reader)
	set_user(reader)
	with pytest.raises(frappe.PermissionError):
		merge(*pair)


def test_a_merge_with_a_missing_record_says_no_more_than_a_hidden_one(pair: tuple[Document, Document]):
	with pytest.raises(frappe.PermissionError, match="You may not change this record"):
		api.preview(pair[0].name, "CH-99999999")


def test_a_record_changed_meanwhile_is_not_merged(pair: tuple[Document, Document]):
	kept, other = pair
	stamps = {"kept": str(kept.modified), "other": str(other.modified)}
	other.reload()
	other.upn = "T801200009999"
	other.save()
	with pytest.raises(StaleMergeError, match="changed since"):
		api.merge(kept.name, other.name, ALL_KEPT, stamps)


def test_a_record_is_merged_once_and_never_with_itself(pair: tuple[Document, Document]):
	kept, other = pair
	with pytest.raises(MergeRefusedError, match="with itself"):
		merge(kept, kept)
	merge(kept, other)
	with pytest.raises(MergeRefusedError, match="already"):
		merge(kept, other)


def test_records_merged_earlier_follow_to_the_last(coordinator: str):
	first, second, third = make_child("Z1"), make_child("Z2"), make_child("Z3")
	choices = {"child_id": "kept"}
	merge(second, first, choices)
	merge(third, second, choices)
	assert frappe.db.get_value("Child", first.name, "merged_into") == third.name


def test_a_child_twice_on_an_open_agenda_is_not_merged(pair: tuple[Document, Document]):
	kept, other = pair
	frappe.set_user("Administrator")
	meeting = make(
		"Meeting",
		forum="Mobilisation Meeting",
		locality=kept.locality,
		team=kept.team,
		meeting_date=frappe.utils.add_days(None, 7),
		status="Proposed",
	)
	for child in pair:
		make("Meeting Discussion", meeting=meeting.name, child=child.name, purpose="Progress plan")
	with pytest.raises(MergeRefusedError, match=meeting.name):
		merge(kept, other)


def test_the_preview_shows_both_values_and_what_will_move(pair: tuple[Document, Document]):
	kept, other = pair
	frappe.set_user("Administrator")
	make("Case Note", child=other.name, note="Visited the aunt.")
	shown = api.preview(kept.name, other.name)
	by_field = {one["field"]: one for one in shown["fields"]}
	assert (by_field["first_name"]["kept"], by_field["first_name"]["other"]) == ("Tamsin", "Tasmin")
	assert by_field["first_name"]["choice_needed"]
	assert not by_field["upn"]["choice_needed"]
	assert {"doctype": "Case Note", "count": 1} in shown["moved"]
	assert shown["refusals"] == []
