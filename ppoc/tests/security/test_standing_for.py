"""Attack: become a worker whose children one may not see by linking one's login to that worker's record, or have a
file loaded every night with a colleague's access."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest

from ppoc.access import rules
from ppoc.exceptions import MappingError, NotYourLocalityError, OwnAccessError
from ppoc.tests.access_world import NORTH, SOUTH, World, put

pytestmark = pytest.mark.requirement("X4.1")


@pytest.fixture
def theirs(world: World) -> str:
	"""Makes a worker in South with a child and without a login."""
	worker = put("Worker", worker_name="Theirs", locality=SOUTH, active=1).name
	frappe.db.set_value("Child", world.bella, "social_worker", worker)
	return worker


def link(worker: str, user: str) -> None:
	doc = frappe.get_doc("Worker", worker)
	doc.user = user
	doc.save()


@pytest.mark.parametrize("who", ["coordinator", "manager"])
def test_nobody_links_their_own_login(
	world: World, set_user: Callable, user_with: Callable, theirs: str, who: str
) -> None:
	me = getattr(world, who)
	frappe.db.set_value("Worker", f"W-{me}", "user", None)
	set_user(me)
	with pytest.raises(OwnAccessError):
		link(theirs, me)
	assert world.bella not in rules.may_see_children(me, [world.bella])


def test_nor_a_friend_s_to_a_worker_with_children_out_of_sight(
	world: World, set_user: Callable, user_with: Callable, theirs: str
) -> None:
	friend = user_with("Social Worker")
	for user in (world.coordinator, world.manager):
		set_user(user)
		with pytest.raises(NotYourLocalityError):
			link(theirs, friend)
	assert rules.may_see_children(friend, [world.bella]) == set()


def test_a_listed_worker_counts_like_the_social_worker(
	world: World, set_user: Callable, user_with: Callable
) -> None:
	worker = put("Worker", worker_name="Listed", locality=NORTH, active=1).name
	put("Child Worker", worker=worker, parent=world.bella, parenttype="Child", parentfield="workers")
	set_user(world.manager)
	with pytest.raises(NotYourLocalityError):
		link(worker, user_with("Social Worker"))


def test_a_worker_who_left_is_not_brought_back_by_a_coordinator(
	world: World, set_user: Callable, user_with: Callable, theirs: str
) -> None:
	friend = user_with("Social Worker")
	frappe.db.set_value("Worker", theirs, {"user": friend, "active": 0})
	set_user(world.coordinator)
	worker = frappe.get_doc("Worker", theirs)
	worker.active = 1
	with pytest.raises(NotYourLocalityError):
		worker.save()


def test_a_manager_links_the_login_of_a_worker_whose_children_are_theirs(
	world: World, set_user: Callable, user_with: Callable
) -> None:
	worker = put("Worker", worker_name="Ours", locality=NORTH, active=1).name
	frappe.db.set_value("Child", world.anna, "social_worker", worker)
	new = user_with("Social Worker")
	set_user(world.manager)
	link(worker, new)
	assert rules.may_see_children(new, [world.anna]) == {world.anna}


def test_the_configuring_administrator_links_any(
	world: World, set_user: Callable, user_with: Callable, theirs: str
) -> None:
	new = user_with("Social Worker")
	set_user(world.configurer)
	link(theirs, new)
	assert rules.worker_of(new) == theirs


def test_other_fields_of_a_worker_are_edited_as_ever(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	worker = frappe.get_doc("Worker", f"W-{world.social_worker}")
	worker.email = "new@example.org"
	worker.save()
	assert frappe.db.get_value("Worker", worker.name, "email") == "new@example.org"


def test_a_nightly_load_is_in_one_s_own_name(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	mapping = {
		"doctype": "Import Mapping",
		"mapping_name": "Test nightly",
		"kind": "Extract",
		"loads": "Children",
	}
	with pytest.raises(MappingError):
		frappe.get_doc({**mapping, "nightly": 1, "nightly_user": world.manager_south}).insert()
	own = frappe.get_doc({**mapping, "nightly": 1, "nightly_user": world.coordinator}).insert()
	set_user(world.manager)
	theirs = frappe.get_doc("Import Mapping", own.name)
	theirs.nightly_file = "/private/files/other.csv"
	with pytest.raises(MappingError):
		theirs.save()


def test_an_extract_is_read_by_nobody(world: World) -> None:
	"""It is full of names, of restricted children too, and the case system writes it anew every night."""
	mapping = put("Import Mapping", mapping_name="Test south", kind="Extract", locality=SOUTH).name
	file = put(
		"File",
		file_name="extract.csv",
		file_url="/private/files/test-extract.csv",
		is_private=1,
		attached_to_doctype="Import Mapping",
		attached_to_name=mapping,
		owner=world.coordinator,
	).name
	own = {"file_name": "extract.csv", "file_url": "/private/files/test-extract.csv", "is_private": 1}
	copy = put("File", **own, owner=world.coordinator).name
	for user in (world.coordinator, world.manager_south, world.configurer):
		assert not frappe.has_permission("File", doc=file, user=user)
		assert not frappe.has_permission("File", doc=copy, user=user)
	assert frappe.has_permission("File", "delete", doc=file, user=world.coordinator)
