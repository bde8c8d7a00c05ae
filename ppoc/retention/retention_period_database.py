"""Reads what decides how long children's records are kept: their dates, the authority's settings, holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

import frappe
from frappe.utils import getdate, nowdate

from ppoc.access.audit.sealing_database import LEAST_YEARS
from ppoc.database.dates import as_day
from ppoc.database.rows import chunks
from ppoc.imports.ssda903.codes import ADOPTED, DIED
from ppoc.retention.holds import Hold, Standing
from ppoc.retention.retention_period import LEAST, Kept, LifeDates, Periods, kept_until

SETTINGS = "Retention Settings"
OPEN_MATTERS = {
	"Disclosure Request": ["Waiting for identity", "Clock stopped", "In hand"],
	"Data Complaint": ["Received", "Acknowledged"],
}


def periods_here() -> Periods:
	"""Returns the authority's settings; what is not set, or shorter than the law asks, is what the law asks."""
	set_here = frappe.db.get_singles_dict(SETTINGS)

	def at_least(field: str) -> int:
		return max(frappe.utils.cint(set_here.get(field)), getattr(LEAST, field))

	return Periods(*map(at_least, ("birthday", "death_before", "death_years", "adoption_years")))


def everything_held() -> str:
	"""Returns why nothing at all is erased, "" if that is not so."""
	if not frappe.utils.cint(frappe.db.get_single_value(SETTINGS, "erase_nothing")):
		return ""
	return frappe.db.get_single_value(SETTINGS, "erase_nothing_reason") or "—"


def backup_days() -> int:
	"""Returns for how many days backups are kept."""
	return max(frappe.utils.cint(frappe.db.get_single_value(SETTINGS, "backup_days")), 0) or 30


def audit_years() -> int:
	"""Returns for how many years the audit trail is kept; 0 for good, never less than the least otherwise."""
	years = frappe.utils.cint(frappe.db.get_single_value(SETTINGS, "audit_years"))
	return max(years, LEAST_YEARS) if years > 0 else 0


def is_anything_held() -> bool:
	"""Returns whether something must not be destroyed now: the trail goes as a whole, or not at all."""
	today = getdate(nowdate())
	rows = frappe.get_all("Record Hold", fields=["name", "held_until", "lifted_on"])
	held = (Hold(row.name, as_day(row.held_until), bool(row.lifted_on)) for row in rows)
	return bool(everything_held()) or any(hold.holds(today) for hold in held)


def life_dates(children: Collection[str]) -> dict[str, LifeDates]:
	"""Returns the dates of children's lives, from the record, the statutory return and achieved adoption plans."""
	found: dict[str, LifeDates] = {}
	for some in chunks(sorted(children)):
		fields = ["name", "date_of_birth", "unborn", "date_of_death", "adoption_order_on"]
		died, adopted = _ends(some)
		for row in frappe.get_all("Child", {"name": ["in", some]}, fields):
			adoption = row.adoption_order_on or adopted.get(row.name)
			found[row.name] = LifeDates(
				as_day(row.date_of_birth),
				bool(row.unborn),
				as_day(row.date_of_death or died.get(row.name)),
				as_day(adoption),
			)
	return found


def _ends(children: list[str]) -> tuple[dict[str, date], dict[str, date]]:
	"""Returns the days of deaths and of adoptions that episodes and plans tell of."""
	died: dict[str, date] = {}
	adopted: dict[str, date] = {}
	episodes = frappe.get_all(
		"Care Episode",
		{"child": ["in", children], "reason_ended": ["in", [DIED, *ADOPTED]], "ended_on": ["is", "set"]},
		["child", "reason_ended", "ended_on"],
		order_by="ended_on asc",
	)
	plans = frappe.get_all(
		"Permanence Plan",
		{"child": ["in", children], "route": "Adoption", "achieved_on": ["is", "set"]},
		["child", "achieved_on"],
		order_by="achieved_on asc",
	)
	for row in plans:
		adopted[row.child] = row.achieved_on
	for row in episodes:
		(died if row.reason_ended == DIED else adopted)[row.child] = row.ended_on
	return died, adopted


def kept(children: Collection[str]) -> dict[str, Kept]:
	"""Returns until when each of these children's records is kept."""
	periods, today = periods_here(), getdate(nowdate())
	return {name: kept_until(life, periods, today) for name, life in life_dates(children).items()}


def holds_on(children: Collection[str]) -> dict[str, list[Hold]]:
	"""Returns the holds on each of these children's records."""
	found: defaultdict[str, list[Hold]] = defaultdict(list)
	for some in chunks(sorted(children)):
		fields = ["name", "child", "held_until", "lifted_on"]
		for row in frappe.get_all("Record Hold", {"child": ["in", some]}, fields, order_by="name asc"):
			found[row.child].append(Hold(row.name, as_day(row.held_until), bool(row.lifted_on)))
	return dict(found)


def standing_of(child: str, merged: Collection[str] = ()) -> Standing:
	"""Returns what the erasure of one child depends on; holds and open matters of merged records count too."""
	whole = [child, *merged]
	held = holds_on(whole)
	return Standing(
		kept([child])[child],
		[hold for holds in held.values() for hold in holds],
		everything_held(),
		list(_open_matters(whole)),
		frappe.db.get_value("Child", child, "merged_into") or "",
	)


def _open_matters(children: list[str]) -> Iterator[str]:
	for doctype, open_states in OPEN_MATTERS.items():
		filters = {"child": ["in", children], "status": ["in", open_states]}
		yield from frappe.get_all(doctype, filters, pluck="name", order_by="name asc")
