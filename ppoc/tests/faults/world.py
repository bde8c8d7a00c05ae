"""Makes what the activities work on. Runs inside the site; see `inside`."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import add_days, getdate, nowdate
from frappe.utils.password import update_password

from ppoc.imports.limits import limits_here
from ppoc.imports.ssda903.synthetic import make_return
from ppoc.tests import factories
from ppoc.tests.faults.people import PASSWORD
from ppoc.tests.imports.workbook_factories import child_row, plan_row, tracker
from ppoc.timescales.packs.database import shipped_folder
from ppoc.timescales.packs.reading import read_pack

COORDINATORS = 3


def set_up() -> dict[str, Any]:
	"""Makes a locality with people who can log in; of the scheduled jobs only those run that are asked for."""
	frappe.db.set_single_value("System Settings", "enable_scheduler", 1)
	frappe.db.sql("update `tabScheduled Job Type` set stopped = 1")
	locality = factories.make_locality().name
	people = [person("Team Coordinator", locality) for _ in range(COORDINATORS)]
	manager = person("Team Manager", locality)
	configurer = person("PPOC Administrator", locality)
	return {
		"locality": locality,
		"people": [each["user"] for each in people],
		"manager": manager["user"],
		"configurer": configurer["user"],
		"workers": {"team_coordinator": people[0]["worker"], "team_manager": manager["worker"]},
	}


def person(role: str, locality: str) -> dict[str, str]:
	"""Makes somebody with a login, a password and access to the locality."""
	name = f"person{factories.number()}@example.org"
	user = frappe.get_doc({"doctype": "User", "email": name, "first_name": name.partition("@")[0]})
	user.update({"send_welcome_email": 0, "roles": [{"role": role}]})
	user.insert()
	update_password(name, PASSWORD)
	worker = ""
	if role != "PPOC Administrator":
		factories.grant(name, locality)
		worker = factories.make_worker(job=role, locality=locality, email=name, user=name).name
	frappe.db.commit()
	return {"user": name, "worker": worker}


def team(locality: str, workers: dict[str, str]) -> str:
	"""Makes a team of these people, so that its meetings list only the children that are made for them."""
	return factories.make_team(locality=locality, practice_supervisor=None, **workers).name


def meeting(locality: str, workers: dict[str, str], children: int = 2, done: bool = False) -> dict[str, Any]:
	"""Makes a sitting today with discussions of children who have plans, of a team of its own.

	Args:
		done: whether each child has been discussed and has an action.
	"""
	frappe.flags.mute_emails = True  # no invitations: each costs half a second
	of = team(locality, workers)
	plans = {}
	for _ in range(children):
		child = factories.make_child(team=of).name
		plans[child] = factories.make_plan(
			child=child, status="Prioritised", predicted_start=add_days(nowdate(), 60)
		).name
	sitting = factories.make_meeting(team=of)
	talks = {
		child: factories.discussion_of(sitting.name, child, purpose="Progress plan").name for child in plans
	}
	if done:
		owner = workers["team_manager"]
		for child in plans:
			said = {"progress": f"Said of {child}", "barriers": "No assessor"}
			factories.say(sitting.name, child, purpose="Progress plan", **said)
			factories.make_action(child=child, set_in=sitting.name, action_owner=owner)
	frappe.db.commit()
	frappe.flags.mute_emails = False
	modified = str(frappe.db.get_value("Meeting", sitting.name, "modified"))
	return {"meeting": sitting.name, "plans": plans, "talks": talks, "modified": modified}


def hold(meeting: str) -> None:
	"""Closes a meeting without its email, which the test sends."""
	frappe.flags.mute_emails = True
	doc = frappe.get_doc("Meeting", meeting)
	doc.update({"status": "Held", "unreviewed_acknowledged": 1})
	doc.save()
	frappe.db.commit()
	frappe.flags.mute_emails = False


def mark_as_loading(run: str) -> None:
	"""Marks a run as one whose job is in the queue."""
	frappe.db.set_value("Import Run", run, "status", "Loading")


def many(number: int, locality: str) -> list[str]:
	"""Makes coordinators who can log in, and returns their logins."""
	frappe.flags.mute_emails = True
	return [_coordinator(locality) for _ in range(number)]


def _coordinator(locality: str) -> str:
	"""Makes a login by writing its rows: saved the long way, each clears the whole cache."""
	name = f"colleague{factories.number()}@example.org"
	user = frappe.get_doc(
		{"doctype": "User", "email": name, "first_name": name, "full_name": name, "enabled": 1}
	)
	user.update({"name": name, "user_type": "System User", "send_welcome_email": 0})
	user.db_insert()
	role = frappe.get_doc({"doctype": "Has Role", "parent": name, "role": "Team Coordinator"})
	role.update({"parenttype": "User", "parentfield": "roles", "name": frappe.generate_hash(length=10)})
	role.db_insert()
	update_password(name, PASSWORD)
	factories.grant(name, locality)
	frappe.db.commit()
	return name


def a_child(locality: str, workers: dict[str, str]) -> str:
	"""Makes a child."""
	return factories.make_child(team=team(locality, workers)).name


def plans(locality: str, workers: dict[str, str], children: int = 3) -> list[str]:
	"""Makes plans of the tracker's lists."""
	of = team(locality, workers)
	made = [factories.make_child(team=of).name for _ in range(children)]
	day = add_days(nowdate(), 60)
	return [
		factories.make_plan(child=child, status="Prioritised", predicted_start=day).name for child in made
	]


def return_files(seed: int, children: int = 4) -> dict[str, str]:
	"""Makes a return whose children have numbers of their own, and returns its files."""
	today = getdate()
	year = today.year + (today.month > 3)
	texts = make_return(children, seed, year, until=today)
	header = texts["header.csv"].splitlines()[1:]
	for line in header:
		old = line.split(",")[0].strip('"')
		texts = {
			name: text.replace(f"\n{old},", f"\nR{seed}{old[-3:]},").replace(
				f'\n"{old}",', f'\n"R{seed}{old[-3:]}",'
			)
			for name, text in texts.items()
		}
	return texts


def workbook_file(seed: int, team: str, children: int = 4) -> str:
	"""Makes a tracker workbook with children of their own, and returns it in base 64."""
	import base64

	ids = [f"W{seed}{number:02}" for number in range(children)]
	rows = [
		child_row(one, CIC_Team=team, Surname=f"Invented{one}", DOB="14/05/2016", Allocated_SW="")
		for one in ids
	]
	upload = tracker(rows, sgo=[plan_row(one) for one in ids])
	return base64.b64encode(upload.read(limits_here())).decode()


def forget_pack(folder: str) -> None:
	"""Takes a pack from the site as though it had never been applied."""
	pack = read_pack(shipped_folder(folder))
	applied = frappe.parse_json(frappe.db.get_value("Practice Pack", pack.name, "applied") or "[]")
	for key in reversed(applied):
		doctype, name = key.split(": ", 1)
		for table in frappe.get_meta(doctype).get_table_fields():
			frappe.db.delete(table.options, {"parent": name, "parenttype": doctype})
		frappe.db.delete(doctype, {"name": name})
	frappe.db.delete("Practice Pack", {"name": pack.name})
	frappe.db.commit()
	frappe.clear_cache()


def night(locality: str, workers: dict[str, str]) -> dict[str, Any]:
	"""Makes work for a night: a schedule without meetings, children without due dates and an agenda to fill."""
	made = meeting(locality, workers)
	of = frappe.db.get_value("Meeting", made["meeting"], "team")
	schedule = factories.make_schedule(team=of).name
	for child in made["plans"]:  # as though written in bulk, past the records' own hooks
		frappe.db.set_value("Child", child, "timescales_stamp", "", update_modified=False)
		frappe.db.delete("Timescale", {"child": child})
	frappe.db.delete("Due Dates Digest", {})
	frappe.db.commit()
	return {**made, "schedule": schedule, "team": of}


def make_due(methods: list[str]) -> None:
	"""Has the scheduler start these jobs at its next look."""
	frappe.db.sql(
		"update `tabScheduled Job Type` set stopped = 0, last_execution = %s where method in %s",
		(add_days(nowdate(), -3), methods),
	)


def stop_jobs() -> None:
	"""Nothing is started by the scheduler any more."""
	frappe.db.sql("update `tabScheduled Job Type` set stopped = 1")
