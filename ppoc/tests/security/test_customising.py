"""Attack: the person who may customise without code reads children's data with it, sends it away, opens it to others or
runs code in somebody else's browser or on the server."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.exceptions import ClosedEndpointError, CustomisingRefusedError, SharingRefusedError
from ppoc.tests.access_world import Doors, World, put

pytestmark = pytest.mark.requirement("X5.1")

REFUSED = (frappe.PermissionError, frappe.ValidationError)


@pytest.fixture
def administrator(world: World, set_user: Callable[[str], None]) -> str:
	"""A PPOC Administrator, and no more, is logged in."""
	set_user(world.configurer)
	return world.configurer


def form_of(doctype: str) -> Any:
	"""Returns Customize Form with the form loaded, as Desk has it."""
	form = frappe.get_doc("Customize Form")
	form.doc_type = doctype
	form.fetch_to_customize()
	return form


def sent(doors: Doors, form: Any, method: str = "save_customization") -> Any:
	"""Sends Customize Form as Desk does."""
	return doors.call("run_doc_method", method=method, docs=json.loads(frappe.as_json(form)))


def test_an_administrator_gets_the_rights_and_no_case_record(administrator: str) -> None:
	for doctype in ("Customize Form", "Print Format", "Notification", "Translation"):
		assert frappe.has_permission(doctype, "write"), doctype
	for doctype in ("Child", "Permanence Plan", "Meeting", "Action"):
		assert not frappe.has_permission(doctype, "read"), doctype
	assert not frappe.has_permission("Client Script", "read")
	assert not frappe.has_permission("Server Script", "read")
	assert not frappe.has_permission("Data Import", "read")


def test_an_administrator_arranges_a_form(doors: Doors, administrator: str, committed: None) -> None:
	form = form_of("Child")
	row = next(row for row in form.fields if row.fieldname == "first_name")
	row.label = "Given name"
	form.append("fields", {"label": "Favourite game", "fieldtype": "Data", "is_custom_field": 1})
	sent(doors, form)
	meta = frappe.get_meta("Child", cached=False)
	assert meta.get_field("first_name").label == "Given name"
	assert meta.get_field("custom_favourite_game")
	# and takes it back again
	form = form_of("Child")
	next(row for row in form.fields if row.fieldname == "first_name").label = "First name"
	form.fields = [row for row in form.fields if row.fieldname != "custom_favourite_game"]
	sent(doors, form)
	assert not frappe.get_meta("Child", cached=False).get_field("custom_favourite_game")


CHANGES: dict[str, Callable[[Any], None]] = {
	"a permission level": lambda form: form.fields[3].update({"permlevel": 2}),
	"a field that is read-only": lambda form: field(form, "overdue_count").update({"read_only": 0}),
	"a field that is hidden": lambda form: field(form, "hidden").update({"hidden": 0}),
	"a fetched value": lambda form: form.append(
		"fields",
		{"label": "X", "fieldtype": "Data", "fetch_from": "social_worker.email", "is_custom_field": 1},
	),
	"a link to a child": lambda form: form.append(
		"fields", {"label": "X", "fieldtype": "Link", "options": "Child", "is_custom_field": 1}
	),
	"markup": lambda form: form.append(
		"fields",
		{"label": "X", "fieldtype": "HTML", "options": "<img src=x onerror=1>", "is_custom_field": 1},
	),
	"script in a condition": lambda form: form.append(
		"fields",
		{"label": "X", "fieldtype": "Data", "depends_on": "eval:frappe.call('x')", "is_custom_field": 1},
	),
	"a script in a shipped condition": lambda form: form.fields[3].update({"depends_on": "eval:alert(1)"}),
	"no history of changes": lambda form: form.update({"track_changes": 0}),
	"public attachments": lambda form: form.update({"make_attachments_public": 1}),
	"import": lambda form: form.update({"allow_import": 1}),
	"a title that shows more": lambda form: form.update({"title_field": "date_of_birth"}),
	"a server action": lambda form: form.append(
		"actions", {"label": "X", "action_type": "Server Action", "action": "frappe.client.delete"}
	),
	"a link to others": lambda form: form.append(
		"links", {"link_doctype": "Child", "link_fieldname": "owner", "group": "X"}
	),
	"a shipped field sent as an added one": lambda form: form.fields[3].update(
		{"is_custom_field": 1, "permlevel": 0, "fieldtype": "Code"}
	),
}


def field(form: Any, name: str) -> Any:
	"""Returns the row of a field, or the first one that has this property set."""
	found = [row for row in form.fields if row.fieldname == name]
	return found[0] if found else next(row for row in form.fields if row.get(name))


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_customize_form_opens_nothing(doors: Doors, administrator: str, change: str) -> None:
	form = form_of("Child")
	before = customised()
	CHANGES[change](form)
	with pytest.raises(CustomisingRefusedError):
		sent(doors, form)
	assert customised() == before


def customised() -> tuple[int, ...]:
	return tuple(
		frappe.db.count(doctype)
		for doctype in ("Custom Field", "Property Setter", "DocType Action", "DocType Link", "DocType State")
	)


@pytest.mark.parametrize(
	"doctype",
	["User", "DocType", "Role", "Notification", "Audit Entry", "Locality Access", "Open Endpoint", "ToDo"],
)
def test_only_forms_of_the_app_are_customised(doors: Doors, administrator: str, doctype: str) -> None:
	form = frappe.get_doc("Customize Form")
	form.doc_type = doctype
	for method in ("fetch_to_customize", "save_customization", "reset_to_defaults", "reset_layout"):
		with pytest.raises(REFUSED):
			sent(doors, form, method)
	row = {"doctype": "Custom Field", "dt": doctype, "label": "X", "fieldtype": "Data"}
	with pytest.raises(REFUSED):
		doors.call("frappe.client.insert", doc=row)


@pytest.mark.parametrize(
	"method", ["trim_table", "run_method", "db_update", "set_property_setters", "delete"]
)
def test_other_methods_of_customize_form_stay_closed(doors: Doors, administrator: str, method: str) -> None:
	with pytest.raises((*REFUSED, AttributeError)):
		sent(doors, form_of("Child"), method)


SETTERS: dict[str, dict[str, Any]] = {
	"permission level": {"field_name": "full_name", "property": "permlevel", "value": "0"},
	"read-only": {"field_name": "overdue_count", "property": "read_only", "value": "0"},
	"unhidden": {"field_name": "full_name", "property": "hidden", "value": "0"},
	"fetched": {"field_name": "full_name", "property": "fetch_from", "value": "social_worker.email"},
	"link": {"field_name": "full_name", "property": "options", "value": "Child"},
	"script": {"field_name": "full_name", "property": "depends_on", "value": "eval:alert(1)"},
	"history": {"doctype_or_field": "DocType", "property": "track_changes", "value": "0"},
	"public files": {"doctype_or_field": "DocType", "property": "make_attachments_public", "value": "1"},
	"an action": {"doctype_or_field": "DocType Action", "row_name": "x", "property": "action", "value": "x"},
	"of a user": {"doc_type": "User", "field_name": "roles", "property": "hidden", "value": "1"},
}


WRITES: dict[str, Callable[[Doors, dict[str, Any]], Any]] = {
	"insert": lambda doors, row: doors.call("frappe.client.insert", doc=row),
	"rest": lambda doors, row: doors.rest("POST", f"/api/resource/{row['doctype']}", **row),
	"form": lambda doors, row: doors.call(
		"frappe.desk.form.save.savedocs", doc={**row, "__islocal": 1, "name": "new-x"}, action="Save"
	),
}


@pytest.mark.parametrize("door", sorted(WRITES))
@pytest.mark.parametrize("setter", sorted(SETTERS))
def test_a_property_setter_opens_nothing(doors: Doors, administrator: str, setter: str, door: str) -> None:
	row = {
		"doctype": "Property Setter",
		"doc_type": "Child",
		"doctype_or_field": "DocField",
		**SETTERS[setter],
	}
	with pytest.raises(CustomisingRefusedError):
		WRITES[door](doors, row)


def test_a_manager_s_customisation_stays(doors: Doors, world: World, set_user: Callable) -> None:
	setter = put(
		"Property Setter",
		doc_type="Child",
		doctype_or_field="DocField",
		field_name="child_id",
		property="hidden",
		value="1",
	)
	frappe.clear_cache(doctype="Child")
	set_user(world.configurer)
	form = form_of("Child")
	field(form, "child_id").hidden = 0
	for method in ("save_customization", "reset_to_defaults"):
		with pytest.raises(CustomisingRefusedError):
			sent(doors, form, method)
	with pytest.raises(CustomisingRefusedError):
		doors.call("frappe.client.delete", doctype="Property Setter", name=setter.name)
	with pytest.raises(CustomisingRefusedError):
		doors.call(
			"frappe.client.set_value",
			doctype="Property Setter",
			name=setter.name,
			fieldname="value",
			value="0",
		)
	assert frappe.db.exists("Property Setter", setter.name)


def notification(**values: Any) -> dict[str, Any]:
	return {
		"doctype": "Notification",
		"name": "Test: a child was changed",
		"enabled": 1,
		"channel": "Email",
		"subject": "{{ doc.child_id }} was changed",
		"document_type": "Child",
		"event": "Save",
		"message": "<p>{{ doc.child_id }}</p>",
		"recipients": [{"receiver_by_document_field": "owner"}],
		**values,
	}


NOTIFICATIONS: dict[str, dict[str, Any]] = {
	"an address": {"recipients": [{"cc": "me@elsewhere.example"}]},
	"an address in a blind copy": {
		"recipients": [{"receiver_by_document_field": "owner", "bcc": "me@elsewhere.example"}]
	},
	"a whole role": {"recipients": [{"receiver_by_role": "PPOC Administrator"}]},
	"a field with any address": {"recipients": [{"receiver_by_document_field": "full_name"}]},
	"an added field with any address": {"recipients": [{"receiver_by_document_field": "custom_told"}]},
	"a condition of a recipient": {
		"recipients": [{"receiver_by_document_field": "owner", "condition": "doc.delete()"}]
	},
	"code in the condition": {"condition": "doc.db_set('restricted', 0)"},
	"another child in the text": {"message": "{{ frappe.db.get_value('Child', 'TEST-BELLA', 'full_name') }}"},
	"another child in the subject": {"subject": "{{ frappe.get_all('Child') }}"},
	"a request elsewhere": {"message": "{{ frappe.make_get_request('https://elsewhere.example') }}"},
	"a write": {"set_property_after_alert": "restricted", "property_value": "0"},
	"Slack": {"channel": "Slack"},
	"SMS": {"channel": "SMS"},
	"the print, made as Administrator": {"attach_print": 1},
	"a module's code": {"is_standard": 1, "module": "PPOC"},
	"any method": {"event": "Method"},
	"logins": {"document_type": "User", "message": "{{ doc.reset_password_key }}"},
	"the platform's emails": {"document_type": "Communication"},
}


@pytest.mark.parametrize("attempt", sorted(NOTIFICATIONS))
def test_a_notification_tells_nobody_else(doors: Doors, administrator: str, attempt: str) -> None:
	with pytest.raises((CustomisingRefusedError, SharingRefusedError)):
		doors.call("frappe.client.insert", doc=notification(**NOTIFICATIONS[attempt]))
	assert not frappe.db.exists("Notification", "Test: a child was changed")


@pytest.mark.parametrize("attempt", sorted(NOTIFICATIONS))
def test_nor_does_one_that_was_right_before(doors: Doors, administrator: str, attempt: str) -> None:
	made = doors.call("frappe.client.insert", doc=notification())
	with pytest.raises((CustomisingRefusedError, SharingRefusedError)):
		doors.rest("PUT", f"/api/resource/Notification/{made.name}", **NOTIFICATIONS[attempt])
	assert frappe.db.get_value("Notification", made.name, "message") == "<p>{{ doc.child_id }}</p>"


def test_a_shipped_notification_is_worded_differently(doors: Doors, administrator: str) -> None:
	name = "Child offered"
	before = frappe.db.get_value("Notification", name, "message")
	doors.rest(
		"PUT",
		f"/api/resource/Notification/{name}",
		message=before.replace("A child is offered", "We offer a child"),
	)
	assert "We offer a child" in frappe.db.get_value("Notification", name, "message")
	doors.rest("PUT", f"/api/resource/Notification/{name}", enabled=0)
	with pytest.raises(CustomisingRefusedError):
		doors.rest(
			"PUT", f"/api/resource/Notification/{name}", message=before + "{{ frappe.get_all('Child') }}"
		)


def test_whoever_cannot_see_the_child_gets_no_notification(world: World) -> None:
	put(
		"Worker",
		name="W-South",
		worker_name="South",
		user=world.manager_south,
		locality="Test South",
		active=1,
	)
	alert = frappe.get_doc(
		notification(
			recipients=[
				{"receiver_by_document_field": "owner"},
				{"receiver_by_document_field": "social_worker"},
			]
		)
	)
	for owner, worker, expected in (
		(world.manager, "W-South", {world.manager}),
		(world.manager_south, f"W-{world.manager}", {world.manager}),
		("nobody@elsewhere.example", "", set()),
		(world.configurer, "", set()),
	):
		child = frappe.get_doc("Child", world.anna)
		child.owner, child.social_worker = owner, worker
		to, cc, bcc = alert.get_list_of_recipients(child, {"doc": child})
		assert (set(to), cc, bcc) == (expected, [], [])


def test_nor_do_addresses_that_a_system_manager_wrote(world: World) -> None:
	alert = frappe.get_doc(notification(recipients=[{"cc": "me@elsewhere.example", "bcc": world.manager}]))
	child = frappe.get_doc("Child", world.anna)
	assert alert.get_list_of_recipients(child, {"doc": child}) == ([], [], [world.manager])


@pytest.mark.parametrize("method", ["preview_message", "preview_subject", "preview_meets_condition"])
def test_a_preview_shows_no_child(doors: Doors, administrator: str, hidden: str, method: str) -> None:
	"""Version 16 renders any record for whoever may read notifications, and runs what was typed."""
	saved = frappe.get_doc("Notification", "Child offered")
	if not hasattr(saved, method):
		pytest.skip("This version has no previews")
	typed = {
		**saved.as_dict(convert_dates_to_str=True),
		"document_type": "Child",
		"condition": "doc.full_name and True",
		"subject": "{{ doc.full_name }}",
		"message": "{{ doc.full_name }}{{ frappe.get_all('Child') }}",
	}
	with pytest.raises(frappe.PermissionError) as refused:
		doors.call("run_doc_method", method=method, docs=typed, args={"preview_document": "TEST-BELLA"})
	assert hidden not in str(refused.value) + frappe.as_json(frappe.local.response)


PRINTS: dict[str, dict[str, Any]] = {
	"code": {"custom_format": 1, "html": "{{ frappe.get_all('Child') }}"},
	"code in the builder": {
		"format_data": [
			{"fieldname": "x", "fieldtype": "Custom HTML", "options": "{{ frappe.get_all('Child') }}"}
		]
	},
	"code deep in the new builder": {
		"print_format_builder_beta": 1,
		"format_data": {
			"header": "",
			"sections": [
				{"columns": [{"fields": [{"fieldtype": "HTML", "html": "{% set x = frappe.db.sql('x') %}"}]}]}
			],
		},
	},
	"a script": {"format_data": [{"fieldtype": "Custom HTML", "options": "<script>alert(1)</script>"}]},
	"a picture with a script": {
		"format_data": [{"fieldtype": "Custom HTML", "options": "<img src=x onerror=alert(1)>"}]
	},
	"a file of the server": {
		"format_data": [{"fieldtype": "Custom HTML", "options": "templates/includes/x.html"}]
	},
	"raw commands": {"raw_printing": 1, "raw_commands": "x"},
	"JavaScript": {"print_format_type": "JS"},
	"a shipped one": {"standard": "Yes", "module": "PPOC"},
	"out of the style sheet": {"css": "</style><script>alert(1)</script>"},
	"logins": {"doc_type": "User"},
}


@pytest.mark.parametrize("attempt", sorted(PRINTS))
def test_a_print_format_runs_nothing(doors: Doors, administrator: str, attempt: str) -> None:
	values = {
		key: json.dumps(value) if isinstance(value, dict | list) else value
		for key, value in PRINTS[attempt].items()
	}
	row = {"doctype": "Print Format", "name": "Test print", "doc_type": "Child", **values}
	with pytest.raises(CustomisingRefusedError):
		doors.call("frappe.client.insert", doc=row)
	assert not frappe.db.exists("Print Format", "Test print")


def test_a_print_format_is_built_from_fields(doors: Doors, administrator: str) -> None:
	data = [
		{
			"fieldname": "print_heading_template",
			"fieldtype": "Custom HTML",
			"options": "<h2>{{ doc.name }}</h2>",
		},
		{"fieldtype": "Section Break", "label": ""},
		{"fieldname": "first_name", "print_hide": 0, "label": "First name"},
	]
	made = doors.call(
		"frappe.client.insert",
		doc={
			"doctype": "Print Format",
			"name": "Test print",
			"doc_type": "Child",
			"print_format_builder": 1,
			"format_data": json.dumps(data),
		},
	)
	doors.call("frappe.printing.doctype.print_format.print_format.make_default", name=made.name)
	assert frappe.get_meta("Child", cached=False).default_print_format == "Test print"
	with pytest.raises(REFUSED):  # the preview shows a record
		doors.call(
			"frappe.www.printview.get_html_and_style",
			doc="Child",
			name="TEST-ANNA",
			print_format="Test print",
		)


@pytest.mark.parametrize(
	("source", "words"),
	[
		("Save", "<img src=x onerror=alert(1)>"),
		("Save", "Save<script>"),
		("{0} was saved", "It was saved"),
		("{0} was saved", "{0} {1} was saved"),
		("Save", "<b"),
	],
)
def test_a_translation_is_only_words(doors: Doors, administrator: str, source: str, words: str) -> None:
	row = {"doctype": "Translation", "language": "en", "source_text": source, "translated_text": words}
	with pytest.raises(CustomisingRefusedError):
		doors.call("frappe.client.insert", doc=row)


def test_a_translation_says_the_same_in_other_words(doors: Doors, administrator: str) -> None:
	row = {
		"doctype": "Translation",
		"language": "en",
		"source_text": "{0} was saved",
		"translated_text": "Kept: {0}",
	}
	assert doors.call("frappe.client.insert", doc=row).name


@pytest.mark.parametrize(
	"command",
	[
		"frappe.email.doctype.notification.notification.get_documents_for_today",
		"frappe.modules.utils.export_customizations",
		"frappe.core.doctype.data_export.exporter.export_data",
		"frappe.custom.doctype.customize_form.customize_form.get_orphaned_columns",
		"frappe.core.page.permission_manager.permission_manager.add",
		"frappe.custom.doctype.custom_field.custom_field.rename_fieldname",
	],
)
def test_what_is_not_needed_stays_closed(doors: Doors, administrator: str, command: str) -> None:
	with pytest.raises((*REFUSED, AttributeError)):
		doors.call(command, notification="Child offered", doctype="Child", custom_field="x", fieldname="y")


@pytest.mark.parametrize("doctype", ["Client Script", "Server Script", "Web Page", "Data Import", "Webhook"])
def test_code_stays_closed(doors: Doors, administrator: str, doctype: str) -> None:
	with pytest.raises((ClosedEndpointError, frappe.PermissionError)):
		doors.rest("GET", f"/api/resource/{doctype}")


@pytest.mark.parametrize("who", ["coordinator", "manager", "auditor", "social_worker"])
def test_nobody_else_customises(doors: Doors, world: World, set_user: Callable, who: str) -> None:
	set_user(getattr(world, who))
	with pytest.raises(REFUSED):
		sent(doors, frappe.get_doc({"doctype": "Customize Form", "doc_type": "Child"}), "fetch_to_customize")
	for row in (
		notification(),
		{"doctype": "Translation", "language": "en", "source_text": "Save", "translated_text": "Keep"},
		{"doctype": "Custom Field", "dt": "Child", "label": "X", "fieldtype": "Data"},
		{"doctype": "Print Format", "name": "Test print", "doc_type": "Child"},
	):
		with pytest.raises(frappe.PermissionError):
			doors.call("frappe.client.insert", doc=row)
	with pytest.raises(REFUSED):
		doors.call("frappe.printing.doctype.print_format.print_format.make_default", name="Case Note")
	with pytest.raises(REFUSED):
		doors.call("ppoc.access.customising.receivers_api.receiver_fields", doctype="Child")


def test_who_chooses_a_doctype_learns_its_module_and_nothing_else(doors: Doors, administrator: str) -> None:
	"""Print Format asks for the module; version 16 answers with a warning where a DocType may not be read."""
	name = "validate_link_and_fetch" if hasattr(frappe.client, "validate_link_and_fetch") else "validate_link"
	fields = "fields_to_fetch" if name.endswith("fetch") else "fields"
	asked = {"doctype": "DocType", "docname": "Child"}
	found = doors.call(f"frappe.client.{name}", **asked, **{fields: '["module"]'})
	assert dict(found) == {"name": "Child", "module": "PPOC"}
	assert not frappe.local.message_log
	told = frappe.as_json(doors.call(f"frappe.client.{name}", **asked, **{fields: '["module", "autoname"]'}))
	assert frappe.get_meta("Child").autoname not in told
