"""RAG Rule."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import RagRuleError
from ppoc.plans.rag.nightly import rate_soon
from ppoc.plans.rag.rating import RatingRule, RatingRuleFault, check
from ppoc.plans.rag.rating_database import known_facts
from ppoc.timescales.conditions import ConditionFault, parse
from ppoc.translating import translated


class RAGRule(Document):
	"""What makes an open plan red or amber."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.SmallText | None
		conditions: DF.Code | None
		enabled: DF.Check
		pack: DF.Link | None
		position: DF.Int
		rating: DF.Literal["Red", "Amber"]
		reason: DF.SmallText
		rule_name: DF.Data
		source: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks that the rule can be evaluated and its reason worded."""
		try:
			check(self.as_rule(), known_facts())
		except (RatingRuleFault, ConditionFault) as fault:
			frappe.throw(translated(fault), RagRuleError, title=_("RAG Rule"))

	def on_update(self) -> None:
		"""Rates plans again, in the background."""
		rate_soon(self)

	def after_delete(self) -> None:
		"""Rates plans again after the rule is deleted."""
		rate_soon(self)

	def as_rule(self) -> RatingRule:
		"""Returns the rule as the engine takes it."""
		return RatingRule(self.name or "", self.rating, self.reason or "", parse(self.conditions))
