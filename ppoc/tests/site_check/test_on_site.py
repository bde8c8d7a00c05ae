"""The site check on a site: who may run it, what accepting a finding records, and what the terminal prints."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ppoc.exceptions import AcceptedRiskError, NotAnAdministratorError
from ppoc.install import after_migrate
from ppoc.site_check import api, facts_database, terminal
from ppoc.site_check.check_database import ACCEPTED_RISK, look
from ppoc.site_check.facts import OpenedEndpoint, Unreadable
from ppoc.site_check.findings import SiteSeverity
from ppoc.tests.site_check.conftest import TWO_FACTOR


def say_we_know(**changed: str | int) -> str:
	"""Accepts a finding for 30 days; `until` may be a number of days. Returns the record's name."""
	values: dict[str, Any] = {
		"finding": TWO_FACTOR.key,
		"reason": "Tokens are being bought.",
		"until": 30,
		**changed,
	}
	if isinstance(values["until"], int):
		values["until"] = add_days(nowdate(), values["until"])
	api.accept(**values)
	return frappe.get_all(ACCEPTED_RISK, order_by="creation desc, name desc", limit=1, pluck="name")[0]


@pytest.mark.parametrize(
	"role", ["Team Coordinator", "Head of Service", "PPOC Auditor", "Performance Officer"]
)
def test_nobody_but_an_administrator_learns_what_is_wrong(site, user_with, set_user, finds, role):
	finds(TWO_FACTOR)
	name = say_we_know()
	set_user(user_with(role))
	calls = (
		api.findings,
		lambda: api.accept(TWO_FACTOR.key, "Because.", nowdate()),
		lambda: api.withdraw(name),
	)
	for call in calls:
		with pytest.raises(NotAnAdministratorError):
			call()


def test_a_guest_gets_nothing(site, set_user):
	set_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api.findings()


@pytest.mark.parametrize("role", ["System Manager", "PPOC Administrator"])
def test_an_administrator_looks_and_says_we_know(site, user_with, set_user, finds, role):
	finds(TWO_FACTOR)
	user = user_with(role)
	set_user(user)
	name = say_we_know()

	[row] = api.findings()
	assert row["accepted"]["reason"] == "Tokens are being bought."
	record = frappe.get_doc(ACCEPTED_RISK, name)
	assert (record.accepted_by, record.severity, record.scope) == (user, "Serious", "Team Manager")

	api.withdraw(name)
	[row] = api.findings()
	assert row["accepted"] is None
	record.reload()
	assert record.withdrawn_by == user


@pytest.mark.parametrize(
	"wrong",
	[
		{"reason": "   "},
		{"until": "2020-01-01"},
		{"until": 400},
		{"finding": "no-such-finding"},
		{"finding": ""},
	],
	ids=["no reason", "in the past", "too long", "not found", "nothing"],
)
def test_we_know_needs_a_finding_a_reason_and_an_end(site, finds, wrong):
	finds(TWO_FACTOR)
	with pytest.raises(AcceptedRiskError):
		say_we_know(**wrong)


def test_what_is_critical_cannot_be_left_for_a_year(site, finds):
	finds(replace(TWO_FACTOR, severity=SiteSeverity.CRITICAL))
	with pytest.raises(AcceptedRiskError):
		say_we_know(until=200)


def test_what_was_said_cannot_be_said_otherwise_later(site, finds):
	finds(TWO_FACTOR)
	record = frappe.get_doc(ACCEPTED_RISK, say_we_know())
	for field, value in (
		("until", add_days(nowdate(), 60)),
		("reason", "Other."),
		("scope", "Team Manager\nX"),
		("accepted_by", "Guest"),
	):
		record.reload()
		record.set(field, value)
		with pytest.raises(AcceptedRiskError):
			record.save()
	record.reload()
	with pytest.raises(AcceptedRiskError):
		record.delete()


def test_who_asks_over_rest_cannot_choose_what_is_covered(site, finds):
	finds(TWO_FACTOR)
	values = {"finding": TWO_FACTOR.key, "reason": "Because.", "until": nowdate()}
	forged = {"scope": "Everything", "severity": "Advice", "accepted_by": "Guest"}
	record = frappe.get_doc({"doctype": ACCEPTED_RISK, **values, **forged}).insert()
	assert (record.scope, record.severity, record.accepted_by) == ("Team Manager", "Serious", "Administrator")


def test_the_facts_of_this_site_can_all_be_read(site):
	facts = facts_database.gather()
	unreadable = {name for name, known in vars(facts).items() if isinstance(known, Unreadable)}
	assert unreadable <= {"workers"}, "Redis may be away in a test"
	assert facts.frappe == frappe.__version__
	assert facts.settings["System Settings.session_expiry"].ours == "08:00"
	assert "Team Coordinator" in facts.login.roles_without


def test_how_a_request_came_through_the_proxy_is_seen(site, monkeypatch):
	assert facts_database.gather().proxy is None, "nobody asks from a browser"
	headers = {"X-Forwarded-For": "203.0.113.9, 198.51.100.4", "X-Forwarded-Proto": "https"}
	environment = EnvironBuilder("/", headers=headers).get_environ()
	monkeypatch.setattr(
		frappe.local, "request", Request({**environment, "REMOTE_ADDR": "127.0.0.1"}), raising=False
	)
	seen = facts_database.gather().proxy
	assert (seen.scheme, seen.says_https, seen.addresses, seen.is_local) == ("http", True, 2, True)


def opened_now() -> tuple[OpenedEndpoint, ...]:
	found = facts_database.gather().opened
	assert not isinstance(found, Unreadable)
	return found


def test_what_was_opened_is_seen_until_it_is_closed(site):
	opened = frappe.get_doc(
		{
			"doctype": "Open Endpoint",
			"kind": "Function",
			"endpoint": "frappe.desk.calendar.update_event",
			"reason": "The duty rota",
		}
	).insert()
	[seen] = opened_now()
	assert (seen.endpoint, seen.by, seen.reason) == (opened.endpoint, "Administrator", "The duty rota")
	opened.close()
	assert opened_now() == ()


def test_somebody_with_a_key_is_seen(site, user_with):
	user = user_with("PPOC Auditor")
	assert user not in facts_database.gather().accounts.with_key
	frappe.db.set_value("User", user, "api_key", "a-key")
	assert user in facts_database.gather().accounts.with_key


def test_a_role_that_is_asked_for_a_second_factor_is_not_listed(site):
	frappe.db.set_value("Role", "Team Coordinator", "two_factor_auth", 1)
	assert "Team Coordinator" not in facts_database.gather().login.roles_without
	frappe.db.set_value("Role", "All", "two_factor_auth", 1)
	assert facts_database.gather().login.roles_without == ()


def test_a_backup_is_found_with_its_age_and_whether_it_is_encrypted(site, tmp_path, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "backup_path", str(tmp_path))
	monkeypatch.setattr(frappe.utils, "get_site_path", lambda *_: str(tmp_path))
	monkeypatch.setattr(frappe, "get_site_path", lambda *_: str(tmp_path))
	assert facts_database.gather().backups.database_age is None
	for name in (
		"20260101_010000-x-database-enc.sql.gz",
		"20260101_010000-x-files-enc.tar",
		"20260101_010000-x-private-files-enc.tar",
	):
		_write(tmp_path / name, hours_ago=2)
	(tmp_path / "20260102_010000-x-database.sql.gz").touch()
	facts = facts_database.gather().backups
	assert facts.encrypted
	assert 1.9 < facts.database_age.total_seconds() / 3600 < 2.1, "an empty file is no backup"
	assert facts.files_age
	assert facts.private_files_age


def _write(file: Path, hours_ago: float) -> None:
	file.write_bytes(b"x")
	then = time.time() - hours_ago * 3600
	os.utime(file, (then, then))


def test_no_password_of_the_configuration_is_told(site, monkeypatch):
	for key in ("db_password", "admin_password", "encryption_key", "mail_password"):
		monkeypatch.setitem(frappe.local.conf, key, f"Secret of {key}")
	told = json.dumps(api.findings()) + "\n".join(terminal.all_lines(look()))
	assert "admin_password" in told
	assert "Secret of" not in told


def test_mail_that_waits_for_days_is_counted(site):
	before = facts_database.gather().mail.stuck
	queued = frappe.get_doc({"doctype": "Email Queue", "sender": "a@example.org", "status": "Error"})
	queued.insert(ignore_permissions=True)
	assert facts_database.gather().mail.stuck == before
	frappe.db.set_value("Email Queue", queued.name, "creation", add_days(nowdate(), -3))
	assert facts_database.gather().mail.stuck == before + 1


def test_a_migrate_prints_at_most_five_lines(site, finds, capsys):
	finds(*(replace(TWO_FACTOR, key=f"finding-{number}") for number in range(9)))
	after_migrate()
	lines = capsys.readouterr().out.splitlines()
	assert len(lines) == 5
	assert lines[0].startswith("Serious: ")
	assert "Team Manager" in lines[0]
	assert lines[-1].startswith("5 more: bench --site ")


def test_a_migrate_says_nothing_when_nothing_is_serious_or_all_is_known(site, finds, capsys):
	finds(replace(TWO_FACTOR, severity=SiteSeverity.ADVICE))
	terminal.print_worst()
	finds(TWO_FACTOR)
	say_we_know()
	terminal.print_worst()
	assert capsys.readouterr().out == ""


def test_a_migrate_goes_on_when_the_check_fails(site, monkeypatch, capsys):
	def broken(**_: object) -> None:
		raise RuntimeError("secret")

	monkeypatch.setattr(terminal, "look", broken)
	after_migrate()
	(line,) = capsys.readouterr().out.splitlines()
	assert "(RuntimeError)" in line
	assert "secret" not in line


def test_facts_that_cannot_be_read_leave_the_transaction_usable(site, monkeypatch):
	monkeypatch.setattr(facts_database, "_mail", lambda: frappe.db.sql("select * from no_such_table"))
	facts = facts_database.gather()
	assert isinstance(facts.mail, Unreadable)
	assert frappe.db.exists("User", "Administrator")
