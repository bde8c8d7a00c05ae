"""One locality that tries every other practice pack: forums, routed requests, places, papers and updates to write.

Each function makes only what is missing, so that a demo that was interrupted can be continued.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from typing import Any

import frappe
from frappe.utils import getdate

from demo import phrases
from demo.casework import children_of, draws_of
from demo.clock import clock_at
from demo.discussions import working_day
from demo.history import act_as
from demo.service import TRIES_EVERY_PACK, LocalityStaff, Service
from demo.service_records import make_schedule
from ppoc.meetings.agenda.api import create_proposed
from ppoc.meetings.child_letters.api import start
from ppoc.timescales.conflicts_database import conflicts
from ppoc.timescales.packs import api as packs
from ppoc.timescales.packs.database import SHIPPED, folders

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
HOURS = ("09:30:00", "11:00:00", "13:30:00", "15:00:00")
SITTINGS_IN, PROPOSED_WEEKS = 7, 4
"""The forums of the other packs sit within so many days, and are proposed for so many weeks."""
SINCE = timedelta(weeks=13)
"""The locality has held planning meetings by the other packs for so long."""
PLANNING_MEETING, FIRST_MEETING = (
	"Permanency planning meeting held",
	"Initial permanency planning meeting held",
)
AFTER_A_MEETING = (
	("Planning minutes on file", 1),
	("Reviewing officer notified", 2),
	("Care plan updated", 3),
)
AFTER_THE_FIRST = (
	("Referred to tracking panel", 9),
	("Adoption service told", 3),
	("Permanence plan agreed", 45),
	("Reunification considered", 50),
	("Permanency Tracking: discussed", 120),
)
"""What follows a planning meeting, and the first one, after so many days."""
SHARE_DONE = 0.93
SETTLED_BY = ("Permanence Planning Guidance", "Permanence Panel Standards")
"""Where packs disagree, the first of these that has a rule holds. Other duties are left for the administrator."""


DELAY_REASONS = (
	(
		"The mother has asked for another assessment, and the court has not decided on it yet.",
		"Ask counsel for a date by the end of the month. The grandparents are assessed meanwhile.",
	),
	(
		"Nobody in the family has been asked since the father moved away.",
		"A family meeting within six weeks; the social worker invites both sides.",
	),
)
"""Why two children of the locality have no agreed plan, and what will be done."""

FAMILY_MEETINGS: tuple[dict[str, Any], ...] = (
	{
		"offers": [
			("The mother", "Mother", 1, 70, "Accepted", 66),
			("The father", "Father", 1, 70, "Declined", 61),
			("The grandmother", "Grandparent", 0, 68, "Accepted", 66),
		],
		"letter_sent_on": 70,
		"offer_in_letter": 1,
		"held_on": 45,
		"child_there": "No, but somebody spoke for the child",
		"led_by": "The family group service",
		"family_proposal": "The grandmother has the child from Friday to Monday, and every day if the mother relapses.",
		"authority_answer": "Agreed in part",
		"answer_reason": "Not every day until the grandmother is assessed.",
		"support_package": "Fares, a bed, and a visit of the family support worker each week.",
		"support_cost": 1850,
	},
	{
		"offers": [("The mother", "Mother", 1, 24, "Accepted", 17), ("The father", "Father", 1, 24, "", 0)],
		"letter_sent_on": 24,
		"offer_in_letter": 1,
		"planned_for": -6,
	},
	{
		"not_offered": 1,
		"reason_not_offered": "The father has threatened everybody who takes part, and the police advise against it.",
		"not_offered_on": 12,
	},
)
"""Family group meetings of three children; days ago, and a negative number for a day to come."""
CONNECTED_PEOPLE: tuple[dict[str, Any], ...] = (
	{
		"person_name": "Dorrit Ashbeam",
		"relation": "Grandparent",
		"offers_home": 1,
		"offers_contact": 1,
		"asks": [(40, "She can take the child if somebody helps with the school run.")],
		"assessments": [
			{"kind": "Viability", "asked_on": 35, "due_on": 14, "filed_on": 15, "outcome": "Positive"}
		],
	},
	{
		"person_name": "Hobart Ashbeam",
		"relation": "Aunt or uncle",
		"asks": [(210, "Not now. Ask him again when he has moved.")],
		"ask_again_on": -5,
	},
	{
		"person_name": "Tilda Corrow",
		"relation": "Friend of the family",
		"asks": [(60, "She wants to, but there is no room for a child.")],
		"ruled_out": 1,
		"ruled_out_on": 50,
		"ruled_out_why": "Her landlord allows nobody else in the flat.",
	},
)
"""Adults who matter to a child of the locality; days ago, and a negative number for a day to come."""
CHILDREN_SAID = ("I am glad. Can I keep seeing my friends from football?", "")
"""What the first child said to the letter; the second letter is not given yet."""
DAYS_AGO = ("letter_sent_on", "held_on", "planned_for", "not_offered_on")


def bring_other_packs(service: Service, today: date, seed: str) -> None:
	"""Applies the packs, and makes what their locality has done by them so far."""
	locality = service.locality(TRIES_EVERY_PACK)
	draws = partial(draws_of, seed, locality.name)
	act_as("Administrator")
	brought = ["in", [packs.apply(folder)["name"] for folder in folders() if folder not in SHIPPED]]
	_keep_rules_to(locality.name, brought)
	_settle_conflicts()
	frappe.db.commit()
	_make_events(locality, today, draws)
	_make_forums(locality, today, brought)
	_prepare_sittings(locality, today)
	_make_requests(locality, today, draws)
	_make_delay_reasons(locality)
	_make_family_meetings(locality, today)
	_make_letters(locality, today)
	_make_connected_people(locality, today)
	frappe.db.commit()


def _keep_rules_to(locality: str, brought: list[Any]) -> None:
	"""The rules about children hold in this locality only; those about forums hold where there is such a forum."""
	here = ["locality", "=", locality]
	about_children = {"applies_to": "Child", "pack": brought}
	for name in frappe.get_all("Timescale Rule", about_children, pluck="name"):
		rule = frappe.get_doc("Timescale Rule", name)
		conditions = json.loads(rule.conditions or "[]")
		if here not in conditions:
			rule.conditions = json.dumps([*conditions, here])
			rule.save()


def _settle_conflicts() -> None:
	for found in conflicts():
		held = {rule["pack"] for rule in found["rules"]}
		chosen = next((pack for pack in SETTLED_BY if pack in held), None)
		if chosen and not found["settled_by"]:
			duty = frappe.get_doc("Timescale Duty", found["duty"])
			duty.settled_by = chosen
			duty.save()


def _make_events(locality: LocalityStaff, today: date, draws: partial) -> None:
	"""Planning meetings every six weeks and what follows each. They come from the case system, like court events."""
	act_as("Administrator")
	done = set(frappe.get_all("Care Event", {"event_type": FIRST_MEETING}, pluck="child"))
	for child_id, child in children_of(locality.name).items():
		if child in done:
			continue
		entered = getdate(frappe.db.get_value("Child", child, "care_started_on"))
		for name, day in _events(entered, today, draws("planning", child_id)):
			with clock_at(day, 16):
				event = {"doctype": "Care Event", "child": child, "event_type": name, "event_date": day}
				frappe.get_doc(event).insert()
		frappe.db.commit()


def _make_delay_reasons(locality: LocalityStaff) -> None:
	"""Two children have no plan yet, and the coordinator has typed why; for others it is due."""
	act_as(locality.coordinator.user)
	of_locality = {"name": ["in", [*children_of(locality.name).values()]], "looked_after": 1}
	without = frappe.get_list(
		"Child", {**of_locality, "current_plan": ["is", "not set"]}, pluck="name", order_by="name", limit=2
	)
	for child, (reason, next_step) in zip(without, DELAY_REASONS, strict=False):
		if not frappe.db.exists("Delay Reason", {"child": child}):
			values = {"child": child, "reason": reason, "next_step": next_step}
			frappe.get_doc({"doctype": "Delay Reason", **values}).insert()


def _make_family_meetings(locality: LocalityStaff, today: date) -> None:
	"""Three children with a family group meeting: one held, one on its way, one not offered."""
	act_as(locality.coordinator.user)
	head = frappe.db.get_value("Worker", {"worker_id": locality.head_of_service.number})
	for child, said in zip([*children_of(locality.name).values()], FAMILY_MEETINGS, strict=False):
		if frappe.db.exists("Family Group Meeting", {"child": child}):
			continue
		values = {
			field: today - timedelta(days=value) if field in DAYS_AGO else value
			for field, value in said.items()
		}
		values["offers"] = [
			{
				"offered_to": who,
				"relation": relation,
				"parental_responsibility": responsible,
				"offered_on": today - timedelta(days=offered),
				"answer": answer,
				"answered_on": today - timedelta(days=answered) if answer else None,
			}
			for who, relation, responsible, offered, answer, answered in said.get("offers", ())
		]
		if said.get("not_offered"):
			values["not_offered_by"] = head
		frappe.get_doc({"doctype": "Family Group Meeting", "child": child, **values}).insert()


def _make_letters(locality: LocalityStaff, today: date) -> None:
	"""Two decisions were told to the children: one letter is given, and the other is a draft."""
	act_as(locality.coordinator.user)
	children = [*children_of(locality.name).values()]
	decided = frappe.get_list(
		"Panel Decision",
		{"child": ["in", children], "status": ["in", ["Decided", "Authorised"]]},
		["name", "child"],
		order_by="decided_on desc, name asc",
		limit=2,
	)
	for request, said in zip(decided, CHILDREN_SAID, strict=False):
		letter = frappe.get_doc("Letter to Child", start(panel_decision=request.name))
		if said and not letter.given_on:
			letter.update({"checked": 1, "given_how": "Read together", "child_said": said})
			letter.update({"given_on": today, "said_on": today})
			letter.save()


def _make_connected_people(locality: LocalityStaff, today: date) -> None:
	"""The first children with a plan have adults who matter to them, and the first plan names its carer."""
	act_as(locality.coordinator.user)
	children = [*children_of(locality.name).values()]
	planned = frappe.get_list(
		"Permanence Plan",
		{"child": ["in", children], "status": ["in", ["Prioritised", "Assessment started"]]},
		["name", "child"],
		order_by="name asc",
		limit=2,
	)
	for plan in planned:
		if frappe.db.exists("Connected Person", {"child": plan.child}):
			continue
		people = [_connected_person(plan.child, said, today) for said in CONNECTED_PEOPLE]
		doc = frappe.get_doc("Permanence Plan", plan.name)
		doc.carer = people[0]
		doc.save()


def _connected_person(child: str, said: dict[str, Any], today: date) -> str:
	def day(ago: int) -> date:
		return today - timedelta(days=ago)

	values = {field: day(value) if field.endswith("_on") else value for field, value in said.items()}
	values["asks"] = [{"asked_on": day(ago), "said": words} for ago, words in said["asks"]]
	values["assessments"] = [
		{field: day(value) if field.endswith("_on") else value for field, value in one.items()}
		for one in said.get("assessments", ())
	]
	return str(frappe.get_doc({"doctype": "Connected Person", "child": child, **values}).insert().name)


def _events(entered: date, today: date, draw: Any) -> Iterator[tuple[str, date]]:
	first = working_day(entered + timedelta(days=draw.randrange(8, 16)))
	meetings = [(FIRST_MEETING, first)]
	day = today - SINCE + timedelta(days=draw.randrange(42))
	while day < today:
		meetings.append((PLANNING_MEETING, working_day(day)))
		day += timedelta(days=draw.randrange(38, 45))
	for name, held in meetings:
		if first <= held < today:
			yield name, held
			more = AFTER_THE_FIRST if name == FIRST_MEETING else ()
			for follows, days in (*AFTER_A_MEETING, *more):
				after = working_day(held + timedelta(days=days))
				if after < today and draw.random() < SHARE_DONE:
					yield follows, after
	for weeks in range(1, SINCE.days // 7, 4):
		tracked = working_day(today - timedelta(weeks=weeks, days=draw.randrange(5)))
		if tracked >= first and draw.random() < SHARE_DONE:
			yield "Plan tracked in supervision", tracked


def _make_forums(locality: LocalityStaff, today: date, brought: list[Any]) -> None:
	"""The forums of the other packs have sat once, by their rhythm, and sit again within a week."""
	chair = frappe.db.get_value("Worker", {"worker_id": locality.head_of_service.number})
	hours, days = cycle(HOURS), cycle(WEEKDAYS)
	fields = ["name", "held_by", "weekday", "start_time", "interval"]
	for forum in frappe.get_all("Forum", {"active": 1, "pack": brought}, fields, order_by="name asc"):
		weekday, start = forum.weekday or next(days), str(forum.start_time or next(hours))
		first = _next(today, weekday) - timedelta(weeks=forum.interval)
		make_schedule(
			forum.name,
			locality=locality.name,
			team=locality.teams[0].name if forum.held_by == "Team" else None,
			chair=chair,
			first_sitting=first,
			start_time=start,
			venue=f"{locality.name} town hall",
		)
		_have_sat(locality, forum.name, first)


def _have_sat(locality: LocalityStaff, forum: str, day: date) -> None:
	"""Of the first sitting only the day is on record, so that the next one begins with what is new since."""
	schedule = frappe.db.get_value("Forum Schedule", {"forum": forum, "locality": locality.name})
	if frappe.db.exists("Meeting", {"schedule": schedule}):
		return
	act_as(locality.coordinator.user)
	with clock_at(day, 8):
		created = create_proposed(schedule=schedule, weeks=1)
		days = dict(
			frappe.get_all("Meeting", {"name": ["in", created]}, ["name", "meeting_date"], as_list=True)
		)
		first = min(created, key=days.__getitem__)
		held = {"status": "Notes issued", "closed_on": days[first], "closed_by": locality.coordinator.user}
		frappe.db.set_value("Meeting", first, held)
	act_as("Administrator")


def _next(today: date, weekday: str) -> date:
	"""The next such weekday after today."""
	return today + timedelta(days=(WEEKDAYS.index(weekday) - today.weekday() - 1) % 7 + 1)


def _prepare_sittings(locality: LocalityStaff, today: date) -> None:
	"""Proposes the sittings, and plans those of the coming week: their agendas fill, and updates can be written."""
	act_as(locality.coordinator.user)
	with clock_at(today, 8):
		create_proposed(locality=locality.name, weeks=PROPOSED_WEEKS)
		until = today + timedelta(days=SITTINGS_IN)
		coming = {
			"locality": locality.name,
			"status": "Proposed",
			"meeting_date": ["between", [today, until]],
		}
		for name in frappe.get_all("Meeting", coming, pluck="name", order_by="meeting_date asc, name asc"):
			meeting = frappe.get_doc("Meeting", name)
			meeting.status = "Planned"
			meeting.save()
			frappe.db.commit()


def _make_requests(locality: LocalityStaff, today: date, draws: partial) -> None:
	"""Requests that the delegation list sends to a forum or a role, most of them with papers that are still missing."""
	kinds = [kind for kind, *_rest in phrases.ROUTED_REQUESTS]
	asked = set(frappe.get_all("Panel Decision", {"request_type": ["in", kinds]}, pluck="child"))
	children = children_of(locality.name).items()
	for (child_id, child), (kind, text, rationale, more) in zip(
		children, phrases.ROUTED_REQUESTS, strict=False
	):
		if child in asked:
			continue
		draw = draws("routed", child_id)
		day = working_day(today - timedelta(days=draw.randrange(2, 12)))
		with clock_at(day, 11):
			values = {"child": child, "request_type": kind, "request": text, "rationale": rationale}
			doc = frappe.get_doc({"doctype": "Panel Decision", **values, **more, "requested_on": day})
			request = frappe.get_doc("Panel Decision", doc.insert().name)
			for paper in request.documents[: draw.randrange(len(request.documents) + 1)]:
				paper.received_on = day
			request.save()
			_book_place(request)
		frappe.db.commit()


def _book_place(request: Any) -> None:
	"""A place in the forum that decides, if it gives places."""
	if not request.route_forum or not frappe.get_cached_value("Forum", request.route_forum, "takes_requests"):
		return
	place = {"child": request.child, "forum": request.route_forum, "request": request.name}
	booking = frappe.get_doc({"doctype": "Booking", **place, "what_for": request.request})
	booking.insert()
	for paper in booking.papers[:1]:
		paper.received_on = request.requested_on
	booking.save()
	_tell_nobody(booking.name)


def _tell_nobody(booking: str) -> None:
	"""Takes the emails about a booking out of the queue: muting holds only those of meetings back."""
	about, user = {"reference_doctype": "Booking", "reference_name": booking}, frappe.session.user
	act_as("Administrator")  # nobody else may
	for name in frappe.get_all("Email Queue", about, pluck="name"):
		frappe.delete_doc("Email Queue", name, force=True)
	act_as(user)
