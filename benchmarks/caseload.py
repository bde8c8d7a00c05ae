"""A large caseload with two years of history, written in bulk from a fixed seed, for the benchmarks to share."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import frappe

from ppoc.potential.rules import CATEGORIES
from ppoc.tests.access_world import grant

CHILDREN = int(os.environ.get("PPOC_BENCH_CHILDREN", "20000"))
TODAY = date(2026, 11, 23)
YEARS = 730
LOCALITIES = [f"Bench Locality {number}" for number in range(4)]
TEAMS = [(f"Bench Team {number:02d}", LOCALITIES[number % 4]) for number in range(24)]
WORKERS = [f"BW-{number:03d}" for number in range(240)]
ROUTES = ("Special guardianship", "Reunification", "Adoption", "Long-term fostering")
STATUSES = (
	"Proposed", "Prioritised", "Prioritised", "Assessment started", "Assessment finished", "Achieved",
	"No longer prioritised",
)  # fmt: skip
BARRIERS = ("Housing", "Assessment capacity", "Finance", "Legal", "Family not ready")
FORUMS = ("Identification Meeting", "Mobilisation Meeting", "Permanence Panel")
STAMP = datetime(2026, 11, 1)

Row = dict[str, Any]


def fill(children: int = CHILDREN, reader: str | None = None) -> None:
	"""Children of four localities and all that hangs on them; the reader is given two of the localities."""
	chance = random.Random(5)
	_places()
	write("Child", (_child(chance, number) for number in range(children)))
	write("Permanence Plan", _plans(chance, children))
	plans = frappe.get_all("Permanence Plan", fields=["name", "child", "locality", "team", "predicted_start"])
	write("Plan Barrier", _barriers(chance, plans))
	write("Prediction Change", _predictions(chance, plans))
	write("Meeting", _meetings())
	write("Action", _actions(chance, plans))
	write("Care Event", _events(chance, children))
	write("Timescale", _timescales(chance, children))
	write("Panel Decision", _decisions(chance, children))
	write("Unmet Need", _needs(chance, children))
	for locality in LOCALITIES[:2]:
		if reader:
			grant(reader, locality)
	frappe.db.commit()
	frappe.db.sql(
		"analyze table `tabChild`, `tabPermanence Plan`, `tabAction`, `tabCare Event`, `tabTimescale`"
	)


def write(doctype: str, rows: Iterable[Row]) -> None:
	"""Rows as they are, in chunks; each brings the same columns."""
	rows = iter(rows)
	first = next(rows, None)
	if first is None:
		return
	standard = {
		"creation": STAMP,
		"modified": STAMP,
		"owner": "Administrator",
		"modified_by": "Administrator",
	}
	columns = [*first, *(key for key in standard if key not in first)]

	def values() -> Iterator[tuple[Any, ...]]:
		for row in (first, *rows):
			whole = {**standard, **row}
			yield tuple(whole[column] for column in columns)

	frappe.db.bulk_insert(doctype, columns, values(), chunk_size=5000)


def team_of(number: int) -> tuple[str, str]:
	"""The team and locality of a child by its number."""
	return TEAMS[number * 7 % len(TEAMS)]


def name_of(number: int) -> str:
	return f"BC-{number:06d}"


def some_day(chance: random.Random, first: int = -YEARS, last: int = 0) -> date:
	return TODAY + timedelta(days=chance.randrange(first, last + 1))


def _places() -> None:
	write("Locality", ({"name": name, "locality_name": name, "active": 1} for name in LOCALITIES))
	write(
		"Team",
		(
			{"name": name, "team_name": name, "locality": locality, "active": 1, "monthly_capacity": 8}
			for name, locality in TEAMS
		),
	)
	write("Worker", ({"name": name, "worker_name": f"Worker {name}", "active": 1} for name in WORKERS))


def _child(chance: random.Random, number: int) -> Row:
	team, locality = team_of(number)
	return {
		"name": name_of(number),
		"full_name": f"Child {number}",
		"last_name": f"Child {number}",
		"child_id": name_of(number),
		"date_of_birth": some_day(chance, -6000, -400),
		"team": team,
		"locality": locality,
		"social_worker": WORKERS[number % len(WORKERS)],
		"reviewing_officer": WORKERS[number * 3 % len(WORKERS)],
		"potential": CATEGORIES[chance.randrange(len(CATEGORIES))],
		"potential_decided_on": some_day(chance),
		"on_full_care_order": int(chance.random() < 0.6),
		"looked_after": 1,
		"care_started_on": some_day(chance, -2000, -60),
		"legal_status": chance.choice(("C2", "V2", "E1", "C1")),
		"restricted": int(chance.random() < 0.02),
	}


def _plans(chance: random.Random, children: int) -> Iterator[Row]:
	for number in range(0, children, 2):
		team, locality = team_of(number)
		status = chance.choice(STATUSES)
		start = some_day(chance, -YEARS, 180)
		begun = start + timedelta(days=chance.randrange(-10, 60))
		started = status not in ("Proposed", "Prioritised") and begun <= TODAY
		finished = status in ("Assessment finished", "Achieved") and started
		yield {
			"name": f"BP-{number:06d}",
			"title": f"Child {number}: plan",
			"child": name_of(number),
			"team": team,
			"locality": locality,
			"route": chance.choice(ROUTES),
			"plan_kind": chance.choice(("Primary", "Primary", "Parallel", "Contingency")),
			"status": status,
			"rag": chance.choice(("Red", "Amber", "Green", "Green")),
			"rag_reason": "Predicted start passed",
			"predicted_start": start if chance.random() < 0.9 else None,
			"predicted_finish": start + timedelta(days=90),
			"actual_start": begun if started else None,
			"actual_finish": min(begun + timedelta(days=100), TODAY) if finished else None,
			"achieved_on": min(begun + timedelta(days=150), TODAY)
			if status == "Achieved" and started
			else None,
			"prioritised_on": start - timedelta(days=60),
			"removed_on": TODAY if status == "No longer prioritised" else None,
			"times_moved": chance.randrange(4),
			"case_system_agrees": chance.choice(("Yes", "No", "Not checked")),
		}


def _rows_in(table: str, parents: Iterable[Row], field: str, of: str, each: Any) -> Iterator[Row]:
	for parent in parents:
		for place, row in enumerate(each(parent)):
			yield {
				"name": f"{table}-{parent['name']}-{place}",
				"parent": parent["name"],
				"parenttype": of,
				"parentfield": field,
				"idx": place + 1,
				**row,
			}


def _barriers(chance: random.Random, plans: list[Row]) -> Iterator[Row]:
	def each(plan: Row) -> Iterator[Row]:
		for _ in range(chance.randrange(3)):
			raised = some_day(chance)
			yield {
				"category": chance.choice(BARRIERS),
				"detail": "waits",
				"raised_on": raised,
				"resolved_on": raised + timedelta(days=30) if chance.random() < 0.5 else None,
			}

	return _rows_in("BB", plans, "barriers", "Permanence Plan", each)


def _predictions(chance: random.Random, plans: list[Row]) -> Iterator[Row]:
	def each(plan: Row) -> Iterator[Row]:
		was = None
		for _ in range(chance.randrange(4)):
			became = some_day(chance, -600, 200)
			changed_on = datetime.combine(some_day(chance), datetime.min.time())
			yield {"changed_on": changed_on, "date_field": "Predicted start", "was": was, "became": became}
			was = became

	return _rows_in("BX", plans, "predictions", "Permanence Plan", each)


def _meetings() -> Iterator[Row]:
	number = 0
	for team, locality in TEAMS:
		for weeks in range(0, 104, 2):
			day = TODAY - timedelta(weeks=weeks)
			yield {
				"name": f"BM-{number:06d}",
				"title": f"{FORUMS[number % 3]} {day}",
				"forum": FORUMS[number % 3],
				"team": team,
				"locality": locality,
				"meeting_date": day,
				"status": "Notes issued",
				"closed_on": datetime.combine(day, datetime.min.time()),
				"circulated_on": datetime.combine(day - timedelta(days=6), datetime.min.time()),
				"notes_issued_on": datetime.combine(day + timedelta(days=number % 9), datetime.min.time()),
			}
			number += 1


def _actions(chance: random.Random, plans: list[Row]) -> Iterator[Row]:
	for plan in plans:
		for place in range(4):
			due = some_day(chance, -YEARS, 60)
			done = due < TODAY and chance.random() < 0.9
			yield {
				"name": f"BA-{plan['name']}-{place}",
				"what": "Ring the carers and write down what they need",
				"child": plan["child"],
				"plan": plan["name"],
				"team": plan["team"],
				"locality": plan["locality"],
				"action_owner": chance.choice(WORKERS),
				"due_on": due,
				"set_on": due - timedelta(days=21),
				"status": "Done" if done else "Open",
				"closed_on": due + timedelta(days=chance.randrange(-5, 20)) if done else None,
			}


def _events(chance: random.Random, children: int) -> Iterator[Row]:
	kinds = frappe.get_all("Care Event Type", pluck="name", order_by="name")
	for number in range(children):
		for place in range(8):
			yield {
				"name": f"BE-{number:06d}-{place}",
				"child": name_of(number),
				"event_type": chance.choice(kinds),
				"event_date": some_day(chance),
			}


def _timescales(chance: random.Random, children: int) -> Iterator[Row]:
	for number in range(children):
		team, locality = team_of(number)
		for place in range(3):
			yield {
				"name": f"BT-{number:06d}-{place}",
				"child": name_of(number),
				"team": team,
				"locality": locality,
				"state": chance.choice(("Not due", "Due soon", "Overdue", "Met", "Met late")),
				"due_on": some_day(chance, -200, 200),
				"duty_role": "Social Worker",
				"responsible": WORKERS[number % len(WORKERS)],
			}


def _decisions(chance: random.Random, children: int) -> Iterator[Row]:
	for number in range(0, children, 10):
		asked = some_day(chance)
		yield {
			"name": f"BD-{number:06d}",
			"child": name_of(number),
			"request_type": chance.choice(("No potential to leave care before 18", "Other")),
			"status": chance.choice(("Requested", "Listed", "Decided", "Authorised")),
			"decision": chance.choice(("Agreed", "Not agreed", "Challenged")),
			"requested_on": asked,
			"decided_on": min(asked + timedelta(days=chance.randrange(40)), TODAY),
		}


def _needs(chance: random.Random, children: int) -> Iterator[Row]:
	for number in range(0, children, 25):
		yield {
			"name": f"BN-{number:06d}",
			"need": "A foster home for two",
			"kind": chance.choice(("Foster home", "Residential home", "Sibling group")),
			"status": chance.choice(("Open", "In the strategy", "Met")),
			"noted_on": some_day(chance),
			"child": name_of(number),
			"locality": team_of(number)[1],
		}
