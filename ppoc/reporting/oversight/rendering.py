"""A report's figures as charts for its print and its form, from what was stored when it was drafted."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.prints.jinja import ppoc_date
from ppoc.reporting.oversight.charts import Chart, bars
from ppoc.reporting.oversight.figures import Barriers, Due, Figures, Quarter

Row = tuple[str, tuple[int, ...]]


def kept_figures(doc: Document) -> tuple[Figures, Figures]:
	"""Returns the stored figures of the quarter and of the one before."""
	kept = frappe.parse_json(doc.figures or "{}")
	now, before = (Figures.from_dict(kept.get(key) or Figures().as_dict()) for key in ("now", "before"))
	return now, before


def ppoc_not_over_on(doc: Document) -> str:
	"""Returns the day of the figures in words if the report's quarter was not over on it, otherwise ""."""
	counted = getdate(doc.drafted_on) if doc.drafted_on else getdate()
	return ppoc_date(counted) if counted < Quarter.of(getdate(doc.quarter_start)).last else ""


def ppoc_oversight_charts(doc: Document) -> list[tuple[str, Chart]]:
	"""Returns heading and chart for each chart that has something to show.

	What happened in a quarter that is not over is drawn alone: beside three months it would look like a fall.
	"""
	now, before = kept_figures(doc)
	until = ppoc_not_over_on(doc)
	both: tuple[str, ...] = (_("This quarter"), _("The quarter before"))
	if until:
		both = (_("This quarter, until {0}").format(until),)
	held_up = (_("On {0}").format(until), _("At the end of the quarter before")) if until else both
	meetings = [(_(one.forum), (one.due, one.held)) for one in now.meetings]
	charts = [
		(_("Progress"), bars(_("Progress"), both, _drawn(both, _progress(now, before)))),
		(
			_("What was predicted for the quarter"),
			bars(_("Predicted"), both, _drawn(both, _predicted(now, before))),
		),
		(_("Plans held up, by barrier"), bars(_("Plans held up"), held_up, _held_up(now, before))),
		(_("Meetings"), bars(_("Meetings"), (_("Due"), _("Held")), meetings)),
	]
	return [(heading, chart) for heading, chart in charts if chart]


def _drawn(series: Sequence[str], rows: list[Row]) -> list[Row]:
	return [(label, numbers[: len(series)]) for label, numbers in rows]


def quarter_in_words(quarter: Quarter) -> str:
	"""Returns the quarter in words: January to March 2026."""
	first, last = (frappe.utils.format_date(day, "MMMM") for day in (quarter.first, quarter.last))
	return _("{0} to {1} {2}").format(first, last, quarter.first.year)


def _progress(now: Figures, before: Figures) -> list[Row]:
	steps = (
		(_("Newly prioritised"), "prioritised"),
		(_("Assessments begun"), "started"),
		(_("Assessments finished"), "finished"),
		(_("No longer prioritised"), "removed"),
	)
	rows = [(label, (getattr(now, name), getattr(before, name))) for label, name in steps]
	achieved = sum(now.achieved.values()), sum(before.achieved.values())
	return [*rows, (_("Permanence achieved"), achieved)]


def _predicted(now: Figures, before: Figures) -> list[Row]:
	kinds = ((_("Starts"), "starts"), (_("Finishes"), "finishes"))
	standings = ((_("on time"), "on_time"), (_("late"), "late"), (_("not yet"), "not_done"))

	def numbers(kind: str, standing: str) -> tuple[int, int]:
		due: list[Due] = [getattr(one, kind) for one in (now, before)]
		return getattr(due[0], standing), getattr(due[1], standing)

	return [
		(_("{0} {1}").format(kind_word, word), numbers(kind, standing))
		for kind_word, kind in kinds
		for word, standing in standings
	]


def _held_up(now: Figures, before: Figures) -> list[Row]:
	none = Barriers()
	names = {*now.barriers, *before.barriers}
	rows = [(name, now.barriers.get(name, none).open, before.barriers.get(name, none).open) for name in names]
	rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
	return [(_(name), (here, then)) for name, here, then in rows if here or then]
