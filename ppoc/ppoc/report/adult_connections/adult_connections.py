"""Adult Connections: on how many adults each child in care can count, and when somebody last asked them."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.plans.connected_people.database import FIELDS, PERSON, connections_of
from ppoc.plans.connected_people.standing import Connections
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import figure, narrowed, unset


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, None, list[Row]]:
	"""Returns columns, a row for each child in care, what is counted, and a summary."""
	asked = frappe._dict(filters or {})
	rows = get_data(asked, getdate(nowdate()))
	shown = [row for row in rows if not (asked.only_without and row["connections"])]
	return get_columns(), shown, _definition(), None, get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: who, how many adults, when they were asked, and what is being assessed."""
	return [
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 100),
		text("standing", _("Where it stands"), 190),
		whole("connections", _("Connections"), 115),
		whole("homes", _("Could offer a home"), 160),
		whole("people", _("Adults recorded"), 140),
		day("asked_on", _("Last asked on"), 120),
		day("ask_again_on", _("Ask again on"), 120),
		whole("assessments", _("Assessments open"), 150),
		day("assessment_due_on", _("First one due"), 120),
		text("social_worker", _("Social worker")),
		link("team", _("Team"), "Team", 150),
		link("locality", _("Locality"), "Locality"),
	]


def get_data(filters: frappe._dict, today: date) -> list[Row]:
	"""Returns the children in care, those without a connection first, then those asked longest ago."""
	child, query = scoped("Child")
	worker = frappe.qb.DocType("Worker")
	query = (
		query.left_join(worker)
		.on(worker.name == child.social_worker)
		.where((child.looked_after == 1) & unset(child.merged_into))
		.select(child.full_name.as_("child_name"), child.name.as_("child"), child.team, child.locality)
		.select(worker.worker_name.as_("social_worker"))
	)
	known = _connections(filters)
	rows = [
		_row(row, known.get(row["child"], Connections()), today)
		for row in narrowed(query, child, filters).run(as_dict=True)
	]
	rows.sort(key=lambda row: (bool(row["connections"]), row["asked_on"] or date.min, row["child"]))
	return rows


def _connections(filters: frappe._dict) -> dict[str, Connections]:
	if not frappe.has_permission(PERSON, "read"):
		return {}
	person, query = scoped(PERSON)
	query = query.select(*(person[field] for field in FIELDS))
	return connections_of(narrowed(query, person, filters).run(as_dict=True))


def _row(row: Row, known: Connections, today: date) -> Row:
	return {
		**row,
		"standing": _standing(known, today),
		"people": known.people,
		"connections": known.connections,
		"homes": known.homes,
		"asked_on": known.asked_on,
		"ask_again_on": known.ask_again_on,
		"assessments": known.assessments,
		"assessment_due_on": known.assessment_due_on,
	}


def _standing(known: Connections, today: date) -> str:
	if not known.connections:
		return _("No adult connection")
	if known.ask_again_on and known.ask_again_on < today:
		return _("Somebody is to be asked again")
	if known.assessment_due_on and known.assessment_due_on < today:
		return _("An assessment is overdue")
	return _("Could live with somebody") if known.homes else _("Stays in touch with somebody")


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many children there are, and how many have nobody, or somebody who could offer a home."""
	without = sum(not row["connections"] for row in rows)
	return [
		figure(_("Children in care"), len(rows)),
		figure(_("No adult connection"), without, "Red" if without else "Green"),
		figure(_("Somebody could offer a home"), sum(bool(row["homes"]) for row in rows), "Green"),
	]


def _definition() -> str:
	return _(
		"Children in care, with the adults who are recorded for them under Connected Person. A child can count on an"
		" adult who could offer a home, respite or contact and is not ruled out. An assessment is open until it has an"
		" outcome. Only children you can see are counted."
	)
