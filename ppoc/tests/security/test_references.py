"""Attack: read Frappe's own records about case records (comments, versions, logs, tags, to-dos, deleted documents).
Each contains text of the record and has a separate list. The attacker is also a System Manager, whose role may read
these lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.access.references import REFERENCES
from ppoc.exceptions import ClosedEndpointError
from ppoc.tests.access_world import Doors, World, put
from ppoc.tests.security.test_asked_first import here

pytestmark = pytest.mark.requirement("X4.1")

TEXT_FIELDS = {
	"Access Log": "filters",
	"Activity Log": "subject",
	"Comment": "content",
	"Communication": "subject",
	"Deleted Document": "data",
	"Email Queue": "message",
	"File": "file_name",
	"Notification Log": "subject",
	"Tag Link": "title",
	"ToDo": "description",
	"Version": "data",
	"View Log": "viewed_by",
}


@pytest.fixture
def attacker(world: World, user_with: Callable) -> str:
	"""Makes a user in North who may also read every list of Frappe's own records."""
	from ppoc.tests.access_world import NORTH, grant

	user = user_with("Team Coordinator", "System Manager", name="attacker@example.org")
	grant(user, NORTH)
	return user


def about(reference: str, doctype: str, name: str, text: str, attacker: str) -> str:
	"""Makes a record of Frappe's that refers to a case record."""
	doctype_column, name_column = REFERENCES[reference][0]
	values: dict[str, Any] = {doctype_column: doctype, name_column: name}
	if field := TEXT_FIELDS.get(reference):
		values[field] = text
	extra: dict[str, dict[str, Any]] = {
		"File": {"is_private": 1, "file_url": f"/private/files/{frappe.generate_hash(length=8)}.txt"},
		"ToDo": {"allocated_to": attacker, "status": "Open", "owner": attacker},
		"Notification Log": {"for_user": attacker},
		"Workflow Action": {
			"status": "Open",
			"user": attacker,
			"permitted_roles": [
				{
					"doctype": "Workflow Action Permitted Role",
					"parentfield": "permitted_roles",
					"role": "Team Coordinator",
				}
			],
		},
		"Comment": {"comment_type": "Comment", "owner": attacker},
		"Communication": {"communication_type": "Communication", "owner": attacker},
		"Activity Log": {"owner": attacker},
		"Tag Link": {"tag": "Urgent"},
		"DocShare": {"user": attacker, "read": 1},
	}
	return put(reference, **values, **extra.get(reference, {})).name


@pytest.mark.parametrize("reference", sorted(REFERENCES))
def test_what_points_at_a_hidden_record_is_hidden(
	world: World, set_user: Callable, doors: Doors, hidden: str, attacker: str, reference: str
) -> None:
	own = about(reference, "Child", world.anna, "about Anna", attacker)
	plan = world.of_child[world.bella]["Permanence Plan"]
	others = [
		about(reference, "Child", world.bella, hidden, attacker),
		about(reference, "Child", world.rosie, hidden, attacker),
		about(reference, "Permanence Plan", plan, hidden, attacker),
	]
	set_user(attacker)
	listed = frappe.get_list(reference, pluck="name", limit_page_length=0)
	assert set(listed).isdisjoint(others)
	assert reference == "Deleted Document" or own in listed
	assert doors.call("frappe.client.get_count", doctype=reference, filters={"name": ["in", others]}) == 0
	for name in others:
		assert not frappe.get_doc(reference, name).has_permission("read")


@pytest.mark.parametrize("reference", ["Comment", "Version", "Email Queue"])
def test_what_points_at_anything_else_is_the_platform_s_business(
	world: World, set_user: Callable, attacker: str, reference: str
) -> None:
	elsewhere = about(reference, "Locality", "Test North", "x", attacker)
	nowhere = about(reference, "", "", "x", attacker)
	set_user(attacker)
	assert {elsewhere, nowhere} <= set(frappe.get_list(reference, pluck="name", limit_page_length=0))


def test_the_configuring_administrator_reads_no_traces_of_case_records(
	world: World, set_user: Callable, attacker: str, user_with: Callable
) -> None:
	configurer = user_with("PPOC Administrator", "System Manager")
	trace = about("Version", "Child", world.anna, "x", attacker)
	set_user(configurer)
	assert trace not in frappe.get_list("Version", pluck="name", limit_page_length=0)


def test_a_record_is_not_repointed_to_be_read(
	world: World, set_user: Callable, attacker: str, hidden: str
) -> None:
	comment = frappe.get_doc("Comment", about("Comment", "Child", world.bella, hidden, attacker))
	set_user(attacker)
	comment.reference_name = world.anna
	assert not comment.has_permission("write")
	with pytest.raises(frappe.PermissionError):
		comment.save()


URGENT = [["Child", "_user_tags", "like", "%Urgent%"]]


def test_tags_find_and_mark_the_own_records_only(world: World, set_user: Callable, doors: Doors) -> None:
	put("Tag", name="Urgent")
	for child in (world.anna, world.bella):
		frappe.db.set_value("Child", child, "_user_tags", ",Urgent")
	set_user(world.coordinator)
	tagged = doors.call("frappe.desk.reportview.get", doctype="Child", fields=["name"], filters=URGENT)
	assert tagged["values"] == [[world.anna]]
	with pytest.raises(ClosedEndpointError):
		doors.call("frappe.desk.doctype.tag.tag.get_tagged_docs", doctype="Child", tag="%Urgent%")
	for command, docs in (("add_tag", {"dn": world.bella}), ("remove_tag", {"dn": world.bella})):
		with pytest.raises(frappe.PermissionError):
			doors.call(f"frappe.desk.doctype.tag.tag.{command}", tag="Mine", dt="Child", **docs)
	with pytest.raises(frappe.PermissionError):
		doors.call(
			"frappe.desk.doctype.tag.tag.add_tags", tags=["Mine"], dt="Child", docs=[world.anna, world.bella]
		)
	doors.call("frappe.desk.doctype.tag.tag.add_tag", tag="Mine", dt="Child", dn=world.anna)
	assert "Mine" in frappe.db.get_value("Child", world.anna, "_user_tags")


@pytest.mark.parametrize(
	("command", "arguments"),
	[
		("frappe.desk.like.toggle_like", {"doctype": "Child", "name": "TEST-BELLA", "add": "Yes"}),
		(
			"frappe.desk.form.utils.add_comment",
			{
				"reference_doctype": "Child",
				"reference_name": "TEST-BELLA",
				"content": "x",
				"comment_email": "x@example.org",
				"comment_by": "x",
			},
		),
		(
			"frappe.templates.includes.comments.comments.add_comment",
			{
				"reference_doctype": "Child",
				"reference_name": "TEST-BELLA",
				"comment": "x",
				"comment_email": "x@example.org",
				"comment_by": "x",
				"route": "",
			},
		),
		(
			"frappe.templates.includes.likes.likes.like",
			{"reference_doctype": "Child", "reference_name": "TEST-BELLA", "like": "true"},
		),
	],
)
def test_nothing_is_written_on_a_hidden_record(
	world: World, set_user: Callable, doors: Doors, command: str, arguments: dict
) -> None:
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call(here(command), **arguments)
	assert not frappe.db.exists("Comment", {"reference_name": world.bella})


def test_an_email_is_not_moved_to_where_it_can_be_read(
	world: World, set_user: Callable, doors: Doors, attacker: str, hidden: str
) -> None:
	email = about("Communication", "Child", world.bella, hidden, world.manager_south)
	set_user(attacker)
	with pytest.raises(frappe.PermissionError):
		doors.call("frappe.email.relink", name=email, reference_doctype="Child", reference_name=world.anna)
	assert frappe.db.get_value("Communication", email, "reference_name") == world.bella
