"""Attack: have a record opened to somebody who may not see it: by sharing, assigning, following, mentioning, a link
with a key, or a notification to a whole role."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import frappe
import pytest

from ppoc.exceptions import HiddenRecordError, SharingRefusedError
from ppoc.tests.access_world import CASE_ROWS, Doors, World, put

pytestmark = pytest.mark.requirement("X4.1")


def test_case_records_are_not_shared(world: World, set_user: Callable, doors: Doors) -> None:
	for user in ("Administrator", world.coordinator):
		set_user(user)
		with pytest.raises((SharingRefusedError, frappe.PermissionError)):
			doors.call("frappe.share.add", doctype="Child", name=world.anna, user=world.social_worker)
		with pytest.raises((SharingRefusedError, frappe.PermissionError)):
			doors.call(
				"frappe.share.set_permission",
				doctype="Child",
				name=world.anna,
				user=world.social_worker,
				permission_to="read",
			)
	assert not frappe.db.exists("DocShare", {"share_doctype": "Child"})


@pytest.mark.parametrize("doctype", sorted(CASE_ROWS))
def test_nor_is_what_is_about_a_child_not_even_by_the_app_s_own_code(world: World, doctype: str) -> None:
	with pytest.raises(SharingRefusedError):
		frappe.share.add_docshare(
			doctype,
			world.of_child[world.anna][doctype],
			world.social_worker,
			flags={"ignore_share_permission": True},
		)


def test_a_hidden_child_is_not_assigned_to_anybody(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	with pytest.raises(HiddenRecordError):
		doors.call(
			"frappe.desk.form.assign_to.add",
			doctype="Child",
			name=world.bella,
			assign_to=[world.manager_south],
		)
	with pytest.raises(HiddenRecordError):
		doors.call(
			"frappe.desk.form.assign_to.add_multiple",
			doctype="Child",
			name=[world.anna, world.bella],
			assign_to=[world.coordinator],
		)


def test_a_child_is_assigned_to_those_who_see_it(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	with pytest.raises(HiddenRecordError):
		doors.call(
			"frappe.desk.form.assign_to.add",
			doctype="Child",
			name=world.anna,
			assign_to=[world.manager_south],
		)
	assert not frappe.db.exists("DocShare", {"share_doctype": "Child"})
	doors.call("frappe.desk.form.assign_to.add", doctype="Child", name=world.anna, assign_to=[world.manager])
	assert frappe.db.exists("ToDo", {"reference_name": world.anna, "allocated_to": world.manager})


def test_no_mail_follows_a_case_record(world: World, set_user: Callable, doors: Doors) -> None:
	frappe.db.set_value("User", world.coordinator, "document_follow_notify", 1)
	set_user(world.coordinator)
	for child in (world.anna, world.bella):
		with suppress(frappe.LinkValidationError):
			doors.text(
				"frappe.desk.form.document_follow.follow_document",
				doctype="Child",
				doc_name=child,
				user=world.coordinator,
			)
		with suppress(frappe.LinkValidationError):
			doors.text(
				"frappe.desk.form.document_follow.update_follow", doctype="Child", doc_name=child, following=1
			)
	assert not frappe.db.exists("Document Follow", {"ref_doctype": "Child"})


def test_a_mention_tells_nothing_to_who_does_not_see_the_record(world: World, hidden: str) -> None:
	def notify(user: str) -> frappe.model.document.Document:
		values = {
			"type": "Mention",
			"document_type": "Child",
			"document_name": world.bella,
			"subject": f"You were mentioned on {hidden}",
			"email_content": f"{hidden} moved",
			"for_user": user,
			"from_user": world.manager_south,
		}
		return frappe.get_doc({"doctype": "Notification Log", **values}).insert(ignore_permissions=True)

	assert hidden not in frappe.as_json(notify(world.coordinator).as_dict())
	assert world.bella not in frappe.as_json(notify(world.coordinator).as_dict())
	assert hidden in frappe.as_json(notify(world.manager_south).as_dict())


def test_a_notification_that_came_before_access_ended_is_gone_after(
	world: World, set_user: Callable, doors: Doors, hidden: str
) -> None:
	put(
		"Notification Log",
		for_user=world.coordinator,
		document_type="Child",
		document_name=world.bella,
		subject=hidden,
	)
	set_user(world.coordinator)
	assert hidden not in doors.text(
		"frappe.desk.doctype.notification_log.notification_log.get_notification_logs"
	)


def test_a_key_of_an_email_link_opens_nothing(world: World) -> None:
	from frappe.www.printview import validate_key

	child = frappe.get_doc("Child", world.anna)
	with pytest.raises(frappe.exceptions.LinkExpired):
		validate_key(child.get_document_share_key(), child)
	with pytest.raises(frappe.exceptions.LinkExpired):
		validate_key(child.get_document_share_key(no_expiry=True), child)


def test_no_notification_about_children_goes_to_a_whole_role(world: World) -> None:
	notification = {
		"doctype": "Notification",
		"name": "Test of roles",
		"subject": "x",
		"document_type": "Child",
		"event": "New",
		"message": "x",
		"channel": "Email",
	}
	with pytest.raises(SharingRefusedError):
		frappe.get_doc({**notification, "recipients": [{"receiver_by_role": "Team Manager"}]}).insert()


def test_no_report_on_children_is_kept_for_the_next_reader(world: World) -> None:
	report = put(
		"Report", name="Test kept", report_name="Test kept", ref_doctype="Child", report_type="Report Builder"
	)
	with pytest.raises(SharingRefusedError):
		frappe.get_doc({"doctype": "Prepared Report", "report_name": report.name}).insert()


def test_other_records_are_shared_as_ever(world: World) -> None:
	share = frappe.share.add_docshare(
		"Locality", "Test North", world.social_worker, flags={"ignore_share_permission": True}
	)
	assert share.read
