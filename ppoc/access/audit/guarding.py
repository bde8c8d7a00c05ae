"""Keeps the audit trail from being changed, whoever asks and by whichever of the app's means.

Every way to a row leads through `frappe.db.sql`: saving, deleting by force, bulk delete, set_value, imports,
clearing logs, truncating, merging, a script typed into the System Console. So that one function is wrapped,
once in each process, and refuses any statement on the trail's tables but reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

import frappe
from frappe import _

from ppoc.exceptions import AuditTrailKeptError

DOCTYPE = "Audit Entry"
TABLES = ("tabAudit Entry", "ppoc_audit_")
READING = re.compile(r"\s*(explain\s+)?(\(\s*)*(select|show|desc|describe|checksum)\b", re.IGNORECASE)
NAME_OF_A_LOGIN = re.compile(
	r"\s*update\s+[`\"]tabAudit Entry[`\"]\s+set\s+[`\"]?(owner|modified_by)[`\"]?\s*=\s*\S+\s+where\s+[`\"]?\1\b",
	re.IGNORECASE,
)
"""Frappe writes the new name of a login into every table when a User is renamed."""

_MARK = "ppoc_keeps_the_trail"
_writes: ContextVar[bool] = ContextVar("ppoc_audit_writes", default=False)


def guard(**_options: Any) -> None:
	"""Wraps the function if this process has not done so yet. Runs before each request and job."""
	from frappe.database.database import Database

	if not hasattr(Database.sql, _MARK):
		Database.sql = _keeping(Database.sql)


@contextmanager
def writing() -> Iterator[None]:
	"""Lets the trail's own functions write to its tables."""
	token = _writes.set(True)
	try:
		yield
	finally:
		_writes.reset(token)


def refuse() -> None:
	"""Refuses a change of the audit trail.

	Raises:
		AuditTrailKeptError: always.
	"""
	frappe.throw(
		_("The audit trail is kept as it was written. Nobody can add to it, change it or delete from it."),
		AuditTrailKeptError,
		title=_("Audit trail"),
	)


def _keeping(run: Callable) -> Callable:
	@wraps(run)
	def sql(self: Any, query: Any, *arguments: Any, **options: Any) -> Any:
		text = query if isinstance(query, str) else str(query)
		if TABLES[1] in text or TABLES[0] in text:
			if NAME_OF_A_LOGIN.match(text):
				return ()  # the trail keeps the name that the login had
			if not (_writes.get() or READING.match(text) or _is_looked_after()):
				refuse()
		return run(self, query, *arguments, **options)

	setattr(sql, _MARK, True)
	return sql


def _is_looked_after() -> bool:
	"""Returns whether bench is installing, migrating or removing the app, which changes tables."""
	return any(frappe.flags.get(flag) for flag in ("in_install", "in_migrate", "in_uninstall"))
