"""Attack: the pages and answers around the app: without headers, with a redirect to another site, a change without
the session's token, questions about who has an account, and requests to delete somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
import requests

from ppoc.access import login_answers, response_headers
from ppoc.exceptions import DeletionRequestRefusedError
from ppoc.tests.access_world import PASSWORD, World

pytestmark = pytest.mark.requirement("X4.1")
over_the_wire = pytest.mark.usefixtures("committed")
ELSEWHERE = (
	"//evil.example",
	"https://evil.example/app",
	"/\\evil.example",
	"javascript:alert(1)",
	"https:evil.example",
	"\t//evil.example",
	"https://evil.example@127.0.0.1/",
)
FORGOT = "frappe.core.doctype.user.user.reset_password"


@over_the_wire
def test_every_answer_has_its_headers(world: World, session: Callable, server: Any) -> None:
	ask, base = session(world.coordinator), server.base_url
	answers = {
		"login page": requests.get(f"{base}/login", timeout=60),
		"list": ask("GET", "/api/resource/Child"),
		"record": ask("GET", f"/api/resource/Child/{world.anna}"),
		"hidden record": ask("GET", f"/api/resource/Child/{world.bella}"),
		"print": ask("GET", "/printview", doctype="Child", name=world.anna),
		"pdf": ask(
			"GET", "/api/method/frappe.utils.print_format.download_pdf", doctype="Child", name=world.anna
		),
		"no such file": ask("GET", "/private/files/none.txt"),
		"no such page": requests.get(f"{base}/no-such-page", timeout=60),
		"feed": ask("GET", "/odata/v4/"),
		"odd path": ask("GET", "/login/%2e%2e/x"),
		"redirect": requests.get(
			f"{base}/login?redirect-to=//evil.example", timeout=60, allow_redirects=False
		),
		"refused change": ask("POST", "/api/method/frappe.client.no_such"),
	}
	for place, answer in answers.items():
		headers = answer.headers
		assert headers["X-Content-Type-Options"] == "nosniff", place
		assert headers["X-Frame-Options"] == "SAMEORIGIN", place
		assert headers["Referrer-Policy"] == "same-origin", place
		policy = headers["Content-Security-Policy"]
		assert "default-src 'self'" in policy or "default-src 'none'" in policy, place
		assert "frame-ancestors 'self'" in policy, place
	for place in ("list", "record", "hidden record", "print", "pdf", "no such file"):
		assert "no-store" in answers[place].headers["Cache-Control"], place
	assert answers["print"].status_code == answers["pdf"].status_code == 200


def test_the_policy_lets_nothing_leave_the_site() -> None:
	policy = response_headers.POLICY
	for directive in (
		"img-src",
		"connect-src",
		"font-src",
		"frame-src",
		"form-action",
		"script-src",
		"style-src",
	):
		assert "'self'" in policy[directive]
		assert "http" not in policy[directive]
		assert "*" not in policy[directive]
	assert policy["object-src"] == "'none'"


@over_the_wire
def test_a_file_is_no_page_of_ours(world: World, session: Callable) -> None:
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "page.html",
			"content": f"<script>alert(1)</script>{frappe.generate_hash()}",
			"attached_to_doctype": "Child",
			"attached_to_name": world.anna,
		}
	).insert()
	frappe.db.commit()
	try:
		answer = session(world.coordinator)("GET", file.file_url)
		assert answer.status_code == 200
		policy = answer.headers["Content-Security-Policy"]
		assert "sandbox" in policy
		assert "default-src 'none'" in policy
		assert "script-src" not in policy
		assert "no-store" in answer.headers["Cache-Control"]
	finally:
		file.delete_file_data_content()


@over_the_wire
def test_behind_https_browsers_stay_there(server: Any) -> None:
	url, site = f"{server.web_url}/login", {"X-Frappe-Site-Name": frappe.local.site}
	secure = requests.get(url, headers={**site, "X-Forwarded-Proto": "https"}, timeout=60)
	assert secure.headers["Strict-Transport-Security"].startswith("max-age=31536000")
	assert "Strict-Transport-Security" not in requests.get(url, headers=site, timeout=60).headers


@over_the_wire
def test_a_login_leads_nowhere_else(world: World, browser_session: Callable, server: Any) -> None:
	logged_in, guest = browser_session(world.coordinator), requests.Session()
	for caller in (logged_in, guest):
		for target in ELSEWHERE:
			answer = caller.get(
				f"{server.base_url}/login", params={"redirect-to": target}, allow_redirects=False, timeout=60
			)
			assert answer.status_code == 302, target
			assert answer.headers["Location"].split("?")[0] in ("/login", f"{server.base_url}/login"), target
	inside = logged_in.get(
		f"{server.base_url}/login", params={"redirect-to": "/app/child"}, allow_redirects=False, timeout=60
	)
	assert inside.headers["Location"].endswith("/app/child")
	page = guest.get(f"{server.base_url}/login", params={"redirect-to": "/app/child"}, timeout=60)
	assert page.status_code == 200


@over_the_wire
def test_a_change_needs_the_token_from_the_first_moment(
	world: World, browser_session: Callable, server: Any
) -> None:
	browser = browser_session(world.manager)
	url = f"{server.base_url}/api/method/frappe.desk.form.utils.add_comment"
	comment = {
		"reference_doctype": "Child",
		"reference_name": world.anna,
		"content": "x",
		"comment_email": world.manager,
		"comment_by": "M",
	}
	for headers in ({}, {"X-Frappe-CSRF-Token": "guess"}, {"X-Frappe-CSRF-Token": ""}):
		refused = browser.post(url, data=comment, headers=headers, timeout=60)
		assert refused.status_code == 400, refused.text
	record = f"{server.base_url}/api/resource/Child/{world.anna}"
	assert browser.put(record, json={}, timeout=60).status_code == 400
	assert browser.delete(record, timeout=60).status_code == 400
	browser.post(
		f"{server.base_url}/", data={"cmd": "frappe.desk.form.utils.add_comment", **comment}, timeout=60
	)
	made = browser.post(url, data=comment, headers={"X-Frappe-CSRF-Token": browser.token}, timeout=60)
	assert made.status_code == 200, made.text
	assert browser.get(record, timeout=60).status_code == 200
	frappe.db.rollback()
	assert frappe.db.count("Comment", {"reference_name": world.anna, "comment_type": "Comment"}) == 1


@over_the_wire
def test_a_session_that_is_older_than_this_gets_its_token_by_looking(
	world: World, browser_session: Callable, server: Any
) -> None:
	browser = browser_session(world.manager)
	sid = browser.cookies["sid"]
	data = frappe.cache.hget("session", sid)
	data["data"].pop("csrf_token")
	frappe.cache.hset("session", sid, data)
	url = f"{server.base_url}/api/method/frappe.client.no_such"
	assert browser.post(url, timeout=60).status_code == 400
	assert browser.get(f"{server.base_url}/api/resource/Child", timeout=60).status_code == 200
	frappe.local.cache.clear()
	assert frappe.cache.hget("session", sid)["data"]["csrf_token"]


@over_the_wire
def test_forgot_password_says_the_same_of_everybody(world: World, server: Any) -> None:
	frappe.db.set_value("User", world.manager_south, "enabled", 0)
	frappe.db.commit()
	said = set()
	for user in (world.coordinator, world.manager_south, "nobody@example.org", "Administrator", "Guest", "x"):
		frappe.cache.delete_keys("rl:")
		answer = requests.post(f"{server.base_url}/api/method/{FORGOT}", data={"user": user}, timeout=60)
		said.add((answer.status_code, answer.text))
	assert len(said) == 1, said
	((status, text),) = said
	assert status == 200
	assert "If this address has an account" in text
	assert frappe.db.get_value("User", world.coordinator, "reset_password_key")  # and yet it does its work


@over_the_wire
def test_a_login_fails_alike_for_known_and_unknown(world: World, server: Any) -> None:
	from frappe.utils.password import update_password

	for user in (world.coordinator, world.manager_south):
		update_password(user, PASSWORD)
	frappe.db.set_value("User", world.manager_south, "enabled", 0)
	frappe.db.commit()
	said: dict[str, list[tuple[int, str]]] = {}
	for user, password in (
		(world.coordinator, "wrong"),
		("nobody@example.org", "wrong"),
		(world.manager_south, PASSWORD),
	):
		frappe.cache.delete_value(["login_failed_count", "login_failed_time"])  # 16 counts by computer, too
		for _attempt in range(8):
			answer = requests.post(
				f"{server.base_url}/api/method/login",
				data={"usr": user, "pwd": password},
				headers={"X-Forwarded-For": f"192.0.2.{len(said)}"},
				timeout=60,
			)
			said.setdefault(user, []).append((answer.status_code, answer.json().get("message", "")))
	assert said[world.coordinator] == said["nobody@example.org"] == said[world.manager_south], said
	assert len(set(said[world.coordinator])) == 2  # refused, and then locked


def test_nobody_logs_in_by_a_link_in_an_email(site: str) -> None:
	from ppoc.access import defaults

	known = {(doctype, field): value for doctype, field, value in defaults.known_here()}
	assert known[("System Settings", "login_with_email_link")] == 0
	assert not frappe.get_system_settings("login_with_email_link")


@pytest.mark.parametrize("doctype", ["Personal Data Deletion Request", "Personal Data Download Request"])
def test_nobody_asks_for_anothers_account(
	world: World, set_user: Callable, user_with: Callable, doctype: str
) -> None:
	def ask(user: str) -> None:
		frappe.get_doc({"doctype": doctype, "email": user, "user": user, "user_name": user}).run_method(
			"before_insert"
		)
		login_answers.refuse_for_others(frappe.get_doc({"doctype": doctype, "email": user, "user": user}))

	for caller in ("Guest", world.coordinator, world.configurer):
		set_user(caller)
		with pytest.raises(DeletionRequestRefusedError):
			ask(world.manager)
	set_user(world.manager)
	login_answers.refuse_for_others(
		frappe.get_doc({"doctype": doctype, "email": world.manager, "user": world.manager})
	)


@over_the_wire
def test_a_guests_form_deletes_no_account(world: World, server: Any) -> None:
	before = frappe.db.count("Personal Data Deletion Request")
	for name in frappe.get_all("Web Form", {"doc_type": "Personal Data Deletion Request"}, pluck="name"):
		answer = requests.post(
			f"{server.base_url}/api/method/frappe.website.doctype.web_form.web_form.accept",
			data={"web_form": name, "data": frappe.as_json({"email": world.manager})},
			timeout=60,
		)
		assert answer.status_code in (403, 404), answer.text
	frappe.db.rollback()
	assert frappe.db.count("Personal Data Deletion Request") == before
