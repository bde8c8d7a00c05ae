"""Children at home on a care order: the list, its countdown, and whose page it waits on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.home.api import what_is_waiting
from ppoc.ppoc.report.at_home_on_a_care_order.at_home_on_a_care_order import execute
from ppoc.tests.factories import grant, make_child, make_event, make_team

pytestmark = pytest.mark.requirement("Y6")
CONSIDERED, APPLIED = "Discharge of care order considered", "Application to discharge care order"


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-30 10:00", tick=True):
		yield


@pytest.fixture
def team(site: str) -> Any:
	return make_team()


def at_home(team: Any, since: str, **values: Any) -> Any:
	return make_child(team=team.name, placed_with_parents=1, placement="P1", placement_since=since, **values)


def rows(team: Any) -> dict[str, Any]:
	return {row["child"]: row for row in execute({"locality": team.locality})[1]}


def test_the_months_and_the_countdown_of_each_child(team: Any) -> None:
	fresh, late, considered, applied = (at_home(team, "2026-04-10") for _number in range(4))
	frappe.db.set_value("Child", fresh.name, "placement_since", "2026-08-31")
	make_event(considered.name, CONSIDERED, "2026-10-12")
	make_event(considered.name, "Review held", "2026-10-12")
	make_event(applied.name, APPLIED, "2026-11-02")
	found = rows(team)
	assert {
		name: (str(row["consider_by"]), row["days_left"], row["months"]) for name, row in found.items()
	} == {
		late.name: ("2026-10-10", -51, 7),
		fresh.name: ("2027-02-28", 90, 2),
		considered.name: ("2027-04-12", 133, 7),
		applied.name: ("2026-10-10", -51, 7),
	}
	assert [found[one.name]["standing"] for one in (late, fresh, considered, applied)] == [
		"Not considered for 6 months", "Not considered yet", "Considered", "Application made",
	]  # fmt: skip
	assert list(found) == [late.name, fresh.name, considered.name, applied.name]
	assert found[considered.name]["reviewed_on"] == date(2026, 10, 12)
	assert found[considered.name]["next_review_on"] == date(2027, 1, 12)  # the second review


def test_only_a_full_care_order_at_home_is_listed(team: Any) -> None:
	at_home(team, "2026-04-10", on_full_care_order=0, legal_status="C1")
	make_child(team=team.name, placement="U6", placement_since="2026-04-10")
	at_home(team, "2026-04-10", looked_after=0)
	at_home(team, "2026-04-10", date_of_birth="2008-11-30")
	assert rows(team) == {}


def test_it_waits_on_the_pages_of_reviewing_officer_and_head_a_month_before(
	team: Any, user_with: Callable[..., str]
) -> None:
	soon, late = (
		at_home(team, "2026-06-29", first_name="Soon"),
		at_home(team, "2026-04-10", first_name="Late"),
	)
	at_home(team, "2026-07-02", first_name="Not yet")
	make_event(at_home(team, "2026-04-10", first_name="Applied").name, APPLIED, "2026-11-02")
	for role in ("Head of Service", "Independent Reviewing Officer"):
		user = user_with(role)
		grant(user, team.locality)
		frappe.set_user(user)
		told = frappe.as_json(what_is_waiting())
		assert "consider whether it is still needed" in told
		assert soon.full_name in told
		assert late.full_name in told
		assert "Not yet" not in told
		assert "Applied" not in told
		frappe.set_user("Administrator")
	frappe.set_user(user_with("Head of Service"))  # of no locality
	assert execute({})[1] == []
