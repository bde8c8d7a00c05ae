"""What the database ends in favour of somebody else begins again. Nothing of it was written.

Two who wait for each other are a deadlock (MariaDB 1213). MariaDB from 11.6.2 also ends who writes a row that somebody
else has written since the transaction began (1020, "Record has changed since last read"); PostgreSQL always has.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import frappe

from ppoc.bulk.beginning import Beginning
from ppoc.exceptions import OthersSavingError

TRIES = 8
LONGEST_PAUSE = 0.4
CHANGED_SINCE_READ, DEADLOCK = (
	1020,
	1213,
)  # of MariaDB; version 15 passes the first on as the driver raises it
NOT_SERIALISABLE, DEADLOCK_DETECTED = "40001", "40P01"  # of PostgreSQL

P = ParamSpec("P")
R = TypeVar("R")


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


def pause(tried: int) -> None:
	"""Lets the others go on; each for another time, so that not all begin again together."""
	time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.02 * 2**tried)))


def begins_again(waits: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""A decorator for a whole transaction: what a job commits at a time, or a call that is nothing else's part.

	Where something was written before in the same transaction it is called as it is: that is gone, and would not be
	written again. Whole requests begin again by `whole_requests`.

	Args:
		waits: as in `ended_for_another`; for what runs in the background, where nobody sits and waits a second time.

	Raises, when it is called:
		OthersSavingError: it was ended as often as it was tried.
	"""

	def decorated(work: Callable[P, R]) -> Callable[P, R]:
		@wraps(work)
		def begun_again(*args: P.args, **kwargs: P.kwargs) -> R:
			if frappe.db.transaction_writes:
				return work(*args, **kwargs)
			beginning = Beginning()
			for tried in range(TRIES):
				try:
					return work(*args, **kwargs)
				except Exception as error:
					if not ended_for_another(error, waits):
						raise
					last = error
				frappe.db.rollback()
				beginning.put_back()
				pause(tried)
			raise OthersSavingError(*last.args) from last

		return begun_again

	return decorated


def on_its_own(work: Callable[..., Any], *args: Any, failed: str) -> None:
	"""One piece of a nightly job, committed. It begins again, and its fault does not keep the other pieces back.

	Args:
		work: what to do; `args` go to it.
		failed: the title under which a fault is logged.
	"""
	try:
		begins_again(waits=True)(work)(*args)
		frappe.db.commit()
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=failed)
