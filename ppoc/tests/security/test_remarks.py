"""Attack: somebody who may only read a record leaves something on it, or leaves it in somebody else's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.tests.access_world import Doors, World, put

pytestmark = pytest.mark.requirement("X4.2")

Leave = Callable[[Doors, str, str, str], Any]
LEFT: dict[str, Leave] = {
	"comment": lambda doors, doctype, name, user: doors.call(
		"frappe.desk.form.utils.add_comment",
		reference_doctype=doctype,
		reference_name=name,
		content="seen",
		comment_email=user,
		comment_by=user,
	),
	"tag": lambda doors, doctype, name, _user: doors.call(
		"frappe.desk.doctype.tag.tag.add_tag", tag="Mine", dt=doctype, dn=name
	),
	"tags": lambda doors, doctype, name, _user: doors.call(
		"frappe.desk.doctype.tag.tag.add_tags", tags=["Mine"], dt=doctype, docs=[name]
	),
	"tag by REST": lambda doors, doctype, name, _user: doors.rest(
		"POST", "/api/resource/Tag Link", document_type=doctype, document_name=name, tag="Mine"
	),
	"like": lambda doors, doctype, name, _user: doors.call(
		"frappe.desk.like.toggle_like", doctype=doctype, name=name, add="Yes"
	),
	"assignment": lambda doors, doctype, name, user: doors.call(
		"frappe.desk.form.assign_to.add", doctype=doctype, name=name, assign_to=[user]
	),
	"assignments": lambda doors, doctype, name, user: doors.call(
		"frappe.desk.form.assign_to.add_multiple", doctype=doctype, name=[name], assign_to=[user]
	),
	"assignment by REST": lambda doors, doctype, name, user: doors.rest(
		"POST",
		"/api/resource/ToDo",
		reference_type=doctype,
		reference_name=name,
		allocated_to=user,
		description="x",
	),
	"file": lambda doors, doctype, name, _user: doors.call(
		"frappe.client.insert",
		doc={
			"doctype": "File",
			"file_name": "a.txt",
			"content": "y",
			"attached_to_doctype": doctype,
			"attached_to_name": name,
		},
	),
	"file by REST": lambda doors, doctype, name, _user: doors.rest(
		"POST",
		"/api/resource/File",
		file_name="b.txt",
		content="x",
		attached_to_doctype=doctype,
		attached_to_name=name,
	),
}
TRACES = {
	"Comment": "reference_name",
	"Tag Link": "document_name",
	"ToDo": "reference_name",
	"File": "attached_to_name",
}


def traces(name: str) -> int:
	return sum(frappe.db.count(doctype, {field: name}) for doctype, field in TRACES.items())


@pytest.fixture
def tag(site: str) -> None:
	frappe.get_doc({"doctype": "Tag", "name": "Mine"}).insert()


@pytest.mark.usefixtures("tag")
@pytest.mark.parametrize("what", sorted(LEFT))
@pytest.mark.parametrize("reader", ["auditor", "social_worker", "configurer"])
def test_who_may_only_read_leaves_nothing(
	world: World, set_user: Callable, doors: Doors, what: str, reader: str
) -> None:
	child = frappe.get_doc("Child", world.anna)
	child.db_set("social_worker", f"W-{world.social_worker}")
	before = traces(world.anna)
	user = getattr(world, reader)
	set_user(user)
	with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
		LEFT[what](doors, "Child", world.anna, user)
	assert traces(world.anna) == before
	assert not frappe.db.get_value("Child", world.anna, "_liked_by")


@pytest.mark.usefixtures("tag")
@pytest.mark.parametrize("what", sorted(LEFT))
def test_who_may_change_the_record_leaves_it(
	world: World, set_user: Callable, doors: Doors, what: str
) -> None:
	before = traces(world.anna)
	set_user(world.coordinator)
	LEFT[what](doors, "Child", world.anna, world.coordinator)
	assert traces(world.anna) > before


@pytest.mark.usefixtures("tag")
@pytest.mark.parametrize("what", sorted(LEFT))
def test_a_hidden_record_is_refused_as_one_that_does_not_exist(
	world: World, set_user: Callable, doors: Doors, what: str
) -> None:
	set_user(world.coordinator)
	told = []
	for name in (world.bella, "NO-SUCH-CHILD"):
		with pytest.raises(
			(frappe.PermissionError, frappe.ValidationError, frappe.DoesNotExistError)
		) as caught:
			LEFT[what](doors, "Child", name, world.coordinator)
		frappe.clear_messages()
		told.append((caught.type, str(caught.value).replace(name, "…")))
	if what not in ("comment", "file"):  # these open the record first; the gate makes their answers alike
		assert told[0] == told[1]


def test_a_file_that_one_attached_is_not_moved_to_a_record_one_only_reads(
	world: World, set_user: Callable, doors: Doors
) -> None:
	set_user(world.auditor)
	own = doors.rest("POST", "/api/resource/File", file_name="c.txt", content="x", is_private=1)
	with pytest.raises(frappe.PermissionError):
		doors.rest(
			"PUT", f"/api/resource/File/{own.name}", attached_to_doctype="Child", attached_to_name=world.anna
		)


def test_the_person_assigned_closes_it(world: World, set_user: Callable, doors: Doors) -> None:
	frappe.db.set_value("Child", world.anna, "social_worker", f"W-{world.social_worker}")
	set_user(world.coordinator)
	doors.call(
		"frappe.desk.form.assign_to.add", doctype="Child", name=world.anna, assign_to=[world.social_worker]
	)
	todo = frappe.db.get_value("ToDo", {"reference_name": world.anna})
	set_user(world.social_worker)
	doors.rest("PUT", f"/api/resource/ToDo/{todo}", status="Closed")
	assert frappe.db.get_value("ToDo", todo, "status") == "Closed"
	with pytest.raises(frappe.PermissionError):
		doors.rest("PUT", f"/api/resource/ToDo/{todo}", allocated_to=world.manager)


# in somebody else's name


def test_a_comment_is_in_the_own_name(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	ask = "frappe.desk.form.utils.add_comment"
	on = {"reference_doctype": "Child", "reference_name": world.anna, "content": "agreed"}
	with pytest.raises(frappe.PermissionError):
		doors.call(ask, **on, comment_email=world.manager, comment_by="The Manager")
	made = doors.call(ask, **on, comment_email=world.coordinator, comment_by="The Manager")
	stored = frappe.get_doc("Comment", made.name)
	assert stored.comment_email == stored.owner == world.coordinator
	assert stored.comment_by == frappe.utils.get_fullname(world.coordinator)


@pytest.mark.parametrize("door", ["frappe.client.insert", "frappe.client.save"])
def test_nor_is_one_inserted(world: World, set_user: Callable, doors: Doors, door: str) -> None:
	forged = {
		"doctype": "Comment",
		"comment_type": "Workflow",
		"reference_doctype": "Child",
		"reference_name": world.anna,
		"comment_email": world.manager,
		"owner": world.manager,
		"content": "Authorised",
	}
	for user in (world.coordinator, world.auditor, world.configurer):
		set_user(user)
		with pytest.raises((frappe.PermissionError, frappe.LinkValidationError)):
			doors.call(door, doc=forged)
	assert not frappe.db.exists("Comment", {"content": ["like", "%Authorised%"]})


def test_what_somebody_else_wrote_stays(world: World, set_user: Callable, doors: Doors) -> None:
	theirs = put(
		"Comment",
		comment_type="Comment",
		reference_doctype="Child",
		reference_name=world.anna,
		comment_email=world.manager,
		owner=world.manager,
		content="Agreed",
	)
	set_user(world.coordinator)
	for command, given in (
		("frappe.desk.form.utils.update_comment", {"name": theirs.name, "content": "Not agreed"}),
		(
			"frappe.client.set_value",
			{"doctype": "Comment", "name": theirs.name, "fieldname": "content", "value": "Not agreed"},
		),
		("frappe.client.delete", {"doctype": "Comment", "name": theirs.name}),
	):
		with pytest.raises(frappe.PermissionError):
			doors.call(command, **given)
		assert frappe.db.get_value("Comment", theirs.name, "content") == "Agreed", command


def test_one_s_own_comment_is_corrected(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	made = LEFT["comment"](doors, "Child", world.anna, world.coordinator)
	doors.call("frappe.desk.form.utils.update_comment", name=made.name, content="seen and done")
	assert "done" in frappe.db.get_value("Comment", made.name, "content")


def test_an_email_is_sent_from_the_own_address(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	ask = "frappe.core.doctype.communication.email.make"
	about = {
		"doctype": "Child",
		"name": world.anna,
		"content": "x",
		"subject": "x",
		"recipients": "a@example.org",
	}
	with pytest.raises(frappe.PermissionError):
		doors.call(ask, **about, sender=f"The Manager <{world.manager}>")
	with pytest.raises(frappe.PermissionError):
		doors.call(ask, **about, sender=world.manager, sent_or_received="Received")
	doors.call(ask, **about, sender=f"Me <{world.coordinator}>")


def test_an_assignment_is_in_the_own_name(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	to: dict[str, Any] = {"doctype": "Child", "name": world.anna, "assign_to": [world.manager]}
	with pytest.raises(frappe.PermissionError):
		doors.call("frappe.desk.form.assign_to.add", **to, assigned_by=world.manager)
