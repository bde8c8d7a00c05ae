"""Locality."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.nightly import recompute_soon


class Locality(Document):
	"""A part of the authority that holds children; the unit of access."""

	def on_update(self) -> None:
		"""Due dates that depend on it are computed again, in the background."""
		recompute_soon(self)

	def after_delete(self) -> None:
		"""The same when it is deleted."""
		recompute_soon(self, deleted=True)
