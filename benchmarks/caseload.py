"""A large caseload with two years of history, written in bulk from a fixed seed, shared by the benchmarks."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import frappe

from ppoc.plans.potential.rules import CATEGORIES
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.tests.access_world import grant

CHILDREN = int(os.environ.get("PPOC_BENCH_CHILDREN", "20000"))
TODAY = date.today()
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
WRITTEN = (
	"Child", "Child Allowed Person", "Permanence Plan", "Plan Barrier", "Prediction Change", "Meeting", "Booking",
	"Booking Paper", "Action", "Care Event", "Timescale", "Panel Decision", "Unmet Need",
)  # fmt: skip
FORUMS = ("Identification Meeting", "Mobilisation Meeting", "Permanence Panel")
STAMP = datetime.combine(TODAY - timedelta(days=22), datetime.min.time())

Row = dict[str, Any]


def fill(children: int = CHILDREN, reader: str | None = None) -> None:
	"""Writes children in four localities with all their records, and gives the reader access to two of the
	localities."""
	chance = random.Random(5)
	_places()
	write("Child", (_child(chance, number) for number in range(children)))
	write("Permanence Plan", _plans(chance, children))
	_current_plans()
	plans = frappe.get_all("Permanence Plan", fields=["name", "child", "locality", "team", "predicted_start"])
	write("Plan Barrier", _barriers(chance, plans))
	write("Prediction Change", _predictions(chance, plans))
	meetings = list(_meetings())
	write("Meeting", meetings)
	write("Forum Schedule", _schedules())
	bookings = list(_bookings(chance, meetings, children))
	write("Booking", bookings)
	write("Booking Paper", _papers(chance, bookings))
	write("Action", _actions(chance, plans))
	write("Care Event", _events(chance, children))
	write("Timescale", _timescales(chance, children))
	write("Panel Decision", _decisions(chance, children))
	write("Unmet Need", _needs(chance, children))
	reviews = list(_reviews(chance))
	write("Effectiveness Review", reviews)
	write("Effectiveness Score", _scores(chance, reviews))
	if reader:
		_let_in(reader)
	frappe.db.commit()
	frappe.db.sql(f"analyze table {', '.join(f'`tab{doctype}`' for doctype in WRITTEN)}")


def _let_in(reader: str) -> None:
	"""Gives the reader half of the localities, and names the reader on some of the restricted children."""
	for locality in LOCALITIES[:2]:
		grant(reader, locality)
	restricted = frappe.get_all("Child", filters={"restricted": 1}, pluck="name", order_by="name")
	named = [{"name": name} for name in restricted[::4]]
	write(
		"Child Allowed Person", _rows_in("BP", named, "allowed_people", "Child", lambda _: [{"user": reader}])
	)


def write(doctype: str, rows: Iterable[Row]) -> None:
	"""Inserts rows without running any controller, in chunks; all rows have the same columns."""
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
	"""Returns a child's team and locality by the child's number."""
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
		"next_due": "Review",
		"next_due_on": some_day(chance, -30, 200),
		"overdue_count": max(0, chance.randrange(-3, 3)),
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


def _current_plans() -> None:
	"""Writes each child's listed plan, as the application does; no child here has two."""
	frappe.db.sql(
		"""update `tabChild` child join `tabPermanence Plan` plan on plan.`child` = child.`name`
		set child.`current_plan` = plan.`name`, child.`current_route` = plan.`route`
		where plan.`status` in %(listed)s""",
		{"listed": LISTED_STATUSES},
	)


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


def _schedules() -> Iterator[Row]:
	for number, (team, locality) in enumerate(TEAMS):
		for forum in FORUMS:
			yield {
				"name": f"BF-{number:02d}-{forum[:3]}",
				"forum": forum,
				"team": team,
				"locality": locality,
				"active": 1,
				"first_sitting": TODAY - timedelta(days=YEARS),
				"start_time": "10:00:00",
			}


def _bookings(chance: random.Random, meetings: list[Row], children: int) -> Iterator[Row]:
	"""Yields six bookings in each sitting, for children of the team."""
	of_team: dict[str, list[int]] = {}
	for number in range(children):
		of_team.setdefault(team_of(number)[0], []).append(number)
	for meeting in meetings:
		for place in range(6):
			yield {
				"name": f"BB-{meeting['name']}-{place}",
				"child": name_of(chance.choice(of_team[meeting["team"]])),
				"forum": meeting["forum"],
				"meeting": meeting["name"],
				"meeting_date": meeting["meeting_date"],
				"status": "Booked",
			}


def _papers(chance: random.Random, bookings: list[Row]) -> Iterator[Row]:
	def each(booking: Row) -> Iterator[Row]:
		due = booking["meeting_date"] - timedelta(days=7)
		for document in ("Report", "Plan", "Chronology"):
			came = due + timedelta(days=chance.randrange(-5, 4)) if chance.random() < 0.9 else None
			yield {"document": document, "required": 1, "due_on": due, "received_on": came}

	return _rows_in("BQ", bookings, "papers", "Booking", each)


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
	"""Yields three due dates for each child; one in ten is assigned to a role and not to a worker."""
	duties = frappe.get_all("Timescale Duty", pluck="name", order_by="name")
	for number in range(children):
		team, locality = team_of(number)
		for place in range(3):
			by_role = (number * 3 + place) % 10 == 0
			yield {
				"name": f"BT-{number:06d}-{place}",
				"child": name_of(number),
				"team": team,
				"locality": locality,
				"state": chance.choice(("Not due", "Due soon", "Overdue", "Met", "Met late")),
				"due_on": some_day(chance, -200, 200),
				"duty": chance.choice(duties),
				"duty_role": "Head of Service" if by_role else "Social Worker",
				"responsible": None if by_role else WORKERS[number % len(WORKERS)],
			}


def _decisions(chance: random.Random, children: int) -> Iterator[Row]:
	for number in range(0, children, 10):
		asked = some_day(chance)
		tracked = chance.random() < 0.1
		yield {
			"name": f"BD-{number:06d}",
			"child": name_of(number),
			"request_type": chance.choice(("No potential to leave care before 18", "Other")),
			"status": chance.choice(("Requested", "Listed", "Decided", "Authorised")),
			"decision": chance.choice(("Agreed", "Not agreed", "Challenged")),
			"requested_on": asked,
			"decided_on": min(asked + timedelta(days=chance.randrange(40)), TODAY),
			"who_decides": chance.choice(FORUMS),
			"tracker": "Pre-proceedings" if tracked else None,
			"off_tracker_on": TODAY if tracked and chance.random() < 0.3 else None,
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
			"weekly_cost": chance.randrange(4000, 12000),
		}


def _reviews(chance: random.Random) -> Iterator[Row]:
	"""Yields one review a quarter for each locality."""
	for place, locality in enumerate(LOCALITIES):
		for quarter in range(8):
			name = f"BV-{place}-{quarter}"
			yield {
				"name": name,
				"locality": locality,
				"review_date": TODAY - timedelta(days=91 * (7 - quarter)),
				"reviewer": WORKERS[place],
				"previous_review": f"BV-{place}-{quarter - 1}" if quarter else None,
				"scored": 16,
				"average_score": round(chance.uniform(2, 5), 2),
				"meetings_score": round(chance.uniform(2, 5), 2),
				"panel_score": round(chance.uniform(2, 5), 2),
			}


def _scores(chance: random.Random, reviews: list[Row]) -> Iterator[Row]:
	criteria = frappe.get_all("Effectiveness Criterion", fields=["name", "section"], order_by="number")

	def each(_review: Row) -> Iterator[Row]:
		for one in criteria:
			yield {
				"criterion": one.name,
				"section": one.section,
				"score": str(chance.randrange(1, 6)),
				"previous_score": chance.randrange(1, 6),
			}

	return _rows_in("BS", reviews, "scores", "Effectiveness Review", each)
