"""Reads the trail for those who may know: who looked at a child, and what looking was unusual."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from ppoc.access.audit.entries import earliest_name
from ppoc.access.audit.tables_database import children, entries
from ppoc.access.audit.unusual import Look, Place, Reach
from ppoc.database.rows import chunks

MOST_ENTRIES = 5_000
A_DAY = 24 * 3600
OWN_WORKERS = ("social_worker", "supervising_social_worker", "reviewing_officer")
TEAM_PARTS = ("team_manager", "practice_supervisor", "team_coordinator")


def entries_about(child: str, first: date, last: date) -> list[dict[str, Any]]:
	"""Returns the entries about a child, and about the records that were merged into it, the latest first.

	The caller has checked that the session's user may know.

	Args:
		child: the child.
		first, last: the days to look at, both included.
	"""
	table, listed = entries(), children()
	names = [child, *frappe.get_all("Child", {"merged_into": child}, pluck="name")]
	begins, ends = _bounds(first, last)
	query = (
		frappe.qb.from_(listed)
		.inner_join(table)
		.on(table.name == listed.entry)
		.where(listed.child.isin(names))
		.where(listed.entry >= _name_before(begins))
		.where((table.at >= begins) & (table.at < ends))
		.select(table.name, table.at, table.user, table.outcome, table.door, table.record_type, table.record)
		.select(table.what, table.child_count, table.impersonated_by)
		.distinct()
		.orderby(table.at, order=frappe.qb.desc)
		.limit(MOST_ENTRIES)
	)
	return list(query.run(as_dict=True))


def looks_between(first: date, last: date, user: str = "") -> list[Look]:
	"""Returns the entries of these days, both included, of everybody or of one user."""
	table, (begins, ends) = entries(), _bounds(first, last)
	query = frappe.qb.from_(table).select(table.user, table.at, table.outcome, table.child)
	query = query.where((table.at >= begins) & (table.at < ends))
	if user:
		query = query.where(table.user == user)
	return [Look(who, at, outcome, child or "") for who, at, outcome, child in query.run()]


def places_of(names: Collection[str]) -> dict[str, Place]:
	"""Returns where children are now, and who works with them."""
	table = frappe.qb.DocType("Child")
	columns = [table[column] for column in ("name", "team", "locality", "restricted", *OWN_WORKERS)]
	logins, found = _logins(), {}
	own: dict[str, set[str]] = {}
	for some in chunks(sorted(names)):
		listed = {"parenttype": "Child", "parent": ["in", some]}
		for row in frappe.get_all("Child Worker", listed, ["parent", "worker"]):
			own.setdefault(row.parent, set()).add(row.worker)
		for name, team, locality, restricted, *workers in (
			frappe.qb.from_(table).select(*columns).where(table.name.isin(some)).run()
		):
			theirs = {*workers, *own.get(name, ())}
			users = frozenset(logins[worker] for worker in theirs if worker in logins)
			found[name] = Place(team or "", locality or "", bool(restricted), users)
	return found


def reaches_of(users: Collection[str]) -> dict[str, Reach]:
	"""Returns where users work now: their team and those they lead, their locality and those they have access to."""
	teams: dict[str, set[str]] = {}
	localities: dict[str, set[str]] = {}
	logins = _logins()
	for row in frappe.get_all("Worker", {"user": ["in", [*users, ""]]}, ["user", "team", "locality"]):
		teams.setdefault(row.user, set()).update({row.team} - {None, ""})
		localities.setdefault(row.user, set()).update({row.locality} - {None, ""})
	for team in frappe.get_all("Team", fields=["name", *TEAM_PARTS]):
		for part in TEAM_PARTS:
			if (user := logins.get(team[part], "")) in users:
				teams.setdefault(user, set()).add(team.name)
	open_still = {"withdrawn_on": ["is", "not set"]}
	for access in frappe.get_all("Locality Access", open_still, ["user", "locality", "to_date"]):
		if access.to_date is None or access.to_date >= getdate(nowdate()):
			localities.setdefault(access.user, set()).add(access.locality)
	return {
		user: Reach(frozenset(teams.get(user, ())), frozenset(localities.get(user, ()))) for user in users
	}


def full_names(users: Iterable[str]) -> dict[str, str]:
	"""Returns the names of the people behind logins, as they are now."""
	rows = frappe.get_all("User", {"name": ["in", sorted({*users, ""})]}, ["name", "full_name"])
	return {row.name: row.full_name or row.name for row in rows}


def _logins() -> dict[str, str]:
	rows = frappe.get_all("Worker", {"user": ["is", "set"]}, ["name", "user"])
	return {row.name: row.user for row in rows}


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
	return datetime.combine(first, time.min), datetime.combine(last, time.min) + timedelta(days=1)


def _name_before(moment: datetime) -> str:
	"""Returns a name before those of all entries from this moment on, in whichever time zone the site is."""
	return earliest_name(max(0, calendar.timegm(moment.timetuple()) - A_DAY))
