"""What an administrator may change of a form: words, order and added fields, and nothing that shows or does more."""

from __future__ import annotations

from typing import Any

import pytest

from ppoc.access.customising.expressions import NotAllowed
from ppoc.access.customising.field_changes import (
	check_added_field,
	check_form_property,
	check_shipped_field,
	same,
)


def added(**values: Any) -> None:
	field = {"label": "School", "fieldtype": "Data", "fieldname": "custom_school", **values}
	check_added_field(field, ["Forum", "Locality"], {"custom_school", "status"}.__contains__)


@pytest.mark.parametrize(
	"values",
	[
		{},
		{"fieldtype": "Select", "options": "Yes\nNo", "default": "No", "reqd": 1},
		{"fieldtype": "Link", "options": "Locality"},
		{"depends_on": "eval:doc.status == 'Open'", "in_list_view": 1, "permlevel": 0, "unique": "0"},
		{"fieldtype": "Section Break", "fieldname": None, "collapsible": 1},
	],
)
def test_a_field_is_added(values: dict[str, Any]) -> None:
	added(**values)


@pytest.mark.parametrize(
	"values",
	[
		{"fetch_from": "child.date_of_birth"},
		{"permlevel": 1},
		{"ignore_user_permissions": 1},
		{"ignore_xss_filter": 1},
		{"is_virtual": 1, "options": "doc.delete()"},
		{"unique": 1},
		{"in_global_search": 1},
		{"link_filters": '[["Child","name","=","eval:x"]]'},
		{"something_new": "x"},
		{"fieldtype": "Link", "options": "Child"},
		{"fieldtype": "Link", "options": "User"},
		{"fieldtype": "Dynamic Link", "options": "custom_school"},
		{"fieldtype": "Table", "options": "Child Worker"},
		{"fieldtype": "HTML", "options": "<script>"},
		{"fieldtype": "Password"},
		{"fieldtype": "Attach"},
		{"fieldtype": "Button", "options": "frappe.x"},
		{"fieldtype": "Code", "options": "Python"},
		{"fieldtype": "Text", "options": "x"},
		{"options": "URL"},
		{"label": "<img src=x onerror=alert(1)>"},
		{"description": "<script>alert(1)</script>"},
		{"fieldtype": "Select", "options": "<b>Yes"},
		{"depends_on": "eval:alert(1)"},
		{"fieldname": "restricted"},
		{"default": ":Child"},
		{"width": "1px' onmouseover='alert(1)"},
		{"fieldname": "custom_x) or 1=1"},
	],
)
def test_a_field_is_not_added(values: dict[str, Any]) -> None:
	with pytest.raises(NotAllowed):
		added(**values)


@pytest.mark.parametrize(
	("name", "value"),
	[
		("label", "Home"),
		("hidden", 1),
		("reqd", "1"),
		("in_list_view", 0),
		("description", "Where < 3 live"),
	],
)
def test_a_shipped_field_is_changed(name: str, value: Any) -> None:
	check_shipped_field("Status", name, value)


@pytest.mark.parametrize(
	("name", "value"),
	[
		("permlevel", 0),
		("hidden", 0),
		("read_only", 0),
		("reqd", "0"),
		("fieldtype", "Data"),
		("options", "x"),
		("fetch_from", "child.x"),
		("depends_on", "eval:1"),
		("ignore_user_permissions", 1),
		("label", "<script>"),
		("unique", 1),
		("length", 1),
	],
)
def test_a_shipped_field_keeps_the_rest(name: str, value: Any) -> None:
	with pytest.raises(NotAllowed):
		check_shipped_field("Status", name, value)


@pytest.mark.parametrize(
	"name",
	(
		"track_changes allow_import title_field search_fields make_attachments_public autoname links actions"
		" email_append_to"
	).split(),
)
def test_a_form_keeps_what_it_promises(name: str) -> None:
	with pytest.raises(NotAllowed):
		check_form_property(name)


@pytest.mark.parametrize(
	("name", "value"),
	[
		("sort_field", "name; drop table x"),
		("sort_field", "secret"),
		("sort_order", "ASC, (select 1)"),
		("field_order", "not a list"),
		("field_order", '["first_name", "<b>"]'),
	],
)
def test_a_form_is_not_ordered_by_anything_else(name: str, value: str) -> None:
	check_form_property("sort_field", "first_name", ["first_name"])
	check_form_property("field_order", '["first_name"]', ["first_name"])
	with pytest.raises(NotAllowed):
		check_form_property(name, value, ["first_name"])


def test_values_are_compared_as_they_are_meant() -> None:
	assert same(0, None)
	assert same("1", 1)
	assert same("0", "")
	assert not same("", 1)
