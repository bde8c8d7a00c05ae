"""Back in Care after Permanence: by the year in which children left for a family, how many came back into care."""

from __future__ import annotations

from frappe import _

from ppoc.access.scoped_query import Row
from ppoc.outcomes.cohort_figures import cohort_report
from ppoc.outcomes.times_in_care import EXIT
from ppoc.reporting.figures.columns import Column


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None]:
	"""Returns columns, a row for each cohort and route, the definition, and a chart of all routes together."""
	headings = (_("Left care in"), _("Children followed"), _("Back in care"))
	return cohort_report(filters, EXIT, headings, _definition())


def _definition() -> str:
	return _(
		"A child who left care by a route out of care is followed from that day. Back in care is the first day of"
		" the next time in care under the same record; short breaks do not count. Only children who left long"
		" enough ago are counted. At least and At most are the 95 % confidence band (Wilson). Children whose"
		" permanence was arranged elsewhere, or who have a new record since, are not in it: Times in Care shows"
		" what the return says of them. Only children you can see are counted."
	)
