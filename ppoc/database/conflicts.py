"""Whether the database ended a transaction in favour of another one: by its errors, and by watching what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import frappe

from ppoc.exceptions import OthersSavingError

# of MariaDB; version 15 passes the first on as the driver raises it
CHANGED_SINCE_READ, DEADLOCK = 1020, 1213
# of PostgreSQL
NOT_SERIALISABLE, DEADLOCK_DETECTED = "40001", "40P01"


def ended_for_another(error: BaseException, waits: bool = False) -> bool:
	"""Whether the database ended this transaction so that another one could go on.

	Args:
		error: what a statement raised, by whichever version and driver.
		waits: whether to count a wait for somebody's lock that took too long as well.
	"""
	if isinstance(error, OthersSavingError):
		return False  # it was tried as often as it should be
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
class Fate:
	"""What became of the transaction meanwhile. `ended` is the error with which the database ended it, unless it was
	rolled back since; `committed` says whether something was committed."""

	ended: Exception | None = None
	committed: bool = False


@contextmanager
def watched() -> Iterator[Fate]:
	"""Watches what is sent to the database.

	An error alone does not tell: the platform logs what goes wrong with a notification, say, and goes on. What had been
	written before is gone all the same.
	"""
	database, fate = frappe.local.db, Fate()
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
