"""Gathers what the checks need from the site, its server and its folder. Changes nothing.

Each group is gathered separately, so that if one fails the others are still known.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_to_date, cint, get_datetime, getdate, now_datetime

from ppoc.access import defaults
from ppoc.access.unused_access_database import questionable, unused_logins
from ppoc.database.dates import NO_DATE
from ppoc.sample_children import records_database as sample_children
from ppoc.site_check.authority_checks import ASKED
from ppoc.site_check.database_checks import VARIABLES
from ppoc.site_check.facts import (
	CONFIG_KEYS,
	SECRET_KEYS,
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
	age,
)

SAVEPOINT = "ppoc_site_check"
SEES_CHILDREN = "Child"
QUEUES = ("short", "default", "long")
LOOPBACK = ("127.0.0.1", "::1", "")  # "": a socket of this machine
NOT_SENT = ("Not Sent", "Sending", "Partially Sent", "Error")


def gather(trace: bool = False) -> Facts:
	"""Returns the facts about this site.

	Args:
		trace: print the whole error if something cannot be read. It may contain secrets: for the terminal
		only.
	"""
	groups: dict[str, Callable[[], Any]] = {
		"frappe": lambda: frappe.__version__,
		"database": _database,
		"scheduler": _scheduler,
		"workers": _workers,
		"mail": _mail,
		"backups": _backups,
		"login": _login,
		"config": _config,
		"secrets_in_config": _secrets_in_config,
		"settings": _settings,
		"print_engine": _print_engine,
		"proxy": _proxy,
		"accounts": _accounts,
		"opened": _opened,
		"unseen": lambda: tuple(ASKED),
		"sample_children": lambda: len(sample_children.there()),
	}
	return Facts(**{name: _read(gatherer, trace) for name, gatherer in groups.items()})


def _read(gatherer: Callable[[], Any], trace: bool) -> Any:
	"""Returns the facts, or `Unreadable`. A failing query must not end the surrounding transaction."""
	frappe.db.savepoint(SAVEPOINT)
	try:
		return gatherer()
	except Exception as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		if trace:
			traceback.print_exc()
		return Unreadable(type(error).__name__)


def _database() -> Database:
	kind = frappe.db.db_type
	if kind != "mariadb":
		return Database(kind)
	marks = ", ".join(["%s"] * len(VARIABLES))
	# only marks for parameters are put in
	variables = frappe.db.sql(f"show global variables where variable_name in ({marks})", VARIABLES)
	character_set = frappe.db.sql(
		"select default_character_set_name from information_schema.schemata where schema_name = database()"
	)
	return Database(
		kind,
		version=str(frappe.db.sql("select version()")[0][0]),
		variables={name: str(value) for name, value in variables},
		character_set=str(character_set[0][0]) if character_set else "",
	)


def _scheduler() -> Scheduler:
	stopped_by = [
		key for key in ("pause_scheduler", "disable_scheduler", "maintenance_mode") if frappe.conf.get(key)
	]
	if not cint(frappe.db.get_single_value("System Settings", "enable_scheduler")):
		stopped_by.append(_("System Settings, Enable Scheduled Jobs"))
	jobs = frappe.get_all(
		"Scheduled Job Type", filters={"stopped": 0}, fields=["last_execution", "creation"], limit=0
	)
	runs = [get_datetime(job.last_execution) for job in jobs if job.last_execution]
	made = [get_datetime(job.creation) for job in jobs]
	now = now_datetime()
	return Scheduler(
		tuple(stopped_by),
		since_last_run=age(max(runs, default=None), now),
		since_install=age(min(made, default=None), now) or timedelta(),
	)


def _workers() -> Workers:
	from frappe.utils.background_jobs import generate_qname, get_queue, get_workers

	attended = {name for worker in get_workers() for name in worker.queue_names()}
	waits = {}
	for queue in QUEUES:
		waiting = get_queue(queue).get_jobs(0, 1)
		if waiting and (since := waiting[0].enqueued_at):
			waits[queue] = _since_utc(since)
	return Workers(tuple(queue for queue in QUEUES if generate_qname(queue) not in attended), waits)


def _since_utc(then: datetime) -> timedelta:
	"""Returns the time since a moment recorded by the queue in UTC; only newer releases of RQ mark it as UTC."""
	from datetime import timezone

	aware = then if then.tzinfo else then.replace(tzinfo=timezone.utc)
	return age(aware, datetime.now(timezone.utc)) or timedelta()


def _mail() -> Mail:
	day_ago = add_to_date(now_datetime(), days=-1)
	return Mail(
		has_account=bool(
			frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1})
			or frappe.conf.get("mail_server")
		),
		muted=bool(cint(frappe.conf.get("mute_emails"))),
		suspended=cint(frappe.db.get_default("suspend_email_queue")) == 1,
		stuck=frappe.db.count("Email Queue", {"status": ["in", NOT_SENT], "creation": ["<", day_ago]}),
	)


def _backups() -> Backups:
	folder = Path(frappe.get_site_path(frappe.conf.get("backup_path") or "private/backups"))
	files = [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
	database = _newest(f for f in files if "-database" in f.name and "partial" not in f.name)
	private = _newest(f for f in files if "-private-files" in f.name)
	public = _newest(f for f in files if "-files" in f.name and "-private-files" not in f.name)
	now = datetime.now()
	return Backups(
		database_age=_age_of(database, now),
		files_age=_age_of(public, now),
		private_files_age=_age_of(private, now),
		encrypted=database is not None and "-enc." in database.name,
	)


def _newest(files: Iterable[Path]) -> Path | None:
	return max((file for file in files if file.stat().st_size), key=lambda f: f.stat().st_mtime, default=None)


def _age_of(file: Path | None, now: datetime) -> timedelta | None:
	return age(datetime.fromtimestamp(file.stat().st_mtime), now) if file else None


def _login() -> Login:
	settings = frappe.get_single("System Settings")
	by_provider = bool(
		frappe.db.exists("Social Login Key", {"enable_social_login": 1})
		or cint(frappe.db.get_single_value("LDAP Settings", "enabled"))
	)
	return Login(
		two_factor=bool(cint(settings.enable_two_factor_auth)),
		roles_without=tuple(sorted(_roles_without_second_factor())),
		by_provider=by_provider,
		by_password=not cint(settings.get("disable_user_pass_login")),
	)


def _roles_without_second_factor() -> Iterator[str]:
	"""Yields roles that can read children and need no second factor. The role All covers everybody."""
	asked = set(frappe.get_all("Role", filters={"two_factor_auth": 1}, pluck="name", limit=0))
	if "All" in asked:
		return
	permissions = frappe.get_meta(SEES_CHILDREN).permissions
	reading = {row.role for row in permissions if row.read and not cint(row.permlevel)}
	yield from reading - asked - {"Administrator"}


def _config() -> dict[str, Any]:
	values = {key: frappe.conf.get(key) for key in CONFIG_KEYS}
	return {**values, "server_scripts": _server_scripts_allowed()}


def _server_scripts_allowed() -> bool:
	"""Returns whether server scripts are allowed: by a setting of the whole bench in released versions; in
	older ones unless the site forbids it."""
	from frappe.utils import safe_exec

	if asks := getattr(safe_exec, "is_safe_exec_enabled", None):
		return bool(asks())
	return bool(frappe.conf.get("server_script_enabled", True))


def _secrets_in_config() -> tuple[str, ...]:
	return tuple(key for key in SECRET_KEYS if frappe.conf.get(key))


def _settings() -> dict[str, Setting]:
	found = {}
	for doctype, field, ours in defaults.known_here():
		document = frappe.get_single(doctype)
		label = document.meta.get_label(field)
		found[f"{doctype}.{field}"] = Setting(label, document.get(field), ours)
	return found


def _print_engine() -> str:
	try:
		import weasyprint  # noqa: F401
	except Exception as error:  # ImportError, or OSError if the system's libraries are missing
		return type(error).__name__
	return ""


def _proxy() -> Proxy | None:
	"""Returns how the request came that asks for the check; a test or the terminal has none."""
	request = getattr(frappe.local, "request", None)
	if not request:
		return None
	addresses = [each for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
	return Proxy(
		scheme=request.scheme,
		says_https=request.headers.get("X-Forwarded-Proto", "").strip().lower() == "https",
		addresses=len(addresses),
		is_local=request.environ.get("REMOTE_ADDR", "") in LOOPBACK,
	)


def _accounts() -> Accounts:
	keys = frappe.get_all(
		"User", filters={"enabled": 1, "api_key": ["is", "set"]}, pluck="name", order_by="name"
	)
	used = frappe.db.get_value("User", "Administrator", "last_active")
	unused = unused_logins()
	every = frappe.get_all("Locality", pluck="name")
	asked = {row.user for row, _why in questionable(every)} - set(unused)
	return Accounts(
		tuple(keys), age(get_datetime(used), now_datetime()) if used else None, unused, tuple(sorted(asked))
	)


def _opened() -> tuple[OpenedEndpoint, ...]:
	rows = frappe.get_all(
		"Open Endpoint",
		filters={"closed_on": NO_DATE},
		fields=["kind", "endpoint", "opened_by", "opened_on", "reason"],
		order_by="opened_on, name",
	)
	return tuple(
		OpenedEndpoint(row.kind, row.endpoint, row.opened_by, str(getdate(row.opened_on)), row.reason.strip())
		for row in rows
	)
