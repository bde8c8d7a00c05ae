"""Where two wait for each other, the database ends one of them. Nothing of it was written: it begins once more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import frappe

TRIES = 5

P = ParamSpec("P")
R = TypeVar("R")


def again_after(*errors: type[Exception]) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""A decorator for a whole transaction: what a request asks for, or what a job commits at a time.

	Not for a part of one: what was written before in the same transaction is gone, and would not be written again.

	Args:
		errors: after which it begins again, on the last try they go on to the caller: `QueryDeadlockError`, and in
			the background `QueryTimeoutError`, for which nobody should sit and wait a second time.
	"""

	def decorated(work: Callable[P, R]) -> Callable[P, R]:
		@wraps(work)
		def begun_again(*args: P.args, **kwargs: P.kwargs) -> R:
			for _try in range(TRIES - 1):
				said = len(frappe.message_log)
				try:
					return work(*args, **kwargs)
				except errors:
					frappe.db.rollback()
					del frappe.message_log[said:]
			return work(*args, **kwargs)

		return begun_again

	return decorated
