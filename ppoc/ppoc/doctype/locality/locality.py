"""Locality."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.nightly import recompute_soon
from ppoc.timescales.past_facts_database import note_past_of_place


class Locality(Document):
	"""A part of the authority that holds children; the unit of access."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		head_of_service: DF.Link | None
		locality_name: DF.Data
		nation: DF.Literal["England", "Wales", "Scotland", "Northern Ireland"]
	# end: auto-generated types

	def on_update(self) -> None:
		"""Keeps the nation that its children had until now, and recomputes their due dates in the background."""
		note_past_of_place(self, "nation")
		recompute_soon(self)

	def after_delete(self) -> None:
		"""Recomputes them after it is deleted."""
		recompute_soon(self, deleted=True)
