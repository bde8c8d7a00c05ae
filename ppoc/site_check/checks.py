"""Runs all checks of an installation: facts in, findings out, worst first. Plain Python.

A check is a function that takes its facts and yields findings, or nothing if all is well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ppoc.site_check import (
	authority_checks,
	database_checks,
	login_checks,
	release_checks,
	running_checks,
	setting_checks,
)
from ppoc.site_check.facts import Facts, Unreadable
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text, _


@dataclass(frozen=True)
class SiteCheck:
	"""One check.

	Attributes:
		key: names the check.
		title: what it examines, in a few words.
		about: the group of `Facts` that it takes.
		judge: the check itself.
		at_rest: it can run while the site is being installed or migrated, when no services run.
	"""

	key: str
	title: str
	about: str
	judge: Callable[[Any], Iterable[SiteFinding]]
	at_rest: bool = True


CHECKS = (
	SiteCheck("release", _("Release of Frappe"), "frappe", release_checks.judge),
	SiteCheck("database", _("Database server"), "database", database_checks.judge),
	SiteCheck("scheduler", _("Scheduler"), "scheduler", running_checks.scheduler, at_rest=False),
	SiteCheck("workers", _("Background workers"), "workers", running_checks.workers, at_rest=False),
	SiteCheck("mail", _("Outgoing mail"), "mail", running_checks.mail, at_rest=False),
	SiteCheck("backup", _("Backup"), "backups", running_checks.backups, at_rest=False),
	SiteCheck("login", _("Login"), "login", login_checks.judge),
	SiteCheck("config", _("Configuration of the site"), "config", setting_checks.config),
	SiteCheck("secrets", _("Passwords in the configuration"), "secrets_in_config", setting_checks.secrets),
	SiteCheck("settings", _("Settings of the Desk"), "settings", setting_checks.settings),
	SiteCheck("print-engine", _("Print engine"), "print_engine", running_checks.print_engine),
	SiteCheck("proxy", _("Proxy in front of the site"), "proxy", authority_checks.proxy, at_rest=False),
	SiteCheck("accounts", _("Accounts that need no second factor"), "accounts", authority_checks.accounts),
	SiteCheck("opened", _("Opened by an administrator"), "opened", authority_checks.opened),
	SiteCheck("sample-children", _("Sample children"), "sample_children", authority_checks.sample_children),
	SiteCheck("unseen", _("What only the authority knows"), "unseen", authority_checks.unseen, at_rest=False),
)


def findings_of(facts: Facts, at_rest: bool = False) -> list[SiteFinding]:
	"""Returns what is wrong, worst first.

	Args:
		facts: see `Facts`.
		at_rest: leaves out what can only be checked on a running site.

	Returns:
		Findings. A check that fails, or whose facts are missing, is a finding too.
	"""
	found = [
		finding for check in CHECKS if check.at_rest or not at_rest for finding in _findings(check, facts)
	]
	return sorted(found, key=lambda finding: finding.severity)


def _findings(check: SiteCheck, facts: Facts) -> Iterator[SiteFinding]:
	known = getattr(facts, check.about)
	if isinstance(known, Unreadable):
		yield _not_made(check, known.why)
		return
	try:
		found = list(check.judge(known))
	except Exception as error:  # an error in one check does not stop the others
		found = [_not_made(check, type(error).__name__)]
	yield from found


def _not_made(check: SiteCheck, why: str) -> SiteFinding:
	return SiteFinding(
		f"{check.key}-unknown",
		Text(check.title),
		SiteSeverity.UNKNOWN,
		Text(_("This check could not be run ({0}), so its answer is not known."), (why,)),
		Text(_("Run bench --site your.site ppoc-site-check --trace, which shows the whole error.")),
	)
