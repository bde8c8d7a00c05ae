"""All Data: every child on a full care order with the decision on potential and the state of its plan (source 1)."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _

from ppoc.access.scoped_query import Row
from ppoc.plans.potential.rules import CATEGORIES, NOT_YET
from ppoc.reporting.figures.all_data import get_columns, get_data
from ppoc.reporting.figures.columns import Column
from ppoc.reporting.figures.lists_database import BLUE, bars, figure, in_words


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each child, a chart by category and a summary."""
	rows = get_data(frappe._dict(filters or {}))
	counts = Counter(row["potential"] for row in rows)
	in_words(rows, "next_due", "route", "potential", "status", "rag", "legal_status", "placement")
	return get_columns(), rows, None, get_chart(counts), get_summary(rows, counts)


def get_chart(counts: Counter[str]) -> Row | None:
	"""Returns a chart of children by category of potential, in the order of the decision."""
	shown = [name for name in CATEGORIES if counts[name]]
	return bars(
		[_(name) for name in shown], [BLUE], datasets={_("Children"): [counts[name] for name in shown]}
	)


def get_summary(rows: list[Row], counts: Counter[str]) -> list[Row]:
	"""Returns how many there are, not yet categorised, with a current plan, and with an overdue date."""
	waiting = counts[NOT_YET]
	overdue = sum(bool(row["overdue_count"]) for row in rows)
	return [
		figure(_("Children"), len(rows)),
		figure(_("Not yet categorised"), waiting, "Orange" if waiting else ""),
		figure(_("With a current plan"), sum(bool(row["plan"]) for row in rows), "Green"),
		figure(_("With an overdue date"), overdue, "Red" if overdue else ""),
	]
