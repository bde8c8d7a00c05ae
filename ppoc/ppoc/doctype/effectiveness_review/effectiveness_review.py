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
"""Field → the section of the criteria whose average it holds, in the order of their choices."""


class EffectivenessReview(Document):
	"""One observation of a locality's meetings against the criteria."""

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
		"""The locality asked for it; every active criterion has its row."""
		self.check_asked()
		have = {row.criterion for row in self.scores}
		for criterion in database.criteria():
			if criterion.name not in have:
				self.append("scores", {"criterion": criterion.name, "section": criterion.section})

	def validate(self) -> None:
		"""Scores from 1 to 5, each criterion once, nothing observed tomorrow; what it is compared with."""
		if not self.is_new() and self.has_value_changed("review_date"):
			self.check_asked()  # another day tells of other meetings
		self.check_scores()
		self.check_dates()
		self.compare()
		self.check_frequency()
		self.say_what_changed()

	def on_update(self) -> None:
		"""A later review compares with this one."""
		database.tell_later_ones(self.locality, self.name)
		database.mark_followed(self.locality)

	def after_delete(self) -> None:
		"""What the one before it planned is due again."""
		database.mark_followed(self.locality)

	def check_asked(self) -> None:
		"""Somebody from elsewhere reviews where the last review planned it: it tells of the locality's meetings."""
		day, name = self.review_date or nowdate(), self.name or ""
		if not database.may_review(self.locality, frappe.session.user, day, name):
			frappe.throw(
				_(
					"You have no access to {0}. Somebody of that locality begins the review and names you under "
					"“Completed by”, or plans you as the next reviewer in its last one."
				).format(frappe.bold(self.locality)),
				OutsideReviewError,
				title=_("Review of Another Locality"),
			)

	def check_scores(self) -> None:
		"""The five words of the scale, as numbers."""
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
		"""What was observed has happened; what is planned has not."""
		for field in ("review_date", "meetings_observed_on", "panel_observed_on"):
			if self.get(field) and getdate(self.get(field)) > getdate(nowdate()):
				frappe.throw(
					_("{0} lies in the future.").format(_(self.meta.get_label(field))),
					ImpossibleDateError,
					title=_("Impossible Date"),
				)
		if self.next_review_on and getdate(self.next_review_on) <= getdate(self.review_date):
			frappe.throw(
				_("The next review comes after this one."), ImpossibleDateError, title=_("Impossible Date")
			)

	def compare(self) -> None:
		"""The locality's review before this one, criterion by criterion, and the averages."""
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
		"""The scores as numbers."""
		return [Score(row.criterion, row.section or "", int(row.score or 0)) for row in self.scores]

	def sections(self) -> list[str]:
		"""The sections of the criteria, as their form has them."""
		return frappe.get_meta("Effectiveness Criterion").get_field("section").options.split("\n")

	def check_frequency(self) -> None:
		"""How often the meetings were held since the last review, from the record."""
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
		"""The first of the improvement questions is answered from the scores; the reviewer may write it anew."""
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
