"""Request Type."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import DelegationRuleError


class RequestType(Document):
	"""A kind of request that somebody decides."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		asks_cost: DF.Check
		asks_placement: DF.Check
		asks_policy: DF.Data | None
		child_about: DF.SmallText | None
		child_agreed: DF.SmallText | None
		escalates_to_court: DF.Check
		guidance: DF.SmallText | None
		pack: DF.Link | None
		request_group: DF.Literal["Legal", "Assessment", "Plan", "Placement", "Resources", "Other"]
		settled_by: DF.Link | None
		source: DF.Data | None
		title: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks that the rule that settles a contradiction is about this type."""
		about = self.settled_by and frappe.db.get_value("Delegation Rule", self.settled_by, "request_type")
		if about and about != self.name:
			frappe.throw(
				_("{0} is a rule on {1}. Choose a rule on {2}.").format(
					frappe.bold(self.settled_by), frappe.bold(about), frappe.bold(self.title)
				),
				DelegationRuleError,
				title=_("Delegation Rule"),
			)
