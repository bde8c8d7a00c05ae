"""Makes what the activities work on. Runs inside the site; see `inside`."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils.password import update_password

from ppoc.tests import factories
from ppoc.tests.faults.people import PASSWORD

PEOPLE = 3


def set_up() -> dict[str, Any]:
	"""Makes a team with people who can log in; only jobs that are asked for run."""
	frappe.db.set_single_value("System Settings", "enable_scheduler", 1)
	frappe.db.sql("update `tabScheduled Job Type` set stopped = 1")
	team = factories.make_team()
	people = [_person("Team Coordinator", team.locality) for _ in range(PEOPLE)]
	manager = _person("Team Manager", team.locality)
	configurer = _person("PPOC Administrator", team.locality)
	return {
		"team": team.name,
		"locality": team.locality,
		"people": people,
		"manager": manager,
		"configurer": configurer,
	}


def _person(role: str, locality: str) -> str:
	name = f"person{factories.number()}@example.org"
	user = frappe.get_doc({"doctype": "User", "email": name, "first_name": name.partition("@")[0]})
	user.update({"send_welcome_email": 0, "roles": [{"role": role}]})
	user.insert()
	update_password(name, PASSWORD)
	if role != "PPOC Administrator":
		factories.grant(name, locality)
		factories.make_worker(job=role, locality=locality, email=name, user=name)
	frappe.db.commit()
	return name


def meeting(team: str, children: int = 2) -> dict[str, Any]:
	"""Makes a sitting today with discussions of children who have plans."""
	plans = {}
	for _ in range(children):
		child = factories.make_child(team=team).name
		plans[child] = factories.make_plan(
			child=child, status="Prioritised", predicted_start="2099-01-01"
		).name
	sitting = factories.make_meeting(team=team)
	talks = {
		child: factories.discussion_of(sitting.name, child, purpose="Progress plan").name for child in plans
	}
	return {"meeting": sitting.name, "plans": plans, "talks": talks}
