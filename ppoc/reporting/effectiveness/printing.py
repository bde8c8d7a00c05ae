"""What the one-page print of an Effectiveness Review shows besides its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document

DAYS = ("meetings_observed_on", "panel_observed_on")


@dataclass
class ScoreLine:
	"""One criterion with its scores."""

	title: str
	about: str
	note: str
	score: int
	before: int

	@property
	def change(self) -> str:
		"""+1, −2, 0; "" if either review has no score."""
		if not (self.score and self.before):
			return ""
		change = self.score - self.before
		return f"{change:+d}".replace("-", "−") if change else "0"


@dataclass
class ScoreSection:
	"""The criteria of one kind of meeting."""

	title: str
	day: date | None
	rows: list[ScoreLine] = field(default_factory=list)


def ppoc_review_sections(doc: Document) -> list[ScoreSection]:
	"""Returns the scores by section, in the order of the review."""
	names = [row.criterion for row in doc.scores]
	about = {
		row.name: row
		for row in frappe.get_all(
			"Effectiveness Criterion",
			filters={"name": ["in", names or [""]]},
			fields=["name", "criterion", "description"],
		)
	}
	sections: dict[str, ScoreSection] = {}
	for row in doc.scores:
		day = doc.get(DAYS[len(sections)]) if row.section not in sections and len(sections) < 2 else None
		section = sections.setdefault(row.section, ScoreSection(_(row.section), day))
		one = about.get(row.criterion)
		section.rows.append(
			ScoreLine(
				_(one.criterion) if one else row.criterion,
				_(one.description or "") if one else "",
				row.note or "",
				int(row.score or 0),
				row.previous_score or 0,
			)
		)
	return list(sections.values())


def ppoc_review_date(doc: Document) -> date | None:
	"""Returns the date of the review that this one is compared with, even if the reader may not open that review."""
	return frappe.db.get_value("Effectiveness Review", doc.previous_review, "review_date")
