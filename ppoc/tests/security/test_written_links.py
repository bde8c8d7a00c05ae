"""Attack: write a link to a hidden record into a record of one's own, to get the hidden record's title, have it in an
email or a reminder, or see it as "mine". And learn from the refusal whether the record exists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import frappe
import pytest
from frappe.model.meta import Meta

from ppoc.tests.access_world import NORTH, Doors, World, put

pytestmark = pytest.mark.requirement("X4.1")

Send = Callable[[Doors, dict[str, Any]], Any]
NEW: dict[str, Send] = {
	"REST": lambda doors, doc: doors.rest("POST", f"/api/resource/{doc['doctype']}", **doc),
	"client.insert": lambda doors, doc: doors.call("frappe.client.insert", doc=doc),
	"form": lambda doors, doc: doors.call(
		"frappe.desk.form.save.savedocs", doc={**doc, "__islocal": 1, "name": "new-1"}, action="Save"
	),
}
NOBODY = "NO-SUCH-RECORD"


def refusal(act: Callable[[], Any], name: str) -> tuple[str, str]:
	"""The kind and the words of a refusal, without the name that was asked for."""
	with pytest.raises(Exception) as caught:  # noqa: PT011 which one it is, is what the test compares
		act()
	assert isinstance(caught.value, frappe.ValidationError | frappe.PermissionError), caught.value
	frappe.clear_messages()
	return type(caught.value).__name__, str(caught.value).replace(name, "…")


def action_of(world: World, **values: Any) -> dict[str, Any]:
	return {
		"doctype": "Action",
		"what": "Ring the school about the place",
		"action_owner": f"W-{world.coordinator}",
		"due_on": "2099-01-01",
		**values,
	}


def escalation(**values: Any) -> dict[str, Any]:
	return {"doctype": "Escalation", "blocker": "No reply", "to_role": "Head of Service", **values}


@pytest.mark.parametrize("door", sorted(NEW))
@pytest.mark.parametrize("hidden_child", ["bella", "rosie"])
@pytest.mark.parametrize("field", ["child", "plan"])
def test_a_new_action_about_a_hidden_child_is_refused_like_one_about_nobody(
	world: World, set_user: Callable, doors: Doors, door: str, hidden_child: str, field: str
) -> None:
	child = getattr(world, hidden_child)
	name = child if field == "child" else world.of_child[child]["Permanence Plan"]
	set_user(world.coordinator)
	told = [
		refusal(partial(NEW[door], doors, action_of(world, **{field: target})), target)
		for target in (name, NOBODY)
	]
	assert told[0] == told[1]
	assert not frappe.db.exists("Action", {field: name, "owner": world.coordinator})


@pytest.mark.parametrize("door", sorted(NEW))
def test_an_action_about_the_own_child_is_set(
	world: World, set_user: Callable, doors: Doors, door: str
) -> None:
	set_user(world.coordinator)
	plan = world.of_child[world.anna]["Permanence Plan"]
	NEW[door](doors, action_of(world, child=world.anna, plan=plan))
	assert frappe.db.exists("Action", {"plan": plan, "owner": world.coordinator})


@pytest.mark.parametrize("door", sorted(NEW))
@pytest.mark.parametrize("field", ["action", "meeting"])
def test_links_that_do_not_decide_who_sees_the_record(
	world: World, set_user: Callable, doors: Doors, door: str, field: str
) -> None:
	"""The escalation itself is about a child the coordinator sees."""
	south = put("Meeting", forum="Identification Meeting", locality="Test South", meeting_date="2024-03-01")
	hidden = {"action": world.of_child[world.bella]["Action"], "meeting": south.name}
	set_user(world.coordinator)
	told = [
		refusal(partial(NEW[door], doors, escalation(child=world.anna, **{field: to})), to)
		for to in (hidden[field], NOBODY)
	]
	assert told[0] == told[1]


CHANGES: dict[str, Callable[[Doors, Any, str, str], Any]] = {
	"REST": lambda doors, doc, field, to: doors.rest(
		"PUT", f"/api/resource/{doc.doctype}/{doc.name}", **{field: to, "modified": str(doc.modified)}
	),
	"client.set_value": lambda doors, doc, field, to: doors.call(
		"frappe.client.set_value",
		doctype=doc.doctype,
		name=doc.name,
		fieldname={field: to, "modified": str(doc.modified)},
	),
	"client.save": lambda doors, doc, field, to: doors.call(
		"frappe.client.save", doc={**doc.as_dict(convert_dates_to_str=True), field: to}
	),
	"form": lambda doors, doc, field, to: doors.call(
		"frappe.desk.form.save.savedocs",
		doc={**doc.as_dict(convert_dates_to_str=True), field: to},
		action="Save",
	),
}


@pytest.fixture
def own_action(world: World) -> Any:
	"""An action of the coordinator about no child, set in the own locality."""
	return put(
		"Action",
		what="Ring the school about the place",
		action_owner=f"W-{world.coordinator}",
		due_on="2099-01-01",
		set_on="2024-01-01",
		locality=NORTH,
		status="Open",
		owner=world.coordinator,
	)


@pytest.mark.parametrize("door", sorted(CHANGES))
@pytest.mark.parametrize("target", ["bella", "rosie"])
def test_an_own_action_is_not_moved_to_a_hidden_child(
	world: World, set_user: Callable, doors: Doors, own_action: Any, door: str, target: str
) -> None:
	set_user(world.coordinator)
	told = []
	for name in (getattr(world, target), NOBODY):
		told.append(refusal(partial(CHANGES[door], doors, own_action, "child", name), name))
	assert told[0] == told[1]
	assert not frappe.db.get_value("Action", own_action.name, "child")


@pytest.mark.parametrize("door", sorted(CHANGES))
def test_an_own_action_is_moved_to_an_own_child(
	world: World, set_user: Callable, doors: Doors, own_action: Any, door: str
) -> None:
	set_user(world.coordinator)
	CHANGES[door](doors, own_action, "child", world.anna)
	assert frappe.db.get_value("Action", own_action.name, "child") == world.anna


def test_a_worker_s_own_action_does_not_open_a_child(world: World, set_user: Callable, doors: Doors) -> None:
	"""A social worker without access to the locality sees the action as hers, and changes whose child it is about."""
	mine = frappe.get_doc("Action", world.of_child[world.anna]["Action"])
	mine.db_set(
		{"action_owner": f"W-{world.social_worker}", "what": "Ring the school", "set_on": "2024-01-01"}
	)
	set_user(world.social_worker)
	assert doors.rest("GET", f"/api/resource/Action/{mine.name}").name == mine.name
	for change in CHANGES.values():
		refusal(partial(change, doors, mine, "child", world.bella), world.bella)
	assert frappe.db.get_value("Action", mine.name, "child") == world.anna
	# her own work on it still counts, with the link to a child whom she does not see left as it is
	CHANGES["form"](doors, frappe.get_doc("Action", mine.name), "outcome", "Rang, place is safe")
	assert frappe.db.get_value("Action", mine.name, "outcome") == "Rang, place is safe"


OF_FRAPPE: dict[str, Callable[[str], dict[str, Any]]] = {
	"Reminder": lambda child: {
		"doctype": "Reminder",
		"remind_at": "2099-01-01 10:00:00",
		"description": "x",
		"reminder_doctype": "Child",
		"reminder_docname": child,
	},
}


@pytest.mark.parametrize("door", sorted(NEW))
@pytest.mark.parametrize("doctype", sorted(OF_FRAPPE))
def test_nor_into_frappe_s_own_records(
	world: World, set_user: Callable, doors: Doors, door: str, doctype: str
) -> None:
	set_user(world.coordinator)
	told = [
		refusal(partial(NEW[door], doors, OF_FRAPPE[doctype](name)), name) for name in (world.bella, NOBODY)
	]
	assert told[0] == told[1]
	NEW[door](doors, OF_FRAPPE[doctype](world.anna))


def test_a_reminder_of_a_hidden_child_is_refused(world: World, set_user: Callable, doors: Doors) -> None:
	set_user(world.coordinator)
	ask = "frappe.automation.doctype.reminder.reminder.create_new_reminder"
	given = {"remind_at": "2099-01-01 10:00:00", "description": "x", "reminder_doctype": "Child"}
	refusal(lambda: doors.call(ask, **given, reminder_docname=world.bella), world.bella)
	assert doors.call(ask, **given, reminder_docname=world.anna)


def test_a_field_that_an_authority_customised(
	world: World, set_user: Callable, doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""A link of the authority's own is checked like ours: the fields come from the form, not from a list."""
	own = {"fieldname": "outcome", "label": "Sibling", "fieldtype": "Link", "options": "Child"}
	shipped = Meta.get_link_fields
	monkeypatch.setattr(
		Meta,
		"get_link_fields",
		lambda self: [*shipped(self), *([frappe._dict(own, parent="Action")] * (self.name == "Action"))],
	)
	set_user(world.coordinator)
	told = [
		refusal(partial(NEW["REST"], doors, action_of(world, child=world.anna, outcome=name)), name)
		for name in (world.bella, NOBODY)
	]
	assert told[0] == told[1]
	NEW["REST"](doors, action_of(world, child=world.anna, outcome=world.anna))


def test_a_forged_action_that_names_a_hidden_child_is_not_printed(
	world: World, set_user: Callable, doors: Doors, hidden: str
) -> None:
	set_user(world.coordinator)
	forged = action_of(world, child=world.bella, name="new-1")
	assert hidden not in doors.text("frappe.www.printview.get_html_and_style", doc=forged)
	own = {**forged, "name": world.of_child[world.anna]["Action"]}
	assert hidden not in doors.text("frappe.www.printview.get_html_and_style", doc=own)


@pytest.mark.parametrize("field", ["child", "agreed_with", "meeting"])
def test_a_request_on_the_form_says_nothing_of_hidden_records(
	world: World, set_user: Callable, doors: Doors, field: str
) -> None:
	south = put("Meeting", forum="Identification Meeting", locality="Test South", meeting_date="2024-03-01")
	hidden = {
		"child": world.bella,
		"agreed_with": world.of_child[world.bella]["Panel Decision"],
		"meeting": south.name,
	}
	form = {"child": world.anna, "request_type": "Other", "rationale": "x"}
	set_user(world.manager)
	told = [
		refusal(partial(doors.call, "ppoc.decisions.api.route", doc={**form, field: name}), name)
		for name in (hidden[field], NOBODY)
	]
	assert told[0] == told[1]
	with pytest.raises(frappe.PermissionError):
		doors.call("ppoc.decisions.api.route", doc={**form, "name": hidden["agreed_with"]})
