"""Locality."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.nightly import recompute_soon


class Locality(Document):
	"""A part of the authority that holds children; the unit of access."""

	def on_update(self) -> None:
		"""Recomputes the due dates that depend on it, in the background."""
		recompute_soon(self)

	def after_delete(self) -> None:
		"""Recomputes them after it is deleted."""
		recompute_soon(self, deleted=True)
