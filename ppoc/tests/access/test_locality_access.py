"""Who gives access to a locality and takes it away, and who can see who has access."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.access import rules
from ppoc.exceptions import (
	AccessRecordFixedError,
	NotYourLocalityError,
	OverlappingAccessError,
	OwnAccessError,
)
from ppoc.tests.access_world import NORTH, SOUTH, Doors, World, grant, put

pytestmark = pytest.mark.requirement("P5.2")


def access(user: str, locality: str = NORTH, **values: object) -> frappe.model.document.Document:
	"""Returns a new, unsaved access as a form would make it."""
	values = {"from_date": nowdate(), **values}
	return frappe.get_doc({"doctype": "Locality Access", "user": user, "locality": locality, **values})


def test_a_manager_gives_access_to_the_own_locality(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	given = access(
		world.social_worker, stand_in_for=f"W-{world.coordinator}", to_date=add_days(nowdate(), 14)
	).insert()
	assert (given.granted_by, given.stand_in_for) == (world.manager, f"W-{world.coordinator}")
	assert given.granted_on
	assert rules.may_see_children(world.social_worker, [world.anna]) == {world.anna}


def test_a_head_of_service_gives_access_too(world: World, user_with: Callable, set_user: Callable) -> None:
	head = user_with("Head of Service")
	grant(head, NORTH)
	set_user(head)
	assert access(world.social_worker).insert().granted_by == head


def test_a_manager_gives_no_access_elsewhere(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	with pytest.raises((NotYourLocalityError, frappe.PermissionError)):
		access(world.social_worker, SOUTH).insert()
	assert rules.localities_of(world.social_worker) == frozenset()


def test_a_manager_whose_access_ended_gives_none(world: World, set_user: Callable) -> None:
	frappe.db.set_value("Locality Access", {"user": world.manager}, "to_date", add_days(nowdate(), -1))
	rules.forget()
	set_user(world.manager)
	with pytest.raises(frappe.PermissionError):
		access(world.social_worker).insert()


@pytest.mark.parametrize("who", ["manager", "configurer"])
def test_nobody_gives_access_to_themselves(world: World, set_user: Callable, who: str) -> None:
	giver = getattr(world, who)
	set_user(giver)
	with pytest.raises((OwnAccessError, NotYourLocalityError)):
		access(giver, SOUTH, flags={"withdrawing": True}).insert()
	assert SOUTH not in rules.localities_of(giver)


def test_nobody_prolongs_the_own_access(world: World, set_user: Callable) -> None:
	own = frappe.get_doc("Locality Access", {"user": world.manager})
	set_user(world.manager)
	own.to_date = "2099-01-01"
	with pytest.raises(OwnAccessError):
		own.save()


@pytest.mark.parametrize("who", ["coordinator", "social_worker", "auditor"])
def test_other_roles_give_no_access(world: World, set_user: Callable, who: str) -> None:
	set_user(getattr(world, who))
	with pytest.raises(frappe.PermissionError):
		access(world.manager_south).insert()


def test_the_configuring_administrator_gives_the_first_access_anywhere(
	world: World, set_user: Callable
) -> None:
	set_user(world.configurer)
	access(world.social_worker, SOUTH).insert()
	assert rules.localities_of(world.social_worker) == {SOUTH}
	assert rules.localities_of(world.configurer) == frozenset()


def test_a_manager_sees_who_has_access_to_the_own_locality(world: World) -> None:
	listed = frappe.get_list("Locality Access", fields=["user", "locality"], user=world.manager)
	assert {row.user for row in listed} == {world.manager, world.coordinator}
	south = frappe.db.get_value("Locality Access", {"locality": SOUTH}, "name")
	assert not frappe.has_permission("Locality Access", doc=south, user=world.manager)


def test_withdrawing_keeps_the_record_and_ends_the_sight(
	world: World, set_user: Callable, doors: Doors
) -> None:
	name = frappe.db.get_value("Locality Access", {"user": world.coordinator}, "name")
	set_user(world.manager)
	doors.call("run_doc_method", dt="Locality Access", dn=name, method="withdraw", args={"reason": "left"})
	kept = frappe.get_doc("Locality Access", name)
	assert (kept.withdrawn_by, kept.reason) == (world.manager, "left")
	assert rules.may_see_children(world.coordinator, [world.anna]) == set()
	with pytest.raises(AccessRecordFixedError):
		kept.withdraw()


def test_a_manager_withdraws_nothing_elsewhere(world: World, set_user: Callable) -> None:
	theirs = frappe.get_doc("Locality Access", {"user": world.manager_south})
	set_user(world.manager)
	with pytest.raises(frappe.PermissionError):
		theirs.withdraw()


def test_an_access_is_withdrawn_by_its_button_only(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	theirs = frappe.get_doc("Locality Access", {"user": world.coordinator})
	theirs.withdrawn_on = "2020-01-01 00:00:00"
	with pytest.raises(AccessRecordFixedError):
		theirs.save()


def test_a_withdrawn_access_does_not_come_back(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	theirs = frappe.get_doc("Locality Access", {"user": world.coordinator})
	theirs.withdraw("left")
	theirs.withdrawn_on = theirs.withdrawn_by = None
	with pytest.raises(AccessRecordFixedError):
		theirs.save()


def test_the_record_of_an_access_is_never_deleted(world: World) -> None:
	name = frappe.db.get_value("Locality Access", {"user": world.coordinator}, "name")
	with pytest.raises(AccessRecordFixedError):
		frappe.delete_doc("Locality Access", name)


def test_a_given_access_is_not_turned_into_another(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	theirs = frappe.get_doc("Locality Access", {"user": world.coordinator})
	theirs.user = world.social_worker
	with pytest.raises(AccessRecordFixedError):
		theirs.save()


def test_an_end_date_is_set_later(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	theirs = frappe.get_doc("Locality Access", {"user": world.coordinator})
	theirs.to_date = add_days(nowdate(), 7)
	theirs.save()
	assert NORTH in rules.localities_of(world.coordinator)


def test_overlapping_access_is_refused_with_a_link_to_the_other(world: World, set_user: Callable) -> None:
	there = frappe.db.get_value("Locality Access", {"user": world.coordinator}, "name")
	set_user(world.manager)
	with pytest.raises(OverlappingAccessError, match=there):
		access(world.coordinator).insert()


def test_access_after_a_withdrawn_one_is_no_overlap(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	frappe.get_doc("Locality Access", {"user": world.coordinator}).withdraw("left")
	access(world.coordinator).insert()
	assert NORTH in rules.localities_of(world.coordinator)


def test_access_ends_after_it_begins(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	with pytest.raises(AccessRecordFixedError):
		access(world.social_worker, to_date=add_days(nowdate(), -1)).insert()


def test_nobody_stands_in_for_themselves(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	with pytest.raises(AccessRecordFixedError):
		access(world.social_worker, stand_in_for=f"W-{world.social_worker}").insert()


def test_access_goes_to_a_person_with_a_login(world: World, set_user: Callable, user_with: Callable) -> None:
	gone = user_with("Social Worker")
	frappe.db.set_value("User", gone, "enabled", 0)
	set_user(world.manager)
	with pytest.raises(AccessRecordFixedError):
		access(gone).insert()


def test_sight_goes_with_the_worker_s_login(world: World) -> None:
	frappe.db.set_value("Child", world.bella, "social_worker", f"W-{world.social_worker}")
	assert rules.may_see_children(world.social_worker, [world.bella]) == {world.bella}
	worker = frappe.get_doc("Worker", f"W-{world.social_worker}")
	worker.user = None
	worker.save()
	assert rules.may_see_children(world.social_worker, [world.bella]) == set()


def test_what_a_rolled_back_grant_showed_is_forgotten(world: World) -> None:
	frappe.db.savepoint("before_grant")
	put("Locality Access", user=world.social_worker, locality=NORTH, from_date=nowdate())
	rules.forget()
	assert rules.localities_of(world.social_worker) == {NORTH}
	frappe.db.rollback(save_point="before_grant")
	frappe.db.after_rollback.run()
	assert rules.localities_of(world.social_worker) == frozenset()


def test_a_stand_in_has_an_end(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	with pytest.raises(AccessRecordFixedError, match="until when"):
		access(world.social_worker, stand_in_for=f"W-{world.coordinator}").insert()
