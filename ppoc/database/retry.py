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

from ppoc.database.conflicts import ended_for_another, watched
from ppoc.database.retry_state import Beginning
from ppoc.exceptions import OthersSavingError

TRIES = 8
LONGEST_PAUSE = 0.4

P = ParamSpec("P")
R = TypeVar("R")


def pause(tried: int) -> None:
	"""Lets the others go on; each for another time, so that not all begin again together."""
	time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.02 * 2**tried)))


def take_turns(error: Exception | None) -> None:
	"""Before another try: where somebody else took the next number, waits for that before anything is read.

	All numbered records count in one row. Who reads first and takes a number later is too late whenever a colleague
	takes one in between; on a busy morning that could go on for as many tries as there are.

	Args:
		error: what ended the last try, if there was one.
	"""
	if error is None:
		return
	if frappe.db.db_type == "postgres":
		# It names no table in its error, and a lock of the whole table comes before its snapshot.
		frappe.db.sql("lock table `tabSeries` in share row exclusive mode")
	elif "tabSeries" in str(error):
		frappe.db.sql("select `name` from `tabSeries` for update")


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
			beginning, last = Beginning(), None
			for tried in range(TRIES):
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
				pause(tried)
			raise OthersSavingError(*(last.args if last else ())) from last

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
