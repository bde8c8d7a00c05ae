"""The quarterly oversight report: drafted from the quarter, completed by the chair, signed off, printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import frappe
import freezegun
import pytest
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

from ppoc.exceptions import OversightStateError, WrongSignerError
from ppoc.reporting.oversight.rendering import kept_figures, ppoc_oversight_charts
from ppoc.tests.access_world import put
from ppoc.tests.factories import grant, make_child, make_schedule, make_team, make_worker, queries_of
from ppoc.tests.papers import pages_of

REPORT = "Quarterly Oversight Report"
COURT, HOUSING = "Court or legal", "Carer's finances or housing"


@pytest.fixture(autouse=True)
def april(site: str):
	with freezegun.freeze_time("2026-04-08 09:00:00.5"):
		yield


@dataclass
class Place:
	"""A team, its head of service with a login, and the head's Worker record."""

	team: Document
	head: str
	chair: str


@pytest.fixture
def north(april: None, user_with: Callable[..., str]) -> Place:
	return _place(user_with)


@pytest.fixture
def south(april: None, user_with: Callable[..., str]) -> Place:
	return _place(user_with)


def _place(user_with: Callable[..., str]) -> Place:
	team, head = make_team(), user_with("Head of Service")
	grant(head, team.locality)
	chair = make_worker(worker_name="Hester Osgood", user=head, locality=team.locality).name
	frappe.db.set_value("Locality", team.locality, "head_of_service", chair)
	return Place(team, head, chair)


def plan(place: Place, status: str, barriers: tuple = (), moves: tuple = (), child: str = "", **values: Any):
	"""Inserts a plan without its checks; barriers are (category, raised, resolved), moves are (day, was, became)."""
	child = child or make_child(team=place.team.name).name
	where = {"locality": place.team.locality, "team": place.team.name}
	rows = [
		dict(zip(("category", "raised_on", "resolved_on"), one, strict=True), doctype="Plan Barrier")
		for one in barriers
	]
	changes = [
		dict(zip(("changed_on", "was", "became"), one, strict=True), doctype="Prediction Change")
		for one in moves
	]
	for row in (*rows, *changes):
		row["parentfield"] = "barriers" if row["doctype"] == "Plan Barrier" else "predictions"
	values = {"route": "Special guardianship", **where, **values, "barriers": rows, "predictions": changes}
	return put("Permanence Plan", child=child, status=status, **values)


def a_quarter(place: Place) -> None:
	"""Makes January to March 2026, with something of everything."""
	plan(
		place,
		"Prioritised",
		barriers=((COURT, "2026-02-03", None), (HOUSING, "2025-11-01", "2026-01-20")),
		moves=(
			("2026-02-10 10:00:00", "2026-02-20", "2026-03-20"),
			("2025-12-10 10:00:00", None, "2026-02-20"),
		),
		prioritised_on="2025-11-03",
		predicted_start="2026-03-20",
	)
	plan(
		place,
		"Assessment started",
		barriers=((COURT, "2026-03-03", None), (HOUSING, "2026-03-10", None)),
		prioritised_on="2026-01-13",
		predicted_start="2026-02-10",
		actual_start="2026-02-17",
	)
	plan(
		place,
		"Achieved",
		prioritised_on="2025-05-06",
		predicted_start="2025-10-01",
		actual_start="2025-10-01",
		predicted_finish="2026-01-30",
		actual_finish="2026-01-27",
		achieved_on="2026-03-03",
	)
	plan(place, "No longer prioritised", prioritised_on="2025-05-06", removed_on="2026-02-03")
	for day, closed in (("2026-02-01", "2026-01-30"), ("2026-02-01", "2026-02-08"), ("2026-03-01", None)):
		values = {"action_owner": place.chair, "locality": place.team.locality}
		put("Action", what="Ring the aunt", due_on=day, closed_on=closed, status="Open", **values)
	make_schedule(team=place.team.name, first_sitting="2026-01-06")
	for day in ("2026-01-06", "2026-01-20", "2026-03-03"):
		where = {"locality": place.team.locality, "team": place.team.name, "start_time": "10:00:00"}
		put("Meeting", forum="Mobilisation Meeting", meeting_date=day, status="Held", **where)


def begin(place: Place, **values: Any) -> Document:
	values = {"locality": place.team.locality, "quarter_start": "2026-02-11", **values}
	return frappe.get_doc({"doctype": REPORT, **values}).insert()


@pytest.mark.requirement("D6.1")
def test_it_is_drafted_from_the_quarter_beside_the_one_before(north, south, set_user):
	a_quarter(north)
	plan(south, "Prioritised", barriers=((COURT, "2026-02-03", None),), prioritised_on="2026-02-03")
	set_user(north.head)
	report = begin(north)

	assert (report.title, str(report.quarter_end)) == (
		f"{north.team.locality}, January to March 2026",
		"2026-03-31",
	)
	assert report.chair == north.chair
	now, before = kept_figures(report)
	assert (now.listed, now.prioritised, now.started, now.finished, now.removed) == (2, 1, 1, 1, 1)
	assert (before.listed, before.prioritised, before.started) == (3, 1, 1)
	assert now.achieved == {"Special guardianship": 1}
	assert (now.starts.on_time, now.starts.late, now.starts.not_done) == (0, 1, 1)
	assert (now.finishes.on_time, before.starts.on_time) == (1, 1)
	assert now.moved == [28]
	assert (now.actions.on_time, now.actions.late, now.actions.not_done) == (1, 1, 1)
	assert [(one.forum, one.due, one.held) for one in now.meetings] == [("Mobilisation Meeting", 7, 3)]
	assert [
		(row.theme, row.open_now, row.open_before, row.raised, row.resolved) for row in report.themes
	] == [(COURT, 2, 0, 2, 0), (HOUSING, 1, 1, 1, 1)]
	in_sql = frappe.db.sql(
		"""select count(distinct p.name) from `tabPlan Barrier` b join `tabPermanence Plan` p on p.name = b.parent
		where p.locality = %s and b.category = %s and b.resolved_on is null""",
		(north.team.locality, COURT),
	)[0][0]
	assert report.themes[0].open_now == in_sql
	assert re.search(r": 2 \(.*: 3\)", report.progress), report.progress
	assert re.search(r": 1 \(0 .*28 days", report.drift), report.drift
	assert f"{COURT} (2), {HOUSING} (1)." in report.drift
	assert "Mobilisation Meeting: 3 of 7" in report.tracking
	assert frappe.get_list(REPORT, pluck="name") == [report.name]
	set_user(south.head)
	assert frappe.get_list(REPORT, pluck="name") == []
	with pytest.raises(frappe.PermissionError):
		begin(north)


@pytest.mark.requirement("D6.1", "X4.4")
def test_restricted_children_are_in_no_figure_whoever_drafts(north, set_user):
	closed = make_child(
		team=north.team.name,
		restricted=1,
		restriction_reason="A relative works here.",
		allowed_people=[{"user": north.head}],
	).name
	plan(north, "Prioritised", ((COURT, "2026-02-03", None),), child=closed, prioritised_on="2026-02-03")
	set_user(north.head)

	now, _before = kept_figures(report := begin(north))

	assert (now.listed, now.prioritised, now.barriers, report.themes) == (0, 0, {}, [])


@pytest.mark.requirement("D6.1")
def test_the_chair_completes_it_and_counting_again_keeps_what_was_written(north, set_user):
	a_quarter(north)
	set_user(north.head)
	report = begin(north)
	report.drift = "Two cases wait for the same court."
	report.themes[0].update({"comment": "Raised with the court.", "open_now": 99})
	report.append(
		"themes", {"kind": "Progress", "theme": "Early referrals", "comment": "Keep on.", "open_now": 5}
	)
	report.figures = "{}"
	report.save()
	assert [row.open_now for row in report.themes] == [2, 1, 0], "numbers are counted, not typed"
	assert kept_figures(report)[0].listed == 2

	set_user("Administrator")
	plan(north, "Prioritised", ((COURT, "2026-03-03", None),), prioritised_on="2026-03-03")
	set_user(north.head)
	from ppoc.reporting.oversight.api import draft_again

	draft_again(report.name, str(report.modified))
	report.reload()
	assert re.search(r": 3\b", report.progress), report.progress
	assert report.drift == "Two cases wait for the same court."
	assert [(row.theme, row.open_now, row.comment) for row in report.themes] == [
		(COURT, 3, "Raised with the court."),
		(HOUSING, 1, None),
		("Early referrals", 0, "Keep on."),
	]


@pytest.mark.requirement("D6.1")
def test_only_its_chair_signs_it_off_and_then_it_stays(north, set_user, user_with):
	deputy = user_with("Head of Service")
	grant(deputy, north.team.locality)
	set_user(north.head)
	report = begin(north)
	with pytest.raises(OversightStateError, match="has a report"):
		begin(north, quarter_start="2026-03-31")
	with pytest.raises(OversightStateError, match="not begun"):
		begin(north, quarter_start="2026-07-01")
	apply_workflow(report, "Complete")
	assert report.completed_by == north.head

	set_user(deputy)
	with pytest.raises(WrongSignerError):
		apply_workflow(frappe.get_doc(REPORT, report.name), "Sign off")
	set_user(north.head)
	report = apply_workflow(frappe.get_doc(REPORT, report.name), "Sign off")
	assert (report.status, report.signed_off_by, str(report.signed_off_on)) == (
		"Signed off",
		north.head,
		"2026-04-08",
	)

	report.challenged_on = "2026-04-08"
	report.save()
	report.progress = "All is well."
	with pytest.raises(OversightStateError, match="signed off"):
		report.save()


@pytest.mark.requirement("D6.1")
def test_it_prints_with_its_charts(north, set_user):
	a_quarter(north)
	set_user(north.head)
	report = begin(north)
	report.themes[0].comment = "Raised with the court."
	report.priorities = "A second assessor from May."
	report.save()

	html = frappe.get_print(REPORT, report.name, REPORT)
	text = " ".join(pages_of(frappe.get_print(REPORT, report.name, REPORT, as_pdf=True)))

	assert html.count("<svg") == 4
	assert "Court or legal: This quarter 2, The quarter before 0" in html
	for words in (
		f"Quarterly oversight report: {north.team.locality}, January to March 2026",
		"Chair Hester Osgood",
		f"{COURT} 2 0 2 0 Raised with the court.",
		"A second assessor from May.",
		"Newly prioritised",
		"Page 1 of",
	):
		assert words in text


def test_drafting_takes_as_many_queries_for_many_plans_as_for_few(north, set_user):
	a_quarter(north)
	set_user(north.head)
	report = begin(north)
	few = queries_of(report.draft)
	set_user("Administrator")
	for _number in range(4):
		plan(north, "Prioritised", ((COURT, "2026-02-03", None),), prioritised_on="2026-02-03")
	set_user(north.head)

	assert queries_of(report.draft) <= few


def test_a_quarter_that_is_not_over_says_so_and_is_not_drawn_beside_a_whole_one(north, set_user):
	a_quarter(north)
	set_user(north.head)
	now, whole = begin(north, quarter_start="2026-04-01"), begin(north)

	charts = {heading: str(chart.svg) for heading, chart in ppoc_oversight_charts(now)}
	text = " ".join(pages_of(frappe.get_print(REPORT, now.name, REPORT, as_pdf=True, no_letterhead=1)))

	assert "The quarter before" not in "".join(charts.values())
	assert "At the end of the quarter before" in charts["Plans held up, by barrier"]
	assert "8 April 2026. The quarter is not over: it ends on 30 June 2026." in text
	assert now.progress.startswith("The quarter is not over: its figures run to 8 April 2026")
	assert "at the end of the quarter:" not in now.progress
	assert "not over" not in whole.progress
	assert "The quarter before" in "".join(str(chart.svg) for _heading, chart in ppoc_oversight_charts(whole))
