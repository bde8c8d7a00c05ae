"""The service on the site: localities, teams, workers, users, who may see what, and when the forums sit.

Each function makes only what is missing, so that a demo that was interrupted can be continued.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import frappe

from demo.discussions import working_day
from demo.rollout import joining_day
from demo.service import Service, StaffMember
from demo.state import password_of

IDENTIFICATION, MOBILISATION, PANEL = "Identification Meeting", "Mobilisation Meeting", "Permanence Panel"
NOT_A_JOB = "Other"
CAPACITIES = (4, 2, 1)
"""How many assessments a month each of a locality's teams can do; the last one is soon asked for more."""


def make_places(service: Service) -> None:
	for locality in service.localities:
		_insert_missing("Locality", locality.name, locality_name=locality.name)
		for team, most in zip(locality.teams, CAPACITIES, strict=True):
			_insert_missing(
				"Team", team.name, team_name=team.name, locality=locality.name, monthly_capacity=most
			)


def make_people(service: Service) -> dict[str, str]:
	"""Users, workers and their access. Returns each Worker by the person's number."""
	for person in service.people:
		if person.login and not frappe.db.exists("User", person.user):
			_make_user(person)
	workers = dict(frappe.get_all("Worker", fields=["worker_id", "name"], as_list=True))
	for person in service.people:
		if person.number not in workers:
			workers[person.number] = _make_worker(person)
	for person in service.people:
		_give_access(person)
	_name_those_in_charge(service, workers)
	return workers


def _make_user(person: StaffMember) -> None:
	first_name, last_name = person.name.split(" ", 1)
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": person.user,
			"first_name": first_name,
			"last_name": last_name,
			# Created as a website user and made a desk user by the role: Frappe gives System Manager to the
			# first desk user who is created as one.
			"user_type": "Website User",
			"enabled": 1,
			"send_welcome_email": 0,
			"roles": [{"role": person.role}],
			# With a picture, Frappe does not ask an avatar service about the address. It is removed below.
			"user_image": "/assets/frappe/images/ui/user-avatar.svg",
			"new_password": password_of(person.user, person.role) if person.password else None,
		}
	)
	user.insert()
	user.db_set("user_image", None, update_modified=False)


def _make_worker(person: StaffMember) -> str:
	job = person.role if person.role in _jobs() else NOT_A_JOB
	worker = frappe.get_doc(
		{
			"doctype": "Worker",
			"worker_name": person.name,
			"worker_id": person.number,
			"job": job,
			"locality": person.locality or None,
			"team": person.team or None,
			"email": person.email,
			"user": person.user if person.login else None,
		}
	)
	return str(worker.insert().name)


def _jobs() -> Sequence[str]:
	return frappe.get_meta("Worker").get_field("job").options.split("\n")


def _give_access(person: StaffMember) -> None:
	if not person.login:
		return
	held = set(frappe.get_all("Locality Access", filters={"user": person.user}, pluck="locality"))
	for locality in person.localities:
		if locality not in held:
			frappe.get_doc({"doctype": "Locality Access", "user": person.user, "locality": locality}).insert()


def _name_those_in_charge(service: Service, workers: dict[str, str]) -> None:
	for locality in service.localities:
		_set_missing("Locality", locality.name, head_of_service=workers[locality.head_of_service.number])
		for team in locality.teams:
			_set_missing(
				"Team",
				team.name,
				team_manager=workers[team.manager.number],
				practice_supervisor=workers[team.supervisor.number],
				team_coordinator=workers[locality.coordinator.number],
			)


def make_schedules(service: Service, start: date, today: date, workers: dict[str, str]) -> None:
	"""Schedules by which the first team meets today and the first locality has a panel next week."""
	for number, team in enumerate(service.teams):
		joined = joining_day(team.locality, start, today)
		first = working_day(joined + timedelta(days=number % 5 + 7 * (number % 2)))
		hour = 10 if number % 2 == 0 else 13
		place = {"locality": team.locality, "team": team.name, "chair": workers[team.manager.number]}
		mobilisation = {"first_sitting": first, "start_time": f"{hour}:00:00", "venue": f"{team.name} office"}
		make_schedule(MOBILISATION, **place, **mobilisation)
		make_schedule(IDENTIFICATION, **place, **mobilisation)
	for number, locality in enumerate(service.localities):
		next_panel = working_day(today + timedelta(days=8 + 2 * number))
		months = (today - joining_day(locality.name, start, today)).days // 30
		make_schedule(
			PANEL,
			locality=locality.name,
			chair=workers[locality.head_of_service.number],
			first_sitting=_months_earlier(next_panel, months),
			start_time="14:00:00",
			venue=f"{locality.name} town hall",
		)


def _months_earlier(day: date, months: int) -> date:
	"""The same weekday of the month, so many months earlier; the fourth where there is no fifth."""
	index = day.year * 12 + day.month - 1 - months
	first = date(index // 12, index % 12 + 1, 1)
	week = min((day.day - 1) // 7, 3)
	return first + timedelta(days=(day.weekday() - first.weekday()) % 7, weeks=week)


def make_schedule(forum: str, **values: Any) -> None:
	same = {"forum": forum, "locality": values["locality"], "team": values.get("team") or ["is", "not set"]}
	if not frappe.db.exists("Forum Schedule", same):
		frappe.get_doc({"doctype": "Forum Schedule", "forum": forum, **values}).insert()


def _insert_missing(doctype: str, name: str, **values: Any) -> None:
	if not frappe.db.exists(doctype, name):
		frappe.get_doc({"doctype": doctype, **values}).insert()


def _set_missing(doctype: str, name: str, **values: Any) -> None:
	doc = frappe.get_doc(doctype, name)
	if any(doc.get(field) != value for field, value in values.items()):
		doc.update(values).save()
