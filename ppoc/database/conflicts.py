"""Detects whether the database ended a transaction in favour of another one, by errors and by watching statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import frappe

from ppoc.exceptions import OthersSavingError

# MariaDB's error codes; version 15 passes the first on as the driver raises it
CHANGED_SINCE_READ, DEADLOCK = 1020, 1213
# PostgreSQL's error codes
NOT_SERIALISABLE, DEADLOCK_DETECTED = "40001", "40P01"


def ended_for_another(error: BaseException, waits: bool = False) -> bool:
	"""Returns whether the database ended this transaction so that another one could go on.

	Args:
		error: what a statement raised, with any version and driver.
		waits: whether to count a lock wait timeout as well.
	"""
	if isinstance(error, OthersSavingError):
		return False  # it has already used up its retries
	if isinstance(error, frappe.QueryDeadlockError):
		return True
	if isinstance(error, frappe.QueryTimeoutError):
		return waits
	if not isinstance(error, frappe.db.OperationalError):
		return False
	if frappe.db.db_type == "postgres":
		return getattr(error, "pgcode", None) in (NOT_SERIALISABLE, DEADLOCK_DETECTED)
	return bool(error.args) and error.args[0] in (CHANGED_SINCE_READ, DEADLOCK)


@dataclass
class TransactionOutcome:
	"""What has happened to the transaction so far. `ended` is the error with which the database ended it,
	unless it has been rolled back since; `committed` says whether anything was committed."""

	ended: Exception | None = None
	committed: bool = False


@contextmanager
def watched() -> Iterator[TransactionOutcome]:
	"""Watches the statements sent to the database.

	Errors raised are not enough: Frappe logs what goes wrong with a notification, for instance, and carries
	on, although everything written before it is gone.
	"""
	database, fate = frappe.local.db, TransactionOutcome()
	sql, commit, rollback = database.sql, database.commit, database.rollback

	def watched_sql(*args: Any, **options: Any) -> Any:
		try:
			return sql(*args, **options)
		except Exception as error:
			if ended_for_another(error):
				fate.ended = error
			raise

	def watched_commit(*args: Any, **options: Any) -> Any:
		fate.committed = True
		return commit(*args, **options)

	def watched_rollback(*args: Any, **options: Any) -> Any:
		if not (args or options.get("save_point")):
			fate.ended = None
		return rollback(*args, **options)

	before = {name: vars(database).get(name) for name in ("sql", "commit", "rollback")}
	database.sql, database.commit, database.rollback = watched_sql, watched_commit, watched_rollback
	try:
		yield fate
	finally:
		for name, own in before.items():
			if own is None:
				delattr(database, name)
			else:
				setattr(database, name, own)
