"""Forum Schedule."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import format_date, getdate

from ppoc.database.times import TimesAsEntered
from ppoc.exceptions import ForumRuleError
from ppoc.timescales import recompute_database as due_dates
from ppoc.timescales.recurrence import first_day
from ppoc.timescales.rhythms_database import forums_named, rhythm_of


class ForumSchedule(TimesAsEntered):
	"""When one team or locality holds a forum."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		chair: DF.Link | None
		first_sitting: DF.Date
		forum: DF.Link
		locality: DF.Link
		start_time: DF.Time
		team: DF.Link | None
		venue: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks that team and locality fit the forum and each other, and that there is only one active schedule."""
		held_by = frappe.db.get_value("Forum", self.forum, "held_by")
		if held_by == "Team" and not self.team:
			frappe.throw(
				_("{0} is held by a team: which one?").format(self.forum), ForumRuleError, title=_("Team")
			)
		if held_by != "Team":
			self.team = None
		if self.team and frappe.db.get_value("Team", self.team, "locality") != self.locality:
			frappe.throw(
				_("The team {0} does not belong to {1}.").format(self.team, self.locality),
				ForumRuleError,
				title=_("Team"),
			)
		self.check_only_one()
		self.keep_to_the_rhythm()

	def keep_to_the_rhythm(self) -> None:
		"""Moves the first meeting on to the forum's weekday, and into its week of the month."""
		forum = forums_named([self.forum]).get(self.forum) if self.forum else None
		if not forum or forum.directly_before or not self.first_sitting:
			return  # Frappe asks for what is missing
		first = first_day(rhythm_of(self, forum))
		if first != getdate(self.first_sitting):
			frappe.msgprint(
				_("The first meeting is on {0}: {1} is held on that day by its rhythm.").format(
					format_date(first), self.forum
				),
				title=_("Rhythm"),
			)
			self.first_sitting = first

	def on_update(self) -> None:
		"""Updates the forum's due dates."""
		due_dates.schedule_changed(self)

	def on_trash(self) -> None:
		"""Deletes the schedule's due dates."""
		due_dates.forget(self)

	def check_only_one(self) -> None:
		"""Refuses a second active schedule, which would propose each sitting twice."""
		same = {
			"forum": self.forum,
			"locality": self.locality,
			"team": self.team or ["is", "not set"],
			"active": 1,
			"name": ["!=", self.name or ""],
		}
		other = self.active and frappe.db.exists("Forum Schedule", same)
		if other:
			frappe.throw(
				_("There is an active schedule already: {0}. Change it, or make it inactive.").format(other),
				ForumRuleError,
				title=_("Schedule Exists"),
			)
