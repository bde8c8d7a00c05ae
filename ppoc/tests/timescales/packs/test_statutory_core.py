"""The pack that every authority gets: one due date where a local pack says the same, and who decides by law."""

from __future__ import annotations

import frappe
import pytest

from ppoc.exceptions import NotDecidedHereError
from ppoc.tests.factories import make_child, make_event, make_request, make_rule
from ppoc.timescales.api import describe_rule
from ppoc.timescales.conflicts_database import conflicts
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack
from ppoc.timescales.rules_database import read_rules

pytestmark = pytest.mark.requirement("Y1")
REVIEW = "Law: first review within 20 working days"
LOCAL = "First review within 20 working days"


def due(child: str) -> list[tuple[str, str]]:
	return [
		(row.rule, str(row.due_on))
		for row in frappe.get_all(
			"Timescale", {"child": child, "duty": "First review"}, ["rule", "due_on"], order_by="rule asc"
		)
	]


def test_every_authority_has_it_and_a_child_who_comes_into_care_has_the_review(site: str) -> None:
	assert frappe.db.exists("Practice Pack", "Statutory Core")
	child = make_child()
	make_event(child.name, "Entered care", "2026-11-02")
	assert due(child.name) == [(REVIEW, "2026-11-30")]


def test_a_local_pack_with_the_same_duty_leaves_one_due_date(site: str) -> None:
	apply_pack(read_pack(shipped_folder("permanence_planning_guidance")))
	child = make_child()
	make_event(child.name, "Entered care", "2026-11-02")
	assert due(child.name) == [(LOCAL, "2026-11-30")]
	assert "First review" not in [found["duty"] for found in conflicts()]
	told = describe_rule(frappe.get_doc("Timescale Rule", REVIEW).as_dict())
	assert f"It gives way to {LOCAL} for every child to whom that applies." in told["sentence"]


def test_it_comes_back_when_the_local_rule_is_switched_off(site: str) -> None:
	apply_pack(read_pack(shipped_folder("permanence_planning_guidance")))
	local = frappe.get_doc("Timescale Rule", LOCAL)
	local.enabled = 0
	local.save()
	child = make_child()
	make_event(child.name, "Entered care", "2026-11-02")
	assert due(child.name) == [(REVIEW, "2026-11-30")]


def test_where_the_local_rule_does_not_apply_the_law_does(site: str) -> None:
	apply_pack(read_pack(shipped_folder("permanence_planning_guidance")))
	here, elsewhere = make_child(), make_child()
	local = frappe.get_doc("Timescale Rule", LOCAL)
	local.conditions = frappe.as_json([["locality", "=", here.locality]])
	local.save()
	for child in (here, elsewhere):
		make_event(child.name, "Entered care", "2026-11-02")
	assert due(here.name) == [(LOCAL, "2026-11-30")]
	assert due(elsewhere.name) == [(REVIEW, "2026-11-30")]


def test_a_choice_of_the_law_for_a_duty_counts_too(site: str) -> None:
	apply_pack(read_pack(shipped_folder("permanence_planning_guidance")))
	frappe.db.set_value("Timescale Duty", "First review", "settled_by", "Statutory Core")
	names = read_rules().duties
	assert REVIEW in names
	assert LOCAL not in names


def test_a_rule_counts_from_the_day_on_which_it_is_in_force(site: str) -> None:
	rule = make_rule([("Entered care", 10, "Calendar days")], ["Review held"], in_force_from="2026-11-10")
	early, late = make_child(), make_child()
	make_event(early.name, "Entered care", "2026-11-09")
	make_event(late.name, "Entered care", "2026-11-10")
	found = frappe.get_all("Timescale", {"rule": rule.name}, ["child", "due_on"])
	assert [(row.child, str(row.due_on)) for row in found] == [(late.name, "2026-11-20")]
	assert "In force from Tue 10 Nov 2026" in describe_rule(rule.as_dict())["sentence"]


@pytest.mark.parametrize(
	("request_type", "decides"),
	[
		("Placement with parents", "Nominated officer"),
		("Connected person's temporary approval", "Nominated officer"),
		("Extension of a connected person's temporary approval", "Nominated officer"),
		("Ceasing to look after a child under 16", "Nominated officer"),
	],
)
def test_the_law_says_who_decides(site: str, request_type: str, decides: str) -> None:
	assert decides in make_request(request_type=request_type).who_decides


def test_only_the_director_ends_care_of_a_young_person(site: str) -> None:
	with pytest.raises(NotDecidedHereError, match="Director of children's services"):
		make_request(request_type="Ceasing to look after a young person of 16 or 17")
