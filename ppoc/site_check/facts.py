"""The facts that the checks need about an installation, as plain values; `facts_database` gathers them.

A group of facts that could not be gathered is `Unreadable`, and the checks that need it say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Unreadable:
	"""Facts that could not be gathered; `why` is only the kind of error, since its text may contain a secret."""

	why: str


@dataclass(frozen=True)
class Database:
	"""The database server.

	Attributes:
		kind: "mariadb" or "postgres".
		version: as the server reports it, such as "10.11.14-MariaDB-0+deb12u2".
		variables: the server settings that the checks use, by name; unknown ones are missing.
		character_set: that of the site's own database; "" if it has none.
	"""

	kind: str
	version: str = ""
	variables: Mapping[str, str] = field(default_factory=dict)
	character_set: str = ""


@dataclass(frozen=True)
class Scheduler:
	"""Whether the site's scheduled work is done.

	Attributes:
		stopped_by: the settings that stop it; empty if none does.
		since_last_run: time since the site's scheduled work last ran; None if it never has.
		since_install: time since the site's scheduled jobs were created.
	"""

	stopped_by: tuple[str, ...] = ()
	since_last_run: timedelta | None = None
	since_install: timedelta = timedelta()


@dataclass(frozen=True)
class Workers:
	"""The background workers of the bench.

	Attributes:
		unattended: queues that no worker listens to.
		longest_wait: how long the oldest job has waited, by queue.
	"""

	unattended: tuple[str, ...] = ()
	longest_wait: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True)
class Mail:
	"""Outgoing mail.

	Attributes:
		has_account: an Email Account, or the site's configuration, says how mail is sent.
		muted: the site's configuration blocks all mail.
		suspended: sending was suspended on the Email Queue list.
		stuck: emails older than a day that have not been sent.
	"""

	has_account: bool
	muted: bool = False
	suspended: bool = False
	stuck: int = 0


@dataclass(frozen=True)
class Backups:
	"""The newest backup in the site's own folder.

	Attributes:
		database_age, files_age, private_files_age: None if there is none.
		encrypted: whether the newest backup of the database is encrypted.
	"""

	database_age: timedelta | None = None
	files_age: timedelta | None = None
	private_files_age: timedelta | None = None
	encrypted: bool = False


@dataclass(frozen=True)
class Login:
	"""How people log in.

	Attributes:
		two_factor: the site asks for a second factor.
		roles_without: roles that see children but do not need a second factor.
		by_provider: an identity provider or LDAP is set up.
		by_password: people can log in with a password stored on this site.
	"""

	two_factor: bool
	roles_without: tuple[str, ...] = ()
	by_provider: bool = False
	by_password: bool = True


@dataclass(frozen=True)
class Proxy:
	"""How the administrator's request came through the proxy in front of the site.

	Attributes:
		scheme: "https" if Frappe takes the request for encrypted.
		says_https: the proxy says so, whether Frappe believes it or not.
		addresses: how many addresses X-Forwarded-For has; Frappe takes the first.
		is_local: the connection itself comes from this machine, so there is a proxy on it.
	"""

	scheme: str
	says_https: bool = False
	addresses: int = 1
	is_local: bool = True


@dataclass(frozen=True)
class Accounts:
	"""Accounts that a second factor does not protect, or that nobody needs.

	Attributes:
		with_key: people who can log in with an API key.
		administrator_used: how long ago somebody last worked as Administrator; None if nobody ever did.
		unused: people whose login nobody has used for 60 days.
		access_to_question: people who have left and still have access, or stand in without an end.
	"""

	with_key: tuple[str, ...] = ()
	administrator_used: timedelta | None = None
	unused: tuple[str, ...] = ()
	access_to_question: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenedEndpoint:
	"""What an administrator has opened of the platform, since when and why."""

	kind: str
	endpoint: str
	by: str
	on: str
	reason: str


@dataclass(frozen=True)
class Setting:
	"""A setting of the site, and the value that the app sets at the first install."""

	label: str
	value: Any
	ours: Any


@dataclass(frozen=True)
class Facts:
	"""Everything that the checks examine. Times are ages, so that a check needs no clock.

	Attributes:
		frappe: version of Frappe.
		config: the site configuration's values for `CONFIG_KEYS`; never a password.
		secrets_in_config: keys of passwords that do not need to be there.
		settings: settings of the Desk that the app sets, by "DocType.field".
		print_engine: "" if it can be loaded, otherwise the kind of error.
		proxy: None where no request is being answered, as in the terminal.
		opened: what an administrator has opened of the platform.
		unseen: what only the authority knows, see `authority_checks.ASKED`.
		sample_children: how many of the setup wizard's made-up children are there.
	"""

	frappe: str | Unreadable
	database: Database | Unreadable
	scheduler: Scheduler | Unreadable
	workers: Workers | Unreadable
	mail: Mail | Unreadable
	backups: Backups | Unreadable
	login: Login | Unreadable
	config: Mapping[str, Any] | Unreadable
	secrets_in_config: tuple[str, ...] | Unreadable
	settings: Mapping[str, Setting] | Unreadable
	print_engine: str | Unreadable
	proxy: Proxy | Unreadable | None
	accounts: Accounts | Unreadable
	opened: tuple[OpenedEndpoint, ...] | Unreadable
	unseen: tuple[str, ...] | Unreadable
	sample_children: int | Unreadable


CONFIG_KEYS = (
	"developer_mode",
	"server_scripts",
	"allow_tests",
	"ignore_csrf",
	"allow_cors",
	"host_name",
)
SECRET_KEYS = ("admin_password", "root_password", "db_root_password")


def age(then: datetime | None, now: datetime) -> timedelta | None:
	"""Returns the time from then to now; never negative, since the clocks of two machines differ a little."""
	return None if then is None else max(now - then, timedelta())
