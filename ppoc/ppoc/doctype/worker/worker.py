"""Worker."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.access import rules
from ppoc.access.worker_logins import check_worker_login


class Worker(Document):
	"""Somebody who works with the children, with or without a login."""

	def validate(self) -> None:
		"""A login is linked by somebody who may give it sight of the worker's children."""
		check_worker_login(self)

	def on_update(self) -> None:
		"""Whose login it is decides who sees which child."""
		rules.forget()

	def on_trash(self) -> None:
		"""The same when the worker is deleted."""
		rules.forget()
