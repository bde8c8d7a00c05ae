"""Team."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.nightly import recompute_soon


class Team(Document):
	"""A team of workers in a locality."""

	def on_update(self) -> None:
		"""Due dates that depend on it are computed again, in the background."""
		recompute_soon(self)

	def after_delete(self) -> None:
		"""The same when it is deleted."""
		recompute_soon(self, deleted=True)
