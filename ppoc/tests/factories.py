"""Makes records for tests: `make_x(**overrides)`; everything that is not given has a plausible value."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

from ppoc.database.retry import begins_again
from ppoc.timescales.rules_database import forget_setup, setup_changed

_numbers = itertools.count(1)


def number() -> int:
	"""Returns a number that has not been used in this run."""
	return next(_numbers)


def make_locality(**overrides: Any) -> Document:
	"""Makes a new locality."""
	return _make("Locality", {"locality_name": f"Locality {number()}", "nation": "England"}, overrides)


def make_worker(**overrides: Any) -> Document:
	"""Makes a worker without a login."""
	return _make("Worker", {"worker_name": f"Worker {number()}", "job": "Social Worker"}, overrides)


def make_team(**overrides: Any) -> Document:
	"""Makes a team with manager, supervisor and coordinator, in a new locality unless one is given."""
	locality = overrides.pop("locality", None) or make_locality().name
	values = {"team_name": f"Team {number()}", "locality": locality}
	for field, job in (
		("team_manager", "Team Manager"),
		("practice_supervisor", "Practice Supervisor"),
		("team_coordinator", "Team Coordinator"),
	):
		if field not in overrides:
			values[field] = make_worker(
				job=job, locality=locality, email=f"{field}{number()}@example.org"
			).name
	return _make("Team", values, overrides)


def make_child(**overrides: Any) -> Document:
	"""Makes a child on a full care order, in a new team unless one is given."""
	team = overrides.pop("team", None) or make_team().name
	values = {
		"first_name": "Child",
		"last_name": f"Invented{number()}",
		"child_id": f"T{number():06d}",
		"date_of_birth": "2016-05-01",
		"team": team,
		"locality": frappe.db.get_value("Team", team, "locality"),
		"care_facts_by_hand": 1,
		"looked_after": 1,
		"on_full_care_order": 1,
		"legal_status": "C2",
		"care_started_on": "2022-02-01",
	}
	return _make("Child", values, overrides)


def make_categorised_child(
	potential: str, rationale: str = "As talked through.", **overrides: Any
) -> Document:
	"""Makes a child for whom a decision on potential has been made."""
	child = make_child(**overrides)
	child.update({"potential": potential, "potential_rationale": rationale})
	return child.save()


def make_plan(**overrides: Any) -> Document:
	"""Makes a plan; takes the steps to a `status` beyond Proposed."""
	status = overrides.pop("status", "Proposed")
	child = overrides.pop("child", None) or make_child().name
	plan = _make("Permanence Plan", {"child": child, "route": "Special guardianship"}, overrides)
	way = ("Prioritised", "Assessment started", "Assessment finished", "Achieved")
	fields = {
		"Assessment started": "actual_start",
		"Assessment finished": "actual_finish",
		"Achieved": "achieved_on",
	}
	for step in way[: way.index(status) + 1] if status in way else ():
		if step in fields and not plan.get(fields[step]):
			plan.set(fields[step], nowdate())
			plan.save()
		plan.status = step
		plan.save()
	return plan


def make_forum(**overrides: Any) -> Document:
	"""Makes a forum of a team, every other week, chaired by the team manager, with one discussion item."""
	values = {
		"forum_name": f"Forum {number()}",
		"held_by": "Team",
		"every": "Week",
		"interval": 2,
		"duration_minutes": 60,
		"members": [{"role": "Team Manager", "chair": 1}, {"role": "Team Coordinator"}],
		"agenda_items": [{"title": "Talk", "minutes": 5, "purpose": "Talk"}],
	}
	return _make("Forum", values, overrides)


def make_schedule(**overrides: Any) -> Document:
	"""Makes a team's schedule of a forum, starting today."""
	team = overrides.pop("team", None) or make_team().name
	values = {
		"forum": "Mobilisation Meeting",
		"team": team,
		"locality": frappe.db.get_value("Team", team, "locality"),
		"first_sitting": nowdate(),
		"start_time": "10:00:00",
	}
	return _make("Forum Schedule", values, overrides)


def make_meeting(**overrides: Any) -> Document:
	"""Makes a planned sitting, today unless another day is given."""
	status = overrides.pop("status", "Planned")
	team = overrides.pop("team", None)
	if not team and "locality" not in overrides:
		team = make_team().name
	values = {
		"forum": "Mobilisation Meeting",
		"team": team,
		"locality": overrides.get("locality") or frappe.db.get_value("Team", team, "locality"),
		"meeting_date": nowdate(),
		"start_time": "10:00:00",
	}
	meeting = _make("Meeting", values, overrides)
	if status == "Planned":
		meeting.status = "Planned"
		meeting.save()
	return meeting


def make_action(**overrides: Any) -> Document:
	"""Makes an open action with an owner and a due date."""
	values = {
		"what": "Visit the grandparents and write down what they need",
		"due_on": add_days(nowdate(), 14),
	}
	if "action_owner" not in overrides:
		values["action_owner"] = make_worker().name
	return _make("Action", values, overrides)


def make_escalation(**overrides: Any) -> Document:
	"""Makes an escalation of a barrier to the head of service, to be answered within a week."""
	values = {
		"blocker": "No assessor is free before spring",
		"to_role": "Head of Service",
		"answer_due": add_days(nowdate(), 7),
	}
	return _make("Escalation", values, overrides)


def grant(user: str, locality: str) -> Document:
	"""Gives a user access to a locality, whoever is logged in, from long before any date that a test freezes."""
	values = {"user": user, "locality": locality, "from_date": "2000-01-01"}
	return _make("Locality Access", values, {}, ignore_permissions=True)


def discussion_of(meeting: str, child: str, **filters: Any) -> Document:
	"""Returns the discussion of a child in a meeting."""
	name = frappe.db.get_value("Meeting Discussion", {"meeting": meeting, "child": child, **filters}, "name")
	return frappe.get_doc("Meeting Discussion", name)


def say(meeting: str, child: str, **answers: Any) -> Document:
	"""Types what was said about a child, and marks the child as done."""
	filters = {"purpose": answers.pop("purpose")} if "purpose" in answers else {}
	discussion = discussion_of(meeting, child, **filters)
	discussion.update({"state": "Done", **answers})
	return discussion.save()


def queries_of(call: Callable[[], object]) -> int:
	"""Counts the statements that a call sends to the database."""
	real, count = frappe.db.sql, 0

	def counting(*args: object, **kwargs: object) -> object:
		nonlocal count
		count += 1
		return real(*args, **kwargs)

	frappe.db.sql = counting
	try:
		call()
	finally:
		frappe.db.sql = real
	return count


def _make(
	doctype: str, values: dict[str, Any], overrides: dict[str, Any], ignore_permissions: bool = False
) -> Document:
	def insert() -> Document:
		doc = frappe.get_doc({"doctype": doctype, **values, **overrides})
		return doc.insert(ignore_permissions=ignore_permissions)

	if not frappe.flags.workers_beside:
		return insert()
	frappe.db.commit()
	made = begins_again()(insert)()
	frappe.db.commit()
	return made


def make_episode(child: str, started_on: str, ended_on: str | None = None, **overrides: Any) -> Document:
	"""Makes an episode of the return on a full care order; the next one follows it, unless it is open."""
	values = {
		"child": child,
		"started_on": started_on,
		"ended_on": ended_on,
		"reason_new_episode": "S",
		"reason_ended": "X1" if ended_on else None,
		"legal_status": "C2",
		"placement": "U6",
		"category_of_need": "N1",
		"placement_postcode": "ZZ1 1ZZ",
	}
	return _make("Care Episode", values, overrides)


def make_event(child: str, event_type: str, event_date: Any, **overrides: Any) -> Document:
	"""Makes an event of a child; makes the event type too if no pack has one with this name."""
	_event_type(event_type)
	return _make(
		"Care Event", {"child": child, "event_type": event_type, "event_date": event_date}, overrides
	)


def make_family_meeting(**overrides: Any) -> Document:
	"""Makes a family group meeting that was offered to the mother today, who has not answered yet."""
	child = overrides.pop("child", None) or make_child().name
	offers = [{"offered_to": "The mother", "relation": "Mother", "offered_on": nowdate()}]
	return _make("Family Group Meeting", {"child": child, "offers": offers}, overrides)


def make_person(**overrides: Any) -> Document:
	"""Makes an adult who matters to a child, whom nobody has asked yet."""
	child = overrides.pop("child", None) or make_child().name
	values = {"child": child, "person_name": f"Adult {number()}", "relation": "Grandparent"}
	return _make("Connected Person", values, overrides)


def make_rule(
	counts: list[tuple[str, int, str]],
	satisfied_by: list[str],
	stopped_by: Any = ("Left care",),
	**overrides: Any,
) -> Document:
	"""Makes an enabled rule that counts an offset from events."""
	for event_type in (*(count[0] for count in counts), *satisfied_by, *stopped_by):
		_event_type(event_type)
	duty = overrides.pop("duty", None) or _make("Timescale Duty", {"duty_name": f"Duty {number()}"}, {}).name
	values = {
		"rule_name": f"Rule {number()}",
		"duty": duty,
		"enabled": 1,
		"counts": [
			{"event_type": event_type, "amount": amount, "unit": unit, "direction": "After"}
			for event_type, amount, unit in counts
		],
		"satisfied_by": [{"event_type": event_type} for event_type in satisfied_by],
		"stopped_by": [{"event_type": event_type} for event_type in stopped_by],
	}
	return _make("Timescale Rule", values, overrides)


def without_the_law() -> None:
	"""Switches off what the law asks for, for tests that count the due dates of a rule of their own."""
	frappe.db.set_value("Timescale Rule", {"gives_way": 1}, "enabled", 0)
	setup_changed()
	forget_setup()


def _event_type(name: str) -> None:
	if not frappe.db.exists("Care Event Type", name):
		_make("Care Event Type", {"event_type": name, "group": "Other"}, {})


def make_request(**overrides: Any) -> Document:
	"""Makes a request about a child; `papers` says whether its required documents have arrived."""
	papers = overrides.pop("papers", False)
	values = {"request_type": "Other", "rationale": "As talked through with the family."}
	if "child" not in overrides:
		values["child"] = make_child().name
	request = _make("Panel Decision", values, overrides)
	return bring_papers(request) if papers else request


def bring_papers(request: Document) -> Document:
	"""Marks all documents of a request as arrived."""
	for row in request.documents:
		row.received_on = nowdate()
	return request.save()
