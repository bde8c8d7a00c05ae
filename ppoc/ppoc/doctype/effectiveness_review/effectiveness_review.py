"""Effectiveness Review."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.exceptions import ImpossibleDateError, ReviewScoreError

SCORES = ("", "1", "2", "3", "4", "5")


class EffectivenessReview(Document):
	"""One observation of a locality's meetings against the criteria."""

	def before_insert(self) -> None:
		"""Every active criterion has its row."""
		if self.scores:
			return
		criteria = frappe.get_all(
			"Effectiveness Criterion",
			filters={"active": 1},
			fields=["name", "section"],
			order_by="number asc",
		)
		for criterion in criteria:
			self.append("scores", {"criterion": criterion.name, "section": criterion.section})

	def validate(self) -> None:
		"""Scores from 1 to 5, each criterion once, nothing observed tomorrow."""
		self.check_scores()
		self.check_dates()
		self.find_previous()

	def check_scores(self) -> None:
		"""The five words of the scale, as numbers."""
		seen = set()
		for row in self.scores:
			row.score = str(row.score or "")
			if row.score not in SCORES or row.criterion in seen:
				frappe.throw(
					_("Row {0}: score each criterion once, from 1 (never) to 5 (always).").format(row.idx),
					ReviewScoreError,
					title=_("Score"),
				)
			seen.add(row.criterion)

	def check_dates(self) -> None:
		"""What was observed has happened."""
		for field in ("review_date", "meetings_observed_on", "panel_observed_on"):
			if self.get(field) and getdate(self.get(field)) > getdate(nowdate()):
				frappe.throw(
					_("{0} lies in the future.").format(_(self.meta.get_label(field))),
					ImpossibleDateError,
					title=_("Impossible Date"),
				)

	def find_previous(self) -> None:
		"""The locality's review before this one, to compare with."""
		earlier = {
			"locality": self.locality,
			"review_date": ["<", self.review_date],
			"name": ["!=", self.name or ""],
		}
		self.previous_review = frappe.db.get_value(
			"Effectiveness Review", earlier, "name", order_by="review_date desc, creation desc"
		)
