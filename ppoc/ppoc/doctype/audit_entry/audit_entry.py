"""Audit Entry."""

from __future__ import annotations

from typing import Any

from frappe.model.document import Document

from ppoc.access.audit import guarding


class AuditEntry(Document):
	"""A line of the audit trail. Only the trail itself writes it, and nobody changes it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		at: DF.Datetime | None
		called: DF.Data | None
		child: DF.Data | None
		child_count: DF.Int
		children: DF.LongText | None
		door: DF.Data | None
		fingerprint: DF.Data | None
		impersonated_by: DF.Data | None
		outcome: DF.Literal["Seen", "Changed", "Refused", "Removed"]
		record: DF.Data | None
		record_type: DF.Data | None
		user: DF.Data | None
		what: DF.SmallText | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Refuses an entry that anybody makes."""
		guarding.refuse()

	def validate(self) -> None:
		"""Refuses a change."""
		guarding.refuse()

	def on_trash(self) -> None:
		"""Refuses to be deleted."""
		guarding.refuse()

	def before_rename(self, *_names: Any, **_options: Any) -> None:
		"""Refuses another name."""
		guarding.refuse()

	def db_insert(self, *_arguments: Any, **_options: Any) -> None:
		"""Refuses what goes past the checks above."""
		guarding.refuse()

	def db_update(self) -> None:
		"""Refuses what goes past the checks above."""
		guarding.refuse()

	def db_set(self, *_arguments: Any, **_options: Any) -> None:
		"""Refuses what goes past the checks above."""
		guarding.refuse()
