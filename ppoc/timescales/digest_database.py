"""Makes one digest of due dates for each person and working day; a Notification that authorities can edit sends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, escape_html, format_date, get_url_to_form, getdate, nowdate

from ppoc.access.rules import localities_of, may_see, sees_all, worker_of
from ppoc.database.retry import on_its_own
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.digest import REMINDED, DigestLine, DigestRecipient, counts, told
from ppoc.timescales.subjects_database import Places, places_here

DIGEST = "Due Dates Digest"
MOST_LINES = 40
KEPT_DAYS = 30
"""A digest names children, so it is deleted once it has served its purpose."""


def send_digests() -> None:
	"""Runs daily: makes one digest, on working days, for each person who has something due.

	If it is interrupted, the next run carries on with those who have no digest for today yet.
	"""
	frappe.db.delete(DIGEST, {"digest_date": ["<", add_days(nowdate(), -KEPT_DAYS)]})
	today, places = getdate(nowdate()), places_here()
	had = set(frappe.get_all(DIGEST, filters={"digest_date": today}, pluck="user"))
	people = [p for p in _people() if p.user not in had and _works_today(p, places, today)]
	rows = {row.name: row for row in _open_timescales()}
	for user, lines in told(rows.values(), people, today).items():
		on_its_own(_tell, user, lines, rows, today, failed=f"Digest of due dates for {user} was not made")


def _tell(user: str, lines: list[DigestLine], rows: dict[str, Any], today: date) -> None:
	seen = may_see(user, "Timescale", [line.timescale for line in lines])
	lines = [line for line in lines if line.timescale in seen]
	if not lines:
		return
	lines.sort(key=lambda line: (line.escalated, rows[line.timescale].due_on, line.timescale))
	digest = frappe.new_doc(DIGEST)
	digest.update(
		{
			"user": user,
			"digest_date": today,
			"lines": _as_html([(line, rows[line.timescale]) for line in lines]),
			**counts(lines, {line.timescale: rows[line.timescale].state for line in lines}),
		}
	)
	digest.insert(ignore_permissions=True)  # the job writes it on the user's behalf


def _people() -> list[DigestRecipient]:
	"""Returns enabled users who have a role that due dates name; auditors, who see all, get no digest."""
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	due = frappe.qb.DocType("Timescale")
	asked = {
		name
		for column in (due.duty_role, due.escalate_to)
		for (name,) in frappe.qb.from_(due).select(column).distinct().run()
		if name
	}
	if not asked:
		return []
	rows = (
		frappe.qb.from_(user)
		.join(role)
		.on((role.parent == user.name) & (role.parenttype == "User"))
		.select(user.name, role.role)
		.where((user.enabled == 1) & role.role.isin(sorted(asked)))
		.run()
	)
	by_user: dict[str, set[str]] = {}
	for name, held in rows:
		by_user.setdefault(name, set()).add(held)
	return [
		DigestRecipient(name, worker_of(name) or "", frozenset(held), localities_of(name))
		for name, held in sorted(by_user.items())
		if name != "Administrator" and not sees_all(name)
	]


def _works_today(person: DigestRecipient, places: Places, today: date) -> bool:
	"""Returns whether today is a working day where the person works."""
	nations = {places.nation(locality) for locality in person.localities} or {"England"}
	return any(calendar_here(nation).is_working(today) for nation in nations)


def _open_timescales() -> list[Any]:
	one, child = frappe.qb.DocType("Timescale"), frappe.qb.DocType("Child")
	return (
		frappe.qb.from_(one)
		.left_join(child)
		.on(child.name == one.child)
		.select(
			*(one.name, one.child, one.meeting, one.forum_schedule, one.duty, one.state, one.due_on),
			*(one.responsible, one.duty_role, one.locality, one.team, one.escalate_on, one.escalate_to),
			child.full_name,
		)
		.where(one.state.isin(REMINDED))
		.run(as_dict=True)
	)


def _as_html(lines: Iterable[tuple[DigestLine, Any]]) -> str:
	"""Returns the lines as an HTML table; after `MOST_LINES` it says how many more there are."""
	lines = list(lines)
	rows = "".join(_row(line, row) for line, row in lines[:MOST_LINES])
	more = len(lines) - MOST_LINES
	rest = f"<p>{_('And {0} more: see My Due Dates.').format(more)}</p>" if more > 0 else ""
	return f"<table>{rows}</table>{rest}"


def _row(line: DigestLine, row: Any) -> str:
	whom = row.full_name or row.child or row.team or row.locality or ""
	state = _("Escalated to you") if line.escalated else _(row.state)
	cells = (
		f'<a href="{get_url_to_form("Timescale", row.name)}">{escape_html(_(row.duty))}</a>',
		escape_html(whom),
		escape_html(format_date(row.due_on)),
		escape_html(state),
	)
	return "<tr>" + "".join(f'<td style="padding: 2px 12px 2px 0">{cell}</td>' for cell in cells) + "</tr>"
