"""Builds the dashboard's figures, charts and lists from counts. Plain Python.

The contents follow the first source: how many children are on full care orders and in which category, the
cohort that is moving to permanence, predicted starts, starts and finishes over time (Appendix 4), and what a
head of service asks in the panel's dashboard review: what was predicted for the last three months, what
became of it, what blocks it, and whether the case management system agrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ppoc.database.date_filters import from_to, until
from ppoc.database.dates import is_set
from ppoc.plans.potential.rules import CATEGORIES
from ppoc.plans.predictions import LISTED_STATUSES

MONTHS_BACK, MONTHS_AHEAD = 12, 6
PANEL_MONTHS = 3
STANDINGS = ("on time", "late", "overdue", "no longer prioritised", "not due yet")
AGREEMENTS = ("Yes", "No", "Not checked")
MOST_TEAMS = 10

Filters = dict[str, Any]


@dataclass(frozen=True)
class DashboardArea:
	"""The locality and team that the reader asks for; both only narrow what the reader may see."""

	locality: str = ""
	team: str = ""

	@property
	def filters(self) -> Filters:
		"""The filters for a report."""
		return {key: value for key, value in asdict(self).items() if value}

	@property
	def rows(self) -> Filters:
		"""The filters for a list."""
		return {key: _is(value) for key, value in self.filters.items()}


def _is(name: str) -> list[Any]:
	"""Returns a list filter on a link. With "=" the list shows unfiltered rows until it has looked up the link."""
	return ["in", [name]] if name else ["is", "not set"]


@dataclass(frozen=True)
class PlanCount:
	"""The number of listed plans that have all these values in common."""

	team: str
	route: str
	status: str
	rag: str
	agrees: str
	undated: int
	start_passed: int
	finish_passed: int
	begun: int
	plans: int


@dataclass(frozen=True)
class Push:
	"""A plan that needs attention first, and why."""

	plan: str
	child: str
	child_name: str
	route: str
	team: str
	social_worker: str
	reason: str
	missed: date | None
	barriers: str


@dataclass(frozen=True)
class Figure:
	"""A number and the list or report behind it, with the filters that give the same rows."""

	key: str
	value: int
	doctype: str = ""
	report: str = ""
	filters: Filters = field(default_factory=dict)


@dataclass(frozen=True)
class DashboardCounts:
	"""Everything that was counted for one reader and place."""

	potential: Mapping[str, int]
	plans: Iterable[PlanCount]
	predicted_starts: Mapping[date, int]
	starts: Mapping[date, int]
	finishes: Mapping[date, int]
	start_standing: Mapping[str, int]
	finish_standing: Mapping[str, int]
	barriers: Mapping[str, int]
	overdue: Mapping[str, int]
	escalations: int


def tiles(counts: DashboardCounts, place: DashboardArea, today: date) -> list[Figure]:
	"""Returns the numbers at the top: how many children and plans, then what is urgent."""
	listed: Filters = {"status": ["in", list(LISTED_STATUSES)]}
	prioritised, started = {"status": "Prioritised"}, {"status": "Assessment started"}
	plans = list(counts.plans)

	def total(wanted: str = "") -> int:
		return sum(one.plans for one in plans if not wanted or getattr(one, wanted))

	def of_plans(key: str, value: int, **filters: Any) -> Figure:
		return Figure(key, value, "Permanence Plan", filters={**filters, **place.rows})

	return [
		Figure(
			"children",
			sum(counts.potential.values()),
			"Child",
			filters={"on_full_care_order": 1, "merged_into": ["is", "not set"], **place.rows},
		),
		of_plans("cohort", total(), **listed),
		of_plans("red", sum(one.plans for one in plans if one.rag == "Red"), **listed, rag="Red"),
		of_plans("undated", total("undated"), **prioritised, predicted_start=is_set(False)),
		of_plans("start_passed", total("start_passed"), **prioritised, predicted_start=_before(today)),
		of_plans("finish_passed", total("finish_passed"), **started, predicted_finish=_before(today)),
		Figure(
			"overdue",
			sum(counts.overdue.values()),
			"Timescale",
			filters={"state": "Overdue", **place.rows},
		),
		Figure("escalations", counts.escalations, "Escalation", filters={"status": "Open", **place.rows}),
	]


def _before(today: date) -> list[Any]:
	"""Returns a list filter for past dates; "less than" would also match rows without a date."""
	return until(today - timedelta(days=1))


def categories(counts: DashboardCounts, place: DashboardArea) -> list[Figure]:
	"""Returns the children on full care orders by category of potential."""
	base = {"on_full_care_order": 1, "merged_into": ["is", "not set"], **place.rows}
	return [
		Figure(name, counts.potential.get(name, 0), "Child", filters={**base, "potential": name})
		for name in (*CATEGORIES, *sorted(set(counts.potential) - set(CATEGORIES)))
	]


def cohort(counts: DashboardCounts, place: DashboardArea) -> dict[str, list[Figure]]:
	"""Returns route → its listed plans by status; the longest list comes first."""
	found: dict[str, Counter[str]] = {}
	for one in counts.plans:
		found.setdefault(one.route, Counter())[one.status] += one.plans
	return {
		route: [
			Figure(
				status,
				by[status],
				"Permanence Plan",
				filters={"route": _is(route), "status": status, **place.rows},
			)
			for status in LISTED_STATUSES
		]
		for route, by in sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
	}


def agreement(counts: DashboardCounts, place: DashboardArea) -> list[Figure]:
	"""Returns whether the case management system agrees, for listed plans whose assessment has started."""
	found: Counter[str] = Counter()
	for one in counts.plans:
		if one.begun:
			found[one.agrees or "Not checked"] += one.plans
	begun = {"status": ["in", list(LISTED_STATUSES)], "actual_start": is_set(True), **place.rows}
	return [
		Figure(word, found[word], "Permanence Plan", filters={**begun, "case_system_agrees": word})
		for word in AGREEMENTS
	]


def blockers(counts: DashboardCounts, place: DashboardArea) -> list[Figure]:
	"""Returns what blocks plans, the commonest first."""
	base = {"status": ["in", list(LISTED_STATUSES)], **place.rows}
	return [
		Figure(
			category,
			number,
			"Permanence Plan",
			filters={
				**base,
				"Plan Barrier.category": _is(category),
				"Plan Barrier.resolved_on": is_set(False),
			},
		)
		for category, number in sorted(counts.barriers.items(), key=lambda item: (-item[1], item[0]))
	]


def standing(
	counts: DashboardCounts, place: DashboardArea, first: date, last: date
) -> dict[str, list[Figure]]:
	"""Returns what was predicted to start and to finish in a period, and what became of it."""
	return {
		due: [
			Figure(
				word,
				found.get(word, 0),
				report="Predicted Starts and Finishes",
				filters={
					"from_date": str(first),
					"to_date": str(last),
					"due": due,
					"standing": word,
					**place.filters,
				},
			)
			for word in STANDINGS
		]
		for due, found in (("start", counts.start_standing), ("finish", counts.finish_standing))
	}


def over_time(counts: DashboardCounts, place: DashboardArea, today: date) -> dict[str, list[Figure]]:
	"""Returns predicted starts, starts and finishes, month by month."""
	kinds = {
		"predicted_start": counts.predicted_starts,
		"actual_start": counts.starts,
		"actual_finish": counts.finishes,
	}
	spans = months(today)
	return {
		kind: [
			Figure(
				str(first),
				sum(number for day, number in days.items() if first <= day <= last),
				"Permanence Plan",
				filters={kind: from_to(first, last), **place.rows},
			)
			for first, last in spans
		]
		for kind, days in kinds.items()
	}


def months(today: date) -> list[tuple[date, date]]:
	"""Returns the first and last day of each month shown: a year back and half a year ahead."""
	index = today.year * 12 + today.month - 1
	firsts = [
		date(number // 12, number % 12 + 1, 1)
		for number in range(index - MONTHS_BACK + 1, index + MONTHS_AHEAD + 2)
	]
	return [(first, following - timedelta(days=1)) for first, following in pairwise(firsts)]


def teams(counts: DashboardCounts, place: DashboardArea, today: date) -> dict[str, list[Figure]]:
	"""Returns team → its urgent figures; the teams with the most come first."""
	found: dict[str, Counter[str]] = {}
	for one in counts.plans:
		row = found.setdefault(one.team, Counter())
		row["red"] += one.plans if one.rag == "Red" else 0
		for key in ("undated", "start_passed", "finish_passed"):
			row[key] += one.plans if getattr(one, key) else 0
	for team, number in counts.overdue.items():
		found.setdefault(team, Counter())["overdue"] = number
	pressing = sorted(
		((team, row) for team, row in found.items() if row.total()),
		key=lambda item: (-item[1]["red"], -item[1].total(), item[0]),
	)
	shown = ("red", "start_passed", "finish_passed", "undated", "overdue")
	rows = {}
	for team, row in pressing[:MOST_TEAMS]:
		like = {figure.key: figure for figure in tiles(counts, place, today)}
		rows[team] = [
			Figure(
				key,
				row[key],
				like[key].doctype,
				filters={**like[key].filters, "team": _is(team)},
			)
			for key in shown
		]
	return rows
