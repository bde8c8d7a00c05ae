"""Worker."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.access import rules
from ppoc.access.worker_logins import check_worker_login


class Worker(Document):
	"""Somebody who works with children, with or without a login."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		email: DF.Data | None
		job: DF.Literal[
			"",
			"Team Coordinator",
			"Practice Supervisor",
			"Team Manager",
			"Social Worker",
			"Supervising Social Worker",
			"Head of Service",
			"Assistant Director",
			"Independent Reviewing Officer",
			"Legal Adviser",
			"Permanence Manager",
			"Business Support",
			"Performance Officer",
			"Placements Officer",
			"Other",
		]
		locality: DF.Link | None
		team: DF.Link | None
		user: DF.Link | None
		worker_id: DF.Data | None
		worker_name: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks that the user who links a login may give it access to the worker's children."""
		check_worker_login(self)

	def on_update(self) -> None:
		"""Clears the cached access, because a worker's login decides who sees which child."""
		rules.forget()

	def on_trash(self) -> None:
		"""Clears it after the worker is deleted."""
		rules.forget()
