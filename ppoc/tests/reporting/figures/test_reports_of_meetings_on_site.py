"""Meetings against their schedule, papers and minutes on time, decisions: counted over what the user may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
import freezegun
import pytest
from frappe.model.document import Document

from ppoc.exceptions import ReportTimeError
from ppoc.ppoc.report.decisions_and_timeliness import decisions_and_timeliness
from ppoc.ppoc.report.meetings_against_rhythm import meetings_against_rhythm
from ppoc.ppoc.report.papers_and_minutes_on_time import papers_and_minutes_on_time
from ppoc.tests.access_world import put
from ppoc.tests.factories import grant, make_child, make_forum, make_schedule, make_team, queries_of

FROM, TO = "2026-01-01", "2026-03-31"


@pytest.fixture(autouse=True)
def march(site: str):
	with freezegun.freeze_time("2026-03-31 09:00:00.5"):
		yield


@dataclass
class Place:
	"""A team with its manager's login."""

	team: Document
	manager: str


@pytest.fixture
def north(march: None, user_with: Callable[..., str]) -> Place:
	return _place(user_with)


@pytest.fixture
def south(march: None, user_with: Callable[..., str]) -> Place:
	return _place(user_with)


def _place(user_with: Callable[..., str]) -> Place:
	place = Place(make_team(), user_with("Team Manager"))
	grant(place.manager, place.team.locality)
	return place


def meeting(place: Place, day: str, status: str = "Held", **values: Any) -> str:
	"""Inserts a meeting without its checks."""
	where = {"locality": place.team.locality, "team": place.team.name}
	values = {"forum": "Mobilisation Meeting", "start_time": "10:00:00", **where, **values}
	return put("Meeting", meeting_date=day, status=status, **values).name


def request(child: str, status: str, asked: str, decided: str | None = None, **values: Any) -> str:
	values = {"request_type": "Other", "rationale": "As talked through.", "requested_on": asked, **values}
	return put("Panel Decision", child=child, status=status, decided_on=decided, **values).name


def shown(report: Any, **filters: Any) -> tuple[list[frappe._dict], dict[str, Any]]:
	"""Returns the rows, and the summary by label."""
	answer = report.execute({"from_date": FROM, "to_date": TO, **filters})
	return answer[1], {one["label"]: one["value"] for one in answer[4]}


@pytest.mark.requirement("P8.1")
def test_sittings_due_and_held_by_team_equal_a_count_in_sql(north, south, set_user):
	for place in (north, south):
		make_schedule(team=place.team.name, first_sitting="2026-01-06")
		make_schedule(team=place.team.name, forum="Identification Meeting", first_sitting="2026-01-06")
	for day, status in (("2026-01-06", "Held"), ("2026-02-03", "Notes issued"), ("2026-02-17", "Cancelled")):
		meeting(north, day, status)
	meeting(north, "2026-03-03", "Planned")
	meeting(north, "2026-01-06", forum="Identification Meeting")
	meeting(north, "2025-12-23")
	meeting(south, "2026-01-20")

	set_user(north.manager)
	rows, summary = shown(meetings_against_rhythm)

	assert {row["locality"] for row in rows} == {north.team.locality}
	found = {
		row["forum"]: (row["expected"], row["held"], row["cancelled"], row["not_closed"]) for row in rows
	}
	held = dict(
		frappe.db.sql(
			"""select forum, count(*) from tabMeeting where locality = %s and status in ('Held', 'Notes issued')
			and meeting_date between %s and %s group by forum""",
			(north.team.locality, FROM, TO),
		)
	)
	assert found == {
		"Mobilisation Meeting": (7, held["Mobilisation Meeting"], 1, 1),
		"Identification Meeting": (4, held["Identification Meeting"], 0, 0),
	}
	assert summary["Rhythm kept"] == round((2 + 1) * 100 / 11, 1)
	assert [row["rhythm"] for row in rows if row["held"] == 2] == ["Every 2 weeks"]
	assert shown(meetings_against_rhythm, locality=south.team.locality)[0] == []
	set_user(south.manager)
	assert [row["held"] for row in shown(meetings_against_rhythm)[0]] == [0, 1]


@pytest.mark.requirement("P3.3", "D4.3")
def test_agendas_papers_and_notes_stand_against_what_the_forum_asks(north, south, set_user):
	forum = make_forum(
		held_by="Team", circulate_days_before=7, notes_due_days=3, notes_due_unit="Working days"
	).name
	names = {
		"good": meeting(
			north,
			"2026-03-12",
			forum=forum,
			circulated_on="2026-03-05 17:00:00",
			notes_issued_on="2026-03-17 09:00:00",
			authorise_by="2026-03-14 12:00:00",
			authorised_on="2026-03-14 11:59:00",
		),
		"bad": meeting(
			north,
			"2026-03-13",
			forum=forum,
			circulated_on="2026-03-07 10:00:00",
			authorise_by="2026-03-15 12:00:00",
			authorised_on="2026-03-15 12:01:00",
		),
		"fresh": meeting(north, "2026-03-30", forum=forum, circulated_on="2026-03-23 10:00:00"),
	}
	meeting(north, "2026-03-20", "Cancelled", forum=forum)
	meeting(south, "2026-03-12", forum=forum)
	child = make_child(team=north.team.name).name
	for name, came in (("good", "2026-03-09"), ("good", "2026-03-10"), ("bad", None)):
		papers = [{"doctype": "Booking Paper", "parentfield": "papers", "document": "Report", "required": 1}]
		papers[0].update({"due_on": "2026-03-09", "received_on": came})
		put(
			"Booking",
			child=child,
			forum=forum,
			meeting=names[name],
			meeting_date=frappe.db.get_value("Meeting", names[name], "meeting_date"),
			status="Booked",
			papers=papers,
		)

	set_user(north.manager)
	rows, summary = shown(papers_and_minutes_on_time)

	found = {row["meeting"]: row for row in rows}
	assert set(found) == set(names.values())
	kinds = ("agenda", "papers", "notes", "authorised")
	assert [found[names["good"]][kind] for kind in kinds] == ["On time", "Late", "On time", "On time"]
	assert [found[names["bad"]][kind] for kind in kinds] == ["Late", "Overdue", "Overdue", "Late"]
	assert [found[names["fresh"]][kind] for kind in kinds] == ["On time", "", "Not due yet", ""]
	good = found[names["good"]]
	assert (good.agenda_due, good.notes_due) == (date(2026, 3, 5), date(2026, 3, 17))
	assert (good.papers_asked, good.papers_came) == (2, 2)
	assert (summary["Agendas on time"], summary["Notes on time"]) == (66.7, 50)
	late = frappe.db.sql(
		"select count(*) from tabMeeting where forum = %s and team = %s and authorised_on > authorise_by",
		(forum, north.team.name),
	)[0][0]
	assert late == sum(row["authorised"] == "Late" for row in rows)
	assert [row["meeting"] for row in shown(papers_and_minutes_on_time, standing="Overdue")[0]] == [
		names["bad"]
	]


@pytest.mark.requirement("D1.2", "D4.3")
def test_decisions_say_who_decides_how_long_it_took_and_what_waits(north, south, set_user):
	mine, other = (make_child(team=place.team.name).name for place in (north, south))
	quick = request(mine, "Authorised", "2026-02-02", "2026-02-05", authorise_by="2026-02-06 12:00:00")
	frappe.db.set_value("Panel Decision", quick, "authorised_on", "2026-02-06 10:00:00")
	slow = request(mine, "Decided", "2025-12-01", "2026-01-10", who_decides="Head of Service")
	waits = request(mine, "Requested", "2025-11-01")
	request(mine, "Decided", "2025-10-01", "2025-12-31")
	request(mine, "Requested", "2026-04-02")
	request(other, "Decided", "2026-02-02", "2026-02-03")

	set_user(north.manager)
	rows, summary = shown(decisions_and_timeliness)

	assert [(row.decision_name, row.days) for row in rows] == [(waits, 150), (slow, 40), (quick, 3)]
	assert rows[2].authorised == "On time"
	assert (summary["Median days to a decision"], summary["Waiting"]) == ("21.5", 1)
	in_sql = frappe.db.sql(
		"""select count(*) from `tabPanel Decision` where child = %s and requested_on <= %s
		and (status in ('Requested', 'Listed') or decided_on >= %s or requested_on >= %s)""",
		(mine, TO, FROM, FROM),
	)[0][0]
	assert summary["Requests"] == in_sql
	set_user(south.manager)
	assert [row.days for row in shown(decisions_and_timeliness)[0]] == [1]


@pytest.mark.requirement("X4.4")
def test_a_restricted_childs_request_is_in_neither_rows_nor_figures(north, set_user):
	closed = make_child(
		team=north.team.name,
		restricted=1,
		restriction_reason="A relative works here.",
		allowed_people=[{"user": "Administrator"}],
	).name
	request(closed, "Requested", "2026-02-02")

	set_user(north.manager)
	answer = decisions_and_timeliness.execute({"from_date": FROM, "to_date": TO})

	assert answer[1:] == ([], None, None, [])


@pytest.mark.parametrize(
	"report", [meetings_against_rhythm, papers_and_minutes_on_time, decisions_and_timeliness]
)
def test_it_takes_as_many_queries_for_many_rows_as_for_few(report, north, set_user):
	def more() -> None:
		team = make_team(locality=north.team.locality)
		place = Place(team, north.manager)
		for day in ("2026-02-03", "2026-03-03"):
			meeting(place, day)
			request(make_child(team=team.name).name, "Requested", day)

	make_schedule(team=north.team.name, first_sitting="2026-01-06")
	more()
	set_user(north.manager)
	shown(report)
	few = queries_of(lambda: shown(report))
	set_user("Administrator")
	more()
	more()
	set_user(north.manager)
	shown(report)

	assert queries_of(lambda: shown(report)) <= few
	with pytest.raises(ReportTimeError):
		report.execute({"from_date": "2026-02-01", "to_date": "2026-01-01"})


def test_an_email_without_filters_is_about_the_last_three_months(north, set_user):
	for day in ("2025-12-30", "2025-12-31", "2026-03-31"):
		meeting(north, day)

	set_user(north.manager)
	rows = papers_and_minutes_on_time.execute()[1]

	assert [row["meeting_date"] for row in rows] == [date(2026, 3, 31), date(2025, 12, 31)]
