"""Delegation Rule."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import DelegationRuleError

DECIDERS = {"Forum": "forum", "Role": "role", "Not decided here": "right_route"}
"""The value of `decided_by` → the field that names who decides."""


class DelegationRule(Document):
	"""Who decides a type of request, and which documents it needs."""

	def validate(self) -> None:
		"""Checks that the rule says who decides, and names no document twice."""
		for decided_by, field in DECIDERS.items():
			if decided_by != self.decided_by:
				self.set(field, None)
		if not self.get(DECIDERS[self.decided_by]):
			self._refuse(_("Say who decides: {0} is missing."), DECIDERS[self.decided_by])
		if not self.cost_condition:
			self.cost_limit = 0
		names = [row.document for row in self.documents]
		twice = next((name for name in names if names.count(name) > 1), None)
		if twice:
			self._refuse(_("{0} names a document twice. Keep one."), "documents")

	def _refuse(self, words: str, field: str) -> None:
		label = _(self.meta.get_label(field))
		frappe.throw(words.format(frappe.bold(label)), DelegationRuleError, title=_("Delegation Rule"))
