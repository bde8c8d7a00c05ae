"""Restores the state of the process after a failed try; the database rolls back its own part."""

from __future__ import annotations

from copy import copy, deepcopy
from typing import Any

import frappe

REMEMBERED = ("request_cache", "document_cache", "cache", "ppoc_access")
"""Caches of record values that last for one request."""


class Beginning:
	"""The state of a request or job before a piece of work, to be restored before a retry."""

	def __init__(self) -> None:
		self.form = deepcopy(dict(frappe.local.form_dict))
		self.response = deepcopy(dict(frappe.local.response))
		self.flags = {key: _own(value) for key, value in frappe.local.flags.items()}
		self.said = len(frappe.local.message_log)

	def put_back(self) -> None:
		"""Undoes what the failed try changed outside the database."""
		frappe.local.form_dict = frappe._dict(deepcopy(self.form))
		frappe.local.response = frappe._dict(deepcopy(self.response))
		frappe.local.flags.clear()
		frappe.local.flags.update({key: _own(value) for key, value in self.flags.items()})
		del frappe.local.message_log[self.said :]
		self._forget_what_was_read()

	def _forget_what_was_read(self) -> None:
		for name in REMEMBERED:
			if (kept := getattr(frappe.local, name, None)) is not None:
				kept.clear()
		frappe.db.value_cache.clear()


def _own(value: Any) -> Any:
	return copy(value) if isinstance(value, dict | list | set) else value
