"""Every link of ours offers something to every role that may write it, and takes the name it offered.

The fields are found in the metadata: those of our records and of the tables in them, and the filters of our reports.
What Link fields ask the server is asked here: the search for what is typed, then whether the name may stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

import ppoc
from ppoc.access.platform import function_at
from ppoc.access.role_names_database import PLATFORM_ROLES
from ppoc.access.sharing import is_case
from ppoc.tests.access_world import NORTH, Doors, World, grant, put

pytestmark = pytest.mark.requirement("X5.1")
REPORT_FILTER = re.compile(r'fieldtype: "Link"[^}]*?options: "([^"]+)"')
WRITTEN_BY_NOBODY = {"Dynamic Link"}  # such a field names its DocType in each record


def written_links() -> Iterator[tuple[str, str, str]]:
	"""Yields (role, DocType linked to, field) for each link that a role may write."""
	for doctype in frappe.get_all("DocType", {"module": "PPOC", "istable": 0}, pluck="name"):
		meta = frappe.get_meta(doctype)
		for permission in meta.permissions:
			if permission.write or permission.create:
				yield from (
					(permission.role, options, f"{doctype}: {label}")
					for options, label in links_of(meta, permission.permlevel)
				)


def links_of(meta: Any, level: int) -> Iterator[tuple[str, str]]:
	for field in meta.fields:
		if field.read_only or field.hidden or field.permlevel != level:
			continue
		assert field.fieldtype not in WRITTEN_BY_NOBODY, f"{meta.name}: say here what {field.label} may name"
		if field.fieldtype == "Link":
			yield field.options, field.label
		elif field.fieldtype in ("Table", "Table MultiSelect"):
			for options, label in links_of(frappe.get_meta(field.options), 0):
				yield options, f"{field.label}, {label}"


def filters_of_reports() -> Iterator[tuple[str, str, str]]:
	"""Yields (role, DocType linked to, report) for each filter of a report that the role may open."""
	for name in frappe.get_all("Report", {"module": "PPOC", "is_standard": "Yes"}, pluck="name"):
		report = frappe.get_doc("Report", name)
		code = (
			Path(ppoc.__file__).parent / "ppoc" / "report" / frappe.scrub(name) / f"{frappe.scrub(name)}.js"
		)
		for options in REPORT_FILTER.findall(code.read_text() if code.exists() else ""):
			yield from ((row.role, options, f"{name}: filter") for row in report.roles)


@pytest.fixture
def person_in(world: World, user_with: Callable[..., str]) -> Callable[[str], str]:
	"""`person_in(role)` is somebody with this role alone and access to a locality, with a record of every kind."""
	people: dict[str, str] = {}

	def person_in(role: str) -> str:
		if role not in people:
			people[role] = user_with(role)
			grant(people[role], NORTH)
			put("Worker", name=f"W-{role}", worker_name=role, user=people[role], locality=NORTH, active=1)
		return people[role]

	return person_in


def name_to_type(target: str, user: str, world: World) -> str:
	"""Returns the name of a record that this person should be able to link to."""
	if target == "Role":
		return "Head of Service"
	if target == "User":
		return user
	rows = frappe.get_list if is_case(target) else frappe.get_all
	if found := rows(target, pluck="name", limit=1, order_by="creation desc"):
		return found[0]
	meta = frappe.get_meta(target)
	place = {
		"locality": NORTH,
		"child": world.anna,
		"active": 1,
		"enabled": 1,
		meta.title_field or "title": "Named here",
	}
	made = {field: value for field, value in place.items() if meta.has_field(field)}
	name = put(target, owner=user, **made).name
	frappe.clear_document_cache(target, name)
	return name


def offered(doors: Doors, target: str, typed: str) -> list[str]:
	answer = doors.call("frappe.desk.search.search_link", doctype=target, txt=typed, page_length=20)
	rows = answer if isinstance(answer, list) else answer.get("results") or []
	return [row["value"] for row in rows]


def accepted(doors: Doors, target: str, name: str) -> Any:
	validate = "frappe.client.validate_link"
	if not function_at(validate):
		validate = "frappe.client.validate_link_and_fetch"
	return doors.call(validate, "GET", doctype=target, docname=name).get("name")


def test_each_role_finds_what_it_may_write(
	world: World, person_in: Callable, doors: Doors, set_user: Callable
) -> None:
	links: dict[tuple[str, str], list[str]] = {}
	for role, target, field in (*written_links(), *filters_of_reports()):
		if role not in PLATFORM_ROLES:
			links.setdefault((role, target), []).append(field)
	assert len(links) > 100, "too few links were found"
	faults = []
	for (role, target), fields in sorted(links.items()):
		with set_user(person_in(role)):
			name = name_to_type(target, frappe.session.user, world)
			try:
				found, taken = offered(doors, target, ""), accepted(doors, target, name)
				exact = name in offered(doors, target, name)
			except frappe.PermissionError as error:
				found, taken, exact = [], str(error), False
			if not found or taken != name or not exact:
				faults.append(
					f"{role} cannot choose a {target} ({name}; {len(found)} offered, {taken}): {fields}"
				)
	assert not faults, "\n".join(faults)


def test_the_names_of_the_app_s_roles_are_all_that_opens(
	world: World, doors: Doors, set_user: Callable
) -> None:
	frappe.db.set_value("Role", "Legal Adviser", "disabled", 1)
	with set_user(world.coordinator):
		assert offered(doors, "Role", "head") == ["Head of Service"]
		for closed in ("System Manager", "Administrator", "Legal Adviser", "No such role"):
			assert closed not in offered(doors, "Role", closed)
			assert not accepted(doors, "Role", closed)
		assert not doors.text("frappe.client.get", doctype="Role", name="Head of Service")
		assert not doors.text("frappe.client.get_list", doctype="Role", fields='["two_factor_auth"]')
		asked = {"doctype": "Role", "txt": "", "filter_fields": '["home_page"]'}
		fetched = doors.text("frappe.desk.search.search_widget", **asked)
		assert "home_page" not in fetched


def test_people_outside_the_app_are_offered_no_role(
	world: World, doors: Doors, set_user: Callable, user_with: Callable
) -> None:
	with set_user(user_with("Newsletter Manager")):
		assert not offered(doors, "Role", "")
		assert not accepted(doors, "Role", "Head of Service")


def test_whoever_looks_after_the_system_finds_every_role(
	world: World, doors: Doors, set_user: Callable, user_with: Callable
) -> None:
	with set_user(user_with("System Manager")):
		assert "System Manager" in offered(doors, "Role", "System")
		assert accepted(doors, "Role", "System Manager") == "System Manager"


def test_suggestions_write_days_as_people_do(
	world: World, person_in: Callable, doors: Doors, set_user: Callable
) -> None:
	set_user(person_in("Team Manager"))
	put("Child", name="CH-98001", full_name="Orla 2026-99-99", child_id="4455", date_of_birth="2011-04-16")
	frappe.db.set_value("Child", "CH-98001", "locality", NORTH)
	answer = doors.call("frappe.desk.search.search_link", doctype="Child", txt="Orla", page_length=20)
	[row] = answer if isinstance(answer, list) else answer["results"]
	assert "16/04/2011" in row["description"]
	assert "2011-04-16" not in row["description"]
	assert row["value"] == "CH-98001"
	assert row["label"] == "Orla 2026-99-99"
