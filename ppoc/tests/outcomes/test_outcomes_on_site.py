"""The reports on what came of it: figures computed a second time in SQL, the lists behind them, who sees what."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.database.rows import insert_rows
from ppoc.patches import routes_have_codes
from ppoc.ppoc.report.back_in_care_after_permanence import back_in_care_after_permanence
from ppoc.ppoc.report.control_chart import control_chart
from ppoc.ppoc.report.moves_and_changes_of_worker import moves_and_changes_of_worker
from ppoc.ppoc.report.permanence_after_coming_into_care import permanence_after_coming_into_care
from ppoc.ppoc.report.steps_after_coming_into_care import steps_after_coming_into_care
from ppoc.ppoc.report.times_in_care import times_in_care
from ppoc.tests.factories import (
	grant,
	make_child,
	make_episode,
	make_event,
	make_plan,
	make_request,
	make_team,
)

pytestmark = pytest.mark.requirement("Y9")
TODAY = date(2026, 11, 30)
ENDS = {"E45": "Special guardianship", "E4A": "Reunification", "E11": "Adoption", "E8": ""}
CHILDREN = 80


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-30 10:00", tick=True):
		yield


@pytest.fixture
def team(site: str) -> Any:
	return make_team()


@pytest.fixture
def caseload(team: Any) -> str:
	"""Invents children with one to three times in care each; returns their locality."""
	draw = random.Random(2026)
	child = make_child(team=team.name, care_started_on=None, looked_after=0)
	names = [child.name, *(_like(child, number) for number in range(CHILDREN - 1))]
	insert_rows("Care Episode", [row for name in names for row in _history(name, draw)], frappe.session.user)
	return str(team.locality)


def _like(child: Any, number: int) -> str:
	name = f"OUTCOME-{number}"
	insert_rows(
		"Child",
		[{"name": name, "child_id": name, "full_name": name, "team": child.team, "locality": child.locality}],
		frappe.session.user,
	)
	return name


def _history(child: str, draw: random.Random) -> Iterator[dict[str, Any]]:
	"""Yields episodes: each time in care has some moves, and one may be to a long-term carer."""
	day = date(2022, 4, 1) + timedelta(draw.randrange(900))
	for _time in range(draw.randint(1, 3)):
		starts, moves = "S", draw.randint(0, 3)
		for left in range(moves, -1, -1):
			ended_on = day + timedelta(draw.randint(20, 250))
			why = draw.choice(list(ENDS)) if not left else "X1"
			open_ended = ended_on > TODAY
			yield {
				"child": child, "started_on": day, "ended_on": None if open_ended else ended_on,
				"reason_new_episode": starts, "reason_ended": None if open_ended else why,
				"legal_status": "C2", "placement": draw.choice(["U6", "U1", "K2"]),
				"placement_postcode": f"ZZ{draw.randint(1, 9)} {left}ZZ",
			}  # fmt: skip
			if open_ended:
				return
			day, starts = ended_on, "P"
		day += timedelta(draw.randint(1, 500))
		if day > TODAY:
			return


def sql(statement: str, **values: Any) -> list[Any]:
	"""Runs a statement in which MONTHS(day, n) adds months and DAYS(a, b) is a minus b, in either database."""
	postgres = frappe.db.db_type == "postgres"
	for name, theirs, ours in (
		("MONTHS", "({0} + make_interval(months => {1}))", "date_add({0}, interval {1} month)"),
		("DAYS", "({0} - {1})", "datediff({0}, {1})"),
	):
		while (start := statement.find(f"{name}[")) >= 0:
			end = statement.index("]", start)
			parts = statement[start + len(name) + 1 : end].split("; ")
			filled = (theirs if postgres else ours).format(*parts)
			statement = statement[:start] + filled + statement[end + 1 :]
	return list(frappe.db.sql(statement, values))


TIMES = """
select entry.child, entry.started_on as entered,
	(select min(last.ended_on) from `tabCare Episode` last
		where last.child = entry.child and last.started_on >= entry.started_on and last.reason_ended <> 'X1') as ended,
	(select min(again.started_on) from `tabCare Episode` again
		where again.child = entry.child and again.started_on > entry.started_on and again.reason_new_episode = 'S'
	) as back
from `tabCare Episode` entry join tabChild child on child.name = entry.child
where entry.reason_new_episode = 'S' and child.locality = %(locality)s
"""
WITH_ROUTES = f"""
select times.child, times.entered, times.ended, times.back, last.reason_ended as why,
	(select min(placed.started_on) from `tabCare Episode` placed
		where placed.child = times.child and placed.placement = 'U1' and placed.started_on >= times.entered
		and (times.ended is null or placed.started_on < times.ended)) as long_term
from ({TIMES}) times
left join `tabCare Episode` last
	on last.child = times.child and last.ended_on = times.ended and last.reason_ended <> 'X1'
"""


ANY_ROUTE = """case when why in ('E45', 'E4A', 'E11') then least(coalesce(long_term, ended), ended)
	else long_term end"""


def test_permanence_by_cohort_is_what_sql_counts(caseload: str) -> None:
	filters = {"locality": caseload, "months": "All", "from_date": "2022-04-01"}
	_columns, rows, _message, chart = permanence_after_coming_into_care.execute(filters)
	found = {(row["cohort"], row["of_route"], row["months"]): row for row in rows}
	checked = 0
	for months in (6, 12, 24):
		for route, reached_on in (
			("", ANY_ROUTE),
			("Special guardianship", "case when why = 'E45' then ended end"),
			("Long-term fostering", "long_term"),
		):  # fmt: skip
			for year, of, reached in sql(
				f"""select extract(year from MONTHS[entered; -3]) as year, count(*),
					sum(case when {reached_on} <= MONTHS[entered; {months}] then 1 else 0 end)
				from ({WITH_ROUTES}) known where MONTHS[entered; {months}] <= %(today)s
				group by extract(year from MONTHS[entered; -3])""",
				locality=caseload,
				today=TODAY,
			):
				row = found.pop((f"{int(year)}/{int(year) % 100 + 1}", route, months))
				assert (row["children"], row["reached"]) == (of, reached)
				assert row["low"] <= row["percent"] <= row["high"]
				checked += 1
	assert checked > 20
	assert not [key for key in found if key[1] in ("", "Special guardianship", "Long-term fostering")]
	assert chart
	assert chart["data"]["labels"][0] == "2022/23"


def test_children_back_in_care_are_those_whom_sql_counts(caseload: str) -> None:
	filters = {"locality": caseload, "months": "12", "from_date": "2022-04-01"}
	_columns, rows, *_rest = back_in_care_after_permanence.execute(filters)
	found = {(row["cohort"], row["of_route"]): (row["children"], row["reached"]) for row in rows}
	told = {}
	for route, whys in (("", "'E45', 'E4A', 'E11'"), ("Reunification", "'E4A'")):
		for year, of, back in sql(
			f"""select extract(year from MONTHS[ended; -3]), count(*),
				sum(case when back <= MONTHS[ended; 12] then 1 else 0 end)
			from ({WITH_ROUTES}) known where why in ({whys}) and MONTHS[ended; 12] <= %(today)s
			group by extract(year from MONTHS[ended; -3])""",
			locality=caseload,
			today=TODAY,
		):
			told[f"{int(year)}/{int(year) % 100 + 1}", route] = (of, back)
	assert sum(back for _of, back in told.values()) > 3
	assert {key: pair for key, pair in found.items() if key[1] in ("", "Reunification")} == told


def test_moves_per_thousand_days_are_what_sql_counts(caseload: str) -> None:
	first, last = date(2025, 4, 1), date(2026, 3, 31)
	_columns, rows, *_rest = moves_and_changes_of_worker.execute(
		{"locality": caseload, "from_date": first, "to_date": last}
	)
	((days,),) = sql(
		f"""select sum(DAYS[least(coalesce(ended, %(after)s), %(after)s); greatest(entered, %(first)s)])
		from ({TIMES}) times where entered <= %(last)s and coalesce(ended, %(after)s) > %(first)s""",
		locality=caseload, first=first, last=last, after=last + timedelta(1),
	)  # fmt: skip
	((moves,),) = sql(
		"""select count(*) from `tabCare Episode` moved join tabChild child on child.name = moved.child
		where moved.reason_new_episode = 'P' and moved.started_on between %(first)s and %(last)s
		and child.locality = %(locality)s""",
		locality=caseload, first=first, last=last,
	)  # fmt: skip
	(row,) = rows
	assert (row["place"], row["days"], row["moves"]) == (caseload, days, moves)
	assert row["moves_rate"] == round(moves * 1000 / int(days), 2)
	assert row["workers_rate"] is None


def test_the_chart_s_months_together_are_the_year_s_moves(caseload: str) -> None:
	span = {"locality": caseload, "from_date": "2024-04-01", "to_date": "2026-03-31"}
	_columns, rows, _message, chart, _summary = control_chart.execute(span)
	(year,) = moves_and_changes_of_worker.execute(span)[1]
	assert len(rows) == 24
	assert sum(row["events"] for row in rows) == year["moves"]
	assert sum(row["days"] for row in rows) == year["days"]
	assert all(row["low"] <= row["average"] <= row["high"] for row in rows if row["days"])
	assert len(chart["data"]["labels"]) == 24
	quarters = control_chart.execute({**span, "by": "Quarter", "measure": "Permanence reached"})[1]
	assert len(quarters) == 8
	assert sum(row["events"] for row in quarters) > 0


def test_the_list_behind_a_figure_has_as_many_as_the_figure(caseload: str) -> None:
	basis: dict[Any, str] = {
		permanence_after_coming_into_care: "Came into care",
		back_in_care_after_permanence: "Left care for permanence",
	}
	for report, followed_from in basis.items():
		asked = {"locality": caseload, "months": "12", "from_date": "2022-04-01", "by": "Quarter"}
		for row in report.execute(asked)[1]:
			behind = {**asked, "basis": followed_from, "cohort": row["cohort"], "route": row["of_route"]}
			for counted, number in (("Followed", row["children"]), ("Reached", row["reached"])):
				listed = times_in_care.execute({**behind, "counted": counted})[1]
				assert len(listed) == number, (row, counted)


def test_the_list_names_the_plan_the_decision_and_the_permanence_before(team: Any) -> None:
	child = make_child(team=team.name, first_name="Zzoe")
	plan = make_plan(child=child.name, route="Special guardianship")
	decision = make_request(child=child.name)
	frappe.db.set_value("Panel Decision", decision.name, {"decided_on": "2025-03-01", "status": "Decided"})
	make_event(child.name, "Previous permanence", "2023-01-01", details="Adoption")
	make_episode(child.name, "2024-01-01", "2025-06-01", reason_ended="E45")
	make_episode(child.name, "2026-02-01")
	first, second = times_in_care.execute({"locality": team.locality})[1]
	assert (first["before"], first["route"], first["plan"]) == ("Adoption", "Special guardianship", plan.name)
	assert first["decision"] == decision.name
	assert (first["permanent_on"], first["months_to_permanence"]) == (date(2025, 6, 1), 17)
	assert (first["back_on"], first["months_away"]) == (date(2026, 2, 1), 8)
	assert (second["permanent_on"], second["plan"], second["decision"]) == (None, None, None)


def test_steps_follow_a_child_from_entry_to_permanence(team: Any) -> None:
	child = make_child(team=team.name)
	make_episode(child.name, "2026-01-01", "2026-09-28", reason_ended="E45")
	make_event(child.name, "Permanence plan agreed", "2026-02-01")
	plan = make_plan(child=child.name)
	frappe.db.set_value(
		"Permanence Plan",
		plan.name,
		{"prioritised_on": "2026-03-01", "actual_start": "2026-04-01", "actual_finish": "2026-07-01"},
	)
	waiting = make_child(team=team.name)
	make_episode(waiting.name, "2026-11-01")
	rows = {
		row["step"]: row
		for row in steps_after_coming_into_care.execute({"locality": team.locality, "group_by": "Year"})[1]
		if row["group"] == "2025/26"
	}
	assert [row["median"] for row in rows.values()] == [31, 59, 28, 31, 91, 89, 270]
	everybody = steps_after_coming_into_care.execute({"locality": team.locality})[1]
	first = everybody[0]
	assert (first["step"], first["children"], first["still_open"]) == (
		"Came into care until plan agreed",
		2,
		1,
	)


def test_changes_of_social_worker_come_from_the_return(team: Any) -> None:
	child = make_child(team=team.name)
	make_episode(child.name, "2026-01-01")
	for day, details in (
		("2026-01-10", "SW1, First contact or re-referral"), ("2026-02-01", "SW1, Absence cover"),
		("2026-03-01", "SW2, Managing caseloads"), ("2026-05-01", "SW1, The child asked for a change"),
	):  # fmt: skip
		make_event(child.name, "Social worker allocated", day, details=details)
	(row,) = moves_and_changes_of_worker.execute(
		{"locality": team.locality, "from_date": "2026-01-01", "to_date": "2026-06-30"}
	)[1]
	assert (row["worker_changes"], row["worker_days"], row["days"]) == (2, 172, 181)


def test_a_child_typed_by_hand_is_followed_too(team: Any) -> None:
	make_child(
		team=team.name, looked_after=0, on_full_care_order=0, care_started_on="2025-01-01",
		care_ended_on="2025-08-01", left_care_by="Reunification",
	)  # fmt: skip
	rows = permanence_after_coming_into_care.execute({"locality": team.locality})[1]
	(row,) = (row for row in rows if row["of_route"] == "Reunification")
	assert (row["cohort"], row["children"], row["reached"]) == ("2024/25", 1, 1)
	assert row["remark"].startswith("Anything from")
	assert moves_and_changes_of_worker.execute({"locality": team.locality})[1] == []


def test_another_placement_counts_as_permanence_if_the_route_says_so(team: Any) -> None:
	child = make_child(team=team.name)
	make_episode(child.name, "2025-01-01", placement="U3")
	frappe.db.set_value("Route", "Long-term fostering", "placements", "U1 u3, U4")
	rows = permanence_after_coming_into_care.execute({"locality": team.locality})[1]
	assert {row["of_route"]: row["reached"] for row in rows}["Long-term fostering"] == 1


def test_shipped_routes_get_their_codes_on_a_running_site(site: str) -> None:
	frappe.db.set_value("Route", "Long-term fostering", "placements", "")
	routes_have_codes.execute()
	assert frappe.db.get_value("Route", "Long-term fostering", "placements") == "U1 U4"


def test_everybody_counts_the_children_whom_they_see(caseload: str, user_with: Callable[..., str]) -> None:
	reader = user_with("Team Manager")
	frappe.set_user(reader)
	assert permanence_after_coming_into_care.execute({"from_date": "2022-04-01"})[1] == []
	assert times_in_care.execute({"from_date": "2022-04-01"})[1] == []
	frappe.set_user("Administrator")
	grant(reader, caseload)
	frappe.set_user(reader)
	assert len(times_in_care.execute({"from_date": "2022-04-01"})[1]) >= CHILDREN
