"""Timescale Rule."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import TimescaleRuleError
from ppoc.timescales.checks import RuleFault, check, check_together
from ppoc.timescales.conditions import ConditionFault
from ppoc.timescales.models import Rule
from ppoc.timescales.nightly import recompute_soon
from ppoc.timescales.rules_database import all_rules, count_of, rule_of
from ppoc.timescales.subjects_database import known_facts
from ppoc.translating import translated


class TimescaleRule(Document):
	"""When something is to be done for a child, counted from what has happened."""

	def validate(self) -> None:
		"""Checks that the rule can be computed and comes to an end."""
		try:
			rule = self.as_rule()
			check(rule, known_facts())
			others = [other for other in all_rules(self.applies_to) if other.name != self.name]
			check_together([*others, rule])
		except (RuleFault, ConditionFault) as fault:
			frappe.throw(translated(fault), TimescaleRuleError, title=_("Timescale Rule"))
		self.check_kinds()

	def on_update(self) -> None:
		"""Recomputes the due dates that depend on it, in the background."""
		recompute_soon(self)

	def after_delete(self) -> None:
		"""Recomputes them after the rule is deleted."""
		recompute_soon(self, deleted=True)

	def as_rule(self) -> Rule:
		"""Returns the rule as the engine takes it."""
		return rule_of(
			self,
			[count_of(row) for row in self.counts],
			{row.event_type for row in self.satisfied_by},
			{row.event_type for row in self.stopped_by},
		)

	def check_kinds(self) -> None:
		"""Checks that the rules it counts from are for the same kind of record."""
		for row in self.counts:
			kind = row.other_rule and frappe.db.get_value("Timescale Rule", row.other_rule, "applies_to")
			if kind and kind != self.applies_to:
				frappe.throw(
					_("Row {0}: {1} is a rule for a {2}, this one is for a {3}.").format(
						row.idx, row.other_rule, _(kind), _(self.applies_to)
					),
					TimescaleRuleError,
					title=_("Timescale Rule"),
				)
