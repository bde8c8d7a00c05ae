"""Attack: the same endpoints as a program would try them: over HTTP, logged in, on the served site."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.tests.access_world import World

pytestmark = [pytest.mark.requirement("X4.1"), pytest.mark.usefixtures("committed")]


def test_every_common_door_in_turn(world: World, session: Callable, hidden: str) -> None:
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "secret.txt",
			"content": hidden + frappe.generate_hash(length=6),
			"attached_to_doctype": "Child",
			"attached_to_name": world.bella,
		}
	).insert()
	ask = session(world.coordinator)
	own = ask("GET", f"/api/resource/Child/{world.anna}")
	assert own.status_code == 200, own.text
	assert own.json()["data"]["full_name"] == "Anna Test"
	like_ours = json.dumps([["Child", "name", "like", "TEST-%"]])
	closed: dict[str, dict[str, Any]] = {
		f"/api/resource/Child/{world.bella}": {},
		f"/api/resource/Child/{world.rosie}": {},
		"/api/resource/Child": {"fields": '["name","full_name"]', "filters": like_ours},
		"/api/method/frappe.client.get": {"doctype": "Child", "name": world.bella},
		"/api/method/frappe.desk.form.load.getdoc": {"doctype": "Child", "name": world.bella},
		"/api/method/frappe.desk.form.linked_with.get": {"doctype": "Locality", "docname": "Test South"},
		"/api/method/frappe.desk.search.get_link_title": {"doctype": "Child", "docname": world.bella},
		"/api/method/frappe.desk.search.search_link": {
			"doctype": "Child",
			"txt": hidden,
			"ignore_user_permissions": 1,
		},
		"/api/method/frappe.utils.print_format.download_pdf": {"doctype": "Child", "name": world.bella},
		"/printview": {"doctype": "Child", "name": world.bella},
		file.file_url: {},
	}
	for path, values in closed.items():
		answer = ask("GET", path, **values)
		assert hidden not in answer.text, path
		assert not answer.content.startswith(b"%PDF"), path
	count = ask("GET", "/api/method/frappe.client.get_count", doctype="Child", filters=like_ours)
	assert count.json()["message"] == 1
	file.delete_file_data_content()


def test_a_withdrawn_access_ends_with_the_next_request(world: World, session: Callable) -> None:
	ask = session(world.coordinator)
	assert ask("GET", f"/api/resource/Child/{world.anna}").status_code == 200
	frappe.get_doc("Locality Access", {"user": world.coordinator}).withdraw("left")
	frappe.db.commit()
	assert ask("GET", f"/api/resource/Child/{world.anna}").status_code == 404


def test_a_blind_write_is_refused_with_what_to_do(world: World, session: Callable) -> None:
	ask = session(world.manager)
	path = f"/api/resource/Child/{world.anna}"
	refused = ask("PUT", path, ethnicity="x")
	assert refused.status_code == 417, refused.text
	assert "Open the record" in refused.text
	seen = ask("GET", path).json()["data"]["modified"]
	assert ask("PUT", path, ethnicity="x", modified="2020-01-01 00:00:00").status_code in (409, 417)
	made = ask("PUT", path, ethnicity="x", modified=seen)
	assert made.status_code == 200, made.text
	assert made.json()["data"]["ethnicity"] == "x"


def test_no_traceback_reaches_a_browser(world: World, session: Callable) -> None:
	ask = session(world.coordinator)
	answer = ask("GET", "/api/method/frappe.client.get", doctype="Child", name="NO-SUCH-CHILD")
	assert "Traceback" not in answer.text
