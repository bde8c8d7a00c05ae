"""Who still has access and does not use it, has left, or stands in without an end: named for those who can end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email import message_from_string
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.access import unused_access_emails
from ppoc.access.unused_access import HeldAccess, worth_asking
from ppoc.access.unused_access_database import questionable, unused_logins
from ppoc.ppoc.report.access_to_question import access_to_question
from ppoc.site_check import facts_database
from ppoc.tests.access_world import NORTH, SOUTH, Doors, World, grant

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.requirement("P5.2")


def held(**values: Any) -> HeldAccess:
	usual = {"until": None, "stands_in": False, "enabled": True, "since": date(2026, 1, 1), "used_on": TODAY}
	return HeldAccess(**{**usual, **values})


@pytest.mark.parametrize(
	("values", "said"),
	[
		({}, None),
		({"used_on": date(2026, 9, 24)}, None),
		({"used_on": date(2026, 9, 23)}, "Not used since 2026-09-23."),
		({"used_on": None}, "Never used."),
		({"used_on": None, "since": date(2026, 11, 1)}, None),
		({"enabled": False}, "The login has ended; the access has not."),
		({"stands_in": True}, "Stands in for somebody, without an end."),
		({"stands_in": True, "until": date(2026, 12, 24)}, None),
	],
)
def test_why_somebody_should_ask(values: dict[str, Any], said: str | None):
	found = worth_asking(held(**values), TODAY)
	assert (str(found) if found else None) == (said and said.replace("2026-09-23", "23 September 2026"))


@pytest.fixture
def frozen(site: str) -> Any:
	with freeze_time("2026-11-23 10:00", tick=True):
		yield


def used(user: str, day: str | None) -> None:
	frappe.db.set_value(
		"User", user, {"last_active": day, "last_login": None, "creation": "2026-01-05 09:00:00"}
	)


def test_a_manager_finds_them_in_the_own_locality_and_no_other(
	frozen: None, world: World, user_with: Callable[..., str], doors: Doors, set_user: Callable[[str], Any]
) -> None:
	idle, elsewhere, left = (
		user_with("Social Worker", name=f"{name}@example.org") for name in ("idle", "far", "left")
	)
	for user, locality in ((idle, NORTH), (elsewhere, SOUTH), (left, NORTH)):
		grant(user, locality, from_date="2026-01-05")
		used(user, "2026-08-01 10:00:00" if user != left else "2026-11-20 10:00:00")
	frappe.db.set_value("User", left, "enabled", 0)
	for user in (world.manager, world.coordinator):
		used(user, "2026-11-20 10:00:00")
	set_user(world.manager)
	answer = doors.call(
		"frappe.desk.query_report.run", report_name="Access to Question", filters={"days": "60"}
	)
	rows = {row["who"]: row["why"] for row in answer["result"]}
	assert rows == {
		"idle": "Not used since 1 August 2026.",
		"left": "The login has ended; the access has not.",
	}


def test_an_access_that_was_withdrawn_or_is_over_is_not_asked_about(frozen: None, world: World) -> None:
	used(world.coordinator, None)
	access = frappe.get_doc("Locality Access", {"user": world.coordinator})
	access.db_set("from_date", "2026-01-05")
	assert world.coordinator in {row.user for row, _why in questionable([NORTH])}
	access.db_set("to_date", "2026-11-22")
	assert world.coordinator not in {row.user for row, _why in questionable([NORTH])}
	access.db_set({"to_date": None, "withdrawn_on": "2026-11-01 10:00:00"})
	assert world.coordinator not in {row.user for row, _why in questionable([NORTH])}


def test_somebody_who_looks_after_no_access_may_not_ask(
	world: World, doors: Doors, set_user: Callable[[str], Any]
) -> None:
	set_user(world.social_worker)
	with pytest.raises(frappe.PermissionError):
		doors.call("frappe.desk.query_report.run", report_name="Access to Question", filters={})


def test_the_site_check_names_logins_that_nobody_uses(frozen: None, world: World) -> None:
	used(world.manager, "2026-09-23 10:00:00")
	used(world.coordinator, "2026-09-24 10:00:00")
	assert world.manager in unused_logins()
	assert world.coordinator not in unused_logins()
	frappe.db.set_value("Locality Access", {"user": world.coordinator}, "stand_in_for", f"W-{world.manager}")
	facts = facts_database.gather().accounts
	assert world.manager in facts.unused
	assert world.coordinator in facts.access_to_question


# the weekly email


def emails() -> dict[str, str]:
	"""Returns recipient → the text of the email about access."""
	rows = frappe.get_all("Email Queue", {"reference_doctype": ["is", "not set"]}, ["name", "message"])
	found = {}
	for row in rows:
		if "Access Settings" in (text := text_of(row.message)):
			found[frappe.db.get_value("Email Queue Recipient", {"parent": row.name}, "recipient")] = text
	return found


def text_of(message: str) -> str:
	parts = [each for each in message_from_string(message).walk() if each.get_content_type() == "text/plain"]
	return parts[0].get_payload(decode=True).decode()


@pytest.fixture
def unused(frozen: None, world: World, user_with: Callable[..., str]) -> None:
	"""Two people who have access, in two localities, and do not use it; everybody else does."""
	for name in frappe.get_all("User", pluck="name"):
		used(name, "2026-11-20 10:00:00")
	for name, locality in (("idle", NORTH), ("far", SOUTH)):
		user = user_with("Social Worker", name=f"{name}@example.org")
		grant(user, locality, from_date="2026-01-05")
		used(user, "2026-08-01 10:00:00")


def test_each_manager_is_told_of_the_own_locality_by_email(
	unused: None, world: World, user_with: Callable[..., str]
) -> None:
	administrator = user_with("PPOC Administrator")
	used(administrator, "2026-11-20 10:00:00")
	unused_access_emails.send_weekly()
	sent = emails()
	assert world.coordinator not in sent
	assert world.social_worker not in sent
	assert "idle" in sent[world.manager]
	assert "Not used since 1 August 2026." in sent[world.manager]
	assert "far" not in sent[world.manager].replace("so far", "")
	assert {"idle", "far"} <= set(sent[administrator].split())
	assert "/query-report/Access" in sent[world.manager]


def test_nobody_is_told_twice_in_a_week(unused: None, world: World) -> None:
	unused_access_emails.send_weekly()
	assert world.manager in emails()
	for day, sent_again in (("2026-11-24", False), ("2026-11-29", False), ("2026-11-30", True)):
		frappe.db.delete("Email Queue")
		with freeze_time(f"{day} 03:00", tick=True):
			unused_access_emails.send_weekly()
		assert (world.manager in emails()) is sent_again, day
	assert frappe.get_doc("Access Settings").email_weekly  # noting the day keeps the setting


def test_a_setting_turns_it_off(unused: None) -> None:
	frappe.get_doc("Access Settings").update({"email_weekly": 0}).save()
	unused_access_emails.send_weekly()
	assert emails() == {}


def test_where_all_access_is_used_nobody_gets_an_email(frozen: None, world: World) -> None:
	for name in frappe.get_all("User", pluck="name"):
		used(name, "2026-11-20 10:00:00")
	unused_access_emails.send_weekly()
	assert emails() == {}
	assert not frappe.get_doc("Access Settings").emailed_on


def test_names_in_it_are_text(unused: None, world: World) -> None:
	frappe.db.set_value("User", "idle@example.org", "full_name", "<b>Idle</b>")
	told = unused_access_emails.content_for(world.manager)
	assert told
	html = frappe.render_template("templates/emails/ppoc_access_to_question.html", {**told, "name": "M"})
	assert "&lt;b&gt;Idle" in html


def test_the_feed_asks_for_the_columns_alone(world: World) -> None:
	columns, rows = access_to_question.execute({"team": ""})
	assert (rows, columns[0]["fieldname"]) == ([], "who")
