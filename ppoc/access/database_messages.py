"""Keeps what the database says about a failed query out of answers.

Its message names tables and columns, sometimes with a value, and Frappe adds the query: in version 15 whatever
the settings say, later if tracebacks are allowed. Frappe has no hook there, so the function that makes an answer
of an error is wrapped, once in each process; it only behaves differently on sites with this app.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe

from ppoc.database.installed import is_installed

_MARK = "ppoc_says_no_sql"


def guard(**_: Any) -> None:
	"""Wraps the function if this process has not done so yet. Runs before each request."""
	app: Any = sys.modules.get("frappe.app")
	handle = getattr(app, "handle_exception", None)
	if handle and not hasattr(handle, _MARK):
		app.handle_exception = quietly(handle)


def quietly(handle: Callable) -> Callable:
	"""Returns the function that makes an answer of an error, without what the database said.

	Frappe still writes the whole error to its log.
	"""

	@wraps(handle)
	def handled(error: Exception) -> Any:
		if is_from_database(error) and not frappe.conf.developer_mode and is_installed():
			frappe.local.flags.disable_traceback = True
			for log in ("error_log", "debug_log"):
				setattr(frappe.local, log, [])
		return handle(error)

	setattr(handled, _MARK, True)
	return handled


def is_from_database(error: Exception) -> bool:
	"""Returns whether the database, or a list about to be read from it, raised this."""
	db = getattr(frappe.local, "db", None)
	kinds = ("ProgrammingError", "OperationalError", "InternalError", "DataError")
	return bool(db) and isinstance(error, tuple(getattr(db, kind) for kind in kinds if hasattr(db, kind)))
