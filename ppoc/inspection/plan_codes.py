"""The codes that Ofsted's list of children in care has for permanence plans. Plain Python.

Source: Annex A of Ofsted's inspections of children's services, list 8, as the Standard Safeguarding Dataset of Data to
Insight describes it (`ssd_cla_care_plan`, July 2026). A child without an agreed plan has none; parallel plans have one
each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from ppoc.messages import Message

WITHIN_A_MONTH, WITHIN_SIX_MONTHS, EVENTUALLY = "RETURN1M", "RETURN6M", "RETURNEV"
CODES = {
	"REMAINSUP": Message("Stays with the birth family, supported by shared care or short breaks"),
	WITHIN_A_MONTH: Message("Return to the birth family within a month"),
	WITHIN_SIX_MONTHS: Message("Return to the birth family within six months"),
	EVENTUALLY: Message("Return to the birth family in the end"),
	"LTRELFR": Message("Long-term placement with relatives or friends"),
	"LTFOST18": Message("Long-term placement with foster carers until 18"),
	"RESPLMT": Message("Residential placement until independence"),
	"SUPPLIV": Message("Supported living, on the way to independence"),
	"ADOPTION": Message("Adoption"),
	"OTHERPLN": Message("Another plan"),
}
RETURNS = (WITHIN_A_MONTH, WITHIN_SIX_MONTHS, EVENTUALLY)


@dataclass(frozen=True)
class AgreedPlan:
	"""A plan that a meeting has agreed; `code` is its route's, `home_by` the day predicted for its end."""

	code: str
	home_by: date | None = None


def code_of(plan: AgreedPlan, today: date) -> str:
	"""Returns the code of a plan. Which of the three returns home it is follows from the prediction, not the route.

	Args:
		plan: the plan.
		today: the day on which the list is made.
	"""
	if plan.code not in RETURNS:
		return plan.code
	if plan.home_by is None:
		return EVENTUALLY
	if plan.home_by <= today + relativedelta(months=1):
		return WITHIN_A_MONTH
	return WITHIN_SIX_MONTHS if plan.home_by <= today + relativedelta(months=6) else EVENTUALLY


def codes_of(plans: Iterable[AgreedPlan], today: date) -> str:
	"""Returns the codes of a child's plans in their order, each once: "RETURN6M, LTRELFR"."""
	return ", ".join(dict.fromkeys(filter(None, (code_of(plan, today) for plan in plans))))
