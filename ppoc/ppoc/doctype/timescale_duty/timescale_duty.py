"""Timescale Duty."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.nightly import recompute_soon


class TimescaleDuty(Document):
	"""Something to be done in time, whichever pack sets the date."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.SmallText | None
		duty_name: DF.Data
		settled_by: DF.Link | None
	# end: auto-generated types

	def on_update(self) -> None:
		"""Recomputes the due dates that depend on it, in the background."""
		recompute_soon(self)

	def after_delete(self) -> None:
		"""Recomputes them after it is deleted."""
		recompute_soon(self, deleted=True)
