"""Team."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.nightly import recompute_soon
from ppoc.timescales.past_facts_database import note_past_of_place


class Team(Document):
	"""A team of workers in a locality."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		locality: DF.Link
		monthly_capacity: DF.Int
		practice_supervisor: DF.Link | None
		service: DF.Data | None
		team_coordinator: DF.Link | None
		team_manager: DF.Link | None
		team_name: DF.Data
	# end: auto-generated types

	def on_update(self) -> None:
		"""Keeps the service that its children had until now, and recomputes their due dates in the background."""
		note_past_of_place(self, "service")
		recompute_soon(self)

	def after_delete(self) -> None:
		"""Recomputes them after it is deleted."""
		recompute_soon(self, deleted=True)
