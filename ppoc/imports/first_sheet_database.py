"""Makes the localities, teams and people of the setup wizard's sheet."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from ppoc.imports.first_sheet import LEADS, Person, Sheet, SheetError, read_sheet
from ppoc.translating import translated

FIELD = "ppoc_first_sheet"
INVITES = "ppoc_first_sheet_invites"
OWN_CHILDREN = frozenset({"Social Worker", "Supervising Social Worker", "Independent Reviewing Officer"})
"""Jobs whose people see the children that they work with, and no locality."""


def jobs() -> list[str]:
	"""Returns the jobs that a Worker can have."""
	return [job for job in frappe.get_meta("Worker").get_field("job").options.split("\n") if job]


def stages(args: dict[str, Any]) -> list[dict[str, Any]]:
	"""Returns the wizard's stage for the sheet, if one was pasted.

	Args:
		args: the wizard's answers.

	Raises:
		frappe.ValidationError: a line of the sheet cannot be used.
	"""
	text = str(args.get(FIELD) or "")
	if not text.strip():
		return []
	try:
		sheet = read_sheet(text, jobs())
	except SheetError as error:
		frappe.throw(translated(error), frappe.ValidationError, title=_("Localities and teams"))
	failed = _("The localities and teams could not be made: see the Error Log")
	tasks = [{"fn": make, "args": sheet, "fail_msg": failed}]
	if cint(args.get(INVITES)):
		tasks.append(
			{"fn": invite, "args": sheet, "fail_msg": _("Not everybody was invited: see the Error Log")}
		)
	return [{"status": _("Making localities and teams"), "fail_msg": failed, "tasks": tasks}]


def make(sheet: Sheet) -> None:
	"""Makes what is missing; a record that exists stays as it is. May safely run twice."""
	for name in sheet.localities:
		_make("Locality", {"locality_name": name})
	for name, locality in sheet.teams.items():
		_make("Team", {"team_name": name}, locality=locality)
	leads: dict[str, dict[str, str]] = {}
	for person in sheet.people:
		worker = _worker(person)
		if person.team and person.job in LEADS:
			leads.setdefault(person.team, {})[LEADS[person.job]] = worker
	for name, fields in leads.items():
		team = frappe.get_doc("Team", name)
		team.update({field: worker for field, worker in fields.items() if not team.get(field)})
		team.save()


def invite(sheet: Sheet) -> None:
	"""Gives everybody with an address and a job a login with the role of the job, access to the locality, and an email.

	Without outgoing email Frappe makes the logins and sends nothing. A login that exists stays as it is. May safely
	run twice.
	"""
	roles = set(frappe.get_all("Role", {"desk_access": 1, "disabled": 0}, pluck="name"))
	for person in sheet.people:
		if not person.email or person.job not in roles:
			continue
		if not frappe.db.exists("User", person.email):
			_login(person)
		elif frappe.db.get_value("Worker", {"email": person.email}, "user") != person.email:
			continue  # somebody's login from before, whose rights are their own affair
		if person.job not in OWN_CHILDREN:
			_give_access(person)


def _login(person: Person) -> None:
	"""Makes the login. As for an import, Frappe does not refuse the sixty-first in an hour."""
	first, _space, last = person.name.partition(" ")
	user = frappe.new_doc("User")  # with its defaults, which an import leaves out
	user.update({"email": person.email, "first_name": first, "last_name": last, "send_welcome_email": 1})
	user.append("roles", {"role": person.job})
	before, frappe.flags.in_import = frappe.flags.in_import, True
	try:
		user.insert()
	finally:
		frappe.flags.in_import = before
	worker = frappe.get_doc("Worker", _worker(person))
	worker.user = person.email
	worker.save()


def _give_access(person: Person) -> None:
	place = {"user": person.email, "locality": person.locality}
	if not frappe.db.exists("Locality Access", place):
		frappe.get_doc({"doctype": "Locality Access", **place}).insert()


def _make(doctype: str, name: dict[str, str], **values: str) -> None:
	if not frappe.db.exists(doctype, name):
		frappe.get_doc({"doctype": doctype, **name, **values}).insert()


def _worker(person: Person) -> str:
	"""Returns the worker of this address, or else of this name in this locality; makes them if there is nobody."""
	known = (
		{"email": person.email} if person.email else {"worker_name": person.name, "locality": person.locality}
	)
	if found := frappe.db.get_value("Worker", known):
		return str(found)
	values = {"worker_name": person.name, "email": person.email, "job": person.job}
	place = {"locality": person.locality, "team": person.team or None}
	return str(frappe.get_doc({"doctype": "Worker", **values, **place}).insert().name)
