"""Request Type."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import DelegationRuleError


class RequestType(Document):
	"""A kind of request that somebody decides."""

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
