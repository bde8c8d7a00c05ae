"""Worker."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.access import rules
from ppoc.access.worker_logins import check_worker_login


class Worker(Document):
	"""Somebody who works with children, with or without a login."""

	def validate(self) -> None:
		"""Checks that the user who links a login may give it access to the worker's children."""
		check_worker_login(self)

	def on_update(self) -> None:
		"""Clears the cached access, because a worker's login decides who sees which child."""
		rules.forget()

	def on_trash(self) -> None:
		"""Clears it after the worker is deleted."""
		rules.forget()
