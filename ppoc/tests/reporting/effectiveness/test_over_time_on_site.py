"""Scores of reviews over time, by locality and criterion, for the localities that the user may see."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import freezegun
import pytest

from ppoc.ppoc.report.effectiveness_over_time.effectiveness_over_time import execute
from ppoc.tests.factories import grant, make_locality, queries_of
from ppoc.tests.reporting.effectiveness.test_review_on_site import make_review


@pytest.fixture(autouse=True)
def march(site: str):
	with freezegun.freeze_time("2026-03-31 09:00:00.5"):
		yield


@pytest.fixture
def localities(march: None) -> list[str]:
	"""Makes two localities: one with three reviews, one with one."""
	first, second = sorted(make_locality().name for _number in range(2))
	make_review(first, {3: 1}, review_date="2023-01-10")
	make_review(first, {3: 2, 5: 2}, review_date="2025-06-10")
	make_review(first, {3: 5, 5: 1}, review_date="2025-12-10")
	make_review(second, {3: 3}, review_date="2026-01-20")
	return [first, second]


@pytest.mark.requirement("P8.2")
def test_each_locality_has_its_averages_quarter_by_quarter(localities, user_with: Callable, set_user):
	first, second = localities
	reader = user_with("Head of Service")
	for locality in localities:
		grant(reader, locality)
	set_user(reader)
	_columns, rows, _none, chart, summary = execute()

	in_sql = frappe.db.sql(
		"""select r.name, round(avg(cast(s.score as decimal(4, 2))), 2) from `tabEffectiveness Review` r
		join `tabEffectiveness Score` s on s.parent = r.name where r.review_date >= '2024-03-31' group by r.name"""
	)
	assert {row["review"]: row["average_score"] for row in rows} == {
		name: float(value) for name, value in in_sql
	}
	assert [row["change"] for row in rows] == [-0.06, 0.13, None]
	assert chart["data"]["datasets"] == [
		{"name": first, "values": [3.75, None, 3.88, None]},
		{"name": second, "values": [None, None, None, 3.94]},
	]
	assert (chart["data"]["labels"][0], chart["data"]["labels"][-1]) == ("Apr – Jun 2025", "Jan – Mar 2026")
	assert {one["label"]: one["value"] for one in summary}["Localities with a higher score"] == 1


@pytest.mark.requirement("P8.2")
def test_each_criterion_says_where_it_began_and_where_it_is(localities, user_with: Callable, set_user):
	reader = user_with("Team Manager")
	grant(reader, localities[0])
	set_user(reader)
	rows = execute({"group_by": "Criterion"})[1]

	assert {row["locality"] for row in rows} == {localities[0]}
	assert len(rows) == 16
	found = {
		row["criterion"]: (row["first_score"], row["before"], row["score"], row["change"]) for row in rows
	}
	assert found["3. Actions"] == (2, 2, 5, 3)
	assert found["5. Progression"] == (2, 2, 1, -1)
	assert [row["review"] for row in execute()[1]] == sorted(
		frappe.get_list("Effectiveness Review", {"review_date": [">", "2024-03-31"]}, pluck="name")
	)
	assert queries_of(lambda: execute({"group_by": "Criterion"})) <= 3
