"""Casework between the meetings: unmet needs, court proceedings, panel requests, fortnightly forms, copied notes.

Each function makes only what is missing, so that a demo that was interrupted can be continued.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import frappe
from frappe.utils import getdate

from demo import phrases
from demo.clock import clock_at
from demo.discussions import working_day
from demo.history import act_as
from demo.rollout import joining_day
from demo.service import LocalityStaff
from demo.service_records import MOBILISATION, PANEL
from ppoc.database.dates import SOME_DATE
from ppoc.reporting.fortnightly import api as forms
from ppoc.reporting.fortnightly.database import CONFIRMED_EVENT

FORTNIGHT = timedelta(weeks=2)
BETWEEN_NEEDS = timedelta(weeks=5)
SETTLED_AFTER = timedelta(weeks=20)
COPIED_AFTER = timedelta(days=10)
IN_COURT, REQUESTS = 7, 6
COURT_WEEKS = {"Final evidence due": 16, "Final care plan due": 20, "Final hearing": 25}
"""Weeks from the issue of proceedings, which should end within 26."""
INTERIM = "C1"


def make_casework(localities: Iterable[LocalityStaff], start: date, today: date, seed: str) -> None:
	"""Everything except the present form, which can only be made once the due dates are known."""
	for locality in localities:
		draws = partial(draws_of, seed, locality.name)
		act_as(locality.coordinator.user)
		_make_past_forms(locality.name, today)
		_make_unmet_needs(locality.name, joining_day(locality.name, start, today), today, draws)
		_make_requests(locality.name, today, draws)
		_copy_notes(locality.name, today)
		_compare_with_case_system(locality.name, draws)
		act_as("Administrator")  # court events come from the case system
		_make_court_events(locality.name, today, draws)
		frappe.db.commit()


def confirm_forms(localities: Iterable[LocalityStaff], today: date) -> None:
	"""The present form: confirmed for all teams of a locality but one, where it is still a draft."""
	with clock_at(today, 8):
		for locality in localities:
			act_as(locality.coordinator.user)
			for place, row in enumerate(_schedules(locality.name)):
				form = frappe.get_doc(forms.FORM, forms.open_form(row.name))
				if place and form.status == "Draft" and getdate(form.due_on) <= today:
					forms.confirm(form.name, str(form.modified))
			frappe.db.commit()


def draws_of(seed: str, *about: object) -> random.Random:
	"""Random choices about one thing: the same for the same seed."""
	return random.Random(":".join(map(str, (seed, *about))))


def children_of(locality: str, **filters: object) -> dict[str, str]:
	"""ID → record. Choices are drawn by the ID, because each demo numbers its records anew."""
	filters = {"locality": locality, "looked_after": 1, "restricted": 0, **filters}
	rows = frappe.get_all("Child", filters, ["child_id", "name"], order_by="child_id asc", as_list=True)
	return dict(rows)


def _make_unmet_needs(locality: str, since: date, today: date, draws: partial) -> None:
	"""An unmet need every few weeks; most of the older ones were met or went into the strategy."""
	children = list(children_of(locality).values())
	day, number = since + BETWEEN_NEEDS, 0
	while day < today and children:
		draw = draws("need", number)
		need, kind, looked_for, instead, cost = draw.choice(phrases.NEEDS)
		child = draw.choice(children)
		noted = working_day(day)
		if not frappe.db.exists("Unmet Need", {"child": child, "noted_on": noted}):
			values = {"need": need, "kind": kind, "looked_for": looked_for, "noted_on": noted, "child": child}
			if today - noted > SETTLED_AFTER and draw.random() < 0.75:
				values["status"], values["outcome"] = draw.choice(phrases.NEEDS_SETTLED)
			with clock_at(noted, 15):
				values |= {"placed_instead": instead, "weekly_cost": cost}
				frappe.get_doc({"doctype": "Unmet Need", **values}).insert()
		day, number = day + timedelta(days=draw.randrange(14, 43)), number + 1


def _make_court_events(locality: str, today: date, draws: partial) -> None:
	"""Children on an interim order are in proceedings; for some, the court's dates or the plans were not recorded."""
	issued = set(frappe.get_all("Care Event", {"event_type": "Proceedings issued"}, pluck="child"))
	for child_id, child in list(children_of(locality, legal_status=INTERIM).items())[:IN_COURT]:
		draw = draws("court", child_id)
		since = getdate(frappe.db.get_value("Child", child, "care_started_on"))
		began = working_day(max(since, today - timedelta(days=draw.randrange(20, 170))))
		if child in issued or began >= today:
			continue
		events = {"Proceedings issued": began}
		for name, weeks in COURT_WEEKS.items():
			if draw.random() < 0.8:
				events[name] = working_day(began + timedelta(weeks=weeks, days=draw.randrange(7)))
		with clock_at(began, 12):
			for name, day in events.items():
				event = {"doctype": "Care Event", "child": child, "event_type": name, "event_date": day}
				frappe.get_doc(event).insert()
			if draw.random() < 0.7:
				_make_plans_for_court(child, draw)


def _make_plans_for_court(child: str, draw: random.Random) -> None:
	routes = draw.sample(("Reunification", "Special guardianship", "Long-term fostering"), 2)
	for kind, route in zip(("Primary", "Parallel"), routes, strict=True):
		if not frappe.db.exists("Permanence Plan", {"child": child, "plan_kind": kind}):
			plan = {"doctype": "Permanence Plan", "child": child, "plan_kind": kind, "route": route}
			frappe.get_doc(plan).insert()


def _make_requests(locality: str, today: date, draws: partial) -> None:
	"""Requests of the last months: a panel decided the older ones, the newer ones wait for the next panel."""
	asked = set(frappe.get_all("Panel Decision", {"request_type": "Other"}, pluck="child"))
	plans = {"locality": locality, "status": ["in", ["Prioritised", "Assessment started"]]}
	planned = set(frappe.get_all("Permanence Plan", plans, pluck="child"))
	children = [(child_id, child) for child_id, child in children_of(locality).items() if child in planned]
	for number, (child_id, child) in enumerate(children[:REQUESTS]):
		if child not in asked:
			_make_request(locality, child, today, number, draws("request", child_id))


def _make_request(locality: str, child: str, today: date, number: int, draw: random.Random) -> None:
	day = working_day(today - timedelta(days=5 + 11 * number + draw.randrange(6)))
	panel = {"locality": locality, "forum": PANEL, "status": "Notes issued", "meeting_date": [">", day]}
	meeting = frappe.db.get_value(
		"Meeting", panel, ["name", "meeting_date"], order_by="meeting_date asc", as_dict=True
	)
	text, rationale = phrases.REQUESTS[number % len(phrases.REQUESTS)]
	with clock_at(day, 11):
		asked: dict[str, Any] = {
			"child": child,
			"request_type": "Other",
			"request": text,
			"rationale": rationale,
		}
		# Frappe works out the default "Today" once for each process.
		asked |= {"doctype": "Panel Decision", "requested_on": day}
		name = frappe.get_doc(asked).insert().name
	if meeting:
		with clock_at(getdate(meeting.meeting_date), 16):
			_take_step(name, "Listed", meeting=meeting.name)
			agreed = draw.random() < 0.8
			reason = draw.choice(phrases.REQUESTS_AGREED if agreed else phrases.REQUESTS_NOT)
			decision = "Agreed" if agreed else "Not agreed"
			_take_step(name, "Decided", decision=decision, decision_reason=reason)


def _take_step(name: str, status: str, **values: object) -> None:
	"""First what the step asks for, then the step, as on the form."""
	for entries in (values, {"status": status}):
		request = frappe.get_doc("Panel Decision", name)
		request.update(entries)
		request.save()


def _copy_notes(locality: str, today: date) -> None:
	"""Notes are copied to the case system on the next working day; the latest ones are still waiting."""
	note, meeting = frappe.qb.DocType("Case Note"), frappe.qb.DocType("Meeting")
	rows = (
		frappe.qb.from_(note)
		.join(meeting)
		.on(meeting.name == note.meeting)
		.where((meeting.locality == locality) & note.copied_on.isnull())
		.where(note.note_date < today - COPIED_AFTER)
		.select(note.name, note.note_date)
		.run()
	)
	days: dict[date, list[str]] = {}
	for name, day in rows:
		days.setdefault(getdate(day), []).append(name)
	for day, names in days.items():
		copied = frappe.qb.update(note).set(
			note.copied_on, f"{working_day(day + timedelta(days=1))} 09:00:00"
		)
		copied.where(note.name.isin(names)).run()


def _compare_with_case_system(locality: str, draws: partial) -> None:
	"""Somebody has looked up whether the case system agrees that the assessment started; it disagrees on a few."""
	plans = {"locality": locality, "actual_start": SOME_DATE, "case_system_agrees": "Not checked"}
	ids = {child: child_id for child_id, child in children_of(locality).items()}
	for plan, child in frappe.get_all("Permanence Plan", plans, ["name", "child"], as_list=True):
		found = draws("case system", ids.get(child, "")).choices(
			("Yes", "No", "Not checked"), weights=(80, 8, 12)
		)[0]
		if found != "Not checked":
			frappe.db.set_value("Permanence Plan", plan, "case_system_agrees", found, update_modified=False)


def _schedules(locality: str) -> list[frappe._dict]:
	asked = {"locality": locality, "forum": MOBILISATION}
	return frappe.get_all("Forum Schedule", asked, ["name", "first_sitting"], order_by="name asc")


def _make_past_forms(locality: str, today: date) -> None:
	"""Every fortnight's form up to the last but one: only the event is left that says it was confirmed."""
	for row in _schedules(locality):
		of_it = {"forum_schedule": row.name, "event_type": CONFIRMED_EVENT}
		there = {getdate(day) for day in frappe.get_all("Service Event", of_it, pluck="event_date")}
		for day in _fridays(getdate(row.first_sitting), today - FORTNIGHT):
			if day not in there:
				with clock_at(day, 15):
					frappe.get_doc({"doctype": "Service Event", "event_date": day, **of_it}).insert()


def _fridays(since: date, until: date) -> Iterator[date]:
	day = since + timedelta(days=(4 - since.weekday()) % 7)
	while day <= until:
		yield day
		day += FORTNIGHT
