"""Checks that the database server does not lose what it has confirmed, and answers quickly. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppoc.site_check.facts import Database
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text, _

TRIED = ((10, 11), (11, 8))
TITLE = Text(_("Database server"))
BELOW_MYSQLD = _("Write {0} below [mysqld] in the server's configuration and restart the server.")
VARIABLES = (
	"innodb_flush_log_at_trx_commit",
	"innodb_snapshot_isolation",
	"optimizer_join_limit_pref_ratio",
	"wsrep_on",
)
"""The server settings that the checks use."""


def judge(database: Database) -> Iterator[SiteFinding]:
	"""Yields what is wrong with the server. PostgreSQL has none of these settings."""
	if database.kind != "mariadb":
		return
	yield from _version(database.version)
	yield from _flush(database)
	yield from _cluster(database)
	yield from _character_set(database)
	yield from _page_limit(database)
	yield from _snapshot_isolation(database)


def _version(version: str) -> Iterator[SiteFinding]:
	found = re.search(r"(\d+)\.(\d+)\.\d+", version.removeprefix("5.5.5-"))
	remedy = Text(_("Use MariaDB 10.11 or 11.8, which PPOC is tested with."))
	if found is None:
		what = Text(_("This check cannot read the server's version {0}."), (version,))
		yield SiteFinding("database-version", TITLE, SiteSeverity.UNKNOWN, what, remedy)
		return
	series = (int(found[1]), int(found[2]))
	if "mariadb" not in version.lower():
		what = Text(_("The server says that it is {0}, which is not MariaDB."), (version,))
		yield SiteFinding("database-version", TITLE, SiteSeverity.SERIOUS, what, remedy, (version,))
	elif series not in TRIED:
		severity = SiteSeverity.SERIOUS if series < TRIED[0] else SiteSeverity.ADVICE
		what = Text(_("PPOC has not been tested with MariaDB {0}."), (found[0],))
		yield SiteFinding("database-version", TITLE, severity, what, remedy, (f"{series[0]}.{series[1]}",))


def _flush(database: Database) -> Iterator[SiteFinding]:
	value = database.variables.get("innodb_flush_log_at_trx_commit")
	if value is None:
		yield _untold("database-flush", "innodb_flush_log_at_trx_commit")
	elif value != "1":
		yield SiteFinding(
			"database-flush",
			TITLE,
			SiteSeverity.SERIOUS,
			Text(
				_(
					"innodb_flush_log_at_trx_commit is {0}: a power cut would lose work that people were"
					" told was saved."
				),
				(value,),
			),
			Text(BELOW_MYSQLD, ("innodb_flush_log_at_trx_commit = 1",)),
		)


def _untold(key: str, variable: str) -> SiteFinding:
	what = Text(_("The server does not say what {0} is."), (variable,))
	return SiteFinding(key, TITLE, SiteSeverity.UNKNOWN, what, Text(_("Ask the person who runs the server.")))


def _cluster(database: Database) -> Iterator[SiteFinding]:
	if _is_on(database, "wsrep_on"):
		yield SiteFinding(
			"database-cluster",
			TITLE,
			SiteSeverity.SERIOUS,
			Text(_("The server is part of a Galera cluster, which has lost writes that it had confirmed.")),
			Text(
				_(
					"Use one primary server for this site; a replica is fine for backups and as a"
					" standby in another building."
				)
			),
		)


def _character_set(database: Database) -> Iterator[SiteFinding]:
	if database.character_set and database.character_set != "utf8mb4":
		yield SiteFinding(
			"database-character-set",
			TITLE,
			SiteSeverity.SERIOUS,
			Text(
				_("The site's database has the character set {0}: names with some letters cannot be stored."),
				(database.character_set,),
			),
			Text(_("Convert it to utf8mb4, as Frappe's own instructions for MariaDB describe.")),
		)


def _page_limit(database: Database) -> Iterator[SiteFinding]:
	value = database.variables.get("optimizer_join_limit_pref_ratio")
	if value is not None and value != "100":
		yield SiteFinding(
			"database-page-limit",
			TITLE,
			SiteSeverity.ADVICE,
			Text(_("optimizer_join_limit_pref_ratio is {0}: long lists open more slowly."), (value,)),
			Text(BELOW_MYSQLD, ("optimizer_join_limit_pref_ratio = 100",)),
		)


def _snapshot_isolation(database: Database) -> Iterator[SiteFinding]:
	if _is_on(database, "innodb_snapshot_isolation"):
		yield SiteFinding(
			"database-snapshot-isolation",
			TITLE,
			SiteSeverity.INFORMATION,
			Text(
				_(
					"innodb_snapshot_isolation is on. If two people save the same record at once, one may"
					" be asked to save again."
				)
			),
			Text(_("Nothing to do.")),
		)


def _is_on(database: Database, variable: str) -> bool:
	return database.variables.get(variable, "").upper() in ("ON", "1")
