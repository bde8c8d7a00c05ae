"""What the checks need to know about an installation, as plain values; `facts_database` gathers them.

A group of facts that could not be gathered is `Unreadable`: the checks that need it then say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Unreadable:
	"""Facts that could not be gathered; `why` names the kind of error only, since its text may hold a secret."""

	why: str


@dataclass(frozen=True)
class Database:
	"""The database server.

	Attributes:
		kind: "mariadb" or "postgres".
		version: as the server says it, such as "10.11.14-MariaDB-0+deb12u2".
		variables: the server's settings that the checks ask for, by name; one that it has not is missing.
		character_set: of the site's own database; "" where there is no such thing.
	"""

	kind: str
	version: str = ""
	variables: Mapping[str, str] = field(default_factory=dict)
	character_set: str = ""


@dataclass(frozen=True)
class Scheduler:
	"""Whether the site's scheduled work is done.

	Attributes:
		stopped_by: the settings that stop it; empty when none does.
		since_last_run: time since the site's scheduled work last ran; None when it never has.
		since_install: time since the site's scheduled jobs were made.
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
		muted: the site's configuration keeps all mail back.
		suspended: sending was suspended on the Email Queue list.
		stuck: mails older than a day that have not been sent.
	"""

	has_account: bool
	muted: bool = False
	suspended: bool = False
	stuck: int = 0


@dataclass(frozen=True)
class Backups:
	"""The newest backup in the site's own folder.

	Attributes:
		database_age, files_age, private_files_age: None when there is none.
		encrypted: the newest backup of the database is.
	"""

	database_age: timedelta | None = None
	files_age: timedelta | None = None
	private_files_age: timedelta | None = None
	encrypted: bool = False


@dataclass(frozen=True)
class Login:
	"""How people log in.

	Attributes:
		two_factor: the site asks for a second factor at all.
		roles_without: roles that see children and are not asked for it.
		by_provider: an identity provider or LDAP is set up.
		by_password: people can log in with a password kept here.
	"""

	two_factor: bool
	roles_without: tuple[str, ...] = ()
	by_provider: bool = False
	by_password: bool = True


@dataclass(frozen=True)
class Setting:
	"""A setting of the site beside the value that the app gives it at the first install."""

	label: str
	value: Any
	ours: Any


@dataclass(frozen=True)
class Facts:
	"""All that the checks look at. Times are ages, so that a check needs no clock.

	Attributes:
		frappe: version of Frappe.
		config: what the site's configuration says of the keys in `CONFIG_KEYS`, and never a password.
		secrets_in_config: keys of passwords that need not stand there.
		settings: settings of the Desk that the app sets, by "DocType.field".
		print_engine: "" when it can be loaded, or the kind of error.
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
	"""Time from then to now; never negative, since clocks of two machines differ a little."""
	return None if then is None else max(now - then, timedelta())
