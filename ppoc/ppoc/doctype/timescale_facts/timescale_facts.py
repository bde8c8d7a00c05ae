"""Timescale Facts: the fields for the conditions of a timescale rule."""

from __future__ import annotations

from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.model.document import Document


class TimescaleFacts(Document):
	"""What a rule may ask about a child, a meeting or a schedule. Stores no rows.

	The form's filters need a DocType for their fields; there are never any rows.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age: DF.Int
		forum: DF.Link | None
		held_by: DF.Data | None
		legal_status: DF.Data | None
		locality: DF.Link | None
		looked_after: DF.Check
		matched: DF.Check
		on_full_care_order: DF.Check
		permanence_achieved: DF.Check
		permanence_before: DF.Check
		plan_agreed: DF.Check
		placed_with_parents: DF.Check
		placement: DF.Data | None
		potential: DF.Data | None
		route: DF.Link | None
		service: DF.Data | None
		status: DF.Data | None
		team: DF.Link | None
		unaccompanied: DF.Check
		unborn: DF.Check
	# end: auto-generated types

	def db_insert(self, *args: Any, **kwargs: Any) -> None:
		_refuse()

	def load_from_db(self) -> None:
		_refuse()

	def db_update(self, *args: Any, **kwargs: Any) -> None:
		_refuse()

	def delete(self, *args: Any, **kwargs: Any) -> None:
		_refuse()

	@staticmethod
	def get_list(args: Any = None, **kwargs: Any) -> list[Any]:
		"""Returns no rows."""
		return []

	@staticmethod
	def get_count(args: Any = None, **kwargs: Any) -> int:
		"""Returns no rows."""
		return 0

	@staticmethod
	def get_stats(args: Any = None, **kwargs: Any) -> dict[str, Any]:
		"""Returns no rows."""
		return {}


def _refuse() -> NoReturn:
	frappe.throw(
		_("{0} only lists the facts that conditions may use. It holds no records.").format(
			_("Timescale Facts")
		),
		frappe.DoesNotExistError,
		title=_("No Records"),
	)
