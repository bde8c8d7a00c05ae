"""Permanence after Coming into Care: by cohort of entry, the share with permanence after 6, 12 and 24 months."""

from __future__ import annotations

from frappe import _

from ppoc.access.scoped_query import Row
from ppoc.outcomes.cohort_figures import cohort_report
from ppoc.outcomes.times_in_care import ENTRY
from ppoc.reporting.figures.columns import Column


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None]:
	"""Returns columns, a row for each cohort and route, the definition, and a chart of all routes together."""
	headings = (_("Came into care in"), _("Children followed"), _("Reached permanence"))
	return cohort_report(filters, ENTRY, headings, _definition())


def _definition() -> str:
	return _(
		"Each time in care counts from its first day; short breaks do not. A child has reached a route when care"
		" ends for a reason of that route, or when the placement is one of that route, as the routes say. Only"
		" children who came into care long enough ago are counted, also if they died or grew up in care. A child"
		" may reach two routes and then counts in both rows, but once in Any route. At least and At most are the"
		" 95 % confidence band (Wilson). The locality is the child's of today. Only children you can see are counted."
	)
