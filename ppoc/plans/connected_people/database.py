"""Reads the connected people of children: a fixed number of queries for as many children as are asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import frappe

from ppoc.access.rules import may_see
from ppoc.database.dates import as_day
from ppoc.database.rows import chunks
from ppoc.plans.connected_people.standing import Assessment, ConnectedAdult, Connections, together
from ppoc.plans.predictions import OPEN_STATUSES

PERSON, ASSESSMENT = "Connected Person", "Carer Assessment"
FIELDS = [
	"name", "child", "person_name", "relation", "standing", "last_asked_on", "offers_home", "offers_respite",
	"offers_contact", "ask_again_on", "ruled_out", "ruled_out_why",
]  # fmt: skip
ASSESSED = ["parent", "kind", "asked_on", "due_on", "filed_on", "outcome"]


def assessments_of(people: list[str]) -> dict[str, list[Any]]:
	"""Returns person → rows of their assessments; the caller's user sees these people."""
	found: defaultdict[str, list[Any]] = defaultdict(list)
	for some in chunks(sorted(people)):
		of_these = {"parent": ["in", some], "parenttype": PERSON}
		for row in frappe.get_all(ASSESSMENT, of_these, ASSESSED, order_by="idx asc", limit=0):
			found[row.parent].append(row)
	return found


def connections_of(people: Iterable[Any]) -> dict[str, Connections]:
	"""Returns child → what is known of its adults together, from rows of Connected Person that the reader sees."""
	rows = list(people)
	assessed = assessments_of([row.name for row in rows])
	adults: defaultdict[str, list[ConnectedAdult]] = defaultdict(list)
	for row in rows:
		adults[row.child].append(as_adult(row, assessed.get(row.name, [])))
	return {child: together(found) for child, found in adults.items()}


def carers_of(plans: Iterable[str], user: str) -> dict[str, dict[str, Any]]:
	"""Returns plan → its carer (`name`, `person_name`) and in how many `other` open plans the same person is the carer.

	It is the same person under one record, and under one name within brothers and sisters.

	Args:
		plans: plans that the user may see.
		user: whose other plans count.
	"""
	if not frappe.has_permission(PERSON, "read", user=user):
		return {}
	plan, person, child = (frappe.qb.DocType(name) for name in ("Permanence Plan", PERSON, "Child"))
	query = (
		frappe.qb.from_(plan)
		.join(person)
		.on(person.name == plan.carer)
		.join(child)
		.on(child.name == plan.child)
		.select(plan.name.as_("plan"), person.name, person.person_name, child.sibling_group)
	)
	own = query.where(plan.name.isin(sorted(set(plans)) or [""])).run(as_dict=True)
	if not own:
		return {}
	groups = {row.sibling_group for row in own if row.sibling_group}
	same = person.name.isin([row.name for row in own]) | child.sibling_group.isin(sorted(groups) or [""])
	everybody = query.where(plan.status.isin(OPEN_STATUSES) & same).run(as_dict=True)
	listed = may_see(user, "Permanence Plan", [row.plan for row in everybody])
	times = Counter(_same_person(row) for row in everybody if row.plan in listed)
	return {
		row.plan: {
			"name": row.name,
			"person_name": row.person_name,
			"other": times[_same_person(row)] - (row.plan in listed),
		}
		for row in own
	}


def _same_person(row: Any) -> tuple[str, str]:
	if row.sibling_group:
		return row.sibling_group, row.person_name.casefold()
	return "", row.name


def as_adult(row: Any, assessments: list[Any]) -> ConnectedAdult:
	"""Returns what decides where a person stands, from their row or document and their assessments."""
	return ConnectedAdult(
		asked_on=as_day(row.get("last_asked_on")),
		home=bool(row.get("offers_home")),
		respite=bool(row.get("offers_respite")),
		contact=bool(row.get("offers_contact")),
		ask_again_on=as_day(row.get("ask_again_on")),
		ruled_out=bool(row.get("ruled_out")),
		assessments=tuple(
			Assessment(as_day(one.asked_on), as_day(one.due_on), as_day(one.filed_on), one.outcome or "")
			for one in assessments
		),
	)
