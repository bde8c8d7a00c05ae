"""Retention Settings."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from ppoc.access.audit.sealing_database import LEAST_YEARS
from ppoc.exceptions import RetentionSettingsError
from ppoc.retention.retention_period import LEAST

LONGEST = 500


class RetentionSettings(Document):
	"""How long records are kept. An authority may keep them for longer than the law asks, never for less."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		adoption_years: DF.Int
		audit_years: DF.Int
		backup_days: DF.Int
		birthday: DF.Int
		death_before: DF.Int
		death_years: DF.Int
		erase_nothing: DF.Check
		erase_nothing_reason: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Refuses periods that are shorter than the law asks, or beyond reason."""
		for field in ("birthday", "death_before", "death_years", "adoption_years"):
			least = getattr(LEAST, field)
			if not least <= cint(self.get(field)) <= LONGEST:
				self.refuse(field, least)
		if not 0 < cint(self.backup_days) <= 3660:
			self.refuse("backup_days", 1)
		if cint(self.audit_years) and not LEAST_YEARS <= cint(self.audit_years) <= LONGEST:
			frappe.throw(
				_("The audit trail is kept for {0} years or more. Enter 0 to keep it for good.").format(
					LEAST_YEARS
				),
				RetentionSettingsError,
				title=_("Retention Settings"),
			)
		if self.erase_nothing and not (self.erase_nothing_reason or "").strip():
			frappe.throw(
				_("Say why nothing is erased for now, and who asked for it."),
				RetentionSettingsError,
				title=_("Retention Settings"),
			)

	def refuse(self, field: str, least: int) -> None:
		"""Throws for a number that is too low or too high."""
		frappe.throw(
			_("{0}: enter a number from {1} on. The law asks for at least that.").format(
				_(self.meta.get_label(field)), least
			),
			RetentionSettingsError,
			title=_("Retention Settings"),
		)
