"""The page “Connect Excel or Power BI”: an address to copy, and a key that opens the feed and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
import requests
from playwright.sync_api import Page, expect

from ppoc.exceptions import FeedKeyError
from ppoc.reporting.odata import keys, keys_api
from ppoc.tests.factories import grant, make_child, make_team

pytestmark = pytest.mark.requirement("X2.3")
expect.set_options(timeout=20_000)


def test_only_people_who_may_export_make_a_key(site: str, user_with: Callable, set_user: Callable) -> None:
	for role in ("Social Worker", "PPOC Administrator"):
		with set_user(user_with(role)), pytest.raises(frappe.PermissionError):
			keys_api.make_key()


def test_a_new_key_replaces_the_old_one_and_a_withdrawn_one_is_gone(
	site: str, user_with: Callable, set_user: Callable
) -> None:
	user = user_with("Performance Officer")
	with set_user(user):
		first, second = keys_api.make_key(), keys_api.make_key()
		assert first["key"] != second["key"]
		assert keys.key_of(user) == second["key"]
		keys_api.withdraw_key()
		assert keys.key_of(user) == ""
	assert not frappe.db.get_value("User", user, "api_key")


def test_a_key_of_another_program_is_left_alone(site: str, user_with: Callable, set_user: Callable) -> None:
	user = user_with("Performance Officer")
	frappe.db.set_value("User", user, "api_key", "of-the-case-system")
	with set_user(user):
		assert keys.key_of(user) == ""
		for call in (keys_api.make_key, keys_api.withdraw_key):
			with pytest.raises(FeedKeyError):
				call()
	assert frappe.db.get_value("User", user, "api_key") == "of-the-case-system"


def test_a_performance_officer_makes_a_key_and_reads_the_feed_with_it(
	site: str, page: Page, server: Any, log_in: Callable[[str], None], user_with: Callable[..., str]
) -> None:
	team, user = make_team(), user_with("Performance Officer")
	grant(user, team.locality)
	make_child(team=team.name, first_name="Ada", last_name="Elm")
	log_in(user)
	page.goto("/app/ppoc-connect")
	expect(page.locator(".ppoc-connect img")).to_have_count(3)
	for picture in page.locator(".ppoc-connect img").all():
		expect(picture).to_have_js_property("complete", value=True)
		assert picture.evaluate("image => image.naturalWidth") > 0

	page.get_by_role("button", name="Make a key").click()

	expect(page.get_by_label("Password", exact=True)).not_to_have_value("")
	address, key, secret = (
		page.get_by_label(label, exact=True).input_value() for label in ("Address", "User name", "Password")
	)
	answer = requests.get(f"{address}Child", auth=(key, secret), timeout=60)
	assert [row["full_name"] for row in answer.json()["value"]] == ["Ada Elm"]
	home = address.removesuffix("odata/v4/")
	for there, written in (
		(f"{home}api/resource/Child", key),
		(f"{home}api/resource/Child", key.upper()),
		(f"{address}Child?cmd=frappe.client.get_list&doctype=Child", key),
		(f"{home}odata/v4x/../../api/resource/Child", key),
	):
		elsewhere = requests.get(there, auth=(written, secret), timeout=60)
		assert elsewhere.status_code in (401, 403), (there, written)
		assert "Ada" not in elsewhere.text
	page.reload()
	expect(page.get_by_text("You have a key.")).to_be_visible()
	assert secret not in page.content()
