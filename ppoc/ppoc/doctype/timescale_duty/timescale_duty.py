"""Timescale Duty."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.timescales.nightly import recompute_soon


class TimescaleDuty(Document):
	"""What is to be done in time, whichever pack says when."""

	def on_update(self) -> None:
		"""Due dates that depend on it are computed again, in the background."""
		recompute_soon(self)

	def after_delete(self) -> None:
		"""The same when it is deleted."""
		recompute_soon(self, deleted=True)
