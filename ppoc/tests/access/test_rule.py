"""The rule of who sees which child, in lists and on single records."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.access import rules
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES
from ppoc.tests.access_world import CASE_ROWS, NORTH, SOUTH, World, grant, put


def seen_by(user: str) -> set[str]:
	"""Returns the test's children in the user's list, after checking that single records give the same answer."""
	listed = set(frappe.get_list("Child", filters={"name": ["like", "TEST-%"]}, pluck="name", user=user))
	single = {
		name
		for name in frappe.get_all("Child", {"name": ["like", "TEST-%"]}, pluck="name")
		if frappe.has_permission("Child", "read", doc=name, user=user)
	}
	assert listed == single
	assert listed == rules.may_see_children(user, listed | {"TEST-ANNA", "TEST-BELLA", "TEST-ROSIE"})
	return listed


@pytest.mark.requirement("P5.2", "X4.1")
def test_people_see_the_children_of_their_localities(world: World) -> None:
	assert seen_by(world.coordinator) == {world.anna}
	assert seen_by(world.manager_south) == {world.bella}
	assert seen_by(world.social_worker) == set()


@pytest.mark.requirement("X4.4")
def test_a_restricted_child_is_seen_by_the_named_people_of_the_locality(world: World) -> None:
	assert seen_by(world.manager) == {world.anna, world.rosie}


@pytest.mark.requirement("X4.4")
def test_a_restriction_narrows_and_never_widens(world: World) -> None:
	put_row = {"parent": world.rosie, "parenttype": "Child", "parentfield": "allowed_people"}
	put("Child Allowed Person", user=world.manager_south, **put_row)
	assert world.rosie not in seen_by(world.manager_south)


def test_the_auditor_sees_all_and_the_configuring_admin_nothing(world: World) -> None:
	assert seen_by(world.auditor) == {world.anna, world.bella, world.rosie}
	assert not frappe.has_permission("Child", "read", user=world.configurer)
	with pytest.raises(frappe.PermissionError):
		frappe.get_list("Child", user=world.configurer)


@pytest.mark.parametrize("part", ["social_worker", "supervising_social_worker", "reviewing_officer"])
def test_a_worker_sees_the_own_child_wherever_it_is(world: World, part: str) -> None:
	frappe.db.set_value("Child", world.bella, part, f"W-{world.social_worker}")
	assert seen_by(world.social_worker) == {world.bella}


@pytest.mark.parametrize(
	("first", "last", "sees"),
	[(None, None, True), (0, 0, True), (-9, -1, False), (1, None, False), (-9, 9, True)],
)
def test_a_listed_worker_sees_the_child_while_the_row_runs(
	world: World, first: int | None, last: int | None, sees: bool
) -> None:
	days = {
		key: add_days(nowdate(), days)
		for key, days in (("from_date", first), ("to_date", last))
		if days is not None
	}
	row = {"parent": world.bella, "parenttype": "Child", "parentfield": "workers"}
	put("Child Worker", worker=f"W-{world.social_worker}", **row, **days)
	assert seen_by(world.social_worker) == ({world.bella} if sees else set())


def test_a_worker_who_left_sees_the_own_children_no_more(world: World) -> None:
	frappe.db.set_value("Child", world.bella, "social_worker", f"W-{world.social_worker}")
	frappe.db.set_value("Worker", f"W-{world.social_worker}", "active", 0)
	rules.forget()
	assert seen_by(world.social_worker) == set()


@pytest.mark.requirement("P5.2")
@pytest.mark.parametrize(
	("values", "sees"),
	[
		({"from_date": "2020-01-01"}, True),
		({"from_date": "2020-01-01", "to_date": 0}, True),
		({"from_date": "2020-01-01", "to_date": -1}, False),
		({"from_date": 1}, False),
		({"withdrawn_on": "2020-01-01 10:00:00"}, False),
	],
)
def test_an_access_counts_from_its_first_to_its_last_day(world: World, values: dict, sees: bool) -> None:
	dates = {key: add_days(nowdate(), day) if isinstance(day, int) else day for key, day in values.items()}
	grant(world.social_worker, SOUTH, **dates)
	assert (SOUTH in rules.localities_of(world.social_worker)) is sees
	assert (world.bella in seen_by(world.social_worker)) is sees


@pytest.mark.requirement("P5.2")
def test_a_withdrawn_access_ends_in_the_same_request(world: World) -> None:
	assert seen_by(world.coordinator) == {world.anna}
	frappe.get_doc("Locality Access", {"user": world.coordinator}).withdraw("moved on")
	assert seen_by(world.coordinator) == set()


def test_the_rule_asks_for_the_user_it_is_given_not_for_the_session(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	assert seen_by(world.manager_south) == {world.bella}


@pytest.mark.parametrize("doctype", sorted(CASE_ROWS))
@pytest.mark.requirement("X4.1")
def test_what_is_about_a_child_follows_the_child(world: World, doctype: str) -> None:
	own, other, closed = (world.of_child[child][doctype] for child in (world.anna, world.bella, world.rosie))
	listed = set(frappe.get_list(doctype, pluck="name", user=world.coordinator))
	assert own in listed
	assert listed.isdisjoint({other, closed})
	read = {
		name
		for name in (own, other, closed)
		if frappe.has_permission(doctype, doc=name, user=world.coordinator)
	}
	assert read == {own}
	assert {own, closed} <= set(frappe.get_list(doctype, pluck="name", user=world.manager))


@pytest.mark.requirement("X4.1", "X4.4")
def test_who_has_an_action_to_do_sees_it_unless_the_child_is_restricted(world: World) -> None:
	me = f"W-{world.social_worker}"
	theirs = put("Action", what="Ring", child=world.bella, action_owner=me, status="Open").name
	closed = put("Action", what="Ring", child=world.rosie, action_owner=me, status="Open").name
	plan = world.of_child[world.rosie]["Permanence Plan"]
	closed_by_plan = put("Action", what="Ring", plan=plan, action_owner=me, status="Open").name
	listed = set(frappe.get_list("Action", pluck="name", user=world.social_worker))
	assert theirs in listed
	assert listed.isdisjoint({closed, closed_by_plan})
	assert not frappe.has_permission("Action", doc=closed, user=world.social_worker)


def test_a_plan_in_an_action_counts_like_a_child(world: World) -> None:
	plan = world.of_child[world.bella]["Permanence Plan"]
	action = put("Action", what="Ring", plan=plan, locality=NORTH, status="Open").name
	assert not frappe.has_permission("Action", doc=action, user=world.coordinator)


def test_an_action_about_nobody_is_seen_in_its_locality_or_with_its_meeting(world: World) -> None:
	meeting = put("Meeting", title="M", locality=NORTH).name
	here = put("Action", what="Order tea", locality=NORTH).name
	with_meeting = put("Action", what="Order tea", set_in=meeting).name
	there = put("Action", what="Order tea", locality=SOUTH, set_in=meeting).name
	listed = set(frappe.get_list("Action", pluck="name", user=world.coordinator))
	assert {here, with_meeting} <= listed
	assert there not in listed


def test_a_meeting_is_seen_in_its_locality_and_by_who_is_asked(world: World) -> None:
	row = {"doctype": "Meeting Attendee", "parentfield": "attendees", "worker": f"W-{world.social_worker}"}
	asked = put("Meeting", title="M", locality=SOUTH, attendees=[row]).name
	not_asked = put("Meeting", title="M", locality=SOUTH).name
	assert frappe.get_list("Meeting", pluck="name", user=world.social_worker) == [asked]
	assert not frappe.has_permission("Meeting", doc=not_asked, user=world.coordinator)


@pytest.mark.requirement("X4.4")
def test_a_sibling_group_is_seen_with_any_of_its_children(world: World) -> None:
	group = put("Sibling Group", group_name="The Tests").name
	empty = put("Sibling Group", group_name="None yet", owner=world.coordinator).name
	frappe.db.set_value("Child", world.rosie, "sibling_group", group)
	assert frappe.get_list("Sibling Group", pluck="name", user=world.coordinator) == [empty]
	frappe.db.set_value("Child", world.anna, "sibling_group", group)
	assert set(frappe.get_list("Sibling Group", pluck="name", user=world.coordinator)) == {empty, group}


def test_findings_of_an_import_name_no_child_that_is_not_seen(world: World) -> None:
	run = put("Import Run", kind="SSDA903 return", run_by=world.coordinator).name
	findings = {
		child: put("Import Finding", import_run=run, child_id=f"ID-{child}").name
		for child in (world.anna, world.bella, world.rosie, "TEST-UNKNOWN")
	}
	listed = set(frappe.get_list("Import Finding", pluck="name", user=world.coordinator))
	assert listed == {findings[world.anna], findings["TEST-UNKNOWN"]}
	assert frappe.get_list("Import Run", pluck="name", user=world.manager) == []


def test_a_reviewer_from_another_locality_sees_the_review(world: World) -> None:
	review = put("Effectiveness Review", locality=SOUTH, reviewer=f"W-{world.coordinator}").name
	assert frappe.get_list("Effectiveness Review", pluck="name", user=world.coordinator) == [review]
	assert not frappe.has_permission("Effectiveness Review", doc=review, user=world.manager)


@pytest.mark.requirement("P5.2")
def test_new_children_are_entered_in_the_own_localities_only(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	child = {"doctype": "Child", "first_name": "New", "child_id": "TEST-NEW"}
	frappe.get_doc({**child, "locality": NORTH}).check_permission("create")
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({**child, "locality": SOUTH}).insert()


@pytest.mark.requirement("X4.1")
def test_a_child_is_moved_only_to_a_locality_one_has_access_to(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	child = frappe.get_doc("Child", world.anna)
	child.locality = SOUTH
	with pytest.raises(frappe.PermissionError):
		child.check_permission("write")
	grant(world.coordinator, SOUTH)
	child.check_permission("write")


@pytest.mark.requirement("X4.1")
def test_a_record_is_not_moved_onto_a_child_one_does_not_see(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	for doctype in ("Action", "Case Note", "Permanence Plan"):
		doc = frappe.get_doc(doctype, world.of_child[world.anna][doctype])
		doc.child = world.bella
		assert not doc.has_permission("write")
		assert not frappe.get_doc({"doctype": doctype, "child": world.rosie}).has_permission("create")


@pytest.mark.requirement("X4.4")
def test_who_may_not_restrict_cannot_name_themselves(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	child = frappe.get_doc("Child", world.anna)
	child.append("allowed_people", {"user": world.coordinator})
	child.restricted = 1
	child.validate_higher_perm_levels()
	assert not child.restricted
	assert not child.allowed_people


@pytest.mark.requirement("X4.4")
def test_a_restriction_names_somebody(world: World) -> None:
	from ppoc.exceptions import NobodyAllowedError

	child = frappe.get_doc("Child", world.anna)
	child.restricted = 1
	with pytest.raises(NobodyAllowedError):
		child.save()


@pytest.mark.parametrize(
	"user", ["o'brien@example.org", 'a"b\\c@example.org', "100%@example.org", "%s.%(user)s.%%d@example.org"]
)
def test_no_name_of_a_user_breaks_the_condition(world: World, user_with: Callable, user: str) -> None:
	user_with("Team Coordinator", name=user)
	grant(user, NORTH)
	put("Worker", worker_name="W", user=user, active=1)
	assert seen_by(user) == {world.anna}
	for doctype in CASE_DOCTYPES:
		asked = f"select count(*) from `tab{doctype}` where {rules.condition(doctype, user)}"
		assert frappe.db.sql(asked) == frappe.db.sql(f"{asked} and %(parameter)s = 1", {"parameter": 1})


def test_a_per_cent_sign_is_the_same_to_queries_with_parameters_and_without(site: str) -> None:
	for value in ("100%", "%", "%%", "a%sb'c\\%(d)s", "é%"):
		literal = rules.literal(value)
		assert frappe.db.sql(f"select {literal}")[0][0] == value
		assert frappe.db.sql(f"select {literal}, %s", ("x",))[0][0] == value


def test_every_case_record_and_every_table_in_one_is_in_the_hooks(site: str) -> None:
	own = {d.name: d for d in frappe.get_all("DocType", {"module": "PPOC"}, ["name", "istable"])}
	about_a_child = {
		row.parent
		for row in frappe.get_all(
			"DocField", {"options": ["in", [*CASE_DOCTYPES]], "fieldtype": "Link"}, ["parent"]
		)
		if row.parent in own
	}
	assert about_a_child <= {*CASE_DOCTYPES, *CASE_TABLES}
	for parent in CASE_DOCTYPES:
		assert all(
			CASE_TABLES[field.options] == parent for field in frappe.get_meta(parent).get_table_fields()
		)
	conditions, permissions = (
		frappe.get_hooks("permission_query_conditions"),
		frappe.get_hooks("has_permission"),
	)
	assert {*CASE_DOCTYPES, *CASE_TABLES} <= set(conditions)
	assert set(CASE_DOCTYPES) <= set(permissions)


def test_the_cost_of_asking_for_one_record_stays_small(world: World) -> None:
	action = frappe.get_doc("Action", world.of_child[world.anna]["Action"])
	frappe.has_permission("Action", doc=action, user=world.coordinator)
	asked: list[str] = []
	sql = frappe.db.sql
	frappe.db.sql = lambda query, *rest, **more: asked.append(str(query)) or sql(query, *rest, **more)
	try:
		assert frappe.has_permission("Action", doc=action, user=world.coordinator)
	finally:
		del frappe.db.sql
	assert len(asked) == 1
