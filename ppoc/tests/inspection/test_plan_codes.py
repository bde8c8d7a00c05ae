"""The code of a plan in Ofsted's list: a route's own, and for a return home the one that the prediction asks for."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.inspection.plan_codes import CODES, AgreedPlan, code_of, codes_of

pytestmark = pytest.mark.requirement("Y13")
TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
	("home_by", "code"),
	[
		(None, "RETURNEV"),
		(date(2026, 11, 20), "RETURN1M"),
		(date(2026, 12, 30), "RETURN1M"),
		(date(2026, 12, 31), "RETURN6M"),
		(date(2027, 5, 30), "RETURN6M"),
		(date(2027, 5, 31), "RETURNEV"),
	],
)
@pytest.mark.parametrize("route", ["RETURN1M", "RETURN6M", "RETURNEV"])
def test_a_return_home_is_told_by_its_predicted_finish(route: str, home_by: date | None, code: str) -> None:
	assert code_of(AgreedPlan(route, home_by), TODAY) == code


@pytest.mark.parametrize("code", sorted(set(CODES) - {"RETURN1M", "RETURN6M", "RETURNEV"}))
def test_any_other_code_stays_whatever_is_predicted(code: str) -> None:
	assert code_of(AgreedPlan(code, date(2026, 12, 1)), TODAY) == code


def test_parallel_plans_have_a_code_each_and_none_twice() -> None:
	plans = [
		AgreedPlan("RETURNEV", date(2027, 2, 1)),
		AgreedPlan("LTRELFR"),
		AgreedPlan("LTRELFR"),
		AgreedPlan(""),
	]
	assert codes_of(plans, TODAY) == "RETURN6M, LTRELFR"
	assert codes_of([], TODAY) == ""
