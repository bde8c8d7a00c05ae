"""Effectiveness Review."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.exceptions import ImpossibleDateError, OutsideReviewError, ReviewScoreError
from ppoc.reporting.effectiveness import database
from ppoc.reporting.effectiveness.scoring import SCORES, Score, average, changes

SECTION_SCORES = {"meetings_score": 0, "panel_score": 1}
"""Field → the section of criteria whose average it holds, as a position in the field's options."""


class EffectivenessReview(Document):
	"""One observation of a locality's meetings, scored against the criteria."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.effectiveness_frequency.effectiveness_frequency import EffectivenessFrequency
		from ppoc.ppoc.doctype.effectiveness_score.effectiveness_score import EffectivenessScore

		average_score: DF.Float
		expected_change: DF.SmallText | None
		followed: DF.Check
		frequency: DF.Table[EffectivenessFrequency]
		frequency_from: DF.Date | None
		improving: DF.SmallText | None
		locality: DF.Link
		meetings_observed_on: DF.Date | None
		meetings_score: DF.Float
		next_review_on: DF.Date | None
		next_reviewer: DF.Link | None
		panel_observed_on: DF.Date | None
		panel_score: DF.Float
		previous_review: DF.Link | None
		review_date: DF.Date
		reviewer: DF.Link
		scored: DF.Int
		scores: DF.Table[EffectivenessScore]
		scores_changed: DF.SmallText | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Checks that the user may review the locality, and adds a row for every active criterion."""
		self.check_asked()
		have = {row.criterion for row in self.scores}
		for criterion in database.criteria():
			if criterion.name not in have:
				self.append("scores", {"criterion": criterion.name, "section": criterion.section})

	def validate(self) -> None:
		"""Checks scores and dates, and updates what the review is compared with."""
		if not self.is_new() and self.has_value_changed("review_date"):
			self.check_asked()  # another day means other meetings
		self.check_scores()
		self.check_dates()
		self.compare()
		self.check_frequency()
		self.say_what_changed()

	def on_update(self) -> None:
		"""Updates the later reviews that compare with this one."""
		database.tell_later_ones(self.locality, self.name)
		database.mark_followed(self.locality)

	def after_delete(self) -> None:
		"""Makes what the previous review planned due again."""
		database.mark_followed(self.locality)

	def check_asked(self) -> None:
		"""Refuses somebody from elsewhere whom the last review did not plan, since a review describes the
		locality's meetings."""
		day, name = self.review_date or nowdate(), self.name or ""
		if not database.may_review(self.locality, frappe.session.user, day, name):
			frappe.throw(
				_(
					"You have no access to {0}. Ask somebody from that locality to begin the review and"
					" name you under “Completed by”, or to name you as the next reviewer in their last one."
				).format(frappe.bold(self.locality)),
				OutsideReviewError,
				title=_("Review of Another Locality"),
			)

	def check_scores(self) -> None:
		"""Checks that each criterion is scored once, on the five-point scale."""
		seen = set()
		for row in self.scores:
			row.set("score", str(row.score or ""))
			if row.score not in SCORES or row.criterion in seen:
				frappe.throw(
					_("Row {0}: score each criterion once, from 1 (never) to 5 (always).").format(row.idx),
					ReviewScoreError,
					title=_("Score"),
				)
			seen.add(row.criterion)

	def check_dates(self) -> None:
		"""Checks that observations are not in the future and that the next review comes after this one."""
		for field in ("review_date", "meetings_observed_on", "panel_observed_on"):
			if self.get(field) and getdate(self.get(field)) > getdate(nowdate()):
				frappe.throw(
					_("{0} is in the future.").format(_(self.meta.get_label(field))),
					ImpossibleDateError,
					title=_("Impossible Date"),
				)
		if self.next_review_on and getdate(self.next_review_on) <= getdate(self.review_date):
			frappe.throw(
				_("The next review must come after this one."),
				ImpossibleDateError,
				title=_("Impossible Date"),
			)

	def compare(self) -> None:
		"""Compares with the locality's previous review, criterion by criterion, and computes the averages."""
		last = database.before(self.locality, self.review_date, self.name or "")
		self.previous_review = last.name if last else None
		was = database.scores_of(self.previous_review)
		for row in self.scores:
			row.previous_score = was.get(row.criterion, 0)
		scores, sections = self.given(), self.sections()
		self.scored = sum(1 for one in scores if one.score)
		self.average_score = average(scores)
		for field, number in SECTION_SCORES.items():
			self.set(field, average(scores, sections[number]))

	def given(self) -> list[Score]:
		"""Returns the scores as numbers."""
		return [Score(row.criterion, row.section or "", int(row.score or 0)) for row in self.scores]

	def sections(self) -> list[str]:
		"""Returns the sections of the criteria, in the order of the field's options."""
		return frappe.get_meta("Effectiveness Criterion").get_field("section").options.split("\n")

	def check_frequency(self) -> None:
		"""Sets how often the meetings were held since the last review, from the records."""
		last = database.before(self.locality, self.review_date, self.name or "")
		since = database.begins_on(last, self.review_date)
		found = database.frequency(self.locality, since, getdate(self.review_date))
		fields = ("forum", "rhythm", "expected", "held", "cancelled", "last_held")
		there = [{field: row.get(field) for field in fields} for row in self.frequency]
		for row in there:
			row["last_held"] = getdate(row["last_held"]) if row["last_held"] else None
		self.frequency_from = since
		if there != found:
			self.set("frequency", found)

	def say_what_changed(self) -> None:
		"""Answers the first improvement question from the scores; the reviewer may rewrite it."""
		if self.scores_changed or not self.previous_review or self.scored < len(self.scores):
			return
		titles = database.criterion_titles()
		found = changes(self.given(), {row.criterion: row.previous_score for row in self.scores})
		parts = [(_("Higher: {0}."), found.risen), (_("Lower: {0}."), found.fallen)]
		said = [
			words.format(", ".join(f"{titles.get(name, name)} ({was} → {now})" for name, was, now in rows))
			for words, rows in parts
			if rows
		]
		self.scores_changed = " ".join([*said, _("Unchanged: {0}.").format(len(found.same))])
