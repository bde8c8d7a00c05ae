"""Retries work that the database ended in favour of another transaction. None of it was written.

Two transactions that wait for each other are in a deadlock (MariaDB 1213). From 11.6.2, MariaDB also ends a
transaction that writes a row changed by another since it began (1020, "Record has changed since last read");
PostgreSQL always has.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import frappe

from ppoc.database.conflicts import ended_for_another, watched
from ppoc.database.retry_state import Beginning
from ppoc.exceptions import OthersSavingError

TRIES = 8
LONGEST_PAUSE = 0.4
"""Seconds that somebody who has pressed a button waits between two tries."""
TRIES_IN_BACKGROUND = 12
LONGEST_PAUSE_IN_BACKGROUND = 5.0
"""A job can let a long transaction, such as the closing of a meeting on a slow machine, come to its end."""

P = ParamSpec("P")
R = TypeVar("R")


def pause(tried: int, waits: bool = False) -> None:
	"""Waits a random time, so that the others can go on and not all of them retry at once."""
	longest = LONGEST_PAUSE_IN_BACKGROUND if waits else LONGEST_PAUSE
	time.sleep(random.uniform(0, min(longest, 0.02 * 2**tried)))  # noqa: S311 - no secret


def take_turns(error: Exception | None) -> None:
	"""Waits before a retry, if another transaction took the next number in a series, before anything is read.

	All numbered records share one row of counters. A transaction that reads first and takes a number later
	fails whenever a colleague takes one in between; on a busy morning that could use up every try.

	Args:
		error: what ended the last try, if there was one.
	"""
	if error is None:
		return
	if frappe.db.db_type == "postgres":
		# PostgreSQL names no table in its error, and a lock on the whole table precedes its snapshot.
		frappe.db.sql("lock table `tabSeries` in share row exclusive mode")
	elif "tabSeries" in str(error):
		frappe.db.sql("select `name` from `tabSeries` for update")


def begins_again(waits: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""Returns a decorator that retries a whole transaction: the part a job commits at a time, or a complete call.

	If the transaction has already written something, the function is called without retries: the earlier
	writes would be lost and not repeated. `request_retry` retries whole requests.

	Args:
		waits: as in `ended_for_another`; for background work, where no user has to wait a second time.

	Raises, when it is called:
		OthersSavingError: every try was ended.
	"""

	def decorated(work: Callable[P, R]) -> Callable[P, R]:
		@wraps(work)
		def begun_again(*args: P.args, **kwargs: P.kwargs) -> R:
			if frappe.db.transaction_writes:
				return work(*args, **kwargs)
			beginning, last = Beginning(), None
			for tried in range(TRIES_IN_BACKGROUND if waits else TRIES):
				with watched() as transaction:
					try:
						take_turns(last)
						answer = work(*args, **kwargs)
					except Exception as error:
						if not (transaction.ended or ended_for_another(error, waits)):
							raise
						last = transaction.ended or error
					else:
						if not transaction.ended:
							return answer
						last = transaction.ended
				frappe.db.rollback()
				beginning.put_back()
				pause(tried, waits)
			raise OthersSavingError(*(last.args if last else ())) from last

		return begun_again

	return decorated


def on_its_own(work: Callable[..., Any], *args: Any, failed: str) -> None:
	"""Runs and commits one part of a nightly job. It is retried, and an error in it does not stop the other parts.

	Args:
		work: what to do; `args` are passed to it.
		failed: the title under which an error is logged.
	"""
	try:
		begins_again(waits=True)(work)(*args)
		frappe.db.commit()
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=failed)
