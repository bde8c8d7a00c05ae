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

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.timescale_rule_count.timescale_rule_count import TimescaleRuleCount
		from ppoc.ppoc.doctype.timescale_rule_event.timescale_rule_event import TimescaleRuleEvent

		about: DF.SmallText | None
		applies_to: DF.Literal["Child", "Meeting", "Forum Schedule"]
		conditions: DF.Code | None
		continues: DF.Check
		counts: DF.Table[TimescaleRuleCount]
		due_soon_days: DF.Int
		duty: DF.Link
		duty_role: DF.Link | None
		early_days: DF.Int
		enabled: DF.Check
		escalate_amount: DF.Int
		escalate_to: DF.Link | None
		escalate_unit: DF.Literal["Calendar days", "Working days", "Weeks", "Months"]
		gives_way: DF.Check
		in_force_from: DF.Date | None
		pack: DF.Link | None
		pick: DF.Literal["Each", "Whichever is sooner", "Whichever is later"]
		repeat_amount: DF.Int
		repeat_from: DF.Literal["The day it was done", "The due date", "The forum's rhythm"]
		repeat_unit: DF.Literal["Calendar days", "Working days", "Weeks", "Months"]
		repeats: DF.Check
		rule_name: DF.Data
		same_meeting: DF.Check
		satisfied_by: DF.TableMultiSelect[TimescaleRuleEvent]
		source: DF.Data | None
		stopped_by: DF.TableMultiSelect[TimescaleRuleEvent]
		weekday: DF.Literal["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
	# end: auto-generated types

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
