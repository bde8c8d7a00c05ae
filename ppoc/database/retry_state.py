"""What a try that came to nothing has left behind in the process; the database forgets its part by itself."""

from __future__ import annotations

from copy import copy, deepcopy
from typing import Any

import frappe

REMEMBERED = ("request_cache", "document_cache", "cache", "ppoc_access")
"""Where values of records are kept for the time of a request."""


class Beginning:
	"""What a request or a job has in hand before a piece of work, to be put back before that begins again."""

	def __init__(self) -> None:
		self.form = deepcopy(dict(frappe.local.form_dict))
		self.response = deepcopy(dict(frappe.local.response))
		self.flags = {key: _own(value) for key, value in frappe.local.flags.items()}
		self.said = len(frappe.local.message_log)

	def put_back(self) -> None:
		"""Undoes what the try has left behind outside of the database."""
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
