"""What each check says if all is well, if something is wrong, and if it cannot tell. No site needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ppoc.site_check import checks
from ppoc.site_check.advisories import ADVISORIES, mended_in
from ppoc.site_check.authority_checks import ASKED
from ppoc.site_check.checks import CHECKS, SiteCheck, findings_of
from ppoc.site_check.facts import (
	Accounts,
	Backups,
	Database,
	Facts,
	Login,
	Mail,
	OpenedEndpoint,
	Proxy,
	Scheduler,
	Setting,
	Unreadable,
	Workers,
)
from ppoc.site_check.findings import SiteFinding, SiteSeverity

HOUR = timedelta(hours=1)
MARIADB = Database(
	"mariadb",
	"10.11.14-MariaDB-0+deb12u2",
	{"innodb_flush_log_at_trx_commit": "1", "optimizer_join_limit_pref_ratio": "100", "wsrep_on": "OFF"},
	"utf8mb4",
)
CONFIG = {"host_name": "https://permanence.example.org", "server_scripts": False}
WELL = Facts(
	frappe="16.33.0",
	database=MARIADB,
	scheduler=Scheduler((), HOUR / 10, 900 * HOUR),
	workers=Workers(),
	mail=Mail(has_account=True),
	backups=Backups(3 * HOUR, 3 * HOUR, 3 * HOUR, encrypted=True),
	login=Login(two_factor=True),
	config=CONFIG,
	secrets_in_config=(),
	settings={
		"System Settings.session_expiry": Setting("Session Expiry", "06:00", "08:00"),
		"System Settings.allow_consecutive_login_attempts": Setting("Attempts", 3, 5),
		"System Settings.enable_password_policy": Setting("Policy", 1, 1),
	},
	print_engine="",
	proxy=Proxy("https", says_https=True),
	accounts=Accounts(),
	opened=(),
	unseen=(),
	sample_children=0,
)


def found(**changed: Any) -> dict[str, SiteFinding]:
	return {finding.key: finding for finding in findings_of(replace(WELL, **changed))}


def test_nothing_is_said_of_a_site_that_is_as_it_should_be():
	assert found() == {}


@pytest.mark.parametrize(
	("version", "key", "severity"),
	[
		("15.55.1", "release-below-floor", SiteSeverity.CRITICAL),
		("15.83.9", "release-below-floor", SiteSeverity.CRITICAL),
		("15.103.9", "release-below-floor", SiteSeverity.CRITICAL),
		("15.104.0", "release-advisories", SiteSeverity.SERIOUS),
		("16.4.1", "release-below-floor", SiteSeverity.CRITICAL),
		("16.13.9", "release-below-floor", SiteSeverity.CRITICAL),
		("16.14.0", "release-advisories", SiteSeverity.SERIOUS),
		("16.32.5", "release-advisories", SiteSeverity.SERIOUS),
		("15.0.0-dev", "release-development", SiteSeverity.CRITICAL),
		("16.0.0-dev", "release-development", SiteSeverity.CRITICAL),
		("17.0.0-dev", "release-unsupported", SiteSeverity.SERIOUS),
		("14.90.0", "release-unsupported", SiteSeverity.SERIOUS),
		("nightly", "release-unknown", SiteSeverity.UNKNOWN),
	],
)
def test_a_release_with_a_published_weakness_is_named(version, key, severity):
	assert found(frappe=version)[key].severity == severity


@pytest.mark.parametrize("version", ["15.107.0", "15.200.1", "16.33.0", "16.40.2"])
def test_a_release_without_a_published_weakness_is_fine(version):
	assert found(frappe=version) == {}


def test_the_finding_names_the_advisories_and_the_release_to_take():
	finding = found(frappe="16.4.1")["release-below-floor"]
	assert "CVE-2026-35614" in finding.what.say()
	assert "16.33.0" in finding.remedy.say()
	assert "CVE-2026-31877" not in finding.what.say(), "16 was never open to this one"


def test_the_floors_are_those_of_the_documentation():
	assert (mended_in(15, SiteSeverity.CRITICAL), mended_in(16, SiteSeverity.CRITICAL)) == (
		"15.104.0",
		"16.14.0",
	)
	assert mended_in(16) == "16.33.0"
	assert len({advisory.id for advisory in ADVISORIES}) == len(ADVISORIES)


@pytest.mark.parametrize(
	("version", "severity"),
	[
		("10.11.14-MariaDB", None),
		("5.5.5-10.11.14-MariaDB-0+deb12u2", None),
		("11.8.3-MariaDB-1:11.8.3+maria~deb13", None),
		("11.4.5-MariaDB", SiteSeverity.ADVICE),
		("10.6.18-MariaDB", SiteSeverity.SERIOUS),
		("8.0.36", SiteSeverity.SERIOUS),
		("unknown", SiteSeverity.UNKNOWN),
	],
)
def test_the_series_of_mariadb_is_one_that_is_tested(version, severity):
	finding = found(database=replace(MARIADB, version=version)).get("database-version")
	assert (finding and finding.severity) == severity


@pytest.mark.parametrize(
	("variable", "value", "key", "severity"),
	[
		("innodb_flush_log_at_trx_commit", "2", "database-flush", SiteSeverity.SERIOUS),
		("wsrep_on", "ON", "database-cluster", SiteSeverity.SERIOUS),
		("optimizer_join_limit_pref_ratio", "0", "database-page-limit", SiteSeverity.ADVICE),
		("innodb_snapshot_isolation", "ON", "database-snapshot-isolation", SiteSeverity.INFORMATION),
	],
)
def test_a_setting_of_mariadb_that_loses_or_slows_is_named(variable, value, key, severity):
	database = replace(MARIADB, variables={**MARIADB.variables, variable: value})
	assert found(database=database)[key].severity == severity


def test_a_server_that_has_no_such_setting_is_not_asked_to_set_it():
	variables = {"innodb_flush_log_at_trx_commit": "1"}
	assert found(database=replace(MARIADB, variables=variables)) == {}


def test_a_server_that_does_not_say_how_it_writes_cannot_be_judged():
	assert found(database=replace(MARIADB, variables={}))["database-flush"].severity == SiteSeverity.UNKNOWN


def test_a_database_of_another_character_set_is_named():
	assert "database-character-set" in found(database=replace(MARIADB, character_set="latin1"))


def test_postgresql_is_asked_for_none_of_this():
	assert found(database=Database("postgres")) == {}


def test_a_stopped_scheduler_says_by_what():
	finding = found(scheduler=Scheduler(("pause_scheduler",), None, HOUR))["scheduler-stopped"]
	assert "pause_scheduler" in finding.what.say()


@pytest.mark.parametrize(
	("scheduler", "wrong"),
	[
		(Scheduler((), 3 * HOUR, 900 * HOUR), True),
		(Scheduler((), HOUR, 900 * HOUR), False),
		(Scheduler((), None, HOUR / 2), False),
		(Scheduler((), None, 3 * HOUR), True),
	],
	ids=["silent", "lately", "just installed", "never ran"],
)
def test_a_scheduler_that_starts_nothing_is_noticed(scheduler, wrong):
	assert ("scheduler-silent" in found(scheduler=scheduler)) == wrong


def test_a_queue_without_a_worker_and_a_job_that_waits_are_noticed():
	said = found(workers=Workers(("long",), {"short": HOUR, "default": HOUR / 10}))
	assert "long" in said["workers-missing"].what.say()
	assert "short (1 h)" in said["workers-late"].what.say()
	assert "default" not in said["workers-late"].what.say()


@pytest.mark.parametrize(
	("mail", "key"),
	[
		(Mail(has_account=False), "mail-account"),
		(Mail(True, muted=True), "mail-muted"),
		(Mail(True, suspended=True), "mail-suspended"),
		(Mail(True, stuck=7), "mail-stuck"),
	],
	ids=["no account", "muted", "suspended", "stuck"],
)
def test_mail_that_does_not_leave_is_noticed(mail, key):
	assert list(found(mail=mail)) == [key]


@pytest.mark.parametrize(
	("backups", "keys"),
	[
		(Backups(), {"backup-database"}),
		(Backups(30 * HOUR, HOUR, HOUR, True), {"backup-database"}),
		(Backups(HOUR, None, HOUR, True), {"backup-files"}),
		(Backups(HOUR, HOUR, 30 * HOUR, True), {"backup-files"}),
		(Backups(HOUR, HOUR, HOUR, False), {"backup-encryption"}),
	],
	ids=["none", "old", "no files", "old private files", "in the clear"],
)
def test_a_backup_that_would_not_bring_all_back_is_noticed(backups, keys):
	assert set(found(backups=backups)) == keys


@pytest.mark.parametrize(
	("login", "keys"),
	[
		(Login(False), {"two-factor-off"}),
		(Login(True, ("Team Manager",)), {"two-factor-roles"}),
		(Login(False, by_provider=True, by_password=True), {"two-factor-off"}),
		(Login(False, by_provider=True, by_password=False), {"two-factor-provider"}),
	],
	ids=["off", "a role without", "a password still opens", "provider only"],
)
def test_a_login_that_a_password_alone_opens_is_noticed(login, keys):
	assert set(found(login=login)) == keys


@pytest.mark.parametrize(
	("config", "key", "severity"),
	[
		({"developer_mode": 1}, "config-developer_mode", SiteSeverity.SERIOUS),
		({"server_scripts": True}, "config-server_scripts", SiteSeverity.SERIOUS),
		({"allow_tests": True}, "config-allow_tests", SiteSeverity.SERIOUS),
		({"ignore_csrf": 1}, "config-ignore_csrf", SiteSeverity.CRITICAL),
		({"allow_cors": "*"}, "config-allow_cors", SiteSeverity.CRITICAL),
		({"allow_cors": ["https://a.example.org", "*"]}, "config-allow_cors", SiteSeverity.CRITICAL),
		({"host_name": "http://permanence.example.org"}, "config-host_name", SiteSeverity.SERIOUS),
		({"host_name": None}, "config-host_name", SiteSeverity.ADVICE),
	],
)
def test_a_configuration_for_development_is_noticed(config, key, severity):
	said = found(config={"host_name": "https://permanence.example.org", **config})
	assert said[key].severity == severity


def test_named_origins_and_switches_that_are_off_are_fine():
	config = {
		**CONFIG,
		"allow_cors": ["https://a.example.org"],
		"developer_mode": 0,
		"allow_tests": "false",
	}
	assert found(config=config) == {}


def test_a_password_in_the_configuration_is_named_and_not_shown():
	assert "admin_password" in found(secrets_in_config=("admin_password",))["config-secrets"].what.say()


@pytest.mark.parametrize(
	("name", "value", "ours"),
	[
		("System Settings.session_expiry", "170:00", "08:00"),
		("System Settings.session_expiry", "", "08:00"),
		("System Settings.allow_consecutive_login_attempts", 0, 5),
		("System Settings.allow_consecutive_login_attempts", 50, 5),
		("System Settings.allow_login_after_fail", 10, 300),
		("System Settings.minimum_password_score", "1", "3"),
		("System Settings.allow_error_traceback", 1, 0),
		("Website Settings.disable_signup", 0, 1),
		("OAuth Settings.enable_dynamic_client_registration", 1, 0),
		("System Settings.only_allow_system_managers_to_upload_public_files", None, 1),
		("System Settings.a_setting_of_tomorrow", 1, 0),
	],
)
def test_a_setting_that_was_loosened_is_named(name, value, ours):
	said = found(settings={name: Setting("The label", value, ours)})
	[finding] = said.values()
	assert "The label" in finding.remedy.say()


def test_a_print_engine_that_cannot_be_loaded_is_named():
	assert "OSError" in found(print_engine="OSError")["print-engine"].what.say()


@pytest.mark.parametrize(
	("proxy", "keys"),
	[
		(Proxy("http", says_https=False), {"proxy-https"}),
		(Proxy("http", says_https=True), {"proxy-https"}),
		(Proxy("https", True, addresses=2), {"proxy-address-forged"}),
		(Proxy("https", True, addresses=0), {"proxy-address-missing"}),
		(Proxy("https", True, addresses=0, is_local=False), set()),
		(None, set()),
	],
	ids=["no encryption", "not believed", "forged", "everybody alike", "no proxy", "terminal"],
)
def test_a_proxy_that_hides_or_believes_too_much_is_noticed(proxy, keys):
	assert set(found(proxy=proxy)) == keys


def test_a_proxy_that_frappe_does_not_believe_has_another_remedy_than_none():
	remedies = {found(proxy=Proxy("http", says))["proxy-https"].remedy.say() for says in (True, False)}
	assert len(remedies) == 2


def test_people_with_a_key_are_named_and_a_further_one_is_not_covered_by_an_acceptance():
	finding = found(accounts=Accounts(("feed@example.org",)))["accounts-api-key"]
	assert "feed@example.org" in finding.what.say()
	assert finding.scope == ("feed@example.org",)


def test_people_who_never_log_in_and_access_that_outlived_its_reason_are_named():
	told = found(accounts=Accounts(unused=("old@example.org",), access_to_question=("left@example.org",)))
	assert set(told) == {"accounts-unused", "accounts-access"}
	assert "60 days: old@example.org" in told["accounts-unused"].what.say()
	assert "left@example.org" in told["accounts-access"].what.say()


@pytest.mark.parametrize(("days", "noticed"), [(1, True), (29, True), (31, False), (None, False)])
def test_work_as_administrator_is_noticed(days, noticed):
	used = None if days is None else timedelta(days=days)
	assert ("accounts-administrator" in found(accounts=Accounts((), used))) == noticed


def test_what_was_opened_is_listed_with_who_and_why():
	one = OpenedEndpoint("Function", "frappe.a.b", "admin@example.org", "2026-11-03", "The letters need it")
	[finding] = found(opened=(one, replace(one, kind="Page", endpoint="letters"))).values()
	said = finding.what.say()
	assert "Function frappe.a.b (admin@example.org, 2026-11-03: The letters need it)" in said
	assert finding.scope == ("Function frappe.a.b", "Page letters")


def test_what_nobody_sees_from_here_is_asked_for_until_somebody_answers():
	said = found(unseen=tuple(ASKED))
	assert set(said) == {"backup-offline", "encryption-at-rest", "logs-elsewhere"}
	assert {finding.severity for finding in said.values()} == {SiteSeverity.UNKNOWN}


def test_sample_children_are_named_until_they_are_gone():
	[finding] = found(sample_children=8).values()
	assert finding.severity == SiteSeverity.ADVICE
	assert "figures: 8" in finding.what.say()


@pytest.mark.parametrize("about", [check.about for check in CHECKS])
def test_a_check_whose_facts_are_missing_says_so(about):
	[finding] = found(**{about: Unreadable("OperationalError")}).values()
	assert finding.severity == SiteSeverity.UNKNOWN
	assert "OperationalError" in finding.what.say()


def test_a_check_that_fails_takes_no_other_with_it(monkeypatch):
	def broken(_facts: object) -> list[SiteFinding]:
		raise ValueError("a password")

	monkeypatch.setattr(checks, "CHECKS", (SiteCheck("broken", "Broken", "mail", broken), *CHECKS))
	said = found(print_engine="OSError")
	assert set(said) == {"broken-unknown", "print-engine"}
	assert "a password" not in said["broken-unknown"].what.say()


def test_the_worst_comes_first():
	said = findings_of(replace(WELL, frappe="15.55.1", print_engine="OSError", config={"host_name": ""}))
	assert [finding.severity for finding in said] == sorted(finding.severity for finding in said)
	assert said[0].severity == SiteSeverity.CRITICAL
	assert said[-1].severity == SiteSeverity.ADVICE


def test_what_runs_is_not_judged_while_the_site_is_being_installed():
	facts = replace(
		WELL, backups=Backups(), mail=Mail(False), workers=Unreadable("ConnectionError"), frappe="15.55.1"
	)
	assert {f.key for f in findings_of(facts, at_rest=True)} == {"release-below-floor", "release-advisories"}
